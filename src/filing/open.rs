//! The first commit: what we are about to say.

use super::act::Opening;
use super::action::{Action, Status};
use super::record::{New, Row};
use super::{Call, claims};
use crate::app::App;
use crate::biotrack::Message;
use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::may::Clerk;
use crate::schema::filings;
use crate::values::{At, FilingId, FormKey, UserId};
use chrono::TimeDelta;
use diesel::prelude::*;

/// What submitting a form came to.
pub enum Begun {
    Opened(Call),
    /// The form was sent before, with this content.
    Already(Box<Row>),
}

/// Who acts, and on whose word.
pub struct Who {
    pub clerk: Clerk,
    pub approver: Option<UserId>,
}

/// Inserts the row first, so that a double submit is seen before any rule can say "0 left"; then runs the act's `open`.
pub async fn begin(app: &App, who: Who, form: FormKey, action: Action, hash: String, intent: String) -> Result<Begun> {
    let here = app.clone();
    app.db
        .write(move |tx| {
            if let Some(row) = Row::of_form(tx, &who.clerk, form)? {
                return repeated(row, &hash);
            }
            let filing = FilingId::new();
            let now = here.clock.now();
            New {
                id: filing,
                form_key: Some(form),
                content_hash: &hash,
                user_id: who.clerk.user,
                approved_by: who.approver,
                location_id: who.clerk.location,
                actor: &who.clerk.mmur_email,
                action,
                status: Status::Open,
                follows: None,
                summary: action.label(),
                intent: &intent,
                form_url: "/",
                opened_at: now,
                lease_until: None,
            }
            .insert(tx)?;
            open(&here, tx, filing, action, &intent, &who).map(Begun::Opened)
        })
        .await
}

fn repeated(row: Row, hash: &str) -> Result<Begun> {
    if row.content_hash == hash || row.status != Status::Accepted {
        return Ok(Begun::Already(Box::new(row)));
    }
    rule("This form was already sent and accepted, with other content. Open it again to make another change.")
}

/// Opens a planned follow-up, unless somebody else just did. Whatever says no refuses the row: nothing was sent.
pub async fn begin_planned(app: &App, filing: FilingId) -> Result<Option<Call>> {
    let here = app.clone();
    let opened = app
        .db
        .write(move |tx| {
            let planned = filings::table.find(filing).filter(filings::status.eq(Status::Planned));
            if diesel::update(planned).set(filings::status.eq(Status::Open)).execute(tx)? == 0 {
                return Ok(None);
            }
            let row = Row::find(tx, filing)?;
            let who = Who { clerk: Clerk::find(tx, row.user_id)?, approver: row.approved_by };
            open(&here, tx, filing, row.action, &row.intent, &who).map(Some)
        })
        .await;
    match opened {
        // Ours to mend, and tried again by the sweeper.
        Err(error @ (Error::Busy(_) | Error::Internal(_))) => Err(error),
        Err(error) => {
            let now = app.clock.now();
            let words = match &error {
                Error::SignedOut => "Whoever began this does not work here any more.".to_owned(),
                other => other.to_string(),
            };
            app.db.write(move |tx| never_sent(tx, filing, &words, now)).await?;
            Err(error)
        }
        opened => opened,
    }
}

fn never_sent(tx: &mut Conn, filing: FilingId, words: &str, now: At) -> Result<()> {
    diesel::update(filings::table.find(filing).filter(filings::status.eq(Status::Planned)))
        .set((filings::status.eq(Status::Refused), filings::refusal.eq(format!("Not sent: {words}")), filings::closed_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

fn open(app: &App, tx: &mut Conn, filing: FilingId, action: Action, intent: &str, who: &Who) -> Result<Call> {
    let Who { clerk, approver } = who;
    let opening = Opening { filing, clerk, approver: *approver, now: app.clock.now(), state_now: app.clock.state() };
    let opened = (app.acts)(action).open(tx, intent, &opening)?;
    let send_by = app.clock.machine() + delta(app.config.send_window);
    // The sweeper keeps off while the call may still be under way.
    let lease_until = send_by + delta(app.config.timeout) + TimeDelta::seconds(1);
    diesel::update(filings::table.find(filing))
        .set((
            filings::intent.eq(&opened.intent),
            filings::message.eq(opened.message.kept()),
            filings::summary.eq(&opened.summary),
            filings::form_url.eq(&opened.form_url),
            filings::send_by.eq(send_by),
            filings::high_water.eq(app.biotrack.high_water()),
            filings::lease_until.eq(lease_until),
        ))
        .execute(tx)?;
    claims::note(tx, filing, &format!("location:{}", clerk.location))?;
    Ok(Call { filing, actor: clerk.mmur_email.clone(), message: Message::clone(&opened.message), send_by })
}

pub fn delta(duration: std::time::Duration) -> TimeDelta {
    TimeDelta::milliseconds(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
}
