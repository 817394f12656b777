//! Reads the state's loose JSON: a number may be text, a list may be one thing, nothing may be null, "" or left out
//! (biotrack-api §1.2).

use super::Silence;
use crate::values::{Amount, At, Cents, Quantity};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};
use std::str::FromStr;

/// The text of a scalar; `None` for null, left out, empty, a list or an object.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(if *yes { "1" } else { "0" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number, however written: `3`, `"3"`, `"3.00"`.
pub(super) fn whole(value: Option<&Value>) -> Option<i64> {
    let text = text(value)?;
    let (digits, part) = text.split_once('.').unwrap_or((&text, ""));
    if !part.bytes().all(|digit| digit == b'0') {
        return None;
    }
    digits.parse().ok() // text is no number here; whoever needs one names the field
}

/// The elements of a list; a single thing is a list of one, null or left out is an empty one.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(all)) => all,
        Some(one) => std::slice::from_ref(one),
    }
}

/// One object of an answer. What is asked for and cannot be read is named in the error.
#[derive(Clone, Copy)]
pub(super) struct Row<'a>(pub &'a Map<String, Value>);

impl<'a> Row<'a> {
    /// The objects of a list.
    pub fn all(value: Option<&'a Value>) -> impl Iterator<Item = Row<'a>> {
        list(value).iter().filter_map(Value::as_object).map(Row)
    }

    pub fn get(self, field: &str) -> Option<&'a Value> {
        self.0.get(field)
    }

    pub fn text(self, field: &str) -> Option<String> {
        text(self.get(field))
    }

    /// The text to the byte, blanks around it included.
    pub fn exact_text(self, field: &str) -> Option<String> {
        self.get(field).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The texts of a list, or of the one thing in its place.
    pub fn texts(self, field: &str) -> Vec<String> {
        list(self.get(field)).iter().filter_map(|one| text(Some(one))).collect()
    }

    pub fn need_text(self, field: &str) -> Result<String, Silence> {
        self.text(field).ok_or_else(|| missing(field))
    }

    pub fn whole(self, field: &str) -> Option<i64> {
        whole(self.get(field))
    }

    pub fn need_whole(self, field: &str) -> Result<i64, Silence> {
        self.whole(field).ok_or_else(|| missing(field))
    }

    pub fn flag(self, field: &str) -> bool {
        self.whole(field).is_some_and(|number| number != 0)
    }

    /// A value that is text on the wire; `None` when there is none, an error when there is another kind of thing.
    pub fn parsed<T: FromStr>(self, field: &str) -> Result<Option<T>, Silence> {
        self.text(field).map(|text| text.parse().map_err(|_| unreadable(field))).transpose()
    }

    pub fn need<T: FromStr>(self, field: &str) -> Result<T, Silence> {
        self.parsed(field)?.ok_or_else(|| missing(field))
    }

    pub fn quantity(self, field: &str) -> Result<Option<Quantity>, Silence> {
        self.text(field).map(|text| Quantity::parse(&text).map_err(|_| unreadable(field))).transpose()
    }

    pub fn need_quantity(self, field: &str) -> Result<Quantity, Silence> {
        self.quantity(field)?.ok_or_else(|| missing(field))
    }

    /// What came back of a sale has a minus.
    pub fn need_signed_quantity(self, field: &str) -> Result<Quantity, Silence> {
        let text = self.need_text(field)?;
        let read = signed(&text, |bare| Quantity::parse(bare).map(|quantity| quantity.0));
        read.map(Quantity).map_err(|_| unreadable(field))
    }

    pub fn money(self, field: &str) -> Result<Option<Cents>, Silence> {
        let Some(text) = self.text(field) else { return Ok(None) };
        signed(&text, |bare| Cents::parse(bare).map(|cents| cents.0))
            .map(|cents| Some(Cents(cents)))
            .map_err(|_| unreadable(field))
    }

    pub fn need_money(self, field: &str) -> Result<Cents, Silence> {
        self.money(field)?.ok_or_else(|| missing(field))
    }

    pub fn amount(self, field: &str) -> Result<Option<Amount>, Silence> {
        let Some(text) = self.text(field) else { return Ok(None) };
        let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text.as_str() };
        Amount::parse(short).map(Some).map_err(|_| unreadable(field))
    }

    pub fn need_amount(self, field: &str) -> Result<Amount, Silence> {
        self.amount(field)?.ok_or_else(|| missing(field))
    }

    pub fn need_date(self, field: &str) -> Result<NaiveDate, Silence> {
        self.date(field)?.ok_or_else(|| missing(field))
    }

    /// Epoch seconds; 0 is the state's word for never.
    pub fn at(self, field: &str) -> Option<At> {
        self.whole(field).filter(|seconds| *seconds > 0).and_then(at)
    }

    /// `YYYY-MM-DD`, or `MM/DD/YYYY` as the older fields have it.
    pub fn date(self, field: &str) -> Result<Option<NaiveDate>, Silence> {
        let Some(text) = self.text(field) else { return Ok(None) };
        let read = NaiveDate::parse_from_str(&text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(&text, "%m/%d/%Y"));
        read.map(Some).map_err(|_| unreadable(field))
    }
}

/// An instant of the state's, from epoch seconds; `None` for one that no calendar of ours will ever show.
pub(super) fn at(epoch_seconds: i64) -> Option<At> {
    const YEAR_ONE: i64 = -62_135_596_800;
    const YEAR_TEN_THOUSAND: i64 = 253_402_300_800;
    if !(YEAR_ONE..YEAR_TEN_THOUSAND).contains(&epoch_seconds) {
        return None;
    }
    DateTime::from_timestamp(epoch_seconds, 0).map(|at| at.naive_utc())
}

fn signed<E>(text: &str, read: impl Fn(&str) -> Result<i64, E>) -> Result<i64, E> {
    match text.strip_prefix('-') {
        Some(bare) => read(bare).map(i64::saturating_neg),
        None => read(text),
    }
}

fn missing(field: &str) -> Silence {
    Silence(format!("The state's answer could not be read: it has no “{field}”."))
}

fn unreadable(field: &str) -> Silence {
    Silence(format!("The state's answer could not be read: its “{field}” is not what we know by that name."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_may_be_text_and_lists_may_be_one_thing() {
        for three in [json!(3), json!("3"), json!("3.00"), json!(3.0), json!(" 3 ")] {
            assert_eq!(whole(Some(&three)), Some(3), "{three}");
        }
        for none in [json!(null), json!(""), json!("x"), json!(3.5), json!([3])] {
            assert_eq!(whole(Some(&none)), None, "{none}");
        }
        assert_eq!(list(Some(&json!("a"))).len(), 1);
        assert_eq!(list(Some(&json!(["a", "b"]))).len(), 2);
        assert!(list(None).is_empty() && list(Some(&json!(null))).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let value = json!({"quantity": "3.505", "weight": "0.12500", "count": 98.0, "day": "11/15/2023", "never": 0});
        let row = Row(value.as_object().unwrap());
        assert!(row.need_quantity("quantity").unwrap_err().0.contains("quantity"));
        assert_eq!(row.need_amount("weight"), Ok(Amount(125)));
        assert_eq!(row.need_quantity("count"), Ok(Quantity(9800)));
        assert_eq!(row.date("day").unwrap().unwrap().to_string(), "2023-11-15");
        assert_eq!(row.at("never"), None);
        assert!(row.need_whole("absent").unwrap_err().0.contains("absent"));
    }
}
