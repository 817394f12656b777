//! What BioTrack is told when a count says otherwise: the new, absolute quantity (florida-rules 6.8).

use super::model::{Package, Status};
use super::unit::Unit;
use crate::biotrack::messages::{AdjustLine, InventoryAdjust};
use crate::biotrack::{Message, Plain, Receipt, Trace};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::counts;
use crate::features::reasons::{Kind, Reason};
use crate::features::rooms::Room;
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, CountId, CountLineId, FilingId, LocationId, PackageId, Quantity, RoomId};
use serde::{Deserialize, Serialize};

/// A package is set to what was counted.
#[derive(Clone, Serialize, Deserialize)]
pub struct Adjust {
    pub package: PackageId,
    pub counted: Quantity,
    pub reason: i64,
    pub note: String,
    #[serde(default, skip_serializing_if = "Meant::is_counted")]
    pub meant: Meant,
    /// What stood on the page that somebody counted against; another quantity by now, and the count is not of this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Quantity>,
    /// The difference that a count found: then `counted` is worked out when the filing opens, so that what was sold since stays sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_count: Option<OfCount>,
    /// Known when the filing opens.
    pub before: Option<Before>,
}

/// What is asked for. Whichever it is, the state is told the whole quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Meant {
    /// What was counted is what there is.
    #[default]
    Counted,
    /// So much more than there is, or less: the quantity is worked out when the filing opens.
    By(Quantity),
    /// As it stands here: the state's books say otherwise, and are told ours once more.
    AsHere,
}

impl Meant {
    fn is_counted(&self) -> bool {
        *self == Self::Counted
    }
}

/// Which entry of which count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfCount {
    pub count: CountId,
    pub line: CountLineId,
}

/// How it was.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Before {
    barcode: Barcode,
    room: RoomId,
    on_hand: Quantity,
    adjusted_at: At,
}

impl Adjust {
    pub fn new(package: PackageId, counted: Quantity, reason: i64, note: String) -> Self {
        Self { package, counted, reason, note, meant: Meant::Counted, seen: None, of_count: None, before: None }
    }

    /// By an amount, or as it stands here.
    pub fn meant(package: PackageId, meant: Meant, reason: i64, note: String) -> Self {
        Self { meant, ..Self::new(package, Quantity::ZERO, reason, note) }
    }

    /// By the difference of a count.
    pub fn of_count(package: PackageId, reason: i64, note: String, of: OfCount) -> Self {
        Self { of_count: Some(of), ..Self::new(package, Quantity::ZERO, reason, note) }
    }

    /// What there is to be, from what there is.
    fn settle_meaning(&mut self, tx: &mut Conn, location: LocationId) -> Result<()> {
        let package = Package::find(tx, location, self.package)?;
        let on_hand = stock::where_is(tx, package.id, package.room_id)?.on_hand;
        match self.meant {
            Meant::Counted => self.must_be_of_now(package.barcode, on_hand)?,
            Meant::AsHere => self.counted = on_hand,
            Meant::By(change) => self.counted = on_hand.plus(change),
        }
        if self.counted < Quantity::ZERO {
            return rule(format!(
                "Package {} has {on_hand}: so much cannot be taken off. Type at most that, or set it to what was counted.",
                package.barcode.grouped()
            ));
        }
        Ok(())
    }

    /// What was sold, split or adjusted while the page stood open is in nobody's count.
    fn must_be_of_now(&self, barcode: Barcode, on_hand: Quantity) -> Result<()> {
        match self.seen {
            Some(seen) if seen != on_hand => rule(format!(
                "Package {} had {seen} when this page was opened, and has {on_hand} now. Nothing was changed. Count it again.",
                barcode.grouped()
            )),
            _ => Ok(()),
        }
    }

