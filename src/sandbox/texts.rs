//! SYNTHETIC refusal texts. None of these was ever seen from a state system: the first group is invented with the Florida additions,
//! the rest is ours because no source publishes what the state says. A client must not depend on them. Documented texts are in
//! `refusal.rs`.

use super::refusal::Refusal;

/// A synthetic text that needs no particulars; always code 602.
macro_rules! synthetic {
    ($($name:ident $text:literal;)+) => {$(
        #[doc = concat!("Synthetic: “", $text, "”")]
        pub fn $name() -> Refusal { Refusal::new(602, $text) }
    )+};
}

// Below the macro that they use.
mod sales;
mod shipments;

pub use sales::*;
pub use shipments::*;

mod goods;

pub use goods::*;

// Invented with the Florida additions.
synthetic! {
    card_not_found "The card you specified could not be found.";
    not_arrived "This stop has not been marked as arrived.";
    already_received "This manifest has already been received.";
    customer_return "This item is a customer return and can only be destroyed.";
    void_too_late "This sale can no longer be voided.";
}

pub fn not_registered(actor: &str) -> Refusal {
    Refusal::new(62, format!("The user {actor} is not registered."))
}

pub fn over_allotment(route: &str, wanted: &str, unit: &str, left: &str) -> Refusal {
    Refusal::new(602, format!("The patient's allotment for {route} does not allow {wanted} {unit}; {left} remain."))
}

// Ours: about the call as a whole.
synthetic! {
    nonce_not_found "No result was found for the nonce you specified.";
    manifest_mismatch "The identifiers you specified are not all on one manifest.";
    not_a_refund "A refund needs a price of zero or less.";
    refund_too_large "More was refunded than was sold.";
    nothing_sold "Please specify at least one item or device to dispense.";
    several_locations "The items of one sale must be at one location.";
    future_sale "The sale time you specified is in the future.";
    future_arrival "The arrival time you specified is in the future.";
    already_arrived "This stop has already been marked as arrived.";
    no_staff_role "A delivery can only be completed by a registered deliverer.";
    hold_not_found "The hold you specified could not be found.";
    wrong_card_key "The card key you specified does not belong to this card.";
    minor_alone "The patient is a minor: the sale needs an active caregiver.";
    caregiver_not_active "The caregiver you specified is not an active caregiver of this patient.";
    room_exists "A room with this id already exists at this location.";
    room_not_found "The room could not be found at this location.";
    room_not_empty "The room still holds inventory and cannot be removed.";
    employee_exists "An employee with this id already exists.";
    vehicle_exists "A vehicle with this id already exists.";
    no_plants "Plants are not kept by this sandbox.";
    vehicle_not_found "The vehicle could not be found.";
    whole_only "An item can only be taken as a whole; split it first.";
    unknown_reason "The reason you specified is not in the list of reasons.";
    reason_text_needed "Please describe the reason.";
    unknown_adjustment "The adjustment type you specified is not in the list of types.";
    bad_price "Please specify a price of zero or more.";
    reject_reason "Please give a reject reason for each item that is not accepted in full.";
    item_number_twice "Each line of a sale needs an item number of its own.";
    given_twice "An identifier was specified more than once.";
}

pub fn unreadable() -> Refusal {
    Refusal::bare("The request could not be read: it is not one JSON object.")
}

pub fn too_large() -> Refusal {
    Refusal::bare("The request is too large to be read.")
}

pub fn too_many_values() -> Refusal {
    Refusal::bare("The request has too many values to be read.")
}

/// The beginning of it was seen in a third party's mock only (biotrack-api §1.6).
pub fn no_company() -> Refusal {
    Refusal::bare("Company identifier not provided.")
}

pub fn user_exists() -> Refusal {
    Refusal::bare("A user with this name already exists.")
}

pub fn missing(field: &str) -> Refusal {
    Refusal::new(602, format!("Please specify {field}."))
}

pub fn unreadable_field(field: &str) -> Refusal {
    Refusal::new(602, format!("The value of {field} could not be read."))
}

pub fn card_not_active(status: &str) -> Refusal {
    Refusal::new(602, format!("The card you specified is {status}; nothing can be dispensed on it."))
}

pub fn order_not_found(order: &str) -> Refusal {
    Refusal::new(602, format!("The order {order} is not an order of this patient."))
}

pub fn order_not_open(order: &str) -> Refusal {
    Refusal::new(602, format!("The order {order} is not open on the day of the sale."))
}

pub fn wrong_order(barcode: &str, order_type: &str, route: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} cannot be dispensed on an order of type {order_type} for {route}."))
}

pub fn wrong_route(order: &str, route: &str) -> Refusal {
    Refusal::new(602, format!("The order {order} is not for the route {route}."))
}

pub fn no_device(order: &str) -> Refusal {
    Refusal::new(602, format!("The order {order} does not allow a delivery device."))
}

pub fn not_tested(barcode: &str) -> Refusal {
    Refusal::new(
        602,
        format!("Barcode {barcode} has not been fully QA tested and cannot be dispensed until that has been completed."),
    )
}

pub fn test_failed(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} has failed QA testing and cannot be dispensed."))
}

pub fn no_debit(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} has no medical usable weight and cannot be dispensed."))
}

pub fn not_retail(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} is not of a type that can be dispensed."))
}

/// The text of Florida's REST interface for an over-deduction, with the real digits.
pub fn not_enough(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} does not have sufficient remaining quantity."))
}

pub fn scheduled(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} is scheduled for destruction."))
}

pub fn already_scheduled(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} has already been scheduled for destruction."))
}

pub fn not_scheduled(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} has not been scheduled for destruction."))
}

pub fn too_early(barcode: &str, hours: i64) -> Refusal {
    Refusal::new(602, format!("The mandatory {hours} hour waiting period for barcode {barcode} has not passed."))
}

pub fn item_not_found(barcode: &str) -> Refusal {
    Refusal::new(602, format!("The identifier {barcode} could not be found."))
}

pub fn more_than_sent(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} was not sent in that quantity."))
}

pub fn not_sold(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} is not a line of the transaction you specified."))
}

pub fn amount_too_small(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Please specify a quantity above zero for barcode {barcode}."))
}
