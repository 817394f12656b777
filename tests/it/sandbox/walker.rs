//! The habits of three clients that were not written for us, around one sandbox in the `generic` profile with a grower, a laboratory
//! and a shop of three companies.

use super::conformance::TABLES;
use lotbook::sandbox::profile::Profile;
use lotbook::sandbox::world::World;
use lotbook::sandbox::{Running, Settings, Wishes, start_with};
use serde_json::{Map, Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// How a client speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// `text/JSON`, sessions, every number as text, a nonce of 40 hex digits on every write, `download` 1 in sync, and it takes a
    /// leaked header off the body.
    Sessions,
    /// `nosession` 1 with the credentials, and `training` as a number, on every call; `application/json`.
    Credentials,
    /// Sessions; scalars where one will do, no units.
    Scalars,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    Grower,
    Lab,
    Shop,
}

impl Who {
    fn company(self) -> (&'static str, &'static str) {
        match self {
            Self::Grower => ("999000100", "grower@example.com"),
            Self::Lab => ("999000200", "lab@example.com"),
            Self::Shop => ("999000300", "shop@example.com"),
        }
    }
}

pub struct Client {
    habit: Habit,
    running: Running,
    http: reqwest::Client,
    sessions: Mutex<Vec<(Who, String)>>,
    ahead: AtomicI64,
    _data: tempfile::TempDir,
}

const PASSWORD: &str = "Str0ng!pw";

impl Client {
    pub async fn open(habit: Habit) -> Self {
        let data = tempfile::tempdir().unwrap();
        let world = World::of_text(include_str!("conformance.json")).unwrap();
        let wishes = Wishes { world: Some(world), profile: None };
        let settings =
            Settings { bind: "127.0.0.1:0".into(), data: data.path().into(), control: true, profile: Profile::florida() };
        let running = start_with(settings, wishes).await.unwrap();
        assert_eq!(running.profile.name, "generic");
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let client = Self { habit, running, http, sessions: Mutex::default(), ahead: 0.into(), _data: data };
        let wrong = json!({"API": "4.0", "action": "login", "license_number": "999000300", "username": "shop@example.com", "password": "x"});
        assert_eq!(client.post(wrong).await, json!({"success": 0, "error": "Invalid username or password."}));
        for who in [Who::Grower, Who::Lab, Who::Shop] {
            let ((company, username), mut login) = (who.company(), Map::new());
            login.insert("API".into(), "4.0".into());
            let rest = json!({"action": "login", "license_number": company, "username": username, "password": PASSWORD});
            login.extend(rest.as_object().unwrap().clone());
            let said = client.post(login.into()).await;
            let session = text(&said["sessionid"]);
            assert!(session.len() == 128 && said["success"] == 1 && said["time"].is_i64() && said["admin"].is_i64(), "{said}");
            client.sessions.lock().unwrap().push((who, session));
        }
        client
    }

    /// One call with this client's habits, and the answer.
    async fn ask(&self, who: Who, action: &str, body: Value) -> Value {
        let (company, username) = who.company();
        let mut call = json!({"API": "4.0", "action": action});
        call.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        if self.habit == Habit::Credentials {
            let credentials =
                json!({"nosession": 1, "license_number": company, "username": username, "password": PASSWORD, "training": 0});
            call.as_object_mut().unwrap().extend(credentials.as_object().unwrap().clone());
        } else {
            let session = self.sessions.lock().unwrap().iter().find(|(of, _)| *of == who).unwrap().1.clone();
            call["sessionid"] = session.into();
        }
        match self.habit {
            Habit::Sessions => {
                let reads = ["sync_", "inventory_check", "inventory_qa_check", "lookup", "nonce_replay"];
                if !reads.iter().any(|read| action.contains(read)) && call.get("nonce").is_none() {
                    call["nonce"] = self.nonce().into();
                }
                if action.starts_with("sync_") {
                    call["download"] = 1.into();
                }
                as_text(&mut call);
            }
            Habit::Scalars => {
                call["training"] = 0.into();
                scalars(&mut call);
            }
            Habit::Credentials => {}
        }
        self.post(call).await
    }

    async fn post(&self, call: Value) -> Value {
        let kind = if self.habit == Habit::Sessions { "text/JSON" } else { "application/json" };
        let url = format!("http://{}/serverjson.asp", self.running.address);
        let response = self.http.post(url).header("content-type", kind).body(call.to_string()).send().await.unwrap();
        assert_eq!(response.status(), 200, "a refusal too has status 200");
        let body = response.text().await.unwrap();
        let bare = body.trim_start().strip_prefix("Content-Type: text/plain").unwrap_or(&body);
        serde_json::from_str(bare.trim_start()).unwrap_or_else(|error| panic!("{error}: {body}"))
    }

    pub async fn accepted(&self, who: Who, action: &str, body: Value) -> Value {
        let answer = self.ask(who, action, body.clone()).await;
        assert_eq!(answer["success"], 1, "{who:?} {action} {body}: {answer}");
        answer
    }

    /// The code and the text of a refusal.
    pub async fn no(&self, who: Who, action: &str, body: Value) -> (i64, String) {
        let answer = self.ask(who, action, body.clone()).await;
        assert_eq!(answer["success"], 0, "{who:?} {action} {body}: {answer}");
        (answer["errorcode"].as_i64().unwrap_or(0), text(&answer["error"]))
    }

    /// Every row of a table, each with the stamps that clients key and compare by.
    pub async fn table(&self, who: Who, table: &str) -> Vec<Value> {
        self.rows(who, table, json!({})).await
    }

