//! What BioTrack is told when goods leave: with their prices it is the invoice, too.

use super::filings::known;
use super::line::Line;
use super::model::{Manifest, Status};
use super::whole::{Leg, Whole};
use crate::biotrack::messages::{InventoryTransferOutbound, OutboundLine};
use crate::biotrack::{Message, Plain, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::features::inventory::{Change, Package, Status as PackageStatus};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{
    At, Barcode, Cents, FilingId, ManifestNumber, OutgoingId, OutgoingLineId, PackageId, Quantity, RoomId, UserId,
};
use serde::{Deserialize, Serialize};

/// The goods of a filed manifest leave: stock goes, and what is another company's from now on is invoiced.
#[derive(Clone, Serialize, Deserialize)]
pub struct ShipManifest {
    pub manifest: OutgoingId,
    /// Known when the filing opens.
    pub leaving: Option<Leaving>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Leaving {
    number: i64,
    state_number: ManifestNumber,
    invoice: Option<String>,
    by: UserId,
    at: At,
    goods: Vec<Gone>,
}

/// One package that leaves.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Gone {
    pub line: OutgoingLineId,
    pub package: PackageId,
    pub barcode: Barcode,
    pub room: RoomId,
    pub quantity: Quantity,
    /// The line's total; none inside the company.
    pub price: Option<Cents>,
}

impl Gone {
    /// What is bound to a manifest, and where it is or was.
    pub(super) fn all(whole: &Whole) -> Vec<Self> {
        let gone = |(leg, line): (&Leg, &Line)| Self {
            line: line.id,
            package: line.package_id,
            barcode: line.barcode(),
            room: line.room_id.unwrap_or(line.package.room_id),
            quantity: line.quantity,
            price: line.price().filter(|_| leg.facility.needs_prices()),
        };
        whole.bound().map(gone).collect()
    }

    /// The package itself, and its number: it may be received here again.
    pub(super) fn subjects(all: &[Self]) -> Vec<String> {
        all.iter().flat_map(|gone| [Package::subject(gone.package), Package::barcode_subject(gone.barcode)]).collect()
    }

    pub(super) fn set_status(&self, tx: &mut Conn, to: PackageStatus, by: UserId, filing: FilingId, at: At) -> Result<()> {
        set_status(tx, self.package, to, by, Some(filing), at)
    }
}

/// The package's status, and a line of its journal that says so.
pub(super) fn set_status(
    tx: &mut Conn,
    package: PackageId,
    to: PackageStatus,
    by: UserId,
    filing: Option<FilingId>,
    at: At,
) -> Result<()> {
    let old = Package::status_of(tx, package)?;
    Package::set_status(tx, package, to)?;
    Change { package, property: "Status", old: old.label(), new: to.label(), by, filing, at }.note(tx)
}

impl ShipManifest {
    pub fn new(manifest: OutgoingId) -> Self {
        Self { manifest, leaving: None }
    }
}

impl Leaving {
    fn message(&self) -> InventoryTransferOutbound {
        let line = |gone: &Gone| OutboundLine { barcodeid: gone.barcode, price: gone.price };
        InventoryTransferOutbound {
            manifest_id: self.state_number,
            data: self.goods.iter().map(line).collect(),
            invoice_number: self.invoice.clone(),
        }
    }
}

impl Filing for ShipManifest {
    const ACTION: Action = Action::ShipManifest;
    type Needs = may::SendGoods;
    type Answer = Plain;
    type Done = OutgoingId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Manifest::subject(self.manifest)])?;
        let whole = Whole::find(tx, opening.clerk.location, self.manifest)?;
        whole.manifest.must_be(Status::Filed, "shipped")?;
        let Some(state_number) = whole.manifest.state_number else {
            return Err(internal(format!("{} is filed and has no number of the state", self.manifest)));
        };
        let goods = Gone::all(&whole);
        claims::alone(tx, opening.filing, &Gone::subjects(&goods))?;
        for gone in &goods {
            stock::take_over(tx, Owner::OutgoingLine(gone.line), opening.filing)?;
        }
        let number = whole.manifest.number;
        let invoice = whole.is_invoiced().then(|| format!("INV-{number}"));
        let leaving = Leaving { number, state_number, invoice, by: opening.clerk.user, at: opening.now, goods };
        let message = leaving.message();
        self.leaving = Some(leaving);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<OutgoingId> {
        let leaving = known(self.leaving.as_ref())?;
        for gone in &leaving.goods {
            let effect = Effect::SentAway { from: gone.room };
            stock::post(tx, receipt, effect, &[(gone.package, gone.quantity)], leaving.at)?;
            Line::note_room(tx, gone.line, gone.room)?;
            gone.set_status(tx, PackageStatus::InTransit, leaving.by, receipt.filing(), leaving.at)?;
        }
        Manifest::note_shipped(tx, self.manifest, receipt.transaction(), leaving.invoice.as_deref(), leaving.at)?;
        Ok(self.manifest)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.leaving.as_ref().map_or_else(|| Trace::in_table("inventory_transfer"), |leaving| leaving.message().trace())
    }

    fn summary(&self) -> String {
        self.leaving.as_ref().map_or_else(
            || "Ship a manifest".to_owned(),
            |leaving| {
                let invoice = leaving.invoice.as_ref().map(|number| format!(", invoice {number}")).unwrap_or_default();
                format!("Ship manifest {}{invoice}", leaving.number)
            },
        )
    }

    fn form_url(&self) -> String {
        format!("/manifests/{}/shipments/new", self.manifest)
    }

    fn result_url(&self, manifest: &OutgoingId) -> String {
        format!("/manifests/{manifest}")
    }
}
