//! What a person settles where the program cannot: a row that stayed open for an hour, and a contradiction (architecture §7.3).
//!
//! The state is asked before anything is written, and its ledger stands above what the person says: without its row nothing is
//! accepted, and what it shows is never refused. Then two commits, as for every filing: who settled it, when and why, with the answer
//! that was found; and the outcome, through the same [`close`](super::close::close) as everybody's.

use super::action::Status;
use super::close;
use super::open::delta;
use super::record::Row;
use super::settlement::Deciding;
use super::{FOLLOW_UPS_WAITED_FOR, follow_up};
use crate::app::App;
use crate::biotrack::{Answer, Found, Reply, Silence};
use crate::error::{Error, Problems, Result, internal, not_found, rule};
use crate::may::{Clerk, May, SettleFiling};
use crate::values::{At, FilingId, FormKey};
use chrono::TimeDelta;
use serde::Serialize;

/// A row that has been open for so long may be settled by a person.
const STUCK_AFTER: TimeDelta = TimeDelta::hours(1);

/// What a person says of an open row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Told {
    Has {
        transaction: i64,
    },
    HasNot {
        /// They looked at whatever in the state's ledger resembles it, and none of it is this act.
        looked: bool,
    },
}

/// How a settlement of an open row ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Accepted {
        transaction: i64,
    },
    Refused,
    /// It was closed before: nothing was done now.
    Before,
}

impl Row {
    /// Open for so long that a person may settle it.
    pub fn is_stuck(&self, now: At) -> bool {
        self.status == Status::Open && now - self.opened_at >= STUCK_AFTER
    }
}

impl App {
    /// Settles an open row by what a person says and the state's own ledger confirms.
    pub async fn settle(
        &self,
        may: &May<SettleFiling>,
        form: FormKey,
        filing: FilingId,
        told: Told,
        reason: String,
    ) -> Result<Settled> {
        let (app, clerk) = (self.clone(), Clerk::clone(may));
        // Spawned: a browser that hangs up must not stop us between the two commits.
        let work = self.under_way.spawn_on(async move { settle(&app, clerk, form, filing, told, reason).await }, &self.runtime);
        work.await.map_err(|error| internal(format!("the settlement's task ended: {error}")))?
    }
}

async fn settle(app: &App, clerk: Clerk, form: FormKey, filing: FilingId, told: Told, reason: String) -> Result<Settled> {
    let row = app.read(move |conn| Row::find(conn, filing)).await?;
    if row.location_id != clerk.location {
        return not_found();
    }
    if matches!(row.status, Status::Accepted | Status::Refused) {
        return Ok(Settled::Before);
    }
    if !row.is_stuck(app.clock.now()) {
        return rule(
            "This filing has not waited for an hour yet, so nothing was done: the state is still being asked by itself what became of it.",
        );
    }
    let found = match (&row.answer, told) {
        (Some(kept), _) => Some(Answer::from_kept(kept).map_err(anyhow::Error::new)?),
        (None, Told::Has { transaction }) => Some(looked_up(app, &row, transaction).await?),
        (None, Told::HasNot { looked }) => asked(app, &row, looked).await?,
    };
    let words = format!("Closed by {}: the state does not have it. Why: {reason}", clerk.name);
    let deciding = Deciding { filing, told, reason, found: found.clone(), machine_now: app.clock.machine() };
    app.record(&May::check(clerk)?, form, deciding).await?;
    match found {
        Some(answer) => accepted(app, filing, answer).await,
        None => close::refused(app, filing, words).await.map(|()| Settled::Refused),
    }
}

async fn accepted(app: &App, filing: FilingId, answer: Answer) -> Result<Settled> {
    let transaction = answer.transaction();
    if let Err(error) = close::close(app, filing, Reply::Accepted(answer)).await? {
        tracing::error!(%filing, transaction, %error, "a settled filing could not be accepted");
        return rule(format!(
            "The state has this act, as transaction {transaction}, but our books could not take it up. Its answer is kept and tried again by itself; tell whoever looks after this program."
        ));
    }
    let following = app.under_way.spawn_on(follow_up(app.clone(), filing), &app.runtime);
    if tokio::time::timeout(FOLLOW_UPS_WAITED_FOR, following).await.is_err() {
        tracing::info!(%filing, "the follow-ups go on after the settlement");
    }
    Ok(Settled::Accepted { transaction })
}

/// The row of the state's ledger that a person named: it must be there, be this act, and be readable as its answer.
async fn looked_up(app: &App, row: &Row, transaction: i64) -> Result<Answer> {
    if row.high_water.is_some_and(|before| transaction <= before) {
        return no_such_row(&format!("transaction {transaction} is older than this act."));
    }
    let act = (app.acts)(row.action);
    match app.biotrack.look_up(&act.trace(&row.intent, row.id)?, transaction).await {
        Ok(Found::One(answer)) if act.decodes(row.id, &answer) => Ok(answer),
        Ok(Found::One(_)) => no_such_row(&format!("transaction {transaction} lacks what we need to know of it.")),
        Ok(Found::None) => no_such_row(&format!("transaction {transaction} is not there, or it is another kind of act.")),
        Ok(Found::Unclear(why)) => no_such_row(&why),
        Err(silence) => unheard(row.id, &silence),
    }
}

/// Said beside the field with the number.
pub(super) fn no_such_row<T>(why: &str) -> Result<T> {
    let words = format!("The state's ledger has no such row for this act, so nothing was done: {why}");
    Err(Error::Invalid(Problems::one("transaction", words)))
}

/// Asks once more, by the nonce and in the ledger. `None`: the state does not have it.
async fn asked(app: &App, row: &Row, looked: bool) -> Result<Option<Answer>> {
    let (id, act) = (row.id, (app.acts)(row.action));
    // A planned row that was only just sent is as old as its plan.
    if app.clock.machine() < row.send_by.unwrap_or(row.opened_at) + delta(app.config.settle) {
        return rule(
            "This was said to the state only just now and may still arrive there, so nothing was done. Try again in a minute.",
        );
    }
    let said_yes = match app.biotrack.replay(id).await {
        Ok(Some(answer)) if act.decodes(id, &answer) => return Ok(Some(answer)),
        Ok(answer) => answer.is_some(),
        Err(silence) => return unheard(id, &silence),
    };
    let above = row.high_water.unwrap_or_default();
    let claimed = app.read(move |conn| Row::claimed_transactions(conn, above)).await?;
    match app.biotrack.search(&act.trace(&row.intent, id)?, above, &claimed).await {
        Ok(Found::One(answer)) if act.decodes(id, &answer) => Ok(Some(answer)),
        Ok(Found::None) if !said_yes => Ok(None),
        Ok(Found::Unclear(why)) if !said_yes => looked_at(looked, &why),
        Ok(_) => rule(
            "The state says that it has this act, in words that we cannot read, so nothing was done. Find its transaction number in BioTrack and settle it with that.",
        ),
        Err(silence) => unheard(id, &silence),
    }
}

/// Something in the ledger resembles it: only a person can tell, and must say that they looked.
fn looked_at(looked: bool, why: &str) -> Result<Option<Answer>> {
    if looked {
        return Ok(None);
    }
    let words = format!(
        "Nothing was done yet: {why} Look at it in BioTrack. If it is this act, settle with its number; if not, say so here."
    );
    Err(Error::Invalid(Problems::one("looked", words)))
}

fn unheard<T>(filing: FilingId, silence: &Silence) -> Result<T> {
    tracing::warn!(%filing, %silence, "the state could not be asked for a settlement");
    rule("The state does not answer just now, so nothing was done. Try again when the link is back.")
}
