//! `/destructions`: what waits, what is due, what was done; and the form that schedules.

use super::filings::ScheduleDestruction;
use super::line::{DestructionLine, MOST, Which};
use super::model::Person;
use crate::features::inventory::{Package, Unit};
use crate::features::products::Product;
use crate::features::reasons::{self, Kind, Reason};
use crate::features::rooms::Room;
use crate::stock::{self, Balance};
use crate::values::{At, DestructionId, LocationId, PackageId};
use crate::web::prelude::*;
use serde::Deserialize;

/// Which tab.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tab {
    status: String,
}

#[derive(Template)]
#[template(path = "destructions/index.html")]
struct Index {
    shell: Shell,
    which: Which,
    counts: Vec<(Which, i64)>,
    destructions: Paged<DestructionLine>,
    state_now: At,
    may_destroy: bool,
}

impl Index {
    fn now(&self) -> At {
        self.state_now
    }

    fn tabs(&self) -> &'static [Which] {
        Which::ALL
    }

    fn is_shown(&self, tab: &Which) -> bool {
        self.which == *tab
    }

    /// Only of the open ones: the others grow for ever.
    fn count(&self, which: &Which) -> Option<i64> {
        self.counts.iter().find(|(known, _)| known == which).map(|(_, count)| *count)
    }

    fn is_cut(&self) -> bool {
        self.which.is_open() && i64::try_from(self.destructions.rows.len()).is_ok_and(|count| count >= MOST)
    }

    fn query(&self) -> String {
        format!("status={}", self.which)
    }
}

/// GET /destructions
pub async fn index(
    app: Data<App>,
    may: May<may::SeeDestructions>,
    shell: Shell,
    tab: Query<Tab>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let which = if tab.status.is_empty() { Which::Open } else { tab.status.parse()? };
    let (location, state_now, cursor) = (may.location, app.clock.state(), cursor.into_inner());
    let (rows, counts, cursor) = app
        .read(move |conn| {
            let rows = DestructionLine::listed(conn, location, which, state_now, &cursor)?;
            Ok((rows, DestructionLine::counts(conn, location, state_now)?, cursor))
        })
        .await?;
    let destructions = if which.is_open() {
        Paged { rows, older: None, newer: None }
    } else {
        Paged::new(rows, &cursor, |line| line.destruction.id.to_string())
    };
    page(Index { shell, which, counts, destructions, state_now, may_destroy: may.may::<may::Destroy>() })
}

/// What the form is for: a package's id, or its 16 digits as scanned or typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    package: String,
}

#[derive(Template)]
#[template(path = "destructions/new.html")]
struct New {
    shell: Shell,
    typed: String,
    chosen: Option<Chosen>,
    reasons: Vec<Reason>,
    may_split: bool,
}

/// The package that was scanned, or chosen before.
struct Chosen {
    package: Package,
    product: Product,
    room: Room,
    balance: Balance,
}

impl New {
    /// Something was asked for, and it is not here.
    fn is_unknown(&self) -> bool {
        self.chosen.is_none() && !self.typed.is_empty()
    }

    fn options(&self) -> Vec<(i64, &str)> {
        self.reasons.iter().map(|reason| (reason.code, reason.name.as_str())).collect()
    }
}

impl Chosen {
    fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }
}

/// GET /destructions/new
pub async fn new(app: Data<App>, may: May<may::Destroy>, shell: Shell, asked: Query<Asked>) -> Result<Html> {
    let (location, typed) = (may.location, asked.package.trim().to_owned());
    let reasons = reasons::current(&app, &may, Kind::Destroy).await?;
    let code = typed.clone();
    let chosen = app.read(move |conn| chosen(conn, location, &code)).await?;
    page(New { shell, typed, chosen, reasons, may_split: may.may::<may::MakeSublots>() })
}

fn chosen(conn: &mut crate::db::Conn, location: LocationId, code: &str) -> Result<Option<Chosen>> {
    let Some(id) = find(conn, location, code)? else { return Ok(None) };
    let (package, product, room) = Package::with_place(conn, location, id)?;
    let balance = stock::where_is(conn, id, package.room_id)?;
    Ok(Some(Chosen { package, product, room, balance }))
}

/// Our id, the state's 16 digits, or the older label.
fn find(conn: &mut crate::db::Conn, location: LocationId, code: &str) -> Result<Option<PackageId>> {
    let found = match code.parse::<PackageId>() {
        Ok(id) => match Package::find(conn, location, id) {
            Err(Error::NotFound) => None,
            other => Some(other?),
        },
        Err(_) => Package::find_by_code(conn, location, code)?,
    };
    Ok(found.map(|package| package.id))
}

/// POST /destructions
pub async fn create(app: Data<App>, may: May<may::Destroy>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (location, code) = (may.location, fields.raw("package").to_owned());
    let package = app.read(move |conn| find(conn, location, &code)).await?;
    if package.is_none() {
        fields.problem("package", "There is no package here with that identifier. Scan its label, or type its 16 digits.");
    }
    let reason = fields.choice::<Code>("reason");
    let is_other = reason.as_ref().is_some_and(|reason| reason.0 == OTHER);
    if is_other && fields.raw("note").is_empty() {
        fields.problem("note", "“Other” needs the reason in words.");
    }
    let note = if is_other && fields.raw("note").is_empty() { None } else { fields.text("note", 1..=500) };
    let (package, Code(reason), note) = fields.done((package, reason, note))?;
    let destruction = app.file(&may, key, ScheduleDestruction::new(package, reason, note)).await?;
    Ok(see_other(format!("/destructions/{destruction}")).notice("Scheduled, and reported to BioTrack. Its 72 hours have begun."))
}

/// The state's "Other", which asks for words.
const OTHER: i64 = 0;

/// The number of a reason in a form.
struct Code(i64);

impl std::str::FromStr for Code {
    type Err = crate::values::Unreadable;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| crate::values::Unreadable::new("Choose one of the state's reasons."))
    }
}

#[derive(Template)]
#[template(path = "destructions/show.html")]
struct Show {
    shell: Shell,
    filed: DestructionLine,
    people: Vec<Person>,
    state_now: At,
    may_destroy: bool,
    may_see_inventory: bool,
    location_name: String,
}

impl Show {
    fn now(&self) -> At {
        self.state_now
    }

    fn title(&self) -> String {
        format!("Destruction of {}", self.filed.product)
    }

    fn name(&self, id: &Option<crate::values::UserId>) -> &str {
        let known = self.people.iter().find(|person| Some(person.id) == *id);
        known.map_or("nobody", |person| person.name.as_str())
    }
}

/// GET /destructions/{id}
pub async fn show(app: Data<App>, may: May<may::SeeDestructions>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let read =
        move |conn: &mut crate::db::Conn| Ok((DestructionLine::find(conn, location, id)?, Person::of_location(conn, location)?));
    let (line, people) = app.read(read).await?;
    let (may_destroy, may_see_inventory) = (may.may::<may::Destroy>(), may.may::<may::SeeInventory>());
    let location_name = may.location_name.clone();
    page(Show { shell, filed: line, people, state_now: app.clock.state(), may_destroy, may_see_inventory, location_name })
}

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<DestructionId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}
