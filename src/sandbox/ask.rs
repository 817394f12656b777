//! Reading a request: numbers or strings, one value or an array, whatever the caller sent (biotrack-api §1.2).

use super::refusal::Result;
use super::texts;
use crate::values::{Cents, Quantity};
use serde_json::{Map, Value};

/// Decimals that a quantity keeps, in every profile.
const DECIMALS: usize = 2;

/// One JSON object of a request: the whole of it, or a line of its `data`.
#[derive(Debug, Clone, Default)]
pub struct Ask(pub Map<String, Value>);

impl Ask {
    /// Whether it was said at all: null and an empty text count as absent, as clients send both for what they do not mean.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// The text exactly as sent, blanks and all; an empty one counts as absent.
    pub fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(scalar).filter(|text| !text.is_empty())
    }

    pub fn needed(&self, name: &str) -> Result<String> {
        self.text(name).filter(|text| !text.trim().is_empty()).ok_or_else(|| texts::missing(name).into())
    }

    pub fn int(&self, name: &str) -> Result<Option<i64>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let whole = rounded(&text, 2).filter(|hundredths| hundredths % 100 == 0).map(|hundredths| hundredths / 100);
        whole.map(Some).ok_or_else(|| texts::unreadable_field(name).into())
    }

    pub fn needed_int(&self, name: &str) -> Result<i64> {
        self.int(name)?.ok_or_else(|| texts::missing(name).into())
    }

    pub fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| matches!(text.trim(), "1" | "true"))
    }

    /// A quantity; decimals past the second are rounded away without a word, as Florida does.
    pub fn quantity(&self, name: &str) -> Result<Option<Quantity>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        rounded(&text, DECIMALS).map(|amount| Some(Quantity(amount))).ok_or_else(|| texts::unreadable_field(name).into())
    }

    pub fn needed_quantity(&self, name: &str) -> Result<Quantity> {
        self.quantity(name)?.ok_or_else(|| texts::missing(name).into())
    }

    pub fn needed_price(&self) -> Result<Cents> {
        let text = self.needed("price")?;
        rounded(&text, 2).map(Cents).ok_or_else(|| texts::unreadable_field("price").into())
    }

    /// The objects of an array, or the one object that stands in its place; absent is none.
    pub fn lines(&self, name: &str) -> Result<Vec<Ask>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(line)) => Ok(vec![Ask(line.clone())]),
            Some(Value::Array(lines)) => lines.iter().map(|line| object(line, name)).collect(),
            Some(_) => Err(texts::unreadable_field(name).into()),
        }
    }

    /// The values of an array, or the one value that stands in its place.
    pub fn list(&self, name: &str) -> Result<Vec<String>> {
        let read = |value: &Value| scalar(value).ok_or_else(|| texts::unreadable_field(name).into());
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(values)) => values.iter().map(read).collect(),
            Some(value) => Ok(vec![read(value)?]),
        }
    }
}

fn object(value: &Value, name: &str) -> Result<Ask> {
    value.as_object().cloned().map(Ask).ok_or_else(|| texts::unreadable_field(name).into())
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(i64::from(*yes).to_string()),
        _ => None,
    }
}

/// A decimal as a whole number of 10^-`decimals`, rounded half away from zero; `None` for anything else or a number too large.
pub fn rounded(text: &str, decimals: usize) -> Option<i64> {
    let bare = text.trim();
    let (sign, digits) = bare.strip_prefix('-').map_or((1, bare), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) || whole.len() > 12 {
        return None;
    }
    let kept: String = part.chars().chain("000".chars()).take(decimals).collect();
    let up = i64::from(part.as_bytes().get(decimals).is_some_and(|digit| *digit >= b'5'));
    let value: i64 = format!("{}{kept}", if whole.is_empty() { "0" } else { whole }).parse().ok()?;
    Some(sign * (value + up))
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_decimal_is_rounded_away() {
        let cases =
            [("12", 1200), ("12.345", 1235), ("12.344", 1234), ("-0.005", -1), (".5", 50), ("7.", 700), ("100.0", 10_000)];
        for (text, hundredths) in cases {
            assert_eq!(rounded(text, 2), Some(hundredths), "{text}");
        }
        for wrong in ["", "-", ".", "1e3", "1,000", "ten", "9999999999999", "+1"] {
            assert_eq!(rounded(wrong, 2), None, "{wrong}");
        }
    }
}
