//! Taking items apart and putting them together: sub-lots and lots (biotrack-api §2.4, §2.5).

use super::inventory::amount;
use super::{Action, Answer, Call, Provenance::Documented, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::inventory_types::{self, FLOWER_LOT, MIX};
use crate::sandbox::profile::in_stored_unit;
use crate::sandbox::refusal::{self, Refusal, Result, refuse};
use crate::sandbox::rows::Item;
use crate::sandbox::texts;
use crate::values::Quantity;

pub const ACTIONS: &[Action] =
    &[write("inventory_split", Documented, split), write("inventory_create_lot", Documented, create_lot)];

/// What was taken from an item: the item as it is left, and the part.
pub struct Taken {
    pub item: Item,
    pub part: Quantity,
}

/// Takes `remove_quantity` from the item of a line.
fn take(call: &mut Call, line: &Ask) -> Result<Taken> {
    let barcode = line.needed("barcodeid")?;
    let mut item = call.usable(&barcode)?;
    let Some(part) = amount(&item, line, "remove_quantity")? else { return refuse(texts::missing("remove_quantity")) };
    if !part.is_positive() {
        return refuse(texts::amount_too_small(&barcode));
    }
    if part > item.remaining_quantity {
        return refuse(texts::not_enough(&barcode));
    }
    item.remaining_quantity = item.remaining_quantity.minus(part);
    call.books.put(&item)?;
    Ok(Taken { item, part })
}

/// Takes from the item of each line of `data`, all at one location, for something new that is made of them.
pub fn take_all(call: &mut Call) -> Result<(Item, Vec<Taken>)> {
    let mut taken = Vec::new();
    for line in call.data()? {
        taken.push(take(call, &line)?);
    }
    let Some(first) = taken.first().map(|taken| taken.item.clone()) else { return refuse(refusal::no_identifier()) };
    if taken.iter().any(|taken| taken.item.location != first.location) {
        return refuse(texts::at_several_places());
    }
    Ok((first, taken))
}

/// Something new in the place of the first source, with all of them as its parents, and their strain if they have but one.
pub fn made_of(call: &mut Call, inventory_type: i64, taken: &[Taken]) -> Result<Item> {
    let Some(first) = taken.first().map(|taken| &taken.item) else { return refuse(refusal::no_identifier()) };
    let items = || taken.iter().map(|taken| &taken.item);
    let mut parents: Vec<String> = Vec::new();
    let mut plants: Vec<String> = Vec::new();
    for item in items() {
        parents.extend((!parents.contains(&item.id)).then(|| item.id.clone()));
        plants.extend(item.plantid.iter().filter(|plant| !plants.contains(plant)).cloned().collect::<Vec<_>>());
    }
    let made = Item::new(call.books.new_identifier()?, inventory_type, &first.location);
    Ok(Item {
        strain: if items().all(|item| item.strain == first.strain) { first.strain.clone() } else { String::new() },
        currentroom: first.currentroom,
        is_medical: first.is_medical,
        plantid: plants,
        parentid: parents.clone(),
        inventoryparentid: parents,
        ..made
    })
}

pub fn sum(taken: &[Taken]) -> Quantity {
    taken.iter().fold(Quantity::ZERO, |sum, taken| sum.plus(taken.part))
}

/// One new item for each line; the parent may be left empty. `location` and `sublot_id` are not looked at.
fn split(call: &mut Call) -> Result<Answer> {
    let mut children = Vec::new();
    for line in call.data()? {
        let Taken { item, part } = take(call, &line)?;
        let child = item.child(call.books.new_identifier()?, part);
        let child = call.books.with_results_of(&item, child)?;
        call.books.put(&child)?;
        children.push(child.id);
    }
    with("barcode_id", children)
}

/// `lot_quantity` is not looked at: a lot is the sum of what goes into it.
fn create_lot(call: &mut Call) -> Result<Answer> {
    let (first, taken) = take_all(call)?;
    let lot_type = match call.ask.int("lot_type")? {
        Some(given) => given,
        None => inventory_types::lot_of(first.inventorytype).unwrap_or(FLOWER_LOT),
    };
    for taken in &taken {
        if !inventory_types::may_be_put_into(taken.item.inventorytype, lot_type) {
            return refuse(not_convertible(taken.item.inventorytype, lot_type));
        }
    }
    if lot_type == FLOWER_LOT && taken.iter().any(|taken| taken.item.strain != first.strain) {
        return refuse(texts::one_strain());
    }
    let remaining_quantity = sum(&taken);
    within_caps(call, lot_type, remaining_quantity)?;
    let is_medical = if call.ask.has("is_medical") { i64::from(call.ask.flag("is_medical")) } else { first.is_medical };
    let lot = Item { remaining_quantity, is_medical, ..made_of(call, lot_type, &taken)? };
    call.books.put(&lot)?;
    Ok(Answer::from_iter([("barcode_id".to_owned(), lot.id.into()), ("barcode_type".to_owned(), lot_type.into())]))
}

/// The refusal of a pair, by the names of both types.
pub fn not_convertible(from: i64, into: i64) -> Refusal {
    match (inventory_types::name(from), inventory_types::name(into)) {
        (Some(from), Some(into)) => refusal::cannot_convert(from, into),
        _ => texts::unknown_type(),
    }
}

/// Refuses a lot that is larger than the state allows.
pub fn within_caps(call: &Call, inventory_type: i64, quantity: Quantity) -> Result<()> {
    let profile = call.books.profile;
    let (cap, too_large): (_, fn(i64) -> Refusal) = match inventory_type {
        FLOWER_LOT => (profile.flower_lot_pounds, refusal::flower_lot_too_large),
        MIX => (profile.mix_lot_pounds, refusal::mix_lot_too_large),
        _ => return Ok(()),
    };
    let Some(pounds) = cap else { return Ok(()) };
    let grams = in_stored_unit(Quantity::units(pounds).0, Some("lb")).map_or(Quantity(i64::MAX), Quantity);
    if quantity > grams { refuse(too_large(pounds)) } else { Ok(()) }
}
