//! Shipments: looked up, marked as arrived, received once.

use super::caller::{SENDER, SHOP, State, flower};
use serde_json::{Value, json};

#[actix_web::test]
async fn four_shipments_wait_in_the_demonstration_world() {
    let state = State::start().await;
    let waiting = state.accepted("inventory_manifest_lookup", json!({"location": SHOP})).await["data"].clone();
    let counts: Vec<i64> = waiting.as_array().unwrap().iter().map(|row| row["item_count"].as_i64().unwrap()).collect();
    assert_eq!(counts, [11, 12, 6, 3]);
    let first = &waiting[0];
    assert_eq!((first["license_number"].as_str(), first["trade_name"].as_str()), (Some(SENDER), Some("Lotbook Demo Processing")));
    let ask = json!({"location": SHOP, "manifest_id": first["manifest_id"]});
    let items = state.accepted("inventory_transfer_lookup", ask).await["data"].clone();
    for item in items.as_array().unwrap() {
        assert_eq!(item["barcode_id"].as_str().map(str::len), Some(16));
        let quantity: i64 = item["quantity"].as_str().unwrap().parse().unwrap();
        assert!((24..=60).contains(&quantity), "{item}");
        assert!(item["med_usableweight"].is_string() && item["sample_id"].is_string(), "{item}");
    }
    let mixed = json!({"location": SHOP, "manifest_id": waiting[2]["manifest_id"]});
    let items = state.accepted("inventory_transfer_lookup", mixed).await["data"].clone();
    let barcodes: Vec<&Value> = items.as_array().unwrap().iter().map(|item| &item["barcode_id"]).collect();
    let results = state.accepted("inventory_qa_check_all", json!({"barcodeid": barcodes})).await["data"].clone();
    let mut found: Vec<&str> = results.as_array().unwrap().iter().map(|row| row["result"].as_str().unwrap()).collect();
    found.sort_unstable();
    assert_eq!(found, ["-1", "0", "1", "1", "1", "1"]);
    assert_eq!(state.refused("inventory_manifest_lookup", json!({"location": SENDER})).await.0, 602);
}

#[actix_web::test]
async fn nothing_is_received_before_it_has_arrived() {
    let state = State::start().await;
    let (manifest, barcodes) = state.shipped(json!([flower(1)])).await;
    let receive = json!({"location": SHOP, "manifest_id": manifest, "data": [{"barcodeid": barcodes[0], "quantity": "60"}]});
    let not_arrived = (602, "This stop has not been marked as arrived.".to_owned());
    assert_eq!(state.refused("inventory_transfer_inbound", receive.clone()).await, not_arrived);
    let arrived_at = chrono::Utc::now().timestamp() - 60;
    let arrive = json!({"location": SHOP, "manifest_id": manifest, "arrived_at": arrived_at});
    let transaction = state.accepted("inventory_manifest_arrive", arrive.clone()).await["transactionid"].clone();
    let stops = state.accepted("sync_manifest", json!({"transaction_start": transaction})).await["manifest_stop_data"].clone();
    assert_eq!((&stops[0]["manifestid"], &stops[0]["arrived_at"]), (&json!(manifest), &json!(arrived_at)));
    state.refused("inventory_manifest_arrive", arrive).await;
    state.accepted("inventory_transfer_inbound", receive).await;
}

