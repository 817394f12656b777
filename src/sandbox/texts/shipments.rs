//! SYNTHETIC texts about manifests, transfers and deliveries: ours, because no source publishes what the state says.

use super::Refusal;

synthetic! {
    stop_numbers "The stop numbers of a manifest count from 1 without a gap.";
    arrives_before_departing "The arrival time of a stop lies before its departure time.";
    same_license "Goods that stay at one license need no manifest.";
    outside_company "Goods may only be transferred within the same company or to a laboratory.";
    two_stops_one_license "A manifest cannot have two stops at the same license.";
    same_driver_twice "Two different employees must go with this manifest.";
    own_drivers_deliver "Only drivers of the sender deliver to patients.";
    transporter_not_found "The third party transporter could not be found.";
    patients_and_licenses "Deliveries to patients and transfers to licenses must be filed as separate manifests.";
    delivery_not_transferred "A delivery to a patient is completed by its sale, not by a transfer.";
    partly_received "Something of this transfer has already been received.";
}

pub fn too_many_items(count: usize, most: usize) -> Refusal {
    Refusal::new(602, format!("A manifest cannot have more than {most} items; this one has {count}."))
}

pub fn not_on_manifest(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} is not on the manifest you specified."))
}

pub fn not_on_delivery(barcode: &str) -> Refusal {
    Refusal::new(602, format!("Barcode {barcode} is not on its way to this patient in that quantity."))
}
