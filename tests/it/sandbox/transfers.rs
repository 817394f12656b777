//! Transfers: what leaves, what it costs, what is received, and what comes back.

use super::caller::{SENDER, SHOP, State, flower, text};
use super::manifests::{LAB, filed, fleet, manifest, rows, stop};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

fn inbound(location: &str, data: Value) -> Value {
    json!({"location": location, "data": data})
}

async fn send(state: &State, id: &str, data: Value) -> Value {
    state.accepted("inventory_transfer_outbound", json!({"manifest_id": id, "data": data})).await["transactionid"].clone()
}

fn not_inbound() -> (i64, String) {
    (602, "The barcode identifier could not be found under the specified license number or has already been received.".into())
}

#[actix_web::test]
async fn a_shipment_as_others_speak_it() {
    let state = State::of(Profile { outbound_wait_hours: 24, ..Profile::generic() }).await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1), flower(1)])).await;
    let look = json!({"location": SENDER});
    let none = (602, "No inbound transfers or pending manifests found.".to_owned());
    assert_eq!(state.refused("inventory_manifest_lookup", look.clone()).await, none);
    let id = filed(&state, &barcodes).await;
    let pending = "No inbound transfers found. However, there was 1 pending manifest that have yet to be shipped. If you are expecting one of \
                   these to be available, please contact the vendor and inform them that they must complete the transfer before it can be \
                   accepted inbound.";
    assert_eq!(state.refused("inventory_manifest_lookup", look.clone()).await, (602, pending.into()));
    let transfer = json!({"manifest_id": id, "data": [{"barcodeid": barcodes[0], "price": "100.00"}]});
    let wait = (602, "The mandatory 24 hour waiting period has not passed.".to_owned());
    assert_eq!(state.refused("inventory_transfer_outbound", transfer.clone()).await, wait);
    state.advance(24).await;
    let line = json!([{"barcodeid": barcodes[0], "quantity": "60"}]);
    assert_eq!(state.refused("inventory_transfer_inbound", inbound(SENDER, line)).await, not_inbound());
    let shipped = state.accepted("inventory_transfer_outbound", transfer.clone()).await["transactionid"].clone();
    let fulfilled = (602, "The manifest you specified has already been fulfilled.".to_owned());
    assert_eq!(state.refused("inventory_transfer_outbound", transfer).await, fulfilled);
    let ledger =
        state.accepted("sync_inventory_transfer", json!({"transaction_start": shipped})).await["inventory_transfer"].clone();
    assert_eq!(ledger.as_array().unwrap().len(), 3, "everything on the manifest leaves");
    let priced = ledger.as_array().unwrap().iter().find(|row| row["inventoryid"] == json!(barcodes[0])).unwrap();
    assert_eq!(
        (&priced["price"], &priced["outbound_license"], &priced["location"]),
        (&json!("100.00"), &json!(SENDER), &json!(SHOP))
    );
    let not_ours = (602, format!("You do not currently have possession of identifier {}.", barcodes[0]));
    let moved = json!({"data": [{"barcodeid": barcodes[0], "room": 1}]});
    assert_eq!(state.refused("inventory_move", moved.clone()).await, not_ours);
    let active = state.accepted("sync_inventory", json!({"active": 1})).await["inventory"].clone();
    assert!(!active.as_array().unwrap().iter().any(|row| row["id"] == json!(barcodes[0])));
    let waiting = state.accepted("inventory_manifest_lookup", look.clone()).await["data"].clone();
    assert_eq!((&waiting[0]["item_count"], &waiting[0]["trade_name"]), (&json!(3), &json!("Lotbook Demo Dispensary")));
    let on_it = json!({"location": SENDER, "manifest_id": id});
    let items = state.accepted("inventory_transfer_lookup", on_it.clone()).await["data"].clone();
    assert_eq!(items.as_array().unwrap().len(), 3);
    assert!(items[0].get("is_return").is_none() && items[0].get("med_usableweight").is_none(), "{items}");
    // One package now, with one more than was written; the others stay on their way.
    let line = json!([{"barcodeid": barcodes[0], "quantity": "61", "uom": "each"}]);
    state.accepted("inventory_transfer_inbound", inbound(SENDER, line.clone())).await;
    assert_eq!(state.refused("inventory_transfer_inbound", inbound(SENDER, line)).await, not_inbound());
    let item = state.item(&barcodes[0]).await;
    assert_eq!((&item["location"], &item["remaining_quantity"], &item["deleted"]), (&json!(SENDER), &json!("61"), &json!(0)));
    assert_eq!(state.accepted("inventory_manifest_lookup", look.clone()).await["data"][0]["item_count"], 2);
    assert_eq!(rows(&state, "manifest", &id).await[0]["completion_date"], Value::Null);
    let partly = state.refused("inventory_transfer_outbound_void", json!({"transactionid": shipped})).await;
    assert!(partly.1.contains("already been received"), "{partly:?}");
    let lines = json!([{"barcodeid": barcodes[1], "quantity": 50}, {"barcodeid": barcodes[2], "quantity": 0}]);
    state.accepted("inventory_transfer_inbound", inbound(SENDER, lines)).await;
    assert!(rows(&state, "manifest", &id).await[0]["completion_date"].is_i64());
    assert_eq!(state.refused("inventory_manifest_lookup", look).await, none);
    let nothing = (602, "No outstanding inbound inventory items were found.".to_owned());
    assert_eq!(state.refused("inventory_transfer_lookup", on_it).await, nothing);
    let outstanding =
        state.accepted("inventory_transfer_outbound_return_lookup", json!({"location": SHOP})).await["data"].clone();
    let mut quantities: Vec<&str> = outstanding.as_array().unwrap().iter().map(|row| row["quantity"].as_str().unwrap()).collect();
    quantities.sort_unstable();
    assert_eq!(quantities, ["10", "60"]);
}

