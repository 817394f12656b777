//! Holds on a patient's allotment, and the delivery that is sold against one.

use super::caller::{MARIA, SHOP, State, line, sale, smoking_sale, text};
use serde_json::{Value, json};

const DAN: &str = "dan.driver@demo.example";
const ORDER: &str = "P1000001-smoking-smoking";

fn hold(barcode: &str, quantity: i64) -> Value {
    let goods = json!({"barcodeid": barcode, "quantity": quantity, "order_id": ORDER, "route": "smoking"});
    json!({"card_id": "P1000001", "card_key": "KEY-P1000001", "data": [goods]})
}

async fn held(state: &State, barcode: &str, quantity: i64) -> String {
    text(&state.accepted("registry_hold", hold(barcode, quantity)).await["hold_id"])
}

/// What the card says of Ada's smoking order: held, dispensed, left.
async fn order(state: &State) -> Value {
    let patient = state.patient("P1000001").await;
    let order = &patient["orders"][0];
    json!([order["held"], order["dispensed"], order["dispensable_now"]])
}

async fn statuses(state: &State) -> Vec<String> {
    let patient = state.patient("P1000001").await;
    patient["history"].as_array().unwrap().iter().map(|past| text(&past["status"])).collect()
}

/// A delivery of so many to Ada is on its way.
async fn on_its_way(state: &State, barcode: &str, quantity: i64) {
    for id in ["D7", "D8"] {
        let date = json!({"employee_id": id, "employee_name": "Dan Driver", "birth_month": "01", "birth_day": "02", "birth_year": "1990",
            "hire_month": "01", "hire_day": "02", "hire_year": "2020"});
        state.accepted("employee_add", date).await;
    }
    let vehicle = json!({"vehicle_id": 7, "color": "white", "make": "Ford", "model": "Transit", "plate": "A1", "vin": "V1", "year": "2022"});
    state.accepted("vehicle_add", vehicle).await;
    let now = chrono::Utc::now().timestamp();
    let stop = json!({"card_id": "P1000001", "data": [{"barcodeid": barcode, "quantity": quantity}], "stop_number": 1,
        "approximate_departure": now + 60, "approximate_arrival": now + 3600, "approximate_route": "Apalachee Parkway"});
    let manifest =
        json!({"location": SHOP, "employee_id": "D7", "employee_id_2": "D8", "vehicle_id": 7, "stop_overview": [stop]});
    state.accepted("inventory_manifest", manifest).await;
}

fn delivery(barcode: &str, quantity: i64, hold: &str) -> Value {
    let mut ask = smoking_sale(barcode, quantity);
    ask["fulfilment"] = json!("delivery");
    ask["actor"] = json!(DAN);
    ask["hold_id"] = json!(hold);
    ask
}

#[actix_web::test]
async fn a_hold_counts_as_dispensed_until_it_is_released() {
    let state = State::start().await;
    let barcode = state.flower().await;
    assert_eq!(order(&state).await, json!(["0.000", "1.000", "1.500"]));
    let answer = state.accepted("registry_hold", hold(&barcode, 4)).await;
    let id = text(&answer["hold_id"]);
    assert_eq!(order(&state).await, json!(["0.500", "1.000", "1.000"]));
    assert_eq!(statuses(&state).await.last().unwrap(), "held");
    let row = state.row("registry_hold", "hold_id", &id).await;
    let goods = json!([{"barcodeid": barcode, "quantity": "4", "order_id": ORDER, "route": "smoking"}]);
    assert_eq!(json!([row["card_id"], row["data"], row["status"]]), json!(["P1000001", goods, "held"]));
    assert_eq!(row["transactionid"], answer["transactionid"]);
    let short = "The patient's allotment for smoking does not allow 1.125 oz; 1.000 remain.";
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcode, 9)).await, (602, short.into()));
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "60", "the goods are not its concern");
    let released = state.accepted("registry_hold_release", json!({"hold_id": id})).await;
    assert_eq!(order(&state).await, json!(["0.000", "1.000", "1.500"]));
    assert!(!statuses(&state).await.contains(&"held".to_owned()));
    let row = state.row("registry_hold", "hold_id", &id).await;
    assert_eq!(json!([row["status"], row["transactionid"]]), json!(["released", released["transactionid"]]));
    let again = "The hold you specified has already been released or sold against.";
    assert_eq!(state.refused("registry_hold_release", json!({"hold_id": id})).await, (602, again.into()));
    let unknown = (602, "The hold you specified could not be found.".to_owned());
    for id in [json!("H1"), json!(null)] {
        assert_eq!(state.refused("registry_hold_release", json!({"hold_id": id})).await, unknown);
    }
}

