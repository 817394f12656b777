//! What the state calls our products. The catalog shows one name of each; every other name under which one was received is kept here,
//! so that the next delivery finds it by any of them. A name and a type stand for one product only.

use super::model::Product;
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::schema::{product_state_names, products};
use crate::values::ProductId;
use diesel::prelude::*;
use std::collections::HashMap;

/// Products in use, by the state's name and inventory type.
pub fn known(conn: &mut Conn, listed: &[Product]) -> Result<HashMap<(String, i64), ProductId>> {
    let others = product_state_names::table
        .inner_join(products::table)
        .filter(products::active.eq(true))
        .filter(products::inventory_type.eq(product_state_names::inventory_type.nullable()))
        .select((product_state_names::state_name, product_state_names::inventory_type, product_state_names::product_id));
    let mut known: HashMap<(String, i64), ProductId> = HashMap::new();
    for (name, inventory_type, product) in others.load::<(String, i64, ProductId)>(conn)? {
        known.insert((name, inventory_type), product);
    }
    // What the catalog says wins; in the order of ids, so that of two products with one name it is the newest, every time.
    let mut by_age: Vec<&Product> = listed.iter().collect();
    by_age.sort_by_key(|product| product.id);
    for product in by_age {
        if let (Some(name), Some(inventory_type)) = (&product.state_name, product.inventory_type) {
            known.insert((name.clone(), inventory_type), product.id);
        }
    }
    Ok(known)
}

/// Products that go or went by one of these names, whatever their type and whether or not they are in use.
pub fn once_called(conn: &mut Conn, names: &[String]) -> Result<Vec<(String, Product)>> {
    let own = products::table.filter(products::state_name.eq_any(names.to_vec())).order(products::id);
    let mut found: Vec<(String, Product)> = Vec::new();
    for product in own.select(Product::as_select()).load(conn)? {
        found.push((product.state_name.clone().unwrap_or_default(), product));
    }
    let others = product_state_names::table
        .inner_join(products::table)
        .filter(product_state_names::state_name.eq_any(names.to_vec()))
        .order(products::id)
        .select((product_state_names::state_name, Product::as_select()));
    found.extend(others.load::<(String, Product)>(conn)?);
    Ok(found)
}

/// From now on the state's name means this product, and no other of its type.
pub fn remember(tx: &mut Conn, id: ProductId, state_name: &str) -> Result<()> {
    let (own, inventory_type): (Option<String>, Option<i64>) =
        products::table.find(id).select((products::state_name, products::inventory_type)).first(tx)?;
    let Some(inventory_type) = inventory_type else { return Ok(()) };
    let former = products::table
        .filter(products::state_name.eq(state_name))
        .filter(products::inventory_type.eq(inventory_type))
        .filter(products::id.ne(id));
    diesel::update(former).set(products::state_name.eq(None::<String>)).execute(tx)?;
    diesel::delete(product_state_names::table.find((state_name, inventory_type))).execute(tx)?;
    match own.as_deref() {
        None | Some("") => Product::map(tx, id, state_name),
        Some(own) if own == state_name => Ok(()),
        Some(_) => insert(tx, id, state_name, inventory_type),
    }
}

/// Every name of the one is the other's.
pub fn hand_over(tx: &mut Conn, from: ProductId, into: ProductId) -> Result<()> {
    let own: Option<String> = products::table.find(from).select(products::state_name).first(tx)?;
    let others = product_state_names::table.filter(product_state_names::product_id.eq(from));
    diesel::update(others).set(product_state_names::product_id.eq(into)).execute(tx)?;
    own.filter(|name| !name.is_empty()).map_or(Ok(()), |name| remember(tx, into, &name))
}

/// Two receipts may write the same name at once: the first stays.
fn insert(tx: &mut Conn, id: ProductId, state_name: &str, inventory_type: i64) -> Result<()> {
    on_each!(tx, |c| diesel::insert_into(product_state_names::table)
        .values((
            product_state_names::state_name.eq(state_name),
            product_state_names::inventory_type.eq(inventory_type),
            product_state_names::product_id.eq(id),
        ))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}
