//! The tables of the state, and the check whether a copy of them is whole.

use super::caller::{SHOP, State, flower, smoking_sale, text};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TABLES: [&str; 19] = [
    "vendor",
    "qa_lab",
    "third_party_transporter",
    "employee",
    "vehicle",
    "inventory_room",
    "plant_room",
    "inventory",
    "plant",
    "plant_derivative",
    "manifest",
    "inventory_transfer",
    "inventory_transfer_inbound",
    "inventory_sample",
    "inventory_qa_sample",
    "inventory_adjust",
    "sale",
    "tax_report",
    "id_preassign",
];

async fn rows(state: &State, table: &str, ask: Value) -> Vec<Value> {
    state.accepted(&format!("sync_{table}"), ask).await[table].as_array().unwrap().clone()
}

fn sum(rows: &[Value]) -> i64 {
    rows.iter().map(|row| row["transactionid"].as_i64().unwrap()).sum()
}

/// The transaction of a new room with that number.
async fn room(state: &State, id: i64) -> i64 {
    let answer = state.accepted("inventory_room_add", json!({"id": id, "name": "Annex", "location": SHOP})).await;
    answer["transactionid"].as_i64().unwrap()
}

#[actix_web::test]
async fn every_table_is_there_and_those_of_plants_are_empty() {
    for profile in [Profile::florida(), Profile::generic()] {
        let state = State::of(profile.clone()).await;
        for table in TABLES {
            rows(&state, table, json!({"download": 1})).await;
        }
        for table in ["plant_room", "plant", "plant_derivative"] {
            assert_eq!(rows(&state, table, json!({})).await, Vec::<Value>::new());
        }
        let invented = state.ask("sync_registry_hold", json!({})).await;
        assert_eq!(invented["success"], i64::from(profile.florida_additions));
    }
}

