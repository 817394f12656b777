//! The sandbox's control door, and its wire past our own client.

use serde_json::{Value, json};
use std::net::SocketAddr;

/// The state, as a test sees it.
#[derive(Clone)]
pub struct State {
    address: SocketAddr,
    client: reqwest::Client,
}

impl State {
    pub fn at(address: SocketAddr) -> Self {
        // A connection of its own for each call: the sandbox may just be closing the one that was idle.
        Self { address, client: reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap() }
    }

    /// The address of its interface, as a client is given it.
    pub fn wire(&self) -> String {
        format!("http://{}/serverjson.asp", self.address)
    }

    async fn control(&self, path: &str, body: Value) -> Value {
        let response = self.client.post(format!("http://{}/control/{path}", self.address)).json(&body).send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "control/{path} {body}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    async fn look(&self, path: &str) -> Value {
        self.client.get(format!("http://{}/control/{path}", self.address)).send().await.unwrap().json().await.unwrap()
    }

    /// The next `count` calls of `action` meet this fault.
    pub async fn fault(&self, action: &str, kind: &str, count: u32) {
        self.control("faults", json!({ "action": action, "kind": kind, "count": count })).await;
    }

    /// The next `count` calls of `action` are answered so many milliseconds late.
    pub async fn delay(&self, action: &str, millis: u64, count: u32) {
        self.control("faults", json!({ "action": action, "kind": "delay", "count": count, "millis": millis })).await;
    }

    /// The next call of `action` is refused with this text.
    pub async fn refuse(&self, action: &str, text: &str) {
        self.control("faults", json!({ "action": action, "kind": "refuse", "count": 1, "code": 602, "text": text })).await;
    }

    /// These faults instead of all that were set; with a seed, chance begins anew.
    pub async fn mix(&self, faults: Value, seed: Option<u64>) {
        let mix = json!({ "faults": faults, "seed": seed });
        let answer = self.client.put(format!("http://{}/control/faults", self.address)).json(&mix).send().await.unwrap();
        assert!(answer.status().is_success(), "{mix}: {}", answer.text().await.unwrap());
    }

    /// How often each kind of fault has struck.
    pub async fn faults_struck(&self) -> Value {
        self.look("faults").await["struck"].clone()
    }

    /// How often each action was told, and what became of each nonce.
    pub async fn counts(&self) -> Value {
        self.look("calls/counts").await
    }

    pub async fn no_faults(&self) {
        self.client.delete(format!("http://{}/control/faults", self.address)).send().await.unwrap();
    }

    pub async fn advance_hours(&self, hours: i64) {
        self.control("clock", json!({ "advance_seconds": hours * 3600 })).await;
    }

    pub async fn advance_seconds(&self, seconds: i64) {
        self.control("clock", json!({ "advance_seconds": seconds })).await;
    }

    /// Every row of the state's books, by kind.
    pub async fn books(&self) -> Value {
        self.look("books").await
    }

    /// The rows of one of the state's tables.
    pub async fn rows(&self, kind: &str) -> Vec<Value> {
        self.books().await[kind].as_array().cloned().unwrap_or_default()
    }

    /// What the state was told, in order.
    pub async fn calls(&self, action: &str) -> Vec<Value> {
        let calls = self.look("calls").await;
        calls.as_array().unwrap().iter().filter(|call| call["action"] == action).cloned().collect()
    }

    /// A shipment on its way to the shop: (manifest, barcodes).
    pub async fn ship(&self, items: Value) -> (String, Vec<String>) {
        let made = self.control("shipments", json!({ "items": items })).await;
        let barcodes = made["barcodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
        (made["manifest_id"].as_str().unwrap().to_owned(), barcodes)
    }

    /// Whether the state takes opening stock for the shop.
    pub async fn onboarding(&self, open: bool) {
        self.control("onboarding", json!({ "location": "MMTC-2019-0016-R1", "onboarding": open })).await;
    }

    pub async fn patient(&self, patient: Value) {
        self.control("patients", patient).await;
    }

    pub async fn staff(&self, email: &str, role: &str) {
        self.staff_who_is(email, role, "active").await;
    }

    /// Somebody of the staff registry, with the state's word for their standing.
    pub async fn staff_who_is(&self, email: &str, role: &str, status: &str) {
        self.control("staff", json!({ "email": email, "name": email, "role": role, "status": status })).await;
    }

    pub async fn lab(&self, barcode: &str, result: i64) {
        self.control("lab", json!({ "barcode": barcode, "result": result })).await;
    }

    /// What a laboratory finds in one sample alone.
    pub async fn lab_of_sample(&self, sample: &str, result: i64) {
        self.control("lab", json!({ "sample_id": sample, "result": result })).await;
    }

    /// One package of `name` as the demonstration makes it: passed, 24 each.
    pub fn item(name: &str, inventory_type: i64, med_usable: &str) -> Value {
        json!({ "name": name, "inventorytype": inventory_type, "strain": "", "quantity": "24", "usable_weight": "3.5",
                "med_usableweight": med_usable, "result": 1 })
    }
}