#[actix_web::test]
async fn what_is_accepted_keeps_its_barcode_and_the_rest_is_the_senders_at_once() {
    let state = State::start().await;
    let (manifest, barcodes) = state.shipped(json!([flower(1), flower(1), flower(1), flower(1)])).await;
    state.accepted("inventory_manifest_arrive", json!({"location": SENDER, "manifest_id": manifest})).await;
    let lines = json!([
        {"barcodeid": barcodes[0], "quantity": 60},
        {"barcodeid": barcodes[1], "quantity": "40", "reject_reason": "20 jars broken"},
        {"barcodeid": barcodes[2], "quantity": 0, "reject_reason": "not ordered"},
    ]);
    let receive = json!({"location": SHOP, "manifest_id": manifest, "data": lines});
    let answer = state.accepted("inventory_transfer_inbound", receive.clone()).await;
    for (barcode, quantity) in [(&barcodes[0], "60"), (&barcodes[1], "40")] {
        let item = state.item(barcode).await;
        assert_eq!(
            (&item["location"], &item["remaining_quantity"], &item["currentroom"]),
            (&json!(SHOP), &json!(quantity), &json!(1))
        );
    }
    assert_eq!(state.item(&barcodes[2]).await["location"], SENDER);
    let returns = state.accepted("inventory_transfer_outbound_return_lookup", json!({"location": SENDER})).await["data"].clone();
    let mut outstanding: Vec<&str> = returns.as_array().unwrap().iter().map(|row| row["quantity"].as_str().unwrap()).collect();
    outstanding.sort_unstable();
    assert_eq!(outstanding, ["20", "60", "60"], "a line left out counts as 0");
    let ledger = state.accepted("sync_inventory_transfer_inbound", json!({"transaction_start": answer["transactionid"]})).await;
    assert_eq!(ledger["inventory_transfer_inbound"].as_array().map(Vec::len), Some(4));
    let again = state.refused("inventory_transfer_inbound", receive).await;
    assert_eq!(again, (602, "This manifest has already been received.".into()));
    let lookup = json!({"location": SHOP, "manifest_id": manifest});
    assert_eq!(state.refused("inventory_transfer_lookup", lookup).await.1, "No outstanding inbound inventory items were found.");
}

#[actix_web::test]
async fn one_bad_line_rejects_the_whole_receipt() {
    let state = State::start().await;
    let (manifest, barcodes) = state.shipped(json!([flower(1), flower(1)])).await;
    let (_, elsewhere) = state.shipped(json!([flower(1)])).await;
    state.accepted("inventory_manifest_arrive", json!({"location": SHOP, "manifest_id": manifest})).await;
    let good = json!({"barcodeid": barcodes[0], "quantity": 60});
    let bad = [
        json!({"barcodeid": barcodes[1], "quantity": 61}),
        json!({"barcodeid": barcodes[1], "quantity": 59}),
        json!({"barcodeid": barcodes[1], "quantity": "1.5", "reject_reason": "x"}),
        json!({"barcodeid": barcodes[1], "quantity": -1, "reject_reason": "x"}),
        json!({"barcodeid": barcodes[1]}),
        json!({"barcodeid": elsewhere[0], "quantity": 60}),
        json!({"barcodeid": "0000000000000000", "quantity": 60}),
        good.clone(),
    ];
    for line in bad {
        let receive = json!({"location": SHOP, "manifest_id": manifest, "data": [good, line]});
        state.refused("inventory_transfer_inbound", receive).await;
    }
    state.refused("inventory_transfer_inbound", json!({"location": SHOP, "data": []})).await;
    state.refused("inventory_transfer_inbound", json!({"manifest_id": manifest, "data": [good]})).await;
    state.refused("inventory_transfer_inbound", json!({"location": SENDER, "manifest_id": manifest, "data": [good]})).await;
    let two_manifests = json!([good, {"barcodeid": elsewhere[0], "quantity": 60}]);
    state.refused("inventory_transfer_inbound", json!({"location": SHOP, "data": two_manifests})).await;
}

#[actix_web::test]
async fn a_manifest_need_not_be_named_and_can_be_rejected_whole() {
    let state = State::start().await;
    let (manifest, barcodes) = state.shipped(json!([flower(1)])).await;
    state.accepted("inventory_manifest_arrive", json!({"location": SHOP, "manifest_id": manifest, "stop_number": 1})).await;
    let line = json!({"barcodeid": barcodes[0], "quantity": "60.004"});
    state.accepted("inventory_transfer_inbound", json!({"location": SHOP, "data": line})).await;
    let (manifest, barcodes) = state.shipped(json!([flower(1)])).await;
    state.accepted("inventory_manifest_arrive", json!({"location": SHOP, "manifest_id": manifest})).await;
    state.accepted("inventory_transfer_inbound", json!({"location": SHOP, "manifest_id": manifest, "data": []})).await;
    let moved = json!({"data": [{"barcodeid": barcodes[0], "room": 2}]});
    assert_eq!(state.refused("inventory_move", moved).await.0, 602, "it is the sender's");
}
