//! Packages made out of packages: sublots, lots, and what is converted into something else.

use super::{Uom, Write, decimal, decimal_if_any, fields};
use crate::biotrack::answer::{Derivatives, NewLot, NewPackages, Plain};
use crate::biotrack::trace::Trace;
use crate::values::{Barcode, License, Quantity};
use serde::Serialize;

/// The type that what is lost in a conversion gets (biotrack-api §4.1).
const WASTE: &str = "27";

/// Each line makes one new package out of a part of another.
#[derive(Debug, Clone, Serialize)]
pub struct InventorySplit {
    pub data: Vec<SplitLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<License>,
}

/// What is taken out of which package.
#[derive(Debug, Clone, Serialize)]
pub struct SplitLine {
    pub barcodeid: Barcode,
    #[serde(serialize_with = "decimal")]
    pub remove_quantity: Quantity,
    /// Left out, it is the unit that the state keeps the package in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_quantity_uom: Option<Uom>,
}

/// Joins parts of packages into one lot, of the sum of its lines.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryCreateLot {
    /// 13 (of flower), 14 (of other plant material) or 30 (a mix).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot_type: Option<i64>,
    /// 0 or 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_medical: Option<u8>,
    pub data: Vec<SplitLine>,
}

/// Makes something else out of parts of packages.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryConvert {
    pub data: Vec<SplitLine>,
    pub derivative_type: i64,
    #[serde(serialize_with = "decimal")]
    pub derivative_quantity: Quantity,
    pub derivative_quantity_uom: Uom,
    #[serde(serialize_with = "decimal_if_any", skip_serializing_if = "Option::is_none")]
    pub derivative_usable: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivative_usable_uom: Option<Uom>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivative_strain: Option<String>,
    /// Needed for what is sold as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derivative_product: Option<String>,
    #[serde(serialize_with = "decimal_if_any", skip_serializing_if = "Option::is_none")]
    pub waste: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waste_uom: Option<Uom>,
    #[serde(serialize_with = "decimal_if_any", skip_serializing_if = "Option::is_none")]
    pub net_package: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_package_uom: Option<Uom>,
    /// 1 keeps the laboratory's result; then there may be one source only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_modification: Option<u8>,
}

impl InventoryConvert {
    /// So much of a type, out of these.
    pub fn of(data: Vec<SplitLine>, derivative_type: i64, quantity: Quantity, uom: Uom) -> Self {
        Self {
            data,
            derivative_type,
            derivative_quantity: quantity,
            derivative_quantity_uom: uom,
            derivative_usable: None,
            derivative_usable_uom: None,
            derivative_strain: None,
            derivative_product: None,
            waste: None,
            waste_uom: None,
            net_package: None,
            net_package_uom: None,
            no_modification: None,
        }
    }

    /// The usable grams in each piece.
    pub fn usable_grams(self, grams: Quantity) -> Self {
        Self { derivative_usable: Some(grams), derivative_usable_uom: Some(Uom::Gram), ..self }
    }

    /// The grams that are lost: they become a package of waste.
    pub fn waste_grams(self, grams: Quantity) -> Self {
        Self { waste: Some(grams), waste_uom: Some(Uom::Gram), ..self }
    }

    /// The net weight that the label says, in grams.
    pub fn net_package_grams(self, grams: Quantity) -> Self {
        Self { net_package: Some(grams), net_package_uom: Some(Uom::Gram), ..self }
    }
}

/// Takes a conversion back, while its derivative is untouched.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryConvertUndo {
    /// The derivative's.
    pub barcodeid: Barcode,
}

/// One new package out of all of these: its list of parents has each of them.
fn out_of(lines: &[SplitLine], then: impl Iterator<Item = (&'static str, String)>) -> Vec<(&'static str, String)> {
    lines.iter().map(|line| ("inventoryparentid", line.barcodeid.to_string())).chain(then).collect()
}

impl Write for InventorySplit {
    const ACTION: &'static str = "inventory_split";
    type Answer = NewPackages;

    fn trace(&self) -> Trace {
        let row = |trace: Trace, line: &SplitLine| {
            trace.row([("inventoryparentid", line.barcodeid.to_string()), ("remaining_quantity", line.remove_quantity.wire())])
        };
        self.data.iter().fold(Trace::in_table("inventory"), row).made().and_nothing_else()
    }
}

impl Write for InventoryCreateLot {
    const ACTION: &'static str = "inventory_create_lot";
    type Answer = NewLot;

    fn trace(&self) -> Trace {
        let sum = self.data.iter().fold(Quantity::ZERO, |sum, line| sum.plus(line.remove_quantity));
        let lot_type = self.lot_type.map(|number| number.to_string());
        let lot = fields([("remaining_quantity", sum.wire())], [("inventorytype", lot_type)]);
        Trace::in_table("inventory").row(out_of(&self.data, lot)).made().and_nothing_else()
    }
}

impl Write for InventoryConvert {
    const ACTION: &'static str = "inventory_convert";
    type Answer = Derivatives;

    fn trace(&self) -> Trace {
        let derivative = fields(
            [("inventorytype", self.derivative_type.to_string()), ("remaining_quantity", self.derivative_quantity.wire())],
            [("productname", self.derivative_product.clone())],
        );
        let trace = Trace::in_table("inventory").row(out_of(&self.data, derivative)).made().and_nothing_else();
        match self.waste.filter(|waste| waste.is_positive()) {
            Some(waste) => trace.row([("inventorytype", WASTE.to_owned()), ("remaining_quantity", waste.wire())]),
            None => trace,
        }
    }
}

impl Write for InventoryConvertUndo {
    const ACTION: &'static str = "inventory_convert_undo";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("inventory").row([("id", self.barcodeid.as_str()), ("deleted", "1")])
    }
}
