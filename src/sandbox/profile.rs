//! What differs from state to state, as data: a profile is chosen when the books are first opened and stays theirs. A world file
//! may change single points of it.

use crate::values::{OrderType, Route};
use serde::{Deserialize, Serialize};

/// What becomes of goods that a customer brings back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restock {
    /// A new identifier that may only be destroyed or shipped back (Florida).
    NewIdentifier,
    /// They lie under their old identifier again.
    SameIdentifier,
    /// The state keeps no stock of them.
    Nothing,
}

/// How long a sale may be voided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidWindow {
    /// On the business day of the sale (Florida).
    BusinessDay,
    /// As long as its tax period is not locked.
    Unlimited,
}

/// How new 16-digit identifiers are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identifiers {
    Random,
    /// One after the other, from this number.
    CountedFrom(i64),
}

/// A state's configurable points (biotrack-api §7). Of those that are named there, these are not configurable here:
///
/// * Address and training: the first is the server's ([`super::Settings`]), the second is on every call. One path, `/serverjson.asp`.
/// * The content type: it is not looked at, and the answer's is always `text/plain`, as clients must bear anyway.
/// * XML: no sample of it is public, so there is JSON only.
/// * The API string: `4.0` always. Another would be another wire.
/// * Session or `nosession`: both always, as a call says.
/// * A scalar for an array: understood in every request; answers always have the array, so a client's tolerance of the other way is not
///   tried here.
/// * Decimals: two in every profile, because quantities are whole hundredths throughout (`values::Quantity`).
/// * Preassigned identifiers: `id_preassign` hands them out, and no action takes them (`use_preassigned`): its fields are known from one
///   state and one period only.
/// * The check that a sale's price is the line's total: there is none to switch off.
/// * Fault injection: through the control door, call by call (`faults.rs`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    /// Whether the invented Florida additions are part of the wire: `actor`, the patient registry, arrivals, holds.
    pub florida_additions: bool,
    /// Whether plants may be reported; anyone but a grower is told that the privilege is missing.
    pub grower: bool,
    pub session_minutes: i64,
    /// Numbers of answers as strings, as in the vendor's document; live systems send numbers.
    pub numbers_as_text: bool,
    /// A nonce that was used before is answered with its first result; otherwise the call is done again.
    pub dedupe_nonces: bool,
    pub identifiers: Identifiers,
    pub destroy_wait_hours: i64,
    pub retailer_may_destroy: bool,
    pub qa_needed_at_manifest: bool,
    pub qa_needed_at_sale: bool,
    /// How long before its departure a manifest must be filed.
    pub manifest_lead_hours: i64,
    /// How long after it was filed a manifest may be transferred.
    pub outbound_wait_hours: i64,
    pub two_drivers: bool,
    pub items_per_manifest: Option<usize>,
    pub one_stop_per_license: bool,
    /// Goods go to licences of the same company and to laboratories only, and to whom the department lets others supply after a
    /// failed harvest (florida-rules 6.10).
    pub transfers_within_company: bool,
    pub arrival_before_receipt: bool,
    /// What is not accepted is at once the sender's outstanding return and the stop is closed; otherwise it stays inbound.
    pub rest_goes_back: bool,
    /// The largest flower lot, in pounds.
    pub flower_lot_pounds: Option<i64>,
    /// The largest lot of a mix, in pounds.
    pub mix_lot_pounds: Option<i64>,
    /// A company is producer, processor and retailer at once: what is a producer's it may do at all of its places.
    #[serde(default)]
    pub vertically_integrated: bool,
    /// How much more may come out of a conversion than went in.
    #[serde(default)]
    pub conversion_excess_grams: i64,
    /// A laboratory's result also counts for what was split off while it was awaited; in Florida for later children only.
    #[serde(default)]
    pub results_reach_children: bool,
    pub medical_card_required: bool,
    pub restock: Restock,
    pub void_window: VoidWindow,
    /// Whether filing the taxes of a month locks it.
    pub tax_lock: bool,
    /// How far ahead of the state's clock a time may be and still not be "in the future".
    pub clock_slack_seconds: i64,
}

