//! Sales: who may sell what to whom.

use super::caller::{MARIA, SHOP, State, flower, line, sale, smoking_sale};
use serde_json::{Value, json};

#[actix_web::test]
async fn a_sale_takes_the_goods_and_debits_the_order() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let before = state.patient("P1000001").await;
    assert_eq!(before["orders"][0]["dispensable_now"], "1.500");
    let answer = state.accepted("sale_dispense", smoking_sale(&barcode, 2)).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "58");
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(row["transactionid"], answer["transactionid"]);
    let shown = json!([
        row["quantity"],
        row["price"],
        row["terminal_id"],
        row["card_number"],
        row["itemnumber"],
        row["refunded"],
        row["location"]
    ]);
    assert_eq!(shown, json!(["2", "70.00", "T1-ab12", "P1000001", 0, 0, SHOP]));
    assert!(row.as_object().unwrap().keys().all(|name| !name.starts_with('_')));
    let after = state.patient("P1000001").await;
    assert_eq!((&after["orders"][0]["dispensable_now"], &after["orders"][0]["dispensed"]), (&json!("1.250"), &json!("1.250")));
    let last = after["history"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["amount"], &last["unit"], &last["status"]), (&json!("0.250"), &json!("oz"), &json!("dispensed")));
}

#[actix_web::test]
async fn nothing_is_sold_that_was_not_tested_and_passed() {
    let state = State::start().await;
    let mut no_sample = flower(1);
    no_sample["result"] = json!(null);
    let barcodes = state.stocked(json!([flower(0), flower(-1), no_sample])).await;
    let not_tested = |barcode: &str| {
        format!("Barcode {barcode} has not been fully QA tested and cannot be dispensed until that has been completed.")
    };
    let texts = [
        not_tested(&barcodes[0]),
        format!("Barcode {} has failed QA testing and cannot be dispensed.", barcodes[1]),
        not_tested(&barcodes[2]),
    ];
    for (barcode, text) in barcodes.iter().zip(texts) {
        assert_eq!(state.refused("sale_dispense", smoking_sale(barcode, 1)).await, (602, text));
    }
    state.control("/control/lab", json!({"barcode": barcodes[0], "result": 1, "med_usableweight": "0.125"})).await;
    state.accepted("sale_dispense", smoking_sale(&barcodes[0], 1)).await;
}

#[actix_web::test]
async fn the_actor_is_registered_byte_for_byte() {
    let state = State::start().await;
    let barcode = state.flower().await;
    for actor in
        ["bea.budtender@demo.example", "Maria.Manager@demo.example", "maria.manager@demo.example ", "nobody@demo.example"]
    {
        let mut ask = smoking_sale(&barcode, 1);
        ask["actor"] = json!(actor);
        assert_eq!(state.refused("sale_dispense", ask).await, (62, format!("The user {actor} is not registered.")));
    }
    let mut ask = smoking_sale(&barcode, 1);
    ask["actor"] = json!("Bea.Budtender@demo.example");
    let sold = state.accepted("sale_dispense", ask).await["transactionid"].clone();
    for action in ["sale_void", "sale_refund"] {
        let ask = json!({"transactionid": sold, "actor": "bea.budtender@demo.example"});
        assert_eq!(state.refused(action, ask).await.0, 62, "{action}");
    }
    let near = state.accepted("registry_staff_lookup", json!({"email": "bea.budtender@demo.example"})).await;
    assert_eq!((&near["registered"], &near["near"]), (&json!(0), &json!("Bea.Budtender@demo.example")));
    let exact = state.accepted("registry_staff_lookup", json!({"email": MARIA})).await;
    assert_eq!((&exact["registered"], &exact["role"], &exact["near"]), (&json!(1), &json!("dispenser"), &Value::Null));
    state
        .control("/control/staff", json!({"email": MARIA, "name": "Maria Manager", "role": "dispenser", "status": "inactive"}))
        .await;
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 1)).await.0, 62);
}

#[actix_web::test]
async fn the_card_must_be_good_and_the_buyer_entitled() {
    let state = State::start().await;
    let barcode = state.gummies().await;
    let edible = |card: &str| sale(card, json!([line(&barcode, 1, &format!("{card}-medical-edible"), "edible")]));
    let refusals = [
        ("P9999999", "The card you specified could not be found."),
        ("P1000004", "The card you specified is expired; nothing can be dispensed on it."),
        ("P1000005", "The card you specified is suspended; nothing can be dispensed on it."),
        ("P1000003", "The patient is a minor: the sale needs an active caregiver."),
    ];
    for (card, text) in refusals {
        assert_eq!(state.refused("sale_dispense", edible(card)).await, (602, text.to_owned()));
    }
    for wrong in [json!("KEY-P1000008"), json!(null)] {
        let mut ask = edible("P1000001");
        ask["card_key"] = wrong;
        assert_eq!(state.refused("sale_dispense", ask).await.1, "The card key you specified does not belong to this card.");
    }
    let mut ask = edible("P1000003");
    ask["caregiver_card_id"] = json!("C2000008");
    assert_eq!(
        state.refused("sale_dispense", ask.clone()).await.1,
        "The caregiver you specified is not an active caregiver of this patient."
    );
    ask["caregiver_card_id"] = json!("C2000003");
    state.accepted("sale_dispense", ask).await;
    assert_eq!(
        state.refused("card_lookup", json!({"card_id": "P9999999"})).await.1,
        "The card you specified could not be found."
    );
}

