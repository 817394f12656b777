//! What has become of the packages that customers brought back: until one is destroyed, the registry may not show the patient's
//! allotment again (florida-rules 9.2).

use super::super::destructions;
use super::super::inventory;
use crate::db::Conn;
use crate::error::Result;
use crate::filing::{self, Action};
use crate::schema::{destructions as scheduled, filings, packages, return_lines, returns, rooms, sales};
use crate::values::{
    At, Barcode, DestructionId, FilingId, LocationId, PackageId, PatientId, Quantity, ReturnId, SaleId, clock::said,
};
use chrono_tz::Tz;
use diesel::prelude::*;

/// One such package.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub came: Came,
    /// The one that stands, or the one that was completed.
    pub destruction: Option<(DestructionId, At)>,
    /// What became of the filing that was to schedule it by itself.
    pub follow_up: Option<(FilingId, filing::Status, Option<String>)>,
}

/// What came back, of which sale, and where it lies.
#[derive(Debug, Clone, Queryable)]
pub struct Came {
    pub taken: ReturnId,
    pub sale: SaleId,
    pub number: i64,
    pub returned_at: At,
    pub filing: Option<FilingId>,
    pub package: PackageId,
    pub barcode: Barcode,
    pub product: String,
    pub quantity: Quantity,
    pub status: inventory::Status,
    pub room: String,
}

/// Which of them.
enum Of {
    Location(LocationId),
    Patient(LocationId, PatientId),
    Return(ReturnId),
}

impl Waiting {
    /// Those here that are not destroyed yet, oldest first.
    pub fn of_location(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        all(conn, Of::Location(location))
    }

    /// Those of one patient that are not destroyed yet.
    pub fn of_patient(conn: &mut Conn, location: LocationId, patient: PatientId) -> Result<Vec<Self>> {
        all(conn, Of::Patient(location, patient))
    }

    /// Those of one return, destroyed or not.
    pub fn of_return(conn: &mut Conn, taken: ReturnId) -> Result<Vec<Self>> {
        all(conn, Of::Return(taken))
    }

    pub fn is_destroyed(&self) -> bool {
        self.came.status == inventory::Status::Destroyed
    }

    /// Somebody has to schedule it.
    pub fn is_left(&self) -> bool {
        self.came.status == inventory::Status::Active && !self.is_being_scheduled()
    }

    fn is_being_scheduled(&self) -> bool {
        let under_way = [filing::Status::Planned, filing::Status::Open];
        self.follow_up.as_ref().is_some_and(|(_, status, _)| under_way.contains(status))
    }

    /// Why the state, or we, did not schedule it by itself.
    pub fn refusal(&self) -> Option<&str> {
        let (_, status, words) = self.follow_up.as_ref()?;
        words.as_deref().filter(|_| self.is_left() && *status == filing::Status::Refused)
    }

    /// The mark of its badge.
    pub fn mark(&self) -> &'static str {
        match self.came.status {
            inventory::Status::Destroyed | inventory::Status::Transferred => "quiet",
            inventory::Status::Scheduled => "held",
            inventory::Status::InTransit => "waiting",
            inventory::Status::Active if self.is_being_scheduled() => "waiting",
            inventory::Status::Active => "refused",
        }
    }

    /// The badge's word.
    pub fn word(&self) -> &'static str {
        match self.came.status {
            inventory::Status::Destroyed => "Destroyed",
            inventory::Status::Scheduled => "Scheduled",
            inventory::Status::InTransit => "Shipped back",
            inventory::Status::Transferred => "Received elsewhere",
            inventory::Status::Active if self.is_being_scheduled() => "Being scheduled",
            inventory::Status::Active => "Not scheduled",
        }
    }

    /// What the patient can be told.
    pub fn allotment(&self, zone: &Tz) -> String {
        match (self.came.status, self.destruction) {
            (inventory::Status::Destroyed, _) => {
                "The package is destroyed: the registry should show the allotment again.".to_owned()
            }
            (inventory::Status::Scheduled, Some((_, due))) => format!(
                "The registry may not show the allotment again until the package is destroyed, from {} on.",
                said(due, *zone)
            ),
            _ => "The registry may not show the allotment again until the package is destroyed: 72 hours after it is scheduled."
                .to_owned(),
        }
    }
}

fn all(conn: &mut Conn, of: Of) -> Result<Vec<Waiting>> {
    let came = came(conn, of)?;
    if came.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PackageId> = came.iter().map(|one| one.package).collect();
    let standing: Vec<(PackageId, DestructionId, At)> = scheduled::table
        .filter(scheduled::package_id.eq_any(&ids))
        .filter(scheduled::status.ne(destructions::Status::Undone))
        .order(scheduled::id)
        .select((scheduled::package_id, scheduled::id, scheduled::due_at))
        .load(conn)?;
    let first: Vec<FilingId> = came.iter().filter_map(|one| one.filing).collect();
    type FollowUp = (Option<FilingId>, FilingId, filing::Status, Option<String>);
    let following: Vec<FollowUp> = filings::table
        .filter(filings::follows.eq_any(&first))
        .filter(filings::action.eq(Action::ScheduleDestruction))
        .order(filings::id)
        .select((filings::follows, filings::id, filings::status, filings::refusal))
        .load(conn)?;
    let with_both = |came: Came| {
        let destruction = standing.iter().rfind(|(package, ..)| *package == came.package).map(|(_, id, due)| (*id, *due));
        let follow_up = following.iter().rfind(|(first, ..)| first.is_some() && *first == came.filing);
        Waiting { destruction, follow_up: follow_up.map(|(_, id, status, words)| (*id, *status, words.clone())), came }
    };
    Ok(came.into_iter().map(with_both).collect())
}

fn came(conn: &mut Conn, of: Of) -> Result<Vec<Came>> {
    let all = return_lines::table
        .inner_join(returns::table.inner_join(sales::table))
        .inner_join(packages::table.inner_join(rooms::table))
        .order(return_lines::id)
        .select((
            returns::id,
            sales::id,
            sales::number,
            returns::returned_at,
            returns::filing_id,
            packages::id,
            packages::barcode,
            return_lines::product_name,
            return_lines::quantity,
            packages::status,
            rooms::name,
        ))
        .into_boxed();
    let kept = packages::status.ne(inventory::Status::Destroyed);
    let these = match of {
        Of::Location(location) => all.filter(packages::location_id.eq(location)).filter(kept),
        Of::Patient(location, patient) => {
            all.filter(sales::patient_id.eq(patient)).filter(sales::location_id.eq(location)).filter(kept)
        }
        Of::Return(taken) => all.filter(returns::id.eq(taken)),
    };
    Ok(these.load(conn)?)
}
