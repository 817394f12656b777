//! Destruction: scheduled, 72 hours by the state's clock, done; or undone.

use super::caller::{State, flower, smoking_sale};
use serde_json::{Value, json};

fn schedule(barcode: &str) -> Value {
    json!({"barcodeid": [barcode], "reason_extended": 6, "reason": "mould"})
}

#[actix_web::test]
async fn a_package_is_destroyed_72_hours_after_it_was_scheduled_and_not_before() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let destroy = json!({"barcodeid": barcode});
    let not_scheduled = format!("Barcode {barcode} has not been scheduled for destruction.");
    assert_eq!(state.refused("inventory_destroy", destroy.clone()).await, (602, not_scheduled));
    let answer = state.accepted("inventory_destroy_schedule", schedule(&barcode)).await;
    let item = state.item(&barcode).await;
    assert_eq!(item["inventorystatus"], 1);
    assert_eq!(item["inventorystatustime"], answer["sessiontime"].as_i64().unwrap() + 72 * 3600);
    let too_early = (602, format!("The mandatory 72 hour waiting period for barcode {barcode} has not passed."));
    assert_eq!(state.refused("inventory_destroy", destroy.clone()).await, too_early);
    state.advance(71).await;
    assert_eq!(state.refused("inventory_destroy", destroy.clone()).await, too_early);
    state.advance(1).await;
    state.accepted("inventory_destroy", destroy.clone()).await;
    let item = state.item(&barcode).await;
    assert_eq!((&item["remaining_quantity"], &item["deleted"]), (&json!("0"), &json!(1)));
    assert_eq!(state.refused("inventory_destroy", destroy).await.0, 602);
    let active = state.accepted("sync_inventory", json!({"active": 1})).await["inventory"].clone();
    assert!(active.as_array().unwrap().iter().all(|row| row["id"] != barcode.as_str()));
}

#[actix_web::test]
async fn part_of_a_package_is_not_destroyed() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let whole_only = (602, "An item can only be taken as a whole; split it first.".to_owned());
    for part in ["quantity", "remove_quantity"] {
        let mut ask = schedule(&barcode);
        ask[part] = json!("5");
        assert_eq!(state.refused("inventory_destroy_schedule", ask).await, whole_only);
    }
    state.accepted("inventory_destroy_schedule", schedule(&barcode)).await;
    state.advance(73).await;
    assert_eq!(state.refused("inventory_destroy", json!({"barcodeid": barcode, "quantity": 5})).await, whole_only);
}

#[actix_web::test]
async fn a_scheduled_package_is_neither_sold_nor_split_nor_counted_nor_scheduled_again() {
    let state = State::start().await;
    let barcode = state.flower().await;
    state.accepted("inventory_destroy_schedule", schedule(&barcode)).await;
    let scheduled = format!("Barcode {barcode} is scheduled for destruction.");
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 1)).await, (602, scheduled.clone()));
    let split = json!({"data": {"barcodeid": barcode, "remove_quantity": 1}});
    assert_eq!(state.refused("inventory_split", split).await.1, scheduled);
    let adjust = json!({"data": {"barcodeid": barcode, "quantity": 1, "type": 1, "reason": "x"}});
    assert_eq!(state.refused("inventory_adjust", adjust).await.1, scheduled);
    let again = format!("Barcode {barcode} has already been scheduled for destruction.");
    assert_eq!(state.refused("inventory_destroy_schedule", schedule(&barcode)).await.1, again);
    let mut overriding = schedule(&barcode);
    overriding["override"] = json!(1);
    let due = state.item(&barcode).await["inventorystatustime"].clone();
    state.advance(1).await;
    state.accepted("inventory_destroy_schedule", overriding).await;
    assert_eq!(state.item(&barcode).await["inventorystatustime"], due, "the clock is not wound back");
}

#[actix_web::test]
async fn an_undone_schedule_leaves_the_package_as_it_was() {
    let state = State::start().await;
    let barcode = state.flower().await;
    state.accepted("inventory_destroy_schedule", schedule(&barcode)).await;
    state.accepted("inventory_destroy_schedule_undo", json!({"barcodeid": [barcode]})).await;
    let item = state.item(&barcode).await;
    assert_eq!((&item["inventorystatus"], &item["inventorystatustime"]), (&Value::Null, &Value::Null));
    state.refused("inventory_destroy_schedule_undo", json!({"barcodeid": [barcode]})).await;
    state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await;
}

#[actix_web::test]
async fn the_reason_is_one_of_the_states() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let reasons = state.accepted("inventory_destroy_reasons", json!({})).await["data"].clone();
    assert_eq!((reasons.as_array().map(Vec::len), &reasons[6]), (Some(8), &json!({"id": 6, "name": "Spoilage"})));
    assert_eq!(state.accepted("inventory_adjust_reasons", json!({})).await["data"].as_array().map(Vec::len), Some(6));
    for reason in [json!(8), json!(-1), json!(0), json!(null)] {
        state.refused("inventory_destroy_schedule", json!({"barcodeid": barcode, "reason_extended": reason})).await;
    }
}

#[actix_web::test]
async fn one_bad_barcode_rejects_them_all() {
    let state = State::start().await;
    let barcodes = state.stocked(json!([flower(1), flower(1)])).await;
    state.accepted("inventory_destroy_schedule", schedule(&barcodes[1])).await;
    let both = json!({"barcodeid": barcodes, "reason_extended": 1});
    state.refused("inventory_destroy_schedule", both).await;
    state.advance(72).await;
    state.refused("inventory_destroy", json!({"barcodeid": barcodes})).await;
    let (_, on_its_way) = state.shipped(json!([flower(1)])).await;
    state.refused("inventory_destroy_schedule", schedule(&on_its_way[0])).await;
}
