//! What BioTrack is told when parts of a package become packages of their own.

use crate::biotrack::messages::{InventorySplit, SplitLine};
use crate::biotrack::{Message, NewPackages, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, internal, rule};
use crate::features::inventory::{Birth, Lab, MoveToRoom, Package, Status, Unit};
use crate::features::labs::LabSample;
use crate::features::manifests::{self, Manifest};
use crate::features::rooms::Room;
use crate::filing::{self, Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, FilingId, LocationId, OutgoingId, OutgoingStopId, PackageId, Quantity, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// The most new packages of one filing: the moves that may follow are one filing then, too.
pub const MOST: usize = 50;

/// Parts of a package become packages of their own; the rest keeps its number.
#[derive(Clone, Serialize, Deserialize)]
pub struct MakeSublots {
    pub package: PackageId,
    pub outputs: Vec<Output>,
    /// Where they go from there: a move of its own, planned with the state's yes.
    pub room: Option<RoomId>,
    /// No lab has spoken yet, and whoever splits knows what that means.
    pub untested: bool,
    /// Nothing is left of the source, and whoever splits wants it so.
    #[serde(default)]
    pub everything: bool,
    /// They go on a draft of a manifest, and are held for it.
    #[serde(default)]
    pub onto: Option<Onto>,
    /// Known when the filing opens.
    pub source: Option<Source>,
}

/// A stop of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onto {
    pub manifest: OutgoingId,
    pub stop: OutgoingStopId,
}

impl Onto {
    /// Nobody changes the draft until the sublots are on it.
    fn claim(self, tx: &mut Conn, opening: &Opening<'_>) -> Result<()> {
        claims::alone(tx, opening.filing, &[Manifest::subject(self.manifest)])?;
        let manifest = Manifest::find(tx, opening.clerk.location, self.manifest)?;
        manifest.must_be(manifests::Status::Draft, "changed")?;
        manifests::must_have_stop(tx, self.manifest, self.stop)
    }
}

/// One new package, and how many labels it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    pub quantity: Quantity,
    pub copies: i64,
}

/// What it is taken from.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Source {
    location: LocationId,
    barcode: Barcode,
    room: RoomId,
    by: UserId,
    split_at: At,
    /// Whether the lab had spoken of it then; intents kept before that was asked do not say.
    #[serde(default)]
    spoken: Option<bool>,
}

impl MakeSublots {
    pub fn new(package: PackageId, outputs: Vec<Output>, room: Option<RoomId>, untested: bool) -> Self {
        Self { package, outputs, room, untested, everything: false, onto: None, source: None }
    }

    fn total(&self) -> Quantity {
        self.outputs.iter().fold(Quantity::ZERO, |sum, output| sum.plus(output.quantity))
    }

    fn source(&self) -> Result<Source> {
        self.source.ok_or_else(|| internal(format!("the sublots of {} were never opened", self.package)))
    }

    /// One line for each new package: the state answers in their order.
    fn message(&self, barcode: Barcode, unit: Unit) -> InventorySplit {
        let line = |output: &Output| SplitLine {
            barcodeid: barcode,
            remove_quantity: output.quantity,
            remove_quantity_uom: Some(unit.wire()),
        };
        InventorySplit { data: self.outputs.iter().map(line).collect(), location: None }
    }

    fn check(&self, tx: &mut Conn, package: &Package) -> Result<()> {
        let number = package.barcode.grouped();
        if package.status != Status::Active {
            let status = package.status.label().to_lowercase();
            return rule(format!("Package {number} is {status}: nothing can be split off it."));
        }
        package.must_be_no_return()?;
        if let Some(words) = LabSample::words_of_retest(tx, package)? {
            return rule(words);
        }
        if !self.untested && !package.lab_has_spoken() {
            return Err(Error::Invalid(Problems::one("untested", too_early(Lab::of(package.lab_result)))));
        }
        self.must_be_there(tx, package)
    }

    fn must_be_there(&self, tx: &mut Conn, package: &Package) -> Result<()> {
        let (total, unit) = (self.total(), Unit::of(package.inventory_type).words());
        let balance = stock::where_is(tx, package.id, package.room_id)?;
        let available = balance.available();
        if total > available {
            let words = format!(
                "Together they take {total} {unit}, and {available} are available. Take at least {} less.",
                total.minus(available)
            );
            return Err(Error::Invalid(Problems::one("quantity-1", words)));
        }
        if total == balance.on_hand && !self.everything {
            let words = format!(
                "That is all there is: {total} {unit}. Nothing would be left of this package. To move it whole, use “Move”; tick this box to split all of it."
            );
            return Err(Error::Invalid(Problems::one("everything", words)));
        }
        Ok(())
    }
}

