//! Whether clients that were not written for us find what they expect: one walk through everything a dispensary and its supplier do,
//! in the `generic` profile, in the habits of three independent clients of live state systems (biotrack-api §1–3, Appendix A).

use super::walker::{Client, Habit, Who, text};
use serde_json::{Value, json};

#[actix_web::test]
async fn a_client_with_sessions_text_numbers_and_nonces_finds_what_it_expects() {
    walk(Habit::Sessions).await;
}

#[actix_web::test]
async fn a_client_with_credentials_on_every_call_finds_what_it_expects() {
    walk(Habit::Credentials).await;
}

#[actix_web::test]
async fn a_client_with_scalars_and_no_units_finds_what_it_expects() {
    walk(Habit::Scalars).await;
}

async fn walk(habit: Habit) {
    let client = Client::open(habit).await;
    registers(&client).await;
    let eighths = production(&client).await;
    let (manifest, part) = shipping(&client, &eighths).await;
    receiving(&client, &manifest, &part).await;
    let sale = selling(&client, &part).await;
    destroying(&client, &part).await;
    replays(&client, &sale).await;
    client.copies_agree(Who::Grower).await;
    client.copies_agree(Who::Shop).await;
}

/// Rooms, drivers, vehicles, and a first look at every table.
async fn registers(client: &Client) {
    let room = json!({"id": 7, "name": "Vault", "location": "990030", "quarantine": 0});
    let added = client.accepted(Who::Shop, "inventory_room_add", room.clone()).await;
    assert!(client.transaction(&added) > 0 && added["sessiontime"].is_i64(), "{added}");
    client
        .accepted(Who::Shop, "inventory_room_modify", json!({"id": 7, "name": "Vault A", "location": "990030", "quarantine": 0}))
        .await;
    client.accepted(Who::Shop, "inventory_room_add", json!({"id": 8, "name": "Annex", "location": "990030"})).await;
    client.accepted(Who::Shop, "inventory_room_remove", json!({"id": 8, "location": "990030"})).await;
    client.accepted(Who::Grower, "inventory_room_add", json!({"id": 1, "name": "Packing", "location": "990001"})).await;
    let rooms = client.table(Who::Shop, "inventory_room").await;
    let of = |name: &str| rooms.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no room {name}")).clone();
    assert_eq!((&of("Vault A")["roomid"], &of("Vault A")["deleted"], &of("Annex")["deleted"]), (&json!(7), &json!(0), &json!(1)));
    assert_eq!(
        client.no(Who::Shop, "inventory_room_add", json!({"name": "x", "location": "990030"})).await,
        (603, "Please provide a room id.".into())
    );

    let driver = json!({"employee_id": "E7", "employee_name": "Pat One", "birth_month": "02", "birth_day": "01", "birth_year": "1980",
        "hire_month": "12", "hire_day": "23", "hire_year": "2020"});
    client.accepted(Who::Grower, "employee_add", driver.clone()).await;
    client.accepted(Who::Grower, "employee_modify", driver).await;
    let gone = client.no(Who::Grower, "employee_remove", json!({"employee_id": "E99"})).await;
    assert_eq!(gone, (600, "The employee could not be found.".into()));
    let van = json!({"vehicle_id": 2, "color": "white", "make": "Ford", "model": "Transit", "year": "2019", "plate": "ABC123",
        "vin": "1FTBW2CM5NKA00016", "nickname": "Van 2"});
    client.accepted(Who::Grower, "vehicle_add", van).await;
    assert_eq!(client.table(Who::Grower, "employee").await[0]["birthmonth"], "02");
    assert_eq!(client.table(Who::Grower, "vehicle").await[0]["plate"], "ABC123");
    client.next_answer_leaks("sync_vendor").await;
    for table in ["vendor", "qa_lab", "third_party_transporter"] {
        assert!(!client.table(Who::Shop, table).await.is_empty(), "{table} is the whole state's");
    }
    for table in TABLES {
        client.table(Who::Shop, table).await;
    }
}

/// The tables of any licence, those of plants among them, in the order in which the best known client asks for them.
pub const TABLES: [&str; 18] = [
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
];

