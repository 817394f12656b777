//! Training is a data set of its own: nothing done there is done here, and the reverse.

use super::caller::{SHOP, State, smoking_sale, text};
use serde_json::{Value, json};

impl State {
    async fn train(&self, action: &str, mut body: Value) -> Value {
        body["training"] = json!(1);
        let answer = self.ask(action, body).await;
        assert_eq!(answer["success"], 1, "{action} in training: {answer}");
        answer
    }

    async fn training_books(&self) -> Value {
        self.http.get(self.url("/control/books?training=1")).send().await.unwrap().json().await.unwrap()
    }

    /// An eighth of flower from a shipment that waits in training, on the shop's shelf there.
    async fn training_flower(&self) -> String {
        let books = self.training_books().await;
        let manifest = text(&books["manifest"][0]["manifestid"]);
        let items = books["inventory"].as_array().unwrap().iter().filter(|item| item["_manifest"] == manifest.as_str());
        let lines: Vec<Value> =
            items.clone().map(|item| json!({"barcodeid": item["id"], "quantity": item["remaining_quantity"]})).collect();
        let flower = items.clone().find(|item| item["inventorytype"] == 28).map(|item| text(&item["id"])).unwrap();
        self.train("inventory_manifest_arrive", json!({"location": SHOP, "manifest_id": manifest})).await;
        self.train("inventory_transfer_inbound", json!({"location": SHOP, "manifest_id": manifest, "data": lines})).await;
        flower
    }
}

fn room(id: i64, name: &str) -> Value {
    json!({"id": id, "location": SHOP, "name": name, "nonce": name})
}

fn has_room(books: &Value, name: &str) -> bool {
    books["inventory_room"].as_array().unwrap().iter().any(|room| room["name"] == name)
}

#[actix_web::test]
async fn rooms_transactions_and_nonces_of_one_set_are_not_in_the_other() {
    let state = State::start().await;
    assert!(!state.data.path().join("training.sqlite").exists(), "it is opened by the first call that asks for it");
    let first = state.train("inventory_room_add", room(9, "Practice")).await;
    let live = state.accepted("inventory_room_add", room(9, "Annex")).await;
    let second = state.train("inventory_room_add", room(10, "Practice 2")).await;
    assert_eq!(second["transactionid"].as_i64(), first["transactionid"].as_i64().map(|number| number + 1));
    let live_again = state.accepted("inventory_room_add", room(10, "Annex 2")).await;
    assert_eq!(live_again["transactionid"].as_i64(), live["transactionid"].as_i64().map(|number| number + 1));
    let (books, training) = (state.books().await, state.training_books().await);
    assert!(has_room(&books, "Annex") && !has_room(&books, "Practice"));
    assert!(has_room(&training, "Practice") && !has_room(&training, "Annex"));
    assert_eq!(state.train("nonce_replay", json!({"nonce": "Practice"})).await, first);
    assert_eq!(state.refused("nonce_replay", json!({"nonce": "Practice"})).await.0, 602);
    assert_eq!(state.ask("nonce_replay", json!({"nonce": "Annex", "training": "1"})).await["success"], 0);
}

#[actix_web::test]
async fn a_sale_in_training_dispenses_nothing_to_anyone() {
    let state = State::start().await;
    let (patient, books) = (state.patient("P1000001").await, state.books().await);
    let flower = state.training_flower().await;
    let mut sale = smoking_sale(&flower, 1);
    sale["enforce_rules_training"] = json!("1");
    let sold = state.train("sale_dispense", sale).await;
    let lines = state.train("sync_sale", json!({})).await["sale"].clone();
    assert_eq!((lines.as_array().unwrap().len(), &lines[0]["transactionid"]), (1, &sold["transactionid"]));
    let trained = state.train("card_lookup", json!({"card_id": "P1000001"})).await["patient"].clone();
    assert_ne!(trained["orders"], patient["orders"]);
    assert_eq!(state.books().await, books);
    assert_eq!(state.patient("P1000001").await["orders"], patient["orders"]);
    assert_eq!(state.accepted("sync_sale", json!({})).await["sale"], json!([]));
    let refused = state.refused("sale_dispense", smoking_sale(&flower, 1)).await;
    assert_eq!(refused, (602, format!("You do not currently have possession of identifier {flower}.")));
}

#[actix_web::test]
async fn a_live_sale_is_not_in_training() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let training = state.training_books().await;
    state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await;
    assert_eq!(state.training_books().await, training);
}

#[actix_web::test]
async fn identifiers_of_training_look_like_it() {
    let state = State::start().await;
    let flower = state.training_flower().await;
    let split = state.train("inventory_split", json!({"data": [{"barcodeid": flower, "remove_quantity": 1}]})).await;
    for identifier in [flower, text(&split["barcode_id"][0])] {
        assert!(identifier.starts_with("00000000900001"), "{identifier}");
        assert_eq!(identifier.len(), 16);
    }
}

#[actix_web::test]
async fn a_user_counts_in_the_set_that_knows_it() {
    let mut state = State::start().await;
    let login = |training: i64| json!({"training": training});
    let user = |password: &str| json!({"new_username": "tess", "new_password": password, "new_permissions": {"sync_vehicle": 1}});
    state.train("user_add", user("Tr4ining!")).await;
    assert_eq!(state.login("tess", "Tr4ining!", login(0)).await["success"], 0);
    let session = text(&state.login("tess", "Tr4ining!", login(1)).await["sessionid"]);
    let admin = std::mem::replace(&mut state.session, session.clone());
    state.train("sync_vehicle", json!({})).await;
    assert_eq!(state.refused("sync_vehicle", json!({})).await.0, 63, "live does not know her");
    state.session = admin;
    state.accepted("user_add", user("L1ve-pass")).await;
    state.session = session;
    assert_eq!(state.refused("sync_vehicle", json!({})).await.0, 63, "a password of training opens nothing that is live");
    let nosession =
        json!({"nosession": 1, "license_number": "600000100", "username": "tess", "password": "Tr4ining!", "sessionid": ""});
    state.train("sync_vehicle", nosession.clone()).await;
    assert_eq!(state.ask("sync_vehicle", nosession).await["error"], "Invalid username or password.");
}

#[actix_web::test]
async fn a_session_of_either_set_serves_both_and_the_clock_is_one() {
    let mut state = State::start().await;
    state.session = text(&state.login("lotbook@demo.example", "demo-state-password", json!({"training": 1})).await["sessionid"]);
    state.accepted("sync_vehicle", json!({})).await;
    state.train("sync_vehicle", json!({})).await;
    state.advance(100).await;
    let live = state.accepted("sync_vehicle", json!({"training": 0})).await["sessiontime"].as_i64().unwrap();
    let training = state.train("sync_vehicle", json!({})).await["sessiontime"].as_i64().unwrap();
    assert!((training - live).abs() <= 2 && live >= chrono::Utc::now().timestamp() + 100 * 3600 - 5);
}
