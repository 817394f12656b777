//! A settlement as it is written down: who settled a filing, when and why. The one of an open row is its first commit (see
//! [`settle`](super::settle)); the one of a contradiction is all there is to it.

use super::action::Status;
use super::claims;
use super::record::Row;
use super::settle::{Told, no_such_row};
use crate::app::{By, Record};
use crate::biotrack::Answer;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::SettleFiling;
use crate::schema::filings;
use crate::values::{At, FilingId, UserId, text_enum};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// The sweeper keeps off while a settlement is written down.
const LEASE: TimeDelta = TimeDelta::seconds(60);

text_enum! {
    /// What a person said of a filing.
    Verdict {
        Has = "has", "The state has it";
        HasNot = "has_not", "The state does not have it";
        Corrected = "corrected", "Corrected by new acts";
    }
}

/// A settlement as it is kept with its filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    pub verdict: Verdict,
    pub by: UserId,
    /// Their name at the time.
    pub name: String,
    pub at: At,
    pub reason: String,
    /// The state's transaction that was taken for this act.
    pub transaction: Option<i64>,
}

impl Settlement {
    /// Back from the kept text.
    pub fn read(text: &str) -> Result<Self> {
        Ok(serde_json::from_str(text)?)
    }

    /// What was said of a row that was still open settles no contradiction that came later.
    pub fn ends_contradiction(&self) -> bool {
        self.verdict == Verdict::Corrected
    }

    fn kept(verdict: Verdict, reason: &str, transaction: Option<i64>, by: &By<'_>) -> Result<String> {
        let (user, name, reason) = (by.clerk.user, by.clerk.name.clone(), reason.to_owned());
        Ok(serde_json::to_string(&Self { verdict, by: user, name, at: by.now, reason, transaction })?)
    }
}

/// The first commit: who settles an open row, why, and the answer it will be closed with. Cut off after it, the sweeper goes on from there.
#[derive(Serialize)]
pub(super) struct Deciding {
    pub filing: FilingId,
    pub told: Told,
    pub reason: String,
    #[serde(skip)]
    pub found: Option<Answer>,
    #[serde(skip)]
    pub machine_now: At,
}

impl Record for Deciding {
    const ACT: &'static str = "settle_open_filing";
    type Needs = SettleFiling;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let transaction = self.found.as_ref().map(Answer::transaction);
        if let Some(transaction) = transaction
            && let Some(other) = owner(tx, transaction, self.filing)?
        {
            return no_such_row(&format!("transaction {transaction} is “{other}”, another filing."));
        }
        let verdict = if matches!(self.told, Told::Has { .. }) { Verdict::Has } else { Verdict::HasNot };
        let free = filings::table
            .find(self.filing)
            .filter(filings::status.eq(Status::Open))
            .filter(filings::lease_until.is_null().or(filings::lease_until.lt(self.machine_now)));
        let written = diesel::update(free)
            .set((
                filings::settled.eq(Settlement::kept(verdict, &self.reason, transaction, by)?),
                filings::answer.eq(self.found.as_ref().map(Answer::kept)),
                filings::lease_until.eq(self.machine_now + LEASE),
            ))
            .execute(tx)?;
        if written == 0 {
            return rule(
                "The state is being asked about this filing at this very moment, so nothing was done. Look at it again in a minute.",
            );
        }
        Ok(())
    }
}

/// Which other filing a transaction of the state belongs to: accepted, about to be, or the yes of a contradiction.
fn owner(conn: &mut Conn, transaction: i64, but: FilingId) -> Result<Option<String>> {
    let others = || filings::table.filter(filings::id.ne(but)).into_boxed();
    let owner = others().filter(filings::state_transaction.eq(transaction)).select(filings::summary).first(conn).optional()?;
    if owner.is_some() {
        return Ok(owner);
    }
    let unclosed = Row::about_to_be(conn)?.into_iter();
    Ok(unclosed.filter(|(id, _, taken)| *id != but && *taken == transaction).map(|(_, summary, _)| summary).next())
}

/// A contradiction was corrected by new acts: what it froze is free again, and nothing else changes, here or there.
#[derive(Serialize)]
pub struct Corrected {
    pub filing: FilingId,
    pub reason: String,
}

impl Record for Corrected {
    const ACT: &'static str = "settle_contradiction";
    type Needs = SettleFiling;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let of_location = filings::table.find(self.filing).filter(filings::location_id.eq(by.clerk.location));
        let (contradiction, settled): (Option<String>, Option<String>) =
            of_location.select((filings::contradiction, filings::settled)).first(tx)?;
        let earlier = settled.as_deref().map(Settlement::read).transpose()?.filter(Settlement::ends_contradiction);
        if let Some(earlier) = earlier {
            return rule(format!("{} has settled this contradiction already; nothing was done now.", earlier.name));
        }
        if contradiction.is_none() {
            return rule("This filing is no contradiction, so there is nothing to settle.");
        }
        let settlement = Settlement::kept(Verdict::Corrected, &self.reason, None, by)?;
        diesel::update(filings::table.find(self.filing)).set(filings::settled.eq(settlement)).execute(tx)?;
        claims::release(tx, self.filing)
    }
}
