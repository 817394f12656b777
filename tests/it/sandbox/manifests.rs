//! Manifests: what they bind, what they may not carry, who drives, and how they are taken back.

use super::caller::{MARIA, SENDER, SHOP, State, flower, smoking_sale, text};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

pub const LAB: &str = "CMTL-2021-0007";
/// A licence of another company.
pub const OTHER: &str = "MMTC-2020-0021-R1";
const NOTHING: &str = "Please specify at least one item to transfer.";

/// Two drivers and a vehicle; a licence of another company, and one that has ended.
pub async fn fleet(state: &State) {
    for id in ["E1", "E2"] {
        let driver = json!({"employee_id": id, "employee_name": format!("Driver {id}"), "birth_month": "2", "birth_day": "1",
            "birth_year": "1980", "hire_month": "12", "hire_day": "23", "hire_year": "2020"});
        state.accepted("employee_add", driver).await;
    }
    let vehicle = json!({"vehicle_id": 2, "color": "white", "make": "Ford", "model": "Transit", "year": "2019", "plate": "ABC123", "vin": "1FT0"});
    state.accepted("vehicle_add", vehicle).await;
    for (location, inactive) in [(OTHER, false), ("MMTC-2020-0021-R2", true)] {
        let vendor = json!({"ubi": "600000411", "location": location, "name": "Sunset Dispensary", "locationtype": 8, "address1": "1 Bay Street",
            "city": "Tampa", "state": "FL", "zip": "33601", "producer": 0, "processor": 0, "retail": 1, "medical": 1, "_phone": "813-555-0100",
            "_inactive": inactive});
        state.control("/control/licenses", vendor).await;
    }
}

pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

pub fn stop(number: i64, to: &str, barcodes: Value) -> Value {
    json!({"approximate_departure": now() + 100_000, "approximate_arrival": now() + 103_600, "approximate_route": "I-10 E to exit 199",
        "vendor_license": to, "stop_number": number, "barcodeid": barcodes})
}

pub fn manifest(stops: Value) -> Value {
    json!({"location": SHOP, "employee_id": "E1", "vehicle_id": 2, "stop_overview": stops})
}

/// A manifest from the shop to the processor.
pub async fn filed(state: &State, barcodes: &[String]) -> String {
    let answer = state.accepted("inventory_manifest", manifest(json!([stop(1, SENDER, json!(barcodes))]))).await;
    text(&answer["barcode_id"])
}

/// The rows of one manifest in a table of `sync_manifest`.
pub async fn rows(state: &State, table: &str, manifest: &str) -> Vec<Value> {
    let answer = state.accepted("sync_manifest", json!({})).await;
    answer[table].as_array().unwrap().iter().filter(|row| row["manifestid"] == manifest).cloned().collect()
}

fn on_a_manifest(barcode: &str) -> (i64, String) {
    let text = "has already been scheduled for transfer in a previous manifest that has not been completed yet.";
    (602, format!("Barcode {barcode} {text}"))
}

