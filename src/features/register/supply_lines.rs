//! Adding, changing and removing devices and merchandise: held against the shelf, and a device against the patient's orders.

use super::super::products::Product;
use super::cart::Cart;
use super::desk::{Desk, must_be_allowed};
use super::lines::OrderChoice;
use super::scanned::Said;
use super::supply::{CartSupply, must_be_for_sale, not_so_many, on_the_floor};
use crate::app::By;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::stock::{Owner, supplies};
use crate::values::{CartLineId, Goods, Quantity, RoomId};

/// So many more of a product go into the cart.
pub fn add(
    tx: &mut Conn,
    by: &By<'_>,
    cart: &Cart,
    product: &Product,
    added: Quantity,
    wanted: Option<&OrderChoice>,
) -> Result<Said> {
    must_be_for_sale(product)?;
    let desk = Desk::of(tx, by, cart)?;
    let lines = CartSupply::of_cart(tx, cart.id)?;
    let mine: Vec<&CartSupply> = lines.iter().filter(|line| line.product_id == product.id).collect();
    let order = order_of(&desk, product, wanted, mine.first().copied())?;
    let room = room_with(tx, by, product, added, &mine)?;
    let before = mine.into_iter().find(|line| line.room_id == room);
    let line = CartSupply {
        id: before.map_or_else(CartLineId::new, |line| line.id),
        cart_id: cart.id,
        product_id: product.id,
        room_id: room,
        quantity: before.map_or(Quantity::ZERO, |line| line.quantity).plus(added),
        price_cents: before.map_or(product.price_cents, |line| line.price_cents),
        order_id: order,
    };
    must_be_allowed(tx, cart, product, line.id, line.quantity)?;
    hold_more(tx, by, product, &line, added)?;
    match before {
        Some(before) => CartSupply::change(tx, before.id, line.quantity, line.order_id.as_deref())?,
        None => CartSupply::insert(tx, &line)?,
    }
    Ok(Said::of_line(format!("Added: {} × {}.", line.quantity, product.name), line.id))
}

/// Another quantity of a line, or another of the orders that allow a device.
pub fn change(
    tx: &mut Conn,
    by: &By<'_>,
    cart: &Cart,
    line: &CartSupply,
    units: i64,
    wanted: Option<&OrderChoice>,
) -> Result<Said> {
    let product = Product::find(tx, line.product_id)?;
    let quantity = Quantity::units(units);
    let order = order_of(&Desk::of(tx, by, cart)?, &product, wanted, Some(line))?;
    must_be_allowed(tx, cart, &product, line.id, quantity)?;
    let more = quantity.minus(line.quantity);
    if more.is_positive() {
        must_be_for_sale(&product)?;
        hold_more(tx, by, &product, line, more)?;
    } else if more < Quantity::ZERO {
        supplies::release_part(tx, Owner::CartLine(line.id), line.product_id, line.quantity.minus(quantity))?;
    }
    CartSupply::change(tx, line.id, quantity, order.as_deref())?;
    Ok(Said::of_line(format!("Changed: {quantity} × {}.", product.name), line.id))
}

/// The order that allows a device; merchandise needs none.
fn order_of(desk: &Desk, product: &Product, wanted: Option<&OrderChoice>, line: Option<&CartSupply>) -> Result<Option<String>> {
    if product.goods != Goods::Device {
        return Ok(None);
    }
    let own = line.and_then(|line| line.order_id.as_deref());
    Ok(Some(desk.choose_for_device(product, wanted, own)?.order_id.clone()))
}

/// The room that it is taken from: where the cart has some of it already, else the first that has enough.
fn room_with(tx: &mut Conn, by: &By<'_>, product: &Product, added: Quantity, mine: &[&CartSupply]) -> Result<RoomId> {
    let mut floor = on_the_floor(tx, by.clerk.location, product.id)?;
    floor.sort_by_key(|(room, _)| !mine.iter().any(|line| line.room_id == room.id));
    match floor.iter().find(|(_, balance)| balance.available() >= added) {
        Some((room, _)) => Ok(room.id),
        None => rule(not_so_many(tx, by.clerk.location, product)?),
    }
}

fn hold_more(tx: &mut Conn, by: &By<'_>, product: &Product, line: &CartSupply, more: Quantity) -> Result<()> {
    if supplies::hold(tx, Owner::CartLine(line.id), line.product_id, line.room_id, more, by.now)? {
        return Ok(());
    }
    rule(not_so_many(tx, by.clerk.location, product)?)
}

/// A line leaves the cart, and its stock is free.
pub fn remove(tx: &mut Conn, line: &CartSupply) -> Result<()> {
    supplies::release(tx, Owner::CartLine(line.id))?;
    CartSupply::delete(tx, line.id)
}
