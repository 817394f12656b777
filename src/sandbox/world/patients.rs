//! What a patient of a world file is without more: an active card, orders of seventy days that began 25 days ago.

use super::file::Fields;
use crate::sandbox::rows::Patient;
use crate::values::Amount;
use serde_json::{Value, json};

/// The key that a lookup of the card gives, the same for as long as the card is.
pub fn card_key(card_id: &str) -> String {
    format!("KEY-{}", Patient::key(card_id))
}

/// Fills in everything that was left out.
pub fn complete(patient: &mut Fields) -> Result<(), String> {
    let card = text(patient, "card_id");
    fill(
        patient,
        json!({
            "card_key": card_key(&card), "birth_date": "1980-01-01", "status": "active", "card_expires_on": "+200d",
            "certification_expires_on": "+150d",
        }),
    );
    for caregiver in list(patient, "caregivers") {
        fill(caregiver, json!({"status": "active", "expires_on": "+180d"}));
    }
    for order in list(patient, "orders") {
        complete_order(order, &card)?;
    }
    for past in list(patient, "history") {
        fill(past, json!({"order_type": "medical", "dispensary": "Gulf Coast Dispensary", "status": "dispensed"}));
        let order_id = order_id(&card, past);
        fill(past, json!({"order_id": order_id}));
    }
    Ok(())
}

fn complete_order(order: &mut Fields, card: &str) -> Result<(), String> {
    fill(order, json!({"order_type": "medical", "daily": "0"}));
    let daily = Amount::parse(&text(order, "daily")).map_err(|error| format!("orders: daily: {error}"))?;
    let smoking = text(order, "order_type") == "smoking";
    let order_id = order_id(card, order);
    fill(
        order,
        json!({
            "order_id": order_id, "physician": "Dr. Helen Ibarra", "starts_on": "-25d", "certification_id": format!("CERT-{card}"),
            "ends_on": if smoking { "+9d" } else { "+44d" }, "ordered": daily.times(70).to_string(),
            "device": i64::from(text(order, "route") == "inhalation"),
        }),
    );
    Ok(())
}

fn order_id(card: &str, row: &Fields) -> String {
    format!("{card}-{}-{}", text(row, "order_type"), text(row, "route"))
}

fn fill(row: &mut Fields, defaults: Value) {
    let Value::Object(defaults) = defaults else { return };
    for (name, value) in defaults {
        row.entry(name).or_insert(value);
    }
}

fn list<'r>(row: &'r mut Fields, name: &str) -> impl Iterator<Item = &'r mut Fields> {
    row.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

fn text(row: &Fields, name: &str) -> String {
    match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