/// From flower to tested packages: a lot, a sample and its result, a conversion. The packages.
async fn production(client: &Client) -> String {
    let flower = client.item(Who::Grower, |row| row["inventorytype"] == 6).await;
    let split = json!({"data": [{"barcodeid": flower["id"], "remove_quantity": "500.00", "remove_quantity_uom": "g"}], "location": "990001"});
    let halves = client.accepted(Who::Grower, "inventory_split", split).await["barcode_id"].clone();
    let half = text(&halves[0]);
    assert!(half.len() == 16 && half.bytes().all(|byte| byte.is_ascii_digit()), "{half}");
    let child = client.item(Who::Grower, |row| row["id"] == half.as_str()).await;
    assert_eq!((&child["strain"], &child["inventoryparentid"]), (&flower["strain"], &json!([flower["id"]])));

    let lot = json!({"lot_type": 13, "data": [{"barcodeid": half, "remove_quantity": "500.00", "remove_quantity_uom": "g"}]});
    let lot = client.accepted(Who::Grower, "inventory_create_lot", lot).await;
    assert_eq!(lot["barcode_type"].to_string().trim_matches('"'), "13");
    let lot = text(&lot["barcode_id"]);

    let sample = json!({"barcodeid": lot, "lab_id": "990050", "quantity": "4.00", "quantity_uom": "g", "use": 1});
    let sample = text(&client.accepted(Who::Grower, "inventory_qa_sample", sample).await["sample_id"]);
    let early = client.no(Who::Grower, "inventory_qa_check", json!({"sample_id": sample})).await;
    assert_eq!(early, (602, "Test results have not yet been filed.".into()));
    let results = json!({"sample_id": sample, "test": client.certificate()});
    let others = client.no(Who::Grower, "inventory_qa_sample_results", results.clone()).await;
    assert_eq!(others, (200, "Only QA Labs may enter results.".into()));
    client.accepted(Who::Lab, "inventory_qa_sample_results", results).await;
    let checked = client.accepted(Who::Grower, "inventory_qa_check", json!({"sample_id": sample})).await;
    assert_eq!(checked["result"].to_string().trim_matches('"'), "1", "{checked}");
    let all = client.accepted(Who::Grower, "inventory_qa_check_all", json!({"barcodeid": [lot]})).await;
    assert_eq!((&all["data"][0]["sample_id"], &all["data"][0]["lab_license"]), (&json!(sample), &json!("990050")));

    let convert = json!({"data": [{"barcodeid": lot, "remove_quantity": "350.00", "remove_quantity_uom": "g"}], "derivative_type": 28,
        "derivative_quantity": "100", "derivative_quantity_uom": "each", "derivative_usable": "3.5", "derivative_usable_uom": "g",
        "derivative_product": "Blueberry 3.5 g", "waste": "0", "no_modification": 1});
    let made = client.accepted(Who::Grower, "inventory_convert", convert).await["derivatives"].clone();
    assert_eq!(made[0]["barcode_type"].to_string().trim_matches('"'), "28", "{made}");
    let refused = json!({"data": [{"barcodeid": text(&made[0]["barcode_id"]), "remove_quantity": "1"}], "derivative_type": 22,
        "derivative_quantity": "1", "derivative_product": "Brownie"});
    let words = "You cannot convert from Usable Marijuana into Solid Marijuana Infused Edible.";
    assert_eq!(client.no(Who::Grower, "inventory_convert", refused).await, (202, words.into()));
    text(&made[0]["barcode_id"])
}

