//! Receiving (biotrack-api §2.10). As others speak it: package by package; what the call leaves out stays on its way. In Florida a
//! stop is received once and closed for good, and what is not accepted is the sender's at once, without a manifest.

use super::inventory::amount;
use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Inbound, Item, Manifest, Returned, Room, Stop, StopItem, Vendor};
use crate::sandbox::state::{Row, Selection};
use crate::sandbox::{periods, texts};
use crate::values::{Cents, Quantity};
use std::collections::BTreeMap;

pub const ACTIONS: &[Action] = &[
    write("inventory_transfer_inbound", Documented, receive),
    write("inventory_transfer_inbound_modify", Documented, change_price),
];

/// The lines of the call by barcode.
type Lines = BTreeMap<String, Ask>;

/// What one call receives at one stop.
struct Receipt {
    manifest: Manifest,
    stop: Stop,
    goods: Vec<StopItem>,
}

fn receive(call: &mut Call) -> Result<Answer> {
    if call.ask.text("location").is_none() {
        return refuse(refusal::no_receiver());
    }
    let receiver = call.location()?;
    let lines = lines(call)?;
    let receipts = if call.books.profile.rest_goes_back {
        vec![whole_stop(call, &receiver, &lines)?]
    } else {
        parts(call, &receiver, &lines)?
    };
    let room = call.first_room(&receiver)?;
    for receipt in receipts {
        if call.books.profile.arrival_before_receipt && receipt.stop.arrived_at.is_none() {
            return refuse(texts::not_arrived());
        }
        for sent in &receipt.goods {
            receive_item(call, &receipt, sent, lines.get(&sent.inventoryid), &receiver, room)?;
        }
        call.books.settle(receipt.stop)?;
    }
    plain()
}

fn lines(call: &Call) -> Result<Lines> {
    let mut lines = Lines::new();
    for line in call.ask.lines("data")? {
        line.needed_quantity("quantity")?;
        if lines.insert(line.needed("barcodeid")?, line).is_some() {
            return refuse(texts::given_twice());
        }
    }
    Ok(lines)
}

/// Everything on the stop of the manifest that was named, or that all barcodes are on; no lines are a rejection of everything.
fn whole_stop(call: &mut Call, receiver: &Vendor, lines: &Lines) -> Result<Receipt> {
    let id = manifest_meant(call, lines)?;
    let manifest = call.shipped(&id)?;
    let stop = call.stop_of(&id, |stop| stop.license_number == receiver.location)?;
    if stop.received_at.is_some() {
        return refuse(texts::already_received());
    }
    let goods = call.books.goods_of(&stop)?;
    if lines.keys().any(|barcode| !goods.iter().any(|sent| sent.inventoryid == *barcode)) {
        return refuse(refusal::not_inbound());
    }
    Ok(Receipt { manifest, stop, goods })
}

fn manifest_meant(call: &mut Call, lines: &Lines) -> Result<String> {
    if let Some(id) = call.ask.text("manifest_id") {
        return Ok(id);
    }
    let mut meant: Option<String> = None;
    for barcode in lines.keys() {
        let on = call.books.get::<Item>(barcode)?.and_then(|item| item.manifest);
        let Some(on) = on else { return refuse(refusal::not_inbound()) };
        if meant.as_ref().is_some_and(|other| *other != on) {
            return refuse(texts::manifest_mismatch());
        }
        meant = Some(on);
    }
    meant.ok_or_else(|| refusal::no_identifier().into())
}

/// The packages of the call, wherever they are on their way from.
fn parts(call: &mut Call, receiver: &Vendor, lines: &Lines) -> Result<Vec<Receipt>> {
    if lines.is_empty() {
        return refuse(refusal::no_identifier());
    }
    let named = call.ask.text("manifest_id");
    let mut receipts: BTreeMap<String, Receipt> = BTreeMap::new();
    for barcode in lines.keys() {
        let (manifest, stop, sent) = on_its_way(call, receiver, barcode)?;
        if named.as_ref().is_some_and(|named| *named != manifest.id) {
            return refuse(refusal::not_inbound());
        }
        let receipt = receipts.entry(stop.id()).or_insert_with(|| Receipt { manifest, stop, goods: Vec::new() });
        receipt.goods.push(sent);
    }
    Ok(receipts.into_values().collect())
}

