//! Deliveries to patients: stops of a manifest that are for a person (invented).

use crate::biotrack::messages::decimal;
use crate::values::{Barcode, Quantity};
use serde::Serialize;

/// A stop for a patient: a card in place of a licence, and parts of packages in place of whole ones (invented).
#[derive(Debug, Clone, Serialize)]
pub struct PatientStop {
    pub card_id: String,
    pub data: Vec<HandedOver>,
}

/// What a patient is to get of one package (invented).
#[derive(Debug, Clone, Serialize)]
pub struct HandedOver {
    pub barcodeid: Barcode,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
}
