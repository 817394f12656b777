//! What BioTrack is told when a manifest, or a stop of one, is called off. What has left is called back first, as an act of its own.

use super::filings::known;
use super::line::Line;
use super::model::{Manifest, Status};
use super::shipping::Gone;
use super::stop::Stop;
use super::whole::Whole;
use crate::biotrack::messages::{InventoryManifestVoid, InventoryManifestVoidStop, InventoryTransferOutboundVoid};
use crate::biotrack::{Message, Plain, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::Status as PackageStatus;
use crate::filing::{self, Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, FilingId, ManifestNumber, OutgoingId, OutgoingLineId, OutgoingStopId, UserId};
use serde::{Deserialize, Serialize};

/// A filed manifest that has not left is called off: everything on it is free.
#[derive(Clone, Serialize, Deserialize)]
pub struct VoidManifest {
    pub manifest: OutgoingId,
    pub reason: String,
    /// Known when the filing opens.
    pub ended: Option<Ended>,
}

/// What ends with it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Ended {
    number: i64,
    state_number: ManifestNumber,
    at: At,
    lines: Vec<OutgoingLineId>,
    stops: Vec<(OutgoingStopId, i64)>,
}

impl Ended {
    fn message(&self) -> InventoryManifestVoid {
        InventoryManifestVoid { manifest_id: self.state_number }
    }

    /// A filed manifest with what is still on it; of one stop, if one is named.
    fn open(tx: &mut Conn, opening: &Opening<'_>, id: OutgoingId, only: Option<OutgoingStopId>) -> Result<(Whole, Self)> {
        claims::alone(tx, opening.filing, &[Manifest::subject(id)])?;
        let whole = Whole::find(tx, opening.clerk.location, id)?;
        whole.manifest.must_be(Status::Filed, "voided before it left")?;
        let goods = Gone::all(&whole);
        claims::alone(tx, opening.filing, &Gone::subjects(&goods))?;
        let meant = |stop: OutgoingStopId| only.is_none_or(|only| only == stop);
        let state_number = whole.manifest.state_number.ok_or_else(|| internal(format!("{id} has no number of the state")))?;
        let open = whole.legs.iter().map(|leg| &leg.stop).filter(|stop| stop.is_open() && meant(stop.id));
        let ended = Self {
            number: whole.manifest.number,
            state_number,
            at: opening.now,
            lines: whole.bound().filter(|(leg, _)| meant(leg.stop.id)).map(|(_, line)| line.id).collect(),
            stops: open.map(|stop| (stop.id, stop.position)).collect(),
        };
        Ok((whole, ended))
    }

    fn end(&self, tx: &mut Conn) -> Result<()> {
        self.lines.iter().try_for_each(|line| Line::free(tx, *line))?;
        self.stops.iter().try_for_each(|(stop, _)| Stop::void(tx, *stop))
    }
}

impl VoidManifest {
    pub fn new(manifest: OutgoingId, reason: String) -> Self {
        Self { manifest, reason, ended: None }
    }
}

impl Filing for VoidManifest {
    const ACTION: Action = Action::VoidManifest;
    type Needs = may::SendGoods;
    type Answer = Plain;
    type Done = OutgoingId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let (_, ended) = Ended::open(tx, opening, self.manifest, None)?;
        let message = ended.message();
        self.ended = Some(ended);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, _: &Receipt<Plain>) -> Result<OutgoingId> {
        let ended = known(self.ended.as_ref())?;
        ended.end(tx)?;
        Manifest::close(tx, self.manifest, Status::Voided, Some(&self.reason), ended.at)?;
        Ok(self.manifest)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.ended.as_ref().map_or_else(|| Trace::in_table("manifest"), |ended| ended.message().trace())
    }

    fn summary(&self) -> String {
        let number = self.ended.as_ref().map(|ended| format!(" {}", ended.number)).unwrap_or_default();
        format!("Void manifest{number}")
    }

    fn form_url(&self) -> String {
        format!("/manifests/{}/voids/new", self.manifest)
    }

    fn result_url(&self, manifest: &OutgoingId) -> String {
        format!("/manifests/{manifest}")
    }
}

/// One stop of a filed manifest is called off; the last one takes the manifest with it.
#[derive(Clone, Serialize, Deserialize)]
pub struct VoidStop {
    pub manifest: OutgoingId,
    pub stop: OutgoingStopId,
    pub reason: String,
    /// Known when the filing opens.
    pub ended: Option<Ended>,
    #[serde(default)]
    pub is_last: bool,
}

impl VoidStop {
    pub fn new(manifest: OutgoingId, stop: OutgoingStopId, reason: String) -> Self {
        Self { manifest, stop, reason, ended: None, is_last: false }
    }

    fn message(ended: &Ended) -> InventoryManifestVoidStop {
        let stop_number = ended.stops.first().map(|(_, position)| *position).unwrap_or_default();
        InventoryManifestVoidStop { manifest_id: ended.state_number, stop_number }
    }
}

