//! What the state says no to about goods and laboratories, word for word (biotrack-api §1.6).

use super::Refusal;

documented! {
    more_out_than_in 202 "A derivative amount greater than the deduction amount was entered.";
    over_an_ounce 202 "The usable amount specified is greater than an ounce.";
    no_plant_room 200 "You did not specify a valid room for the new plant(s).";
    only_labs 200 "Only QA Labs may enter results.";
    results_not_filed 602 "Test results have not yet been filed.";
    cannot_be_sampled 602 "You attempted to QA sample an inventory type that cannot be sampled.";
    tested_already 602
        "You attempted to QA sample an inventory item that has already been successfully tested. It will need to be approved for re-testing.";
    no_conversion 602 "No inventory conversion could be found for the inventory identifier specified.";
    conversion_touched 602 "The inventory item has been adjusted after conversion and is no longer eligible to be reverted.";
    nothing_to_modify 602 "You did not provide a strain, product name or package weight to update.";
    no_data 602 "You did not provide any data to update.";
}

pub fn flower_lot_too_large(pounds: i64) -> Refusal {
    Refusal::new(202, format!("You cannot create flower lots greater than {pounds} pounds."))
}

pub fn mix_lot_too_large(pounds: i64) -> Refusal {
    Refusal::new(202, format!("You cannot create marijuana mix lots greater than {pounds} pounds."))
}

pub fn cannot_convert(from: &str, into: &str) -> Refusal {
    Refusal::new(202, format!("You cannot convert from {from} into {into}."))
}
