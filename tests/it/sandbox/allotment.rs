//! The allotment at the till: order, window and aggregate.

use super::caller::{State, line, sale, smoking_sale};
use serde_json::{Value, json};

/// What the registry says may be dispensed on that order now.
fn left(patient: &Value, order: &str) -> String {
    let orders = patient["orders"].as_array().unwrap();
    let order = orders.iter().find(|one| one["order_id"] == order).unwrap();
    order["dispensable_now"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn the_demonstration_patients_stand_where_they_should() {
    let state = State::start().await;
    let ada = state.patient(" p1000001 ").await;
    assert_eq!(left(&ada, "P1000001-smoking-smoking"), "1.500");
    assert_eq!(left(&ada, "P1000001-medical-inhalation"), "22500.00");
    assert_eq!(left(&ada, "P1000001-medical-edible"), "4200.00");
    assert_eq!((&ada["aggregate_remaining"], &ada["birth_date"]), (&json!("22500.00"), &json!("1980-03-14")));
    let marcus = state.patient("P1000002").await;
    assert_eq!((&marcus["aggregate_remaining"], left(&marcus, "P1000002-medical-topical")), (&json!("700.00"), "700.00".into()));
    assert_eq!(left(&state.patient("P1000007").await, "P1000007-smoking-smoking"), "0.125");
    let low = state.patient("P1000006").await;
    assert_eq!((&low["orders"][0]["unit"], left(&low, "P1000006-low_thc-sublingual")), (&json!("mg_cbd"), "7000.00".into()));
    assert_eq!(state.patient("P1000003").await["caregivers"][0]["name"], "Elena Rivera");
    assert!(state.patient("P1000008").await["orders"].as_array().unwrap().iter().any(|order| order["device"] == 1));
}

#[actix_web::test]
async fn no_more_than_is_left_on_the_order() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let text = "The patient's allotment for smoking does not allow 1.625 oz; 1.500 remain.";
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 13)).await, (602, text.into()));
    state.accepted("sale_dispense", smoking_sale(&barcode, 12)).await;
    let text = "The patient's allotment for smoking does not allow 0.125 oz; 0.000 remain.";
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 1)).await.1, text);
    let eighth = |quantity: i64| sale("P1000007", json!([line(&barcode, quantity, "P1000007-smoking-smoking", "smoking")]));
    state.refused("sale_dispense", eighth(2)).await;
    state.accepted("sale_dispense", eighth(1)).await;
}

#[actix_web::test]
async fn an_order_that_is_used_up_stays_so_when_its_window_opens_again() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let mut patient = state.patient("P1000001").await;
    let long_ago = chrono::Utc::now().date_naive() - chrono::TimeDelta::days(60);
    let bought = json!({"dispensed_on": long_ago, "order_id": "P1000001-smoking-smoking", "order_type": "smoking", "route": "smoking",
        "amount": "1.4", "unit": "oz", "dispensary": "Elsewhere", "status": "dispensed"});
    patient["history"].as_array_mut().unwrap().push(bought);
    state.control("/control/patients", patient).await;
    let text = "The patient's allotment for smoking does not allow 0.125 oz; 0.100 remain.";
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 1)).await, (602, text.into()));
}

#[actix_web::test]
async fn a_cart_of_two_routes_is_held_to_the_aggregate() {
    let state = State::start().await;
    let goods = json!([
        {"name": "Capsules", "inventorytype": 34, "quantity": 30, "med_usableweight": "100.00", "result": 1},
        {"name": "Balm", "inventorytype": 25, "quantity": 30, "med_usableweight": "200.00", "result": 1},
    ]);
    let barcodes = state.stocked(goods).await;
    let cart = |capsules: i64, balms: i64| {
        let oral = line(&barcodes[0], capsules, "P1000002-medical-oral", "oral");
        sale("P1000002", json!([oral, line(&barcodes[1], balms, "P1000002-medical-topical", "topical")]))
    };
    let text = "The patient's allotment for oral does not allow 800.00 mg THC; 700.00 remain.";
    assert_eq!(state.refused("sale_dispense", cart(4, 2)).await, (602, text.into()));
    state.accepted("sale_dispense", cart(3, 2)).await;
    assert_eq!(state.patient("P1000002").await["aggregate_remaining"], "0.00");
}

#[actix_web::test]
async fn what_is_held_elsewhere_and_what_is_bought_elsewhere_counts() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let mut patient = state.patient("P1000001").await;
    let held = json!({"dispensed_on": patient["history"][1]["dispensed_on"], "order_id": "P1000001-smoking-smoking", "order_type": "smoking",
        "route": "smoking", "amount": "1.4", "unit": "oz", "dispensary": "Elsewhere", "status": "held"});
    patient["history"].as_array_mut().unwrap().push(held);
    state.control("/control/patients", patient).await;
    let smoking = &state.patient("P1000001").await["orders"][0];
    assert_eq!((&smoking["held"], &smoking["dispensable_now"]), (&json!("1.400"), &json!("0.100")));
    state.refused("sale_dispense", smoking_sale(&barcode, 1)).await;
}

#[actix_web::test]
async fn low_thc_goods_go_on_low_thc_orders_only() {
    let state = State::start().await;
    let oil = json!({"name": "Charlotte Oil", "inventorytype": 35, "quantity": 60, "med_usableweight": "250.00", "result": 1, "order_type": "low_thc"});
    let tincture = json!({"name": "Tincture", "inventorytype": 35, "quantity": 60, "med_usableweight": "300.00", "result": 1});
    let barcodes = state.stocked(json!([oil, tincture])).await;
    let low = |barcode: &str, quantity: i64| {
        sale("P1000006", json!([line(barcode, quantity, "P1000006-low_thc-sublingual", "sublingual")]))
    };
    state.refused("sale_dispense", low(&barcodes[1], 1)).await;
    state.refused("sale_dispense", low(&barcodes[0], 29)).await;
    state.accepted("sale_dispense", low(&barcodes[0], 28)).await;
}

#[actix_web::test]
async fn two_tills_cannot_both_sell_the_last_eighth() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let last = sale("P1000007", json!([line(&barcode, 1, "P1000007-smoking-smoking", "smoking")]));
    let (one, other) = tokio::join!(state.ask("sale_dispense", last.clone()), state.ask("sale_dispense", last));
    let mut outcomes = [one["success"].as_i64(), other["success"].as_i64()];
    outcomes.sort_unstable();
    assert_eq!(outcomes, [Some(0), Some(1)]);
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "59");
}
