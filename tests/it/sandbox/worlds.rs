//! Worlds of one's own: what a file says is there, what was written out begins the same books again, and nobody's books are mixed.

use super::caller::{SHOP, text};
use lotbook::sandbox::profile::Profile;
use lotbook::sandbox::world::World;
use lotbook::sandbox::{NotAllowed, Running, Settings, Wishes, start_with, write_world};
use serde_json::{Value, json};
use std::path::Path;

pub struct Sandbox {
    running: Running,
    http: reqwest::Client,
}

impl Sandbox {
    async fn open(data: &Path, wishes: Wishes) -> anyhow::Result<Self> {
        let settings = Settings { bind: "127.0.0.1:0".into(), data: data.into(), control: true, profile: Profile::florida() };
        let running = start_with(settings, wishes).await?;
        Ok(Self { running, http: reqwest::Client::builder().no_proxy().build().unwrap() })
    }

    /// A sandbox that begins with this world, and its folder.
    pub async fn of(world: &Value) -> (Self, tempfile::TempDir) {
        let data = tempfile::tempdir().unwrap();
        (Self::open(data.path(), wish(world)).await.unwrap(), data)
    }

    pub async fn ask(&self, action: &str, body: Value) -> Value {
        self.ask_as("600000100", "lotbook@demo.example", "demo-state-password", action, body).await
    }

    async fn ask_as(&self, company: &str, user: &str, password: &str, action: &str, body: Value) -> Value {
        let mut call = json!({"API": "4.0", "action": action, "nosession": 1, "license_number": company, "username": user,
            "password": password, "actor": "maria.manager@demo.example"});
        call.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        let url = format!("http://{}/serverjson.asp", self.running.address);
        let answer = self.http.post(url).body(call.to_string()).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    async fn accepted(&self, action: &str, body: Value) -> Value {
        let answer = self.ask(action, body).await;
        assert_eq!(answer["success"], 1, "{action}: {answer}");
        answer
    }

    async fn written(&self) -> Value {
        let url = format!("http://{}/control/world", self.running.address);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }
}

fn wish(world: &Value) -> Wishes {
    Wishes { world: Some(World::of_text(&world.to_string()).unwrap()), profile: None }
}

/// Everything that the file can say, once.
fn small() -> Value {
    json!({
        "profile": {"base": "florida", "session_minutes": 5, "destroy_wait_hours": 1},
        "licences": [
            {"ubi": "1", "location": "R1", "name": "Shop", "onboarding": true},
            {"ubi": "1", "location": "P1", "name": "Kitchen", "locationtype": 7},
        ],
        "labs": [{"location": "L1", "name": "Laboratory"}],
        "third_party_transporters": [{"ubi": "9", "location": "T1", "name": "Carrier"}],
        "users": [
            {"ubi": "1", "username": "all@x", "password": "Passw0rd!"},
            {"ubi": "1", "username": "some@x", "password": "Passw0rd!", "admin": 0, "permissions": {"sync_vehicle": 1}},
        ],
        "rooms": [{"location": "R1", "roomid": 1, "name": "Floor"}],
        "employees": [{"ubi": "1", "employee_id": "E1", "employee_name": "Pat"}],
        "vehicles": [{"ubi": "1", "vehicle_id": 2, "plate": "ABC123"}],
        "staff": [{"email": "maria.manager@demo.example", "role": "dispenser"}],
        "patients": [{"card_id": "P1", "first_name": "A", "last_name": "B", "orders": [{"route": "edible", "daily": "60"}],
            "history": [{"dispensed_on": "-3d", "route": "edible", "amount": "200"}]}],
        "products": [{"name": "Gummies", "inventorytype": 22, "quantity": 24, "med_usableweight": "100.00", "result": 1}],
        "items": [
            {"location": "R1", "room": 1, "id": "0000000000000042", "product": "Gummies", "quantity": "7", "lab": "L1",
                "tests": [{"type": 2, "THC": "1.0"}]},
            {"location": "R1", "room": 1, "name": "Old stock", "inventorytype": 22, "quantity": 3},
        ],
        "shipments": [
            {"from": "P1", "to": "R1", "items": ["Gummies"], "arrived": true},
            {"from": "P1", "to": "R1", "items": ["Gummies", {"product": "Gummies", "result": -1}], "transferred": false},
        ],
    })
}

#[actix_web::test]
async fn what_the_file_says_is_there() {
    let (sandbox, _data) = Sandbox::of(&small()).await;
    let profile = &sandbox.running.profile;
    assert_eq!((profile.name.as_str(), profile.session_minutes, profile.destroy_wait_hours), ("florida", 5, 1));
    let all = async |action: &str, body: Value| {
        let answer = sandbox.ask_as("1", "all@x", "Passw0rd!", action, body).await;
        assert_eq!(answer["success"], 1, "{action}: {answer}");
        answer
    };
    let vendors = all("sync_vendor", json!({})).await["vendor"].clone();
    assert_eq!((&vendors[0]["location"], &vendors[0]["processor"], &vendors[1]["retail"]), (&json!("P1"), &json!(1), &json!(1)));
    assert_eq!(all("sync_qa_lab", json!({})).await["qa_lab"][0]["location"], "L1");
    assert_eq!(all("sync_third_party_transporter", json!({})).await["third_party_transporter"][0]["license_number"], "T1");
    assert_eq!(all("sync_employee", json!({})).await["employee"][0]["birthyear"], "1980");
    assert_eq!(all("sync_vehicle", json!({})).await["vehicle"][0]["plate"], "ABC123");
    assert_eq!(all("sync_inventory_room", json!({})).await["inventory_room"][0]["name"], "Floor");
    let refused = sandbox.ask_as("1", "some@x", "Passw0rd!", "sync_inventory", json!({})).await;
    assert_eq!(refused["errorcode"], 62, "{refused}");
    assert_eq!(sandbox.ask_as("1", "some@x", "Passw0rd!", "sync_vehicle", json!({})).await["success"], 1);

    let check = all("inventory_qa_check_all", json!({"barcodeid": "0000000000000042"})).await["data"][0].clone();
    assert_eq!((&check["lab_license"], &check["test"]), (&json!("L1"), &json!([{"type": 2, "THC": "1.0"}])));
    let items = all("sync_inventory", json!({})).await["inventory"].clone();
    let quantities: Vec<&str> = items
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["location"] == "R1")
        .map(|row| row["remaining_quantity"].as_str().unwrap())
        .collect();
    assert_eq!(quantities.len(), 2, "{items}");
    let patient = all("card_lookup", json!({"card_id": "p1"})).await["patient"].clone();
    let day = chrono::Utc::now().with_timezone(&chrono_tz::US::Eastern).date_naive();
    assert_eq!(patient["history"][0]["dispensed_on"], (day - chrono::Days::new(3)).to_string());
    assert_eq!((&patient["orders"][0]["ordered"], &patient["orders"][0]["dispensed"]), (&json!("4200.00"), &json!("200.00")));