#[actix_web::test]
async fn goods_go_on_an_order_that_is_for_them() {
    let state = State::start().await;
    let (flower, gummies) = (state.flower().await, state.gummies().await);
    let inhalation = sale("P1000001", json!([line(&flower, 1, "P1000001-medical-inhalation", "inhalation")]));
    let wrong = format!("Barcode {flower} cannot be dispensed on an order of type medical for inhalation.");
    assert_eq!(state.refused("sale_dispense", inhalation).await, (602, wrong));
    for (order, route) in
        [("P1000001-smoking-smoking", "smoking"), ("P1000001-medical-edible", "oral"), ("P1000008-medical-edible", "edible")]
    {
        let ask = sale("P1000001", json!([line(&gummies, 1, order, route)]));
        assert_eq!(state.refused("sale_dispense", ask).await.0, 602, "{order} {route}");
    }
    state.advance(24 * 45).await;
    let late = sale("P1000001", json!([line(&gummies, 1, "P1000001-medical-edible", "edible")]));
    let closed = "The order P1000001-medical-edible is not open on the day of the sale.";
    assert_eq!(state.refused("sale_dispense", late).await.1, closed);
}

#[actix_web::test]
async fn the_quantity_must_be_there_whole_and_the_time_not_to_come() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let not_enough = (602, format!("Barcode {barcode} does not have sufficient remaining quantity."));
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 61)).await, not_enough);
    assert_eq!(
        state.refused("sale_dispense", smoking_sale(&barcode, "1.5")).await,
        (202, "You did not provide a whole quantity.".into())
    );
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 0)).await.0, 602);
    let mut ask = smoking_sale(&barcode, 1);
    ask["sale_time"] = json!(chrono::Utc::now().timestamp() + 3600);
    assert_eq!(state.refused("sale_dispense", ask).await.1, "The sale time you specified is in the future.");
    let (_, on_its_way) = state.shipped(json!([flower(1)])).await;
    assert_eq!(state.refused("sale_dispense", smoking_sale(&on_its_way[0], 1)).await.0, 602);
    let unknown = "You do not currently have possession of identifier 1234567812345678.";
    assert_eq!(state.refused("sale_dispense", smoking_sale("1234567812345678", 1)).await, (602, unknown.into()));
    let bulk = json!({"name": "Bulk", "inventorytype": 6, "quantity": 100, "med_usableweight": "0.125", "result": 1});
    let bulk = state.stocked(json!([bulk])).await.remove(0);
    assert_eq!(
        state.refused("sale_dispense", smoking_sale(&bulk, 1)).await.1,
        format!("Barcode {bulk} is not of a type that can be dispensed.")
    );
    assert_eq!(state.refused("sale_dispense", sale("P1000001", json!([]))).await.0, 602);
}

#[actix_web::test]
async fn one_bad_line_rejects_the_whole_sale() {
    let state = State::start().await;
    let (good, untested) = (state.flower().await, state.stocked(json!([flower(0)])).await.remove(0));
    let order = "P1000001-smoking-smoking";
    let both = sale("P1000001", json!([line(&good, 1, order, "smoking"), line(&untested, 1, order, "smoking")]));
    state.refused("sale_dispense", both).await;
    let twice = sale("P1000001", json!([line(&good, 30, order, "smoking"), line(&good, 31, order, "smoking")]));
    state.refused("sale_dispense", twice).await;
}

#[actix_web::test]
async fn a_delivery_device_needs_an_order_that_allows_one() {
    let state = State::start().await;
    let device = |order: &str| {
        let mut ask = sale("P1000001", json!([]));
        ask["devices"] = json!([{"name": "Battery", "quantity": 1, "price": "25.00", "order_id": order}]);
        ask
    };
    state.refused("sale_dispense", device("P1000001-medical-edible")).await;
    state.accepted("sale_dispense", device("P1000001-medical-inhalation")).await;
    let row = state.row("sale", "name", "Battery").await;
    assert_eq!((&row["inventoryid"], &row["price"], &row["location"]), (&Value::Null, &json!("25.00"), &json!(SHOP)));
}
