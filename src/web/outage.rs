//! The band on top of every page while nobody here reaches the state, and while the department still has to be told. It is made from
//! memory, so that a page costs nothing for it, and each page asks for it again by itself, without its session: whoever left a page
//! open is not kept signed in by it.

use crate::app::App;
use crate::may::{Clerk, RecordNotice, SeeIncidents};
use crate::outage::Known;
use crate::rules::disconnection::Stage;
use crate::values::{At, clock};
use crate::web::page::{Html, fragment};
use crate::web::shell::{Link, Shell};
use crate::web::spans::span;
use actix_web::web::{Data, Query};
use askama::Template;
use chrono_tz::Tz;
use serde::Deserialize;

/// What stands on top; empty while the state answers and nothing is owed.
#[derive(Debug, Clone, Default)]
pub struct Band {
    /// For everybody, also at the sign-in page.
    pub banner: Option<Banner>,
    /// For people who are signed in.
    pub aside: Option<Aside>,
    /// Where the page asks for the banner again.
    pub again: String,
}

/// The state is silent.
#[derive(Debug, Clone)]
pub struct Banner {
    /// `waiting` or `refused`: the colour.
    pub mark: &'static str,
    pub since: String,
    pub lasted: String,
    /// What follows from it.
    pub words: String,
    /// Somebody has to act now.
    pub is_alert: bool,
}

/// What belongs to it and is not for everybody.
#[derive(Debug, Clone)]
pub struct Aside {
    pub mark: &'static str,
    pub words: String,
    /// The incident's page, for whom may see it.
    pub url: Option<String>,
    /// It goes away with the banner.
    pub is_of_open: bool,
}

impl Band {
    /// For this person on the page `path`, or for nobody in particular.
    pub fn of(app: &App, clerk: Option<&Clerk>, zone: Tz, path: &str) -> Self {
        let of_a_person = if clerk.is_some() { "&link=1" } else { "" };
        let again = format!("/outage?zone={}{of_a_person}", zone.name());
        let Some(known) = app.outage.known() else { return Self { again, ..Self::default() } };
        let now = app.clock.now();
        let banner = known.disconnection.ended_at.is_none().then(|| Banner::of(&known, now, zone));
        Self { banner, aside: clerk.and_then(|clerk| Aside::of(&known, clerk, now, zone, path)), again }
    }
}

impl Banner {
    fn of(known: &Known, now: At, zone: Tz) -> Self {
        let stage = known.disconnection.stage(now);
        let due = said(known.disconnection.notice_due_at(), now, zone);
        let more = match (&known.notice, stage) {
            (Some(_), _) => "The department has been told.".to_owned(),
            (None, Stage::Begun) => String::new(),
            (None, Stage::Told) => "The managers are told.".to_owned(),
            (None, Stage::Reportable) => format!("This must be reported to the department: the notice is due by {due}."),
            (None, Stage::Overdue) => format!("The notice to the department was due by {due} and is overdue."),
        };
        let is_alert = known.notice.is_none() && stage >= Stage::Reportable;
        Self {
            mark: if is_alert { "refused" } else { "waiting" },
            since: said(known.disconnection.started_at, now, zone),
            lasted: Some(span(known.disconnection.lasted(now)))
                .filter(|words| !words.is_empty())
                .unwrap_or_else(|| "less than a minute".to_owned()),
            words: format!("Nothing can be reported; sales wait. {more}").trim_end().to_owned(),
            is_alert,
        }
    }
}

impl Aside {
    fn of(known: &Known, clerk: &Clerk, now: At, zone: Tz, path: &str) -> Option<Self> {
        let url = format!("/incidents/{}", known.incident);
        // Nobody is led to the page that they are on.
        let url = Some(url).filter(|url| clerk.may::<SeeIncidents>() && url != path);
        let Some(ended_at) = known.disconnection.ended_at else {
            let words = known.notice.as_ref().map(|sent| format!("Notice sent by {} at {}.", sent.by, said(sent.at, now, zone)));
            let is_silent = words.is_none() && url.is_none();
            return (!is_silent).then(|| Self { mark: "waiting", words: words.unwrap_or_default(), url, is_of_open: true });
        };
        let due = said(known.disconnection.notice_due_at(), now, zone);
        let is_overdue = known.disconnection.stage(now) == Stage::Overdue;
        let words = format!(
            "The state has answered again since {}, after {}. The notice to the department {} due by {due}{}.",
            said(ended_at, now, zone),
            span(known.disconnection.lasted(now)),
            if is_overdue { "was" } else { "is" },
            if is_overdue { " and is overdue" } else { "" }
        );
        let mark = if is_overdue { "refused" } else { "waiting" };
        clerk.may::<RecordNotice>().then_some(Self { mark, words, url, is_of_open: false })
    }
}

/// `10:42`, with the day when it is not today.
fn said(at: At, now: At, zone: Tz) -> String {
    let is_today = clock::local_date(at, zone) == clock::local_date(now, zone);
    clock::local(at, zone).format(if is_today { "%H:%M" } else { "%b %-d, %H:%M" }).to_string()
}

/// Whose time a page shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    zone: String,
    /// "1": the page says how the link is, and is to say the same as the banner.
    link: String,
}

#[derive(Template)]
#[template(path = "shared/outage_again.html")]
struct Fragment {
    shell: Shell,
    says_link: bool,
}

/// GET /outage
pub async fn show(app: Data<App>, asked: Query<Asked>) -> crate::error::Result<Html> {
    let zone = asked.zone.parse().unwrap_or(chrono_tz::America::New_York);
    let mut shell = Shell::bare(&app, "/outage");
    shell.outage = Band::of(&app, None, zone, "/outage");
    shell.link = Link::of(&app, zone);
    fragment(Fragment { shell, says_link: asked.link == "1" })
}
