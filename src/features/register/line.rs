//! A line of a cart: so much of one package, out of one of the patient's orders.

use super::cart::Cart;
use super::limits::Debit;
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::cart_lines;
use crate::values::{Amount, At, CartId, CartLineId, Cents, OrderType, PackageId, Quantity, Route};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cart_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Line {
    pub id: CartLineId,
    pub cart_id: CartId,
    pub package_id: PackageId,
    pub quantity: Quantity,
    pub price_cents: Cents,
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount_each: Amount,
}

impl Line {
    /// A line of the clerk's own open cart, which this transaction has for itself: see [`Cart::take`].
    pub fn take(tx: &mut Conn, clerk: &Clerk, id: CartLineId, now: At) -> Result<(Self, Cart)> {
        let cart: CartId = cart_lines::table.find(id).select(cart_lines::cart_id).first(tx)?;
        let cart = Cart::take(tx, clerk, cart, now)?;
        Ok((cart_lines::table.find(id).select(Self::as_select()).first(tx)?, cart))
    }

    /// Whether this is the number of a package's line; if not, it is one of a device or of merchandise, or of none.
    pub fn is_one(conn: &mut Conn, id: CartLineId) -> Result<bool> {
        Ok(diesel::select(diesel::dsl::exists(cart_lines::table.find(id))).get_result(conn)?)
    }

    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Vec<Self>> {
        let lines =
            cart_lines::table.filter(cart_lines::cart_id.eq(cart)).order(cart_lines::id).select(Self::as_select()).load(conn)?;
        Ok(lines)
    }

    pub fn insert(tx: &mut Conn, line: &Self) -> Result<()> {
        diesel::insert_into(cart_lines::table).values(line).execute(tx)?;
        Ok(())
    }

    /// With what one unit debits of the order now.
    pub fn change(tx: &mut Conn, id: CartLineId, quantity: Quantity, order: &RegistryOrder, each: Amount) -> Result<()> {
        diesel::update(cart_lines::table.find(id))
            .set((
                cart_lines::quantity.eq(quantity),
                cart_lines::order_id.eq(&order.order_id),
                cart_lines::order_type.eq(order.order_type),
                cart_lines::route.eq(order.route),
                cart_lines::amount_each.eq(each),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn find(conn: &mut Conn, id: CartLineId) -> Result<Self> {
        Ok(cart_lines::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// Another package of the same product.
    pub fn change_package(tx: &mut Conn, id: CartLineId, package: PackageId) -> Result<()> {
        diesel::update(cart_lines::table.find(id)).set(cart_lines::package_id.eq(package)).execute(tx)?;
        Ok(())
    }

    pub fn delete(tx: &mut Conn, id: CartLineId) -> Result<()> {
        diesel::delete(cart_lines::table.find(id)).execute(tx)?;
        Ok(())
    }

    /// Whole units: only such are sold.
    pub fn units(&self) -> i64 {
        self.quantity.whole().unwrap_or_default()
    }

    pub fn debit(&self) -> Debit {
        Debit {
            order: self.order_id.clone(),
            order_type: self.order_type,
            route: self.route,
            amount: self.amount_each.times(self.units()),
        }
    }
}