#[actix_web::test]
async fn both_bounds_of_a_window_belong_to_it() {
    let state = State::start().await;
    let made = [room(&state, 11).await, room(&state, 12).await, room(&state, 13).await, room(&state, 14).await];
    let window = async |start: i64, end: i64| {
        let ask = json!({"transaction_start": start.to_string(), "transaction_end": end});
        rows(&state, "inventory_room", ask).await.iter().map(|row| row["roomid"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(window(made[1], made[2]).await, [12, 13]);
    assert_eq!(window(made[1], made[1]).await, [12]);
    assert_eq!(window(made[2] + 1, made[3]).await, [14]);
    assert_eq!(window(made[3], made[0]).await, Vec::<i64>::new());
    assert_eq!(rows(&state, "inventory_room", json!({"transaction_end": made[0] - 1})).await.len(), 5);
    // A change moves a row out of its old window, and it keeps where it came from.
    state.accepted("inventory_room_modify", json!({"id": 12, "name": "Vault B", "location": SHOP})).await;
    assert_eq!(window(made[0], made[3]).await, [11, 13, 14]);
    let row = rows(&state, "inventory_room", json!({"transaction_start": made[3] + 1})).await.remove(0);
    assert_eq!(json!([row["roomid"], row["transactionid_original"], row["transactionid"]]), json!([12, made[1], made[3] + 1]));
    assert_eq!(state.refused("sync_inventory_room", json!({"transaction_start": "soon"})).await.0, 602);
}

#[actix_web::test]
async fn active_leaves_out_what_is_gone_or_empty_but_not_in_the_tables_of_the_whole_state() {
    let state = State::start().await;
    room(&state, 11).await;
    state.accepted("inventory_room_remove", json!({"id": 11, "location": SHOP})).await;
    let removed = |rows: Vec<Value>| rows.iter().filter(|row| row["deleted"] == 1).count();
    assert_eq!(removed(rows(&state, "inventory_room", json!({})).await), 1);
    assert_eq!(removed(rows(&state, "inventory_room", json!({"active": 1})).await), 0);
    let goods = state.stocked(json!([flower(1), flower(1)])).await;
    let all = json!({"data": [{"barcodeid": goods[0], "remove_quantity": 60, "type": 1, "reason": "count"}]});
    state.accepted("inventory_adjust", all).await;
    let empty = |rows: Vec<Value>| rows.iter().any(|row| row["id"] == goods[0].as_str());
    assert!(empty(rows(&state, "inventory", json!({"active": "0"})).await));
    let active = rows(&state, "inventory", json!({"active": "1"})).await;
    assert!(active.iter().any(|row| row["id"] == goods[1].as_str()));
    assert!(!empty(active));
    for table in ["vendor", "qa_lab", "third_party_transporter"] {
        assert_eq!(rows(&state, table, json!({})).await, rows(&state, table, json!({"active": 1})).await, "{table}");
    }
    assert!(rows(&state, "vendor", json!({})).await.iter().any(|row| row["location"] == "CMTL-2021-0007"), "other companies too");
}

/// The fields that every row, or nearly every row, has beside its own.
const COMMON: &str = "transactionid transactionid_original deleted sessiontime location";

const FIELDS: &[(&str, &str)] = &[
    ("vendor", "ubi location name locationtype address1 address2 city state zip producer processor retail medical"),
    ("employee", "employee_id employee_name birthday birthmonth birthyear hireday hiremonth hireyear"),
    ("vehicle", "vehicle_id nickname color make model plate vin year"),
    ("inventory_room", "roomid name quarantine"),
    (
        "inventory",
        "id inventorytype strain productname remaining_quantity usable_weight rec_usableweight med_usableweight net_package currentroom plantid \
         parentid inventoryparentid source_id is_sample is_medical seized wet in_process inventorystatus inventorystatustime",
    ),
    ("inventory_adjust", "inventoryid atype previous_quantity new_quantity reason"),
    ("inventory_qa_sample", "inventoryid parentid inventorytype strain lab_license quantity result sample_use"),
    ("inventory_transfer", "inventoryid inventorytype strain manifestid manifest_stop outbound_license price quantity"),
    (
        "inventory_transfer_inbound",
        "inventoryid inventorytype strain manifestid manifest_stop outbound_license price quantity is_refund refund_amount",
    ),
    (
        "manifest",
        "manifestid completion_date fulfilled stopcount total_item_count origination_license_number origination_name \
         origination_street origination_city origination_state origination_zip origination_phone transporter_id transporter_name \
         transporter_dob transporter_vehicle_details transporter_vehicle_identification",
    ),
    ("sale", "inventoryid inventorytype itemnumber quantity price terminal_id card_number is_medical refunded"),
    ("tax_report", "month year gross_sales excise_tax amount_due submit_time time_start time_end"),
];

const STOP: &str =
    "manifestid stopnumber license_number name street city state zip phone depart_time arrive_time travel_route item_count";
const STOP_ITEM: &str = "manifestid stopnumber inventoryid description quantity requiresweighing";

fn has_fields(name: &str, row: &Value, fields: &str) {
    let has: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    let own: BTreeSet<&str> = fields.split_whitespace().collect();
    let known: BTreeSet<&str> = own.iter().copied().chain(COMMON.split_whitespace()).collect();
    assert_eq!(own.difference(&has).collect::<Vec<_>>(), Vec::<&&str>::new(), "{name} lacks these");
    assert_eq!(has.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "{name} has these of its own");
    for field in ["transactionid", "transactionid_original", "deleted"] {
        assert!(row[field].is_i64(), "{name} {field}");
    }
}

#[actix_web::test]
async fn without_the_florida_additions_the_fields_are_the_documented_ones() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    let adjustment = json!({"data": [{"barcodeid": barcode, "quantity": 59, "type": 1, "reason": "count"}]});
    state.accepted("inventory_adjust", adjustment).await;
    state.accepted("sale_dispense", json!({"data": [{"barcodeid": barcode, "quantity": 1, "price": "35.00"}]})).await;
    let person = json!({"employee_id": "E7", "employee_name": "Pat One", "birth_month": "02", "birth_day": "01", "birth_year": "1980",
        "hire_month": "12", "hire_day": "23", "hire_year": "2020"});
    state.accepted("employee_add", person).await;
    let vehicle = json!({"vehicle_id": 7, "color": "white", "make": "Ford", "model": "Transit", "plate": "A1", "vin": "V1", "year": "2022"});
    state.accepted("vehicle_add", vehicle).await;
    state.accepted("tax_obligation_file", json!({"location": SHOP, "month": 1, "year": 2024, "verify": 0})).await;
    for (table, fields) in FIELDS {
        let rows = rows(&state, table, json!({})).await;
        has_fields(table, rows.last().unwrap_or_else(|| panic!("{table} is empty")), fields);
    }
    let manifests = state.accepted("sync_manifest", json!({})).await;
    has_fields("manifest_stop_data", &manifests["manifest_stop_data"][0], STOP);
    has_fields("manifest_stop_items", &manifests["manifest_stop_items"][0], STOP_ITEM);
}

#[actix_web::test]
async fn in_florida_the_rows_say_more() {
    let state = State::start().await;
    let barcode = state.flower().await;
    state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await;
    assert_eq!(state.item(&barcode).await["med_usableweight"], "0.125");
    let sale = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(json!([sale["order_id"], sale["route"]]), json!(["P1000001-smoking-smoking", "smoking"]));
    assert!(sale["sale_time"].is_i64());
}

#[actix_web::test]
async fn manifests_come_with_their_stops_and_items_whole_or_since() {
    let state = State::start().await;
    let whole = state.accepted("sync_manifest", json!({})).await;
    let since = state.accepted("sync_manifest", json!({"transaction_start": 0})).await;
    for part in ["manifest", "manifest_stop_data", "manifest_stop_items"] {
        assert!(!whole[part].as_array().unwrap().is_empty());
        assert_eq!(whole[part], since[part], "{part}");
    }
    let (manifest, barcodes) = state.shipped(json!([flower(1)])).await;
    let arrived = state.accepted("inventory_manifest_arrive", json!({"location": SHOP, "manifest_id": manifest})).await;
    let since = state.accepted("sync_manifest", json!({"transaction_start": arrived["transactionid"]})).await;
    assert_eq!((&since["manifest"], &since["manifest_stop_items"]), (&json!([]), &json!([])));
    assert_eq!(since["manifest_stop_data"][0]["manifestid"], manifest.as_str());
    let before = arrived["transactionid"].as_i64().unwrap() - 1;
    for ask in [json!({"transaction_start": before, "transaction_end": before}), json!({"transaction_end": before})] {
        let window = state.accepted("sync_manifest", ask).await;
        let stops = window["manifest_stop_data"].as_array().unwrap();
        assert!(stops.iter().all(|stop| stop["manifestid"] != manifest.as_str()), "it was touched since");
        let items = window["manifest_stop_items"].as_array().unwrap();
        assert_eq!(items.last().unwrap()["inventoryid"], barcodes[0].as_str());
    }
}

#[actix_web::test]
async fn a_check_compares_sums_and_brings_what_differs() {
    let state = State::start().await;
    state.gummies().await;
    let barcode = state.flower().await;
    state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await;
    let (sales, items) = (rows(&state, "sale", json!({})).await, rows(&state, "inventory", json!({})).await);
    let active = rows(&state, "inventory", json!({"active": 1})).await;
    let last = rows(&state, "inventory", json!({"transaction_start": sales[0]["transactionid"]})).await;
    assert!(last.len() < active.len() && sum(&active) > 0);
    let data = json!([
        {"table": "sale", "sum": sum(&sales).to_string()},
        {"table": "inventory", "sum": sum(&items) + 1},
        {"table": "inventory", "active": 1, "sum": sum(&active)},
        {"table": "inventory", "transaction_start": sales[0]["transactionid"], "sum": sum(&last)},
        {"table": "vehicle", "sum": 0},
        {"table": "manifest"},
    ]);
    let answer = state.accepted("sync_check", json!({"download": 0, "data": data})).await;
    let shown = |table: &str, matches: i64, sum: i64| json!({"table": table, "match": matches, "sum": sum.to_string()});
    let manifests = sum(&rows(&state, "manifest", json!({})).await);
    let expected = json!([
        shown("sale", 1, sum(&sales)),
        shown("inventory", 0, sum(&items)),
        shown("inventory", 1, sum(&active)),
        shown("inventory", 1, sum(&last)),
        shown("vehicle", 1, 0),
        shown("manifest", 0, manifests)
    ]);
    assert_eq!(answer["summary"], expected);
    assert!(answer.get("inventory").is_none() && answer.get("manifest").is_none());
    let answer = state.accepted("sync_check", json!({"download": 1, "data": data})).await;
    assert_eq!(answer["summary"], expected);
    assert_eq!(answer["inventory"].as_array().unwrap(), &items);
    for part in ["manifest", "manifest_stop_data", "manifest_stop_items"] {
        assert!(!answer[part].as_array().unwrap().is_empty(), "{part}");
    }
    assert!(answer.get("sale").is_none() && answer.get("vehicle").is_none());
    let one = state.accepted("sync_check", json!({"data": {"table": "sale", "sum": sum(&sales)}})).await;
    assert_eq!(one["summary"], json!([shown("sale", 1, sum(&sales))]));
}

#[actix_web::test]
async fn a_check_of_nothing_in_particular_is_one_of_everything() {
    let state = State::of(Profile::generic()).await;
    let answer = state.accepted("sync_check", json!({"download": "1"})).await;
    let named: Vec<String> = answer["summary"].as_array().unwrap().iter().map(|line| text(&line["table"])).collect();
    assert_eq!(named, TABLES);
    for line in answer["summary"].as_array().unwrap() {
        let name = text(&line["table"]);
        assert_eq!(line["sum"], sum(&rows(&state, &name, json!({})).await).to_string(), "{name}");
        assert!(answer[&name].is_array(), "{name} is brought along");
    }
    let unknown = state.refused("sync_check", json!({"data": [{"table": "sales"}]})).await;
    assert_eq!(unknown, (602, "There is no table sales.".into()));
    let text = "The current session does not possess access to the sync_registry_hold privilege.";
    assert_eq!(state.refused("sync_check", json!({"data": [{"table": "registry_hold"}]})).await, (62, text.into()));
    let plants = state.accepted("sync_check", json!({"data": [{"table": "plant", "sum": 0}]})).await;
    assert_eq!(plants["summary"], json!([{"table": "plant", "match": 1, "sum": "0"}]));
}

#[actix_web::test]
async fn a_check_of_everything_is_of_what_its_user_may_read() {
    let mut state = State::start().await;
    let user =
        json!({"new_username": "c@x", "new_password": "Str0ng!pw", "new_permissions": {"sync_check": 1, "sync_vehicle": 1}});
    state.accepted("user_add", user).await;
    state.session = text(&state.login("c@x", "Str0ng!pw", json!({})).await["sessionid"]);
    let answer = state.accepted("sync_check", json!({"download": 1})).await;
    assert_eq!(answer["summary"], json!([{"table": "vehicle", "match": 0, "sum": "0"}]));
    let text = "The current session does not possess access to the sync_sale privilege.";
    assert_eq!(state.refused("sync_check", json!({"data": {"table": "sale"}})).await, (62, text.into()));
}

#[actix_web::test]
async fn identifiers_are_handed_out_ahead() {
    let state = State::of(Profile::generic()).await;
    let answer = state.accepted("id_preassign", json!({"location": SHOP, "count": 3})).await;
    let mut given: Vec<String> = answer["barcode_id"].as_array().unwrap().iter().map(text).collect();
    let rows = rows(&state, "id_preassign", json!({"transaction_start": answer["transactionid"]})).await;
    let mut kept: Vec<String> = rows.iter().map(|row| text(&row["id"])).collect();
    given.sort();
    kept.sort();
    assert_eq!((given.len(), &given), (3, &kept));
    assert!(given.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_digit())));
    for count in [json!(0), json!(1001)] {
        let refusal = state.refused("id_preassign", json!({"location": SHOP, "count": count})).await;
        assert_eq!(refusal, (602, "Please specify a count from 1 to 1000.".into()));
    }
    assert_eq!(state.refused("id_preassign", json!({"location": "X", "count": 1})).await.0, 63);
}
