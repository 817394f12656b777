//! How a scheduled destruction ends: done, before two witnesses, or undone. Both take over the hold that scheduling left.

use super::filings::{change_status, opened, summary, trace};
use super::model::{Destruction, Disposal, Person, Status};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Problems, Result, rule};
use crate::features::inventory::{self, Change, Package};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::clock::{local_date, said};
use crate::values::{At, Barcode, DestructionId, FilingId, PackageId, Quantity, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// A scheduled package is destroyed: its 72 hours are over.
#[derive(Clone, Serialize, Deserialize)]
pub struct Destroy {
    pub destruction: DestructionId,
    pub disposal: Disposal,
    /// Known when the filing opens.
    pub closing: Option<Closing>,
}

/// What ends, and by whom.
#[derive(Clone, Serialize, Deserialize)]
pub struct Closing {
    package: PackageId,
    barcode: Barcode,
    room: RoomId,
    quantity: Quantity,
    by: UserId,
    at: At,
}

impl Closing {
    /// Claims and takes over a destruction that is still scheduled.
    fn open(tx: &mut Conn, id: DestructionId, opening: &Opening<'_>) -> Result<(Self, Destruction)> {
        let location = opening.clerk.location;
        let package = Destruction::find(tx, location, id)?.package_id;
        claims::alone(tx, opening.filing, &[Package::subject(package), Destruction::subject(id)])?;
        // Read again: it is ours alone from here.
        let destruction = Destruction::find(tx, location, id)?;
        let package = Package::find(tx, location, package)?;
        let closed = destruction.closed_at.map(|at| format!(" on {}", said(at, opening.clerk.zone))).unwrap_or_default();
        match destruction.status {
            Status::Scheduled => {}
            Status::Destroyed => return rule(format!("Package {} was already destroyed{closed}.", package.barcode.grouped())),
            Status::Undone => return rule(format!("This destruction was undone{closed}; the package is back in stock.")),
        }
        stock::take_over(tx, Owner::Destruction(id), opening.filing)?;
        let (room, quantity) = (package.room_id, destruction.quantity);
        let (by, at) = (opening.clerk.user, opening.now);
        Ok((Self { package: package.id, barcode: package.barcode, room, quantity, by, at }, destruction))
    }

    /// No longer scheduled.
    fn change_status(&self, tx: &mut Conn, new: inventory::Status, receipt: &Receipt<Plain>) -> Result<()> {
        change_status(tx, self.package, inventory::Status::Scheduled, new, self.by, Some(receipt.filing()), self.at)
    }
}

impl Destroy {
    pub fn new(destruction: DestructionId, disposal: Disposal) -> Self {
        Self { destruction, disposal, closing: None }
    }

    /// What the record of a disposal must be.
    fn check(&self, tx: &mut Conn, destruction: &Destruction, opening: &Opening<'_>) -> Result<()> {
        let mut problems = Problems::default();
        let [one, two] = self.disposal.witnesses;
        let people = Person::of_location(tx, opening.clerk.location)?;
        for (field, witness) in [("witness_one", one), ("witness_two", two)] {
            if !people.iter().any(|person| person.id == witness && person.active) {
                problems.add(field, "Choose somebody who works here.");
            }
        }
        if one == two {
            problems.add("witness_two", "Two different people must have seen it.");
        }
        let zone = opening.clerk.zone;
        let (first, last) = (local_date(destruction.due_at, zone), local_date(opening.now.max(opening.state_now), zone));
        if !(first..=last).contains(&self.disposal.disposed_on) {
            let words = format!("Choose a day from {} to {}.", first.format("%b %-d, %Y"), last.format("%b %-d, %Y"));
            problems.add("disposed_on", words);
        }
        problems.check()
    }
}

impl Filing for Destroy {
    const ACTION: Action = Action::Destroy;
    type Needs = may::Destroy;
    type Answer = Plain;
    type Done = DestructionId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let (closing, destruction) = Closing::open(tx, self.destruction, opening)?;
        if !destruction.is_due(opening.state_now) {
            let (hours, due) = (destruction.hours_left(opening.state_now), said(destruction.due_at, opening.clerk.zone));
            return rule(format!(
                "The 72 hours of package {} are not over: {hours} h left, until {due}.",
                closing.barcode.grouped()
            ));
        }
        self.check(tx, &destruction, opening)?;
        let (barcodeid, reason) = (vec![closing.barcode], Some(self.disposal.method.clone()));
        self.closing = Some(closing);
        Ok(messages::InventoryDestroy { barcodeid, reason }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DestructionId> {
        let closing = opened(self.closing.as_ref())?;
        let effect = Effect::Destroyed { from: closing.room };
        stock::post(tx, receipt, effect, &[(closing.package, closing.quantity)], closing.at)?;
        closing.change_status(tx, inventory::Status::Destroyed, receipt)?;
        Destruction::complete(tx, self.destruction, &self.disposal, closing.by, receipt.at())?;
        Ok(self.destruction)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.closing.as_ref().map(|closing| closing.barcode), &[("remaining_quantity", "0"), ("deleted", "1")])
    }

    fn summary(&self) -> String {
        summary("Destroy", self.closing.as_ref().map(|closing| closing.barcode))
    }

    fn form_url(&self) -> String {
        format!("/destructions/{}/completions/new", self.destruction)
    }

    fn result_url(&self, destruction: &DestructionId) -> String {
        format!("/destructions/{destruction}")
    }
}

/// A destruction is undone, due or not: the package is in stock again.
#[derive(Clone, Serialize, Deserialize)]
pub struct UndoDestruction {
    pub destruction: DestructionId,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Known when the filing opens.
    pub closing: Option<Closing>,
}

impl UndoDestruction {
    pub fn new(destruction: DestructionId, reason: String) -> Self {
        Self { destruction, reason, closing: None }
    }
}

impl Filing for UndoDestruction {
    const ACTION: Action = Action::UndoDestruction;
    type Needs = may::Destroy;
    type Answer = Plain;
    type Done = DestructionId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let (closing, _) = Closing::open(tx, self.destruction, opening)?;
        let barcodeid = vec![closing.barcode];
        self.closing = Some(closing);
        Ok(messages::InventoryDestroyScheduleUndo { barcodeid }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DestructionId> {
        let closing = opened(self.closing.as_ref())?;
        stock::release(tx, Owner::Filing(receipt.filing()))?;
        closing.change_status(tx, inventory::Status::Active, receipt)?;
        let (package, by, filing) = (closing.package, closing.by, Some(receipt.filing()));
        Change { package, property: "Undestroyed", old: "", new: &self.reason, by, filing, at: closing.at }.note(tx)?;
        Destruction::undo(tx, self.destruction, &self.reason, closing.by, receipt.at())?;
        Ok(self.destruction)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.closing.as_ref().map(|closing| closing.barcode), &[("inventorystatus", ""), ("deleted", "0")])
    }

    fn summary(&self) -> String {
        summary("Undo destruction of", self.closing.as_ref().map(|closing| closing.barcode))
    }

    fn form_url(&self) -> String {
        format!("/destructions/{}/undos/new", self.destruction)
    }

    fn result_url(&self, destruction: &DestructionId) -> String {
        format!("/destructions/{destruction}")
    }
}
