//! What BioTrack is told when a draft becomes a manifest of the state.

use super::checks;
use super::line::Line;
use super::model::{Manifest, Status};
use super::whole::Whole;
use crate::biotrack::messages::{InventoryManifest, Stop, StopFor};
use crate::biotrack::{Message, NewManifest, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::{Package, packages};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::values::{At, Barcode, EmployeeNumber, FilingId, License, OutgoingId};
use serde::{Deserialize, Serialize};

/// A draft becomes a manifest of the state. The goods stay here, bound to it.
#[derive(Clone, Serialize, Deserialize)]
pub struct FileManifest {
    pub manifest: OutgoingId,
    /// Known when the filing opens.
    pub filed: Option<Filed>,
}

/// What the state is told.
#[derive(Clone, Serialize, Deserialize)]
pub struct Filed {
    number: i64,
    location: License,
    driver: EmployeeNumber,
    second: EmployeeNumber,
    vehicle: i64,
    stops: Vec<FiledStop>,
    at: At,
}

#[derive(Clone, Serialize, Deserialize)]
struct FiledStop {
    number: i64,
    license: License,
    departs_at: At,
    arrives_at: At,
    route: String,
    barcodes: Vec<Barcode>,
}

impl FileManifest {
    pub fn new(manifest: OutgoingId) -> Self {
        Self { manifest, filed: None }
    }
}

impl Filed {
    /// Of a draft that breaks no rule.
    fn of(whole: &Whole, at: At) -> Result<Self> {
        let lacking = || internal(format!("{} broke no rule and lacks something", whole.manifest.id));
        let mut stops = Vec::new();
        for leg in &whole.legs {
            stops.push(FiledStop {
                number: leg.stop.position,
                license: leg.facility.details.license.clone(),
                departs_at: leg.stop.planned.departs_at.ok_or_else(lacking)?,
                arrives_at: leg.stop.planned.arrives_at.ok_or_else(lacking)?,
                route: leg.stop.planned.route.clone(),
                barcodes: leg.lines.iter().map(Line::barcode).collect(),
            });
        }
        Ok(Self {
            number: whole.manifest.number,
            location: whole.location.license.clone(),
            driver: whole.driver.as_ref().ok_or_else(lacking)?.employee_id.parse()?,
            second: whole.second.as_ref().ok_or_else(lacking)?.employee_id.parse()?,
            vehicle: whole.vehicle.as_ref().ok_or_else(lacking)?.vehicle_number,
            stops,
            at,
        })
    }

    fn message(&self) -> InventoryManifest {
        let stop = |stop: &FiledStop| Stop {
            stop_number: stop.number,
            approximate_departure: stop.departs_at,
            approximate_arrival: stop.arrives_at,
            approximate_route: stop.route.clone(),
            to: StopFor::Licensee { vendor_license: stop.license.clone(), barcodeid: stop.barcodes.clone() },
        };
        InventoryManifest {
            location: self.location.clone(),
            employee_id: self.driver.clone(),
            employee_id_2: Some(self.second.clone()),
            vehicle_id: self.vehicle,
            new_room: None,
            stop_overview: self.stops.iter().map(stop).collect(),
        }
    }
}

impl Filing for FileManifest {
    const ACTION: Action = Action::FileManifest;
    type Needs = may::SendGoods;
    type Answer = NewManifest;
    type Done = OutgoingId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Manifest::subject(self.manifest)])?;
        let whole = Whole::find(tx, opening.clerk.location, self.manifest)?;
        whole.manifest.must_be(Status::Draft, "filed")?;
        let subjects: Vec<String> = whole.lines().map(|line| Package::subject(line.package_id)).collect();
        claims::alone(tx, opening.filing, &subjects)?;
        let broken = checks::all(tx, &whole, opening.now)?;
        if !broken.is_empty() {
            let words: Vec<&str> = broken.iter().map(|broken| broken.words.as_str()).collect();
            return rule(format!("{} was not filed. {}", whole.manifest.name(), words.join(" ")));
        }
        let filed = Filed::of(&whole, opening.now)?;
        let message = filed.message();
        self.filed = Some(filed);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<NewManifest>) -> Result<OutgoingId> {
        let filed = known(self.filed.as_ref())?;
        let NewManifest(number) = receipt.answer();
        Manifest::note_filed(tx, self.manifest, *number, receipt.transaction(), filed.at)?;
        Ok(self.manifest)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.filed.as_ref().map_or_else(|| Trace::in_table("manifest"), |filed| filed.message().trace())
    }

    fn summary(&self) -> String {
        match &self.filed {
            Some(filed) => {
                let count: usize = filed.stops.iter().map(|stop| stop.barcodes.len()).sum();
                format!("File manifest {} with {}", filed.number, packages(count))
            }
            None => "File a manifest".to_owned(),
        }
    }

    fn form_url(&self) -> String {
        format!("/manifests/{}/submissions/new", self.manifest)
    }

    fn result_url(&self, manifest: &OutgoingId) -> String {
        format!("/manifests/{manifest}")
    }
}

pub(super) fn known<T>(opened: Option<&T>) -> Result<&T> {
    opened.ok_or_else(|| internal("this act on a manifest was never opened"))
}
