//! What BioTrack is told when goods that a receiver did not take are ours again.

use super::filings::known;
use super::line::{Line, of_quantity};
use super::shipping::set_status;
use crate::biotrack::messages::{InventoryTransferOutboundReturn, ReturnLine};
use crate::biotrack::{Message, NewBarcodes, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::{Birth, Package, Status as PackageStatus};
use crate::features::locations::Location;
use crate::features::rooms::Room;
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::schema::{outgoing_lines, outgoing_manifests, outgoing_returns, packages, products};
use crate::stock::{self, Effect};
use crate::values::{
    At, Barcode, Cents, FilingId, License, LocationId, ManifestNumber, OutgoingId, OutgoingLineId, OutgoingReturnId, PackageId,
    Quantity, RoomId, UserId,
};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// What a receiver did not take of one package.
#[derive(Debug, Clone, Queryable)]
pub struct Outstanding {
    pub id: OutgoingReturnId,
    pub line: OutgoingLineId,
    pub quantity: Quantity,
    pub reason: Option<String>,
    pub heard_at: At,
    pub package: PackageId,
    pub barcode: Barcode,
    pub product: String,
    pub manifest: OutgoingId,
    pub number: i64,
    pub state_number: Option<ManifestNumber>,
    pub unit_price: Option<Cents>,
}

impl Outstanding {
    /// The name under which filings claim one.
    fn subject(id: OutgoingReturnId) -> String {
        format!("outgoing_return:{id}")
    }

    /// Those that nobody has taken into stock yet, the oldest first.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = outgoing_returns::table
            .inner_join(
                outgoing_lines::table
                    .inner_join(outgoing_manifests::table)
                    .inner_join(packages::table.inner_join(products::table)),
            )
            .filter(outgoing_returns::location_id.eq(location))
            .filter(outgoing_returns::taken_at.is_null())
            .order(outgoing_returns::id)
            .select((
                outgoing_returns::id,
                outgoing_lines::id,
                outgoing_returns::quantity,
                outgoing_returns::reject_reason,
                outgoing_returns::heard_at,
                packages::id,
                packages::barcode,
                products::name,
                outgoing_manifests::id,
                outgoing_manifests::number,
                outgoing_manifests::state_number,
                outgoing_lines::unit_price_cents,
            ))
            .load(conn)?;
        Ok(all)
    }
}