/// Why it should wait, beside the box that says "anyway".
fn too_early(lab: Lab) -> String {
    format!(
        "This package has no result of a lab yet ({}). Wait for it, or tick this box and have each sublot tested separately.",
        lab.words().to_lowercase()
    )
}

impl Filing for MakeSublots {
    const ACTION: Action = Action::MakeSublots;
    type Needs = may::MakeSublots;
    type Answer = NewPackages;
    type Done = Vec<PackageId>;

    /// Shared with sales: what is split off is held, and so is what they sell. Not with other sublots of the package: the state's
    /// rows carry no tag of ours, so a lost one could not be told from another of the same parts.
    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::share(tx, opening.filing, &[Package::subject(self.package)])?;
        claims::alone(tx, opening.filing, &[format!("sublots:{}", self.package)])?;
        if let Some(onto) = self.onto {
            onto.claim(tx, opening)?;
        }
        let location = opening.clerk.location;
        let package = Package::find(tx, location, self.package)?;
        self.check(tx, &package)?;
        if let Some(room) = self.room {
            Room::find(tx, location, room)?;
        }
        let owner = Owner::Filing(opening.filing);
        if !stock::hold(tx, owner, package.id, package.room_id, self.total(), opening.now)? {
            return rule(format!("Part of package {} was just taken. Look at what is left.", package.barcode.grouped()));
        }
        let (barcode, room, by, split_at) = (package.barcode, package.room_id, opening.clerk.user, opening.now);
        self.source = Some(Source { location, barcode, room, by, split_at, spoken: Some(package.lab_has_spoken()) });
        Ok(self.message(barcode, Unit::of(package.inventory_type)).into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<NewPackages>) -> Result<Vec<PackageId>> {
        let source = self.source()?;
        let NewPackages(barcodes) = receipt.answer();
        if barcodes.len() != self.outputs.len() {
            return Err(internal(format!("{} sublots were asked for, the state made {}", self.outputs.len(), barcodes.len())));
        }
        let package = Package::find(tx, source.location, self.package)?;
        let birth = Birth { by: source.by, filing: receipt.filing(), at: source.split_at };
        let (mut made, mut moves) = (Vec::new(), Vec::new());
        let room = self.room.map(|room| Room::find(tx, source.location, room)).transpose()?;
        for (output, barcode) in self.outputs.iter().zip(barcodes) {
            let child = package.offspring(tx, *barcode, source.spoken)?;
            birth.write(tx, &package, &child, output.quantity, output.quantity)?;
            let from = Effect::SplitOff { from: source.room };
            stock::post(tx, receipt, from, &[(package.id, output.quantity)], source.split_at)?;
            let into = Effect::SplitInto { into: source.room };
            stock::post(tx, receipt, into, &[(child.id, output.quantity)], source.split_at)?;
            made.push(child.id);
            let elsewhere = room.as_ref().filter(|room| room.id != source.room);
            if let Some(onto) = self.onto {
                manifests::put_on_draft(tx, onto.manifest, onto.stop, source.location, child.id, source.split_at)?;
            }
            moves.extend(elsewhere.map(|room| MoveToRoom::new(child.id, *barcode, room)));
        }
        for together in MoveToRoom::together(moves.iter()) {
            filing::plan(tx, receipt.filing(), &together, source.split_at)?;
        }
        Ok(made)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    /// The unit is not part of what is looked for.
    fn trace(&self, _: FilingId) -> Trace {
        match self.source {
            Some(source) => self.message(source.barcode, Unit::Each).trace(),
            None => Trace::in_table("inventory"),
        }
    }

    fn summary(&self) -> String {
        let number = self.source.map(|source| source.barcode.grouped()).unwrap_or_default();
        match self.outputs.as_slice() {
            [only] => format!("Split {} off {number} as a sublot", only.quantity),
            several => format!("Split {} off {number} as {} sublots", self.total(), several.len()),
        }
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}/sublots/new", self.package)
    }

    /// To the labels, if any are wanted.
    fn result_url(&self, made: &Vec<PackageId>) -> String {
        if let Some(onto) = self.onto {
            return format!("/manifests/{}#stop-{}", onto.manifest, onto.stop);
        }
        let wanted = made.iter().zip(&self.outputs).filter(|(_, output)| output.copies > 0);
        let labels: Vec<String> = wanted.map(|(package, output)| format!("{package}*{}", output.copies)).collect();
        if labels.is_empty() {
            return format!("/inventory/{}", self.package);
        }
        format!("/labels/new?packages={}", labels.join(","))
    }
}
