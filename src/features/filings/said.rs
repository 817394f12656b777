//! What was said and what was answered, as text for the screen: indented JSON, with whatever is a key to something blacked out.

use crate::web::kept::is_secret;
use serde_json::Value;

const BLACKED_OUT: &str = "••••••";

/// A stored message: what the state was asked to do, and with what.
pub struct Said {
    /// The API's word for it.
    pub action: String,
    pub body: String,
}

/// The state's yes as it is kept.
pub struct Heard {
    /// Found in the state's ledger, because the answer itself was lost.
    pub from_ledger: bool,
    /// The state's number for it.
    pub transaction: Option<i64>,
    pub body: String,
}

/// Reads what `filing/` stored as the message.
pub fn message(text: &str) -> Said {
    let stored: Value = parsed(text);
    let action = stored.get("action").and_then(Value::as_str).unwrap_or_default().to_owned();
    Said { action, body: pretty(stored.get("body").unwrap_or(&stored)) }
}

/// Reads what `filing/` stored as the answer or as the contradiction.
pub fn answer(text: &str) -> Heard {
    let stored = parsed(text);
    let words = stored.get("words");
    let transaction = stored.get("transaction").and_then(Value::as_i64);
    match (words.and_then(|words| words.get("raw")).and_then(Value::as_str), words.and_then(|words| words.get("rows"))) {
        (Some(raw), _) => Heard { from_ledger: false, transaction, body: pretty(&parsed(raw)) },
        (None, Some(rows)) => Heard { from_ledger: true, transaction, body: pretty(rows) },
        (None, None) => Heard { from_ledger: false, transaction, body: pretty(&stored) },
    }
}

/// What is no JSON is shown as the text it is.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

fn pretty(value: &Value) -> String {
    let mut open = value.clone();
    black_out(&mut open);
    match open {
        Value::String(text) => text,
        other => format!("{other:#}"),
    }
}

fn black_out(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if is_key(name) { *value = Value::String(BLACKED_OUT.to_owned()) } else { black_out(value) }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(black_out),
        _ => {}
    }
}

fn is_key(name: &str) -> bool {
    is_secret(name) || matches!(name.to_ascii_lowercase().as_str(), "sessionid" | "session" | "token")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_blacked_out_however_deep() {
        let said = message(
            r#"{"action":"sale_dispense","body":{"card_id":"P1","card_key":"k","data":[{"Password":"p","quantity":1}]}}"#,
        );
        assert_eq!(said.action, "sale_dispense");
        assert!(said.body.contains("\"P1\"") && said.body.contains("\"quantity\": 1"));
        assert!(!said.body.contains("\"k\"") && !said.body.contains("\"p\""));
    }

    #[test]
    fn an_answer_is_shown_as_it_came_or_as_the_ledgers_rows() {
        let raw = answer(r#"{"transaction":7,"at":"2026-11-23T08:00:00","words":{"raw":"{\"success\":1,\"sessionid\":\"s\"}"}}"#);
        assert!(!raw.from_ledger && raw.body.contains("\"success\": 1") && !raw.body.contains("\"s\""));
        assert_eq!(raw.transaction, Some(7));
        let rows = answer(r#"{"transaction":7,"at":"2026-11-23T08:00:00","words":{"rows":[{"id":"1"}]}}"#);
        assert!(rows.from_ledger && rows.body.contains("\"id\": \"1\""));
        assert_eq!(answer("garbage").body, "garbage");
    }
}
