//! `/incidents`: how the link to the state is, when it was away, and what the department was told.

use super::draft::Draft;
use super::model::{Incident, Notice};
use super::waiting::Waiting;
use crate::biotrack::Health;
use crate::features::locations::Location;
use crate::rules::disconnection::{DEPARTMENT, SOURCE, Stage};
use crate::values::{At, IncidentId, clock};
use crate::web::prelude::*;
use crate::web::spans::span;
use chrono_tz::Tz;

/// An incident as the pages tell it.
struct Told {
    incident: Incident,
    notices: Vec<Notice>,
    now: At,
}

impl Told {
    fn is_open(&self) -> bool {
        self.incident.ended_at.is_none()
    }

    fn lasted(&self) -> String {
        match span(self.incident.disconnection().lasted(self.now)) {
            words if words.is_empty() => "less than a minute".to_owned(),
            words => words,
        }
    }

    fn stage(&self) -> Stage {
        self.incident.disconnection().stage(self.now)
    }

    fn due_at(&self) -> At {
        self.incident.disconnection().notice_due_at()
    }

    fn reportable_at(&self) -> At {
        self.incident.disconnection().reportable_at()
    }

    fn is_reportable(&self) -> bool {
        self.stage() >= Stage::Reportable
    }

    /// The department has to be told, and nobody has written down that it was.
    fn is_owed(&self) -> bool {
        self.is_reportable() && self.notices.is_empty()
    }

    fn mark(&self) -> &'static str {
        match (self.is_owed(), self.is_open()) {
            (true, _) => "refused",
            (false, true) => "waiting",
            (false, false) => "quiet",
        }
    }

    fn word(&self) -> &'static str {
        if self.is_open() { "Goes on" } else { "Over" }
    }

    fn notice_mark(&self) -> &'static str {
        match (self.notices.is_empty(), self.is_owed()) {
            (false, _) => "accepted",
            (true, true) => "refused",
            (true, false) => "quiet",
        }
    }

    fn notice_word(&self) -> &'static str {
        match (self.notices.is_empty(), self.stage()) {
            (false, _) => "Sent",
            (true, Stage::Overdue) => "Overdue",
            (true, Stage::Reportable) => "Due",
            (true, _) if self.is_open() => "Not yet needed",
            (true, _) => "Not needed",
        }
    }
}

#[derive(Template)]
#[template(path = "incidents/index.html")]
struct Index {
    shell: Shell,
    health: Health,
    every: String,
    incidents: Paged<Told>,
}

/// GET /incidents
pub async fn index(app: Data<App>, _: May<may::SeeIncidents>, shell: Shell, cursor: Query<Cursor>) -> Result<Html> {
    let (cursor, now) = (cursor.into_inner(), app.clock.now());
    let incidents = app
        .read(move |conn| {
            let Paged { rows, older, newer } = Incident::listed(conn, &cursor)?;
            let ids: Vec<IncidentId> = rows.iter().map(|incident| incident.id).collect();
            let all = Notice::about(conn, &ids)?;
            let told = |incident: Incident| Told {
                notices: all.iter().filter(|notice| notice.incident == incident.id).cloned().collect(),
                incident,
                now,
            };
            Ok(Paged { rows: rows.into_iter().map(told).collect(), older, newer })
        })
        .await?;
    let every = match app.config.probe.as_secs() {
        0 => "several times a second".to_owned(),
        1 => "every second".to_owned(),
        seconds => format!("every {seconds} seconds"),
    };
    page(Index { shell, health: app.biotrack.health(), every, incidents })
}

#[derive(Template)]
#[template(path = "incidents/show.html")]
struct Show {
    shell: Shell,
    told: Told,
    draft: String,
    mailto: String,
    may_record: bool,
    /// In the shop's zone, for the form.
    zone: Tz,
}

impl Show {
    fn heading(&self) -> String {
        format!("Incident {}", self.told.incident.number)
    }

    fn department(&self) -> &'static str {
        DEPARTMENT
    }

    fn rule(&self) -> &'static str {
        SOURCE.rule
    }

    fn today(&self) -> String {
        clock::local_date(self.told.now, self.zone).to_string()
    }

    fn this_minute(&self) -> String {
        clock::local(self.told.now, self.zone).format("%H:%M").to_string()
    }

    /// Lines of the draft, for a field that need not be scrolled.
    fn draft_rows(&self) -> usize {
        self.draft.lines().count() + 6
    }
}

/// GET /incidents/{id}
pub async fn show(app: Data<App>, clerk: May<may::SeeIncidents>, shell: Shell, id: Path<IncidentId>) -> Result<Html> {
    let (id, now) = (id.into_inner(), app.clock.now());
    let (incident, notices, locations, waiting) = app
        .read(move |conn| {
            let incident = Incident::find(conn, id)?;
            let waiting = Waiting::count(conn, &incident)?;
            Ok((incident, Notice::about(conn, &[id])?, Location::all(conn)?, waiting))
        })
        .await?;
    let drafted = Draft { incident: &incident, locations: &locations, waiting: &waiting, contact: &clerk, now };
    let (draft, mailto) = (drafted.body(), drafted.mailto());
    let (may_record, zone) = (clerk.may::<may::RecordNotice>(), clerk.zone);
    page(Show { shell, told: Told { incident, notices, now }, draft, mailto, may_record, zone })
}
