//! What is done with facilities. All of it is ours alone: the state keeps its own list.

use super::model::{Details, Facility};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::event;
use crate::features::locations::Location;
use crate::may;
use crate::values::FacilityId;
use serde::Serialize;

/// A new facility.
#[derive(Serialize)]
pub struct AddFacility {
    pub details: Details,
}

impl Record for AddFacility {
    const ACT: &'static str = "add_facility";
    type Needs = may::EditFacilities;
    type Done = FacilityId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<FacilityId> {
        must_be_elsewhere(tx, by, &self.details)?;
        let id = FacilityId::new();
        Facility::insert(tx, id, by.clerk.location, &self.details, by.now)?;
        event::made::<Facility>(tx, by, id)?;
        Ok(id)
    }
}

/// Corrected details.
#[derive(Serialize)]
pub struct ChangeFacility {
    pub facility: FacilityId,
    pub details: Details,
}

impl Record for ChangeFacility {
    const ACT: &'static str = "change_facility";
    type Needs = may::EditFacilities;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let facility = Facility::find(tx, by.clerk.location, self.facility)?;
        must_be_elsewhere(tx, by, &self.details)?;
        let watch = event::watch::<Facility>(tx, by, facility.id)?;
        Facility::change(tx, facility.id, &self.details)?;
        watch.note(tx)
    }
}

/// Out of use, or in use again.
#[derive(Serialize)]
pub struct SetFacilityActive {
    pub facility: FacilityId,
    pub active: bool,
}

impl Record for SetFacilityActive {
    const ACT: &'static str = "set_facility_active";
    type Needs = may::EditFacilities;
    /// Its name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let facility = Facility::find(tx, by.clerk.location, self.facility)?;
        let watch = event::watch::<Facility>(tx, by, facility.id)?;
        Facility::set_active(tx, facility.id, self.active)?;
        watch.note(tx)?;
        Ok(facility.details.name)
    }
}

/// Goods are not sent to where they are.
fn must_be_elsewhere(tx: &mut Conn, by: &By<'_>, details: &Details) -> Result<()> {
    if Location::find(tx, by.clerk.location)?.license != details.license {
        return Ok(());
    }
    let words = "This is our own licence here. Moves inside one licence need no manifest: use “Move”.";
    Err(Error::Invalid(Problems::one("license", words)))
}
