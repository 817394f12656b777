//! What a receipt will write when the state says yes: made by `open` from the decisions, kept in the filing's intent.

use super::delivery::Delivery;
use super::lines::Choice;
use super::model::Line;
use crate::biotrack::messages::{InboundLine, InboundOf, InventoryTransferInbound};
use crate::error::{Result, internal, rule};
use crate::features::inventory::{MoveToRoom, NewPackage, Status};
use crate::features::products::Product;
use crate::filing::Opening;
use crate::values::clock::said;
use crate::values::{At, Barcode, ManifestLineId, ManifestNumber, PackageId, ProductId, Quantity, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// See the module.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prepared {
    pub number: ManifestNumber,
    pub by: UserId,
    pub at: At,
    /// Where the state puts what is accepted.
    pub arrival_room: RoomId,
    pub lines: Vec<PreparedLine>,
    /// State names that a product takes over, so that the next delivery finds it.
    pub mapped: Vec<(ProductId, String)>,
}

/// One line, decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PreparedLine {
    pub line: ManifestLineId,
    pub barcode: Barcode,
    pub accepted: Quantity,
    pub reason: Option<String>,
    /// `None`: wholly rejected, so it makes no package.
    pub package: Option<NewPackage>,
    /// When it goes to another room than the state's arrival room.
    pub moves: Option<MoveToRoom>,
    /// Not in intents that were kept before there were any.
    #[serde(default)]
    pub tags: Vec<String>,
}

impl Prepared {
    pub fn of(delivery: &Delivery, choices: &[Choice], opening: &Opening<'_>) -> Result<Self> {
        let mut prepared = Self {
            number: delivery.manifest.number,
            by: opening.clerk.user,
            at: opening.now,
            arrival_room: delivery.arrival_room,
            lines: Vec::with_capacity(choices.len()),
            mapped: Vec::new(),
        };
        for (line, choice) in delivery.lines.iter().zip(choices) {
            if choice.line != line.id {
                return Err(internal(format!("nothing was decided about line {}", line.id)));
            }
            prepared.add(delivery, line, choice)?;
        }
        prepared.mapped.sort();
        prepared.mapped.dedup();
        Ok(prepared)
    }

    fn add(&mut self, delivery: &Delivery, line: &Line, choice: &Choice) -> Result<()> {
        let taken = choice.accepted.is_positive();
        let product = choice.product.and_then(|id| delivery.product(id));
        let room = choice.room.and_then(|room| delivery.room(room));
        let (package, moves) = match (taken, product, room) {
            (false, ..) => (None, None),
            (true, Some(product), Some(room)) => {
                if delivery.mapped(line) != Some(product.id) {
                    self.mapped.push((product.id, line.state_name.clone()));
                }
                let package = self.package(delivery, line, choice, product);
                let moves = (room.id != self.arrival_room).then(|| MoveToRoom::new(package.id, line.barcode, room));
                (Some(package), moves)
            }
            (true, ..) => return Err(internal(format!("line {} is accepted without a product or a room", line.id))),
        };
        let (accepted, reason) = (choice.accepted, choice.reason.clone().filter(|_| choice.accepted < line.quantity));
        let tags = choice.tags.clone();
        self.lines.push(PreparedLine { line: line.id, barcode: line.barcode, accepted, reason, package, moves, tags });
        Ok(())
    }

    fn package(&self, delivery: &Delivery, line: &Line, choice: &Choice, product: &Product) -> NewPackage {
        NewPackage {
            id: PackageId::new(),
            location_id: delivery.manifest.location_id,
            barcode: line.barcode,
            product_id: product.id,
            room_id: self.arrival_room,
            status: Status::Active,
            inventory_type: line.inventory_type,
            state_name: line.state_name.clone(),
            strain: line.strain.clone(),
            lot_name: choice.lot.clone(),
            cost_cents: choice.cost,
            med_usable: line.med_usable,
            sample_id: line.sample_id.clone(),
            lab_result: line.lab_result,
            lab_license: line.lab_license.clone(),
            lab_tests: line.lab_tests.clone(),
            lab_read_at: line.lab_read_at,
            expires_on: choice.expires,
            manifest_id: Some(delivery.manifest.id),
            parent_id: None,
            customer_return: false,
            received_at: self.at,
            search_text: search_text(product, line, choice.lot.as_deref()),
            inventory_status_id: None,
        }
    }

    /// What the state is told.
    pub fn message(&self, delivery: &Delivery) -> InventoryTransferInbound {
        let told = |(line, prepared): (&Line, &PreparedLine)| InboundLine {
            barcodeid: prepared.barcode,
            quantity: prepared.accepted,
            uom: line.unit().wire(),
            reject_reason: prepared.reason.clone(),
        };
        InventoryTransferInbound {
            location: delivery.location.license.clone(),
            of: InboundOf { manifest_id: Some(self.number) },
            data: delivery.lines.iter().zip(&self.lines).map(told).collect(),
        }
    }

    pub fn barcodes_taken(&self) -> Vec<Barcode> {
        self.lines.iter().filter(|line| line.package.is_some()).map(|line| line.barcode).collect()
    }

    /// `Receive manifest …: 11 packages, reject 1`.
    pub fn summary(&self) -> String {
        let taken = self.barcodes_taken().len();
        let rejected = self.lines.len() - taken;
        let packages = if taken == 1 { "1 package".to_owned() } else { format!("{taken} packages") };
        let rest = if rejected == 0 { String::new() } else { format!(", reject {rejected}") };
        format!("Receive manifest {}: {packages}{rest}", self.number.grouped())
    }
}

/// A barcode is received once, whoever of us did it.
pub fn refuse_known(known: &[(Barcode, At, String)], opening: &Opening<'_>) -> Result<()> {
    match known.first() {
        None => Ok(()),
        Some((barcode, at, place)) => rule(format!(
            "Package {} was already received on {} at {place}, and a package is never received twice. Reject it here, or ask the sender.",
            barcode.grouped(),
            said(*at, opening.clerk.zone)
        )),
    }
}

fn search_text(product: &Product, line: &Line, lot: Option<&str>) -> String {
    let words = [product.name.as_str(), &product.sku, &product.strain, &line.strain, &line.state_name, lot.unwrap_or_default()];
    format!("{} {}", words.join(" ").to_lowercase(), line.barcode)
}
