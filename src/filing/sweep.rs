//! Finishing what was left open: asks the state, and never resends (architecture §7.3).

use super::action::Status;
use super::close;
use super::open::delta;
use super::record::Row;
use crate::app::App;
use crate::biotrack::{Answer, Found, Reply};
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::filings;
use crate::values::{At, FilingId};
use diesel::prelude::*;
use tokio::task::{JoinError, JoinSet};

/// Rows looked at in one round.
const ROUND: i64 = 100;
/// Rows looked at at once: a state that answers slowly must not keep a hundred waiting for each other. Fewer than may call it, so that
/// the counter is never behind the sweeper.
const SIDE_BY_SIDE: usize = 4;
/// How long one process has a row to itself, in time limits of a call: two questions, each of which may wait its turn, sign in, and
/// be asked once more in a new session. Whoever is killed meanwhile keeps the others off for no longer.
const LEASE_CALLS: u32 = 12;

/// Runs at start and every `LOTBOOK_SWEEP_MS`; several processes may.
pub struct Sweeper(pub App);

impl Sweeper {
    /// Sweeps for ever. Told to stop by dropping its task.
    pub async fn run(self) {
        loop {
            if let Err(error) = self.sweep().await {
                tracing::error!(?error, "a sweep did not get through; the next one will try");
            }
            tokio::time::sleep(self.0.config.sweep).await;
        }
    }

    /// One round: every row that is open or planned and that nobody else is at, the least looked at first.
    pub async fn sweep(&self) -> Result<()> {
        let begun = self.0.clock.machine();
        let mut waiting = self.0.read(move |conn| unfinished(conn, begun)).await?.into_iter();
        let mut looking = JoinSet::new();
        let mut outcome = Ok(());
        loop {
            for filing in waiting.by_ref().take(SIDE_BY_SIDE - looking.len()) {
                // Tracked and on the main runtime: neither a stopping sweeper nor a neighbour's trouble cuts a call in half.
                let look = Self(self.0.clone()).look(filing);
                looking.spawn(self.0.under_way.spawn_on(look, &self.0.runtime));
            }
            match looking.join_next().await {
                None => return outcome,
                Some(looked) => outcome = outcome.and(ended(looked.and_then(|inner| inner))),
            }
        }
    }

    /// Finishes one row, unless somebody else has it.
    async fn look(self, filing: FilingId) -> Result<()> {
        // A lease counts from now: the rows before this one may have taken their time.
        let now = self.0.clock.machine();
        let until = now + delta(self.0.config.timeout * LEASE_CALLS);
        let leased = self.0.db.write(move |tx| lease(tx, filing, now, until)).await?;
        if let Some(row) = leased
            && let Err(error) = self.finish(row).await
        {
            tracing::warn!(%filing, ?error, "a filing could not be finished yet");
        }
        Ok(())
    }

    async fn finish(&self, row: Row) -> Result<()> {
        match row.status {
            Status::Planned => super::carry_planned(self.0.clone(), row.id).await,
            Status::Open => self.ask(row).await,
            Status::Accepted | Status::Refused => Ok(()),
        }
    }

    /// What became of an open row: by the kept answer, by its nonce, by the state's own ledger.
    async fn ask(&self, row: Row) -> Result<()> {
        let app = &self.0;
        // What counts is when the looking began: a call might arrive while we look.
        let asked_at = app.clock.machine();
        if let Some(kept) = &row.answer {
            let answer = Answer::from_kept(kept).map_err(anyhow::Error::new)?;
            return self.accept(&row, answer).await;
        }
        let said_yes = match app.biotrack.replay(row.id).await {
            Ok(Some(answer)) if (app.acts)(row.action).decodes(row.id, &answer) => return self.accept(&row, answer).await,
            Ok(answer) => answer.is_some(),
            Err(silence) => return self.again_later(row.id, &silence.0).await,
        };
        match self.search(&row).await? {
            Ok(Found::One(answer)) => self.accept(&row, answer).await,
            Ok(Found::Unclear(why)) => self.again_later(row.id, &why).await,
            // A yes that cannot be read is still a yes: a person must look.
            Ok(Found::None) if said_yes => {
                self.again_later(row.id, "its yes cannot be read, and its ledger has no such row").await
            }
            Ok(Found::None) => self.not_found(&row, asked_at).await,
            Err(silence) => self.again_later(row.id, &silence.0).await,
        }
    }

