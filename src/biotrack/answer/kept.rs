//! What of a message and of an answer is kept with its filing: everything but secrets, and of an answer nobody's name either.

use crate::biotrack::wire::Said;
use serde_json::{Map, Value};

/// Whoever knows one of these can act as somebody.
const SECRETS: [&str; 7] = ["password", "new_password", "sessionid", "session", "token", "card_key", "patientcardkey"];

/// Who a patient is and where, also as a stop of a manifest has it. No act needs any of it from an answer.
const PEOPLE: [&str; 12] = [
    "patient",
    "patient_name",
    "caregiver_name",
    "caregivers",
    "first_name",
    "last_name",
    "birth_date",
    "name",
    "street",
    "address1",
    "address2",
    "phone",
];

/// A message's fields as they are kept.
pub(in crate::biotrack) fn without_secrets(fields: &Map<String, Value>) -> Map<String, Value> {
    let mut fields = fields.clone();
    fields.retain(|name, _| !is_one_of(name, &SECRETS));
    for value in fields.values_mut() {
        strip(value, &SECRETS);
    }
    fields
}

/// The text of an answer: as it came, unless there was something in it to leave out.
pub(super) fn text(said: Said) -> String {
    let mut body = Value::Object(said.body);
    if redact(&mut body) { body.to_string() } else { said.text }
}

/// Rows of the state's ledger, without secrets and people.
pub(super) fn rows(rows: Vec<Value>) -> Vec<Value> {
    let mut rows = Value::Array(rows);
    redact(&mut rows);
    match rows {
        Value::Array(rows) => rows,
        _ => Vec::new(),
    }
}

/// Takes secrets and people out, however deep; whether there were any.
fn redact(value: &mut Value) -> bool {
    let secrets = strip(value, &SECRETS);
    strip(value, &PEOPLE) || secrets
}

fn strip(value: &mut Value, names: &[&str]) -> bool {
    match value {
        Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !is_one_of(name, names));
            let mut found = fields.len() < before;
            for value in fields.values_mut() {
                found |= strip(value, names);
            }
            found
        }
        Value::Array(all) => all.iter_mut().fold(false, |found, value| strip(value, names) | found),
        _ => false,
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biotrack::wire::{Heard, heard};
    use serde_json::json;

    fn kept(answer: &str) -> String {
        let Heard::Yes(said) = heard(200, answer) else { panic!("{answer}") };
        text(said)
    }

    #[test]
    fn an_answer_without_secrets_is_kept_to_the_byte() {
        let answer = r#"{"success":"1",  "transactionid":"7","barcode_id":["6853296789574115",null]}"#;
        assert_eq!(kept(answer), answer);
    }

    #[test]
    fn secrets_and_people_are_left_out_however_deep() {
        let answer = r#"{"success":1,"transactionid":7,"SessionId":"s3cret","patient":{"card_key":"k","last_name":"Lindqvist"},
            "data":[{"barcode_id":"6853296789574115","name":"Ada Lindqvist","stop":{"street":"12 Palm St"}}]}"#;
        let kept = kept(answer);
        for left_out in ["s3cret", "Lindqvist", "Palm", "\"k\""] {
            assert!(!kept.contains(left_out), "{kept}");
        }
        assert!(kept.contains("6853296789574115") && kept.contains("\"transactionid\":7"), "{kept}");
    }

    #[test]
    fn a_message_keeps_everything_but_its_secrets() {
        let fields =
            json!({"card_id":"P1","card_key":"k","new_password":"p","data":[{"quantity":1,"Password":"q"}],"name":"Vault"});
        let kept = Value::Object(without_secrets(fields.as_object().unwrap()));
        assert_eq!(kept, json!({"card_id":"P1","data":[{"quantity":1}],"name":"Vault"}));
    }
}
