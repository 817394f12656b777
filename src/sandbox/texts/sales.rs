//! SYNTHETIC texts about sales, holds, taxes and tables: ours, because no source publishes what the state says.

use super::Refusal;

synthetic! {
    hold_not_open "The hold you specified has already been released or sold against.";
    hold_of_another_card "The hold you specified belongs to another card.";
    item_number_needed "Please specify the item number: the sale has this identifier more than once.";
    sold_in_units "Items are sold by the piece; please specify them in each.";
    unknown_month "Please specify a month from 1 to 12 and a year.";
    month_to_come "The tax period you specified has not begun.";
}

pub fn hold_not_covering(barcode: &str) -> Refusal {
    Refusal::new(602, format!("The hold you specified does not cover this sale of barcode {barcode}."))
}

pub fn block_size(largest: i64) -> Refusal {
    Refusal::new(602, format!("Please specify a count from 1 to {largest}."))
}

pub fn unknown_table(name: &str) -> Refusal {
    Refusal::new(602, format!("There is no table {name}."))
}
