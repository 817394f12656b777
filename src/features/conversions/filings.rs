//! What BioTrack is told when a package, or a part of it, becomes another product.

use super::types::targets;
use crate::biotrack::messages::{InventoryConvert, SplitLine, Uom};
use crate::biotrack::{Derivatives, Message, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, internal, rule};
use crate::features::inventory::{Birth, NewPackage, Package};
use crate::features::products::Product;
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, Cents, FilingId, LocationId, PackageId, ProductId, Quantity, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// The type that what is lost gets, and what BioTrack calls it (biotrack-api §4.1).
pub(super) const WASTE: (i64, &str) = (27, "Waste");
/// So many grams of a package become so many units of a product.
#[derive(Clone, Serialize, Deserialize)]
pub struct Convert {
    pub package: PackageId,
    pub product: ProductId,
    /// In grams.
    pub used: Quantity,
    /// In whole units.
    pub made: Quantity,
    /// Grams in each unit.
    pub usable: Quantity,
    /// In grams.
    pub waste: Option<Quantity>,
    /// "No modification to product": only its form of record changes, so the lab's result stays.
    pub as_it_is: bool,
    /// Grams that are neither in what is made nor waste are lost, and whoever converts knows it.
    #[serde(default)]
    pub unaccounted: bool,
    /// The product is of another strain, and that is right.
    #[serde(default)]
    pub other_strain: bool,
    /// Known when the filing opens.
    pub source: Option<Source>,
}

/// What it is made of, and what of it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Source {
    location: LocationId,
    barcode: Barcode,
    room: RoomId,
    inventory_type: i64,
    state_name: String,
    by: UserId,
    converted_at: At,
    /// Whether the lab had spoken of it then; intents kept before that was asked do not say.
    #[serde(default)]
    spoken: Option<bool>,
}

impl Convert {
    /// Without waste, and with nothing said of what is unusual.
    pub fn new(package: PackageId, product: ProductId, used: Quantity, made: Quantity, usable: Quantity) -> Self {
        let (as_it_is, unaccounted, other_strain) = (false, false, false);
        Self { package, product, used, made, usable, waste: None, as_it_is, unaccounted, other_strain, source: None }
    }

    fn source(&self) -> Result<&Source> {
        self.source.as_ref().ok_or_else(|| internal(format!("the conversion of {} was never opened", self.package)))
    }

    pub(super) fn waste(&self) -> Quantity {
        self.waste.unwrap_or(Quantity::ZERO)
    }

    /// By weight.
    pub(super) fn output(&self) -> Quantity {
        Quantity(self.usable.0.saturating_mul(self.made.whole().unwrap_or(0))).plus(self.waste())
    }

    fn message(&self, source: &Source) -> InventoryConvert {
        let line = SplitLine { barcodeid: source.barcode, remove_quantity: self.used, remove_quantity_uom: Some(Uom::Gram) };
        let told = InventoryConvert::of(vec![line], source.inventory_type, self.made, Uom::Each).usable_grams(self.usable);
        let told = match self.waste {
            Some(waste) => told.waste_grams(waste),
            None => told,
        };
        InventoryConvert {
            derivative_product: Some(source.state_name.clone()),
            no_modification: self.as_it_is.then_some(1),
            ..told
        }
    }

    fn product(&self, tx: &mut Conn, package: &Package) -> Result<(Product, i64)> {
        let product = Product::find(tx, self.product)?;
        let allowed = product.inventory_type.filter(|target| targets(package.inventory_type).contains(target));
        match allowed {
            Some(inventory_type) if product.active => Ok((product, inventory_type)),
            _ => {
                let words = format!("“{}” cannot be made of this package. Choose another product.", product.name);
                Err(Error::Invalid(Problems::one("becomes", words)))
            }
        }
    }