    let inbound = all("inventory_manifest_lookup", json!({"location": "R1"})).await["data"].clone();
    assert_eq!(inbound.as_array().map(Vec::len), Some(1), "the other one waits at its sender");
    let lines = all("inventory_transfer_lookup", json!({"location": "R1", "manifest_id": inbound[0]["manifest_id"]})).await;
    let receive = json!({"location": "R1", "data": [{"barcodeid": lines["data"][0]["barcode_id"], "quantity": 24}]});
    all("inventory_transfer_inbound", receive).await;
}

#[actix_web::test]
async fn what_was_written_out_begins_the_same_books_again() {
    let data = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(data.path(), Wishes::default()).await.unwrap();
    let inbound = sandbox.accepted("inventory_manifest_lookup", json!({"location": SHOP})).await["data"].clone();
    let largest = inbound.as_array().unwrap().iter().max_by_key(|row| row["item_count"].as_i64()).unwrap();
    let manifest = json!({"location": SHOP, "manifest_id": largest["manifest_id"]});
    let goods = sandbox.accepted("inventory_transfer_lookup", manifest.clone()).await["data"].clone();
    sandbox.accepted("inventory_manifest_arrive", manifest.clone()).await;
    let lines: Vec<Value> = goods
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!({"barcodeid": row["barcode_id"], "quantity": row["quantity"]}))
        .collect();
    sandbox
        .accepted("inventory_transfer_inbound", json!({"location": SHOP, "manifest_id": manifest["manifest_id"], "data": lines}))
        .await;
    let rest = goods.as_array().unwrap().iter().find(|row| row["product"] != "Blue Dream 3.5 g").unwrap()["barcode_id"].clone();
    let flower = goods.as_array().unwrap().iter().find(|row| row["product"] == "Blue Dream 3.5 g").unwrap()["barcode_id"].clone();
    let sale = json!({"card_id": "P1000001", "card_key": "KEY-P1000001", "fulfilment": "walk_in", "data": [{"barcodeid": flower,
        "quantity": 2, "price": "70.00", "order_id": "P1000001-smoking-smoking", "route": "smoking"}]});
    let sale = sandbox.accepted("sale_dispense", sale).await["transactionid"].clone();
    sandbox.accepted("user_add", json!({"new_username": "c@x.example", "new_password": "Str0ng!password"})).await;
    sandbox.accepted("inventory_destroy_schedule", json!({"barcodeid": rest, "reason_extended": 6, "reason": "mould"})).await;

    let written = sandbox.written().await;
    assert_eq!(write_world(data.path()).await.unwrap(), written, "the program prints what the control door says");
    let all = written.to_string();
    assert!(!all.contains("demo-state-password") && !all.contains("Str0ng!password"), "passwords are written as digests");
    assert!(written["users"][0]["password_sha256"].is_string());
    let (again, _folder) = Sandbox::of(&written).await;
    assert_eq!(again.written().await, written, "the same books");
    assert_ne!(again.running.identity, sandbox.running.identity, "but others");
    let sums = sandbox.accepted("sync_check", json!({})).await["summary"].clone();
    assert_eq!(again.accepted("sync_check", json!({})).await["summary"], sums);
    assert_eq!(
        again.ask_as("600000100", "c@x.example", "Str0ng!password", "sync_vehicle", json!({})).await["errorcode"],
        62,
        "it may sign in, and nothing else"
    );
    again.accepted("sale_void", json!({"transactionid": sale})).await;
    let next = again.written().await["last_transaction"].as_i64();
    assert_eq!(next, written["last_transaction"].as_i64().map(|last| last + 1));
}

