//! What is kept of a driving licence instead of what it says: digests that only this shop's books can make again.
//!
//! The number is needed to know a patient again whose licence is scanned, and for nothing else, so the number itself is not kept: whoever
//! reads a backup or a report finds none. (Who has the whole database has the key as well and could try numbers; the card numbers and
//! names beside it tell them more.)

use super::super::patients::bare;
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::schema::facts;
use chrono::NaiveDate;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// Where the key stands.
const KEY: &str = "licence_key";

/// Makes digests; read once for each transaction that needs any.
pub struct Digests(String);

impl Digests {
    /// With the key of these books, made on first use. Several may make it at once: the one that is there counts.
    pub fn of(tx: &mut Conn) -> Result<Self> {
        let known: Option<String> = facts::table.find(KEY).select(facts::value).first(tx).optional()?;
        if let Some(key) = known {
            return Ok(Self(key));
        }
        let fresh = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let row = (facts::name.eq(KEY), facts::value.eq(&fresh));
        on_each!(tx, |c| diesel::insert_into(facts::table).values(row).on_conflict_do_nothing().execute(c))?;
        Ok(Self(facts::table.find(KEY).select(facts::value).first(tx)?))
    }

    fn of_text(&self, text: &str) -> String {
        let digest = Sha256::digest(format!("{}\n{text}\n{}", self.0, self.0));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Of a licence's number and state.
    pub fn licence(&self, state: &str, number: &str) -> String {
        self.of_text(&format!("licence {state} {}", number.to_uppercase()))
    }

    /// Of who somebody is: to see whether a licence and a card are of one person.
    pub fn person(&self, first: &str, last: &str, born: NaiveDate) -> String {
        self.of_text(&format!("person {} {born}", bare(first, last)))
    }
}