impl Profile {
    /// Florida, as far as it is known, above the wire of API 4.0.
    pub fn florida() -> Self {
        Self {
            name: "florida".into(),
            florida_additions: true,
            grower: false,
            session_minutes: 60,
            numbers_as_text: false,
            dedupe_nonces: false,
            identifiers: Identifiers::Random,
            destroy_wait_hours: 72,
            retailer_may_destroy: true,
            qa_needed_at_manifest: true,
            qa_needed_at_sale: true,
            manifest_lead_hours: 0,
            outbound_wait_hours: 0,
            two_drivers: false,
            items_per_manifest: Some(1000),
            one_stop_per_license: true,
            transfers_within_company: true,
            arrival_before_receipt: true,
            rest_goes_back: true,
            flower_lot_pounds: None,
            mix_lot_pounds: None,
            vertically_integrated: true,
            conversion_excess_grams: 1,
            results_reach_children: false,
            medical_card_required: true,
            restock: Restock::NewIdentifier,
            void_window: VoidWindow::BusinessDay,
            tax_lock: true,
            clock_slack_seconds: 5,
        }
    }

    /// API 4.0 as its document and its independent clients have it, with no state's own rules.
    pub fn generic() -> Self {
        Self {
            name: "generic".into(),
            florida_additions: false,
            items_per_manifest: None,
            one_stop_per_license: false,
            transfers_within_company: false,
            arrival_before_receipt: false,
            rest_goes_back: false,
            flower_lot_pounds: Some(15),
            mix_lot_pounds: Some(5),
            vertically_integrated: false,
            conversion_excess_grams: 0,
            results_reach_children: true,
            medical_card_required: false,
            restock: Restock::SameIdentifier,
            void_window: VoidWindow::Unlimited,
            ..Self::florida()
        }
    }

    /// The names of those there are.
    pub const NAMES: [&str; 2] = ["florida", "generic"];

    /// A profile by its name; `Err` is the words for whoever asked for another.
    pub fn by_name(name: &str) -> Result<Self, String> {
        Self::named(name).ok_or_else(|| format!("there is no profile “{name}”, only {}", Self::NAMES.join(", ")))
    }

    /// A profile by its name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "florida" => Some(Self::florida()),
            "generic" => Some(Self::generic()),
            _ => None,
        }
    }
}
/// Whether goods of that type are counted, not weighed (biotrack-api §1.7, disagreement 9).
pub fn unit_based(inventory_type: i64) -> bool {
    matches!(inventory_type, 7 | 10..=12 | 22..=26 | 28 | 31 | 32 | 34..=37)
}

/// Whether goods of that type may be sent on untested: seeds and plants, waste, and what is itself a sample (our reading).
pub fn exempt_from_tests(inventory_type: i64) -> bool {
    matches!(inventory_type, 7 | 10..=12 | 26 | 27 | 33)
}

/// Whether goods of that type are sold to patients (biotrack-api §4.1).
pub fn retail(inventory_type: i64) -> bool {
    !routes(inventory_type).is_empty()
}

/// The routes that goods of that type may be dispensed for (florida-rules 2.5, 3.6).
pub fn routes(inventory_type: i64) -> &'static [Route] {
    match inventory_type {
        22 | 23 => &[Route::Edible],
        24 => &[Route::Inhalation],
        25 | 36 => &[Route::Topical],
        28 | 31 => &[Route::Smoking],
        32 => &[Route::Smoking, Route::Inhalation],
        34 => &[Route::Oral],
        35 => &[Route::Sublingual, Route::Oral],
        37 => &[Route::Suppository],
        _ => &[],
    }
}

/// The kind of order that goods of that type are for, unless the lab says that they are low in THC.
pub fn order_type(inventory_type: i64) -> OrderType {
    if routes(inventory_type).first() == Some(&Route::Smoking) { OrderType::Smoking } else { OrderType::Medical }
}

/// An amount in another unit as the stored one: grams for what is weighed. A millilitre is one of whatever is stored, as no source says
/// how it converts. `None` for a unit that is not known.
pub fn in_stored_unit(amount: i64, unit: Option<&str>) -> Option<i64> {
    let ten_thousandths = match unit.map(str::trim) {
        None | Some("" | "g" | "ml" | "each") => 10_000,
        Some("mg") => 10,
        Some("kg") => 10_000_000,
        Some("oz") => 283_495,
        Some("lb") => 4_535_920,
        Some(_) => return None,
    };
    let product = amount.checked_mul(ten_thousandths)?;
    Some((product + product.signum() * 5_000) / 10_000)
}