#[actix_web::test]
async fn one_bad_line_receives_nothing() {
    let state = State::of(Profile::generic()).await;
    let (_, barcodes) = state.shipped(json!([flower(1), flower(1)])).await;
    let good = json!({"barcodeid": barcodes[0], "quantity": 60});
    let no_receiver = (602, "Please specify the license number of the entity receiving the transfer.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", json!({"data": [good]})).await, no_receiver);
    let not_yours = (63, "You provided an invalid location license number.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", inbound(LAB, json!([good]))).await, not_yours);
    assert_eq!(state.refused("inventory_transfer_inbound", inbound(SENDER, json!([good]))).await, not_inbound());
    let no_identifier = (602, "Please specify at least one identifier.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", inbound(SHOP, json!([]))).await, no_identifier);
    let fraction = json!({"barcodeid": barcodes[1], "quantity": "1.5"});
    let not_whole = (202, "You did not provide a whole quantity.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", inbound(SHOP, json!([good, fraction]))).await, not_whole);
    for bad in
        [json!({"barcodeid": "0000000000000000", "quantity": 1}), json!({"barcodeid": barcodes[1], "quantity": -1}), good.clone()]
    {
        state.refused("inventory_transfer_inbound", inbound(SHOP, json!([good, bad]))).await;
    }
    state.accepted("inventory_transfer_inbound", inbound(SHOP, good)).await;
}

