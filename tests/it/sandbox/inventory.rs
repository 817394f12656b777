//! What lies on the shelf, the rooms it lies in, and the registers of drivers and vehicles.

use super::caller::{SHOP, State, flower};
use serde_json::{Value, json};

#[actix_web::test]
async fn an_item_moves_as_a_whole_to_a_room_that_exists() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let to = |room: i64| json!({"data": [{"barcodeid": barcode, "room": room}]});
    let transaction = state.accepted("inventory_move", to(3)).await["transactionid"].clone();
    let item = state.item(&barcode).await;
    assert_eq!((&item["currentroom"], &item["transactionid"]), (&json!(3), &transaction));
    state.refused("inventory_move", to(77)).await;
    for part in ["quantity", "remove_quantity"] {
        let line = json!({"barcodeid": barcode, "room": 2, part: "1"});
        let refusal = state.refused("inventory_move", json!({"data": [line]})).await;
        assert_eq!(refusal.1, "An item can only be taken as a whole; split it first.");
    }
    let both = json!({"data": [{"barcodeid": barcode, "room": 2}, {"barcodeid": "0000000000000000", "room": 2}]});
    let possession = "You do not currently have possession of identifier 0000000000000000.";
    assert_eq!(state.refused("inventory_move", both).await, (602, possession.into()));
}

#[actix_web::test]
async fn a_split_makes_new_items_that_inherit_and_add_up() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let lines = json!([{"barcodeid": barcode, "remove_quantity": "20"}, {"barcodeid": barcode, "remove_quantity": 40}]);
    let children = state.accepted("inventory_split", json!({"data": lines})).await["barcode_id"].clone();
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "0");
    for (child, quantity) in children.as_array().unwrap().iter().zip(["20", "40"]) {
        let item = state.item(child.as_str().unwrap()).await;
        assert_eq!((&item["remaining_quantity"], &item["inventoryparentid"]), (&json!(quantity), &json!([barcode])));
        assert_eq!((&item["productname"], &item["med_usableweight"]), (&json!("Blue Dream 3.5 g"), &json!("0.125")));
        let results = state.accepted("inventory_qa_check_all", json!({"barcodeid": child})).await["data"].clone();
        assert_eq!((&results[0]["result"], &results[0]["parent_id"]), (&json!("1"), &json!(barcode)));
    }
    let child = children[0].as_str().unwrap();
    for (quantity, code) in [(json!("21"), 602), (json!("0"), 602), (json!("-1"), 602), (json!("1.5"), 202), (json!(null), 602)] {
        let refusal = state.refused("inventory_split", json!({"data": {"barcodeid": child, "remove_quantity": quantity}})).await;
        assert_eq!(refusal.0, code, "{quantity}: {}", refusal.1);
    }
    assert_eq!(
        state.refused("inventory_split", json!({"data": {"barcodeid": child, "remove_quantity": 21}})).await.1,
        format!("Barcode {child} does not have sufficient remaining quantity.")
    );
}

#[actix_web::test]
async fn an_adjustment_is_absolute_or_takes_off_and_leaves_a_row() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let adjust = |line: Value| json!({"data": [line], "reason": "cycle count #f-7", "type": 1});
    state.accepted("inventory_adjust", adjust(json!({"barcodeid": barcode, "quantity": "58"}))).await;
    let row = state.row("inventory_adjust", "inventoryid", &barcode).await;
    assert_eq!((&row["previous_quantity"], &row["new_quantity"]), (&json!("60"), &json!("58")));
    assert_eq!((&row["reason"], &row["atype"], &row["location"]), (&json!("cycle count #f-7"), &json!(1), &json!(SHOP)));
    let both = json!({"barcodeid": barcode, "quantity": "58", "remove_quantity": 8});
    state.accepted("inventory_adjust", adjust(both)).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "50");
    for line in [
        json!({"quantity": "1.5"}),
        json!({"quantity": -1}),
        json!({"remove_quantity": 51}),
        json!({}),
        json!({"quantity": 1, "type": 9}),
    ] {
        let mut line = line;
        line["barcodeid"] = json!(barcode);
        state.refused("inventory_adjust", adjust(line)).await;
    }
    state.refused("inventory_adjust", json!({"data": [{"barcodeid": barcode, "quantity": 1, "type": 1}]})).await;
}

