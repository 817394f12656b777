//! INVENTED. The goods that are on their way to a patient: a delivery manifest took them out of their packages, and a sale with
//! fulfilment `delivery` takes them from its stop (`florida-additions.md`). What is not sold goes back with
//! `inventory_manifest_void_stop`.

use super::Call;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{Item, Manifest, Stop, StopItem};
use crate::sandbox::texts;
use crate::values::Quantity;

/// Takes so much of a package from what is on its way to the patient with that card, or refuses. The item is what is sold: its own
/// `remaining_quantity` does not count here and stays as it is. A stop with nothing left on it is finished by this.
pub fn take(call: &mut Call, card_id: &str, barcode: &str, quantity: Quantity) -> Result<Item> {
    for stop in open_stops(call, card_id)? {
        let lines = call.books.goods_of(&stop)?;
        let Some(line) = lines.into_iter().find(|line| line.inventoryid == barcode && line.outstanding() >= quantity) else {
            continue;
        };
        let Some(item) = call.books.get::<Item>(barcode)? else { continue };
        call.books.put(&StopItem { sold: line.sold.plus(quantity), ..line })?;
        call.books.settle(stop)?;
        return Ok(item);
    }
    refuse(texts::not_on_delivery(barcode))
}

/// The stops at that patient's that are the caller's and not finished, the oldest first.
fn open_stops(call: &mut Call, card_id: &str) -> Result<Vec<Stop>> {
    let licenses = call.licenses()?;
    let mut open = Vec::new();
    for stop in call.books.of_owner::<Stop>(&Stop::patients(card_id))?.into_iter().filter(Stop::is_open) {
        let manifest = call.books.get::<Manifest>(&stop.manifestid)?;
        if manifest.is_some_and(|manifest| licenses.contains(&manifest.origination_license_number)) {
            open.push(stop);
        }
    }
    Ok(open)
}
