//! `/manifests`: the list, the first form, and the page of one, whose forms depend on where it stands.

use super::checks::{self, Broken};
use super::draft::{SaveManifest, StartManifest};
use super::heard;
use super::line;
use super::model::{Kind, Manifest, Said, Status, Transport};
use super::prints::Print;
use super::search::Search;
use super::stops;
use super::whole::{Leg, Whole};
use crate::features::drivers::Driver;
use crate::features::facilities::Facility;
use crate::features::inventory::FilingLine;
use crate::features::vehicles::Vehicle;
use crate::rules::transport::MOST_PACKAGES;
use crate::values::{OutgoingId, OutgoingStopId};
use crate::web::prelude::*;
use std::collections::HashMap;

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<OutgoingId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}

/// The ids of a manifest and of a stop of it.
pub fn readable_stop((id, stop): &(String, String)) -> Result<(OutgoingId, OutgoingStopId)> {
    match stop.parse() {
        Ok(stop) => Ok((readable(id)?, stop)),
        Err(_) => not_found(),
    }
}

#[derive(Template)]
#[template(path = "manifests/index.html")]
struct Index {
    shell: Shell,
    manifests: Paged<Manifest>,
    search: Search,
    counts: HashMap<OutgoingId, i64>,
    may_send: bool,
}

impl Index {
    fn query(&self) -> String {
        self.search.query()
    }

    fn is_chosen(&self, option: &Status) -> bool {
        self.search.status == option.as_str()
    }

    fn count(&self, manifest: &Manifest) -> i64 {
        self.counts.get(&manifest.id).copied().unwrap_or_default()
    }
}

/// GET /manifests
pub async fn index(
    app: Data<App>,
    clerk: May<may::SeeManifests>,
    search: Query<Search>,
    cursor: Query<Cursor>,
    shell: Shell,
) -> Result<Html> {
    let (location, search, cursor) = (clerk.location, search.into_inner(), cursor.into_inner());
    let asked = search.clone();
    let (manifests, counts) = app
        .read(move |conn| {
            let manifests = asked.run(conn, location, &cursor)?;
            let ids: Vec<OutgoingId> = manifests.rows.iter().map(|manifest| manifest.id).collect();
            let counts = line::counts(conn, &ids)?;
            Ok((manifests, counts))
        })
        .await?;
    page(Index { shell, manifests, search, counts, may_send: clerk.may::<may::SendGoods>() })
}

#[derive(Template)]
#[template(path = "manifests/new.html")]
struct New {
    shell: Shell,
    facilities: Vec<(String, String)>,
    today: String,
}

/// GET /manifests/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let facilities = app.read(move |conn| Facility::in_use(conn, location)).await?;
    let today = shell.today().to_string();
    page(New { shell, facilities: stops::choices(&facilities), today })
}

/// POST /manifests
pub async fn create(app: Data<App>, may: May<may::SendGoods>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (said, stop) = fields.done((said(&fields), stops::planned(&fields, may.zone)))?;
    let (manifest, _) = app.record(&may, key, StartManifest { said, stop, packages: Vec::new() }).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("The draft is begun. Add what goes to its stop."))
}

/// What it is called, and why.
pub fn said(fields: &Fields) -> Option<Said> {
    let (title, kind, note) =
        (fields.text("title", 1..=80), fields.choice::<Kind>("manifest_kind"), fields.optional_text("note", 500));
    Some(Said { title: title?, kind: kind?, note: note?.unwrap_or_default() })
}

#[derive(Template)]
#[template(path = "manifests/show.html")]
struct Show {
    shell: Shell,
    whole: Whole,
    broken: Vec<Broken>,
    filings: Vec<FilingLine>,
    prints: Vec<Print>,
    /// Why the state could not be asked what became of it.
    silence: Option<String>,
    may_send: bool,
}

impl Show {
    fn is_draft(&self) -> bool {
        self.whole.manifest.is(Status::Draft)
    }

