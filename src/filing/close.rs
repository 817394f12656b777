//! The second commit: what the state answered. The handler and the sweeper both end here, and cannot both win.

use super::action::Status;
use super::claims;
use super::dying::Step;
use super::record::Row;
use crate::app::App;
use crate::biotrack::{Answer, Reply};
use crate::db::Conn;
use crate::error::{Error, Result, internal};
use crate::schema::filings;
use crate::values::{At, FilingId};
use diesel::prelude::*;

/// What the person hears of an act that never left.
pub const UNREACHED: &str = "The state cannot be reached; nothing was done. Please try again in a moment.";
/// How its filing's refusal begins.
pub const NEVER_SENT: &str = "Never sent";

/// Closes the row by the state's reply. The outer error is ours and rolled back; the inner one is what the state decided, committed.
pub async fn close(app: &App, filing: FilingId, reply: Reply) -> Result<Result<String>> {
    match reply {
        Reply::Accepted(answer) => accepted(app, filing, answer).await,
        Reply::Refused(refusal) => {
            let words = refusal.text.clone();
            refused(app, filing, refusal.text).await?;
            Ok(Err(Error::Refused(words)))
        }
        Reply::NotSent(why) => {
            tracing::warn!(%filing, why, "a filing never left");
            refused(app, filing, format!("{NEVER_SENT}: {why}")).await?;
            Ok(Err(Error::Rule(UNREACHED.to_owned())))
        }
        Reply::Unknown(why) => {
            tracing::warn!(%filing, why, "the state has not answered a filing; the sweeper will ask");
            app.db.write(move |tx| hand_over(tx, filing)).await?;
            Ok(Err(Error::Waiting(filing)))
        }
    }
}

/// No lease: the sweeper may look at once.
fn hand_over(tx: &mut Conn, filing: FilingId) -> Result<()> {
    diesel::update(filings::table.find(filing)).set(filings::lease_until.eq(None::<At>)).execute(tx)?;
    Ok(())
}

async fn accepted(app: &App, filing: FilingId, answer: Answer) -> Result<Result<String>> {
    let (here, kept) = (app.clone(), answer.clone());
    let written = app.db.write(move |tx| accept(&here, tx, filing, &answer)).await;
    match written {
        Ok(outcome) => Ok(outcome),
        Err(error) => {
            tracing::error!(%filing, ?error, "the state's yes could not be written down; the answer is kept and tried again");
            app.db.write(move |tx| keep(tx, filing, &kept)).await?;
            Ok(Err(Error::Waiting(filing)))
        }
    }
}

fn accept(app: &App, tx: &mut Conn, filing: FilingId, answer: &Answer) -> Result<Result<String>> {
    let row = Row::find(tx, filing)?;
    let act = (app.acts)(row.action);
    if !act.decodes(filing, answer) {
        hand_over(tx, filing)?;
        return Ok(Err(Error::Waiting(filing)));
    }
    if row.status == Status::Open
        && let Some(other) = owner(tx, filing, answer.transaction())?
    {
        // Not kept: an answer made from the ledger's row is looked for again, without that row.
        tracing::error!(%filing, %other, transaction = answer.transaction(), "one transaction of the state for two filings");
        hand_over(tx, filing)?;
        return Ok(Err(Error::Waiting(filing)));
    }
    let open = filings::table.find(filing).filter(filings::status.eq(Status::Open));
    let won = diesel::update(open)
        .set((
            filings::status.eq(Status::Accepted),
            filings::answer.eq(answer.kept()),
            filings::state_transaction.eq(answer.transaction()),
            filings::closed_at.eq(app.clock.now()),
        ))
        .execute(tx)?;
    if won == 0 {
        return too_late(tx, filing, answer);
    }
    let accepted = act.accept(tx, &row.intent, filing, answer)?;
    app.dying.at(Step::Accepting)?;
    diesel::update(filings::table.find(filing))
        .set((filings::done.eq(&accepted.done), filings::result_url.eq(&accepted.result_url)))
        .execute(tx)?;
    claims::release(tx, filing)?;
    Ok(Ok(accepted.done))
}

/// Which other filing has made that transaction its own.
fn owner(tx: &mut Conn, filing: FilingId, transaction: i64) -> Result<Option<FilingId>> {
    let others = filings::table.filter(filings::id.ne(filing)).filter(filings::state_transaction.eq(transaction));
    Ok(others.select(filings::id).first(tx).optional()?)
}

/// Somebody closed the row before us. If as refused, the state and we disagree: kept, shown in red, and frozen; never dropped.
fn too_late(tx: &mut Conn, filing: FilingId, answer: &Answer) -> Result<Result<String>> {
    let row = Row::find(tx, filing)?;
    if let (Status::Accepted, Some(done)) = (row.status, row.done) {
        return Ok(Ok(done));
    }
    tracing::error!(%filing, transaction = answer.transaction(), "contradiction: the state accepted what was closed as refused");
    diesel::update(filings::table.find(filing))
        .set((filings::contradiction.eq(answer.kept()), filings::settled.eq(None::<String>)))
        .execute(tx)?;
    // The state's row is spoken for: no search may give it to another filing that looks the same.
    let taken: i64 = filings::table.filter(filings::state_transaction.eq(answer.transaction())).count().get_result(tx)?;
    if taken == 0 {
        diesel::update(filings::table.find(filing)).set(filings::state_transaction.eq(answer.transaction())).execute(tx)?;
    }
    claims::freeze(tx, filing)?;
    Ok(Err(Error::Waiting(filing)))
}

fn keep(tx: &mut Conn, filing: FilingId, answer: &Answer) -> Result<()> {
    diesel::update(filings::table.find(filing).filter(filings::status.eq(Status::Open)))
        .set((filings::answer.eq(answer.kept()), filings::lease_until.eq(None::<At>)))
        .execute(tx)?;
    Ok(())
}

/// The state said no, or never heard of it: back to where it was.
pub async fn refused(app: &App, filing: FilingId, words: String) -> Result<()> {
    let here = app.clone();
    app.db
        .write(move |tx| {
            let open = filings::table.find(filing).filter(filings::status.eq(Status::Open));
            let closing = (
                filings::status.eq(Status::Refused),
                filings::refusal.eq(&words),
                filings::closed_at.eq(here.clock.now()),
                filings::lease_until.eq(None::<At>),
            );
            if diesel::update(open).set(closing).execute(tx)? == 0 {
                return match Row::find(tx, filing)?.status {
                    Status::Refused => Ok(()),
                    status => Err(internal(format!("filing {filing} was to be refused, and is {status}"))),
                };
            }
            let row = Row::find(tx, filing)?;
            (here.acts)(row.action).refuse(tx, &row.intent, filing)?;
            claims::release(tx, filing)
        })
        .await
}
