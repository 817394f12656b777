//! Watches the link to the state: tries it when nobody uses it, and begins and ends incidents by what the calls came to.
//!
//! **What is a failure.** No answer, a fault of the state's server, an empty answer or one that cannot be read. A refusal is an
//! answer, also of our sign-in: the state is there.
//!
//! **One failure is no incident.** A call of a clerk that fails while others get through would make noise. So a failure is confirmed at
//! the next look, with a probe at once: if that is answered, nothing is opened. Else the incident begins at the first of the failures,
//! not at the probe. It ends with the first answer to anybody's call.
//!
//! **Several processes.** The installation is cut off when none of its processes reaches the state, so one row is open at the most
//! (a unique index), any process may open it, and any that has an answer from after its start closes it: the answer proves that the
//! state could be reached. A process that still fails while another one is answered must not open the next incident at once, and
//! then another every minute. So every process notes in the books when it last had an answer, and who fails opens an incident only when
//! nobody has had one since the failures began, or for so long that whoever had it must have lost it; it then begins at that last
//! answer. When only one of two processes is cut off, there is thus at most one incident, as long as nobody was known to be answered.
//!
//! **Dying.** Everything is in the row: who starts and finds it open goes on with it.

use super::model::Incident;
use crate::app::App;
use crate::biotrack::Health;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result};
use crate::schema::facts;
use crate::values::At;
use chrono::TimeDelta;
use diesel::prelude::*;
use std::time::{Duration, Instant};

/// Looks between two probes of a quiet link.
const LOOKS: u32 = 12;
/// Probes that an answer elsewhere may be old before it stands for nothing: its process notes one a probe, and probes once in one.
const PATIENCE: i32 = 3;
/// Where the last answer that anybody had is noted.
const ANSWERED: &str = "state_answered_at";

/// The task that `start.rs` runs once for each process.
pub struct Watch {
    app: App,
    probed: Option<Instant>,
}

/// What the books say of the link.
struct Noted {
    open: Option<Incident>,
    /// The last answer that anybody here had.
    answered: Option<At>,
}

/// What a look comes to.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    Begins(At),
    Ends(At),
    Stays,
}

impl Watch {
    pub fn new(app: App) -> Self {
        Self { app, probed: None }
    }

    /// Watches for ever. Told to stop by dropping its task.
    pub async fn run(mut self) {
        loop {
            // The start itself has just spoken to the state.
            tokio::time::sleep(self.app.config.probe / LOOKS).await;
            match self.look().await {
                Ok(()) => {}
                Err(Error::Busy(why)) => tracing::info!(why, "the next look will see"),
                Err(error) => tracing::error!(?error, "the link could not be watched; the next look will try"),
            }
        }
    }

    /// One look: probes if need be, writes down what turned, and refreshes what every page shows.
    pub async fn look(&mut self) -> Result<()> {
        if self.app.config.control
            && self.app.config.is_sandbox()
            && let Err(error) = self.app.biotrack.follow_control_clock().await
        {
            tracing::debug!(%error, "the sandbox's control door tells no time");
        }
        let noted = self.app.read(Noted::read).await?;
        self.ask(&noted).await;
        let (health, now) = (self.app.biotrack.health(), self.app.clock.now());
        match turn(&health, &noted, now, patience(self.app.config.probe)) {
            Turn::Begins(at) => self.begin(at, &health, noted.answered).await?,
            Turn::Ends(at) => self.end(noted.open, at, health.last_success.unwrap_or(at)).await?,
            Turn::Stays => {}
        }
        self.note_answer(&health, noted.answered).await?;
        refresh(&self.app).await
    }

    /// At most two probes: what the first was the first to find out, the second confirms.
    async fn ask(&mut self, noted: &Noted) {
        let before = self.app.biotrack.health();
        let (failing, open) = (before.failing_since.is_some(), noted.open.as_ref());
        let unproven = open.is_some_and(|incident| before.last_success.is_none_or(|at| at <= incident.started_at));
        let confirms = if open.is_none() { failing } else { unproven && !failing };
        if confirms || self.is_due(&before) {
            self.probe().await;
            let fails_now = self.app.biotrack.health().failing_since.is_some();
            if fails_now && !failing && open.is_none() {
                self.probe().await;
            }
        }
    }

    /// The link is silent, or nobody has had an answer for so long, and we have not just asked. A clock that was set back counts as
    /// long.
    fn is_due(&self, health: &Health) -> bool {
        let probe = self.app.config.probe;
        let is_quiet = health.last_success.is_none_or(|at| (self.app.clock.now() - at).abs() >= delta(probe));
        (is_quiet || health.failing_since.is_some()) && self.probed.is_none_or(|at| at.elapsed() >= probe)
    }

    async fn probe(&mut self) {
        self.probed = Some(Instant::now());
        if let Err(silence) = self.app.biotrack.probe().await {
            tracing::debug!(%silence, "the state does not answer");
        }
    }

    async fn begin(&self, at: At, health: &Health, answered: Option<At>) -> Result<()> {
        let cause = cause(health);
        let answered = [answered, health.last_success].into_iter().flatten().filter(|answer| *answer <= at).max();
        tracing::warn!(since = %at, %cause, "the state does not answer: an incident begins");
        self.app.db.write(move |tx| Incident::begin(tx, at, &cause, answered)).await
    }

    /// With the answer that proves it, so that a process which still fails does not begin the next one.
    async fn end(&self, open: Option<Incident>, at: At, answered: At) -> Result<()> {
        let Some(incident) = open else { return Ok(()) };
        tracing::warn!(number = incident.number, "the state answers again: the incident ends");
        let done = move |tx: &mut Conn| {
            incident.end(tx, at)?;
            keep(tx, answered)
        };
        self.app.db.write(done).await
    }

