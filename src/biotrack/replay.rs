//! "What did you answer to this nonce?", and the search of the state's own ledger: how a lost answer is found again, without
//! ever sending twice.

use super::answer::Answer;
use super::client::Biotrack;
use super::loose;
use super::trace::{Found, Trace};
use super::{ReadError, Silence};
use crate::values::FilingId;
use serde_json::{Map, Value, json};

/// Where transactions of a dispensary can be seen.
const TABLES: [&str; 12] = [
    "inventory_room",
    "employee",
    "vehicle",
    "manifest",
    "inventory_transfer",
    "inventory_transfer_inbound",
    "inventory_adjust",
    "inventory_sample",
    "inventory_qa_sample",
    "registry_hold",
    "sale",
    "inventory",
];

impl Biotrack {
    /// What the state answered to this nonce; `None` when it has no answer kept for it.
    pub async fn replay(&self, nonce: FilingId) -> Result<Option<Answer>, Silence> {
        match self.read("nonce_replay", fields(json!({ "nonce": nonce.as_str() }))).await {
            Ok(said) => match Answer::said(said, self.clock().state()) {
                Some(answer) => Ok(Some(answer)),
                None => Err(Silence("The state's kept answer has no transaction number.".into())),
            },
            // Not even signed in anew: it says nothing about the nonce.
            Err(ReadError::Refused(refusal)) if refusal.is_expired_session() => Err(Silence(refusal.text)),
            // The text of "not found" is not published, so every other no counts as one. Nothing is decided by it alone: the
            // ledger is searched next.
            Err(ReadError::Refused(_)) => Ok(None),
            Err(ReadError::Silent(silence)) => Err(silence),
        }
    }

    /// Looks for an act in the state's ledger, above a transaction number and besides the transactions of other acts.
    pub async fn search(&self, trace: &Trace, above: i64, claimed: &[i64]) -> Result<Found, Silence> {
        if trace.is_nowhere() {
            return Ok(nowhere());
        }
        let rows = self.rows(trace.table(), trace.rows_name(), above.saturating_add(1)).await?;
        let found = trace.find(&rows, above, claimed, self.clock().state());
        self.with_new_items(trace, found).await
    }

    /// Looks at the one transaction that a person says it was: it must be there, and be this act.
    pub async fn look_up(&self, trace: &Trace, transaction: i64) -> Result<Found, Silence> {
        if trace.is_nowhere() {
            return Ok(nowhere());
        }
        // No `transaction_end`: a row that was changed since stands on a later transaction.
        let rows = self.rows(trace.table(), trace.rows_name(), transaction).await?;
        let found = trace.find_at(&rows, transaction, self.clock().state());
        self.with_new_items(trace, found).await
    }

    /// Learns the highest transaction number from what changed since the one we know. A table that we may not see is left out.
    pub async fn refresh_high_water(&self) -> Result<i64, Silence> {
        for table in TABLES {
            let since = json!({ "transaction_start": self.high_water().saturating_add(1) });
            match self.read(&format!("sync_{table}"), fields(since)).await {
                Ok(_) => {} // every answer's transactions are noted where it arrives
                Err(ReadError::Refused(refusal)) => {
                    tracing::warn!(table, code = refusal.code, "the state does not show us this table")
                }
                Err(ReadError::Silent(silence)) => return Err(silence),
            }
        }
        Ok(self.high_water())
    }

    async fn with_new_items(&self, trace: &Trace, found: Found) -> Result<Found, Silence> {
        match found {
            Found::One(answer) if trace.wants_new_items() => {
                let transaction = answer.transaction();
                let mut items = self.rows("inventory", "inventory", transaction).await?;
                items.retain(|item| loose::whole(item.get("transactionid_original")) == Some(transaction));
                Ok(Found::One(answer.and_rows(items)))
            }
            other => Ok(other),
        }
    }

    async fn rows(&self, table: &str, rows_of: &str, start: i64) -> Result<Vec<Value>, Silence> {
        match self.read(&format!("sync_{table}"), fields(json!({ "transaction_start": start }))).await {
            Ok(mut said) => match said.body.remove(rows_of) {
                Some(Value::Array(rows)) => Ok(rows),
                None | Some(Value::Null) => Ok(Vec::new()),
                Some(one) => Ok(vec![one]),
            },
            Err(ReadError::Refused(refusal)) => Err(Silence(format!("The state refused to show its ledger: {refusal}"))),
            Err(ReadError::Silent(silence)) => Err(silence),
        }
    }
}

fn nowhere() -> Found {
    Found::Unclear("The state's ledger does not show acts of this kind, so it cannot tell what became of this one.".into())
}

/// The fields of a question.
pub(super) fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