#[actix_web::test]
async fn books_that_began_otherwise_are_refused_and_those_that_did_not_are_kept() {
    let data = tempfile::tempdir().unwrap();
    let world = small();
    let first = Sandbox::open(data.path(), wish(&world)).await.unwrap();
    let identity = first.running.identity.clone();
    let refused = async |wishes: Wishes, words: &str| {
        let error = Sandbox::open(data.path(), wishes).await.err().unwrap();
        assert!(error.is::<NotAllowed>() && error.to_string().contains(words), "{error}");
    };
    refused(Wishes { profile: Some(Profile::generic()), world: None }, "began with the profile florida, not generic").await;
    refused(Wishes { world: Some(World::named("demo").unwrap()), profile: None }, "began with another world").await;
    for wishes in [Wishes::default(), wish(&world), Wishes { profile: Some(Profile::florida()), world: None }] {
        let again = Sandbox::open(data.path(), wishes).await.unwrap();
        assert_eq!((&again.running.identity, again.running.profile.session_minutes), (&identity, 5));
    }
    // Training begins with the world of the live books, whatever the later start was asked for.
    let training = first.ask_as("1", "all@x", "Passw0rd!", "sync_vendor", json!({"training": 1})).await;
    assert_eq!(text(&training["vendor"][0]["location"]), "P1", "{training}");
    let empty = tempfile::tempdir().unwrap();
    assert!(write_world(empty.path()).await.err().unwrap().is::<NotAllowed>(), "there is nothing to write");
}

#[actix_web::test]
async fn the_readmes_world_can_be_loaded() {
    let readme = include_str!("../../../README.md");
    let example = readme.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let (sandbox, _data) = Sandbox::of(&serde_json::from_str(example).unwrap()).await;
    let answer = sandbox.ask_as("700000001", "api@corner.example", "a long password", "sync_inventory", json!({})).await;
    assert_eq!(answer["inventory"].as_array().map(Vec::len), Some(3), "{answer}");
}
