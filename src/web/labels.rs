//! What a field is called in the list of problems: as its label in the page says. The list stands above the form, so it is written
//! before the form's own words are; the test reads the templates and keeps the two alike.

/// Fields whose label is not simply their name.
const LABELS: &[(&str, &str)] = &[
    ("account_password", "Your password"),
    ("add", "Add tags"),
    ("again", "New password again"),
    ("all_room", "Room for all of it"),
    ("approver", "Approved by"),
    ("arrives_on", "Day of arrival"),
    ("arrives_time", "Time of arrival"),
    ("badge", "Badge or reference"),
    ("ban_reason", "Reason for a ban"),
    ("born_on", "Date of birth"),
    ("card_id", "Patient card number"),
    ("caregiver", "Who buys?"),
    ("caregiver_card_id", "Caregiver card number"),
    ("cart_minutes", "Carts end untouched after"),
    ("cbd_content", "CBD in one unit"),
    ("color", "Colour"),
    ("create_batches", "Create Batches Automatically"),
    ("current", "Current password"),
    ("damaged", "How many"),
    ("damaged_code", "Damaged package"),
    ("debit", "Part by debit"),
    ("departs_on", "Day of departure"),
    ("departs_time", "Time of departure"),
    ("disposed_on", "Disposal date"),
    ("ends_on", "Last day"),
    ("errand", "What for"),
    ("exempt", "SKUs"),
    ("expiration_days", "Expires after"),
    ("expiry_days", "Expiry after receipt"),
    ("facility", "Destination"),
    ("facility_kind", "Type of facility"),
    ("external_number", "External order number"),
    ("first_quantity", "First sample"),
    ("from", "First day"),
    ("from_minute", "From"),
    ("guest", "Licence, card or name"),
    ("how", "What this quantity is"),
    ("how_told", "How the patient was told"),
    ("idle_blank_minutes", "Blank names after"),
    ("inventory_type", "External category"),
    ("invoice_number", "Invoice or PO number"),
    ("kind", "Kind"),
    ("lab", "Laboratory"),
    ("label", "External package id"),
    ("least_spend", "From so much spent on it"),
    ("least_units", "From so many units of it"),
    ("left_store", "Did the goods leave the store?"),
    ("license", "Licence number"),
    ("license_number", "Driving licence number"),
    ("line", "Labels of"),
    ("login_id", "Login ID"),
    ("low_threshold", "Low below"),
    ("manifest_kind", "Type of manifest"),
    ("method", "It comes"),
    ("mmur_email", "MMUR email"),
    ("most_per_sale", "Most in one sale"),
    ("new_for", "Or on a new manifest for"),
    ("new_pin", "New PIN"),
    ("next", "Stays in the drawer"),
    ("nickname", "Name"),
    ("onto", "On this draft"),
    ("opens_on", "Begins on"),
    ("opens_time", "Begins at"),
    ("opening", "In the drawer now"),
    ("other_way", "Why another way than it was paid"),
    ("package", "Package id"),
    ("packages", "Packages to report"),
    ("part", "Only so much of it"),
    ("password_days", "Passwords are changed every"),
    ("password_length", "Shortest password"),
    ("patient", "Name or card number"),
    ("per", "How many"),
    ("permit", "Permission to supply another company"),
    ("pickup_on", "Pickup day"),
    ("pin", "PIN"),
    ("pin_again", "New PIN again"),
    ("pin_length", "Length of a PIN"),
    ("posted_amount", "Takes from the order"),
    ("pre_order_hours", "Pre-orders end after"),
    ("price", "Price"),
    ("ratio", "THC:CBD ratio"),
    ("receiving_room", "Room for received goods"),
    ("reference", "Terminal reference or last four digits"),
    ("refund", "Money back"),
    ("reject_reason", "Why nothing of it is taken"),
    ("return_quantity", "How much goes back"),
    ("return_reason", "Why it goes back"),
    ("schedule_returns", "What customers bring back"),
    ("second_driver", "Second driver"),
    ("second_quantity", "Second sample"),
    ("serving_amount", "THC in one serving"),
    ("servings", "Servings in one unit"),
    ("shown_as", "What a card calls a guest"),
    ("shuts_on", "Ends on"),
    ("shuts_time", "Ends at"),
    ("sku", "SKU"),
    ("skus", "SKUs"),
    ("split_cash", "Cash handed over for the rest"),
    ("standing", "Inventory status"),
    ("starts_on", "First day"),
    ("role", "Group"),
    ("state_id", "State ID"),
    ("state_id_expires_on", "State ID expires"),
    ("state_name", "The state's name for it"),
    ("stop_title", "Shipment title"),
    ("sure", "Yes, so much has changed"),
    ("tax_rate", "Sales tax on taxable goods"),
    ("tendered", "Cash handed over"),
    ("thc_content", "THC in one unit"),
    ("title", "Title"),
    ("to_minute", "To"),
    ("transaction", "The state's transaction number"),
    ("ubi", "Company number (UBI)"),
    ("units", "Units"),
    ("until", "Last day"),
    ("upc", "UPC"),
    ("user_kind", "Type"),
    ("value", "How much"),
    ("vin", "VIN"),
    ("void_reason", "Why it is voided"),
    ("warning", "New warning"),
    ("why", "Or in your own words"),
    ("window_variant", "When a dispensation stops counting"),
    ("witness_one", "First witness"),
    ("witness_two", "Second witness"),
    ("zip", "ZIP code"),
];

/// The label of `name`: `Date of birth`; one that is not listed is its name in words. What follows the first hyphen is an id.
pub fn of(name: &str) -> String {
    let name = name.split('-').next().unwrap_or_default();
    if let Some((_, label)) = LABELS.iter().find(|(field, _)| *field == name) {
        return (*label).to_owned();
    }
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    /// Every template's text.
    fn templates(folder: &Path) -> Vec<String> {
        let mut all = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                all.extend(templates(&path));
            } else {
                all.push(std::fs::read_to_string(path).unwrap());
            }
        }
        all
    }

    /// `forms::text("vin", "VIN", …)`: the name and the label. Boxes are left out: nothing can be wrong with one.
    fn labelled(call: &str) -> Option<(String, String)> {
        let (kind, rest) = call.split_once('(')?;
        let mut quoted = rest.split('"');
        let (before, name, between, label) = (quoted.next()?, quoted.next()?, quoted.next()?, quoted.next()?);
        let is_field = kind != "checkbox" && before.is_empty() && between == ", ";
        is_field.then(|| (name.to_owned(), label.to_owned()))
    }

    #[test]
    fn the_list_of_problems_calls_a_field_as_the_page_does() {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for text in templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")) {
            for (name, label) in text.split("{{ forms::").skip(1).filter_map(labelled) {
                fields.entry(name).or_default().push(label);
            }
        }
        // The same name may have another label on another page.
        let wrong: Vec<_> = fields.iter().filter(|(name, labels)| !labels.contains(&super::of(name))).collect();
        assert!(wrong.is_empty() && fields.len() > 20, "add these to LABELS: {wrong:?}");
    }
}
