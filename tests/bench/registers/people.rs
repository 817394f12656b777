//! Who sells, who buys, and what there is to buy.

use super::browser::Browser;
use super::support::MANAGER;
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::db::Conn;
use lotbook::error::Result;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// Accounts of budtenders: as many carts can be prepared at once, because nobody has two open.
pub const CLERKS: usize = 512;
/// Patients of each, one after the other.
pub const PATIENTS: usize = 8;
const GOODS: usize = 64;

pub fn login(number: usize) -> String {
    format!("till.{number}@demo.example")
}

pub fn card(clerk: usize, visit: usize) -> String {
    format!("P8{clerk:04}{}", visit % PATIENTS)
}

/// The sandbox's control door.
pub struct Control {
    client: reqwest::Client,
    address: SocketAddr,
}

impl Control {
    pub fn at(address: SocketAddr) -> Self {
        Self { client: reqwest::Client::builder().no_proxy().build().unwrap(), address }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.client.post(format!("http://{}/control/{path}", self.address)).json(&body).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "control/{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// From now on the state, and its registry, take so long for each answer.
    pub async fn takes(&self, millis: u64) {
        let delay = json!({ "action": "*", "kind": "delay", "probability": 1000, "millis": millis });
        let faults = if millis == 0 { json!([]) } else { json!([delay]) };
        let url = format!("http://{}/control/faults", self.address);
        let answer = self.client.put(url).json(&json!({ "faults": faults })).send().await.unwrap();
        assert!(answer.status().is_success());
    }

    /// Noon of the next day there, whatever the hour is here: between 21:00 and 07:00 nothing may be dispensed.
    pub async fn noon(&self) {
        let now = chrono::Utc::now().with_timezone(&chrono_tz::America::New_York);
        let noon = now.date_naive().succ_opt().unwrap().and_hms_opt(12, 0, 0).unwrap();
        let ahead = noon - now.naive_local();
        self.post("clock", json!({ "advance_seconds": ahead.num_seconds() })).await;
    }

    pub async fn people(&self) {
        let today = chrono::Utc::now().date_naive();
        let day = |days| (today + chrono::TimeDelta::days(days)).to_string();
        for clerk in 0..CLERKS {
            let login = login(clerk);
            self.post("staff", json!({ "email": login, "name": login, "role": "dispenser", "status": "active" })).await;
            for visit in 0..PATIENTS {
                let card = card(clerk, visit);
                self.post("patients", json!({
                    "card_id": card, "card_key": format!("key-{card}"), "first_name": "Bench", "last_name": "Patient",
                    "birth_date": "1980-01-01", "status": "active", "card_expires_on": day(200), "certification_expires_on": day(100),
                    "caregivers": [], "exceptions": [], "history": [],
                    "orders": [{ "order_id": format!("O-{card}"), "order_type": "smoking", "route": "smoking", "physician": "Dr. Bench",
                                 "starts_on": day(-1), "ends_on": day(30), "certification_id": "C", "unit": "oz", "daily": "0",
                                 "ordered": "2.500", "dispensed": "0", "held": "0", "dispensable_now": "2.500", "device": 0 }],
                })).await;
            }
        }
    }

    /// Packages enough on the sales floor for everybody, received by the pages.
    pub async fn goods(&self, url: &str) -> Vec<String> {
        let item = json!({ "name": "Blue Dream 3.5 g", "inventorytype": 28, "strain": "Blue Dream", "quantity": "1000000",
                           "usable_weight": "3.5", "med_usableweight": "0.001", "result": 1 });
        let made = self.post("shipments", json!({ "items": vec![item; GOODS] })).await;
        let manifest = made["manifest_id"].as_str().unwrap();
        let manager = Browser::signed_in(url, MANAGER).await;
        manager.submit(&manager.get("/receiving").await.page, ("/receiving/pulls", ""), &[]).await.is(303);
        let path = format!("/receiving/{manifest}");
        manager.submit(&manager.get(&path).await.page, ("/receiving/", "/arrivals"), &[]).await.is(303);
        let page = manager.get(&path).await.page;
        let confirm = manager.submit(&page, ("/receiving/", "/drafts"), &[("all", "accept")]).await.page;
        manager.submit(&confirm, ("/receiving/", "/receipts"), &[]).await.is(303);
        made["barcodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    }
}

/// The accounts, copies of the demonstration's budtender: to make them by the admin's page would hash a password for each.
pub async fn hired(app: &App) {
    app.db.write(hire).await.unwrap();
}

fn hire(tx: &mut Conn) -> Result<()> {
    let same = "location_id, role, password_hash, password_set_at, active, failed_tries, registry_standing, registry_role, \
                registry_checked_at, created_at, group_id, extra_permissions, kind, state_id";
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {}) \
         INSERT INTO users (id, name, login_id, email, mmur_email, {same}) \
         SELECT '019ad000-0000-7000-8000-' || substr(CAST(1000000000000 + n.i AS TEXT), 2), 'Till ' || n.i, \
         'till.' || n.i || '@demo.example', 'till.' || n.i || '@demo.example', 'till.' || n.i || '@demo.example', {same} \
         FROM n CROSS JOIN (SELECT {same} FROM users WHERE login_id = '{}') one",
        CLERKS - 1,
        super::support::BUDTENDER
    );
    diesel::sql_query(sql).execute(tx)?;
    Ok(())
}

/// All share the demonstration's one drawer.
pub async fn open_drawer(clerk: &Browser) {
    let page = clerk.get("/register").await.page;
    let way = page.split('"').find(|part| part.starts_with("/drawers/registers/")).expect("the page leads to the drawer");
    let form = clerk.get(way).await.page;
    clerk.submit(&form, ("/drawers/registers/", "/openings"), &[("opening", "100")]).await.is(303);
}