/// A move, a corrected count, and a manifest with part of the packages; it is transferred at a price. The manifest and the part.
async fn shipping(client: &Client, eighths: &str) -> (String, String) {
    client.accepted(Who::Grower, "inventory_move", json!({"data": [{"barcodeid": eighths, "room": 1}]})).await;
    let count =
        json!({"data": [{"barcodeid": eighths, "quantity": "98", "quantity_uom": "each", "type": 1, "reason": "cycle count"}]});
    client.accepted(Who::Grower, "inventory_adjust", count).await;
    let adjusted = client.table(Who::Grower, "inventory_adjust").await.pop().unwrap();
    assert_eq!((&adjusted["atype"], &adjusted["reason"]), (&json!(1), &json!("cycle count")));
    assert_eq!((client.number(&adjusted["previous_quantity"]), client.number(&adjusted["new_quantity"])), (10_000, 9_800));
    let foreign = json!({"data": [{"barcodeid": eighths, "quantity": "1", "type": 1, "reason": "not mine"}]});
    let words = format!("You do not currently have possession of identifier {eighths}.");
    assert_eq!(client.no(Who::Shop, "inventory_adjust", foreign).await, (602, words));

    let part = json!({"data": [{"barcodeid": eighths, "remove_quantity": "20"}]});
    let part = text(&client.accepted(Who::Grower, "inventory_split", part).await["barcode_id"][0]);
    let nothing = client.no(Who::Shop, "inventory_manifest_lookup", json!({"location": "990030"})).await;
    assert_eq!(nothing, (602, "No inbound transfers or pending manifests found.".into()));
    let now = client.now();
    let stop = json!({"approximate_departure": now + 90_000, "approximate_arrival": now + 93_600, "approximate_route": "I-10 E to exit 199",
        "vendor_license": "990030", "stop_number": 1, "barcodeid": [part]});
    let manifest = json!({"location": "990001", "employee_id": "E7", "vehicle_id": 2, "stop_overview": [stop]});
    let filed = client.accepted(Who::Grower, "inventory_manifest", manifest.clone()).await;
    let id = text(&filed["barcode_id"]);
    assert_eq!(id.len(), 16);
    let twice = client.no(Who::Grower, "inventory_manifest", manifest).await;
    let words = "has already been scheduled for transfer in a previous manifest that has not been completed yet.";
    assert_eq!(twice, (602, format!("Barcode {part} {words}")));
    let waiting = client.no(Who::Shop, "inventory_manifest_lookup", json!({"location": "990030"})).await;
    assert!(waiting.1.starts_with("No inbound transfers found. However, there was 1 pending manifest"), "{waiting:?}");

    let unpriced = json!({"manifest_id": id, "data": [{"barcodeid": part}]});
    let words = format!("You did not provide a sale price for the inventory item {part}.");
    assert_eq!(client.no(Who::Grower, "inventory_transfer_outbound", unpriced).await, (602, words));
    let priced = json!({"manifest_id": id, "data": [{"barcodeid": part, "price": "100.00"}]});
    client.accepted(Who::Grower, "inventory_transfer_outbound", priced.clone()).await;
    let again = client.no(Who::Grower, "inventory_transfer_outbound", priced).await;
    assert_eq!(again, (602, "The manifest you specified has already been fulfilled.".into()));
    let sent = client.table(Who::Grower, "inventory_transfer").await.pop().unwrap();
    assert_eq!(
        (&sent["inventoryid"], &sent["manifestid"], &sent["outbound_license"]),
        (&json!(part), &json!(id), &json!("990030"))
    );
    (id, part)
}

async fn receiving(client: &Client, manifest: &str, part: &str) {
    let found = client.accepted(Who::Shop, "inventory_manifest_lookup", json!({"location": "990030"})).await["data"].clone();
    assert_eq!((&found[0]["manifest_id"], &found[0]["license_number"]), (&json!(manifest), &json!("990001")));
    let lookup = json!({"location": "990030", "manifest_id": manifest});
    let items = client.accepted(Who::Shop, "inventory_transfer_lookup", lookup.clone()).await["data"].clone();
    assert_eq!((&items[0]["barcode_id"], client.number(&items[0]["quantity"])), (&json!(part), 2_000));
    let check = client.accepted(Who::Shop, "inventory_check", json!({"barcodeid": [part]})).await["data"].clone();
    assert_eq!((&check[0]["invtype"], &check[0]["product"]), (&json!(28), &json!("Blueberry 3.5 g")));
    let sender = json!({"location": "990001", "data": [{"barcodeid": part, "quantity": "20", "uom": "each"}]});
    let words = "You provided an invalid location license number.";
    assert_eq!(client.no(Who::Shop, "inventory_transfer_inbound", sender).await, (63, words.into()));
    let receive = json!({"location": "990030", "data": [{"barcodeid": part, "quantity": "20", "uom": "each"}]});
    client.accepted(Who::Shop, "inventory_transfer_inbound", receive.clone()).await;
    let words = "The barcode identifier could not be found under the specified license number or has already been received.";
    assert_eq!(client.no(Who::Shop, "inventory_transfer_inbound", receive).await, (602, words.into()));
    let nothing = client.no(Who::Shop, "inventory_transfer_lookup", lookup).await;
    assert_eq!(nothing, (602, "No outstanding inbound inventory items were found.".into()));
    let row = client.table(Who::Shop, "inventory_transfer_inbound").await.pop().unwrap();
    assert_eq!((&row["inventoryid"], &row["outbound_license"]), (&json!(part), &json!("990001")));
    assert_eq!((client.number(&row["quantity"]), client.number(&row["price"])), (2_000, 10_000));
    client.accepted(Who::Shop, "inventory_move", json!({"data": [{"barcodeid": part, "room": 7}]})).await;
    assert_eq!(client.item(Who::Shop, |row| row["id"] == part).await["currentroom"], 7);
}

