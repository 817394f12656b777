//! Devices and merchandise in a cart: so much of one product, out of one room. A device also names the order that allows it.

use super::super::products::Product;
use super::super::rooms::{Kind, Room};
use super::cart::Cart;
use super::line::Line;
use super::snapshot::{Snapshot, is_open};
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Clerk;
use crate::rules::sellable::Clause;
use crate::schema::{cart_supplies, products, rooms, supply_stock};
use crate::stock::Balance;
use crate::stock::supplies;
use crate::values::{At, CartId, CartLineId, Cents, Goods, LocationId, ProductId, Quantity, RoomId};
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = cart_supplies, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct CartSupply {
    pub id: CartLineId,
    pub cart_id: CartId,
    pub product_id: ProductId,
    pub room_id: RoomId,
    pub quantity: Quantity,
    pub price_cents: Cents,
    /// The order that allows a device; merchandise has none.
    pub order_id: Option<String>,
}

impl CartSupply {
    /// A line of the clerk's own open cart, which this transaction has for itself: see [`Cart::take`].
    pub fn take(tx: &mut Conn, clerk: &Clerk, id: CartLineId, now: At) -> Result<(Self, Cart)> {
        let cart: CartId = cart_supplies::table.find(id).select(cart_supplies::cart_id).first(tx)?;
        let cart = Cart::take(tx, clerk, cart, now)?;
        Ok((cart_supplies::table.find(id).select(Self::as_select()).first(tx)?, cart))
    }

    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Vec<Self>> {
        let lines = cart_supplies::table.filter(cart_supplies::cart_id.eq(cart)).order(cart_supplies::id);
        Ok(lines.select(Self::as_select()).load(conn)?)
    }

    /// With what they are and where, in the order of scanning.
    pub fn with_goods(conn: &mut Conn, cart: CartId) -> Result<Vec<(Self, Product, Room)>> {
        let lines = cart_supplies::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .filter(cart_supplies::cart_id.eq(cart))
            .order(cart_supplies::id)
            .select((Self::as_select(), Product::as_select(), Room::as_select()))
            .load(conn)?;
        Ok(lines)
    }

    pub fn insert(tx: &mut Conn, line: &Self) -> Result<()> {
        diesel::insert_into(cart_supplies::table).values(line).execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: CartLineId, quantity: Quantity, order_id: Option<&str>) -> Result<()> {
        let changed = (cart_supplies::quantity.eq(quantity), cart_supplies::order_id.eq(order_id));
        diesel::update(cart_supplies::table.find(id)).set(changed).execute(tx)?;
        Ok(())
    }

    pub fn delete(tx: &mut Conn, id: CartLineId) -> Result<()> {
        diesel::delete(cart_supplies::table.find(id)).execute(tx)?;
        Ok(())
    }

    pub fn units(&self) -> i64 {
        self.quantity.whole().unwrap_or_default()
    }
}

impl Cart {
    /// Whether the state is told of what is in it: of medicine and devices, not of merchandise alone.
    pub fn is_told(conn: &mut Conn, id: CartId) -> Result<bool> {
        let devices = Self::goods_of(conn, id)?.contains(&Goods::Device);
        Ok(devices || !Line::of_cart(conn, id)?.is_empty())
    }

    fn goods_of(conn: &mut Conn, id: CartId) -> Result<Vec<Goods>> {
        let supplies = cart_supplies::table.inner_join(products::table).filter(cart_supplies::cart_id.eq(id));
        Ok(supplies.select(products::goods).load(conn)?)
    }
}

/// Whether the catalog lets it be sold at all.
pub fn must_be_for_sale(product: &Product) -> Result<()> {
    let clause = match product {
        Product { active: false, .. } => Clause::ProductRetired,
        Product { on_register: false, .. } => Clause::NotOnRegister,
        _ => return Ok(()),
    };
    rule(format!("{} may not be sold: {}", product.name, clause.words()))
}

/// The patient's open orders that allow a delivery device, the one that ends first before the others (florida-rules 2.10).
pub fn device_orders<'a>(snapshot: &'a Snapshot, product: &Product, today: NaiveDate) -> Result<Vec<&'a RegistryOrder>> {
    let mut allowing: Vec<&RegistryOrder> =
        snapshot.orders.iter().filter(|order| order.device && is_open(order, today)).collect();
    if allowing.is_empty() {
        return rule(format!(
            "{} is a delivery device, and no open order of this patient allows one. Their physician must tick it on an order first.",
            product.name
        ));
    }
    allowing.sort_by(|one, other| (one.ends_on, &one.order_id).cmp(&(other.ends_on, &other.order_id)));
    Ok(allowing)
}

/// The rooms of the sales floor that have some of a product, in the state's order.
pub fn on_the_floor(conn: &mut Conn, location: LocationId, product: ProductId) -> Result<Vec<(Room, Balance)>> {
    let mut floor = Vec::new();
    for (room, balance) in supplies::of_product(conn, location, product)? {
        let room = Room::find(conn, location, room)?;
        if room.active && room.kind == Kind::SalesFloor {
            floor.push((room, balance));
        }
    }
    floor.sort_by_key(|(room, _)| room.state_room);
    Ok(floor)
}

/// Why there is not enough of it, in words.
pub fn not_so_many(conn: &mut Conn, location: LocationId, product: &Product) -> Result<String> {
    let floor = on_the_floor(conn, location, product.id)?;
    let free = floor.iter().fold(Quantity::ZERO, |sum, (_, balance)| sum.plus(balance.available()));
    let held = floor.iter().fold(Quantity::ZERO, |sum, (_, balance)| sum.plus(balance.held));
    let name = &product.name;
    let mut words = match (floor.as_slice(), free.is_positive()) {
        ([], _) => format!("There is no {name} on the sales floor. An inventory clerk can move some there."),
        (_, true) => format!("There are {free} more of {name} on the sales floor."),
        (_, false) => format!("There are no more of {name} on the sales floor."),
    };
    if held.is_positive() {
        words.push_str(&format!(" {held} are held by a cart, or by something the state has not answered."));
    }
    Ok(words)
}

/// Devices and merchandise whose name has `words` in it and of which the sales floor has some, with how many are free.
pub fn named(conn: &mut Conn, location: LocationId, words: &str) -> Result<Vec<(Product, Quantity)>> {
    let pattern: String = words.to_lowercase().chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
    let rows: Vec<(Product, Quantity, Quantity)> = supply_stock::table
        .inner_join(products::table)
        .inner_join(rooms::table)
        .filter(supply_stock::location_id.eq(location))
        .filter(supply_stock::on_hand.gt(supply_stock::held))
        .filter(rooms::kind.eq(Kind::SalesFloor).and(rooms::active.eq(true)))
        .filter(products::active.eq(true).and(products::on_register.eq(true)))
        .filter(products::name_lower.like(format!("%{pattern}%")))
        .order((products::name_lower, products::id))
        .limit(50)
        .select((Product::as_select(), supply_stock::on_hand, supply_stock::held))
        .load(conn)?;
    let mut found: Vec<(Product, Quantity)> = Vec::new();
    for (product, on_hand, held) in rows {
        let free = on_hand.minus(held);
        match found.iter_mut().find(|(same, _)| same.id == product.id) {
            Some((_, sum)) => *sum = sum.plus(free),
            None => found.push((product, free)),
        }
    }
    Ok(found)
}
