//! What the sandbox was told, for tests: every call with its outcome, without secrets. Kept only when the control door is open.

use super::ask::Ask;
use super::refusal::{Failure, Result};
use serde_json::{Map, Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Calls kept; older ones are forgotten.
const KEPT: usize = 20_000;

/// The calls since the start.
pub struct Calls {
    kept: Mutex<VecDeque<Value>>,
    keeping: bool,
}

impl Calls {
    pub fn new(keeping: bool) -> Self {
        Self { kept: Mutex::default(), keeping }
    }

    pub fn note(&self, ask: &Ask, outcome: &Result<Map<String, Value>>) {
        if !self.keeping {
            return;
        }
        let mut body = ask.0.clone();
        body.retain(|name, _| !matches!(name.as_str(), "password" | "new_password" | "sessionid"));
        let (outcome, transaction) = match outcome {
            Ok(answer) => ("accepted".to_owned(), answer.get("transactionid").cloned()),
            Err(Failure::Refused(refusal)) => (format!("refused: {}", refusal.text), None),
            Err(error) => (format!("failed: {error}"), None),
        };
        let (action, nonce, actor) = (ask.text("action"), ask.text("nonce"), ask.text("actor"));
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

    fn keep(&self, call: Value) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back(call);
    }
}