/// A package on a stop at the receiver's, with its line and its manifest.
fn on_its_way(call: &mut Call, receiver: &Vendor, barcode: &str) -> Result<(Manifest, Stop, StopItem)> {
    let Some(item) = call.books.get::<Item>(barcode)?.filter(|item| item.in_transit) else {
        return refuse(refusal::not_inbound());
    };
    let on = item.manifest.unwrap_or_default();
    let Some(manifest) = call.books.get::<Manifest>(&on)? else { return refuse(refusal::not_inbound()) };
    for stop in call.books.stops_of(&on)?.into_iter().filter(|stop| stop.license_number == receiver.location) {
        let key = format!("{}/{barcode}", stop.id());
        if let Some(sent) = call.books.get::<StopItem>(&key)?.filter(|sent| !sent.received && !sent.voided) {
            return Ok((manifest, stop, sent));
        }
    }
    refuse(refusal::not_inbound())
}

/// One package becomes the receiver's, as far as it was accepted; the rest becomes the sender's outstanding return.
fn receive_item(
    call: &mut Call,
    receipt: &Receipt,
    sent: &StopItem,
    line: Option<&Ask>,
    receiver: &Vendor,
    room: Option<i64>,
) -> Result<()> {
    let barcode = &sent.inventoryid;
    let Some(item) = call.books.get::<Item>(barcode)? else { return refuse(refusal::not_inbound()) };
    let accepted = match line {
        Some(line) => amount(&item, line, "quantity")?.unwrap_or(Quantity::ZERO),
        None => Quantity::ZERO,
    };
    let reject_reason = line.and_then(|line| line.text("reject_reason"));
    check_amount(call, sent, accepted, line.is_some(), reject_reason.is_some())?;
    let inbound = Inbound {
        key: call.books.ledger_key(),
        inventoryid: barcode.clone(),
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        manifestid: receipt.manifest.id.clone(),
        manifest_stop: receipt.stop.stopnumber,
        outbound_license: receipt.manifest.origination_license_number.clone(),
        price: sent.price,
        quantity: accepted,
        reject_reason: reject_reason.clone(),
        is_refund: i64::from(item.customer_return),
        refund_amount: None,
        location: receiver.location.clone(),
        received_at: call.books.now,
    };
    call.books.put(&inbound)?;
    call.books.put(&StopItem { received: true, ..sent.clone() })?;
    if accepted < sent.quantity {
        let quantity = sent.quantity.minus(accepted);
        call.books.put(&Returned { quantity, reject_reason, ..returned(receipt, sent, &item) })?;
    }
    if accepted.is_positive() {
        let location = receiver.location.clone();
        let taken = Item { remaining_quantity: accepted, location, currentroom: room, manifest: None, in_transit: false, ..item };
        call.books.put(&taken)?;
    }
    Ok(())
}

/// Where the rest goes back at once nothing is accepted that was not sent, and what is missing needs a reason; elsewhere what was
/// counted is what was received (biotrack-api §2.10).
fn check_amount(call: &Call, sent: &StopItem, accepted: Quantity, is_said: bool, has_reason: bool) -> Result<()> {
    let strict = call.books.profile.rest_goes_back;
    if accepted.0 < 0 || (strict && accepted > sent.quantity) {
        return refuse(texts::more_than_sent(&sent.inventoryid));
    }
    if strict && is_said && accepted < sent.quantity && !has_reason {
        return refuse(texts::reject_reason());
    }
    Ok(())
}

fn returned(receipt: &Receipt, sent: &StopItem, item: &Item) -> Returned {
    Returned {
        barcode_id: sent.inventoryid.clone(),
        manifest_id: receipt.manifest.id.clone(),
        quantity: sent.quantity,
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        product: item.productname.clone(),
        reject_reason: None,
        refused_by: receipt.stop.license_number.clone(),
        location: receipt.manifest.origination_license_number.clone(),
        taken: false,
    }
}

/// The price of what was received, corrected afterwards.
fn change_price(call: &mut Call) -> Result<Answer> {
    let transaction = call.ask.needed_int("transactionid")?;
    let barcode = call.ask.needed("barcodeid")?;
    let price = call.ask.needed_price()?;
    if price < Cents::ZERO {
        return refuse(texts::bad_price());
    }
    let licenses = call.licenses()?;
    for entry in call.books.select(Inbound::KIND, &Selection::made_by(transaction))? {
        let row = entry.row::<Inbound>()?;
        if row.inventoryid == barcode && licenses.contains(&row.location) {
            periods::still_open(call, &row.location, row.received_at)?;
            call.books.put(&Inbound { price, ..row })?;
            return plain();
        }
    }
    refuse(refusal::transaction_not_found())
}

impl Call<'_, '_> {
    /// Where goods lie first at a location.
    pub fn first_room(&mut self, location: &Vendor) -> Result<Option<i64>> {
        let rooms = self.books.of_owner::<Room>(&location.location)?;
        Ok(rooms.iter().filter(|room| !room.deleted()).map(|room| room.roomid).min())
    }
}