    fn is_filed(&self) -> bool {
        self.whole.manifest.is(Status::Filed)
    }

    fn is_shipped(&self) -> bool {
        self.whole.manifest.is(Status::Shipped)
    }

    fn has_left(&self) -> bool {
        matches!(self.whole.manifest.status, Status::Shipped | Status::Received)
    }

    fn has_paper(&self) -> bool {
        self.is_filed() || self.has_left()
    }

    fn may_edit(&self) -> bool {
        self.may_send && self.is_draft()
    }

    fn is_priced(&self, leg: &Leg) -> bool {
        leg.facility.needs_prices()
    }

    fn most(&self) -> usize {
        MOST_PACKAGES
    }

    fn is_too_many(&self) -> bool {
        self.whole.count() > MOST_PACKAGES
    }

    fn packages(&self) -> String {
        crate::features::inventory::packages(self.whole.count())
    }

    fn can_void_stop(&self, leg: &Leg) -> bool {
        let open = self.whole.legs.iter().filter(|leg| leg.stop.is_open()).count();
        self.may_send && self.is_filed() && leg.stop.is_open() && open > 1
    }
}

/// GET /manifests/{id}
pub async fn show(app: Data<App>, clerk: May<may::SeeManifests>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id, now) = (clerk.location, readable(&id)?, app.clock.now());
    let manifest = app.read(move |conn| Manifest::find(conn, location, id)).await?;
    let silence = heard::pull_if_old(&app, &clerk, &manifest).await?;
    let (whole, broken, filings, prints) = app
        .read(move |conn| {
            let whole = Whole::find(conn, location, id)?;
            let is_draft = whole.manifest.is(Status::Draft);
            let broken = if is_draft { checks::all(conn, &whole, now)? } else { Vec::new() };
            let filings = FilingLine::of_subjects(conn, &[Manifest::subject(id)])?;
            Ok((whole, broken, filings, Print::of_manifest(conn, id)?))
        })
        .await?;
    page(Show { shell, whole, broken, filings, prints, silence, may_send: clerk.may::<may::SendGoods>() })
}

#[derive(Template)]
#[template(path = "manifests/edit.html")]
struct Edit {
    shell: Shell,
    manifest: Manifest,
    drivers: Vec<(String, String)>,
    vehicles: Vec<(String, String)>,
}

impl Edit {
    fn driver(&self) -> String {
        self.manifest.transport.driver_id.map(|id| id.to_string()).unwrap_or_default()
    }

    fn second(&self) -> String {
        self.manifest.transport.second_driver_id.map(|id| id.to_string()).unwrap_or_default()
    }

    fn vehicle(&self) -> String {
        self.manifest.transport.vehicle_id.map(|id| id.to_string()).unwrap_or_default()
    }
}

/// GET /manifests/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (manifest, drivers, vehicles) = app
        .read(move |conn| {
            Ok((Manifest::find(conn, location, id)?, Driver::listed(conn, location)?, Vehicle::listed(conn, location)?))
        })
        .await?;
    manifest.must_be(Status::Draft, "changed")?;
    let drivers = drivers.into_iter().filter(Driver::is_active).map(|one| (one.id.to_string(), one.details.name)).collect();
    let vehicle = |one: Vehicle| (one.id.to_string(), format!("{} ({})", one.details.nickname, one.details.plate));
    let vehicles = vehicles.into_iter().filter(Vehicle::is_active).map(vehicle).collect();
    page(Edit { shell, manifest, drivers, vehicles })
}

/// POST /manifests/{id}
pub async fn update(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (said, driver_id, second_driver_id, vehicle_id) =
        fields.done((said(&fields), fields.optional("driver"), fields.optional("second_driver"), fields.optional("vehicle")))?;
    let transport = Transport { driver_id, second_driver_id, vehicle_id };
    app.record(&may, key, SaveManifest { manifest, said, transport }).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("Saved."))
}
