//! What BioTrack is told when a package is scheduled. It keeps its hold until that ends, whichever way ([`super::closings`]).

use super::model::{Destruction, Status, WAIT};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::{self, Package};
use crate::features::reasons::{Kind, Reason};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Owner};
use crate::values::clock::said;
use crate::values::{Barcode, DestructionId, FilingId, LocationId, PackageId, Quantity, UserId};
use serde::{Deserialize, Serialize};

/// A whole package is set aside: its 72 hours begin.
#[derive(Clone, Serialize, Deserialize)]
pub struct ScheduleDestruction {
    pub package: PackageId,
    pub reason: i64,
    pub note: String,
    /// Known when the filing opens.
    pub scheduled: Option<Scheduled>,
}

/// What is set aside.
#[derive(Clone, Serialize, Deserialize)]
pub struct Scheduled {
    destruction: DestructionId,
    location: LocationId,
    by: UserId,
    barcode: Barcode,
    quantity: Quantity,
    reason_name: String,
}

impl ScheduleDestruction {
    pub fn new(package: PackageId, reason: i64, note: String) -> Self {
        Self { package, reason, note, scheduled: None }
    }
}

impl Filing for ScheduleDestruction {
    const ACTION: Action = Action::ScheduleDestruction;
    type Needs = may::Destroy;
    type Answer = Plain;
    type Done = DestructionId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let destruction = DestructionId::new();
        claims::alone(tx, opening.filing, &[Package::subject(self.package), Destruction::subject(destruction)])?;
        let package = Package::find(tx, opening.clerk.location, self.package)?;
        must_be_active(tx, &package, opening)?;
        let reason = Reason::find(tx, Kind::Destroy, self.reason)?;
        let quantity = hold_whole(tx, &package, opening)?;
        self.scheduled = Some(Scheduled {
            destruction,
            location: opening.clerk.location,
            by: opening.clerk.user,
            barcode: package.barcode,
            quantity,
            reason_name: reason.name,
        });
        let (barcodeid, reason) = (vec![package.barcode], Some(self.note.clone()));
        Ok(messages::InventoryDestroySchedule { barcodeid, reason_extended: self.reason, reason }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DestructionId> {
        let scheduled = opened(self.scheduled.as_ref())?;
        stock::hand_on(tx, receipt.filing(), Owner::Destruction(scheduled.destruction))?;
        Package::set_status(tx, self.package, inventory::Status::Scheduled)?;
        Destruction {
            id: scheduled.destruction,
            location_id: scheduled.location,
            package_id: self.package,
            quantity: scheduled.quantity,
            reason_code: self.reason,
            reason_name: scheduled.reason_name.clone(),
            note: self.note.clone(),
            status: Status::Scheduled,
            scheduled_by: scheduled.by,
            scheduled_at: receipt.at(),
            due_at: receipt.at() + WAIT,
            disposed_on: None,
            method: None,
            witness_one: None,
            witness_two: None,
            closed_by: None,
            closed_at: None,
        }
        .insert(tx)?;
        Ok(scheduled.destruction)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.scheduled.as_ref().map(|scheduled| scheduled.barcode), &[("inventorystatus", "1"), ("deleted", "0")])
    }

    fn summary(&self) -> String {
        summary("Schedule destruction of", self.scheduled.as_ref().map(|scheduled| scheduled.barcode))
    }

    fn form_url(&self) -> String {
        format!("/destructions/new?package={}", self.package)
    }

    fn result_url(&self, destruction: &DestructionId) -> String {
        format!("/destructions/{destruction}")
    }
}

/// Active, and nothing else is to become of it.
fn must_be_active(tx: &mut Conn, package: &Package, opening: &Opening<'_>) -> Result<()> {
    let number = package.barcode.grouped();
    match package.status {
        inventory::Status::Active => Ok(()),
        inventory::Status::Destroyed => rule(format!("Package {number} has already been destroyed.")),
        inventory::Status::Scheduled => {
            let all = Destruction::of_package(tx, opening.clerk.location, package.id)?;
            let due = all.iter().find(|one| one.is_waiting()).map(|one| said(one.due_at, opening.clerk.zone));
            let from = due.map(|due| format!("; it may be destroyed from {due}")).unwrap_or_default();
            rule(format!("Package {number} is already scheduled for destruction{from}."))
        }
    }
}

/// All of it, for this filing. Part of a package is split off first.
fn hold_whole(tx: &mut Conn, package: &Package, opening: &Opening<'_>) -> Result<Quantity> {
    let number = package.barcode.grouped();
    let balance = stock::where_is(tx, package.id, package.room_id)?;
    if !balance.on_hand.is_positive() {
        return rule(format!("Package {number} is sold out: nothing is left to destroy."));
    }
    let owner = Owner::Filing(opening.filing);
    if stock::hold(tx, owner, package.id, package.room_id, balance.on_hand, opening.now)? {
        return Ok(balance.on_hand);
    }
    let in_cart = stock::holders(tx, package.id)?.iter().any(|(owner, _)| owner.starts_with("cart_line:"));
    let who = if in_cart { "in a cart at the register" } else { "waiting for the state's answer" };
    rule(format!(
        "{} of the {} of package {number} are {who}, and a package is destroyed as a whole. Free them first.",
        balance.held, balance.on_hand
    ))
}

pub(super) fn opened<T>(known: Option<&T>) -> Result<&T> {
    known.ok_or_else(|| internal("this act on a destruction was never opened"))
}

/// The package's row in the state's books, as the act leaves it.
pub(super) fn trace(barcode: Option<Barcode>, fields: &[(&'static str, &'static str)]) -> Trace {
    let id = barcode.map(|barcode| barcode.to_string()).unwrap_or_default();
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
    Trace::in_table("inventory").row(std::iter::once(("id", id)).chain(fields))
}

pub(super) fn summary(act: &str, barcode: Option<Barcode>) -> String {
    barcode.map_or_else(|| format!("{act} a package"), |barcode| format!("{act} {}", barcode.grouped()))
}