    /// Once in a probe, for the other processes and for whoever starts next.
    async fn note_answer(&self, health: &Health, noted: Option<At>) -> Result<()> {
        let Some(at) = health.last_success else { return Ok(()) };
        if noted.is_some_and(|noted| at - noted < delta(self.app.config.probe)) {
            return Ok(());
        }
        self.app.db.write(move |tx| keep(tx, at)).await
    }
}

/// Reads from the books what every page shows.
pub async fn refresh(app: &App) -> Result<()> {
    let now = app.clock.now();
    let known = app.read(move |conn| Incident::to_speak_of(conn, now)).await?;
    app.outage.set(known);
    Ok(())
}

impl Noted {
    fn read(conn: &mut Conn) -> Result<Self> {
        let answered: Option<String> = facts::table.find(ANSWERED).select(facts::value).first(conn).optional()?;
        let answered = answered.map(|text| text.parse::<At>().map_err(anyhow::Error::new)).transpose()?;
        Ok(Self { open: Incident::open(conn)?, answered })
    }
}

/// A later note of another process stays.
fn keep(tx: &mut Conn, at: At) -> Result<()> {
    let (answered, value) = (Noted::read(tx)?.answered, format!("{at:?}"));
    match answered {
        Some(noted) if noted >= at => {}
        Some(_) => {
            diesel::update(facts::table.find(ANSWERED)).set(facts::value.eq(value)).execute(tx)?;
        }
        None => {
            let first = diesel::insert_into(facts::table).values((facts::name.eq(ANSWERED), facts::value.eq(value)));
            first.execute(tx).on_unique(|| Error::Busy("Another process has just noted an answer of the state."))?;
        }
    }
    Ok(())
}

fn turn(health: &Health, noted: &Noted, now: At, patience: TimeDelta) -> Turn {
    match (&noted.open, health.failing_since) {
        (None, Some(since)) => match noted.answered {
            Some(at) if at > since && at <= now => {
                if now - at < patience {
                    Turn::Stays
                } else {
                    Turn::Begins(at)
                }
            }
            _ => Turn::Begins(since),
        },
        (Some(incident), None) => {
            let answers = [health.answering_since, health.last_success];
            answers.into_iter().flatten().find(|at| *at > incident.started_at).map_or(Turn::Stays, Turn::Ends)
        }
        (Some(_), Some(_)) | (None, None) => Turn::Stays,
    }
}

/// What the last failure was, without the advice to whoever pressed a button.
fn cause(health: &Health) -> String {
    let words = health.last_failure.as_ref().map_or("No answer.", |(_, words)| words.as_str());
    let (told, _) = words.split_once("; nothing").unwrap_or((words, ""));
    format!("{}.", told.trim_end_matches('.'))
}

fn patience(probe: Duration) -> TimeDelta {
    delta(probe) * PATIENCE
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::milliseconds(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::IncidentId;

    fn at(seconds: i64) -> At {
        At::default() + TimeDelta::seconds(seconds)
    }

    fn failing(since: i64) -> Health {
        Health { failing_since: Some(at(since)), last_failure: Some((at(since), "x".into())), ..Health::default() }
    }

    fn answering(since: i64, last: i64) -> Health {
        Health { answering_since: Some(at(since)), last_success: Some(at(last)), ..Health::default() }
    }

    fn open(started: i64) -> Option<Incident> {
        let (id, started_at) = (IncidentId::new(), at(started));
        Some(Incident { id, number: 1, started_at, ended_at: None, cause: String::new(), answered_before: None })
    }

    fn turns(health: &Health, open: Option<Incident>, answered: Option<i64>, now: i64) -> Turn {
        turn(health, &Noted { open, answered: answered.map(at) }, at(now), TimeDelta::seconds(180))
    }

    #[test]
    fn an_incident_begins_at_the_first_failure_and_ends_at_the_first_answer() {
        assert_eq!(turns(&failing(100), None, None, 110), Turn::Begins(at(100)));
        assert_eq!(turns(&failing(100), None, Some(90), 110), Turn::Begins(at(100)));
        assert_eq!(turns(&failing(100), open(100), Some(90), 110), Turn::Stays);
        assert_eq!(turns(&answering(200, 230), open(100), Some(90), 231), Turn::Ends(at(200)));
        assert_eq!(turns(&answering(200, 230), None, Some(90), 231), Turn::Stays);
    }

    #[test]
    fn another_process_that_never_failed_ends_it_by_an_answer_from_after_the_start() {
        assert_eq!(turns(&answering(0, 100), open(100), Some(90), 110), Turn::Stays);
        assert_eq!(turns(&answering(0, 120), open(100), Some(90), 121), Turn::Ends(at(120)));
    }

    #[test]
    fn who_fails_alone_begins_nothing_until_the_others_are_silent_too() {
        assert_eq!(turns(&failing(100), None, Some(150), 200), Turn::Stays);
        assert_eq!(turns(&failing(100), None, Some(150), 329), Turn::Stays);
        assert_eq!(turns(&failing(100), None, Some(150), 330), Turn::Begins(at(150)));
    }

    #[test]
    fn the_cause_gives_no_advice() {
        let of = |words: &str| cause(&Health { last_failure: Some((at(0), words.into())), ..Health::default() });
        assert_eq!(of("The state cannot be reached; nothing was done. Please try again."), "The state cannot be reached.");
        assert_eq!(of("The state did not answer within 400 ms."), "The state did not answer within 400 ms.");
    }
}
