//! Telling the state: intent, state, outcome, and recovery (architecture §7).
//!
//! [`App::file`] commits what we are about to say, says it, and commits the answer. It answers the person who acts with the state's
//! answer. No database connection is held during the call. Whatever happens in between, the sweeper finishes the row through the same
//! [`close`]; nothing is ever resent.

mod act;
mod action;
pub mod claims;
mod close;
mod dying;
mod open;
mod record;
mod settle;
mod settlement;
mod sweep;
mod undone;

pub use act::{Accepted, Act, Filing, Of, Opened, Opening};
pub use action::{Action, Status};
pub use close::{NEVER_SENT, UNREACHED, close};
pub use dying::{Dying, Step};
pub use record::{Counts, Row};
pub use settle::{Settled, Told};
pub use settlement::{Corrected, Settlement, Verdict};
pub use sweep::Sweeper;
pub use undone::undone;

use crate::app::{App, content_hash, must_not_inspect};
use crate::biotrack::Message;
use crate::db::Conn;
use crate::error::{Error, Result, internal};
use crate::may::{Clerk, Mandate};
use crate::values::{At, FilingId, FormKey};
use open::{Begun, Who};
use serde::de::DeserializeOwned;
use std::pin::Pin;
use std::time::Duration;

/// How long the person who acts waits for the follow-ups of an act that the state has accepted.
const FOLLOW_UPS_WAITED_FOR: Duration = Duration::from_secs(3);

/// An open row, ready to be sent.
pub struct Call {
    pub filing: FilingId,
    pub actor: String,
    pub message: Message,
    pub send_by: At,
}

impl App {
    /// Tells the state about `act`, once per form. `Err(Waiting)`: the state has not answered; the sweeper will settle it.
    pub async fn file<A: Filing>(&self, may: &impl Mandate<A::Needs>, form: FormKey, act: A) -> Result<A::Done> {
        must_not_inspect(may)?;
        let hash = content_hash(A::ACTION.as_str(), &act)?;
        let intent = serde_json::to_string(&act)?;
        let (app, who) = (self.clone(), Who { clerk: Clerk::clone(may), approver: may.approver() });
        // Spawned: a browser that hangs up must not stop us between telling the state and writing it down.
        let work = self.under_way.spawn_on(
            async move {
                app.dying.at(Step::Asked)?;
                match open::begin(&app, who, form, A::ACTION, hash, intent).await? {
                    Begun::Opened(call) => carry(&app, call).await,
                    Begun::Already(row) => already(*row),
                }
            },
            &self.runtime,
        );
        let done = work.await.map_err(|error| internal(format!("the act's task ended: {error}")))??;
        read_done(&done)
    }
}

fn read_done<T: DeserializeOwned>(done: &str) -> Result<T> {
    Ok(serde_json::from_str(done)?)
}

/// The same form again: its result, or the page that tells the truth.
fn already(row: Row) -> Result<String> {
    match (row.status, row.done) {
        (Status::Accepted, Some(done)) => Ok(done),
        _ => Err(Error::Waiting(row.id)),
    }
}

/// Sends an open row, closes it, and goes on with what was planned to follow.
async fn carry(app: &App, call: Call) -> Result<String> {
    let filing = call.filing;
    app.dying.at(Step::Opened)?;
    let reply = app.biotrack.send(filing, &call.actor, &call.message, call.send_by).await;
    app.dying.at(Step::Answered)?;
    // Whatever fails here, the message has left: never "nothing was done", always the page that tells the truth.
    let done = close::close(app, filing, reply).await.map_err(|error| {
        tracing::error!(%filing, ?error, "the outcome of a filing could not be written; the sweeper will find it");
        Error::Waiting(filing)
    })?;
    app.dying.at(Step::Accepted)?;
    if done.is_ok() {
        let following = app.under_way.spawn_on(follow_up(app.clone(), filing), &app.runtime);
        // The person sees the follow-ups done when they are few; a thousand moves go on while the page shows how far they are.
        if tokio::time::timeout(FOLLOW_UPS_WAITED_FOR, following).await.is_err() {
            tracing::info!(%filing, "the follow-ups go on after the answer");
        }
    }
    done
}

/// Opens and sends what an accepted filing planned. A follow-up that fails is a row on the list; it never undoes the first.
async fn follow_up(app: App, filing: FilingId) {
    let planned = app.read(move |conn| Row::planned_after(conn, filing)).await;
    for next in planned.unwrap_or_else(|error| {
        tracing::error!(%filing, ?error, "the follow-ups could not be read; the sweeper will find them");
        Vec::new()
    }) {
        if let Err(error) = carry_planned(app.clone(), next).await {
            tracing::info!(filing = %next, %error, "a follow-up was not accepted");
        }
    }
}

/// Sends a planned row for the first time. Boxed, because what follows may plan again.
fn carry_planned(app: App, filing: FilingId) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
    Box::pin(async move {
        let Some(call) = open::begin_planned(&app, filing).await? else { return Ok(()) };
        carry(&app, call).await.map(drop)
    })
}

/// Plans `act` to follow the filing whose `accept` is running, in the same commit.
pub fn plan<A: Filing>(tx: &mut Conn, after: FilingId, act: &A, now: At) -> Result<FilingId> {
    let first = Row::find(tx, after)?;
    let id = FilingId::new();
    record::New {
        id,
        form_key: None,
        content_hash: &content_hash(A::ACTION.as_str(), act)?,
        user_id: first.user_id,
        approved_by: first.approved_by,
        location_id: first.location_id,
        actor: &first.actor,
        action: A::ACTION,
        status: Status::Planned,
        follows: Some(after),
        summary: &act.summary(),
        intent: &serde_json::to_string(act)?,
        form_url: &act.form_url(),
        opened_at: now,
        lease_until: None,
    }
    .insert(tx)?;
    Ok(id)
}
