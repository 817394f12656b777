//! The frame around every page: where we are, who is signed in, how the state answers, what just happened and what was typed.
//!
//! An extractor. Taking it takes the notice and the kept form out of the session, so only a handler that renders a page asks for it.

use crate::app::App;
use crate::biotrack::Health;
use crate::error::{Error, Problems, Result};
use crate::may::{Clerk, SeeFilings, SeeSales, SeeSettings};
use crate::values::{At, FormKey, clock};
use crate::web::clerk::recognised;
use crate::web::kept::{Kept, NOTICE};
use crate::web::outage::Band;
use crate::web::spans::relative;
use crate::web::{labels, nav, theme};
use actix_session::SessionExt;
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// Nobody on the sign-in page.
    pub clerk: Option<Clerk>,
    pub groups: Vec<nav::Group>,
    /// How the link to the state is.
    pub link: Link,
    /// What is said on top while the state is silent.
    pub outage: Band,
    /// Filings that the state has not answered, and those it refused and nobody has looked at.
    pub open_filings: i64,
    pub refused_filings: i64,
    pub sandbox: bool,
    pub demo: bool,
    /// Said once, after a write.
    pub notice: Option<String>,
    /// "light" or "dark" when the person chose; empty follows the system.
    pub theme: &'static str,
    /// The path of this page.
    pub path: String,
    pub now: At,
    zone: Tz,
    kept: Kept,
}

/// Health of the link to the state, in words and as one of `accepted`, `waiting`, `refused` (the colours of `app.css`).
#[derive(Debug, Clone, Default)]
pub struct Link {
    pub words: String,
    pub mark: &'static str,
}

impl Link {
    /// An incident that is open is told on top of the page, so it decides here too: one page never says both.
    pub(super) fn of(app: &App, zone: Tz) -> Self {
        let incident = app.outage.known().map(|known| known.disconnection).filter(|one| one.ended_at.is_none());
        Self::said(incident.map(|one| one.started_at), &app.biotrack.health(), zone)
    }

    fn said(incident_since: Option<At>, health: &Health, zone: Tz) -> Self {
        match (incident_since.or(health.failing_since), health.p50_ms) {
            (Some(since), _) => {
                Self { words: format!("BioTrack: silent since {}", clock::local(since, zone).format("%H:%M")), mark: "refused" }
            }
            (None, Some(millis)) => Self { words: format!("BioTrack: answering, {millis} ms"), mark: "accepted" },
            (None, None) => Self { words: "BioTrack: not asked yet".to_owned(), mark: "waiting" },
        }
    }
}

impl Shell {
    /// The frame for this request; also used by `problems.rs` for its own page.
    pub async fn of(request: &HttpRequest) -> Result<Self> {
        let Some(app) = request.app_data::<Data<App>>() else { return Err(crate::error::internal("App is not in app_data")) };
        let (session, clerk, path) = (request.get_session(), recognised(request), request.path().to_owned());
        let mut shell = Self { theme: theme::of(request), ..Self::bare(app, &path) };
        // Taken out only when there is one: a session that is written again is one that somebody touched.
        shell.notice = session.get::<String>(NOTICE).unwrap_or_default();
        if shell.notice.is_some() {
            session.remove(NOTICE);
        }
        shell.kept = Kept::take(&session, &path, app.clock.machine());
        if let Some(clerk) = clerk {
            shell.groups = nav::groups(&clerk.granted, clerk.location, &path);
            shell.zone = clerk.zone;
            shell.outage = Band::of(app, Some(&clerk), clerk.zone, &path);
            shell.learn(app, &clerk).await?;
            shell.clerk = Some(clerk);
        }
        Ok(shell)
    }

    /// A frame that needs neither session nor database: for a page that says that one of them is away.
    pub fn bare(app: &App, path: &str) -> Self {
        let zone = chrono_tz::America::New_York;
        Self {
            outage: Band::of(app, None, zone, path),
            sandbox: app.config.is_sandbox(),
            demo: app.config.demo,
            now: app.clock.now(),
            zone,
            path: path.to_owned(),
            ..Self::default()
        }
    }

    /// For a form that is shown again at once, its values already in the page: what is wrong with it.
    pub fn with_problems(self, problems: Problems) -> Self {
        Self { kept: Kept::default().problems(problems), ..self }
    }

    /// The frame of a page that belongs to nobody, whoever asks for it.
    pub fn of_nobody(self) -> Self {
        Self { clerk: None, groups: Vec::new(), ..self }
    }

    #[cfg(test)]
    pub(super) fn with(self, kept: Kept) -> Self {
        Self { kept, ..self }
    }

    async fn learn(&mut self, app: &App, clerk: &Clerk) -> Result<()> {
        let counts = app.counts(clerk.location).await?;
        (self.open_filings, self.refused_filings) = (counts.open, counts.refused);
        self.link = Link::of(app, clerk.zone);
        Ok(())
    }