#[actix_web::test]
async fn what_leaves_the_company_has_a_price() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1), flower(1)])).await;
    let stops = json!([stop(1, LAB, json!(barcodes[..2])), stop(2, SENDER, json!(barcodes[2..]))]);
    let id = text(&state.accepted("inventory_manifest", manifest(stops)).await["barcode_id"]);
    let line = |barcode: &str, price: Value| json!({"barcodeid": barcode, "price": price});
    let transfer = |data: Value| json!({"manifest_id": id, "invoice_number": "INV-7", "data": data});
    let no_price = (602, format!("You did not provide a sale price for the inventory item {}.", barcodes[1]));
    let data = json!([line(&barcodes[0], json!("100.00")), line(&barcodes[1], Value::Null)]);
    assert_eq!(state.refused("inventory_transfer_outbound", transfer(data)).await, no_price);
    let both = [line(&barcodes[0], json!("100.00")), line(&barcodes[1], json!(90))];
    for bad in
        [line("0000000000000000", json!(1)), line(&barcodes[2], json!("-1")), line(&barcodes[0], json!(1)), json!({"price": 1})]
    {
        state.refused("inventory_transfer_outbound", transfer(json!([both[0], both[1], bad]))).await;
    }
    let no_identifier = (602, "Please specify at least one identifier.".to_owned());
    assert_eq!(state.refused("inventory_transfer_outbound", transfer(json!([]))).await, no_identifier);
    let shipped = state.accepted("inventory_transfer_outbound", transfer(json!(both))).await["transactionid"].clone();
    let of_the_lab = |row: Value| {
        (row["invoice_number"].clone(), row["price"].clone(), row["transactionid_original"].clone(), row["deleted"].clone())
    };
    let row = state.row("inventory_transfer", "price", "90.00").await;
    assert_eq!(of_the_lab(row), (json!("INV-7"), json!("90.00"), shipped.clone(), json!(0)));
    let change = |barcode: &str, price: Value| json!({"transactionid": shipped, "barcodeid": barcode, "price": price});
    let not_internal = (602, "This was not an internal transfer and must have a valid price associated with it.".to_owned());
    assert_eq!(state.refused("inventory_transfer_outbound_modify", change(&barcodes[1], Value::Null)).await, not_internal);
    let not_found = (602, "The transaction you specified could not be found or has already been voided.".to_owned());
    assert_eq!(state.refused("inventory_transfer_outbound_modify", change("0000000000000000", json!(1))).await, not_found);
    state.accepted("inventory_transfer_outbound_modify", change(&barcodes[1], json!("85.50"))).await;
    let row = state.row("inventory_transfer", "price", "85.50").await;
    assert_eq!(of_the_lab(row), (json!("INV-7"), json!("85.50"), shipped.clone(), json!(0)));
    state.accepted("inventory_transfer_outbound_void", json!({"transactionid": shipped})).await;
    assert_eq!(state.refused("inventory_transfer_outbound_void", json!({"transactionid": shipped})).await, not_found);
    let row = state.row("inventory_transfer", "price", "85.50").await;
    assert_eq!(of_the_lab(row), (json!("INV-7"), json!("85.50"), shipped.clone(), json!(1)));
    assert_eq!(rows(&state, "manifest", &id).await[0]["fulfilled"], 0);
    state.accepted("inventory_manifest_void", json!({"manifest_id": id})).await;
    state.accepted("inventory_move", json!({"data": [{"barcodeid": barcodes[0], "room": 2}]})).await;
}

#[actix_web::test]
async fn a_price_is_corrected_until_the_month_is_locked() {
    let state = State::of(Profile::generic()).await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1)])).await;
    let id = filed(&state, &barcodes).await;
    let shipped = send(&state, &id, json!([{"barcodeid": barcodes[0], "price": "80.00"}])).await;
    let line = json!({"barcodeid": barcodes[0], "quantity": 60});
    let received = state.accepted("inventory_transfer_inbound", inbound(SENDER, line)).await["transactionid"].clone();
    let ledger = state.accepted("sync_inventory_transfer_inbound", json!({"transaction_start": received})).await;
    assert_eq!(ledger["inventory_transfer_inbound"][0]["price"], "80.00");
    let change = |transaction: &Value| json!({"transactionid": transaction, "barcodeid": barcodes[0], "price": "95.00"});
    state.accepted("inventory_transfer_inbound_modify", change(&received)).await;
    let changed = state.accepted("sync_inventory_transfer_inbound", json!({"transaction_start": received})).await;
    assert_eq!(changed["inventory_transfer_inbound"][0]["price"], "95.00");
    let not_found = (602, "The transaction you specified could not be found or has already been voided.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound_modify", change(&shipped)).await, not_found);
    let today = chrono::Utc::now().with_timezone(&chrono_tz::US::Eastern);
    let (month, year) = (today.format("%-m").to_string(), today.format("%Y").to_string());
    for location in [SHOP, SENDER] {
        let taxes =
            json!({"location": location, "month": month, "year": year, "gross_sales": "0.00", "excise_tax": "0.00", "verify": 0});
        state.accepted("tax_obligation_file", taxes).await;
    }
    let locked = (1020, format!("The transaction specified occurred in {month}/{year} which is a currently locked tax period."));
    assert_eq!(state.refused("inventory_transfer_inbound_modify", change(&received)).await, locked);
    assert_eq!(state.refused("inventory_transfer_outbound_modify", change(&shipped)).await, locked);
}

