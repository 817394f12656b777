//! What BioTrack is told of a package that failed: two more samples of it, drawn in one step, or that it was treated (both invented:
//! `florida-additions.md`). Its destruction is told as everybody's.

use super::super::inventory::{Change, Lab, Package, Status};
use super::failures::{Decided, Decision, FailedTest};
use super::filings::{Drawn, Sent, opened};
use super::model::{LabSample, Purpose};
use crate::biotrack::messages::{InventoryQaRetest, InventoryRemediate, RetestPart};
use crate::biotrack::{Message, Plain, Receipt, RetestSamples, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::filing::{Action, Filing, Opening, Row, claims};
use crate::may;
use crate::stock;
use crate::values::{At, Barcode, FilingId, License, LocationId, PackageId, Quantity, UserId};
use serde::{Deserialize, Serialize};

/// Two new samples of a failed package.
#[derive(Clone, Serialize, Deserialize)]
pub struct Retest {
    pub package: PackageId,
    pub lab: License,
    pub quantities: [Quantity; 2],
    /// Known when the filing opens.
    pub drawn: Option<Drawn>,
}

impl Retest {
    pub fn new(package: PackageId, lab: License, quantities: [Quantity; 2]) -> Self {
        Self { package, lab, quantities, drawn: None }
    }

    fn message(&self, drawn: &Drawn) -> InventoryQaRetest {
        let part = |quantity| RetestPart { quantity, quantity_uom: drawn.unit };
        InventoryQaRetest { barcodeid: drawn.barcode, lab_id: self.lab.clone(), data: self.quantities.map(part) }
    }

    fn total(&self) -> Quantity {
        self.quantities.iter().fold(Quantity::ZERO, |sum, one| sum.plus(*one))
    }
}

impl Filing for Retest {
    const ACTION: Action = Action::Retest;
    type Needs = may::SendSamples;
    type Answer = RetestSamples;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Package::subject(self.package)])?;
        let package = failed(tx, opening, self.package)?;
        let drawn = Drawn::hold(tx, opening, &package, &self.lab, self.total())?;
        let message = self.message(&drawn).into();
        self.drawn = Some(drawn);
        Ok(message)
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<RetestSamples>) -> Result<PackageId> {
        let drawn = opened(self.drawn.as_ref())?;
        let package = Package::find(tx, drawn.location, self.package)?;
        let (by, at, filing) = (drawn.by, drawn.at, receipt.filing());
        FailedTest::decide(tx, &package, Decided { decision: Decision::Retest, by, at, filing })?;
        let samples = receipt.answer().0.iter().copied().zip(self.quantities).collect();
        Sent { package: self.package, lab: &self.lab, drawn, purpose: Purpose::Retest, samples }.note(tx, receipt)?;
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
        format!("Retest {number}: two samples to laboratory {}", self.lab)
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}/retests/new", self.package)
    }

    fn result_url(&self, package: &PackageId) -> String {
        format!("/inventory/{package}")
    }
}

/// A failed package was treated, and goes back to untested.
#[derive(Clone, Serialize, Deserialize)]
pub struct Remediate {
    pub package: PackageId,
    pub method: String,
    pub note: String,
    /// Known when the filing opens.
    pub treated: Option<Treated>,
}

/// What was treated, and by whom.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Treated {
    location: LocationId,
    barcode: Barcode,
    by: UserId,
    at: At,
}

impl Remediate {
    pub fn new(package: PackageId, method: String, note: String) -> Self {
        Self { package, method, note, treated: None }
    }

    fn message(&self, barcode: Barcode) -> InventoryRemediate {
        InventoryRemediate { barcodeid: barcode, method: self.method.clone(), note: self.note.clone() }
    }
}

impl Filing for Remediate {
    const ACTION: Action = Action::Remediate;
    type Needs = may::SendSamples;
    type Answer = Plain;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Package::subject(self.package)])?;
        let barcode = failed(tx, opening, self.package)?.barcode;
        self.treated = Some(Treated { location: opening.clerk.location, barcode, by: opening.clerk.user, at: opening.now });
        Ok(self.message(barcode).into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<PackageId> {
        let Treated { location, by, at, .. } = *opened(self.treated.as_ref())?;
        let (package, filing) = (Package::find(tx, location, self.package)?, receipt.filing());
        FailedTest::decide(tx, &package, Decided { decision: Decision::Remediation, by, at, filing })?;
        LabSample::supersede(tx, package.id, filing)?;
        // What was asked before the state's yes speaks of the package as it was: it comes too late.
        let accepted_at = Row::find(tx, filing)?.closed_at.unwrap_or(at);
        package.forget_lab(tx, None, accepted_at)?;
        let change = |property, old, new| Change { package: package.id, property, old, new, by, filing: Some(filing), at };
        let words = format!("{}: {}", self.method, self.note);
        change("Remediation", "", &words).note(tx)?;
        change("Lab result", Lab::of(package.lab_result).words(), Lab::Untested.words()).note(tx)?;
        Ok(package.id)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.treated.map_or_else(Trace::nowhere, |treated| self.message(treated.barcode).trace())
    }

    fn summary(&self) -> String {
        let number = self.treated.map(|treated| treated.barcode.grouped()).unwrap_or_default();
        format!("Remediate {number}: {}", self.method)
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}/remediations/new", self.package)
    }

    fn result_url(&self, package: &PackageId) -> String {
        format!("/inventory/{package}")
    }
}

fn failed(tx: &mut Conn, opening: &Opening<'_>, id: PackageId) -> Result<Package> {
    let package = Package::find(tx, opening.clerk.location, id)?;
    let number = package.barcode.grouped();
    if package.status != Status::Active {
        return rule(format!("Package {number} is {}; nothing else is done with it.", package.status.label().to_lowercase()));
    }
    package.must_be_no_return()?;
    if !Lab::of(package.lab_result).has_failed() {
        let result = Lab::of(package.lab_result).words().to_lowercase();
        return rule(format!("Package {number} has not failed a test (its result: {result}), so there is nothing to mend."));
    }
    Ok(package)
}