/// Goods that were not accepted elsewhere come into stock here, without a manifest.
#[derive(Clone, Serialize, Deserialize)]
pub struct TakeBack {
    pub returns: Vec<OutgoingReturnId>,
    /// Known when the filing opens.
    pub coming: Option<Coming>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Coming {
    location: LocationId,
    license: License,
    room: RoomId,
    by: UserId,
    at: At,
    goods: Vec<Back>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Back {
    returned: OutgoingReturnId,
    line: OutgoingLineId,
    package: PackageId,
    barcode: Barcode,
    manifest: ManifestNumber,
    quantity: Quantity,
    price: Option<Cents>,
}

impl TakeBack {
    pub fn new(returns: Vec<OutgoingReturnId>) -> Self {
        Self { returns, coming: None }
    }
}

impl Coming {
    fn message(&self) -> InventoryTransferOutboundReturn {
        let line = |back: &Back| ReturnLine { barcodeid: back.barcode, manifest_id: back.manifest, price: back.price };
        InventoryTransferOutboundReturn { location: self.license.clone(), data: self.goods.iter().map(line).collect() }
    }

    fn subjects(&self) -> Vec<String> {
        let each = |back: &Back| {
            [Outstanding::subject(back.returned), Package::subject(back.package), Package::barcode_subject(back.barcode)]
        };
        self.goods.iter().flat_map(each).collect()
    }

    /// Itself, where all of it came back; else a package of its own, which the state numbers anew.
    fn arrive(&self, tx: &mut Conn, back: &Back, anew: Option<Barcode>, receipt: &Receipt<NewBarcodes>) -> Result<PackageId> {
        let package = Package::find(tx, self.location, back.package)?;
        let effect = Effect::SentBack { into: self.room };
        let Some(barcode) = anew.filter(|barcode| *barcode != back.barcode) else {
            Package::set_room(tx, package.id, self.room)?;
            set_status(tx, package.id, PackageStatus::Active, self.by, Some(receipt.filing()), self.at)?;
            stock::post(tx, receipt, effect, &[(package.id, back.quantity)], self.at)?;
            return Ok(package.id);
        };
        let mut child = package.offspring(tx, barcode, Some(true))?;
        child.room_id = self.room;
        Birth { by: self.by, filing: receipt.filing(), at: self.at }.write(tx, &package, &child, back.quantity, back.quantity)?;
        stock::post(tx, receipt, effect, &[(child.id, back.quantity)], self.at)?;
        Ok(child.id)
    }
}

impl Filing for TakeBack {
    const ACTION: Action = Action::TakeBack;
    type Needs = may::SendGoods;
    type Answer = NewBarcodes;
    /// What came into stock.
    type Done = Vec<PackageId>;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let subjects: Vec<String> = self.returns.iter().map(|id| Outstanding::subject(*id)).collect();
        claims::alone(tx, opening.filing, &subjects)?;
        let location = opening.clerk.location;
        let mut goods = Vec::new();
        for outstanding in Outstanding::listed(tx, location)?.into_iter().filter(|one| self.returns.contains(&one.id)) {
            goods.push(Back {
                returned: outstanding.id,
                line: outstanding.line,
                package: outstanding.package,
                barcode: outstanding.barcode,
                manifest: outstanding.state_number.ok_or_else(|| internal("it came back of a manifest without a number"))?,
                quantity: outstanding.quantity,
                price: outstanding.unit_price.map(|unit| of_quantity(unit, outstanding.quantity)),
            });
        }
        if goods.is_empty() || goods.len() < self.returns.len() {
            return rule("Some of it was taken into stock already. Look at the list again.");
        }
        let (license, room) = (Location::find(tx, location)?.license, Room::receiving(tx, location)?);
        let coming = Coming { location, license, room: room.id, by: opening.clerk.user, at: opening.now, goods };
        let rest: Vec<String> = coming.subjects().into_iter().filter(|subject| !subjects.contains(subject)).collect();
        claims::alone(tx, opening.filing, &rest)?;
        // A room is not given up while goods are on their way into it.
        claims::share(tx, opening.filing, &[Room::subject(room.id)])?;
        let message = coming.message();
        self.coming = Some(coming);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<NewBarcodes>) -> Result<Vec<PackageId>> {
        let coming = known(self.coming.as_ref())?;
        let NewBarcodes(numbers) = receipt.answer();
        let mut arrived = Vec::new();
        for (place, back) in coming.goods.iter().enumerate() {
            let anew = numbers.get(place).copied().flatten();
            let package = coming.arrive(tx, back, anew, receipt)?;
            Line::free(tx, back.line)?;
            diesel::update(outgoing_returns::table.find(back.returned))
                .set((
                    outgoing_returns::package_id.eq(package),
                    outgoing_returns::taken_at.eq(coming.at),
                    outgoing_returns::taken_by.eq(coming.by),
                ))
                .execute(tx)?;
            arrived.push(package);
        }
        Ok(arrived)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.coming.as_ref().map_or_else(|| Trace::in_table("inventory_transfer_inbound"), |coming| coming.message().trace())
    }

    fn summary(&self) -> String {
        match self.coming.as_ref().map(|coming| coming.goods.as_slice()) {
            Some([only]) => format!("Take {} of {} back", only.quantity, only.barcode.grouped()),
            Some(several) => format!("Take {} packages back", several.len()),
            None => "Take goods back".to_owned(),
        }
    }

    fn form_url(&self) -> String {
        "/manifests/returns".to_owned()
    }

    fn result_url(&self, arrived: &Vec<PackageId>) -> String {
        match arrived.as_slice() {
            [only] => format!("/inventory/{only}"),
            _ => "/inventory".to_owned(),
        }
    }
}