    /// What came of it. Its debit from a patient's order is the catalog's: it was the source's amount in another unit.
    fn derivative(&self, tx: &mut Conn, package: &Package, source: &Source, barcode: Barcode) -> Result<NewPackage> {
        let product = Product::find(tx, self.product)?;
        let cost = package.cost_cents.map(|cost| Cents(cost.0.saturating_mul(self.used.0).checked_div(self.made.0).unwrap_or(0)));
        let child = package.offspring(tx, barcode, source.spoken)?;
        let lot = child.lot_name.clone().unwrap_or_default();
        let words = [product.name.as_str(), &product.sku, &product.strain, &child.strain, &source.state_name, &lot].join(" ");
        let child = NewPackage {
            product_id: product.id,
            inventory_type: source.inventory_type,
            state_name: source.state_name.clone(),
            cost_cents: cost,
            med_usable: None,
            search_text: format!("{} {barcode}", words.to_lowercase()),
            ..child
        };
        Ok(if self.as_it_is { child } else { untested(child) })
    }
}

fn untested(child: NewPackage) -> NewPackage {
    NewPackage {
        med_usable: None,
        sample_id: None,
        lab_result: None,
        lab_license: None,
        lab_tests: None,
        lab_read_at: None,
        ..child
    }
}

impl Filing for Convert {
    const ACTION: Action = Action::Convert;
    type Needs = may::Convert;
    type Answer = Derivatives;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Package::subject(self.package)])?;
        let package = Package::find(tx, opening.clerk.location, self.package)?;
        let (product, inventory_type) = self.product(tx, &package)?;
        self.check(tx, &package, &product)?;
        let owner = Owner::Filing(opening.filing);
        if !stock::hold(tx, owner, package.id, package.room_id, self.used, opening.now)? {
            return rule(format!("Part of package {} was just taken. Look at what is left.", package.barcode.grouped()));
        }
        let source = Source {
            location: opening.clerk.location,
            barcode: package.barcode,
            room: package.room_id,
            inventory_type,
            state_name: product.state_name.filter(|name| !name.is_empty()).unwrap_or(product.name),
            by: opening.clerk.user,
            converted_at: opening.now,
            spoken: Some(package.lab_has_spoken()),
        };
        let message = self.message(&source);
        self.source = Some(source);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Derivatives>) -> Result<PackageId> {
        let source = self.source()?;
        let package = Package::find(tx, source.location, self.package)?;
        let birth = Birth { by: source.by, filing: receipt.filing(), at: source.converted_at };
        let (used_up, made) = (Effect::UsedUp { from: source.room }, Effect::Made { into: source.room });
        stock::post(tx, receipt, used_up, &[(package.id, self.used)], source.converted_at)?;
        let Some(barcode) = receipt.answer().main() else { return Err(internal("a conversion made nothing")) };
        let child = self.derivative(tx, &package, source, barcode)?;
        birth.write(tx, &package, &child, self.used, self.made)?;
        stock::post(tx, receipt, made, &[(child.id, self.made)], source.converted_at)?;
        match (self.waste, receipt.answer().waste()) {
            (Some(waste), Some(barcode)) => {
                let lost = untested(package.offspring(tx, barcode, source.spoken)?);
                let lost = NewPackage { inventory_type: WASTE.0, state_name: WASTE.1.into(), cost_cents: None, ..lost };
                birth.write(tx, &package, &lost, waste, waste)?;
                stock::post(tx, receipt, made, &[(lost.id, waste)], source.converted_at)?;
            }
            (None, None) => {}
            _ => return Err(internal("the state says otherwise than we of the waste of a conversion")),
        }
        Ok(child.id)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.source.as_ref().map_or_else(|| Trace::in_table("inventory"), |source| self.message(source).trace())
    }

    fn summary(&self) -> String {
        match &self.source {
            Some(source) => {
                format!("Convert {} g of {} to {} × {}", self.used, source.barcode.grouped(), self.made, source.state_name)
            }
            None => Self::ACTION.label().to_owned(),
        }
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}/conversions/new", self.package)
    }

    fn result_url(&self, made: &PackageId) -> String {
        format!("/inventory/{made}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::EXCESS;
    use super::*;

    #[test]
    fn what_comes_out_is_weighed_with_its_waste() {
        let (package, product) = (PackageId::new(), ProductId::new());
        let (used, made, usable, waste) = (Quantity::units(35), Quantity::units(10), Quantity(350), Some(Quantity(50)));
        let convert = Convert { waste, ..Convert::new(package, product, used, made, usable) };
        assert_eq!(convert.output(), Quantity(3550));
        assert!(convert.output() <= used.plus(EXCESS), "half a gram more than went in is within what scales may lie");
    }
}