#[actix_web::test]
async fn a_refused_shipment_comes_back_under_its_own_identifier() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1)])).await;
    let look = "inventory_transfer_outbound_return_lookup";
    let none = (602, "No outstanding returned items were found.".to_owned());
    assert_eq!(state.refused(look, json!({"location": SHOP})).await, none);
    assert_eq!(state.refused(look, json!({})).await, (602, "Please specify a licensed location.".into()));
    assert_eq!(state.refused(look, json!({"location": LAB})).await.0, 63);
    let id = filed(&state, &barcodes).await;
    send(&state, &id, json!([{"barcodeid": barcodes[0]}])).await;
    let arrive = json!({"location": SENDER, "manifest_id": id});
    let lines = json!([{"barcodeid": barcodes[0], "quantity": 0, "reject_reason": "damaged"},
        {"barcodeid": barcodes[1], "quantity": 40, "reject_reason": "20 short"}]);
    let receive = json!({"location": SENDER, "manifest_id": id, "data": lines});
    let not_arrived = (602, "This stop has not been marked as arrived.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", receive.clone()).await, not_arrived);
    state.accepted("inventory_manifest_arrive", arrive).await;
    state.accepted("inventory_transfer_inbound", receive.clone()).await;
    let closed = (602, "This manifest has already been received.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", receive).await, closed);
    let line = |barcode: &str| json!({"barcodeid": barcode, "manifest_id": id, "price": "5.00"});
    let action = "inventory_transfer_outbound_return";
    let elsewhere = json!({"location": SENDER, "data": [line(&barcodes[0])]});
    assert_eq!(state.refused(action, elsewhere).await, none);
    assert_eq!(state.refused(action, json!({"data": [line(&barcodes[0])]})).await.1, "Please specify a licensed location.");
    let bad = json!({"location": SHOP, "data": [line(&barcodes[0]), line("0000000000000000")]});
    assert_eq!(state.refused(action, bad).await, none, "one bad line takes nothing back");
    let back = state.accepted(action, json!({"location": SHOP, "data": [line(&barcodes[0])]})).await;
    assert!(back.get("barcode_id").is_none(), "the plain envelope: {back}");
    let item = state.item(&barcodes[0]).await;
    assert_eq!((&item["location"], &item["remaining_quantity"], &item["deleted"]), (&json!(SHOP), &json!("60"), &json!(0)));
    let since = json!({"transaction_start": back["transactionid"]});
    let ledger = state.accepted("sync_inventory_transfer_inbound", since).await["inventory_transfer_inbound"].clone();
    assert_eq!((&ledger[0]["is_refund"], &ledger[0]["refund_amount"]), (&json!(1), &json!("5.00")));
    assert_eq!(state.refused(action, json!({"location": SHOP, "data": [line(&barcodes[0])]})).await, none);
    // Forty of the other are the receiver's under its identifier: the rest gets one of its own.
    let rest = state.accepted(action, json!({"location": SHOP, "data": line(&barcodes[1])})).await;
    let rest = state.item(rest["barcode_id"][0].as_str().unwrap()).await;
    assert_eq!((&rest["inventoryparentid"], &rest["remaining_quantity"]), (&json!([barcodes[1]]), &json!("20")));
    assert_eq!(state.item(&barcodes[1]).await["remaining_quantity"], "40");
    assert_eq!(state.refused(look, json!({"location": SHOP})).await, none);
}

#[actix_web::test]
async fn a_licence_that_has_ended_receives_nothing() {
    let state = State::of(Profile::generic()).await;
    let vendor = json!({"ubi": "600000100", "location": "MMTC-2019-0016-R9", "name": "Closed", "locationtype": 8, "address1": "", "city": "",
        "state": "FL", "zip": "", "producer": 0, "processor": 0, "retail": 1, "medical": 1, "_phone": "", "_inactive": true});
    state.control("/control/licenses", vendor).await;
    let ended = state.refused("inventory_manifest_lookup", json!({"location": "MMTC-2019-0016-R9"})).await;
    assert_eq!(ended, (602, "Please specify a valid license number.".into()));
    let waiting = json!({"items": [flower(1)], "transferred": false});
    state.control("/control/shipments", waiting).await;
    let data = state.accepted("inventory_manifest_lookup", json!({"location": SHOP})).await["data"].clone();
    assert_eq!(data.as_array().unwrap().len(), 4, "what is not shipped is not listed beside what is");
}
