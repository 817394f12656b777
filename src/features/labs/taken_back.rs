//! What BioTrack is told of a sample that comes back before it was tested.

use super::super::inventory::{Change, Lab, Package, Status};
use super::super::rooms::Room;
use super::failures::FailedTest;
use super::filings::opened;
use super::model::LabSample;
use crate::biotrack::messages::InventoryQaSampleVoid;
use crate::biotrack::{Message, Plain, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect};
use crate::values::{At, Barcode, FilingId, LabSampleId, LocationId, PackageId, Quantity, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// What was sent with one filing is taken back before it is tested.
#[derive(Clone, Serialize, Deserialize)]
pub struct VoidSample {
    pub sample: LabSampleId,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Known when the filing opens.
    pub taken: Option<TakenBack>,
}

/// What comes back, and to where.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct TakenBack {
    location: LocationId,
    package: PackageId,
    barcode: Barcode,
    room: RoomId,
    quantity: Quantity,
    /// The filing and the state's transaction that sent it.
    sent_with: FilingId,
    sent_in: i64,
    /// The package's result before it was sent.
    before: Option<i64>,
    by: UserId,
    at: At,
}

impl VoidSample {
    pub fn new(sample: LabSampleId, reason: String) -> Self {
        Self { sample, reason, taken: None }
    }
}

impl Filing for VoidSample {
    const ACTION: Action = Action::VoidSample;
    type Needs = may::SendSamples;
    type Answer = Plain;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let location = opening.clerk.location;
        let sample = LabSample::find(tx, location, self.sample)?;
        claims::alone(tx, opening.filing, &[Package::subject(sample.package_id)])?;
        let (package, all) = (Package::find(tx, location, sample.package_id)?, LabSample::of_filing(tx, sample.filing_id)?);
        let number = sample.number.grouped();
        if sample.voided_at.is_some() {
            return rule(format!("Sample {number} was voided before."));
        }
        if all.iter().any(|one| one.result != 0) {
            return rule(format!(
                "The laboratory has a result of sample {number}, or of the one sent with it; it stays as it is."
            ));
        }
        if package.status != Status::Active {
            let (number, status) = (package.barcode.grouped(), package.status.label().to_lowercase());
            return rule(format!("Package {number} is {status}, so its sample cannot come back."));
        }
        Room::must_take_back(tx, opening, &[(package.barcode, package.room_id)])?;
        self.taken = Some(TakenBack {
            location,
            package: package.id,
            barcode: package.barcode,
            room: package.room_id,
            quantity: all.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.quantity)),
            sent_with: sample.filing_id,
            sent_in: sample.sent_in,
            before: sample.result_before,
            by: opening.clerk.user,
            at: opening.now,
        });
        Ok(InventoryQaSampleVoid { transactionid: sample.sent_in }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<PackageId> {
        let taken = opened(self.taken.as_ref())?;
        let package = Package::find(tx, taken.location, taken.package)?;
        stock::post(tx, receipt, Effect::SampleVoided { into: taken.room }, &[(package.id, taken.quantity)], taken.at)?;
        LabSample::void(tx, taken.sent_with, taken.at)?;
        FailedTest::undecide(tx, taken.sent_with)?;
        package.forget_lab(tx, taken.before, taken.at)?;
        let (old, new) = (Lab::of(package.lab_result).words(), Lab::of(taken.before).words());
        let filing = Some(receipt.filing());
        let change = |property, old, new| Change { package: package.id, property, old, new, by: taken.by, filing, at: taken.at };
        change("Lab result", old, new).note(tx)?;
        change("Sample voided", "", &self.reason).note(tx)?;
        Ok(package.id)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        let sent_in = self.taken.map_or(0, |taken| taken.sent_in);
        InventoryQaSampleVoid { transactionid: sent_in }.trace()
    }

    fn summary(&self) -> String {
        let number = self.taken.map(|taken| taken.barcode.grouped()).unwrap_or_default();
        format!("Void the sample of {number}")
    }

    fn form_url(&self) -> String {
        self.taken.map_or_else(|| "/labs?which=samples".to_owned(), |taken| format!("/inventory/{}", taken.package))
    }

    fn result_url(&self, package: &PackageId) -> String {
        format!("/inventory/{package}")
    }
}
