//! The form that schedules: one package or several, all of them or none.

use super::filings::{AT_ONCE, ScheduleDestruction};
use super::model::OTHER;
use crate::db::Conn;
use crate::features::inventory::{Package, Unit};
use crate::features::products::Product;
use crate::features::reasons::{self, Kind, Reason};
use crate::features::rooms::Room;
use crate::stock::{self, Balance};
use crate::values::{LocationId, PackageId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "destructions/new.html")]
struct New {
    shell: Shell,
    /// What was asked for and is not here.
    unknown: Vec<String>,
    chosen: Vec<Chosen>,
    reasons: Vec<Reason>,
    may_split: bool,
}

/// A package that was scanned, or chosen before.
struct Chosen {
    package: Package,
    product: Product,
    room: Room,
    balance: Balance,
}

impl New {
    fn options(&self) -> Vec<(i64, &str)> {
        self.reasons.iter().map(|reason| (reason.code, reason.name.as_str())).collect()
    }

    /// For the field in which more can be added.
    fn typed(&self) -> String {
        let chosen = self.chosen.iter().map(|one| one.package.barcode.grouped());
        chosen.chain(self.unknown.iter().cloned()).collect::<Vec<_>>().join("\n")
    }

    /// The package, when there is only one.
    fn only(&self) -> Option<&Chosen> {
        match self.chosen.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Chosen {
    fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }
}

/// Our ids, the state's 16 digits or older labels: one a line or between commas, each once.
fn codes<'v>(values: impl Iterator<Item = &'v str>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for code in values.flat_map(|value| value.split(['\n', ',', ';'])).map(str::trim).filter(|code| !code.is_empty()) {
        if !all.iter().any(|known| known == code) && all.len() <= AT_ONCE {
            all.push(code.to_owned());
        }
    }
    all
}

/// GET /destructions/new?package=…&package=…
pub async fn new(app: Data<App>, may: May<may::Destroy>, shell: Shell, asked: Query<Vec<(String, String)>>) -> Result<Html> {
    let location = may.location;
    let named = asked.iter().filter(|(name, _)| name == "package").map(|(_, value)| value.as_str());
    let codes = codes(named);
    let reasons = reasons::current(&app, &may, Kind::Destroy).await?;
    let (chosen, unknown) = app.read(move |conn| sorted(conn, location, codes)).await?;
    page(New { shell, unknown, chosen, reasons, may_split: may.may::<may::MakeSublots>() })
}

/// The packages behind these codes, and the codes behind which there is none.
fn sorted(conn: &mut Conn, location: LocationId, codes: Vec<String>) -> Result<(Vec<Chosen>, Vec<String>)> {
    let (mut chosen, mut unknown): (Vec<Chosen>, Vec<String>) = (Vec::new(), Vec::new());
    for code in codes {
        let Some(id) = find(conn, location, &code)? else {
            unknown.push(code);
            continue;
        };
        if chosen.iter().any(|one| one.package.id == id) {
            continue;
        }
        let (package, product, room) = Package::with_place(conn, location, id)?;
        let balance = stock::where_is(conn, id, package.room_id)?;
        chosen.push(Chosen { package, product, room, balance });
    }
    Ok((chosen, unknown))
}

/// Our id, the state's 16 digits, or the older label.
fn find(conn: &mut Conn, location: LocationId, code: &str) -> Result<Option<PackageId>> {
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
    let (location, codes) = (may.location, codes(fields.all("package").into_iter()));
    let asked = codes.len();
    let (known, unknown) = app.read(move |conn| sorted(conn, location, codes)).await?;
    if asked == 0 {
        fields.problem("package", "Scan the labels of what is to be destroyed, or type their 16 digits.");
    } else if asked > AT_ONCE {
        fields.problem("package", format!("At most {AT_ONCE} packages at once. Schedule the rest after these."));
    } else if !unknown.is_empty() {
        let words = unknown.join(", ");
        fields.problem("package", format!("There is no package here with the identifier {words}. Nothing was scheduled."));
    }
    let reason = fields.choice::<Code>("reason");
    let is_other = reason.as_ref().is_some_and(|reason| reason.0 == OTHER);
    if is_other && fields.raw("note").is_empty() {
        fields.problem("note", "“Other” needs the reason in words.");
    }
    // For “Other” it is all that an inspector will read of why.
    let note = match (is_other, fields.raw("note").is_empty()) {
        (true, true) => None,
        (true, false) => fields.text("note", 15..=500),
        (false, _) => fields.text("note", 3..=500),
    };
    let (Code(reason), note) = fields.done((reason, note))?;
    let ids: Vec<PackageId> = known.iter().map(|one| one.package.id).collect();
    let destruction = app.file(&may, key, ScheduleDestruction::new(&ids, reason, note)).await?;
    Ok(match ids.as_slice() {
        [_] => see_other(format!("/destructions/{destruction}"))
            .notice("Scheduled, and reported to BioTrack. Its 72 hours have begun."),
        several => see_other("/destructions")
            .notice(format!("{} packages scheduled, and reported to BioTrack. Their 72 hours have begun.", several.len())),
    })
}

/// The number of a reason in a form.
struct Code(i64);

impl std::str::FromStr for Code {
    type Err = crate::values::Unreadable;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| crate::values::Unreadable::new("Choose one of the state's reasons."))
    }
}
