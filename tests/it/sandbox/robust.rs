//! Bad input: whatever comes over the wire is answered, a refusal changes nothing, and others are served meanwhile.

use super::caller::{SHOP, State, text};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// These machines are shared and slow at times: the bound tells being held up from being busy, and measures nothing.
const NOT_FOR_EVER: Duration = Duration::from_secs(60);

/// Fields that any action reads.
const FIELDS: &str = "\
    barcodeid barcode_id data id name location room quantity remove_quantity quantity_uom reason remove_quantity_uom type \
    reason_extended transactionid transaction_start transaction_end active sum table download price item_number card_id \
    card_key caregiver_card_id terminal_id sale_time devices order_id route fulfilment hold_id restock manifest_id \
    stop_number stop_overview vendor_license employee_id employee_id_2 employee_name employee_dob birth_month birth_day \
    birth_year hire_month hire_day hire_year vehicle_id color make model plate vin year nickname vehicle_color \
    vehicle_make vehicle_model vehicle_plate vehicle_vin vehicle_year third_party_license arrived_at \
    approximate_departure approximate_arrival approximate_route lab_id lab_license sample_id sample_type use new_username \
    new_password new_admin new_permissions month gross_sales excise_tax verify email nonce inventorytype invtype strain \
    productname source_id source_label lot_type derivative_type derivative_quantity derivative_usable derivative_product \
    waste count method note invoice_number quarantine usable usable_uom item_count is_refund actor test license_number \
    override";

/// Values of a kind that no field has.
fn wrong_kinds() -> Vec<Value> {
    vec![
        json!(null),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!([null]),
        json!({"a": {"b": [1, {"c": null}]}}),
        json!([{"a": [1]}]),
    ]
}

/// Values that some field may bear and most do not; as JSON text, because not all of them fit a number of ours.
fn odd_values() -> Vec<String> {
    let texts = ["-1", "0", "1e999", "9999999999999999999", "a\u{0}b", "\u{661}\u{1f33f}\u{202e}", "'; DROP TABLE rows; --", " "];
    let numbers = ["-0.004", "1e300", "123456789012345678901234567890", "true", "9223372036854775807"];
    let long = json!("9".repeat(2_000)).to_string();
    texts.iter().map(|text| json!(text).to_string()).chain(numbers.map(str::to_owned)).chain([long]).collect()
}

impl State {
    /// A call of which every field has that value, and every field of a line of its data.
    fn filled(&self, action: &str, value: &str) -> [String; 2] {
        let fields: Vec<String> = FIELDS.split_whitespace().map(|name| format!("{}:{value}", json!(name))).collect();
        let line = format!("{{{}}}", fields.join(","));
        let open = self.call(action, json!({}));
        let open = open.trim_end_matches('}');
        [
            format!("{open},{}}}", fields.join(",")),
            format!("{open},\"data\":[{line}],\"stop_overview\":[{line}],\"devices\":{line}}}"),
        ]
    }

    async fn last_transaction(&self) -> i64 {
        let vehicle = json!({"vehicle_id": 900, "color": "x", "make": "x", "model": "x", "plate": "x", "vin": "x", "year": "x"});
        let answer = self.accepted("vehicle_add", vehicle).await["transactionid"].as_i64().unwrap();
        self.accepted("vehicle_remove", json!({"vehicle_id": 900})).await;
        answer + 1
    }
}

#[actix_web::test]
async fn every_action_survives_what_it_cannot_read() {
    let state = State::start().await;
    let about: Value = state.http.get(state.url("/control")).send().await.unwrap().json().await.unwrap();
    let crowd = format!("[{}0]", "0,".repeat(100_000));
    let (first, mut accepted) = (state.last_transaction().await, 0);
    for action in about["actions"].as_array().unwrap() {
        let (name, writes) = (text(&action["name"]), action["does"] == "write");
        let before = state.books().await;
        let mut bodies: Vec<String> = wrong_kinds().iter().flat_map(|value| state.filled(&name, &value.to_string())).collect();
        bodies.push(state.call(&name, json!({})));
        bodies.push(state.call(&name, json!({"data": "all", "barcodeid": [{}, []], "new_permissions": "all"})));
        for body in bodies {
            let answer = state.post(body.clone()).await;
            assert!(!writes || answer["success"] == 0, "{name}: {answer} to {body}");
        }
        let crowded = state.call(&name, json!({"data": "@", "barcodeid": "@"})).replace("\"@\"", &crowd);
        assert_eq!(state.post(crowded).await["success"], 0);
        assert_eq!(state.books().await, before, "{name} was refused and changed the books");
        for body in odd_values().iter().flat_map(|value| state.filled(&name, value)) {
            let answer = state.post(body).await;
            accepted += i64::from(writes && answer["success"] == 1);
        }
    }
    assert_eq!(state.last_transaction().await, first + accepted + 2, "what was refused made no transaction");
}