#[actix_web::test]
async fn a_manifest_binds_its_goods_and_says_who_carries_them() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1)])).await;
    let mut call = manifest(json!([stop(1, SENDER, json!(barcodes))]));
    call["new_room"] = json!(4);
    let answer = state.accepted("inventory_manifest", call).await;
    let id = text(&answer["barcode_id"]);
    assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
    let since = json!({"transaction_start": answer["transactionid"]});
    let synced = state.accepted("sync_manifest", since).await;
    let header = &synced["manifest"][0];
    assert_eq!(header["origination_license_number"], SHOP);
    assert_eq!(header["origination_street"], "100 Apalachee Parkway");
    assert_eq!((&header["transporter_id"], &header["transporter_name"]), (&json!("E1"), &json!("Driver E1")));
    assert_eq!(
        (&header["transporter_dob"], &header["transporter_vehicle_identification"]),
        (&json!("02/01/1980"), &json!("1FT0"))
    );
    assert!(header["transporter_vehicle_details"].as_str().unwrap().contains("Ford Transit"));
    assert_eq!((&header["fulfilled"], &header["stopcount"], &header["total_item_count"]), (&json!(0), &json!(1), &json!(2)));
    let stop = &synced["manifest_stop_data"][0];
    assert_eq!((&stop["license_number"], &stop["travel_route"]), (&json!(SENDER), &json!("I-10 E to exit 199")));
    assert_eq!(synced["manifest_stop_items"].as_array().unwrap().len(), 2);
    assert_eq!(synced["manifest_stop_items"][0]["quantity"], "60");
    assert_eq!(state.item(&barcodes[0]).await["currentroom"], 4);
    let bound = on_a_manifest(&barcodes[0]);
    assert_eq!(state.refused("sale_dispense", smoking_sale(&barcodes[0], 1)).await, bound);
    let schedule = json!({"barcodeid": barcodes[0], "reason_extended": 6});
    assert_eq!(state.refused("inventory_destroy_schedule", schedule).await, bound);
    let split = json!({"data": [{"barcodeid": barcodes[0], "remove_quantity": 5}]});
    assert_eq!(state.refused("inventory_split", split).await, bound);
    let moved = json!({"data": [{"barcodeid": barcodes[0], "room": 1}]});
    assert_eq!(state.refused("inventory_move", moved).await, bound);
    let again = manifest(json!([super::manifests::stop(1, SENDER, json!(barcodes))]));
    assert_eq!(state.refused("inventory_manifest", again).await, bound);
}

#[actix_web::test]
async fn one_stop_may_stand_alone_or_at_the_top_of_the_call() {
    let state = State::of(Profile::generic()).await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1)])).await;
    state.accepted("inventory_manifest", manifest(stop(1, SENDER, json!(barcodes[0])))).await;
    let mut old = stop(1, SENDER, json!(barcodes[1]));
    old.as_object_mut().unwrap().remove("stop_number");
    let with = json!({"location": SHOP, "employee_id": "E1", "vehicle_id": "2"});
    old.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    let id = text(&state.accepted("inventory_manifest", old).await["barcode_id"]);
    assert_eq!(rows(&state, "manifest_stop_data", &id).await[0]["stopnumber"], 1);
}

#[actix_web::test]
async fn what_a_manifest_may_not_carry() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(0), flower(-1), flower(1)])).await;
    let refused = async |stops: Value| state.refused("inventory_manifest", manifest(stops)).await;
    for untested in &barcodes[1..3] {
        let text =
            format!("The item {untested} has not been fully QA tested and cannot be transferred until that has been completed.");
        assert_eq!(refused(json!([stop(1, SENDER, json!([barcodes[0], untested]))])).await, (202, text));
    }
    for empty in [json!([stop(1, SENDER, json!([]))]), json!([stop(1, SENDER, Value::Null)])] {
        assert_eq!(refused(empty).await, (602, NOTHING.into()));
    }
    let (_, elsewhere) = state.shipped(json!([flower(1)])).await;
    for stranger in [elsewhere[0].as_str(), "0000000000000000"] {
        let text = format!("You do not currently have possession of identifier {stranger}.");
        assert_eq!(refused(json!([stop(1, SENDER, json!(stranger))])).await, (602, text));
    }
    state.accepted("inventory_destroy_schedule", json!({"barcodeid": barcodes[3], "reason_extended": 6})).await;
    assert!(refused(json!([stop(1, SENDER, json!(barcodes[3]))])).await.1.contains("scheduled for destruction"));
    let mut part = stop(1, SENDER, json!(barcodes[0]));
    part["quantity"] = json!(5);
    assert!(refused(json!([part])).await.1.contains("as a whole"));
    assert_eq!(refused(json!([stop(1, SENDER, json!([barcodes[0], barcodes[0]]))])).await.0, 602);
    state.accepted("inventory_manifest", manifest(json!([stop(1, LAB, json!(barcodes[1..3]))]))).await;
}

