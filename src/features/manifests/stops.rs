//! `/manifests/{id}/stops`: where a draft goes, by which route and when.

use super::draft::SaveStop;
use super::model::{Manifest, Status};
use super::stop::{Planned, Stop};
use super::web::{readable, readable_stop};
use crate::features::facilities::Facility;
use crate::values::{At, clock};
use crate::web::prelude::*;
use chrono_tz::Tz;

/// The facilities as a person chooses them.
pub fn choices(facilities: &[Facility]) -> Vec<(String, String)> {
    facilities.iter().map(|facility| (facility.id.to_string(), facility.words())).collect()
}

/// What a form says of a stop. Times may still be missing from a draft.
pub fn planned(fields: &Fields, zone: Tz) -> Option<Planned> {
    let (facility, title, route) =
        (fields.choice("facility"), fields.optional_text("stop_title", 80), fields.optional_text("route", 500));
    let (departs, arrives) =
        (fields.optional_moment("departs_on", "departs_time", zone), fields.optional_moment("arrives_on", "arrives_time", zone));
    Some(Planned {
        facility_id: facility?,
        title: title?.unwrap_or_default(),
        route: route?.unwrap_or_default(),
        departs_at: departs?,
        arrives_at: arrives?,
    })
}

#[derive(Template)]
#[template(path = "manifests/stop.html")]
struct FormPage {
    shell: Shell,
    manifest: Manifest,
    /// None: a new one.
    stop: Option<Stop>,
    facilities: Vec<(String, String)>,
    zone: Tz,
}

impl FormPage {
    fn title(&self) -> String {
        self.stop.as_ref().map_or_else(|| "Add a stop".to_owned(), Stop::name)
    }

    fn action(&self) -> String {
        let url = format!("{}/stops", self.manifest.url());
        self.stop.as_ref().map_or_else(|| url.clone(), |stop| format!("{url}/{}", stop.id))
    }

    fn facility(&self) -> String {
        self.stop.as_ref().map(|stop| stop.planned.facility_id.to_string()).unwrap_or_default()
    }

    fn stop_title(&self) -> &str {
        self.stop.as_ref().map_or("", |stop| &stop.planned.title)
    }

    fn route(&self) -> &str {
        self.stop.as_ref().map_or("", |stop| &stop.planned.route)
    }

    fn day(&self, at: Option<At>) -> String {
        at.map_or_else(|| self.shell.today(), |at| clock::local_date(at, self.zone)).to_string()
    }

    fn time(&self, at: Option<At>) -> String {
        at.map(|at| clock::local(at, self.zone).format("%H:%M").to_string()).unwrap_or_default()
    }

    fn departs(&self) -> Option<At> {
        self.stop.as_ref().and_then(|stop| stop.planned.departs_at)
    }

    fn arrives(&self) -> Option<At> {
        self.stop.as_ref().and_then(|stop| stop.planned.arrives_at)
    }
}

/// GET /manifests/{id}/stops/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id, zone) = (may.location, readable(&id)?, may.zone);
    let (manifest, facilities) =
        app.read(move |conn| Ok((Manifest::find(conn, location, id)?, Facility::in_use(conn, location)?))).await?;
    manifest.must_be(Status::Draft, "changed")?;
    page(FormPage { shell, manifest, stop: None, facilities: choices(&facilities), zone })
}

/// POST /manifests/{id}/stops
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let planned = fields.done(planned(&fields, may.zone))?;
    app.record(&may, key, SaveStop { manifest, stop: None, planned }).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("The stop was added."))
}

/// GET /manifests/{id}/stops/{stop}/edit
pub async fn edit(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, shell: Shell) -> Result<Html> {
    let (location, (id, stop), zone) = (may.location, readable_stop(&ids)?, may.zone);
    let (manifest, stop, facilities) = app
        .read(move |conn| {
            Ok((Manifest::find(conn, location, id)?, Stop::find(conn, id, stop)?, Facility::in_use(conn, location)?))
        })
        .await?;
    manifest.must_be(Status::Draft, "changed")?;
    page(FormPage { shell, manifest, stop: Some(stop), facilities: choices(&facilities), zone })
}

/// POST /manifests/{id}/stops/{stop}
pub async fn update(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (manifest, stop) = readable_stop(&ids)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let planned = fields.done(planned(&fields, may.zone))?;
    app.record(&may, key, SaveStop { manifest, stop: Some(stop), planned }).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("The stop was changed."))
}
