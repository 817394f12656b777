//! A sandbox in a folder of its own, and a caller who speaks plain HTTP to it.

use lotbook::sandbox::profile::Profile;
use lotbook::sandbox::{Running, Settings, start};
use serde_json::{Value, json};

pub const SHOP: &str = "MMTC-2019-0016-R1";
pub const SENDER: &str = "MMTC-2019-0016-P1";
pub const MARIA: &str = "maria.manager@demo.example";

pub struct State {
    pub running: Running,
    pub data: tempfile::TempDir,
    pub http: reqwest::Client,
    pub session: String,
}

impl State {
    /// A new sandbox with its demonstration world, and a session.
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), 60).await
    }

    pub async fn start_in(data: tempfile::TempDir, session_minutes: i64) -> Self {
        Self::start_with(data, Profile { session_minutes, ..Profile::florida() }).await
    }

    /// A new sandbox of another profile.
    pub async fn of(profile: Profile) -> Self {
        Self::start_with(tempfile::tempdir().unwrap(), profile).await
    }

    pub async fn start_with(data: tempfile::TempDir, profile: Profile) -> Self {
        let settings = Settings { bind: "127.0.0.1:0".into(), data: data.path().into(), control: true, profile };
        let running = start(settings).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut state = Self { running, data, http, session: String::new() };
        state.sign_in().await;
        state
    }

    pub async fn sign_in(&mut self) {
        self.session = text(&self.login("lotbook@demo.example", "demo-state-password", json!({})).await["sessionid"]);
    }

    /// The answer to a login, with more fields on it.
    pub async fn login(&self, username: &str, password: &str, more: Value) -> Value {
        let login = json!({"action": "login", "license_number": "600000100", "username": username, "password": password});
        let mut login: Value = serde_json::from_str(&self.call("login", login)).unwrap();
        login.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post(login.to_string()).await
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    /// Sends these bytes and reads the answer, whatever it is called.
    pub async fn post(&self, body: impl Into<reqwest::Body>) -> Value {
        let response = self.http.post(self.url("/serverjson.asp")).body(body).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/plain");
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    /// The call as it goes over the wire: ours, with the envelope around it.
    pub fn call(&self, action: &str, body: Value) -> String {
        let mut call = json!({"API": "4.0", "action": action, "sessionid": self.session, "actor": MARIA});
        call.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        call.to_string()
    }

    pub async fn ask(&self, action: &str, body: Value) -> Value {
        self.post(self.call(action, body)).await
    }

    pub async fn accepted(&self, action: &str, body: Value) -> Value {
        let answer = self.ask(action, body).await;
        assert_eq!(answer["success"], 1, "{action}: {answer}");
        answer
    }

    /// The code and the text of a refusal, which changed nothing.
    pub async fn refused(&self, action: &str, body: Value) -> (i64, String) {
        let before = self.books().await;
        let answer = self.ask(action, body).await;
        assert_eq!(answer["success"], 0, "{action}: {answer}");
        assert_eq!(self.books().await, before, "{action} was refused and changed the books");
        (answer["errorcode"].as_i64().unwrap_or(0), answer["error"].as_str().unwrap().to_owned())
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let response = self.http.post(self.url(path)).json(&body).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.json().await.unwrap()
    }

    /// What the sandbox says of itself: its profile, its clock, its actions.
    pub async fn about(&self) -> Value {
        self.http.get(self.url("/control")).send().await.unwrap().json().await.unwrap()
    }

    pub async fn books(&self) -> Value {
        self.http.get(self.url("/control/books")).send().await.unwrap().json().await.unwrap()
    }

    pub async fn advance(&self, hours: i64) {
        self.control("/control/clock", json!({"advance_seconds": hours * 3600})).await;
    }

    /// Sends these packages to the shop: the manifest and the barcodes.
    pub async fn shipped(&self, items: Value) -> (String, Vec<String>) {
        let sent = self.control("/control/shipments", json!({"items": items})).await;
        (text(&sent["manifest_id"]), sent["barcodes"].as_array().unwrap().iter().map(text).collect())
    }

    /// Sends these packages to the shop and receives them there in full.
    pub async fn stocked(&self, items: Value) -> Vec<String> {
        let quantities: Vec<Value> = items.as_array().unwrap().iter().map(|item| item["quantity"].clone()).collect();
        let (manifest, barcodes) = self.shipped(items).await;
        if self.about().await["profile"]["arrival_before_receipt"] == true {
            self.accepted("inventory_manifest_arrive", json!({"location": SHOP, "manifest_id": manifest})).await;
        }
        let lines: Vec<Value> = barcodes
            .iter()
            .zip(quantities)
            .map(|(barcode, quantity)| json!({"barcodeid": barcode, "quantity": quantity}))
            .collect();
        self.accepted("inventory_transfer_inbound", json!({"location": SHOP, "manifest_id": manifest, "data": lines})).await;
        barcodes
    }

    /// Sixty eighths of tested flower on the shop's shelf.
    pub async fn flower(&self) -> String {
        self.stocked(json!([flower(1)])).await.remove(0)
    }

    /// Sixty tested edibles of 100 mg on the shop's shelf.
    pub async fn gummies(&self) -> String {
        let gummies = json!({"name": "Gummies", "inventorytype": 22, "quantity": 60, "med_usableweight": "100.00", "result": 1});
        self.stocked(json!([gummies])).await.remove(0)
    }

    /// The row of `sync_inventory` with that identifier.
    pub async fn item(&self, barcode: &str) -> Value {
        self.row("inventory", "id", barcode).await
    }

    /// The first row of `sync_<table>` of which that field has that value.
    pub async fn row(&self, table: &str, field: &str, value: &str) -> Value {
        let answer = self.accepted(&format!("sync_{table}"), json!({})).await;
        let rows = answer[table].as_array().unwrap();
        rows.iter().find(|row| row[field] == value).unwrap_or_else(|| panic!("no {table} with {field} {value}")).clone()
    }

    pub async fn patient(&self, card: &str) -> Value {
        self.accepted("card_lookup", json!({"card_id": card})).await["patient"].clone()
    }
}

/// Sixty eighths of flower with that result of the laboratory.
pub fn flower(result: i64) -> Value {
    json!({"name": "Blue Dream 3.5 g", "inventorytype": 28, "strain": "Blue Dream", "quantity": "60", "usable_weight": "3.5",
        "med_usableweight": "0.125", "result": result})
}

/// A sale of so many of one package to Ada, on her smoking order.
pub fn smoking_sale(barcode: &str, quantity: impl Into<Value>) -> Value {
    sale("P1000001", json!([line(barcode, quantity, "P1000001-smoking-smoking", "smoking")]))
}

pub fn sale(card: &str, data: Value) -> Value {
    json!({"card_id": card, "card_key": format!("KEY-{card}"), "fulfilment": "walk_in", "terminal_id": "T1-ab12", "data": data})
}

pub fn line(barcode: &str, quantity: impl Into<Value>, order: &str, route: &str) -> Value {
    json!({"barcodeid": barcode, "quantity": quantity.into(), "price": "70.00", "order_id": order, "route": route})
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