/// A sale that is refunded in part, and one that is voided. The first one's transaction.
async fn selling(client: &Client, part: &str) -> Value {
    let sell =
        json!({"terminal_id": "1", "sale_time": client.now(), "data": [{"barcodeid": part, "quantity": 2, "price": "70.00"}]});
    let sold = client.accepted(Who::Shop, "sale_dispense", sell.clone()).await;
    let sale = client.transaction(&sold);
    assert_eq!(client.left(Who::Shop, part).await, 1_800);
    let row = client.table(Who::Shop, "sale").await.pop().unwrap();
    assert_eq!((&row["inventoryid"], &row["terminal_id"], &row["refunded"]), (&json!(part), &json!("1"), &json!(0)));
    assert_eq!((client.number(&row["price"]), client.number(&row["quantity"])), (7_000, 200));
    let fix = json!({"transactionid": sale, "barcodeid": part, "price": "65.00", "item_number": 0});
    client.accepted(Who::Shop, "sale_modify", fix).await;
    let back = json!({"transactionid": sale, "data": [{"barcodeid": part, "quantity": 1, "price": "-32.50"}]});
    client.accepted(Who::Shop, "sale_refund", back).await;
    assert_eq!(client.left(Who::Shop, part).await, 1_900, "in the generic profile it lies under its old identifier again");

    let mistake = client.transaction(&client.accepted(Who::Shop, "sale_dispense", sell).await);
    client.accepted(Who::Shop, "sale_void", json!({"transactionid": mistake})).await;
    assert_eq!(client.left(Who::Shop, part).await, 1_900);
    let words = "The transaction you specified could not be found or has already been voided.";
    assert_eq!(client.no(Who::Shop, "sale_void", json!({"transactionid": mistake})).await, (602, words.into()));
    let rows = client.table(Who::Shop, "sale").await;
    let voided: Vec<&Value> = rows.iter().filter(|row| row["deleted"] == 1).collect();
    assert_eq!(voided.len(), 1, "one row is deleted, as an integer");
    assert!(client.number(&voided[0]["transactionid"]) > client.number(&voided[0]["transactionid_original"]));
    sold
}

/// Scheduled, undone, scheduled again, waited for, destroyed.
async fn destroying(client: &Client, part: &str) {
    let some = json!({"data": [{"barcodeid": part, "remove_quantity": "3"}]});
    let waste = text(&client.accepted(Who::Shop, "inventory_split", some).await["barcode_id"][0]);
    let schedule = json!({"barcodeid": [waste], "reason_extended": 6, "reason": "mould"});
    client.accepted(Who::Shop, "inventory_destroy_schedule", schedule.clone()).await;
    let row = client.item(Who::Shop, |row| row["id"] == waste.as_str()).await;
    assert_eq!(row["inventorystatus"], 1);
    assert!((client.number(&row["inventorystatustime"]) / 100 - client.now() - 72 * 3600).abs() < 60, "three days from now");
    client.accepted(Who::Shop, "inventory_destroy_schedule_undo", json!({"barcodeid": [waste]})).await;
    client.accepted(Who::Shop, "inventory_destroy_schedule", schedule).await;
    assert_eq!(client.no(Who::Shop, "inventory_destroy", json!({"barcodeid": [waste]})).await.0, 602);
    client.hours_pass(73).await;
    client.accepted(Who::Shop, "inventory_destroy", json!({"barcodeid": [waste]})).await;
    let active = client.rows(Who::Shop, "inventory", json!({"active": 1})).await;
    assert!(!active.iter().any(|row| row["id"] == waste.as_str()), "what is destroyed is not active");
}

/// The answer to a nonce, verbatim; and one that nobody used.
async fn replays(client: &Client, sale: &Value) {
    let (nonce, room) = (client.nonce(), json!({"id": 9, "name": "Lab", "location": "990030"}));
    let mut told = room.clone();
    told["nonce"] = json!(nonce);
    let first = client.accepted(Who::Shop, "inventory_room_add", told).await;
    assert_eq!(client.accepted(Who::Shop, "nonce_replay", json!({"nonce": nonce})).await, first);
    assert_eq!(client.no(Who::Shop, "nonce_replay", json!({"nonce": client.nonce()})).await.0, 602);
    let window = json!({"transaction_start": sale["transactionid"], "transaction_end": sale["transactionid"]});
    assert!(client.rows(Who::Shop, "sale", window).await.is_empty(), "the row was touched since: it is in a later window");
}
