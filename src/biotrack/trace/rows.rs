//! Whether rows of the state's ledger are the ones that a trace describes, however their values are written.

use crate::biotrack::loose;
use serde_json::Value;

/// The fields of one expected row; a field may be asked for twice, of a list that must have both values.
pub(super) type Pattern = Vec<(String, String)>;

/// For each pattern a row of its own, as many as possible: a loose pattern must not take the only row of a strict one.
pub(super) fn pair(patterns: &[&Pattern], rows: &[&Value]) -> Vec<Option<usize>> {
    let mut pattern_of: Vec<Option<usize>> = vec![None; rows.len()];
    for pattern in 0..patterns.len() {
        let mut tried = vec![false; rows.len()];
        claim(pattern, patterns, rows, &mut pattern_of, &mut tried);
    }
    let place_of = |pattern| pattern_of.iter().position(|taken| *taken == Some(pattern));
    (0..patterns.len()).map(place_of).collect()
}

/// Gives the pattern a row, moving the pattern that has it to another row where that is possible.
fn claim(pattern: usize, patterns: &[&Pattern], rows: &[&Value], pattern_of: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    let Some(fields) = patterns.get(pattern) else { return false };
    for (place, row) in rows.iter().enumerate() {
        if tried.get(place) != Some(&false) || !fields.iter().all(|(name, value)| same(row.get(name), value)) {
            continue;
        }
        if let Some(tried) = tried.get_mut(place) {
            *tried = true;
        }
        let holder = pattern_of.get(place).copied().flatten();
        if holder.is_none_or(|holder| claim(holder, patterns, rows, pattern_of, tried)) {
            if let Some(taken) = pattern_of.get_mut(place) {
                *taken = Some(pattern);
            }
            return true;
        }
    }
    false
}

/// Whether the state's value is what we expect, however it is written.
pub(super) fn same(value: Option<&Value>, expected: &str) -> bool {
    if let Some(Value::Array(all)) = value.filter(|_| !expected.is_empty()) {
        return all.iter().any(|one| same(Some(one), expected));
    }
    let plain = |text: &str| match plain_number(text.trim()).as_str() {
        "0" => String::new(),
        other => other.to_owned(),
    };
    plain(&loose::text(value).unwrap_or_default()) == plain(expected)
}

/// `2.00` and `2` are `2`, `-0` is `0`. A leading zero makes it an identifier, which is left alone.
pub fn plain_number(text: &str) -> String {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || (whole.len() > 1 && whole.starts_with('0')) {
        return text.to_owned();
    }
    let part = part.trim_end_matches('0');
    let number = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    if text.starts_with('-') && number != "0" { format!("-{number}") } else { number }
}
