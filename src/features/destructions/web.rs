//! `/destructions`: what waits, what is due, what was done; and the page of each.

use super::line::{DestructionLine, MOST, Which};
use super::model::Person;
use super::photo::PhotoLine;
use crate::features::inventory::FilingLine;
use crate::filing::Status as Filed;
use crate::values::{At, DestructionId, LocationId};
use crate::web::prelude::*;
use serde::Deserialize;

/// Which tab.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tab {
    status: String,
    /// Overdue for more than so many days.
    days: String,
}

impl Tab {
    /// At least one, which is what an empty or unreadable number means.
    fn days(&self) -> i64 {
        self.days.trim().parse::<i64>().map_or(1, |days| days.clamp(1, 365))
    }
}

#[derive(Template)]
#[template(path = "destructions/index.html")]
struct Index {
    shell: Shell,
    which: Which,
    days: i64,
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

    /// Several are due, and can be completed with one form.
    fn may_complete_some(&self) -> bool {
        let due = self.destructions.rows.iter().filter(|line| line.destruction.is_due(self.state_now));
        self.may_destroy && due.count() > 1
    }

    fn is_overdue(&self) -> bool {
        self.which == Which::Overdue
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
    let days = tab.days();
    let (location, state_now, cursor) = (may.location, app.clock.state(), cursor.into_inner());
    let (rows, counts, cursor) = app
        .read(move |conn| {
            let rows = DestructionLine::listed(conn, location, which, days, state_now, &cursor)?;
            Ok((rows, DestructionLine::counts(conn, location, state_now)?, cursor))
        })
        .await?;
    let destructions = if which.is_open() {
        Paged { rows, older: None, newer: None }
    } else {
        Paged::new(rows, &cursor, |line| line.destruction.id.to_string())
    };
    page(Index { shell, which, days, counts, destructions, state_now, may_destroy: may.may::<may::Destroy>() })
}

#[derive(Template)]
#[template(path = "destructions/show.html")]
struct Show {
    shell: Shell,
    told: Told,
    state_now: At,
    may_destroy: bool,
    may_see_inventory: bool,
    location_name: String,
}

/// Everything there is to know of one destruction.
pub(super) struct Told {
    pub(super) filed: DestructionLine,
    people: Vec<Person>,
    pub(super) photos: Vec<PhotoLine>,
    filings: Vec<FilingLine>,
}

impl Show {
    fn now(&self) -> At {
        self.state_now
    }

    fn title(&self) -> String {
        format!("Destruction of {}", self.told.filed.product)
    }

    fn may_add_photo(&self) -> bool {
        self.may_destroy && self.told.filed.destruction.status == super::Status::Destroyed
    }
}

impl Told {
    pub(super) fn find(conn: &mut crate::db::Conn, location: LocationId, id: DestructionId) -> Result<Self> {
        let subjects = [super::Destruction::subject(id)];
        Ok(Self {
            filed: DestructionLine::find(conn, location, id)?,
            people: Person::of_location(conn, location)?,
            photos: PhotoLine::of_destruction(conn, id)?,
            filings: FilingLine::of_subjects(conn, &subjects)?,
        })
    }

    pub(super) fn name(&self, id: &Option<crate::values::UserId>) -> &str {
        let known = self.people.iter().find(|person| Some(person.id) == *id);
        known.map_or("nobody", |person| person.name.as_str())
    }

    /// What the state said yes to.
    pub(super) fn accepted(&self) -> Vec<&FilingLine> {
        self.filings.iter().filter(|filing| filing.status == Filed::Accepted).collect()
    }
}

/// GET /destructions/{id}
pub async fn show(app: Data<App>, may: May<may::SeeDestructions>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let told = app.read(move |conn| Told::find(conn, location, id)).await?;
    let (may_destroy, may_see_inventory) = (may.may::<may::Destroy>(), may.may::<may::SeeInventory>());
    let location_name = may.location_name.clone();
    page(Show { shell, told, state_now: app.clock.state(), may_destroy, may_see_inventory, location_name })
}

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<DestructionId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}
