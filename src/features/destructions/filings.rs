//! What BioTrack is told when packages are scheduled. Each keeps its hold until that ends, whichever way ([`super::closings`]).

use super::model::{Destruction, Status, WAIT};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Error, Result, internal, rule};
use crate::features::inventory::{self, Change, Package};
use crate::features::manifests::OnManifest;
use crate::features::reasons::{Kind, Reason};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Owner};
use crate::values::clock::said;
use crate::values::{Barcode, DestructionId, FilingId, LocationId, PackageId, Quantity, UserId};
use serde::{Deserialize, Serialize};

/// The most packages of one filing: all of them are scheduled, or none.
pub const AT_ONCE: usize = 100;

/// Whole packages are set aside: their 72 hours begin.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct ScheduleDestruction {
    pub packages: Vec<Scheduling>,
    pub reason: i64,
    pub note: String,
}

/// One of them.
#[derive(Clone, Serialize, Deserialize)]
pub struct Scheduling {
    pub package: PackageId,
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

/// As intents have it: at first each package had a filing of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Several {
        packages: Vec<Scheduling>,
        reason: i64,
        note: String,
    },
    One {
        reason: i64,
        note: String,
        #[serde(flatten)]
        only: Scheduling,
    },
}

impl From<Kept> for ScheduleDestruction {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Several { packages, reason, note } => Self { packages, reason, note },
            Kept::One { reason, note, only } => Self { packages: vec![only], reason, note },
        }
    }
}

impl ScheduleDestruction {
    /// Each of these once, for one reason.
    pub fn new(packages: &[PackageId], reason: i64, note: String) -> Self {
        let mut once: Vec<PackageId> = Vec::new();
        for package in packages {
            if !once.contains(package) {
                once.push(*package);
            }
        }
        let packages = once.into_iter().map(|package| Scheduling { package, scheduled: None }).collect();
        Self { packages, reason, note }
    }

    fn barcodes(&self) -> Vec<Barcode> {
        self.packages.iter().filter_map(|one| one.scheduled.as_ref()).map(|scheduled| scheduled.barcode).collect()
    }
}

impl Scheduling {
    /// Checks and holds one of them.
    fn open(&mut self, tx: &mut Conn, id: DestructionId, reason: &Reason, opening: &Opening<'_>) -> Result<()> {
        let package = Package::find(tx, opening.clerk.location, self.package)?;
        must_be_active(tx, &package, opening)?;
        let quantity = hold_whole(tx, &package, opening)?;
        self.scheduled = Some(Scheduled {
            destruction: id,
            location: opening.clerk.location,
            by: opening.clerk.user,
            barcode: package.barcode,
            quantity,
            reason_name: reason.name.clone(),
        });
        Ok(())
    }

    fn accept(&self, tx: &mut Conn, act: &ScheduleDestruction, receipt: &Receipt<Plain>) -> Result<DestructionId> {
        let scheduled = opened(self.scheduled.as_ref())?;
        stock::hand_on(tx, receipt.filing(), self.package, Owner::Destruction(scheduled.destruction))?;
        let filing = Some(receipt.filing());
        let status = inventory::Status::Scheduled;
        change_status(tx, self.package, inventory::Status::Active, status, scheduled.by, filing, receipt.at())?;
        Destruction {
            id: scheduled.destruction,
            location_id: scheduled.location,
            package_id: self.package,
            quantity: scheduled.quantity,
            reason_code: act.reason,
            reason_name: scheduled.reason_name.clone(),
            note: act.note.clone(),
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
            product_name: None,
            undo_reason: None,
        }
        .insert(tx)?;
        Ok(scheduled.destruction)
    }
}

/// The package's status, and a line of its journal that says so.
pub(super) fn change_status(
    tx: &mut Conn,
    package: PackageId,
    old: inventory::Status,
    new: inventory::Status,
    by: UserId,
    filing: Option<FilingId>,
    at: crate::values::At,
) -> Result<()> {
    Package::set_status(tx, package, new)?;
    Change { package, property: "Status", old: old.label(), new: new.label(), by, filing, at }.note(tx)
}

impl Filing for ScheduleDestruction {
    const ACTION: Action = Action::ScheduleDestruction;
    type Needs = may::Destroy;
    type Answer = Plain;
    /// The first one's.
    type Done = DestructionId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let ids: Vec<DestructionId> = self.packages.iter().map(|_| DestructionId::new()).collect();
        let packages = self.packages.iter().map(|one| Package::subject(one.package));
        let subjects: Vec<String> = packages.chain(ids.iter().map(|id| Destruction::subject(*id))).collect();
        claims::alone(tx, opening.filing, &subjects)?;
        let reason = Reason::find(tx, Kind::Destroy, self.reason)?;
        let mut refusals = Vec::new();
        for (one, id) in self.packages.iter_mut().zip(ids) {
            match one.open(tx, id, &reason, opening) {
                Err(Error::Rule(words)) => refusals.push(words),
                other => other?,
            }
        }
        match refusals.as_slice() {
            [] => {}
            [only] if self.packages.len() == 1 => return rule(only),
            several => return rule(format!("None of the packages was scheduled. {}", several.join(" "))),
        }
        let (barcodeid, reason) = (self.barcodes(), Some(self.note.clone()));
        Ok(messages::InventoryDestroySchedule { barcodeid, reason_extended: self.reason, reason }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DestructionId> {
        let mut first = None;
        for one in &self.packages {
            let id = one.accept(tx, self, receipt)?;
            first = first.or(Some(id));
        }
        first.ok_or_else(|| internal("nothing was scheduled"))
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        let row = |trace: Trace, barcode: Barcode| {
            trace.row([("id", barcode.to_string()), ("inventorystatus", "1".to_owned()), ("deleted", "0".to_owned())])
        };
        self.barcodes().into_iter().fold(Trace::in_table("inventory"), row)
    }

    fn summary(&self) -> String {
        match self.barcodes().as_slice() {
            [] | [_] => summary("Schedule destruction of", self.barcodes().first().copied()),
            several => format!("Schedule destruction of {} packages", several.len()),
        }
    }

    fn form_url(&self) -> String {
        let ids: Vec<String> = self.packages.iter().map(|one| format!("package={}", one.package)).collect();
        format!("/destructions/new?{}", ids.join("&"))
    }

    fn result_url(&self, destruction: &DestructionId) -> String {
        match self.packages.as_slice() {
            [_] => format!("/destructions/{destruction}"),
            _ => "/destructions".to_owned(),
        }
    }
}

/// Active, and nothing else is to become of it.
fn must_be_active(tx: &mut Conn, package: &Package, opening: &Opening<'_>) -> Result<()> {
    let number = package.barcode.grouped();
    match package.status {
        inventory::Status::Active => Ok(()),
        inventory::Status::Destroyed => rule(format!("Package {number} has already been destroyed.")),
        inventory::Status::InTransit | inventory::Status::Transferred => {
            rule(format!("Package {number} has left on a manifest: it is {}.", package.status.label().to_lowercase()))
        }
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
    if let Some(on) = OnManifest::of(tx, package.id)? {
        return rule(format!("Package {number} is {}. Take it off there first.", on.words()));
    }
    let holders = stock::holders(tx, package.id)?;
    let is_with = |kind: &str| holders.iter().any(|(owner, _)| owner.starts_with(kind));
    let who = match (is_with("cart_line:"), is_with("pick:")) {
        (true, _) => "in a cart at the register",
        (false, true) => "picked for a pre-order",
        (false, false) => "waiting for the state's answer",
    };
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
