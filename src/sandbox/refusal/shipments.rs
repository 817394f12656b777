//! Documented and captured texts about manifests and transfers (biotrack-api §1.6).

use super::Refusal;

documented! {
    mixed_refunds 268 "Your manifest includes a mix of sale items and refund items and you must file these as separate manifests.";
    nothing_to_transfer 602 "Please specify at least one item to transfer.";
    manifest_items_not_found 602 "The manifest item(s) you specified could not be found or has already been voided.";
    manifest_fulfilled 602 "The manifest you specified has already been fulfilled.";
    no_valid_license 602 "Please specify a valid license number.";
    manifest_void_failed 1000 "There was an error voiding the manifest. Please try again.";
    stop_void_failed 1000 "There was an error voiding the manifest stop. Please try again.";
    transaction_void_failed 1000 "There was an error voiding the transaction. Please try again.";
    not_internal 602 "This was not an internal transfer and must have a valid price associated with it.";
}

pub fn not_fully_tested(barcode: &str) -> Refusal {
    let text = "has not been fully QA tested and cannot be transferred until that has been completed.";
    Refusal::new(202, format!("The item {barcode} {text}"))
}

pub fn departs_too_early(stop: i64, hours: i64) -> Refusal {
    let text = format!("is less than {hours} hours from the current time and will need to be corrected.");
    Refusal::new(268, format!("The departure time for stop number {stop} {text}"))
}

pub fn waiting_period(hours: i64) -> Refusal {
    Refusal::new(602, format!("The mandatory {hours} hour waiting period has not passed."))
}

pub fn no_sale_price(barcode: &str) -> Refusal {
    Refusal::new(602, format!("You did not provide a sale price for the inventory item {barcode}."))
}
