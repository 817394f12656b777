//! What was bought: a product, how many, and what one cost.

use super::model::Purchase;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{products, purchase_lines};
use crate::values::{Cents, Goods, ProductId, PurchaseId, PurchaseLineId, Quantity};
use diesel::prelude::*;
use std::collections::HashMap;

/// The most products of one purchase.
pub const MOST_LINES: usize = 200;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = purchase_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct PurchaseLine {
    pub id: PurchaseLineId,
    pub product_id: ProductId,
    pub quantity: Quantity,
    pub unit_cost_cents: Cents,
    /// How much of it went back to the vendor.
    pub returned: Quantity,
    #[diesel(select_expression = products::name)]
    pub product: String,
    #[diesel(select_expression = products::sku)]
    pub sku: String,
    #[diesel(select_expression = products::goods)]
    pub goods: Goods,
    #[diesel(select_expression = products::active)]
    pub active: bool,
}

/// All lines of a purchase together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub lines: i64,
    pub units: Quantity,
    pub cost: Cents,
}

impl PurchaseLine {
    /// In the order in which they were added.
    pub fn of_purchase(conn: &mut Conn, purchase: PurchaseId) -> Result<Vec<Self>> {
        let all = purchase_lines::table
            .inner_join(products::table)
            .filter(purchase_lines::purchase_id.eq(purchase))
            .order(purchase_lines::id)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    pub fn find(conn: &mut Conn, id: PurchaseLineId) -> Result<Self> {
        let found = purchase_lines::table.inner_join(products::table).filter(purchase_lines::id.eq(id));
        Ok(found.select(Self::as_select()).first(conn)?)
    }

    pub fn insert(tx: &mut Conn, purchase: PurchaseId, product: ProductId, quantity: Quantity, cost: Cents) -> Result<()> {
        diesel::insert_into(purchase_lines::table)
            .values((
                purchase_lines::id.eq(PurchaseLineId::new()),
                purchase_lines::purchase_id.eq(purchase),
                purchase_lines::product_id.eq(product),
                purchase_lines::quantity.eq(quantity),
                purchase_lines::unit_cost_cents.eq(cost),
                purchase_lines::returned.eq(Quantity::ZERO),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, purchase: PurchaseId, id: PurchaseLineId, quantity: Quantity, cost: Cents) -> Result<()> {
        let line = purchase_lines::table.find(id).filter(purchase_lines::purchase_id.eq(purchase));
        let said = (purchase_lines::quantity.eq(quantity), purchase_lines::unit_cost_cents.eq(cost));
        diesel::update(line).set(said).execute(tx)?;
        Ok(())
    }

    pub fn remove(tx: &mut Conn, purchase: PurchaseId, id: PurchaseLineId) -> Result<()> {
        diesel::delete(purchase_lines::table.find(id).filter(purchase_lines::purchase_id.eq(purchase))).execute(tx)?;
        Ok(())
    }

    /// So much of it goes back; `false` when it would be more than came. Two at once add up to at most that.
    #[must_use = "false means that not so much of it came"]
    pub fn give_back(&self, tx: &mut Conn, quantity: Quantity) -> Result<bool> {
        let left = purchase_lines::table.find(self.id).filter(purchase_lines::quantity.ge(purchase_lines::returned + quantity.0));
        let more = purchase_lines::returned.eq(purchase_lines::returned + quantity.0);
        Ok(diesel::update(left).set(more).execute(tx)? == 1)
    }

    /// What may still go back.
    pub fn left(&self) -> Quantity {
        self.quantity.minus(self.returned)
    }

    pub fn cost(&self) -> Cents {
        self.unit_cost_cents.times(self.quantity.whole().unwrap_or_default())
    }
}

impl Totals {
    pub fn of(lines: &[PurchaseLine]) -> Self {
        lines.iter().fold(Self::default(), |sum, line| sum.plus(line.quantity, line.cost()))
    }

    fn plus(self, units: Quantity, cost: Cents) -> Self {
        Self { lines: self.lines + 1, units: self.units.plus(units), cost: self.cost.plus(cost) }
    }

    /// Of each of these purchases; one without lines is not in it.
    pub fn of_each(conn: &mut Conn, purchases: &[Purchase]) -> Result<HashMap<PurchaseId, Self>> {
        let ids: Vec<PurchaseId> = purchases.iter().map(|purchase| purchase.id).collect();
        let rows: Vec<(PurchaseId, Quantity, Cents)> = purchase_lines::table
            .filter(purchase_lines::purchase_id.eq_any(ids))
            .select((purchase_lines::purchase_id, purchase_lines::quantity, purchase_lines::unit_cost_cents))
            .load(conn)?;
        let mut all: HashMap<PurchaseId, Self> = HashMap::new();
        for (purchase, quantity, cost) in rows {
            let sum = all.entry(purchase).or_default();
            *sum = sum.plus(quantity, cost.times(quantity.whole().unwrap_or_default()));
        }
        Ok(all)
    }

    /// `3 products, 40 units`.
    pub fn words(&self) -> String {
        let plural = |count: &str, one: &str, many: &str| format!("{count} {}", if count == "1" { one } else { many });
        let lines = plural(&self.lines.to_string(), "product", "products");
        format!("{lines}, {}", plural(&self.units.to_string(), "unit", "units"))
    }
}
