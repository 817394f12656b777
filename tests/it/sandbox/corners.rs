//! What is easily got wrong: answers of one moment, what may be left out, what is restamped, how rows are numbered and grouped.

use super::caller::line as florida_line;
use super::caller::{SENDER, State, flower, sale, text};
use super::manifests::{fleet, manifest, stop};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

fn number(value: &Value) -> i64 {
    value.as_str().unwrap().parse().unwrap()
}

#[actix_web::test]
async fn everything_in_an_answer_is_of_one_moment() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    let selling = async {
        for _ in 0..25 {
            let line = json!({"barcodeid": barcode, "quantity": 1, "price": "35.00"});
            state.accepted("sale_dispense", json!({"data": [line]})).await;
        }
    };
    let looking = async {
        for _ in 0..40 {
            let ask = json!({"download": 1, "data": [{"table": "inventory"}, {"table": "sale"}]});
            let seen = state.accepted("sync_check", ask).await;
            let goods = seen["inventory"].as_array().unwrap();
            let left = number(&goods.iter().find(|row| row["id"] == barcode.as_str()).unwrap()["remaining_quantity"]);
            let sold: i64 = seen["sale"].as_array().unwrap().iter().map(|row| number(&row["quantity"])).sum();
            assert_eq!(left + sold, 60);
        }
    };
    tokio::join!(selling, looking);
}

#[actix_web::test]
async fn what_the_document_leaves_optional_may_be_left_out_except_in_florida() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    let count = json!({"data": [{"barcodeid": barcode, "quantity": 58}]});
    state.accepted("inventory_adjust", count.clone()).await;
    let row = state.row("inventory_adjust", "inventoryid", &barcode).await;
    assert_eq!((&row["atype"], &row["reason"]), (&json!(1), &json!("")));
    state.accepted("inventory_destroy_schedule", json!({"barcodeid": barcode})).await;
    let florida = State::start().await;
    let barcode = florida.flower().await;
    let mut ask = count;
    ask["data"][0]["barcodeid"] = json!(barcode);
    assert_eq!(florida.refused("inventory_adjust", ask).await, (602, "Please specify type.".into()));
    let without = florida.refused("inventory_destroy_schedule", json!({"barcodeid": barcode, "reason": "mould"})).await;
    assert_eq!(without, (602, "Please specify reason_extended.".into()));
}

#[actix_web::test]
async fn a_card_is_answered_in_short_and_a_millilitre_is_one_of_what_is_stored() {
    let state = State::of(Profile::generic()).await;
    let card = state.accepted("card_lookup", json!({"card_id": "p1000001"})).await;
    assert_eq!((&card["CardID"], &card["CardKey"]), (&json!("P1000001"), &json!("KEY-P1000001")));
    assert!(card["CardActive"] == 1 && card["CardLimit"].is_null() && card.get("patient").is_none(), "{card}");
    assert!(["Year", "Month", "Day"].iter().all(|part| card["CardExpiration"][*part].is_i64()), "{card}");
    assert_eq!(state.accepted("card_lookup", json!({"card_id": "P1000004"})).await["CardActive"], 0);
    let barcode = state.flower().await;
    assert_eq!(state.item(&barcode).await["med_usableweight"], "0.125", "newer states have it");
    let split = json!({"data": [{"barcodeid": barcode, "remove_quantity": "5", "remove_quantity_uom": "ml"}]});
    let part = text(&state.accepted("inventory_split", split).await["barcode_id"][0]);
    assert_eq!(state.item(&part).await["remaining_quantity"], "5");
}

#[actix_web::test]
async fn only_the_stop_that_lost_an_item_is_touched_and_one_manifest_is_one_row() {
    let state = State::of(Profile::generic()).await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1), flower(1)])).await;
    let stops = json!([stop(1, SENDER, json!(barcodes[..2])), stop(2, SENDER, json!(barcodes[2..]))]);
    let id = text(&state.accepted("inventory_manifest", manifest(stops)).await["barcode_id"]);
    let voided = state.accepted("inventory_manifest_void_items", json!({"manifest_id": id, "barcodeid": barcodes[0]})).await;
    let since = state.accepted("sync_manifest", json!({"transaction_start": voided["transactionid"]})).await;
    let touched: Vec<&Value> = since["manifest_stop_data"].as_array().unwrap().iter().map(|row| &row["stopnumber"]).collect();
    assert_eq!(touched, [&json!(1)]);
    let look = json!({"location": SENDER});
    let pending = state.refused("inventory_manifest_lookup", look.clone()).await.1;
    assert!(pending.contains("there was 1 pending manifest"), "{pending}");
    let lines = json!([{"barcodeid": barcodes[1]}, {"barcodeid": barcodes[2]}]);
    state.accepted("inventory_transfer_outbound", json!({"manifest_id": id, "data": lines})).await;
    let inbound = state.accepted("inventory_manifest_lookup", look).await["data"].clone();
    assert_eq!((inbound.as_array().unwrap().len(), &inbound[0]["item_count"]), (1, &json!(2)), "{inbound}");
}

#[actix_web::test]
async fn a_refund_has_the_numbers_of_the_lines_it_takes_back() {
    let state = State::start().await;
    let (barcode, order) = (state.gummies().await, "P1000001-medical-edible");
    let sold = [florida_line(&barcode, 1, order, "edible"), florida_line(&barcode, 2, order, "edible")];
    let sold = state.accepted("sale_dispense", sale("P1000001", json!(sold))).await["transactionid"].clone();
    let back = json!({"barcodeid": barcode, "item_number": 1, "quantity": 1, "price": "-35.00"});
    let numbers = async |data: Value| {
        let refund = state.accepted("sale_refund", json!({"transactionid": sold, "data": data})).await["transactionid"].clone();
        let rows = state.accepted("sync_sale", json!({"transaction_start": refund})).await["sale"].clone();
        let made = rows.as_array().unwrap().iter().filter(|row| row["transactionid_original"] == refund);
        made.map(|row| row["itemnumber"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(json!([back])).await, [1]);
    let first = json!({"barcodeid": barcode, "item_number": 0, "quantity": 1, "price": "-70.00"});
    assert_eq!(numbers(json!([back, first])).await, [0, 1]);
    let again = state.accepted("sale_dispense", sale("P1000001", json!([florida_line(&barcode, 2, order, "edible")]))).await;
    let half = json!({"barcodeid": barcode, "quantity": 1, "price": "-35.00"});
    let ask = json!({"transactionid": again["transactionid"], "data": [half, half]});
    let refund = state.accepted("sale_refund", ask).await["transactionid"].clone();
    let rows = state.accepted("sync_sale", json!({"transaction_start": refund})).await["sale"].clone();
    let made = rows.as_array().unwrap().iter().filter(|row| row["transactionid_original"] == refund);
    assert_eq!(made.map(|row| row["itemnumber"].as_i64().unwrap()).collect::<Vec<_>>(), [0, 1]);
}

#[actix_web::test]
async fn the_clock_stays_within_a_hundred_years() {
    let state = State::start().await;
    for seconds in [i64::MAX, i64::MIN, 101 * 365 * 86_400] {
        let moved = state.http.post(state.url("/control/clock")).json(&json!({"advance_seconds": seconds})).send().await.unwrap();
        assert_eq!(moved.status(), 400, "{seconds}");
        let said: Value = moved.json().await.unwrap();
        assert_eq!(said["error"], "the clock can be moved up to a hundred years from today");
    }
    state.advance(24).await;
}