    /// What there must be now, for a count's difference to be gone.
    fn settle_count(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<()> {
        let Some(of) = self.of_count else { return Ok(()) };
        claims::alone(tx, opening.filing, &[counts::CountLine::subject(of.line)])?;
        let location = opening.clerk.location;
        let difference = counts::difference(tx, location, &of, self.package)?;
        let package = Package::find(tx, location, self.package)?;
        let on_hand = stock::where_is(tx, package.id, package.room_id)?.on_hand;
        self.counted = on_hand.plus(difference);
        if self.counted < Quantity::ZERO {
            return rule(format!(
                "{on_hand} are left of package {}: fewer than the count took off. Go back to counting, and count it again.",
                package.barcode.grouped()
            ));
        }
        Ok(())
    }

    /// The words the state keeps; the tag tells two equal adjustments apart in its ledger.
    fn reason_text(&self, filing: FilingId) -> String {
        format!("{} [{filing}]", self.note)
    }

    /// Alone: a sale on the wire would otherwise end differently here and there.
    fn hold(&self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Before> {
        let package = Package::find(tx, opening.clerk.location, self.package)?;
        let number = package.barcode.grouped();
        if package.status != Status::Active {
            return rule(format!("Package {number} is {}; it stays as it is.", package.status.label().to_lowercase()));
        }
        package.must_be_no_return()?;
        if !stock::undone(tx, &[package.id])?.is_empty() {
            return rule(format!(
                "The conversion that made package {number} was undone, so there is no such package any more. Adjust what it was made from."
            ));
        }
        let balance = stock::where_is(tx, package.id, package.room_id)?;
        if balance.held.is_positive() {
            return rule(format!(
                "{} of package {number} are in a cart. Finish or cancel that sale, then try again.",
                balance.held
            ));
        }
        if balance.on_hand == self.counted && self.meant != Meant::AsHere {
            return rule(format!("Package {number} has {} already: there is nothing to adjust.", balance.on_hand));
        }
        let owner = Owner::Filing(opening.filing);
        let taken =
            !balance.on_hand.is_positive() || stock::hold(tx, owner, package.id, package.room_id, balance.on_hand, opening.now)?;
        if !taken {
            return rule(format!("Part of package {number} was just taken. Count again."));
        }
        Ok(Before { barcode: package.barcode, room: package.room_id, on_hand: balance.on_hand, adjusted_at: opening.now })
    }
}

impl Filing for Adjust {
    const ACTION: Action = Action::Adjust;
    type Needs = may::Adjust;
    type Answer = Plain;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Package::subject(self.package)])?;
        Reason::find(tx, Kind::Adjust, self.reason)?;
        self.settle_meaning(tx, opening.clerk.location)?;
        self.settle_count(tx, opening)?;
        let before = self.hold(tx, opening)?;
        Room::must_take_back(tx, opening, &[(before.barcode, before.room)])?;
        self.before = Some(before);
        let inventory_type = Package::find(tx, opening.clerk.location, self.package)?.inventory_type;
        let line = AdjustLine {
            barcodeid: before.barcode,
            quantity: self.counted,
            quantity_uom: Unit::of(inventory_type).wire(),
            r#type: self.reason,
            reason: self.reason_text(opening.filing),
        };
        Ok(InventoryAdjust { data: vec![line] }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<PackageId> {
        let before = self.before.ok_or_else(|| internal("an adjustment was never opened"))?;
        let (effect, change) = if self.counted > before.on_hand {
            (Effect::CountedMore { into: before.room }, self.counted.minus(before.on_hand))
        } else {
            (Effect::CountedLess { from: before.room }, before.on_hand.minus(self.counted))
        };
        stock::post(tx, receipt, effect, &[(self.package, change)], before.adjusted_at)?;
        stock::give_back(tx, receipt.filing())?;
        Ok(self.package)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, filing: FilingId) -> Trace {
        let barcode = self.before.map(|before| before.barcode.to_string()).unwrap_or_default();
        Trace::in_table("inventory_adjust").row([
            ("inventoryid", barcode),
            ("new_quantity", self.counted.wire()),
            ("reason", self.reason_text(filing)),
        ])
    }

    fn summary(&self) -> String {
        let number = self.before.map(|before| before.barcode.grouped()).unwrap_or_default();
        match self.meant {
            Meant::AsHere => format!("Tell the state again that {number} has {}", self.counted),
            Meant::Counted | Meant::By(_) => format!("Adjust {number} to {}", self.counted),
        }
    }

    fn form_url(&self) -> String {
        match self.of_count {
            Some(of) => format!("/counts/{}", of.count),
            None => format!("/inventory/{}/adjustments/new", self.package),
        }
    }

    fn result_url(&self, package: &PackageId) -> String {
        match self.of_count {
            Some(of) => format!("/counts/{}", of.count),
            None => format!("/inventory/{package}"),
        }
    }
}
