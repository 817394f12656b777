//! Deliveries to patients (invented): parts of packages go on a manifest of their own, are sold at the door, or come back.

use super::caller::{SENDER, SHOP, State, flower, line, text};
use super::manifests::{fleet, manifest, now, rows, stop};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

const DAN: &str = "dan.driver@demo.example";
const ADA: &str = "P1000001";

fn door(number: i64, card: &str, data: Value) -> Value {
    json!({"approximate_departure": now() + 600, "approximate_arrival": now() + 4200, "approximate_route": "Monroe Street", "card_id": card,
        "stop_number": number, "data": data})
}

fn delivery(stops: Value) -> Value {
    let mut call = manifest(stops);
    call["employee_id_2"] = json!("E2");
    call
}

async fn hold(state: &State, barcode: &str, quantity: i64) -> Value {
    let data = json!([{"barcodeid": barcode, "quantity": quantity, "order_id": "P1000001-smoking-smoking", "route": "smoking"}]);
    let call = json!({"card_id": ADA, "card_key": "KEY-P1000001", "data": data});
    state.accepted("registry_hold", call).await["hold_id"].clone()
}

fn sold(hold: &Value, barcode: &str, quantity: i64) -> Value {
    json!({"card_id": ADA, "card_key": "KEY-P1000001", "fulfilment": "delivery", "hold_id": hold, "terminal_id": "van", "actor": DAN,
        "data": [line(barcode, quantity, "P1000001-smoking-smoking", "smoking")]})
}

#[actix_web::test]
async fn a_delivery_takes_part_of_a_package_and_is_sold_at_the_door() {
    let state = State::start().await;
    fleet(&state).await;
    let barcode = state.flower().await;
    let held = hold(&state, &barcode, 3).await;
    let goods = json!([{"barcodeid": barcode, "quantity": 3}]);
    assert_eq!(state.refused("sale_dispense", sold(&held, &barcode, 3)).await.0, 602, "nothing is on its way yet");
    let stops = json!([door(1, ADA, goods), door(2, "P1000008", json!({"barcodeid": barcode, "quantity": "2"}))]);
    let filed = state.accepted("inventory_manifest", delivery(stops)).await;
    let id = text(&filed["barcode_id"]);
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "55");
    let mut stops = rows(&state, "manifest_stop_data", &id).await;
    stops.sort_by_key(|row| row["stopnumber"].as_i64());
    assert_eq!((&stops[0]["card_id"], &stops[0]["license_number"]), (&json!(ADA), &json!("")));
    let transfer = json!({"manifest_id": id, "data": [{"barcodeid": barcode, "price": 1}]});
    assert!(state.refused("inventory_transfer_outbound", transfer).await.1.contains("by its sale"));
    state.accepted("sale_dispense", sold(&held, &barcode, 3)).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "55", "the goods had left the shelf before");
    assert_eq!(rows(&state, "manifest", &id).await[0]["completion_date"], Value::Null);
    let fulfilled = "The manifest you specified has already been fulfilled.";
    assert_eq!(state.refused("inventory_manifest_void", json!({"manifest_id": id})).await.1, fulfilled);
    assert_eq!(state.refused("inventory_manifest_void_stop", json!({"manifest_id": id, "stop_number": 1})).await.1, fulfilled);
    // Nobody was at home at the second door.
    state.accepted("inventory_manifest_void_stop", json!({"manifest_id": id, "stop_number": 2})).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "57");
    let header = rows(&state, "manifest", &id).await.remove(0);
    assert!(header["completion_date"].is_i64() && header["deleted"] == 0, "{header}");
}

#[actix_web::test]
async fn part_of_a_delivery_may_be_sold_and_the_rest_come_back() {
    let state = State::start().await;
    fleet(&state).await;
    let barcode = state.flower().await;
    let held = hold(&state, &barcode, 2).await;
    let stops = json!([door(1, ADA, json!([{"barcodeid": barcode, "quantity": 5}]))]);
    let id = text(&state.accepted("inventory_manifest", delivery(stops)).await["barcode_id"]);
    state.accepted("sale_dispense", sold(&held, &barcode, 2)).await;
    let schedule = json!({"barcodeid": barcode, "reason_extended": 6});
    state.accepted("inventory_destroy_schedule", schedule).await;
    state.accepted("inventory_manifest_void_stop", json!({"manifest_id": id, "stop_number": 1})).await;
    let items = rows(&state, "manifest_stop_items", &id).await;
    assert_eq!((&items[0]["quantity"], &items[0]["deleted"]), (&json!("2"), &json!(0)), "what was sold stays");
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "55", "what waits to be destroyed does not grow");
    let all = state.accepted("sync_inventory", json!({})).await["inventory"].clone();
    let apart = all.as_array().unwrap().iter().find(|row| row["inventoryparentid"] == json!([barcode])).unwrap();
    assert_eq!((&apart["remaining_quantity"], &apart["inventorystatus"]), (&json!("3"), &Value::Null));
}

#[actix_web::test]
async fn what_a_delivery_needs() {
    let state = State::start().await;
    fleet(&state).await;
    let barcode = state.flower().await;
    let goods = |quantity: Value| json!([{"barcodeid": barcode, "quantity": quantity}]);
    let good = door(1, ADA, goods(json!(3)));
    assert!(state.refused("inventory_manifest", manifest(json!([good]))).await.1.contains("employee_id_2"));
    let refused = async |stops: Value| state.refused("inventory_manifest", delivery(stops)).await;
    let unknown = (602, "The card you specified could not be found.".to_owned());
    assert_eq!(refused(json!([door(1, "P9999999", goods(json!(3)))])).await, unknown);
    assert!(refused(json!([good, stop(2, SENDER, json!(barcode))])).await.1.contains("separate manifests"));
    for quantity in [json!(0), json!(-1), json!(61), json!("1.5"), Value::Null] {
        refused(json!([door(1, ADA, goods(quantity))])).await;
    }
    refused(json!([door(1, ADA, goods(json!(31))), door(2, "P1000008", goods(json!(30)))])).await;
    refused(json!([door(1, ADA, json!([]))])).await;
    let untested = state.stocked(json!([flower(0)])).await.remove(0);
    assert_eq!(refused(json!([door(1, ADA, json!([{"barcodeid": untested, "quantity": 1}]))])).await.0, 202);
    let third = json!({"location": SHOP, "employee_id": "P9", "employee_name": "Lee Two", "employee_dob": "01/31/1985",
        "vehicle_color": "red", "vehicle_year": "2020", "vehicle_make": "Kia", "vehicle_model": "Rio", "vehicle_plate": "Z1",
        "vehicle_vin": "KN1", "stop_overview": [good]});
    assert!(state.refused("inventory_manifest_pickup", third).await.1.contains("drivers of the sender"));
    let generic = State::of(Profile::generic()).await;
    fleet(&generic).await;
    let no_license = (602, "Please specify a valid license number.".to_owned());
    assert_eq!(generic.refused("inventory_manifest", delivery(json!([good]))).await, no_license);
}