    async fn search(&self, row: &Row) -> Result<Result<Found, crate::biotrack::Silence>> {
        let above = row.high_water.unwrap_or_default();
        let claimed = self.0.read(move |conn| Row::claimed_transactions(conn, above)).await?;
        let trace = (self.0.acts)(row.action).trace(&row.intent, row.id)?;
        Ok(self.0.biotrack.search(&trace, above, &claimed).await)
    }

    async fn accept(&self, row: &Row, answer: Answer) -> Result<()> {
        // What the state decided is committed; here nobody waits for it.
        match close::close(&self.0, row.id, Reply::Accepted(answer)).await? {
            Ok(_) => super::follow_up(self.0.clone(), row.id).await,
            Err(error) => tracing::warn!(filing = %row.id, %error, "a filing stays open"),
        }
        Ok(())
    }

    /// Twice not found, the second time after the settle time: the state never had it.
    async fn not_found(&self, row: &Row, asked_at: At) -> Result<()> {
        let app = &self.0;
        let settled_at = row.send_by.unwrap_or(row.opened_at) + delta(app.config.settle);
        if row.searched_at.is_some() && asked_at >= settled_at {
            return close::refused(app, row.id, "This never reached the state; nothing was done.".to_owned()).await;
        }
        let (filing, now) = (row.id, app.clock.machine());
        app.db
            .write(move |tx| {
                diesel::update(filings::table.find(filing))
                    .set((filings::searched_at.eq(now), filings::looked_at.eq(now), filings::lease_until.eq(None::<At>)))
                    .execute(tx)?;
                Ok(())
            })
            .await
    }

    async fn again_later(&self, filing: FilingId, why: &str) -> Result<()> {
        tracing::warn!(%filing, why, "the state could not be asked about a filing");
        let now = self.0.clock.machine();
        self.0
            .db
            .write(move |tx| {
                diesel::update(filings::table.find(filing))
                    .set((filings::looked_at.eq(now), filings::lease_until.eq(None::<At>)))
                    .execute(tx)?;
                Ok(())
            })
            .await
    }
}

/// A look's own trouble, or that its task ended.
fn ended(looked: std::result::Result<Result<()>, JoinError>) -> Result<()> {
    looked.map_err(|error| internal(format!("looking at a filing ended: {error}")))?
}

fn unfinished(conn: &mut Conn, now: At) -> Result<Vec<FilingId>> {
    let rows = filings::table
        .filter(filings::status.eq_any([Status::Open, Status::Planned]))
        .filter(filings::lease_until.is_null().or(filings::lease_until.lt(now)))
        // What was never looked at first: rows that only a person can settle must not fill every round.
        .order((filings::looked_at.is_not_null(), filings::looked_at, filings::opened_at, filings::id))
        .limit(ROUND)
        .select(filings::id)
        .load(conn)?;
    Ok(rows)
}

/// The row, if nobody else took it meanwhile.
fn lease(tx: &mut Conn, filing: FilingId, now: At, until: At) -> Result<Option<Row>> {
    let free = filings::table
        .find(filing)
        .filter(filings::status.eq_any([Status::Open, Status::Planned]))
        .filter(filings::lease_until.is_null().or(filings::lease_until.lt(now)));
    if diesel::update(free).set(filings::lease_until.eq(until)).execute(tx)? == 0 {
        return Ok(None);
    }
    Row::find(tx, filing).map(Some)
}
