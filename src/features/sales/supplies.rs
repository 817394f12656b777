//! Devices and merchandise on tickets: their table, and how they leave the shelf and come back to it.

use super::super::products::Product;
use super::super::register::{CartSupply, Price};
use super::super::rooms::{Kind, Room};
use crate::biotrack::Receipt;
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::schema::{sale_supplies, sales};
use crate::stock::Owner;
use crate::stock::supplies::{self, Authority, Effect, NotReportable, Posting};
use crate::values::{At, Cents, Goods, LocationId, ProductId, Quantity, RoomId, SaleId, SaleLineId, UserId};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// A line of a ticket that is no package.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sale_supplies, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct SaleSupply {
    pub id: SaleLineId,
    pub sale_id: SaleId,
    pub product_id: ProductId,
    /// Where it was taken from.
    pub room_id: RoomId,
    /// Goes on from the packages' numbers. The state knows devices by it.
    pub item_number: i64,
    /// As it was when it was sold.
    pub goods: Goods,
    pub product_name: String,
    pub quantity: Quantity,
    pub price_cents: Cents,
    pub total_cents: Cents,
    pub discount_cents: Cents,
    pub tax_cents: Cents,
    /// The order that allowed a device.
    pub order_id: Option<String>,
}

impl SaleSupply {
    pub fn of(sale: SaleId, item: i64, line: &CartSupply, product: &Product, price: Price) -> Self {
        Self {
            id: SaleLineId::new(),
            sale_id: sale,
            product_id: line.product_id,
            room_id: line.room_id,
            item_number: item,
            goods: product.goods,
            product_name: product.name.clone(),
            quantity: line.quantity,
            price_cents: line.price_cents,
            total_cents: price.total(),
            discount_cents: price.discount,
            tax_cents: price.tax,
            order_id: line.order_id.clone(),
        }
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(sale_supplies::table).values(self).execute(tx)?;
        Ok(())
    }

    /// In the order of the ticket.
    pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Vec<Self>> {
        let lines = sale_supplies::table.filter(sale_supplies::sale_id.eq(sale)).order(sale_supplies::item_number);
        Ok(lines.select(Self::as_select()).load(conn)?)
    }

    /// What the state was told, if anything.
    pub fn before_tax(&self) -> Cents {
        self.total_cents.minus(self.tax_cents)
    }
}

/// So much of a device or of merchandise, and where it is: what accepting moves.
#[derive(Clone, Serialize, Deserialize)]
pub struct Supply {
    pub product: ProductId,
    pub room: RoomId,
    pub quantity: Quantity,
    pub goods: Goods,
    /// Before tax.
    pub price: Cents,
}

impl Supply {
    /// As it was sold, and where it may come back to: the room it was taken from, or if that is given up, another sales floor.
    pub fn coming_back(tx: &mut Conn, location: LocationId, line: &SaleSupply) -> Result<Self> {
        let (product, quantity, goods) = (line.product_id, line.quantity, line.goods);
        Ok(Self { product, room: room_for(tx, location, line)?, quantity, goods, price: line.before_tax() })
    }
}

fn room_for(tx: &mut Conn, location: LocationId, line: &SaleSupply) -> Result<RoomId> {
    if Room::find(tx, location, line.room_id)?.active {
        return Ok(line.room_id);
    }
    let floor = Room::listed(tx, location)?.into_iter().find(|room| room.kind == Kind::SalesFloor);
    match floor {
        Some(room) => Ok(room.id),
        None => rule(format!(
            "{} was taken from a room that is retired, and there is no sales floor to put it back on. Add one first.",
            line.product_name
        )),
    }
}

/// Whose ticket it is, and when its goods move.
#[derive(Clone, Copy)]
pub struct Counter {
    pub location: LocationId,
    pub by: UserId,
    pub at: At,
}

impl Counter {
    /// Where a sale was made, and who made it.
    pub fn of_sale(tx: &mut Conn, sale: SaleId, at: At) -> Result<Self> {
        let (location, by) = sales::table.find(sale).select((sales::location_id, sales::user_id)).first(tx)?;
        Ok(Self { location, by, at })
    }

    /// With the state's yes, which lets merchandise go that is on the same ticket. Nothing here may say no.
    pub fn post<A>(self, tx: &mut Conn, receipt: &Receipt<A>, supply: &Supply, effect: Effect) -> Result<()> {
        let held_by = matches!(effect, Effect::Sold { .. }).then_some(Owner::Filing(Receipt::filing(receipt)));
        let posting = self.posting(supply, effect, held_by);
        // What was merchandise when it was scanned may be called something else since; the state's yes covers the whole ticket.
        let own = if supply.goods == Goods::Merchandise { NotReportable::of(tx, supply.product)? } else { None };
        let done = match own.filter(|own| own.covers(supply.product, effect)) {
            Some(own) => supplies::post(tx, &own, &posting)?,
            None => supplies::post(tx, receipt, &posting)?,
        };
        if done { Ok(()) } else { Err(internal(format!("{} was not there to be {}", supply.product, effect.act()))) }
    }

    /// Of what is told to nobody.
    pub fn post_untold(self, tx: &mut Conn, name: &str, supply: &Supply, effect: Effect, held_by: Option<Owner>) -> Result<()> {
        let own = NotReportable::of(tx, supply.product)?.filter(|own| own.covers(supply.product, effect));
        let Some(own) = own else {
            return rule(format!("{name} is no merchandise in the catalog any more. Mend the catalog first, then try again."));
        };
        if supplies::post(tx, &own, &self.posting(supply, effect, held_by))? {
            return Ok(());
        }
        Err(internal(format!("{} was not there to be {}", supply.product, effect.act())))
    }

    fn posting(self, supply: &Supply, effect: Effect, held_by: Option<Owner>) -> Posting<'static> {
        Posting {
            location: self.location,
            product: supply.product,
            quantity: supply.quantity,
            effect,
            held_by,
            purchase: None,
            reason: "",
            note: "",
            by: self.by,
            at: self.at,
        }
    }
}
