//! The envelope: who may speak, what cannot be read, what is kept by nonce.

use super::caller::{SHOP, State};
use lotbook::sandbox::profile::Profile;
use lotbook::sandbox::{Settings, start};
use serde_json::{Value, json};

#[actix_web::test]
async fn a_login_gives_a_session_of_128_hex_digits_and_a_wrong_one_no_code() {
    let state = State::start().await;
    assert_eq!(state.session.len(), 128);
    assert!(state.session.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
    let wrong = state.login("lotbook@demo.example", "x", json!({"license_number": 600000100})).await;
    assert_eq!(wrong, json!({"success": 0, "error": "Invalid username or password."}));
    let nobody = state.login("nobody", "demo-state-password", json!({"license_number": " 600000100 "})).await;
    assert_eq!(nobody, wrong);
    let right = state.login("lotbook@demo.example", "demo-state-password", json!({"license_number": " 600000100 "})).await;
    assert_eq!((&right["success"], &right["admin"]), (&json!(1), &json!(1)));
    assert!(right["time"].is_i64());
    let no_company = state.login("lotbook@demo.example", "demo-state-password", json!({"license_number": null})).await;
    assert_eq!(no_company, json!({"success": 0, "error": "Company identifier not provided."}));
}

#[actix_web::test]
async fn a_call_needs_a_session_or_credentials_of_its_own() {
    let mut state = State::start().await;
    let call = json!({"API": "4.0", "nosession": 1, "license_number": "600000100", "username": "lotbook@demo.example",
        "password": "demo-state-password", "action": "sync_vehicle"});
    assert_eq!(state.post(call.to_string()).await["success"], 1);
    state.session = "0".repeat(128);
    let (code, text) = state.refused("sync_vehicle", json!({})).await;
    assert_eq!((code, text.as_str()), (63, "Your session has expired."));
}

#[actix_web::test]
async fn an_unused_session_ends() {
    let state = State::start_in(tempfile::tempdir().unwrap(), 0).await;
    assert_eq!(state.refused("sync_vehicle", json!({})).await.0, 63);
}

#[actix_web::test]
async fn what_the_state_does_not_know_is_refused() {
    let state = State::start().await;
    let privilege = "The current session does not possess access to the inventory_eat privilege.";
    assert_eq!(state.refused("inventory_eat", json!({})).await, (62, privilege.into()));
    assert_eq!(state.refused("sync_vehicle", json!({"API": "3.0"})).await, (17, "Invalid API Version".into()));
    let elsewhere = state.refused("inventory_manifest_lookup", json!({"location": "CMTL-2021-0007"})).await;
    assert_eq!(elsewhere, (63, "You provided an invalid location license number.".into()));
}

#[actix_web::test]
async fn bodies_that_cannot_be_read_are_answered_and_change_nothing() {
    let state = State::start().await;
    let before = state.books().await;
    let deep = format!("{{\"action\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let long = state.call("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "x".repeat(11 * 1024 * 1024)}));
    let bodies = ["", "null", "[]", "{", "\"login\"", "{\"API\":\"4.0\",", "\u{0}\u{1}", &deep, &long];
    for body in bodies {
        let answer = state.post(body.to_owned()).await;
        assert_eq!(answer["success"], 0, "{}", &body[..body.len().min(40)]);
    }
    assert_eq!(state.post(vec![0xff, 0xfe, 0x00]).await["success"], 0);
    let wrong_types = [
        ("inventory_adjust", json!({"data": "all of it"})),
        ("inventory_adjust", json!({"data": [1, 2]})),
        ("inventory_adjust", json!({"data": [{"barcodeid": {"id": 1}, "quantity": [1]}]})),
        ("inventory_destroy", json!({"barcodeid": {"a": 1}})),
        ("inventory_destroy", json!({"barcodeid": []})),
        ("sale_dispense", json!({"sale_time": "soon", "card_id": ["P1000001"]})),
        ("sale_void", json!({"transactionid": 1e300})),
        ("inventory_room_add", json!({"id": -3, "name": "x", "location": SHOP})),
        ("inventory_room_add", json!({"id": "three", "name": "x", "location": SHOP})),
        ("vehicle_add", json!({"vehicle_id": 1.5})),
        ("nonce_replay", json!({"nonce": null})),
    ];
    for (action, body) in wrong_types {
        state.refused(action, body).await;
    }
    assert_eq!(state.books().await, before);
}

