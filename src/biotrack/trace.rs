//! How to find one act in the state's own ledger when its answer was lost: rows that must all stand on one transaction.

#[cfg(test)]
mod tests;

use super::answer::Answer;
use super::loose;
use crate::values::At;
use serde_json::Value;
use std::collections::BTreeMap;

/// Tables whose rows are events: a row keeps the transaction that made it as `transactionid_original` (biotrack-api §3).
const LEDGERS: [&str; 6] =
    ["sale", "inventory_adjust", "inventory_transfer", "inventory_transfer_inbound", "inventory_sample", "inventory_qa_sample"];

/// What one act leaves in the state's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    table: String,
    rows_of: String,
    rows: Vec<Vec<(String, String)>>,
    nothing_else: bool,
    new_items: bool,
}

/// What a search of the state's ledger found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    None,
    /// Exactly one transaction has all the rows.
    One(Answer),
    /// Several transactions have them, or one has only a part; in words for the person who must look.
    Unclear(String),
}

/// What a transaction's rows are to a trace.
pub(super) enum Fit {
    No,
    /// Some of the rows are there, or others besides.
    Part,
    /// The rows that the trace describes, in its order.
    Whole(Vec<Value>),
}

impl Trace {
    /// Rows of `sync_<table>`.
    pub fn in_table(table: &str) -> Self {
        Self { table: table.into(), rows_of: table.into(), rows: Vec::new(), nothing_else: false, new_items: false }
    }

    /// The rows come under another name in the same answer: `manifest_stop_data` in `sync_manifest`.
    pub fn rows_of(self, name: &str) -> Self {
        Self { rows_of: name.into(), ..self }
    }

    /// One more row that must be there. Numbers compare as numbers; null, left out, `""` and 0 are the same; a list
    /// matches if it contains the value.
    pub fn row<V: ToString>(mut self, fields: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        self.rows.push(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect());
        self
    }

    /// The transaction must have no other rows in this table: a sale of A and B is not a sale of A.
    pub fn and_nothing_else(self) -> Self {
        Self { nothing_else: true, ..self }
    }

    /// The rows of `sync_inventory` that the transaction made belong to the answer too (a refund's restocked packages).
    pub fn with_new_items(self) -> Self {
        Self { new_items: true, ..self }
    }

    pub(super) fn table(&self) -> &str {
        &self.table
    }

    pub(super) fn rows_name(&self) -> &str {
        &self.rows_of
    }

    pub(super) fn wants_new_items(&self) -> bool {
        self.new_items
    }

    /// What there is above this transaction, besides the transactions that other acts have made theirs.
    pub(super) fn find(&self, rows: &[Value], above: i64, claimed: &[i64], now: At) -> Found {
        let mut whole = Vec::new();
        let mut part = Vec::new();
        for (transaction, rows) in
            self.by_transaction(rows).range(above.saturating_add(1)..).filter(|(transaction, _)| !claimed.contains(transaction))
        {
            match self.fit(rows) {
                Fit::Whole(rows) => whole.push(Answer::of_rows(*transaction, rows, now)),
                Fit::Part => part.push(*transaction),
                Fit::No => {}
            }
        }
        match (whole.pop(), whole.len(), part.as_slice()) {
            (Some(answer), 0, _) => Found::One(answer),
            (Some(last), others, _) => Found::Unclear(format!(
                "{} transactions of the state look like this act, the last is {}.",
                others + 1,
                last.transaction()
            )),
            (None, _, []) => Found::None,
            (None, _, [first, ..]) => Found::Unclear(format!("Transaction {first} of the state has only a part of this act.")),
        }
    }

    /// What this one transaction is to the act.
    pub(super) fn find_at(&self, rows: &[Value], transaction: i64, now: At) -> Found {
        let all = self.by_transaction(rows);
        let Some(rows) = all.get(&transaction) else { return Found::None };
        match self.fit(rows) {
            Fit::Whole(rows) => Found::One(Answer::of_rows(transaction, rows, now)),
            Fit::Part => {
                Found::Unclear(format!("Transaction {transaction} of the state has only a part of this act, or more than it."))
            }
            Fit::No => Found::Unclear(format!("Transaction {transaction} is in the state's ledger, but it is another act.")),
        }
    }

    fn by_transaction<'a>(&self, rows: &'a [Value]) -> BTreeMap<i64, Vec<&'a Value>> {
        let mut by_transaction: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
        for row in rows {
            let last = loose::whole(row.get("transactionid"));
            let first = loose::whole(row.get("transactionid_original")).filter(|_| LEDGERS.contains(&self.rows_of.as_str()));
            for transaction in last.into_iter().chain(first.filter(|first| Some(*first) != last)) {
                by_transaction.entry(transaction).or_default().push(row);
            }
        }
        by_transaction
    }

    fn fit(&self, rows: &[&Value]) -> Fit {
        let paired = pair(&self.rows, rows);
        let found: Vec<Value> = paired.iter().flatten().filter_map(|place| rows.get(*place)).map(|row| (*row).clone()).collect();
        if found.is_empty() {
            Fit::No
        } else if found.len() < self.rows.len() || (self.nothing_else && found.len() < rows.len()) {
            Fit::Part
        } else {
            Fit::Whole(found)
        }
    }
}

/// For each pattern a row of its own, as many as possible: a loose pattern must not take the only row of a strict one.
fn pair(patterns: &[Vec<(String, String)>], rows: &[&Value]) -> Vec<Option<usize>> {
    let mut pattern_of: Vec<Option<usize>> = vec![None; rows.len()];
    for pattern in 0..patterns.len() {
        let mut tried = vec![false; rows.len()];
        claim(pattern, patterns, rows, &mut pattern_of, &mut tried);
    }
    let place_of = |pattern| pattern_of.iter().position(|taken| *taken == Some(pattern));
    (0..patterns.len()).map(place_of).collect()
}

/// Gives the pattern a row, moving the pattern that has it to another row where that is possible.
fn claim(
    pattern: usize,
    patterns: &[Vec<(String, String)>],
    rows: &[&Value],
    pattern_of: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
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
fn same(value: Option<&Value>, expected: &str) -> bool {
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
pub(super) fn plain_number(text: &str) -> String {
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
