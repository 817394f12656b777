//! What BioTrack is told of samples: a part of a package goes to a laboratory.

use super::super::inventory::{Change, Lab, LabReading, Package, Status, Unit};
use super::laboratories::Laboratory;
use super::model::{LabSample, Purpose};
use crate::biotrack::messages::{InventoryQaSample, Uom};
use crate::biotrack::{Message, NewSample, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, FilingId, LabSampleId, License, LocationId, PackageId, Quantity, RoomId, SampleNumber, UserId};
use serde::{Deserialize, Serialize};

/// A part of a package goes to a laboratory.
#[derive(Clone, Serialize, Deserialize)]
pub struct CreateSample {
    pub package: PackageId,
    pub lab: License,
    pub quantity: Quantity,
    /// Known when the filing opens.
    pub drawn: Option<Drawn>,
}

/// Where a sample is taken from, and by whom.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Drawn {
    pub location: LocationId,
    pub barcode: Barcode,
    pub room: RoomId,
    pub unit: Uom,
    pub lab_name: String,
    /// The package's result before.
    pub before: Option<i64>,
    pub by: UserId,
    pub at: At,
}

impl Drawn {
    /// Holds so much of the package for the filing.
    pub fn hold(tx: &mut Conn, opening: &Opening<'_>, package: &Package, lab: &License, quantity: Quantity) -> Result<Self> {
        let number = package.barcode.grouped();
        if package.status != Status::Active {
            return rule(format!("Package {number} is {}; nothing of it is tested.", package.status.label().to_lowercase()));
        }
        let lab_name = Laboratory::find(tx, lab)?.name;
        let owner = Owner::Filing(opening.filing);
        if !stock::hold(tx, owner, package.id, package.room_id, quantity, opening.now)? {
            let free = stock::where_is(tx, package.id, package.room_id)?.available();
            return rule(format!("Only {free} of package {number} are free, and the samples need {quantity}."));
        }
        let unit = Unit::of(package.inventory_type).wire();
        let (before, by, at) = (package.lab_result, opening.clerk.user, opening.now);
        Ok(Self {
            location: opening.clerk.location,
            barcode: package.barcode,
            room: package.room_id,
            unit,
            lab_name,
            before,
            by,
            at,
        })
    }
}

/// Samples as they left, for our books.
pub(super) struct Sent<'s> {
    pub package: PackageId,
    pub lab: &'s License,
    pub drawn: &'s Drawn,
    pub purpose: Purpose,
    /// Number and quantity of each.
    pub samples: Vec<(SampleNumber, Quantity)>,
}

impl Sent<'_> {
    /// The goods leave, and the package waits for its result.
    pub(super) fn note<A>(&self, tx: &mut Conn, receipt: &Receipt<A>) -> Result<()> {
        let (drawn, filing) = (self.drawn, receipt.filing());
        LabSample::supersede(tx, self.package, filing)?;
        for (number, quantity) in &self.samples {
            stock::post(tx, receipt, Effect::Sampled { from: drawn.room }, &[(self.package, *quantity)], drawn.at)?;
            LabSample {
                id: LabSampleId::new(),
                location_id: drawn.location,
                package_id: self.package,
                number: *number,
                lab_license: self.lab.clone(),
                lab_name: drawn.lab_name.clone(),
                quantity: *quantity,
                purpose: self.purpose,
                result: 0,
                result_before: drawn.before,
                filing_id: filing,
                sent_in: receipt.transaction(),
                sent_by: drawn.by,
                sent_at: drawn.at,
                superseded_by: None,
                voided_at: None,
            }
            .insert(tx)?;
        }
        stock::give_back(tx, filing)?;
        let package = Package::find(tx, drawn.location, self.package)?;
        let waiting = LabReading {
            lab_result: Some(0),
            lab_license: Some(self.lab.clone()),
            lab_tests: None,
            lab_read_at: drawn.at,
            med_usable: None,
            sample_id: self.samples.first().map(|(number, _)| number.to_string()),
        };
        package.note_lab(tx, &waiting)?;
        let (old, new) = (Lab::of(drawn.before).words(), Lab::Pending.words());
        Change { package: package.id, property: "Lab result", old, new, by: drawn.by, filing: Some(filing), at: drawn.at }
            .note(tx)
    }
}

impl CreateSample {
    pub fn new(package: PackageId, lab: License, quantity: Quantity) -> Self {
        Self { package, lab, quantity, drawn: None }
    }

    fn message(&self, drawn: &Drawn) -> InventoryQaSample {
        InventoryQaSample {
            barcodeid: drawn.barcode,
            lab_id: self.lab.clone(),
            quantity: self.quantity,
            quantity_uom: drawn.unit,
            r#use: None,
        }
    }
}

impl Filing for CreateSample {
    const ACTION: Action = Action::CreateSample;
    type Needs = may::SendSamples;
    type Answer = NewSample;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Package::subject(self.package)])?;
        let package = Package::find(tx, opening.clerk.location, self.package)?;
        package.must_be_no_return()?;
        let number = package.barcode.grouped();
        match Lab::of(package.lab_result) {
            Lab::Untested => {}
            Lab::Passed => return rule(format!("Package {number} has passed already: it needs no sample.")),
            Lab::Pending => {
                return rule(format!("A sample of package {number} is at a laboratory. Wait for it, or void it first."));
            }
            Lab::Failed | Lab::Rejected => {
                return rule(format!(
                    "Package {number} failed its test: have it retested, remediate it, or schedule its destruction."
                ));
            }
        }
        let drawn = Drawn::hold(tx, opening, &package, &self.lab, self.quantity)?;
        let message = self.message(&drawn).into();
        self.drawn = Some(drawn);
        Ok(message)
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<NewSample>) -> Result<PackageId> {
        let drawn = opened(self.drawn.as_ref())?;
        let samples = vec![(receipt.answer().0, self.quantity)];
        Sent { package: self.package, lab: &self.lab, drawn, purpose: Purpose::Test, samples }.note(tx, receipt)?;
        Ok(self.package)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.drawn.as_ref().map_or_else(Trace::nowhere, |drawn| self.message(drawn).trace())
    }

    fn summary(&self) -> String {
        let number = self.drawn.as_ref().map(|drawn| drawn.barcode.grouped()).unwrap_or_default();
        format!("Send {} of {number} to laboratory {}", self.quantity, self.lab)
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}/samples/new", self.package)
    }

    fn result_url(&self, package: &PackageId) -> String {
        format!("/inventory/{package}")
    }
}

pub(super) fn opened<T>(known: Option<&T>) -> Result<&T> {
    known.ok_or_else(|| internal("this act of the laboratory's was never opened"))
}
