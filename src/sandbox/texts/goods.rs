//! SYNTHETIC texts about goods and laboratories. No source says what the state says here.

use super::Refusal;

// Invented with the Florida additions.
synthetic! {
    two_samples "A re-test needs two samples.";
    no_bypass "The result of a laboratory cannot be bypassed.";
}

pub fn not_failed(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} has not failed QA testing."))
}

pub fn failed_already(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} has failed QA testing: it has to be re-tested or remediated."))
}

// Ours.
synthetic! {
    at_several_places "The identifiers you specified are not all at one location.";
    one_strain "A flower lot is made of one strain only.";
    one_source "Without modification a derivative is made of one item only.";
    unknown_type "The inventory type you specified is not in the list of types.";
    not_a_beginning "Inventory of the type you specified cannot be made new.";
    source_needed "Please specify the source of new inventory.";
    lab_not_found "The laboratory you specified could not be found.";
    vendor_not_found "The vendor you specified could not be found.";
    unknown_sample_type "The sample type you specified is not in the list of types.";
    unknown_test "The test type you specified is not in the list of types.";
    results_filed "Test results have already been filed for this sample.";
}
