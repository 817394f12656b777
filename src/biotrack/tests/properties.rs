//! However the state writes an answer, it says the same; and whatever else comes back is never taken for a yes.

use crate::biotrack::answer::{Answer, Decode, Derivatives, NewManifest, NewPackages, NewSamples};
use crate::biotrack::trace::{Found, Trace};
use crate::biotrack::wire::{Heard, heard};
use crate::values::{At, FilingId};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) }
}

/// One of the ways in which live systems write a whole number (biotrack-api §1.2).
fn written(number: i64, way: u8) -> Value {
    match way % 4 {
        0 => json!(number),
        1 => json!(number.to_string()),
        2 => json!(format!("{number}.00")),
        _ => json!(format!(" {number} ")),
    }
}

/// A list, or the one thing in its place.
fn listed(values: Vec<Value>, scalar: bool) -> Value {
    match (values.as_slice(), scalar) {
        ([one], true) => one.clone(),
        _ => Value::Array(values),
    }
}

/// The body of an answer: its keys in any order, blanks between them, and what leaked in front of it.
fn body(fields: &[(&str, Value)], turn: usize, way: u8) -> String {
    let mut fields = fields.to_vec();
    let turn = turn % fields.len().max(1);
    fields.rotate_left(turn);
    let blank = [" ", "", "\r\n\t", "  "][usize::from(way) % 4];
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{blank}\"{name}\"{blank}:{blank}{value}")).collect();
    let object = format!("{{{}}}", pairs.join(","));
    match way % 5 {
        0 => object,
        1 => format!("\u{feff}{object}\n"),
        2 => format!("Content-Type: text/plain\r\n\r\n{object}"),
        3 => format!("content-type: text/plain{object}"),
        _ => format!("  {object}  "),
    }
}

fn answered(text: &str) -> Option<Answer> {
    match heard(200, text) {
        Heard::Yes(said) => Answer::said(said, At::default()),
        Heard::No(_) | Heard::Unsent(_) | Heard::Nothing(_) => None,
    }
}

fn decoded<A: Decode>(answer: &Answer) -> A {
    Answer::from_kept(&answer.kept()).unwrap().receipt::<A>(FilingId::new()).unwrap().into_answer()
}

/// JSON with the words of the wire in it, so that it comes near to an answer.
fn nearly_an_answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(0_i64), Just(1), any::<i64>()].prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop_oneof![
            Just("1".to_owned()),
            Just("0".to_owned()),
            Just("session expired".to_owned()),
            ".{0,20}".prop_map(String::from)
        ]
        .prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("success".to_owned()),
        Just("transactionid".to_owned()),
        Just("error".to_owned()),
        Just("errorcode".to_owned()),
        Just("sessiontime".to_owned()),
        Just("barcode_id".to_owned()),
        ".{0,8}".prop_map(String::from),
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<String, Value>>())),
        ]
    })
}

/// A yes as a reader of no mercy would know one.
fn is_clearly_a_yes(value: &Value) -> bool {
    let number = |name: &str| match &value[name] {
        Value::String(text) => whole(text),
        Value::Number(number) => whole(&number.to_string()),
        Value::Bool(yes) => Some(i64::from(*yes)),
        _ => None,
    };
    number("success") == Some(1) && number("transactionid").is_some_and(|transaction| transaction > 0)
}

fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let (digits, part) = text.split_once('.').unwrap_or((text, ""));
    part.bytes().all(|digit| digit == b'0').then(|| digits.parse().ok()).flatten()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_answer_says_the_same_however_it_is_written(transaction in 1..1_000_000_000_000_000_i64, barcodes in proptest::collection::vec("[0-9]{16}", 1..6),
        turn in 0..8_usize, way in any::<u8>(), time in 1..4_000_000_000_i64, scalar in any::<bool>()) {
        let codes: Vec<Value> = barcodes.iter().map(|code| json!(code)).collect();
        let made: Vec<Value> = barcodes.iter().enumerate()
            .map(|(place, code)| json!({"barcode_type": written(if place == 0 { 28 } else { 27 }, way), "barcode_id": code})).collect();
        let text = body(&[
            ("success", written(1, way)),
            ("transactionid", written(transaction, way / 2)),
            ("sessiontime", written(time, way / 3)),
            ("barcode_id", listed(codes.clone(), scalar)),
            ("sample_id", listed(codes, scalar)),
            ("derivatives", listed(made, scalar)),
        ], turn, way);
        let answer = answered(&text).unwrap();
        prop_assert_eq!((answer.transaction(), answer.at().and_utc().timestamp()), (transaction, time));
        let NewPackages(packages) = decoded(&answer);
        prop_assert_eq!(packages.iter().map(ToString::to_string).collect::<Vec<_>>(), barcodes.clone());
        let NewSamples(samples) = decoded(&answer);
        prop_assert_eq!(samples.iter().map(ToString::to_string).collect::<Vec<_>>(), barcodes.clone());
        let made: Derivatives = decoded(&answer);
        prop_assert_eq!((made.main().unwrap().to_string(), made.0.len()), (barcodes[0].clone(), barcodes.len()));
        if let [only] = barcodes.as_slice() {
            prop_assert_eq!(&decoded::<NewManifest>(&answer).0.to_string(), only);
        }
    }

    #[test]
    fn a_no_says_the_same_however_it_is_written(code in 0..2_000_i64, words in "[a-zA-Z .]{1,60}", turn in 0..4_usize, way in any::<u8>()) {
        let text = body(&[("success", written(0, way)), ("error", json!(words)), ("errorcode", written(code, way / 2))], turn, way);
        let Heard::No(refusal) = heard(200, &text) else { return Err(TestCaseError::fail(text)) };
        prop_assert_eq!(refusal.code, Some(code));
        prop_assert!(words.trim().is_empty() || refusal.text == words.trim());
    }

    #[test]
    fn bytes_are_no_yes(bytes in proptest::collection::vec(any::<u8>(), 0..300), status in 100..600_u16) {
        let heard = heard(status, &String::from_utf8_lossy(&bytes));
        prop_assert!(matches!(heard, Heard::Nothing(_)));
    }

    #[test]
    fn nothing_is_a_yes_but_a_yes_with_its_transaction(value in nearly_an_answer(), cut in any::<prop::sample::Index>()) {
        let text = value.to_string();
        if answered(&text).is_some() {
            prop_assert!(is_clearly_a_yes(&value), "{}", text);
        }
        let cut = (0..=cut.index(text.len() + 1)).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0);
        if cut < text.len() {
            prop_assert!(answered(&text[..cut]).is_none(), "the half of an answer: {}", &text[..cut]);
        }
    }

    #[test]
    fn any_rows_are_searched_without_a_fall(rows in proptest::collection::vec(nearly_an_answer(), 0..8), above in any::<i64>()) {
        let trace = Trace::in_table("sale").lines_of("data").row([("barcode_id", "1"), ("success", "1")]).made().and_nothing_else();
        let found = trace.find(&rows, above, &[], At::default());
        prop_assert!(!matches!(found, Found::One(answer) if answer.transaction() <= above));
    }
}