impl Filing for VoidStop {
    const ACTION: Action = Action::VoidStop;
    type Needs = may::SendGoods;
    type Answer = Plain;
    type Done = OutgoingId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let (whole, ended) = Ended::open(tx, opening, self.manifest, Some(self.stop))?;
        if ended.stops.is_empty() {
            return rule("That stop is voided already, or is none of this manifest.");
        }
        self.is_last = whole.legs.iter().filter(|leg| leg.stop.is_open()).count() == 1;
        let message = Self::message(&ended);
        self.ended = Some(ended);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, _: &Receipt<Plain>) -> Result<OutgoingId> {
        let ended = known(self.ended.as_ref())?;
        ended.end(tx)?;
        if self.is_last {
            Manifest::close(tx, self.manifest, Status::Voided, Some(&self.reason), ended.at)?;
        }
        Ok(self.manifest)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.ended.as_ref().map_or_else(|| Trace::in_table("manifest"), |ended| Self::message(ended).trace())
    }

    fn summary(&self) -> String {
        let of = self.ended.as_ref().and_then(|ended| Some((ended.stops.first()?.1, ended.number)));
        of.map_or_else(|| "Void a stop".to_owned(), |(stop, number)| format!("Void stop {stop} of manifest {number}"))
    }

    fn form_url(&self) -> String {
        format!("/manifests/{}/stops/{}/voids/new", self.manifest, self.stop)
    }

    fn result_url(&self, manifest: &OutgoingId) -> String {
        format!("/manifests/{manifest}")
    }
}

/// A shipment of which nothing was received is called back: the stock is here again, and the manifest is voided next.
#[derive(Clone, Serialize, Deserialize)]
pub struct RecallShipment {
    pub manifest: OutgoingId,
    pub reason: String,
    /// Known when the filing opens.
    pub recalled: Option<Recalled>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Recalled {
    number: i64,
    transaction: i64,
    by: UserId,
    at: At,
    goods: Vec<Gone>,
}

impl Recalled {
    fn message(&self) -> InventoryTransferOutboundVoid {
        InventoryTransferOutboundVoid { transactionid: self.transaction }
    }
}

impl RecallShipment {
    pub fn new(manifest: OutgoingId, reason: String) -> Self {
        Self { manifest, reason, recalled: None }
    }
}

impl Filing for RecallShipment {
    const ACTION: Action = Action::RecallShipment;
    type Needs = may::SendGoods;
    type Answer = Plain;
    type Done = OutgoingId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Manifest::subject(self.manifest)])?;
        let whole = Whole::find(tx, opening.clerk.location, self.manifest)?;
        whole.manifest.must_be(Status::Shipped, "called back")?;
        if whole.lines().any(|line| line.returned.is_positive()) {
            return rule("Something of it was received or sent back already, so it can no longer be voided.");
        }
        let goods = Gone::all(&whole);
        claims::alone(tx, opening.filing, &Gone::subjects(&goods))?;
        let Some(transaction) = whole.manifest.shipped_transaction else {
            return Err(internal(format!("{} left without a transaction of the state", self.manifest)));
        };
        let number = whole.manifest.number;
        let recalled = Recalled { number, transaction, by: opening.clerk.user, at: opening.now, goods };
        let message = recalled.message();
        self.recalled = Some(recalled);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<OutgoingId> {
        let recalled = known(self.recalled.as_ref())?;
        for gone in &recalled.goods {
            let effect = Effect::Recalled { into: gone.room };
            stock::post(tx, receipt, effect, &[(gone.package, gone.quantity)], recalled.at)?;
            gone.set_status(tx, PackageStatus::Active, recalled.by, receipt.filing(), recalled.at)?;
            // Until the manifest itself is voided, it is bound to it as before.
            if !stock::hold(tx, Owner::OutgoingLine(gone.line), gone.package, gone.room, gone.quantity, recalled.at)? {
                return Err(internal(format!("{} came back and cannot be held", gone.barcode)));
            }
        }
        Manifest::note_recalled(tx, self.manifest)?;
        filing::plan(tx, receipt.filing(), &VoidManifest::new(self.manifest, self.reason.clone()), recalled.at)?;
        Ok(self.manifest)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.recalled.as_ref().map_or_else(|| Trace::in_table("inventory_transfer"), |recalled| recalled.message().trace())
    }

    fn summary(&self) -> String {
        let number = self.recalled.as_ref().map(|recalled| format!(" {}", recalled.number)).unwrap_or_default();
        format!("Void the shipment of manifest{number}")
    }

    fn form_url(&self) -> String {
        format!("/manifests/{}/voids/new", self.manifest)
    }

    fn result_url(&self, manifest: &OutgoingId) -> String {
        format!("/manifests/{manifest}")
    }
}
