//! `/facilities`: the list, the search in the state's own list, and the form.

use super::model::{Details, Facility, Kind};
use super::records::{AddFacility, ChangeFacility};
use super::theirs::{self, Theirs};
use crate::values::{FacilityId, License};
use crate::web::prelude::*;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "facilities/index.html")]
struct Index {
    shell: Shell,
    facilities: Vec<Facility>,
    may_edit: bool,
}

/// GET /facilities
pub async fn index(app: Data<App>, clerk: May<may::SeeManifests>, shell: Shell) -> Result<Html> {
    let location = clerk.location;
    let facilities = app.read(move |conn| Facility::listed(conn, location)).await?;
    page(Index { shell, facilities, may_edit: clerk.may::<may::EditFacilities>() })
}

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Words to look for in the state's list.
    q: String,
    /// The one that was chosen there.
    license: String,
}

#[derive(Template)]
#[template(path = "facilities/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    facility: Option<Facility>,
    details: Details,
    q: String,
    /// Of the state's list.
    found: Vec<Details>,
    /// Why that could not be asked.
    silence: Option<String>,
    /// The state was asked and does not know the licence.
    is_unknown: bool,
}

impl FormPage {
    fn title(&self) -> String {
        self.facility.as_ref().map_or_else(|| "Add facility".to_owned(), |facility| facility.details.name.clone())
    }

    fn action(&self) -> String {
        self.facility.as_ref().map_or_else(|| "/facilities".to_owned(), |facility| format!("/facilities/{}", facility.id))
    }

    fn license(&self) -> &str {
        if self.details.license.as_str() == UNKNOWN { "" } else { self.details.license.as_str() }
    }

    fn permit(&self) -> &str {
        self.details.permit.as_deref().unwrap_or_default()
    }

    fn is_searched(&self) -> bool {
        !self.q.is_empty()
    }
}

/// GET /facilities/new
pub async fn new(app: Data<App>, may: May<may::EditFacilities>, asked: Query<Asked>, shell: Shell) -> Result<Html> {
    let Asked { q, license } = asked.into_inner();
    let (mut found, mut silence, mut chosen) = (Vec::new(), None, None);
    if !q.is_empty() || !license.is_empty() {
        match theirs::ask(&app, may.location).await? {
            Ok(theirs) => {
                chosen = theirs.of(&license).cloned();
                found = searched(&theirs, &q);
            }
            Err(words) => silence = Some(words),
        }
    }
    let is_unknown = silence.is_none() && !license.is_empty() && chosen.is_none();
    let details = chosen.map_or_else(blank, Ok)?;
    page(FormPage { shell, facility: None, details, q, found, silence, is_unknown })
}

fn searched(theirs: &Theirs, words: &str) -> Vec<Details> {
    if words.is_empty() { Vec::new() } else { theirs.matching(words).into_iter().cloned().collect() }
}

/// In place of a licence that is not typed yet; never shown.
const UNKNOWN: &str = "-";

/// A form with nothing in it.
fn blank() -> Result<Details> {
    Ok(Details {
        kind: Kind::Dispensary,
        license: UNKNOWN.parse()?,
        ubi: String::new(),
        ours: false,
        name: String::new(),
        street: String::new(),
        city: String::new(),
        state: "FL".to_owned(),
        zip: String::new(),
        phone: String::new(),
        permit: None,
        known_at: None,
    })
}

/// POST /facilities
pub async fn create(app: Data<App>, may: May<may::EditFacilities>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = known(&app, &may, details(&fields)?).await?;
    let notice = format!("{} was added.{}", details.name, standing(&details));
    app.record(&may, key, AddFacility { details }).await?;
    Ok(see_other("/facilities").notice(notice))
}

/// GET /facilities/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditFacilities>, id: Path<FacilityId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let facility = app.read(move |conn| Facility::find(conn, location, id)).await?;
    let details = facility.details.clone();
    let (q, found, silence, is_unknown) = (String::new(), Vec::new(), None, false);
    page(FormPage { shell, facility: Some(facility), details, q, found, silence, is_unknown })
}

/// POST /facilities/{id}
pub async fn update(app: Data<App>, may: May<may::EditFacilities>, id: Path<FacilityId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = known(&app, &may, details(&fields)?).await?;
    let notice = format!("{} was changed.{}", details.name, standing(&details));
    app.record(&may, key, ChangeFacility { facility: id.into_inner(), details }).await?;
    Ok(see_other("/facilities").notice(notice))
}

/// With what the state says of the licence. A silent state stops nobody from writing a facility down.
async fn known(app: &App, clerk: &Clerk, details: Details) -> Result<Details> {
    let Ok(theirs) = theirs::ask(app, clerk.location).await? else { return Ok(details) };
    Ok(match theirs.of(details.license.as_str()) {
        Some(known) => Details { ubi: known.ubi.clone(), ours: known.ours, known_at: known.known_at, ..details },
        None => details,
    })
}

fn standing(details: &Details) -> &'static str {
    match (details.known_at, details.ours) {
        (None, _) => " The state does not list this licence: check it before anything is sent.",
        (Some(_), true) => " It is of our own company: nothing is invoiced.",
        (Some(_), false) => " It is another company's: what goes there is invoiced.",
    }
}

fn details(fields: &Fields) -> Result<Details> {
    let (kind, license, ubi, name, street, city, state, zip, phone, permit) = (
        fields.choice::<Kind>("facility_kind"),
        fields.read::<License>("license"),
        fields.optional_text("ubi", 20),
        fields.text("facility_name", 1..=80),
        fields.text("street", 1..=120),
        fields.text("city", 1..=60),
        fields.text("state", 2..=2),
        fields.text("zip", 5..=10),
        fields.optional_text("phone", 30),
        fields.optional_text("permit", 120),
    );
    let ((kind, license, ubi, name, street), (city, state, zip, phone, permit)) =
        (fields.done((kind, license, ubi, name, street))?, fields.done((city, state, zip, phone, permit))?);
    Ok(Details {
        kind,
        license,
        ubi: ubi.unwrap_or_default(),
        ours: fields.ticked("ours"),
        name,
        street,
        city,
        state: state.to_uppercase(),
        zip,
        phone: phone.unwrap_or_default(),
        permit,
        known_at: None,
    })
}
