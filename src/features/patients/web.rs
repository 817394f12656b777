//! `/patients`: finding one, and their record. Every record that is shown is logged first.

use super::model::Patient;
use super::profile::Profile;
use super::searches::Index;
use super::seen::{Place, seen};
use crate::values::PatientId;
use crate::web::prelude::*;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "patients/show.html")]
struct Show {
    shell: Shell,
    profile: Profile,
    may_note: bool,
    may_ban: bool,
    links_sales: bool,
}

/// How somebody came to the record.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Arrival {
    /// `search`: from a list of hits.
    from: String,
}

/// GET /patients
pub async fn index(may: May<may::SeePatients>, shell: Shell) -> Result<Html> {
    page(Index::blank(&may, shell))
}

/// GET /patients/{id}
pub async fn show(
    app: Data<App>,
    may: May<may::SeePatients>,
    id: Path<PatientId>,
    arrival: Query<Arrival>,
    shell: Shell,
) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let there = app.read(move |conn| Ok(Patient::find(conn, id)?.id)).await?;
    seen(&app, &may, there, if arrival.from == "search" { Place::Search } else { Place::Profile }).await?;
    let profile = app.read(move |conn| Profile::find(conn, &clerk, id, now)).await?;
    page(Show {
        shell,
        profile,
        may_note: may.may::<may::NotePatients>(),
        may_ban: may.may::<may::BanPatients>(),
        links_sales: may.may::<may::SeeSales>(),
    })
}