#[actix_web::test]
async fn a_hold_is_refused_for_what_a_sale_is_refused_for() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let with = |field: &str, value: Value| {
        let mut ask = hold(&barcode, 1);
        ask[field] = value;
        ask
    };
    let of_line = |field: &str, value: Value| {
        let mut ask = hold(&barcode, 1);
        ask["data"][0][field] = value;
        ask
    };
    let refusals = [
        (with("card_key", json!("KEY-P1000002")), 602, "The card key you specified does not belong to this card.".to_owned()),
        (with("card_id", json!("P9999999")), 602, "The card you specified could not be found.".into()),
        (with("actor", json!("nobody@demo.example")), 62, "The user nobody@demo.example is not registered.".into()),
        (with("data", json!([])), 602, "Please specify at least one identifier.".into()),
        (
            of_line("quantity", json!(13)),
            602,
            "The patient's allotment for smoking does not allow 1.625 oz; 1.500 remain.".into(),
        ),
        (of_line("quantity", json!("0.5")), 202, "You did not provide a whole quantity.".into()),
        (of_line("quantity", json!(0)), 602, format!("Please specify a quantity above zero for barcode {barcode}.")),
        (of_line("quantity", json!(null)), 602, "Please specify quantity.".into()),
        (of_line("route", json!("edible")), 602, format!("The order {ORDER} is not for the route edible.")),
        (of_line("order_id", json!("O1")), 602, "The order O1 is not an order of this patient.".into()),
        (
            of_line("barcodeid", json!("1234567812345678")),
            602,
            "You do not currently have possession of identifier 1234567812345678.".into(),
        ),
    ];
    for (ask, code, words) in refusals {
        assert_eq!(state.refused("registry_hold", ask).await, (code, words));
    }
    let mut expired = hold(&barcode, 1);
    expired["card_id"] = json!("P1000004");
    expired["card_key"] = json!("KEY-P1000004");
    let words = "The card you specified is expired; nothing can be dispensed on it.";
    assert_eq!(state.refused("registry_hold", expired).await, (602, words.into()));
    let id = held(&state, &barcode, 1).await;
    let nobody = json!({"hold_id": id, "actor": "Maria.Manager@demo.example"});
    assert_eq!(state.refused("registry_hold_release", nobody).await.0, 62);
}

#[actix_web::test]
async fn a_delivery_sells_against_its_hold_what_is_at_the_stop() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let id = held(&state, &barcode, 3).await;
    on_its_way(&state, &barcode, 3).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "57");
    let mut ask = delivery(&barcode, 2, &id);
    let before = chrono::Utc::now().timestamp() - 1;
    ask["sale_time"] = json!(before);
    let sale = state.accepted("sale_dispense", ask).await["transactionid"].clone();
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "57", "it had left the shelf before");
    assert_eq!(order(&state).await, json!(["0.000", "1.250", "1.250"]), "what was not wanted is no longer held");
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(json!([row["quantity"], row["sale_time"]]), json!(["2", before]));
    let hold = state.row("registry_hold", "hold_id", &id).await;
    assert_eq!(json!([hold["status"], hold["transactionid"]]), json!(["sold", sale]));
    for action in ["sale_dispense", "registry_hold_release"] {
        let again = state.refused(action, delivery(&barcode, 1, &id)).await.1;
        assert_eq!(again, "The hold you specified has already been released or sold against.", "{action}");
    }
    assert_eq!(state.refused("sale_void", json!({"transactionid": sale})).await.1, "This sale can no longer be voided.");
}

#[actix_web::test]
async fn a_delivery_needs_a_deliverer_a_hold_that_covers_it_and_goods_on_the_way() {
    let state = State::start().await;
    let (barcode, gummies) = (state.flower().await, state.gummies().await);
    let id = held(&state, &barcode, 2).await;
    let mut ask = delivery(&barcode, 1, &id);
    ask["actor"] = json!(MARIA);
    let words = "A delivery can only be completed by a registered deliverer.";
    assert_eq!(state.refused("sale_dispense", ask).await, (602, words.into()));
    for hold in [json!(null), json!("H5")] {
        let mut ask = delivery(&barcode, 1, &id);
        ask["hold_id"] = hold;
        assert_eq!(state.refused("sale_dispense", ask).await, (602, "The hold you specified could not be found.".into()));
    }
    state.refused("sale_dispense", delivery(&barcode, 1, &id)).await;
    on_its_way(&state, &barcode, 5).await;
    let words = format!("The hold you specified does not cover this sale of barcode {barcode}.");
    assert_eq!(state.refused("sale_dispense", delivery(&barcode, 3, &id)).await, (602, words));
    let mut other = sale("P1000008", json!([line(&gummies, 1, "P1000008-medical-edible", "edible")]));
    other["fulfilment"] = json!("delivery");
    other["actor"] = json!(DAN);
    other["hold_id"] = json!(id);
    assert_eq!(state.refused("sale_dispense", other).await, (602, "The hold you specified belongs to another card.".into()));
    state.accepted("sale_dispense", delivery(&barcode, 2, &id)).await;
}
