//! Writing down a status; the state is not told of it.

use super::model::InventoryStatus;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::Result;
use crate::event;
use crate::may;
use crate::values::InventoryStatusId;
use serde::Serialize;

/// A new status.
#[derive(Serialize)]
pub struct AddStatus {
    pub name: String,
    pub sellable: bool,
}

impl Record for AddStatus {
    const ACT: &'static str = "add_status";
    type Needs = may::EditStatuses;
    type Done = InventoryStatusId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<InventoryStatusId> {
        let (id, location_id) = (InventoryStatusId::new(), by.clerk.location);
        InventoryStatus::must_be_new(tx, location_id, &self.name, None)?;
        InventoryStatus { id, location_id, name: self.name.clone(), sellable: self.sellable, active: true }.insert(tx)?;
        event::made::<InventoryStatus>(tx, by, id)?;
        Ok(id)
    }
}

/// A status as it is from now on, for every package that has it.
#[derive(Serialize)]
pub struct ChangeStatus {
    pub status: InventoryStatusId,
    pub name: String,
    pub sellable: bool,
    pub active: bool,
}

impl Record for ChangeStatus {
    const ACT: &'static str = "change_status";
    type Needs = may::EditStatuses;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let status = InventoryStatus::find(tx, by.clerk.location, self.status)?;
        let watch = event::watch::<InventoryStatus>(tx, by, status.id)?;
        InventoryStatus::must_be_new(tx, by.clerk.location, &self.name, Some(status.id))?;
        InventoryStatus::change(tx, status.id, &self.name, self.sellable, self.active)?;
        watch.note(tx)
    }
}