#[actix_web::test]
async fn a_large_request_that_can_be_read_is_done() {
    let state = State::start().await;
    state
        .accepted("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex", "ignored": "x".repeat(9_000_000)}))
        .await;
}

#[actix_web::test]
async fn numbers_may_be_text_and_the_content_type_anything() {
    let state = State::start().await;
    let call = state.call("inventory_room_add", json!({"id": "9", "location": SHOP, "name": "Annex", "quarantine": "1"}));
    for kind in ["text/JSON", "application/json", "application/x-www-form-urlencoded", "multipart/form-data", "", "\u{e4}/;;"] {
        let sent = state.http.post(state.url("/serverjson.asp")).header("content-type", kind).body(call.clone());
        assert_eq!(sent.send().await.unwrap().status(), 200);
    }
    let marked = format!("\u{feff}{}", state.call("sync_vehicle", json!({"API": 4.0})));
    assert_eq!(state.post(marked).await["success"], 1, "a mark before the text, and a number for the version");
    assert_eq!(state.ask("sync_vehicle", json!({"API": 4})).await["success"], 1);
    let row = state.row("inventory_room", "name", "Annex").await;
    assert_eq!((&row["roomid"], &row["quarantine"], &row["deleted"]), (&json!(9), &json!(1), &json!(0)));
}

#[actix_web::test]
async fn the_answer_to_a_nonce_can_be_had_again() {
    let state = State::start().await;
    let room = |id: i64| json!({"id": id, "location": SHOP, "name": "Annex", "nonce": "n-1"});
    let first = state.accepted("inventory_room_add", room(9)).await;
    assert_eq!(state.accepted("nonce_replay", json!({"nonce": "n-1"})).await, first);
    state.refused("inventory_room_add", room(9)).await;
    let second = state.accepted("inventory_room_add", room(10)).await;
    assert!(second["transactionid"].as_i64() > first["transactionid"].as_i64(), "a nonce sent twice runs twice");
    assert_eq!(state.accepted("nonce_replay", json!({"nonce": "n-1"})).await, second);
    state.accepted("sync_vehicle", json!({"nonce": "read"})).await;
    state.refused("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "x", "nonce": "refused"})).await;
    for unknown in ["read", "refused", "never"] {
        assert_eq!(state.refused("nonce_replay", json!({"nonce": unknown})).await.0, 602, "{unknown}");
    }
}

#[actix_web::test]
async fn every_accepted_write_is_one_more_transaction_and_a_refused_one_is_none() {
    let state = State::start().await;
    let add = |id: i64| json!({"id": id, "location": SHOP, "name": "Annex"});
    let first = state.accepted("inventory_room_add", add(9)).await["transactionid"].as_i64().unwrap();
    state.refused("inventory_room_add", add(9)).await;
    let second = state.accepted("inventory_room_modify", add(9)).await["transactionid"].as_i64().unwrap();
    assert_eq!(second, first + 1);
    let row = state.row("inventory_room", "name", "Annex").await;
    assert_eq!((&row["transactionid"], &row["transactionid_original"]), (&json!(second), &json!(first)));
    let window = json!({"transaction_start": second, "transaction_end": second});
    let rooms = state.accepted("sync_inventory_room", window).await["inventory_room"].clone();
    assert_eq!(rooms.as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn the_books_the_clock_and_the_identity_survive_a_restart() {
    let state = State::start().await;
    state.accepted("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex"})).await;
    state.advance(100).await;
    let (books, identity) = (state.books().await, state.running.identity.clone());
    state.running.server.stop(false).await;
    let again = State::start_in(state.data, 60).await;
    assert_eq!(again.running.identity, identity);
    assert_eq!(again.books().await, books);
    let now = again.accepted("sync_vehicle", json!({})).await["sessiontime"].as_i64().unwrap();
    assert!(now >= chrono::Utc::now().timestamp() + 100 * 3600 - 5);
}

#[actix_web::test]
async fn the_control_door_is_for_this_machine_and_only_when_asked_for() {
    let state = State::start().await;
    let books = state.http.get(state.url("/control/books"));
    assert_eq!(books.header("host", "sandbox.example").send().await.unwrap().status(), 403);
    let localhost = state.http.get(state.url("/control")).header("host", "localhost:4000").send().await.unwrap();
    let about: Value = localhost.json().await.unwrap();
    assert_eq!(about["identity"], state.running.identity.as_str());
    let data = tempfile::tempdir().unwrap();
    let settings = Settings { bind: "127.0.0.1:0".into(), data: data.path().into(), control: false, profile: Profile::florida() };
    let closed = start(settings).await.unwrap();
    let knock = state.http.get(format!("http://{}/control/books", closed.address)).send().await.unwrap();
    assert_eq!(knock.status(), 404);
}

#[actix_web::test]
async fn what_the_sandbox_was_told_can_be_read_without_secrets() {
    let state = State::start().await;
    state.accepted("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex", "nonce": "n-1"})).await;
    let calls = state.http.get(state.url("/control/calls")).send().await.unwrap().text().await.unwrap();
    assert!(!calls.contains("demo-state-password") && !calls.contains(&state.session));
    let calls: Vec<Value> = serde_json::from_str(&calls).unwrap();
    let last = calls.last().unwrap();
    assert_eq!(
        (&last["action"], &last["nonce"], &last["outcome"]),
        (&json!("inventory_room_add"), &json!("n-1"), &json!("accepted"))
    );
    assert!(last["transactionid"].is_i64());
}

