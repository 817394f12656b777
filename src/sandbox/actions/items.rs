//! What an item is called, and items that come out of nothing (biotrack-api §2.7; opening stock is invented).

use super::inventory::{amount_of, in_grams};
use super::{Action, Answer, Call, Provenance::Documented, Provenance::Invented, plain, rooms, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::inventory_types;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Vendor};
use crate::sandbox::texts;
use crate::values::Quantity;

pub const ACTIONS: &[Action] = &[
    write("inventory_modify", Documented, modify),
    write("inventory_new", Documented, new),
    write("inventory_initial", Invented, initial),
];

/// A name that is empty changes nothing; a blank is a name.
fn modify(call: &mut Call) -> Result<Answer> {
    let mut item = call.on_hand(&call.barcode()?)?;
    call.producing(&item.location, "inventory_modify")?;
    let (strain, product) = (call.ask.text("strain"), call.ask.text("productname"));
    let net_package = in_grams(call.ask, "net_package")?;
    let in_process = call.ask.int("in_process")?;
    if strain.is_none() && product.is_none() && net_package.is_none() && in_process.is_none() {
        return refuse(refusal::nothing_to_modify());
    }
    item.strain = strain.unwrap_or(item.strain);
    item.productname = product.unwrap_or(item.productname);
    item.net_package = net_package.map(Quantity::wire).or(item.net_package);
    item.in_process = in_process.map_or(item.in_process, |given| i64::from(given != 0));
    call.books.put(&item)?;
    plain()
}

/// What a grower begins with: clones, seeds, tissue and mature plants. The first days, when there may be no source yet and mature
/// plants may come from nowhere, are those in which the location is being opened.
fn new(call: &mut Call) -> Result<Answer> {
    let vendor = call.location()?;
    call.producing(&vendor.location, "inventory_new")?;
    let mut barcodes = Vec::new();
    for line in lines(call)? {
        let inventory_type = line.needed_int("invtype")?;
        if !inventory_types::is_a_beginning(inventory_type) {
            return refuse(texts::not_a_beginning());
        }
        let source = source(call, &vendor, inventory_type, &line)?;
        let item =
            Item { strain: line.needed("strain")?, source_id: source.clone(), ..begin(call, &vendor, inventory_type, &line)? };
        let item = Item { inventoryparentid: source.into_iter().collect(), ..item };
        call.books.put(&item)?;
        barcodes.push(item.id);
    }
    with("barcode_id", barcodes)
}

fn lines(call: &Call) -> Result<Vec<Ask>> {
    let lines = call.ask.lines("data")?;
    if lines.is_empty() { refuse(refusal::no_data()) } else { Ok(lines) }
}

fn source(call: &mut Call, vendor: &Vendor, inventory_type: i64, line: &Ask) -> Result<Option<String>> {
    match line.text("source_id") {
        Some(_) if inventory_type == 12 && !vendor.onboarding => refuse(texts::not_a_beginning()),
        Some(source) => Ok(Some(call.possessed(&source)?.id)),
        None if vendor.onboarding => Ok(None),
        None => refuse(texts::source_needed()),
    }
}

/// A new identifier of that type with the quantity of the line, in no room.
fn begin(call: &mut Call, vendor: &Vendor, inventory_type: i64, line: &Ask) -> Result<Item> {
    let Some(remaining_quantity) = amount_of(inventory_type, line, "quantity")? else {
        return refuse(texts::missing("quantity"));
    };
    if !remaining_quantity.is_positive() {
        return refuse(texts::unreadable_field("quantity"));
    }
    let item = Item::new(call.books.new_identifier()?, inventory_type, &vendor.location);
    Ok(Item { remaining_quantity, is_medical: vendor.medical, ..item })
}

/// Opening stock under the labels that it carried before, while the location is being opened. It is untested.
fn initial(call: &mut Call) -> Result<Answer> {
    let vendor = call.location()?;
    if !vendor.onboarding {
        return refuse(refusal::no_privilege("inventory_initial"));
    }
    let mut barcodes = Vec::new();
    for line in lines(call)? {
        let inventory_type = line.needed_int("inventorytype")?;
        if inventory_types::name(inventory_type).is_none() {
            return refuse(texts::unknown_type());
        }
        let room = line.needed_int("room")?;
        if rooms::find(call, &vendor.location, room)?.is_none() {
            return refuse(texts::room_not_found());
        }
        let item = Item {
            strain: line.text("strain").unwrap_or_default(),
            productname: line.needed("productname")?,
            source_label: Some(line.needed("source_label")?),
            currentroom: Some(room),
            ..begin(call, &vendor, inventory_type, &line)?
        };
        call.books.put(&item)?;
        barcodes.push(item.id);
    }
    with("barcode_id", barcodes)
}
