//! However a request is written, it asks for the same; and no request at all makes the reader fall.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) }
}

fn ask(value: Value) -> Ask {
    Ask(Map::from_iter([("x".to_owned(), value)]))
}

/// `hundredths` as a decimal of the wire.
fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}

/// The same decimal as text and as a number.
fn both(text: &str) -> [Ask; 2] {
    [ask(json!(text)), ask(serde_json::from_str(text).unwrap())]
}

fn any_json() -> impl Strategy<Value = Value> {
    let number =
        "-?[0-9]{1,25}(\\.[0-9]{0,4})?(e-?[0-9]{1,3})?".prop_map(|text| serde_json::from_str(&text).unwrap_or(Value::Null));
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        number,
        ".{0,30}".prop_map(Value::from),
        "-?[0-9]{0,14}\\.?[0-9]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::hash_map(".{0,6}", inner, 0..8).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_value_makes_the_reader_fall(value in any_json()) {
        let ask = ask(value);
        for name in ["x", "y"] {
            let _ = (ask.has(name), ask.text(name), ask.flag(name), ask.needed(name).is_ok());
            let _ = (ask.int(name).is_ok(), ask.needed_int(name).is_ok(), ask.quantity(name).is_ok(), ask.needed_quantity(name).is_ok());
            let _ = (ask.needed_price().is_ok(), ask.list(name).is_ok(), ask.lines(name).is_ok());
        }
    }

    #[test]
    fn a_number_and_its_text_are_the_same(number in -99_999_999_999_i64..99_999_999_999) {
        let written = [json!(number), json!(number.to_string()), json!(format!(" {number} ")), json!(format!("{number}.00"))];
        for value in written {
            prop_assert_eq!(ask(value.clone()).int("x").ok().flatten(), Some(number), "{}", value);
        }
    }

    #[test]
    fn a_decimal_and_its_text_are_the_same(hundredths in -99_999_999_999_i64..99_999_999_999) {
        for ask in both(&decimal(hundredths)) {
            prop_assert_eq!(ask.quantity("x").ok().flatten(), Some(Quantity(hundredths)));
            let whole = (hundredths % 100 == 0).then_some(hundredths / 100);
            prop_assert_eq!(ask.int("x").ok().flatten(), whole, "a fraction is no count");
        }
    }

    #[test]
    fn a_third_decimal_is_rounded_half_away_from_zero(thousandths in -99_999_999_999_i64..99_999_999_999) {
        let text = format!("{}{}.{:03}", if thousandths < 0 { "-" } else { "" }, thousandths.abs() / 1000, thousandths.abs() % 1000);
        let expected = thousandths.signum() * ((thousandths.abs() + 5) / 10);
        prop_assert_eq!(rounded(&text, 2), Some(expected), "{}", text);
        prop_assert_eq!(rounded(&text, 3), Some(thousandths), "{}", text);
    }

    #[test]
    fn any_text_is_a_decimal_or_nothing(text in ".{0,40}") {
        if let Some(value) = rounded(&text, 2) {
            prop_assert!(value.abs() <= 100_000_000_000_000, "{} is {}", text, value);
        }
    }

    #[test]
    fn one_value_and_a_list_of_it_are_the_same(text in ".{1,20}") {
        let (one, many) = (ask(json!(text)), ask(json!([text])));
        prop_assert_eq!(one.list("x").ok(), many.list("x").ok());
        let line = json!({"barcodeid": text});
        let read = |ask: &Ask| ask.lines("x").ok().map(|lines| lines.iter().map(|line| line.text("barcodeid")).collect::<Vec<_>>());
        prop_assert_eq!(read(&ask(line.clone())), read(&ask(json!([line]))));
        prop_assert_eq!(read(&ask(json!([{"barcodeid": text}]))), Some(vec![Some(text)]));
    }

    #[test]
    fn nothing_is_absent_however_it_is_written(name in "[a-w]{1,5}") {
        for ask in [ask(Value::Null), Ask::default()] {
            prop_assert!(!ask.has("x") && ask.list("x").is_ok_and(|all| all.is_empty()) && ask.lines("x").is_ok_and(|all| all.is_empty()));
            prop_assert_eq!((ask.text("x"), ask.text(&name), ask.flag("x")), (None, None, false));
        }
    }
}