#[actix_web::test]
async fn a_third_decimal_is_rounded_away_in_silence() {
    let state = State::start().await;
    let bud = json!({"name": "Bulk", "inventorytype": 6, "quantity": "100.456", "result": 1});
    let barcode = state.stocked(json!([bud])).await.remove(0);
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "100.46");
    let split = json!({"data": [{"barcodeid": barcode, "remove_quantity": 0.335}]});
    let child = state.accepted("inventory_split", split).await["barcode_id"][0].clone();
    assert_eq!(state.item(child.as_str().unwrap()).await["remaining_quantity"], "0.34");
}

#[actix_web::test]
async fn goods_on_their_way_can_be_looked_at_and_nothing_else() {
    let state = State::start().await;
    let (_, barcodes) = state.shipped(json!([flower(1)])).await;
    let seen = state.accepted("inventory_check", json!({"barcodeid": barcodes})).await["data"].clone();
    assert_eq!(
        (&seen[0]["invtype"], &seen[0]["quantity"], &seen[0]["med_usableweight"]),
        (&json!(28), &json!("60"), &json!("0.125"))
    );
    let split = json!({"data": [{"barcodeid": barcodes[0], "remove_quantity": 1}]});
    let left = format!("You do not currently have possession of identifier {}.", barcodes[0]);
    assert_eq!(state.refused("inventory_split", split).await.1, left, "they have left the sender");
}

#[actix_web::test]
async fn rooms_are_added_changed_and_removed_when_empty() {
    let state = State::start().await;
    let room = |id: Value| json!({"id": id, "name": "Annex", "location": SHOP});
    assert_eq!(state.refused("inventory_room_add", room(json!(null))).await, (603, "Please provide a room id.".into()));
    state.refused("inventory_room_add", room(json!(1))).await;
    state.refused("inventory_room_modify", room(json!(9))).await;
    state.accepted("inventory_room_add", room(json!(9))).await;
    let barcode = state.flower().await;
    state.accepted("inventory_move", json!({"data": {"barcodeid": barcode, "room": 9}})).await;
    state.refused("inventory_room_remove", json!({"id": 9})).await;
    state.accepted("inventory_move", json!({"data": {"barcodeid": barcode, "room": 2}})).await;
    state.accepted("inventory_room_remove", json!({"id": 9, "location": SHOP})).await;
    assert_eq!(state.row("inventory_room", "name", "Annex").await["deleted"], 1);
    state.refused("inventory_room_remove", json!({"id": 9, "location": SHOP})).await;
}

#[actix_web::test]
async fn drivers_and_vehicles_are_kept_in_their_registers() {
    let state = State::start().await;
    let driver = json!({"employee_id": "E7", "employee_name": "Pat One", "birth_month": "02", "birth_day": "01", "birth_year": 1980,
        "hire_month": "12", "hire_day": "23", "hire_year": "2020"});
    state.accepted("employee_add", driver.clone()).await;
    state.refused("employee_add", driver.clone()).await;
    let row = state.row("employee", "employee_id", "E7").await;
    assert_eq!((&row["birthmonth"], &row["birthday"], &row["birthyear"]), (&json!("02"), &json!("01"), &json!("1980")));
    state.accepted("employee_remove", json!({"employee_id": "E7"})).await;
    assert_eq!(state.refused("employee_modify", driver).await, (600, "The employee could not be found.".into()));
    assert_eq!(state.row("employee", "employee_id", "E7").await["deleted"], 1);
    let vehicle = json!({"vehicle_id": 2, "color": "white", "make": "Ford", "model": "Transit", "year": "2019", "plate": "ABC123", "vin": "1F"});
    state.refused("vehicle_modify", vehicle.clone()).await;
    state.accepted("vehicle_add", vehicle.clone()).await;
    state.accepted("vehicle_modify", vehicle.clone()).await;
    state.refused("vehicle_add", vehicle).await;
    assert_eq!(state.row("vehicle", "plate", "ABC123").await["vehicle_id"], 2);
    state.refused("vehicle_add", json!({"vehicle_id": 3, "color": "white"})).await;
}
