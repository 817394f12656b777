//! Telling the state, row by row, in the background of every process: what a person has begun goes on after a restart, a kill or a
//! silence of the link, and ends by itself.
//!
//! A row is never told twice: it makes itself its filing's own with the commit that precedes the call (`TakeOver::open`), whichever
//! process was first, and it waits again only when nothing had left. The lease keeps several processes from doing each other's work;
//! nothing depends on it. A row whose answer was lost is the sweeper's, like every open filing; meanwhile no other row is sent.

use super::filings::{TAKEN, TakeOver};
use super::model::{RowStatus, Status};
use super::records::pause;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::filing::UNREACHED;
use crate::may::{Clerk, May, UploadStock};
use crate::schema::{initial_upload_rows as rows, initial_uploads as uploads};
use crate::values::{FormKey, InitialUploadId, UserId};
use chrono::TimeDelta;
use diesel::prelude::*;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How often a process looks for something to do.
const EVERY: Duration = Duration::from_secs(1);
/// Rows with the state at once: fewer than may call it, so that the counter is never behind.
const SIDE_BY_SIDE: i64 = 2;
/// How long a process has an upload to itself after it was last heard of.
const LEASE: TimeDelta = TimeDelta::seconds(6);
const RENEWED_AFTER: Duration = Duration::from_secs(2);
/// The state's no to so many rows in a row is not about the rows.
const MOST_REFUSED: u32 = 3;
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// One process's share of the work.
pub struct Runner {
    app: App,
    /// What tells this process from another.
    name: String,
    silences: u32,
    not_before: Option<Instant>,
}

/// What a row came to, for the rows after it.
enum Told {
    Well,
    /// The state said no, in these words.
    Refused(String),
    /// The row cannot be told as it stands; nothing left.
    Wrong,
    /// The state is not heard of.
    Silence,
    /// Something here is in the way, for now.
    Later,
}

/// What there is to do on an upload.
enum Next {
    Rows(UserId, Vec<i64>),
    /// An answer is awaited.
    Await,
    Finished,
    /// It is somebody else's, or was stopped.
    Nothing,
}

/// For ever. Told to stop by dropping its task.
pub async fn run(app: App) {
    let mut runner = Runner::new(app);
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = runner.round().await {
            tracing::error!(?error, "initial uploads could not be gone on with; the next round will try");
        }
    }
}

impl Runner {
    pub fn new(app: App) -> Self {
        Self { app, name: uuid::Uuid::new_v4().to_string(), silences: 0, not_before: None }
    }

    /// Goes on with every upload that runs, until it is finished, stopped or in need of the state.
    pub async fn round(&mut self) -> Result<()> {
        if self.not_before.is_some_and(|instant| Instant::now() < instant) {
            return Ok(());
        }
        let running = self.app.read(|conn| {
            let running = uploads::table.filter(uploads::status.eq(Status::Running)).order(uploads::id);
            Ok(running.select(uploads::id).load::<InitialUploadId>(conn)?)
        });
        for upload in running.await? {
            self.work(upload).await?;
        }
        Ok(())
    }

    async fn work(&mut self, upload: InitialUploadId) -> Result<()> {
        let mut leased: Option<Instant> = None;
        let mut refused = (0, String::new());
        loop {
            // A stopping server waits for what is under way: nothing more is begun.
            if self.app.under_way.is_closed() {
                return Ok(());
            }
            if leased.is_none_or(|since| since.elapsed() > RENEWED_AFTER) {
                if !self.lease(upload).await? {
                    return Ok(());
                }
                leased = Some(Instant::now());
            }
            let (by, lines) = match self.app.read(move |conn| next(conn, upload)).await? {
                Next::Rows(by, lines) => (by, lines),
                Next::Finished => return self.finish(upload).await,
                Next::Await | Next::Nothing => return Ok(()),
            };
            let Some(may) = self.in_the_name_of(by, upload).await? else { return Ok(()) };
            for told in self.tell(may, upload, lines).await {
                match told {
                    Told::Well => refused = (0, String::new()),
                    Told::Wrong => {}
                    Told::Refused(words) if words == refused.1 => refused.0 += 1,
                    Told::Refused(words) => refused = (1, words),
                    Told::Silence => return self.wait(),
                    Told::Later => return Ok(()),
                }
            }
            self.silences = 0;
            if refused.0 >= MOST_REFUSED {
                let note = format!("The state refused {MOST_REFUSED} rows in a row with the same words: “{}”", refused.1);
                return self.stop(upload, note).await;
            }
        }
    }

    /// Each silence doubles the wait.
    fn wait(&mut self) -> Result<()> {
        let pause = Duration::from_secs(2_u64.saturating_pow(self.silences.min(6))).min(LONGEST_PAUSE);
        self.silences += 1;
        self.not_before = Some(Instant::now() + pause);
        Ok(())
    }

