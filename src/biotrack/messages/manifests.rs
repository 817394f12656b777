//! Manifests: what leaves a licence, by whom, and with which stops. Whole packages only; to a patient also parts of one.

use super::{HandedOver, PatientStop, Write, epoch};
use crate::biotrack::answer::{NewManifest, Plain};
use crate::biotrack::trace::Trace;
use crate::values::{At, Barcode, EmployeeNumber, License, ManifestNumber};
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// A shipment with our own driver and vehicle.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifest {
    /// Where it leaves from.
    pub location: License,
    pub employee_id: EmployeeNumber,
    /// The second driver: always, for a delivery to patients (florida-additions).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_id_2: Option<EmployeeNumber>,
    pub vehicle_id: i64,
    /// The room for goods that are put away until they leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_room: Option<i64>,
    pub stop_overview: Vec<Stop>,
}

/// One stop of a shipment.
#[derive(Debug, Clone, Serialize)]
pub struct Stop {
    /// From 1, without gaps.
    pub stop_number: i64,
    #[serde(serialize_with = "epoch")]
    pub approximate_departure: At,
    #[serde(serialize_with = "epoch")]
    pub approximate_arrival: At,
    pub approximate_route: String,
    #[serde(flatten)]
    pub to: StopFor,
}

/// Who a stop is for, and what is for them.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum StopFor {
    Licensee {
        vendor_license: License,
        barcodeid: Vec<Barcode>,
    },
    /// Invented: `florida-additions.md`.
    Patient(PatientStop),
}

/// A shipment that the receiver's own driver fetches.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestPickup {
    pub location: License,
    pub employee_id: EmployeeNumber,
    pub employee_name: String,
    #[serde(serialize_with = "slashed")]
    pub employee_dob: NaiveDate,
    #[serde(flatten)]
    pub vehicle: PickupVehicle,
    pub stop_overview: Vec<Stop>,
}

/// The receiver's vehicle.
#[derive(Debug, Clone, Serialize)]
pub struct PickupVehicle {
    pub vehicle_color: String,
    pub vehicle_year: String,
    pub vehicle_make: String,
    pub vehicle_model: String,
    pub vehicle_plate: String,
    pub vehicle_vin: String,
}

/// A shipment that a transporter of goods for others drives.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestThirdParty {
    pub location: License,
    pub third_party_license: License,
    pub stop_overview: Vec<Stop>,
}

/// Another driver.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestModify {
    pub manifest_id: ManifestNumber,
    pub employee_id: EmployeeNumber,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_name: Option<String>,
    #[serde(serialize_with = "slashed_if_any", skip_serializing_if = "Option::is_none")]
    pub employee_dob: Option<NaiveDate>,
}

/// Calls a whole shipment off.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestVoid {
    pub manifest_id: ManifestNumber,
}

/// Calls one stop off: also a delivery that could not be made.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestVoidStop {
    pub manifest_id: ManifestNumber,
    pub stop_number: i64,
}

/// Takes packages off a shipment; a stop and a shipment without any are called off with the last.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestVoidItems {
    pub manifest_id: ManifestNumber,
    pub barcodeid: Vec<Barcode>,
}

/// `MM/DD/YYYY`, as these fields have it.
fn slashed<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&day.format("%m/%d/%Y"))
}

fn slashed_if_any<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.format("%m/%d/%Y").to_string()).serialize(serializer)
}

/// The items of every stop; the number of the manifest stands on each.
fn items(stops: &[Stop]) -> Trace {
    let mut trace = Trace::in_table("manifest").rows_of("manifest_stop_items").made().and_nothing_else();
    for stop in stops {
        let number = || ("stopnumber", stop.stop_number.to_string());
        trace = match &stop.to {
            StopFor::Licensee { barcodeid, .. } => {
                let row = |trace: Trace, barcode: &Barcode| trace.row([number(), ("inventoryid", barcode.to_string())]);
                barcodeid.iter().fold(trace, row)
            }
            StopFor::Patient(PatientStop { data, .. }) => {
                let row = |trace: Trace, line: &HandedOver| {
                    trace.row([number(), ("inventoryid", line.barcodeid.to_string()), ("quantity", line.quantity.wire())])
                };
                data.iter().fold(trace, row)
            }
        };
    }
    trace
}

impl Write for InventoryManifest {
    const ACTION: &'static str = "inventory_manifest";
    type Answer = NewManifest;

    fn trace(&self) -> Trace {
        items(&self.stop_overview)
    }
}

impl Write for InventoryManifestPickup {
    const ACTION: &'static str = "inventory_manifest_pickup";
    type Answer = NewManifest;

    fn trace(&self) -> Trace {
        items(&self.stop_overview)
    }
}

impl Write for InventoryManifestThirdParty {
    const ACTION: &'static str = "inventory_manifest_third_party";
    type Answer = NewManifest;

    fn trace(&self) -> Trace {
        items(&self.stop_overview)
    }
}

impl Write for InventoryManifestModify {
    const ACTION: &'static str = "inventory_manifest_modify";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        let (manifest, driver) = (self.manifest_id.as_str(), self.employee_id.as_str());
        Trace::in_table("manifest").row([("manifestid", manifest), ("transporter_id", driver), ("deleted", "0")])
    }
}

impl Write for InventoryManifestVoid {
    const ACTION: &'static str = "inventory_manifest_void";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("manifest").row([("manifestid", self.manifest_id.as_str()), ("deleted", "1")])
    }
}

impl Write for InventoryManifestVoidStop {
    const ACTION: &'static str = "inventory_manifest_void_stop";
    type Answer = Plain;

    /// The stop, changed. Not “deleted”: a stop of which a part was delivered stays. So the act must have the manifest to itself.
    fn trace(&self) -> Trace {
        let row = [("manifestid", self.manifest_id.to_string()), ("stopnumber", self.stop_number.to_string())];
        Trace::in_table("manifest").rows_of("manifest_stop_data").row(row)
    }
}

impl Write for InventoryManifestVoidItems {
    const ACTION: &'static str = "inventory_manifest_void_items";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        let row = |trace: Trace, barcode: &Barcode| {
            trace.row([("manifestid", self.manifest_id.as_str()), ("inventoryid", barcode.as_str()), ("deleted", "1")])
        };
        self.barcodeid.iter().fold(Trace::in_table("manifest").rows_of("manifest_stop_items"), row)
    }
}
