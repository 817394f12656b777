//! The unit the state keeps a package in, by its inventory type (biotrack-api §1.7), and the type's name (§4.1).

use super::super::products::RETAIL_TYPES;
use crate::biotrack::messages::Uom;

/// What a package's quantity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Each,
    Gram,
}

impl Unit {
    pub fn of(inventory_type: i64) -> Self {
        match inventory_type {
            7 | 10..=12 | 22..=26 | 28 | 31 | 32 | 34..=37 => Self::Each,
            _ => Self::Gram,
        }
    }

    /// Only whole ones.
    pub fn is_counted(self) -> bool {
        self == Self::Each
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Gram => "g",
        }
    }

    pub fn wire(self) -> Uom {
        match self {
            Self::Each => Uom::Each,
            Self::Gram => Uom::Gram,
        }
    }
}

/// What may come to a shop and is not sold as it is; the retail types are the catalog's.
const OTHER_TYPES: [(i64, &str); 21] = [
    (5, "Kief"),
    (6, "Flower"),
    (7, "Clone"),
    (9, "Other Plant Material"),
    (10, "Seed"),
    (11, "Plant Tissue"),
    (12, "Mature Plant"),
    (13, "Flower Lot"),
    (14, "Other Plant Material Lot"),
    (15, "Bubble Hash"),
    (16, "Hash"),
    (17, "Hydrocarbon Wax"),
    (18, "CO2 Hash Oil"),
    (19, "Food Grade Solvent Extract"),
    (20, "Infused Dairy Butter or Fat in Solid Form"),
    (21, "Infused Cooking Oil"),
    (26, "Sample Jar"),
    (27, "Waste"),
    (29, "Wet Flower"),
    (30, "Marijuana Mix"),
    (33, "Non-Mandatory QA Sample"),
];

/// How the state names an inventory type.
pub fn type_name(inventory_type: i64) -> String {
    let known = RETAIL_TYPES.iter().chain(&OTHER_TYPES).find(|(number, _)| *number == inventory_type);
    known.map_or_else(|| format!("Type {inventory_type}"), |(_, name)| (*name).to_owned())
}
