//! Filing manifests (biotrack-api §2.9): by our own driver, by the receiver's, by a third party; and another driver for one.
//!
//! `inventory_manifest_order` is left out: one client names it, and nobody says what it means.

use super::manifest_stops::legs;
use super::people::{find_employee, find_vehicle};
use super::{Action, Answer, Call, Provenance::Documented, plain, rooms, with, write};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Employee, Manifest, Transporter, Vehicle, Vendor};
use crate::sandbox::shipping::{Carrier, Destination, Leg};
use crate::sandbox::texts;

pub const ACTIONS: &[Action] = &[
    write("inventory_manifest", Documented, file),
    write("inventory_manifest_pickup", Documented, file_pickup),
    write("inventory_manifest_third_party", Documented, file_third_party),
    write("inventory_manifest_modify", Documented, change_driver),
];

impl Call<'_, '_> {
    /// A manifest that the caller filed and that is not voided.
    pub fn own_manifest(&mut self, id: &str) -> Result<Manifest> {
        let licenses = self.licenses()?;
        let ours = |manifest: &Manifest| !manifest.voided && licenses.contains(&manifest.origination_license_number);
        self.books.get::<Manifest>(id)?.filter(ours).ok_or_else(|| refusal::manifest_not_found().into())
    }
}

fn file(call: &mut Call) -> Result<Answer> {
    let origin = call.location()?;
    let driver = employee(call, "employee_id")?;
    let vehicle_id = call.ask.needed_int("vehicle_id")?;
    let Some(vehicle) = find_vehicle(call, vehicle_id)? else { return refuse(texts::vehicle_not_found()) };
    let legs = legs(call, &origin)?;
    let delivers = legs.iter().any(|leg| matches!(leg.to, Destination::Patient(_)));
    let second_id = second_driver(call, &driver, delivers)?;
    let carrier = Carrier { second_id, ..carrier(&driver, &vehicle) };
    post(call, &origin, carrier, &legs)
}

/// Two must go with a delivery to a patient, and wherever the profile says so.
fn second_driver(call: &mut Call, first: &Employee, delivers: bool) -> Result<Option<String>> {
    if !call.ask.has("employee_id_2") && !delivers && !call.books.profile.two_drivers {
        return Ok(None);
    }
    let second = employee(call, "employee_id_2")?;
    if second.employee_id == first.employee_id { refuse(texts::same_driver_twice()) } else { Ok(Some(second.employee_id)) }
}

fn employee(call: &mut Call, field: &str) -> Result<Employee> {
    let id = call.ask.needed(field)?;
    find_employee(call, &id)?.ok_or_else(|| refusal::employee_not_found().into())
}

fn carrier(driver: &Employee, vehicle: &Vehicle) -> Carrier {
    Carrier {
        id: driver.employee_id.clone(),
        name: driver.employee_name.clone(),
        born: born(driver),
        vehicle_details: details(&vehicle.color, &vehicle.make, &vehicle.model, &vehicle.year, &vehicle.plate),
        vehicle_identification: vehicle.vin.clone(),
        second_id: None,
    }
}

fn born(driver: &Employee) -> String {
    format!("{:0>2}/{:0>2}/{}", driver.birthmonth, driver.birthday, driver.birthyear)
}

fn details(color: &str, make: &str, model: &str, year: &str, plate: &str) -> String {
    format!("{color} {make} {model} {year} {plate}")
}

/// The receiver's driver and vehicle are in nobody's registers here: the call says who and what they are.
fn file_pickup(call: &mut Call) -> Result<Answer> {
    let origin = call.location()?;
    let field = |name| call.ask.needed(name);
    let vehicle_details = details(
        &field("vehicle_color")?,
        &field("vehicle_make")?,
        &field("vehicle_model")?,
        &field("vehicle_year")?,
        &field("vehicle_plate")?,
    );
    let carrier = Carrier {
        id: field("employee_id")?,
        name: field("employee_name")?,
        born: field("employee_dob")?,
        vehicle_details,
        vehicle_identification: field("vehicle_vin")?,
        second_id: None,
    };
    file_for_licenses(call, &origin, carrier)
}

fn file_third_party(call: &mut Call) -> Result<Answer> {
    let origin = call.location()?;
    let license = call.ask.needed("third_party_license")?;
    let known = call.books.all::<Transporter>()?.into_iter().find(|known| known.license_number == license);
    let Some(known) = known else { return refuse(texts::transporter_not_found()) };
    file_for_licenses(call, &origin, Carrier { id: known.license_number, name: known.name, ..Carrier::default() })
}

/// Only our own drivers deliver to patients.
fn file_for_licenses(call: &mut Call, origin: &Vendor, carrier: Carrier) -> Result<Answer> {
    let legs = legs(call, origin)?;
    if legs.iter().any(|leg| matches!(leg.to, Destination::Patient(_))) {
        return refuse(texts::own_drivers_deliver());
    }
    post(call, origin, carrier, &legs)
}

fn post(call: &mut Call, origin: &Vendor, carrier: Carrier, legs: &[Leg]) -> Result<Answer> {
    let room = call.ask.int("new_room")?;
    if let Some(room) = room
        && rooms::find(call, &origin.location, room)?.is_none()
    {
        return refuse(texts::room_not_found());
    }
    with("barcode_id", call.books.file_manifest(origin, carrier, legs, room)?)
}

/// A driver of the register; or, for one that is in none, with a name and a date of birth.
fn change_driver(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed("manifest_id")?;
    let manifest = call.own_manifest(&id)?;
    if manifest.fulfilled == 1 {
        return refuse(refusal::manifest_fulfilled());
    }
    let transporter_id = call.ask.needed("employee_id")?;
    let known = find_employee(call, &transporter_id)?;
    let (name, dob) = (call.ask.text("employee_name"), call.ask.text("employee_dob"));
    let (Some(transporter_name), Some(transporter_dob)) =
        (name.or(known.as_ref().map(|driver| driver.employee_name.clone())), dob.or(known.as_ref().map(born)))
    else {
        return refuse(refusal::employee_not_found());
    };
    if manifest.second_transporter_id.as_ref() == Some(&transporter_id) {
        return refuse(texts::same_driver_twice());
    }
    call.books.put(&Manifest { transporter_id, transporter_name, transporter_dob, ..manifest })?;
    plain()
}