    /// Minutes without a key or a tap after which names are blurred, or the page is locked; 0 never.
    pub fn idle_blank_minutes(&self) -> i64 {
        self.clerk.as_ref().map_or(0, |clerk| clerk.idle_blank_minutes)
    }

    /// The same for a page without script, which can only look at the clock.
    pub fn idle_blank_seconds(&self) -> i64 {
        self.idle_blank_minutes() * 60
    }

    /// Whoever stands at a till can lock it.
    pub fn may_lock(&self) -> bool {
        self.clerk.as_ref().is_some_and(Clerk::may::<SeeSales>)
    }

    /// A page of patients: it is locked when nobody touches it.
    pub fn locks_when_idle(&self) -> bool {
        let of_patients =
            |place: &&str| self.path.strip_prefix(*place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.may_lock() && ["/register", "/sales", "/guests", "/patients", "/returns"].iter().any(of_patients)
    }

    pub fn may_see_settings(&self) -> bool {
        self.clerk.as_ref().is_some_and(Clerk::may::<SeeSettings>)
    }

    pub fn may_see_filings(&self) -> bool {
        self.clerk.as_ref().is_some_and(Clerk::may::<SeeFilings>)
    }

    /// A fresh number for a form.
    pub fn form_key(&self) -> FormKey {
        FormKey::new()
    }

    /// What to show in a field: what was typed before, else `otherwise`.
    pub fn value(&self, name: impl Display, otherwise: impl Display) -> String {
        self.kept.value(&name.to_string()).map_or_else(|| otherwise.to_string(), str::to_owned)
    }

    /// This page shows a form that could not be taken.
    pub fn came_back(&self) -> bool {
        !self.kept.is_empty()
    }

    /// Whether the form that came back had this box ticked.
    pub fn sent(&self, name: impl Display, value: impl Display) -> bool {
        self.kept.has(&name.to_string(), &value.to_string())
    }

    /// Whether `option` is the chosen one of a list.
    pub fn chosen(&self, name: impl Display, current: impl Display, option: impl Display) -> bool {
        self.value(name, current) == option.to_string()
    }

    pub fn problem(&self, name: impl Display) -> Option<&str> {
        self.kept.problem(&name.to_string())
    }

    pub fn problems(&self) -> &Problems {
        self.kept.all_problems()
    }

    /// Anything to say at the top of the page about what was sent.
    pub fn went_wrong(&self) -> bool {
        !self.problems().is_empty() || self.kept.words_for_all().is_some()
    }

    pub fn problem_words(&self) -> &str {
        self.kept.words_for_all().unwrap_or_default()
    }

    pub fn state_words(&self) -> &str {
        self.kept.state_words().unwrap_or_default()
    }

    /// The field's label, for the list of problems.
    pub fn field_words(&self, name: impl Display) -> String {
        labels::of(&name.to_string())
    }

    /// An instant in the shop's zone: `Nov 23, 2:02 PM`, with the year when it is not this one.
    pub fn at(&self, at: impl Given<At>) -> String {
        let (then, now) = (clock::local(at.given(), self.zone), clock::local(self.now, self.zone));
        let same_year = then.format("%Y").to_string() == now.format("%Y").to_string();
        then.format(if same_year { "%b %-d, %-I:%M %p" } else { "%b %-d, %Y, %-I:%M %p" }).to_string()
    }

    /// The whole instant with the zone's name, for hovering and for paper: `Monday, November 23, 2026, 2:02:09 PM EST`.
    pub fn exactly(&self, at: impl Given<At>) -> String {
        clock::local(at.given(), self.zone).format("%A, %B %-d, %Y, %-I:%M:%S %p %Z").to_string()
    }

    /// For `datetime="…"`.
    pub fn machine(&self, at: impl Given<At>) -> String {
        at.given().and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// A day as people write it: `Nov 23, 2026`.
    pub fn day(&self, day: impl Given<NaiveDate>) -> String {
        day.given().format("%b %-d, %Y").to_string()
    }

    /// `in 3 h 12 min`, `4 min ago`, `now`.
    pub fn relative(&self, at: impl Given<At>) -> String {
        relative(at.given() - self.now)
    }

    /// Today, in the shop's zone.
    pub fn today(&self) -> NaiveDate {
        clock::local_date(self.now, self.zone)
    }

    /// `EST`: the name beside a field for a time.
    pub fn zone_name(&self) -> String {
        clock::local(self.now, self.zone).format("%Z").to_string()
    }
}

/// A value, however many references a template put around it.
pub trait Given<T> {
    fn given(&self) -> T;
}

impl Given<At> for At {
    fn given(&self) -> At {
        *self
    }
}

impl Given<NaiveDate> for NaiveDate {
    fn given(&self) -> NaiveDate {
        *self
    }
}

impl<T, G: Given<T>> Given<T> for &G {
    fn given(&self) -> T {
        (**self).given()
    }
}

impl FromRequest for Shell {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}
