//! Goods that leave (biotrack-api §2.10): the sender ships a manifest at a price, corrects the price, or takes the shipment back
//! while nothing of it was received.

use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Manifest, Outbound, StopItem, Vendor};
use crate::sandbox::shipping::Terms;
use crate::sandbox::state::{Row, Selection};
use crate::sandbox::{periods, texts};
use crate::values::Cents;
use std::collections::HashMap;

pub const ACTIONS: &[Action] = &[
    write("inventory_transfer_outbound", Documented, transfer),
    write("inventory_transfer_outbound_modify", Documented, change_price),
    write("inventory_transfer_outbound_void", Documented, void),
];

const HOUR: i64 = 3600;

fn transfer(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed("manifest_id")?;
    let manifest = call.own_manifest(&id)?;
    if manifest.fulfilled == 1 {
        return refuse(refusal::manifest_fulfilled());
    }
    let hours = call.books.profile.outbound_wait_hours;
    if call.books.now < manifest.filed_at + hours * HOUR {
        return refuse(refusal::waiting_period(hours));
    }
    let prices = prices(call)?;
    let mut aboard = Vec::new();
    for stop in call.books.stops_of(&id)? {
        if stop.card_id.is_some() {
            return refuse(texts::delivery_not_transferred());
        }
        let internal = is_own(call, &stop.license_number)?;
        for line in call.books.goods_of(&stop)? {
            if !internal && !prices.contains_key(&line.inventoryid) {
                return refuse(refusal::no_sale_price(&line.inventoryid));
            }
            aboard.push(line.inventoryid);
        }
    }
    if let Some(stranger) = prices.keys().chain(&named(call)?).find(|barcode| !aboard.contains(barcode)) {
        return refuse(texts::not_on_manifest(stranger));
    }
    let invoice_number = call.ask.text("invoice_number").filter(|_| call.books.profile.florida_additions);
    call.books.transfer(&id, &Terms { prices, invoice_number })?;
    plain()
}

/// The barcodes of the call, each given once.
fn named(call: &Call) -> Result<Vec<String>> {
    call.data()?.iter().map(|line| line.needed("barcodeid")).collect()
}

/// The prices that were given, by barcode.
fn prices(call: &Call) -> Result<HashMap<String, Cents>> {
    let mut prices = HashMap::new();
    for line in call.data()?.iter().filter(|line| line.text("price").is_some()) {
        if prices.insert(line.needed("barcodeid")?, price(line)?).is_some() {
            return refuse(texts::given_twice());
        }
    }
    Ok(prices)
}

fn price(line: &Ask) -> Result<Cents> {
    let price = line.needed_price()?;
    if price < Cents::ZERO { refuse(texts::bad_price()) } else { Ok(price) }
}

/// Whether a licence is of the company that calls: then the transfer is internal and may be without a price.
fn is_own(call: &mut Call, license: &str) -> Result<bool> {
    Ok(call.books.get::<Vendor>(license)?.is_some_and(|vendor| vendor.ubi == call.ubi))
}

/// `item_number` says nothing more: a package is on a transfer once.
fn change_price(call: &mut Call) -> Result<Answer> {
    let barcode = call.ask.needed("barcodeid")?;
    let found = outbound(call)?.into_iter().find(|row| row.inventoryid == barcode);
    let Some(row) = found else { return refuse(refusal::transaction_not_found()) };
    let price = match call.ask.text("price") {
        Some(_) => price(call.ask)?,
        None if is_own(call, &row.outbound_license)? => Cents::ZERO,
        None => return refuse(refusal::not_internal()),
    };
    periods::still_open(call, &row.location, row.transferred_at)?;
    let on_stop = format!("{}/{}/{barcode}", row.manifestid, row.manifest_stop);
    if let Some(line) = call.books.get::<StopItem>(&on_stop)?.filter(|line| !line.received) {
        call.books.put(&StopItem { price, ..line })?;
    }
    call.books.put(&Outbound { price, ..row })?;
    plain()
}

/// The goods are the sender's again, on the filed manifest.
fn void(call: &mut Call) -> Result<Answer> {
    let rows = outbound(call)?;
    let Some(first) = rows.first() else { return refuse(refusal::transaction_not_found()) };
    let manifest = call.own_manifest(&first.manifestid)?;
    periods::still_open(call, &first.location, first.transferred_at)?;
    for stop in call.books.stops_of(&manifest.id)? {
        if stop.received_at.is_some() || call.books.goods_of(&stop)?.iter().any(|line| line.received) {
            return refuse(texts::partly_received());
        }
        if stop.arrived_at.is_some() {
            call.books.put(&crate::sandbox::rows::Stop { arrived_at: None, ..stop })?;
        }
    }
    for row in rows {
        let Some(item) = call.books.get::<Item>(&row.inventoryid)? else { continue };
        call.books.put(&Item { in_transit: false, ..item })?;
        call.books.put(&Outbound { voided: true, ..row })?;
    }
    call.books.put(&Manifest { fulfilled: 0, transferred_at: None, ..manifest })?;
    plain()
}

/// The rows that the transaction of the call made, of the caller's and not voided.
fn outbound(call: &mut Call) -> Result<Vec<Outbound>> {
    let transaction = call.ask.needed_int("transactionid")?;
    let licenses = call.licenses()?;
    let which = Selection { active: true, ..Selection::made_by(transaction) };
    let mut rows = Vec::new();
    for entry in call.books.select(Outbound::KIND, &which)? {
        rows.push(entry.row::<Outbound>()?);
    }
    rows.retain(|row| licenses.contains(&row.location));
    if rows.is_empty() { refuse(refusal::transaction_not_found()) } else { Ok(rows) }
}