#[actix_web::test]
async fn where_a_manifest_may_go() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1), flower(1)])).await;
    let refused = async |stops: Value| state.refused("inventory_manifest", manifest(stops)).await;
    let no_license = (602, "Please specify a valid license number.".to_owned());
    for license in ["MMTC-2020-0021-R2", "nowhere", ""] {
        assert_eq!(refused(json!([stop(1, license, json!(barcodes[0]))])).await, no_license);
    }
    assert!(refused(json!([stop(1, OTHER, json!(barcodes[0]))])).await.1.contains("within the same company"));
    assert!(refused(json!([stop(1, SHOP, json!(barcodes[0]))])).await.1.contains("need no manifest"));
    let two = json!([stop(1, SENDER, json!(barcodes[0])), stop(2, SENDER, json!(barcodes[1]))]);
    assert!(refused(two).await.1.contains("two stops"));
    for numbers in [[1, 1], [1, 3], [0, 1]] {
        let stops = json!([stop(numbers[0], SENDER, json!(barcodes[0])), stop(numbers[1], LAB, json!(barcodes[1]))]);
        assert!(refused(stops).await.1.contains("count from 1"), "{numbers:?}");
    }
    let mut backwards = stop(1, SENDER, json!(barcodes[0]));
    backwards["approximate_arrival"] = json!(now());
    assert!(refused(json!([backwards])).await.1.contains("before its departure"));
    let mut call = manifest(json!([stop(1, SENDER, json!(barcodes[0]))]));
    call["location"] = json!(LAB);
    let not_ours = (63, "You provided an invalid location license number.".to_owned());
    assert_eq!(state.refused("inventory_manifest", call.clone()).await, not_ours);
    call["location"] = json!(SHOP);
    call["employee_id"] = json!("E9");
    assert_eq!(state.refused("inventory_manifest", call.clone()).await, (600, "The employee could not be found.".into()));
    call["employee_id"] = json!("E1");
    call["vehicle_id"] = json!(9);
    assert_eq!(state.refused("inventory_manifest", call.clone()).await.0, 602);
    call["vehicle_id"] = json!(2);
    call["new_room"] = json!(77);
    assert_eq!(state.refused("inventory_manifest", call).await.0, 602);
    let stops = json!([stop(2, SENDER, json!(barcodes[0])), stop(1, LAB, json!(barcodes[1]))]);
    state.accepted("inventory_manifest", manifest(stops)).await;
}

#[actix_web::test]
async fn points_of_other_profiles() {
    let profile = Profile {
        manifest_lead_hours: 24,
        two_drivers: true,
        items_per_manifest: Some(1),
        qa_needed_at_manifest: false,
        ..Profile::generic()
    };
    let state = State::of(profile).await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(0), flower(1)])).await;
    let mut call = manifest(json!([stop(1, SENDER, json!(barcodes[0]))]));
    assert_eq!(state.refused("inventory_manifest", call.clone()).await.0, 602);
    call["employee_id_2"] = json!("E1");
    assert_eq!(state.refused("inventory_manifest", call.clone()).await.0, 602);
    call["employee_id_2"] = json!("E2");
    let mut soon = call.clone();
    soon["stop_overview"][0]["approximate_departure"] = json!(now() + 3600);
    let text = "The departure time for stop number 1 is less than 24 hours from the current time and will need to be corrected.";
    assert_eq!(state.refused("inventory_manifest", soon).await, (268, text.into()));
    let mut much = call.clone();
    much["stop_overview"][0]["barcodeid"] = json!(barcodes);
    assert!(state.refused("inventory_manifest", much).await.1.contains("more than 1 items"));
    state.accepted("inventory_manifest", call).await;
}

