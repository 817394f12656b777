//! How to find one act in the state's own ledger when its answer was lost: rows that must all stand on one transaction.

mod rows;
#[cfg(test)]
mod tests;

pub(super) use rows::plain_number;

use super::answer::Answer;
use super::loose;
use crate::values::At;
use rows::{Pattern, pair};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Tables whose rows are events: a row keeps the transaction that made it as `transactionid_original` (biotrack-api §3).
const LEDGERS: [&str; 6] =
    ["sale", "inventory_adjust", "inventory_transfer", "inventory_transfer_inbound", "inventory_sample", "inventory_qa_sample"];

/// What one act leaves in the state's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    table: String,
    rows_of: String,
    lines_of: Option<&'static str>,
    rows: Vec<Pattern>,
    beside: Vec<Pattern>,
    nothing_else: bool,
    made: bool,
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
enum Fit {
    No,
    /// Some of the rows are there, or others besides.
    Part,
    /// The rows that the trace describes, in its order.
    Whole(Vec<Value>),
}

impl Trace {
    /// Rows of `sync_<table>`.
    pub fn in_table(table: &str) -> Self {
        Self {
            table: table.into(),
            rows_of: table.into(),
            lines_of: None,
            rows: Vec::new(),
            beside: Vec::new(),
            nothing_else: false,
            made: false,
            new_items: false,
        }
    }

    /// No table of the state shows this: only its nonce can find it again, and otherwise a person decides.
    pub fn nowhere() -> Self {
        Self::in_table("")
    }

    /// The rows come under another name in the same answer: `manifest_stop_data` in `sync_manifest`.
    pub fn rows_of(self, name: &str) -> Self {
        Self { rows_of: name.into(), ..self }
    }

    /// A row of the table stands for the lines in one of its fields: each line is looked at with the row's other fields beside it.
    pub fn lines_of(self, field: &'static str) -> Self {
        Self { lines_of: Some(field), ..self }
    }

    /// One more row that must be there. Numbers compare as numbers; null, left out, `""` and 0 are the same; a list
    /// matches if it contains the value.
    pub fn row<V: ToString>(mut self, fields: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        self.rows.push(pattern(fields));
        self
    }

    /// One more row that must be there as a proof, and is no part of the answer: the row of a sale that a refund marks. Said twice,
    /// it is one row.
    pub fn proved_once_by<V: ToString>(mut self, fields: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        let proof = pattern(fields);
        if !self.beside.contains(&proof) {
            self.beside.push(proof);
        }
        self
    }

    /// The transaction must have no other rows in this table: a sale of A and B is not a sale of A.
    pub fn and_nothing_else(self) -> Self {
        Self { nothing_else: true, ..self }
    }

    /// The transaction made the rows, it did not only change them. They are found by `transactionid_original`, so whatever
    /// happened to them since hides nothing, and rows that it only touched (the parents of a split) do not count.
    pub fn made(self) -> Self {
        Self { made: true, ..self }
    }

    /// The rows of `sync_inventory` that the transaction made belong to the answer too (a refund's restocked packages).
    pub fn with_new_items(self) -> Self {
        Self { new_items: true, ..self }
    }

    pub(super) fn is_nowhere(&self) -> bool {
        self.table.is_empty()
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
        let (mut whole, mut part) = (Vec::new(), Vec::new());
        let rows = self.lines(rows);
        for (transaction, rows) in
            self.by_transaction(&rows).range(above.saturating_add(1)..).filter(|(transaction, _)| !claimed.contains(transaction))
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
        let rows = self.lines(rows);
        let all = self.by_transaction(&rows);
        let Some(rows) = all.get(&transaction) else { return Found::None };
        match self.fit(rows) {
            Fit::Whole(rows) => Found::One(Answer::of_rows(transaction, rows, now)),
            Fit::Part => {
                Found::Unclear(format!("Transaction {transaction} of the state has only a part of this act, or more than it."))
            }
            Fit::No => Found::Unclear(format!("Transaction {transaction} is in the state's ledger, but it is another act.")),
        }
    }

    fn lines<'a>(&self, rows: &'a [Value]) -> Cow<'a, [Value]> {
        match self.lines_of {
            Some(field) => rows.iter().flat_map(|row| lines_with_their_row(row, field)).collect(),
            None => Cow::Borrowed(rows),
        }
    }

    fn by_transaction<'a>(&self, rows: &'a [Value]) -> BTreeMap<i64, Vec<&'a Value>> {
        let mut by_transaction: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
        let by_both = LEDGERS.contains(&self.rows_of.as_str());
        for row in rows {
            let last = loose::whole(row.get("transactionid"));
            let first = loose::whole(row.get("transactionid_original"));
            let (one, other) = match self.made {
                true => (first.or(last), None),
                false => (last, first.filter(|first| by_both && Some(*first) != last)),
            };
            for transaction in one.into_iter().chain(other) {
                by_transaction.entry(transaction).or_default().push(row);
            }
        }
        by_transaction
    }

    fn fit(&self, rows: &[&Value]) -> Fit {
        let patterns: Vec<&Pattern> = self.rows.iter().chain(&self.beside).collect();
        let paired = pair(&patterns, rows);
        let (answering, proving) = paired.split_at(self.rows.len().min(paired.len()));
        let found: Vec<Value> =
            answering.iter().flatten().filter_map(|place| rows.get(*place)).map(|row| (*row).clone()).collect();
        let proved = proving.iter().flatten().count();
        if found.is_empty() {
            Fit::No
        } else if found.len() < self.rows.len()
            || proved < self.beside.len()
            || (self.nothing_else && found.len() + proved < rows.len())
        {
            Fit::Part
        } else {
            Fit::Whole(found)
        }
    }
}

fn pattern<V: ToString>(fields: impl IntoIterator<Item = (&'static str, V)>) -> Pattern {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect()
}

/// The row's own fields stand above those of its lines.
fn lines_with_their_row(row: &Value, field: &str) -> Vec<Value> {
    let Some(own) = row.as_object() else { return Vec::new() };
    let with_row = |line: &Value| {
        let mut line = line.as_object().cloned().unwrap_or_default();
        line.extend(own.iter().filter(|(name, _)| name.as_str() != field).map(|(name, value)| (name.clone(), value.clone())));
        Value::Object(line)
    };
    loose::list(own.get(field)).iter().map(with_row).collect()
}
