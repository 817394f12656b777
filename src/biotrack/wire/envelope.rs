//! The shape of an answer before its meaning: how long it may be, what may stand around its JSON, and that no key says two things.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The most bytes that are read of an answer to `action`: whatever the other side sends, so much memory and no more.
///
/// A write answers with its number and at most a thousand identifiers of new packages, some 20 kB. A question about a patient, a
/// shipment or some packages answers with rows of those. A whole table comes in one piece, for the vendor has no paging
/// (biotrack-api §3): 64 MiB are some 200,000 rows. An answer that is longer counts as none.
pub fn longest(action: &str) -> usize {
    match action {
        _ if action.starts_with("sync_") => 64 * MIB,
        "card_lookup" | "inventory_check" | "inventory_qa_check" | "inventory_qa_check_all" => 8 * MIB,
        _ if action.ends_with("_lookup") || action.ends_with("_reasons") => 8 * MIB,
        _ => 512 * KIB,
    }
}

/// In July 2017 the header line `Content-Type: text/plain` stood in the bodies, in front of the JSON; we take it off at either end.
pub fn without_leaked_header(text: &str) -> &str {
    let mut text = text.trim_start_matches('\u{feff}').trim();
    while begins_with_header(text) {
        text = text.find(['\n', '{']).and_then(|end| text.get(end..)).unwrap_or_default().trim();
    }
    match text.rfind('}').map(|end| text.split_at(end.saturating_add(1))) {
        Some((json, behind)) if begins_with_header(behind.trim()) => json,
        _ => text,
    }
}

fn begins_with_header(text: &str) -> bool {
    const LEAKED: &str = "content-type:";
    text.get(..LEAKED.len()).is_some_and(|start| start.eq_ignore_ascii_case(LEAKED))
}

/// One JSON object. A key that is there twice with two values cannot be believed either time.
pub struct Body(pub Map<String, Value>);

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields).map(Self)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut fields = Map::new();
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if fields.get(&name).is_some_and(|other| *other != value) {
                return Err(A::Error::custom("a key is there twice with two values"));
            }
            fields.insert(name, value);
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaked_header_is_taken_off_at_either_end_and_nothing_else_is() {
        for text in [
            "{\"a\":1}",
            "\u{feff}  {\"a\":1}\r\n",
            "Content-Type: text/plain{\"a\":1}",
            "content-type: text/plain\r\ncontent-type: text/plain\r\n\r\n{\"a\":1}",
            "{\"a\":1}\nContent-Type: text/plain\n",
        ] {
            assert_eq!(without_leaked_header(text), "{\"a\":1}", "{text}");
        }
        for text in ["{\"a\":\"Content-Type: x}\"}", "{\"a\":1} and more", "Content"] {
            assert_eq!(without_leaked_header(text), text);
        }
        assert_eq!(without_leaked_header("Content-Type: text/plain"), "");
    }

    #[test]
    fn tables_may_be_long_and_yeses_may_not() {
        assert!(longest("sale_dispense") < longest("inventory_transfer_lookup"));
        assert!(longest("card_lookup") < longest("sync_sale"));
        assert_eq!(longest("nonce_replay"), longest("inventory_split"));
    }
}
