//! What the sandbox was told, for tests: every call with its outcome, without secrets. Kept only when the control door is open.

use super::ask::Ask;
use super::refusal::{Failure, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Calls kept word for word; older ones are forgotten, and stay counted.
const KEPT: usize = 20_000;

/// Characters and values of a body that is kept; larger ones would fill the memory, and are counted only.
const LARGEST_KEPT: usize = 64 * 1024;
const LONGEST_NAME: usize = 200;
const LONGEST_OUTCOME: usize = 1000;

/// The calls since the start.
pub struct Calls {
    kept: Mutex<VecDeque<Value>>,
    counts: Mutex<Counts>,
    keeping: bool,
}

/// How often what was told, since the start.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Counts {
    actions: BTreeMap<String, Told>,
    /// Writes only: a question that names a nonce is not a use of it.
    nonces: BTreeMap<String, OfNonce>,
}

/// The outcomes of one action.
#[derive(Debug, Default, Clone, Serialize)]
pub struct Told {
    told: u64,
    accepted: u64,
    refused: u64,
}

/// What was told under one nonce.
#[derive(Debug, Default, Clone, Serialize)]
pub struct OfNonce {
    action: String,
    told: u64,
    /// The transactions it made: more than one when it was told twice.
    transactions: Vec<Value>,
}

impl Calls {
    pub fn new(keeping: bool) -> Self {
        Self { kept: Mutex::default(), counts: Mutex::default(), keeping }
    }

    pub fn note(&self, ask: &Ask, outcome: &Result<Map<String, Value>>) {
        if !self.keeping {
            return;
        }
        let secret = |name: &str| matches!(name, "password" | "new_password" | "sessionid");
        let (size, mut body) = (size(&ask.0), Map::new());
        if size > LARGEST_KEPT {
            body.insert("left_out".into(), size.into());
        } else {
            body = ask.0.clone();
            body.retain(|name, _| !secret(name));
        }
        let (outcome, transaction) = match outcome {
            Ok(answer) => ("accepted".to_owned(), answer.get("transactionid").cloned()),
            Err(Failure::Refused(refusal)) => (format!("refused: {}", refusal.text), None),
            Err(error) => (format!("failed: {error}"), None),
        };
        let short = |name| ask.text(name).map(|text| text.chars().take(LONGEST_NAME).collect::<String>());
        let (action, nonce, actor) = (short("action"), short("nonce"), short("actor"));
        let outcome: String = outcome.chars().take(LONGEST_OUTCOME).collect();
        self.count(action.as_deref(), nonce.as_deref(), &outcome, transaction.as_ref());
        let call = json!({"action": action, "nonce": nonce, "actor": actor, "body": body, "outcome": outcome, "transactionid": transaction});
        self.keep(call);
    }

    /// A call that a fault swallowed before anything was done.
    pub fn note_unheard(&self, ask: &Ask, fault: &str) {
        self.note(ask, &Err(Failure::Refused(super::refusal::Refusal::bare(format!("never reached the books ({fault})")))));
    }

    pub fn all(&self) -> Vec<Value> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub fn counts(&self) -> Counts {
        self.locked().clone()
    }

    fn locked(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, action: Option<&str>, nonce: Option<&str>, outcome: &str, transaction: Option<&Value>) {
        let action = action.unwrap_or_default();
        let mut counts = self.locked();
        let told = counts.actions.entry(action.to_owned()).or_default();
        told.told += 1;
        if outcome == "accepted" {
            told.accepted += 1;
        } else {
            told.refused += 1;
        }
        if let Some(nonce) = nonce.filter(|_| action != "nonce_replay") {
            let of = counts.nonces.entry(nonce.to_owned()).or_default();
            action.clone_into(&mut of.action);
            of.told += 1;
            of.transactions.extend(transaction.cloned());
        }
    }

    fn keep(&self, call: Value) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back(call);
    }
}

/// About how much room a request takes.
fn size(fields: &Map<String, Value>) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::String(text) => text.len() + 1,
            Value::Array(values) => values.iter().map(of).sum::<usize>() + 1,
            Value::Object(fields) => size(fields) + 1,
            _ => 1,
        }
    }
    fields.iter().map(|(name, value)| name.len() + of(value)).sum()
}