#[actix_web::test]
async fn bytes_of_any_kind_are_answered() {
    let state = State::start().await;
    let before = state.books().await;
    let call = state.call("inventory_move", json!({"data": [{"barcodeid": "0000000000000000", "room": 2}], "nonce": "fuzz"}));
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..600 {
        let mut bytes = call.clone().into_bytes();
        for _ in 0..3 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (place, what) = (usize::try_from(random >> 33).unwrap() % bytes.len(), random >> 24);
            match what % 3 {
                0 => bytes[place] = what.to_le_bytes()[1],
                1 => bytes.truncate(place.max(1)),
                _ => bytes.insert(place, what.to_le_bytes()[2]),
            }
        }
        assert_eq!(state.post(bytes).await["success"], 0);
    }
    let deep = |open: &str, close: &str| {
        let nested = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        state.call("inventory_adjust", json!({"data": "@"})).replace("\"@\"", &nested)
    };
    let twice = call.replacen("\"nonce\"", "\"action\":\"sync_vehicle\",\"nonce\"", 1);
    let raw = ["\u{0}".repeat(1000), "[".repeat(1_000_000), "{\"API\":".repeat(50_000), deep("[", "]"), deep("{\"data\":", "}")];
    for body in raw {
        assert_eq!(state.post(body).await["success"], 0);
    }
    assert!(state.post(twice).await["success"].is_i64(), "a name that is given twice");
    for number in ["NaN", "1e999", "-1e999", "01", "0x1", "+1", "1.", "Infinity"] {
        let body =
            state.call("inventory_room_add", json!({"id": "@", "location": SHOP, "name": "Annex"})).replace("\"@\"", number);
        assert_eq!(state.post(body).await["success"], 0, "{number}");
    }
    assert_eq!(state.books().await, before);
}

#[actix_web::test]
async fn what_is_too_large_or_too_full_is_refused_and_repeated_in_part_only() {
    let state = State::start().await;
    let before = state.books().await;
    let room = json!({"id": 9, "location": SHOP, "name": "x".repeat(30 * 1024 * 1024)});
    assert_eq!(state.ask("inventory_room_add", room).await["error"], "The request is too large to be read.");
    let empties = format!("[{}0]", "{},".repeat(3_000_000));
    for field in ["data", "barcodeid", "ignored"] {
        let body = state.call("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex", field: "@"}));
        assert_eq!(state.post(body.replace("\"@\"", &empties)).await["error"], "The request has too many values to be read.");
    }
    let long = "y".repeat(9_000_000);
    for (action, body) in [(long.as_str(), json!({})), ("inventory_move", json!({"data": {"barcodeid": long, "room": 2}}))] {
        let answer = state.ask(action, body).await;
        assert!(answer["success"] == 0 && answer["error"].as_str().unwrap().len() <= 1000);
    }
    assert_eq!(state.books().await, before);
    let kept = state.http.get(state.url("/control/calls")).send().await.unwrap().text().await.unwrap();
    assert!(kept.len() < 1_000_000, "what was told is kept in bounds: {}", kept.len());
}

