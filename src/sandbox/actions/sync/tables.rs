//! Which tables there are (biotrack-api §3), in the order in which clients ask for them, whose rows each shows, and which of their
//! fields only the Florida additions have. Each is also an action.

use super::sync;
use crate::sandbox::actions::{Action, Provenance, read};

/// Whose rows of a table a caller sees.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Everybody,
    Company,
    Licenses,
}

/// One table. Its name is also the kind of its rows.
pub struct Table {
    pub name: &'static str,
    pub whose: Whose,
    pub action: Action,
    /// Fields that are part of the wire with the Florida additions only.
    pub florida: &'static [&'static str],
    /// Fields that this table lacks and others have.
    pub without: &'static [&'static str],
}

macro_rules! tables {
    ($($name:literal $provenance:ident $whose:ident [$($florida:literal)*] [$($without:literal)*];)+) => {
        const TABLES: &[Table] = &[$(
            Table {
                name: $name,
                whose: Whose::$whose,
                action: read(concat!("sync_", $name), Provenance::$provenance, sync),
                florida: &[$($florida),*],
                without: &[$($without),*],
            }
        ),+];
        pub const ACTIONS: &[Action] = &[$(read(concat!("sync_", $name), Provenance::$provenance, sync)),+];
    };
}

// name, where we know it from, whose rows, [fields of Florida], [fields it lacks]
tables! {
    "vendor" Documented Everybody [] [];
    "qa_lab" Documented Everybody [] ["deleted"];
    "third_party_transporter" Observed Everybody [] [];
    "employee" Documented Company [] [];
    "vehicle" Documented Company [] [];
    "inventory_room" Documented Licenses [] [];
    "plant_room" Documented Licenses [] [];
    // Newer states have `med_usableweight`, with or without Florida's reading of it.
    "inventory" Documented Licenses ["source_label" "remediated"] [];
    "plant" Documented Licenses [] [];
    "plant_derivative" Documented Licenses [] [];
    "manifest" Documented Licenses ["arrived_at" "card_id"] [];
    "inventory_transfer" Documented Licenses ["invoice_number"] [];
    "inventory_transfer_inbound" Documented Licenses ["reject_reason"] [];
    "inventory_sample" Observed Licenses [] [];
    "inventory_qa_sample" Observed Licenses [] [];
    "inventory_adjust" Documented Licenses [] [];
    "sale" Documented Licenses ["sale_time" "order_id" "route" "name"] [];
    "tax_report" Documented Licenses [] [];
    // Few clients know it, and none shows its fields (biotrack-api §1.8).
    "id_preassign" Inferred Licenses [] [];
    "registry_hold" Invented Licenses [] [];
}

pub fn all() -> impl Iterator<Item = &'static Table> {
    TABLES.iter()
}