#[actix_web::test]
async fn one_may_stand_for_a_list_and_numbers_for_text() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let line = json!({"barcodeid": barcode, "remove_quantity": 1.5e0, "remove_quantity_uom": "each"});
    let (code, text) = state.refused("inventory_split", json!({"data": line})).await;
    assert_eq!((code, text.as_str()), (202, "You did not provide a whole quantity."));
    state.accepted("inventory_move", json!({"data": {"barcodeid": barcode, "room": "3"}})).await;
    for barcodes in [json!(barcode), json!([barcode])] {
        let looked = state.accepted("inventory_check", json!({"barcodeid": barcodes})).await;
        assert_eq!(looked["data"][0]["barcode_id"], barcode.as_str());
    }
}

#[actix_web::test]
async fn whole_numbers_are_numbers_and_quantities_are_text_as_in_live_systems() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let item = state.item(&barcode).await;
    for name in ["inventorytype", "currentroom", "is_sample", "is_medical", "seized", "transactionid", "transactionid_original"] {
        assert!(item[name].is_i64(), "{name}: {}", item[name]);
    }
    assert_eq!((&item["deleted"], item["remaining_quantity"].is_string()), (&json!(0), true));
    let answer = state.accepted("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex"})).await;
    assert!(answer["transactionid"].is_i64() && answer["sessiontime"].is_i64());
}

#[actix_web::test]
async fn a_profile_may_write_every_number_as_text_as_the_document_does() {
    fn numbers(value: &Value) -> usize {
        match value {
            Value::Number(_) => 1,
            Value::Array(values) => values.iter().map(numbers).sum(),
            Value::Object(fields) => fields.values().map(numbers).sum(),
            _ => 0,
        }
    }
    let state = State::of(Profile { numbers_as_text: true, ..Profile::generic() }).await;
    let added = state.ask("inventory_room_add", json!({"id": 9, "location": SHOP, "name": "Annex", "nonce": "n-1"})).await;
    assert_eq!(added["success"], "1");
    assert!(added["transactionid"].as_str().unwrap().parse::<i64>().unwrap() > 0);
    assert_eq!(state.ask("nonce_replay", json!({"nonce": "n-1"})).await, added);
    let rooms = state.ask("sync_inventory_room", json!({})).await;
    assert_eq!((numbers(&rooms), &rooms["inventory_room"][0]["deleted"]), (0, &json!("0")));
    let again = state.ask("inventory_room_add", json!({"location": SHOP, "name": "Annex"})).await;
    assert_eq!(again, json!({"success": "0", "error": "Please provide a room id.", "errorcode": "603"}));
}

#[actix_web::test]
async fn a_profile_may_do_a_nonce_once_only() {
    let state = State::of(Profile { dedupe_nonces: true, ..Profile::florida() }).await;
    let room = |id: i64, nonce: &str| json!({"id": id, "location": SHOP, "name": "Annex", "nonce": nonce});
    let first = state.accepted("inventory_room_add", room(9, "n-1")).await;
    let books = state.books().await;
    assert_eq!(state.accepted("inventory_room_add", room(9, "n-1")).await, first);
    assert_eq!(state.accepted("inventory_room_add", room(10, "n-1")).await, first);
    assert_eq!(state.books().await, books, "it was done once");
    state.refused("inventory_room_add", room(9, "n-2")).await;
    let second = state.accepted("inventory_room_add", room(10, "n-2")).await;
    assert_eq!(second["transactionid"].as_i64(), first["transactionid"].as_i64().map(|number| number + 1));
}
