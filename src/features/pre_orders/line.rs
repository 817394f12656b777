//! The lines of a pre-order: so many of a product. Which packages is for whoever picks.

use super::super::products::Product;
use crate::db::Conn;
use crate::error::{Result, not_found};
use crate::schema::{pre_order_lines, products};
use crate::values::{PreOrderId, PreOrderLineId, ProductId, Quantity};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = pre_order_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct OrderLine {
    pub id: PreOrderLineId,
    pub pre_order_id: PreOrderId,
    pub product_id: ProductId,
    pub quantity: Quantity,
}

impl OrderLine {
    /// In the order of adding.
    pub fn of_order(conn: &mut Conn, order: PreOrderId) -> Result<Vec<(Self, Product)>> {
        let lines = pre_order_lines::table
            .inner_join(products::table)
            .filter(pre_order_lines::pre_order_id.eq(order))
            .order(pre_order_lines::id)
            .select((Self::as_select(), Product::as_select()))
            .load(conn)?;
        Ok(lines)
    }

    /// One of this order's.
    pub fn find(conn: &mut Conn, order: PreOrderId, id: PreOrderLineId) -> Result<(Self, Product)> {
        match Self::of_order(conn, order)?.into_iter().find(|(line, _)| line.id == id) {
            Some(found) => Ok(found),
            None => not_found(),
        }
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(pre_order_lines::table).values(self).execute(tx)?;
        Ok(())
    }

    pub fn set_quantity(tx: &mut Conn, id: PreOrderLineId, quantity: Quantity) -> Result<()> {
        diesel::update(pre_order_lines::table.find(id)).set(pre_order_lines::quantity.eq(quantity)).execute(tx)?;
        Ok(())
    }

    pub fn delete(tx: &mut Conn, id: PreOrderLineId) -> Result<()> {
        diesel::delete(pre_order_lines::table.find(id)).execute(tx)?;
        Ok(())
    }

    pub fn units(&self) -> i64 {
        self.quantity.whole().unwrap_or_default()
    }
}
