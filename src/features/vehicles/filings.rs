//! What BioTrack is told of vehicles.

use super::model::{Details, Vehicle};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::event::{self, Who};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::values::{FilingId, LocationId, VehicleId};
use serde::{Deserialize, Serialize};

/// A new vehicle, at the shop and in BioTrack.
#[derive(Clone, Serialize, Deserialize)]
pub struct AddVehicle {
    pub details: Details,
    /// All three are made when the filing opens: what the form says stays the same when it is sent twice.
    pub vehicle: Option<VehicleId>,
    pub location: Option<LocationId>,
    pub number: i64,
}

impl AddVehicle {
    pub fn new(details: Details) -> Self {
        Self { details, vehicle: None, location: None, number: 0 }
    }
}

impl Filing for AddVehicle {
    const ACTION: Action = Action::AddVehicle;
    type Needs = may::EditFleet;
    type Answer = Plain;
    type Done = VehicleId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let vehicle = VehicleId::new();
        self.number = Vehicle::free_number(tx)?;
        (self.vehicle, self.location) = (Some(vehicle), Some(opening.clerk.location));
        let mut names = names(&self.details);
        names.extend([Vehicle::number_subject(self.number), subject(vehicle)]);
        claims::alone(tx, opening.filing, &names)?;
        // Read again under the claim: between reading and claiming, the one who had the number may have finished with it.
        if Vehicle::has_number(tx, self.number)? {
            return rule("Another vehicle was added at this moment. Please send the form again.");
        }
        Vehicle::must_be_new(tx, &self.details, None)?;
        Ok(messages::VehicleAdd(record(self.number, &self.details)).into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<VehicleId> {
        let (Some(vehicle), Some(location)) = (self.vehicle, self.location) else {
            return Err(internal(format!("{} was accepted and had never been opened", receipt.filing())));
        };
        Vehicle::insert(tx, vehicle, location, self.number, &self.details)?;
        let who = Who::of_filing(tx, receipt.filing())?;
        event::made::<Vehicle>(tx, who, vehicle)?;
        Ok(vehicle)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.number, &self.details)
    }

    fn summary(&self) -> String {
        format!("Add vehicle {}", self.details.nickname)
    }

    fn form_url(&self) -> String {
        "/vehicles/new".to_owned()
    }

    fn result_url(&self, _: &VehicleId) -> String {
        "/vehicles".to_owned()
    }
}

/// Corrected details of a vehicle.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangeVehicle {
    pub vehicle: VehicleId,
    pub details: Details,
    pub number: i64,
}

impl ChangeVehicle {
    pub fn new(vehicle: VehicleId, details: Details) -> Self {
        Self { vehicle, details, number: 0 }
    }
}

impl Filing for ChangeVehicle {
    const ACTION: Action = Action::ChangeVehicle;
    type Needs = may::EditFleet;
    type Answer = Plain;
    type Done = VehicleId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let mut names = names(&self.details);
        names.push(subject(self.vehicle));
        claims::alone(tx, opening.filing, &names)?;
        self.number = active(tx, opening, self.vehicle)?.vehicle_number;
        Vehicle::must_be_new(tx, &self.details, Some(self.vehicle))?;
        Ok(messages::VehicleModify(record(self.number, &self.details)).into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<VehicleId> {
        let who = Who::of_filing(tx, receipt.filing())?;
        let watch = event::watch::<Vehicle>(tx, who, self.vehicle)?;
        Vehicle::change(tx, self.vehicle, &self.details)?;
        watch.note(tx)?;
        Ok(self.vehicle)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.number, &self.details)
    }

    fn summary(&self) -> String {
        format!("Change vehicle {}", self.details.nickname)
    }

    fn form_url(&self) -> String {
        format!("/vehicles/{}/edit", self.vehicle)
    }

    fn result_url(&self, _: &VehicleId) -> String {
        "/vehicles".to_owned()
    }
}

/// A vehicle leaves service; its row stays, here and there.
#[derive(Clone, Serialize, Deserialize)]
pub struct RetireVehicle {
    pub vehicle: VehicleId,
    pub nickname: String,
    pub number: i64,
}

impl RetireVehicle {
    pub fn new(vehicle: VehicleId) -> Self {
        Self { vehicle, nickname: String::new(), number: 0 }
    }
}

impl Filing for RetireVehicle {
    const ACTION: Action = Action::RetireVehicle;
    type Needs = may::EditFleet;
    type Answer = Plain;
    type Done = VehicleId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[subject(self.vehicle)])?;
        let vehicle = active(tx, opening, self.vehicle)?;
        (self.number, self.nickname) = (vehicle.vehicle_number, vehicle.details.nickname);
        Ok(messages::VehicleRemove { vehicle_id: self.number }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<VehicleId> {
        let who = Who::of_filing(tx, receipt.filing())?;
        let watch = event::watch::<Vehicle>(tx, who, self.vehicle)?;
        Vehicle::retire(tx, self.vehicle)?;
        watch.note(tx)?;
        Ok(self.vehicle)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        Trace::in_table("vehicle").row([("vehicle_id", self.number.to_string()), ("deleted", "1".to_owned())])
    }

    fn summary(&self) -> String {
        format!("Retire vehicle {}", self.nickname)
    }

    fn form_url(&self) -> String {
        format!("/vehicles/{}/edit", self.vehicle)
    }

    fn result_url(&self, _: &VehicleId) -> String {
        "/vehicles".to_owned()
    }
}

fn active(tx: &mut Conn, opening: &Opening<'_>, id: VehicleId) -> Result<Vehicle> {
    let vehicle = Vehicle::find(tx, opening.clerk.location, id)?;
    if vehicle.is_active() { Ok(vehicle) } else { rule(format!("{} is retired and stays as it is.", vehicle.details.nickname)) }
}

fn subject(vehicle: VehicleId) -> String {
    format!("vehicle:{vehicle}")
}

/// What must stay free until the state has answered.
fn names(details: &Details) -> Vec<String> {
    vec![format!("plate:{}", details.plate), format!("vin:{}", details.vin)]
}

fn record(number: i64, details: &Details) -> messages::Vehicle {
    messages::Vehicle {
        vehicle_id: number,
        color: details.color.clone(),
        make: details.make.clone(),
        model: details.model.clone(),
        plate: details.plate.clone(),
        vin: details.vin.clone(),
        year: details.year.to_string(),
        nickname: details.nickname.clone(),
    }
}

fn trace(number: i64, details: &Details) -> Trace {
    Trace::in_table("vehicle").row([
        ("vehicle_id", number.to_string()),
        ("plate", details.plate.clone()),
        ("vin", details.vin.clone()),
        ("nickname", details.nickname.clone()),
        ("color", details.color.clone()),
        ("deleted", "0".to_owned()),
    ])
}