#[actix_web::test]
async fn sold_goods_that_came_back_travel_by_themselves() {
    let state = State::start().await;
    fleet(&state).await;
    let barcode = state.flower().await;
    let sale = state.accepted("sale_dispense", smoking_sale(&barcode, 2)).await["transactionid"].clone();
    let line = json!({"barcodeid": barcode, "quantity": 1, "price": "-35.00", "restock": 1});
    let refund = state.accepted("sale_refund", json!({"transactionid": sale, "data": [line]})).await;
    let back = text(&refund["barcode_id"][0]);
    let mixed = manifest(json!([stop(1, SENDER, json!([barcode])), stop(2, LAB, json!([back]))]));
    let text = "Your manifest includes a mix of sale items and refund items and you must file these as separate manifests.";
    assert_eq!(state.refused("inventory_manifest", mixed).await, (268, text.into()));
    let id = filed(&state, &[back]).await;
    let transfer =
        json!({"manifest_id": id, "data": [{"barcodeid": rows(&state, "manifest_stop_items", &id).await[0]["inventoryid"]}]});
    state.accepted("inventory_transfer_outbound", transfer).await;
    let looked = state.accepted("inventory_transfer_lookup", json!({"location": SENDER, "manifest_id": id})).await;
    assert_eq!(looked["data"][0]["is_return"], 1);
}

#[actix_web::test]
async fn the_receivers_driver_a_third_party_or_another_driver() {
    let state = State::of(Profile::generic()).await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1)])).await;
    let mut pickup = json!({"location": SHOP, "employee_id": "P9", "employee_name": "Lee Two", "employee_dob": "01/31/1985",
        "vehicle_color": "red", "vehicle_year": "2020", "vehicle_make": "Kia", "vehicle_model": "Rio", "vehicle_plate": "Z1",
        "vehicle_vin": "KN1", "stop_overview": [stop(1, SENDER, json!(barcodes[0]))]});
    let id = text(&state.accepted("inventory_manifest_pickup", pickup.clone()).await["barcode_id"]);
    let header = rows(&state, "manifest", &id).await.remove(0);
    assert_eq!((&header["transporter_name"], &header["transporter_dob"]), (&json!("Lee Two"), &json!("01/31/1985")));
    pickup["employee_name"] = Value::Null;
    assert_eq!(state.refused("inventory_manifest_pickup", pickup).await.0, 602);
    let third =
        json!({"location": SHOP, "third_party_license": "TPT-2022-0003", "stop_overview": [stop(1, SENDER, json!(barcodes[1]))]});
    assert_eq!(state.refused("inventory_manifest_third_party", third.clone()).await.0, 602);
    let transporter = json!({"ubi": "600000311", "location": "TPT-2022-0003", "license_number": "TPT-2022-0003", "name": "Panhandle Secure Transport"});
    state.control("/control/transporters", transporter).await;
    let listed = state.row("third_party_transporter", "license_number", "TPT-2022-0003").await;
    assert_eq!(listed["name"], "Panhandle Secure Transport");
    let id = text(&state.accepted("inventory_manifest_third_party", third).await["barcode_id"]);
    assert_eq!(rows(&state, "manifest", &id).await[0]["transporter_name"], "Panhandle Secure Transport");
    let swap = |driver: &str| json!({"manifest_id": id, "employee_id": driver});
    assert_eq!(state.refused("inventory_manifest_modify", swap("E9")).await, (600, "The employee could not be found.".into()));
    state.accepted("inventory_manifest_modify", swap("E2")).await;
    assert_eq!(rows(&state, "manifest", &id).await[0]["transporter_name"], "Driver E2");
    let named = json!({"manifest_id": id, "employee_id": "P7", "employee_name": "Kim Three", "employee_dob": "03/03/1990"});
    state.accepted("inventory_manifest_modify", named).await;
    assert_eq!(rows(&state, "manifest", &id).await[0]["transporter_id"], "P7");
    let nothing = json!({"manifest_id": "0000000000000000", "employee_id": "E1"});
    let not_found = (602, "The manifest you specified could not be found or has already been voided.".to_owned());
    assert_eq!(state.refused("inventory_manifest_modify", nothing).await, not_found);
}