#[actix_web::test]
async fn texts_with_a_null_in_them_stay_what_they_are() {
    let state = State::start().await;
    let room = |id: i64, nonce: &str| json!({"id": id, "location": SHOP, "name": nonce, "nonce": nonce});
    let plain = state.accepted("inventory_room_add", room(9, "a")).await;
    let odd = state.accepted("inventory_room_add", room(10, "a\u{0}b")).await;
    assert_eq!(state.accepted("nonce_replay", json!({"nonce": "a"})).await, plain);
    assert_eq!(state.accepted("nonce_replay", json!({"nonce": "a\u{0}b"})).await, odd);
    assert_eq!(state.row("inventory_room", "name", "a\u{0}b").await["roomid"], 10);
    assert_eq!(state.refused("sync_vehicle\u{0}", json!({})).await.0, 62);
}

#[actix_web::test]
async fn others_are_served_while_someone_sends_what_is_large_slow_or_cut_off() {
    let state = State::start().await;
    let before = state.books().await;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut line = TcpStream::connect(state.running.address).await.unwrap();
        line.write_all(b"POST /serverjson.asp HTTP/1.1\r\nhost: state\r\ncontent-length: 5000\r\n\r\n{\"API\":\"4.0\",")
            .await
            .unwrap();
        slow.push(line);
    }
    let rooms = json!({"id": 9, "location": "nowhere", "name": "x".repeat(9_000_000), "data": vec![json!(0); 15_000]});
    let large: Vec<_> = (0..6)
        .map(|_| {
            let sent = state.http.post(state.url("/serverjson.asp")).body(state.call("inventory_room_add", rooms.clone()));
            tokio::spawn(async move { sent.send().await.unwrap().json::<Value>().await.unwrap() })
        })
        .collect();
    let mut slowest = Duration::ZERO;
    for _ in 0..30 {
        let asked = Instant::now();
        state.accepted("sync_vehicle", json!({})).await;
        slowest = slowest.max(asked.elapsed());
    }
    assert!(slowest < NOT_FOR_EVER, "someone waited {slowest:?}");
    for answer in large {
        assert_eq!(answer.await.unwrap()["errorcode"], 63);
    }
    drop(slow);
    let mut cut = TcpStream::connect(state.running.address).await.unwrap();
    let call = state.call("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex"}));
    let head = format!("POST /serverjson.asp HTTP/1.1\r\nhost: state\r\ncontent-length: {}\r\n\r\n", call.len() + 1);
    cut.write_all(format!("{head}{call}").as_bytes()).await.unwrap();
    cut.shutdown().await.unwrap();
    drop(cut);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(state.books().await, before, "a request that did not arrive whole is not done");
    let fields: Map<String, Value> = serde_json::from_str(&call).unwrap();
    assert_eq!(fields["id"], 9);
    state.accepted("inventory_room_add", Value::Object(fields)).await;
}

#[actix_web::test]
async fn a_call_that_asks_for_the_same_thousands_of_times_holds_up_nobody() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let adjustment = json!({"barcodeid": barcode, "quantity": 60, "type": 4, "reason": "again"});
    let calls = [
        ("sync_check", json!({"data": vec![json!({"table": "inventory"}); 9_000], "download": 1})),
        ("inventory_check", json!({"barcodeid": vec![barcode.clone(); 19_000]})),
        ("inventory_qa_check_all", json!({"barcodeid": vec![barcode.clone(); 19_000]})),
        ("inventory_adjust", json!({"data": vec![adjustment; 3_500]})),
        ("inventory_move", json!({"data": vec![json!({"barcodeid": barcode, "room": 3}); 6_000]})),
        ("inventory_split", json!({"data": vec![json!({"barcodeid": barcode, "remove_quantity": 1}); 6_000]})),
    ];
    let large: Vec<_> = calls
        .map(|(action, body)| {
            let sent = state.http.post(state.url("/serverjson.asp")).body(state.call(action, body));
            tokio::spawn(async move { sent.send().await.unwrap().json::<Value>().await.unwrap() })
        })
        .into();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for id in 900..903 {
        let asked = Instant::now();
        state.accepted("inventory_room_add", json!({"id": id, "location": SHOP, "name": "Annex"})).await;
        state.accepted("sync_vehicle", json!({})).await;
        assert!(asked.elapsed() < NOT_FOR_EVER, "someone waited {:?}", asked.elapsed());
    }
    for answer in large {
        assert!(answer.await.unwrap()["success"].is_i64());
    }
}
