//! `/inspectors`: who may read everything for a time, and what they looked at.

use super::model::{Inspector, Look, Stage, Visit};
use super::records::OpenInspection;
use crate::features::locations::Location;
use crate::features::sign_in::hash_password;
use crate::values::{At, LocationId, UserId, clock};
use crate::web::prelude::*;
use chrono::TimeDelta;
use chrono_tz::Tz;

#[derive(Template)]
#[template(path = "inspectors/index.html")]
struct Index {
    shell: Shell,
    inspectors: Vec<Inspector>,
    may_admit: bool,
}

#[derive(Template)]
#[template(path = "inspectors/new.html")]
struct New {
    shell: Shell,
    zone: Tz,
    password_help: String,
}

#[derive(Template)]
#[template(path = "inspectors/show.html")]
struct Show {
    shell: Shell,
    inspector: Inspector,
    opened_by: String,
    looks: Paged<Look>,
    may_admit: bool,
}

/// GET /inspectors
pub async fn index(app: Data<App>, may: May<may::SeeInspectors>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let inspectors = app.read(move |conn| Inspector::listed(conn, location)).await?;
    page(Index { shell, inspectors, may_admit: may.may::<may::AdmitInspectors>() })
}

/// GET /inspectors/new
pub async fn new(app: Data<App>, may: May<may::AdmitInspectors>, shell: Shell) -> Result<Html> {
    let least = password_length(&app, may.location).await?;
    let password_help = format!("At least {least} characters. Tell it to them in person; nobody can read it here again.");
    page(New { zone: may.zone, shell, password_help })
}

/// POST /inspectors
pub async fn create(app: Data<App>, may: May<may::AdmitInspectors>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let least = password_length(&app, may.location).await?;
    let (name, agency, badge, login_id, (begins_at, ends_at), password) = fields.done((
        fields.text("name", 1..=80),
        fields.text("agency", 1..=120),
        fields.text("badge", 1..=60),
        fields.text("login_id", 1..=80),
        (fields.moment("opens_on", "opens_time", may.zone), fields.moment("shuts_on", "shuts_time", may.zone)),
        fields.secret("password", least),
    ))?;
    let visit = Visit { name, agency, badge, login_id, begins_at, ends_at };
    let notice = format!(
        "{} may read everything here until {}. Give them the Login ID and the password.",
        visit.name,
        clock::said(ends_at, may.zone)
    );
    let password_hash = hash_password(password).await?;
    let id = app.record(&may, key, OpenInspection { visit, password_hash }).await?;
    Ok(see_other(format!("/inspectors/{id}")).notice(notice))
}

/// GET /inspectors/{id}
pub async fn show(
    app: Data<App>,
    may: May<may::SeeInspectors>,
    id: Path<UserId>,
    cursor: Query<Cursor>,
    shell: Shell,
) -> Result<Html> {
    let (location, id, cursor) = (may.location, id.into_inner(), cursor.into_inner());
    let (inspector, opened_by, looks) = app
        .read(move |conn| {
            let inspector = Inspector::find(conn, location, id)?;
            let opened_by = inspector.opened_by_name(conn)?;
            Ok((inspector, opened_by, Inspector::looks(conn, id, &cursor)?))
        })
        .await?;
    page(Show { shell, inspector, opened_by, looks, may_admit: may.may::<may::AdmitInspectors>() })
}

impl Index {
    fn stage(&self, one: &Inspector) -> Stage {
        one.standing(self.shell.now)
    }
}

impl Show {
    fn stage(&self) -> Stage {
        self.inspector.standing(self.shell.now)
    }
}

impl New {
    fn day(&self, hours: i64) -> String {
        clock::local_date(self.later(hours), self.zone).to_string()
    }

    fn time(&self, hours: i64) -> String {
        clock::local(self.later(hours), self.zone).format("%H:%M").to_string()
    }

    fn later(&self, hours: i64) -> At {
        self.shell.now + TimeDelta::hours(hours)
    }
}

async fn password_length(app: &App, location: LocationId) -> Result<usize> {
    app.read(move |conn| Location::find(conn, location)?.shortest_password()).await
}