#[actix_web::test]
async fn what_is_taken_back_is_free_again_and_what_is_emptied_is_void() {
    let state = State::start().await;
    fleet(&state).await;
    let barcodes = state.stocked(json!([flower(1), flower(1), flower(1)])).await;
    let stops = json!([stop(1, SENDER, json!(barcodes[..2])), stop(2, LAB, json!(barcodes[2..]))]);
    let id = text(&state.accepted("inventory_manifest", manifest(stops)).await["barcode_id"]);
    let items = |barcodes: Value| json!({"manifest_id": id, "barcodeid": barcodes});
    let gone = (602, "The manifest item(s) you specified could not be found or has already been voided.".to_owned());
    assert_eq!(state.refused("inventory_manifest_void_items", items(json!([barcodes[0], "0000000000000000"]))).await, gone);
    state.accepted("inventory_manifest_void_items", items(json!(barcodes[0]))).await;
    assert_eq!(state.refused("inventory_manifest_void_items", items(json!([barcodes[0]]))).await, gone);
    let header = rows(&state, "manifest", &id).await.remove(0);
    assert_eq!((&header["total_item_count"], &header["stopcount"], &header["deleted"]), (&json!(2), &json!(2), &json!(0)));
    state.accepted("inventory_move", json!({"data": [{"barcodeid": barcodes[0], "room": 2}]})).await;
    state.accepted("inventory_manifest_void_items", items(json!(barcodes[1]))).await;
    let stops = rows(&state, "manifest_stop_data", &id).await;
    let deleted: Vec<&Value> =
        [1, 2].iter().map(|number| &stops.iter().find(|row| row["stopnumber"] == *number).unwrap()["deleted"]).collect();
    assert_eq!(deleted, [&json!(1), &json!(0)], "an emptied stop is voided");
    let not_found = (602, "The manifest you specified could not be found or has already been voided.".to_owned());
    let void_stop = |number: i64| json!({"manifest_id": id, "stop_number": number});
    assert_eq!(state.refused("inventory_manifest_void_stop", void_stop(1)).await, not_found);
    state.accepted("inventory_manifest_void_stop", void_stop(2)).await;
    assert_eq!(rows(&state, "manifest", &id).await[0]["deleted"], 1, "an emptied manifest is voided");
    for action in ["inventory_manifest_void", "inventory_manifest_void_stop"] {
        assert_eq!(state.refused(action, void_stop(2)).await, not_found);
    }
    assert_eq!(state.refused("inventory_manifest_void_items", items(json!(barcodes[2]))).await, gone);
    let id = filed(&state, &barcodes).await;
    state.accepted("inventory_manifest_void", json!({"manifest_id": id})).await;
    let items = rows(&state, "manifest_stop_items", &id).await;
    assert!(items.len() == 3 && items.iter().all(|row| row["deleted"] == 1), "{items:?}");
    let id = filed(&state, &barcodes).await;
    state.accepted("inventory_transfer_outbound", json!({"manifest_id": id, "data": [{"barcodeid": barcodes[0]}]})).await;
    let fulfilled = (602, "The manifest you specified has already been fulfilled.".to_owned());
    assert_eq!(state.refused("inventory_manifest_void", json!({"manifest_id": id})).await, fulfilled);
    let call = json!({"manifest_id": id, "stop_number": 1, "employee_id": "E2", "barcodeid": barcodes[0], "actor": MARIA});
    for action in ["inventory_manifest_void_stop", "inventory_manifest_void_items", "inventory_manifest_modify"] {
        assert_eq!(state.refused(action, call.clone()).await, fulfilled);
    }
}