    async fn lease(&self, upload: InitialUploadId) -> Result<bool> {
        let (name, now) = (self.name.clone(), self.app.clock.machine());
        self.app
            .db
            .write(move |tx| {
                let free = uploads::runner.eq(&name).or(uploads::leased_until.is_null()).or(uploads::leased_until.lt(now));
                let mine = uploads::table.find(upload).filter(uploads::status.eq(Status::Running)).filter(free);
                let lease = (uploads::runner.eq(&name), uploads::leased_until.eq(now + LEASE));
                Ok(diesel::update(mine).set(lease).execute(tx)? == 1)
            })
            .await
    }

    /// Whoever began it, as they are now; otherwise it stops until somebody else goes on with it.
    async fn in_the_name_of(&self, by: UserId, upload: InitialUploadId) -> Result<Option<May<UploadStock>>> {
        match self.app.read(move |conn| Clerk::find(conn, by)).await.and_then(May::check) {
            Ok(may) => Ok(Some(may)),
            Err(Error::SignedOut | Error::Forbidden) => {
                let note = "Whoever let it go on may not do so any more. Somebody else can resume it.".to_owned();
                self.stop(upload, note).await?;
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Some rows side by side. After a silence, first whether the state answers at all.
    async fn tell(&self, may: May<UploadStock>, upload: InitialUploadId, lines: Vec<i64>) -> Vec<Told> {
        if self.silences > 0 && self.app.biotrack.probe().await.is_err() {
            return vec![Told::Silence];
        }
        let may = std::sync::Arc::new(may);
        let mut telling = JoinSet::new();
        for line in lines {
            let (app, may) = (self.app.clone(), may.clone());
            telling.spawn(async move { one(&app, &may, upload, line).await });
        }
        telling.join_all().await
    }

    async fn finish(&self, upload: InitialUploadId) -> Result<()> {
        let now = self.app.clock.now();
        let work = move |tx: &mut Conn| -> Result<()> {
            let running = uploads::table.find(upload).filter(uploads::status.eq(Status::Running));
            diesel::update(running).set((uploads::status.eq(Status::Done), uploads::closed_at.eq(now))).execute(tx)?;
            Ok(())
        };
        self.app.db.write(work).await
    }

    async fn stop(&self, upload: InitialUploadId, note: String) -> Result<()> {
        self.app.db.write(move |tx| pause(tx, upload, &note).map(drop)).await
    }
}

fn next(conn: &mut Conn, upload: InitialUploadId) -> Result<Next> {
    let (status, by): (Status, Option<UserId>) =
        uploads::table.find(upload).select((uploads::status, uploads::run_by)).first(conn)?;
    let (Status::Running, Some(by)) = (status, by) else { return Ok(Next::Nothing) };
    let of = || rows::table.filter(rows::upload_id.eq(upload));
    // While one answer is missing, no more is said: the state may be silent, and the sweeper asks first.
    let awaited: i64 = of().filter(rows::status.eq(RowStatus::Filing)).count().get_result(conn)?;
    if awaited > 0 {
        return Ok(Next::Await);
    }
    let waiting = of().filter(rows::status.eq(RowStatus::Waiting)).order(rows::line).limit(SIDE_BY_SIDE);
    let lines: Vec<i64> = waiting.select(rows::line).load(conn)?;
    Ok(if lines.is_empty() { Next::Finished } else { Next::Rows(by, lines) })
}

/// Tells one row; what stops it before anything left is written beside it.
async fn one(app: &App, may: &May<UploadStock>, upload: InitialUploadId, line: i64) -> Told {
    let words = match app.file(may, FormKey::new(), TakeOver::new(upload, line)).await {
        Ok(_) => return Told::Well,
        Err(Error::Refused(words)) => return Told::Refused(words),
        Err(Error::Waiting(_)) => return Told::Silence,
        Err(Error::Rule(words)) if words == UNREACHED => return Told::Silence,
        Err(Error::Rule(words)) if words == TAKEN => return Told::Later,
        Err(Error::Busy(_) | Error::SignedOut | Error::Forbidden) => return Told::Later,
        Err(Error::Internal(error)) => {
            tracing::error!(%upload, line, ?error, "a row of an initial upload could not be reported yet");
            return Told::Later;
        }
        Err(other) => other.to_string(),
    };
    match app.db.write(move |tx| set_aside(tx, upload, line, &words)).await {
        Ok(()) => Told::Wrong,
        Err(error) => {
            tracing::error!(%upload, line, ?error, "why a row was not reported could not be written down");
            Told::Later
        }
    }
}

/// The row itself is at fault, and says why.
fn set_aside(tx: &mut Conn, upload: InitialUploadId, line: i64, words: &str) -> Result<()> {
    let waiting = rows::table.find((upload, line)).filter(rows::status.eq(RowStatus::Waiting));
    let wrong = (rows::status.eq(RowStatus::Refused), rows::refusal.eq(format!("Not reported: {words}")));
    diesel::update(waiting).set(wrong).execute(tx)?;
    Ok(())
}