    pub async fn rows(&self, who: Who, table: &str, window: Value) -> Vec<Value> {
        let answer = self.accepted(who, &format!("sync_{table}"), window).await;
        let rows = answer[table].as_array().unwrap_or_else(|| panic!("no {table}: {answer}")).clone();
        for row in &rows {
            assert!(row["transactionid"].is_i64() && row["transactionid_original"].is_i64(), "{table}: {row}");
            assert!(table == "qa_lab" || row["deleted"].is_i64(), "two clients compare deleted with the integer 0: {row}");
            let hidden = row.as_object().unwrap().keys().find(|name| name.starts_with('_'));
            assert_eq!(hidden, None, "{table} shows what is the books' own");
            for invented in ["source_label", "reject_reason", "order_id", "arrived_at", "invoice_number"] {
                assert!(row.get(invented).is_none(), "{table} shows Florida's {invented} in the generic profile");
            }
        }
        rows
    }

    pub async fn item(&self, who: Who, is_meant: impl Fn(&Value) -> bool) -> Value {
        self.table(who, "inventory").await.into_iter().find(is_meant).unwrap()
    }

    /// What is left of an item, in hundredths.
    pub async fn left(&self, who: Who, barcode: &str) -> i64 {
        let row = self.item(who, |row| row["id"] == barcode).await;
        self.number(&row["remaining_quantity"])
    }

    /// The sums of a client's own copies are the state's; one transaction too many is not.
    pub async fn copies_agree(&self, who: Who) {
        let mut lines: Vec<Value> = Vec::new();
        for table in TABLES {
            let sum: i64 = self.table(who, table).await.iter().map(|row| row["transactionid"].as_i64().unwrap()).sum();
            lines.push(json!({"table": table, "transaction_start": 0, "active": 0, "sum": sum.to_string()}));
        }
        let said = self.accepted(who, "sync_check", json!({"download": 0, "data": lines})).await;
        let summary = said["summary"].as_array().unwrap();
        assert_eq!(summary.len(), TABLES.len());
        for (line, said) in lines.iter().zip(summary) {
            assert_eq!((&said["table"], &said["match"]), (&line["table"], &json!(1)), "{said} {line}");
        }
        let wrong = json!({"data": [{"table": "inventory_room", "sum": "1"}, {"table": "vendor", "sum": "1"}], "download": 1});
        let said = self.accepted(who, "sync_check", wrong).await;
        assert_eq!(said["summary"][0]["match"], 0);
        assert!(said["vendor"].is_array() && said["inventory_room"].is_array(), "what differs comes along");
    }

    /// An integer, or a decimal in hundredths whether it came as text or as a number.
    pub fn number(&self, value: &Value) -> i64 {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        format!("{whole}{}", format!("{part}00").chars().take(2).collect::<String>())
            .parse()
            .unwrap_or_else(|_| panic!("{value}"))
    }

    /// The transaction of an accepted write.
    pub fn transaction(&self, answer: &Value) -> i64 {
        let id = &answer["transactionid"];
        id.as_i64().or_else(|| id.as_str()?.parse().ok()).unwrap_or_else(|| panic!("no transaction: {answer}"))
    }

    /// As long and as hexadecimal as a sha1.
    pub fn nonce(&self) -> String {
        format!("{}{}", uuid::Uuid::new_v4().simple(), &uuid::Uuid::new_v4().simple().to_string()[..8])
    }

    /// A certificate that passes.
    pub fn certificate(&self) -> Value {
        json!([{"type": 1, "moisture": "9.8"}, {"type": 2, "THC": "1.2", "THCA": "20.1", "CBD": "0", "CBDA": "0.1", "Total": "21.4"},
            {"type": 3, "Stems": "0.2", "Other": "0"}, {"type": 4, "aerobic_bacteria": "100", "yeast_and_mold": "10", "coliforms": "0",
            "bile_tolerant": "0", "e_coli_and_salmonella": "0"}])
    }

    /// By the state's clock.
    pub fn now(&self) -> i64 {
        chrono::Utc::now().timestamp() + self.ahead.load(Ordering::Relaxed)
    }

    /// A header leaks into the body of the next answer, for the client that is used to it.
    pub async fn next_answer_leaks(&self, action: &str) {
        if self.habit == Habit::Sessions {
            let url = format!("http://{}/control/faults", self.running.address);
            let set =
                self.http.post(url).json(&json!({"action": action, "kind": "header_leak", "count": 1})).send().await.unwrap();
            assert_eq!(set.status(), 200);
        }
    }

    pub async fn hours_pass(&self, hours: i64) {
        let url = format!("http://{}/control/clock", self.running.address);
        self.http.post(url).json(&json!({"advance_seconds": hours * 3600})).send().await.unwrap();
        self.ahead.fetch_add(hours * 3600, Ordering::Relaxed);
    }
}

/// Every number as its text.
fn as_text(value: &mut Value) {
    match value {
        Value::Number(number) => *value = number.to_string().into(),
        Value::Array(values) => values.iter_mut().for_each(as_text),
        Value::Object(fields) => fields.values_mut().for_each(as_text),
        _ => {}
    }
}

/// One value in place of an array of one, and no units.
fn scalars(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(scalars),
        Value::Object(fields) => {
            fields.retain(|name, _| name != "uom" && !name.ends_with("_uom"));
            fields.values_mut().for_each(scalars);
            for name in ["data", "barcodeid", "stop_overview"] {
                if let Some([one]) = fields.get(name).and_then(Value::as_array).map(Vec::as_slice) {
                    let one = one.clone();
                    fields.insert(name.into(), one);
                }
            }
        }
        _ => {}
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not text: {value}")).to_owned()
}
