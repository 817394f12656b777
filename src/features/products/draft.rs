//! A product's form, read and checked: what Florida lets a shop put into its catalog (product-spec §8.1, florida-rules 3.6, 3.9).

use super::model::{Goods, NewProduct, RETAIL_TYPES, SMOKING_TYPES};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::Result;
use crate::may;
use crate::values::{Amount, OrderType, ProductId, Route, Unit};
use crate::web::fields::Fields;
use serde::Serialize;

/// BioTrack's types of edibles.
const EDIBLE_TYPES: [i64; 2] = [22, 23];
/// What one edible product may hold (florida-rules 3.9).
const MOST_IN_AN_EDIBLE: Amount = Amount(200_000);

/// A new product, or other words for one that exists.
#[derive(Serialize)]
pub struct SaveProduct {
    /// None: a new one.
    pub product: Option<ProductId>,
    pub says: NewProduct,
}

impl Record for SaveProduct {
    const ACT: &'static str = "save_product";
    type Needs = may::EditProducts;
    type Done = ProductId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<ProductId> {
        if let Some(id) = self.product {
            self.says.update(tx, id)?;
            return Ok(id);
        }
        let id = ProductId::new();
        if !self.says.sku.is_empty() {
            return self.says.insert(tx, id, by.now);
        }
        // The random end of the id: its beginning is the time, and two would share it.
        let (_, end) = id.as_str().split_at_checked(28).unwrap_or_default();
        NewProduct { sku: format!("P-{}", end.to_ascii_uppercase()), ..self.says.clone() }.insert(tx, id, by.now)
    }
}

/// What the state and the registry know a product by.
#[derive(Clone, Default)]
struct Medicine {
    inventory_type: Option<i64>,
    order_type: Option<OrderType>,
    route: Option<Route>,
    alternates: Vec<Route>,
    posted: Amount,
}

/// Reads the form.
pub fn read(fields: &Fields) -> Result<NewProduct> {
    let (name, sku) = (fields.text("name", 1..=80), sku(fields));
    let goods = fields.choice::<Goods>("goods");
    let medicine = match goods {
        Some(Goods::Cannabis) => medicine(fields),
        Some(other) => nothing_medical(fields, other),
        None => None,
    };
    let words = (fields.text("category", 0..=40), fields.text("brand", 0..=40), fields.text("strain", 0..=40));
    let (price, state_name) = (fields.money("price"), fields.optional_text("state_name", 200));
    let (name, sku, goods, medicine, (category, brand, strain), price_cents, state_name) =
        fields.done((name, sku, goods, medicine, words, price, state_name))?;
    let alternates: Vec<&str> = medicine.alternates.iter().map(Route::as_str).collect();
    Ok(NewProduct {
        name_lower: name.to_lowercase(),
        name,
        sku,
        goods,
        category,
        brand,
        strain,
        inventory_type: medicine.inventory_type,
        order_type: medicine.order_type,
        route: medicine.route,
        alternate_routes: alternates.join(" "),
        posted_amount: medicine.posted,
        price_cents,
        state_name,
        on_register: fields.ticked("on_register"),
        active: fields.raw("status") != "retired",
    })
}

/// Upper case, so that a SKU is one whatever the case it is typed in; empty: one is made.
fn sku(fields: &Fields) -> Option<String> {
    let sku = fields.text("sku", 0..=30)?.to_uppercase();
    if sku.chars().any(char::is_whitespace) {
        fields.problem("sku", "A SKU has no blanks: use a hyphen.");
        return None;
    }
    Some(sku)
}

fn medicine(fields: &Fields) -> Option<Medicine> {
    let (inventory_type, order_type) = (inventory_type(fields), fields.choice::<OrderType>("order_type"));
    let (route, alternates) = (fields.choice::<Route>("route"), fields.choices::<Route>("alternate_routes"));
    let posted = fields.amount("posted_amount");
    let (inventory_type, order_type, route) = (inventory_type?, order_type?, route?);
    let alternates: Vec<Route> = alternates?.into_iter().filter(|other| *other != route).collect();
    let medicine = Medicine {
        inventory_type: Some(inventory_type),
        order_type: Some(order_type),
        route: Some(route),
        alternates,
        posted: posted?,
    };
    check_smoking(fields, &medicine, inventory_type, order_type, route);
    check_amount(fields, inventory_type, order_type, route, medicine.posted);
    Some(medicine)
}

fn inventory_type(fields: &Fields) -> Option<i64> {
    let typed = fields.raw("inventory_type");
    let known = RETAIL_TYPES.iter().map(|(number, _)| *number).find(|number| number.to_string() == typed);
    if known.is_none() {
        fields.problem("inventory_type", "Please choose one: only these may be sold to a patient.");
    }
    known
}

/// Flower and pre-rolls are dispensed against the smoking order, and nothing else is.
fn check_smoking(fields: &Fields, medicine: &Medicine, inventory_type: i64, order_type: OrderType, route: Route) {
    let is_smoked = SMOKING_TYPES.contains(&inventory_type);
    match (is_smoked, order_type == OrderType::Smoking) {
        (true, false) => fields.problem("order_type", "Flower and pre-rolls are dispensed only against the Smoking order. Choose Smoking."),
        (false, true) => fields.problem(
            "order_type",
            "Only flower and pre-rolls (Usable Marijuana, Marijuana Mix Packaged) are dispensed against the Smoking order. Choose another.",
        ),
        _ => {}
    }
    match (is_smoked, route == Route::Smoking) {
        (true, false) => fields.problem("route", "Flower and pre-rolls have only the smoking route. Choose Smoking."),
        (false, true) => fields.problem("route", "Only flower and pre-rolls have the smoking route. Choose another."),
        _ => {}
    }
    let others = medicine.alternates.iter().any(|other| is_smoked || *other == Route::Smoking);
    if others {
        let words = if is_smoked {
            "Flower and pre-rolls have only the smoking route. Untick these."
        } else {
            "Only flower and pre-rolls have the smoking route. Untick Smoking."
        };
        fields.problem("alternate_routes", words);
    }
}

fn check_amount(fields: &Fields, inventory_type: i64, order_type: OrderType, route: Route, posted: Amount) {
    let unit = order_type.unit();
    let is_edible = EDIBLE_TYPES.contains(&inventory_type) || route == Route::Edible;
    if posted == Amount::ZERO {
        fields.problem(
            "posted_amount",
            format!("Type what one unit takes from the patient's order, in {}. It is more than 0.", unit.label()),
        );
    } else if unit != Unit::Ounce && posted.0 % 10 != 0 {
        fields.problem("posted_amount", "Milligrams have at most two decimals.");
    } else if unit == Unit::MgThc && is_edible && posted > MOST_IN_AN_EDIBLE {
        fields
            .problem("posted_amount", format!("An edible product holds at most {MOST_IN_AN_EDIBLE} mg THC; this says {posted}."));
    }
}

/// Devices and merchandise take nothing from an order; what was filled in there is a mistake in one place or the other.
fn nothing_medical(fields: &Fields, goods: Goods) -> Option<Medicine> {
    let filled = ["inventory_type", "order_type", "route", "alternate_routes", "posted_amount"]
        .into_iter()
        .filter(|name| !matches!(fields.raw(name), "" | "0"));
    for name in filled {
        fields.problem(name, format!("{} has none: leave it empty, or choose Cannabis above.", goods.label()));
    }
    Some(Medicine::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    const EIGHTH: [(&str, &str); 7] = [
        ("name", "Blue Dream 3.5 g"),
        ("goods", "cannabis"),
        ("inventory_type", "28"),
        ("order_type", "smoking"),
        ("route", "smoking"),
        ("posted_amount", "0.125"),
        ("price", "40"),
    ];

    /// The field that the eighth with these changes is refused for; empty when it is taken.
    fn wrong(changes: &[(&str, &str)]) -> String {
        let said = |name: &str, value: &str| {
            changes.iter().find(|(field, _)| *field == name).map_or(value.to_owned(), |(_, value)| value.to_string())
        };
        let mut pairs: Vec<_> = EIGHTH.iter().map(|(name, value)| (name.to_string(), said(name, value))).collect();
        let more = changes.iter().filter(|(name, _)| EIGHTH.iter().all(|(field, _)| field != name));
        pairs.extend(more.map(|(name, value)| (name.to_string(), value.to_string())));
        match read(&Fields::of(&pairs)) {
            Ok(_) => String::new(),
            Err(Error::Invalid(problems)) => problems.iter().map(|(field, _)| field).collect::<Vec<_>>().join(" "),
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn flower_is_for_smoking_only_and_smoking_for_flower_only() {
        assert_eq!(wrong(&[]), "");
        assert_eq!(wrong(&[("order_type", "medical"), ("posted_amount", "100")]), "order_type");
        assert_eq!(wrong(&[("route", "inhalation")]), "route");
        assert_eq!(wrong(&[("alternate_routes", "inhalation")]), "alternate_routes");
        assert_eq!(wrong(&[("inventory_type", "24")]), "order_type route");
        assert_eq!(wrong(&[("inventory_type", "13")]), "inventory_type");
    }

    #[test]
    fn an_edible_holds_at_most_200_mg_of_thc() {
        let edible = |amount| {
            wrong(&[("inventory_type", "22"), ("order_type", "medical"), ("route", "edible"), ("posted_amount", amount)])
        };
        assert_eq!(edible("200"), "");
        assert_eq!(edible("200.01"), "posted_amount");
        assert_eq!(edible("10.005"), "posted_amount");
        assert_eq!(edible("0"), "posted_amount");
    }

    #[test]
    fn merchandise_has_nothing_to_do_with_an_order() {
        let empty = [("inventory_type", ""), ("order_type", ""), ("route", ""), ("posted_amount", "")];
        assert_eq!(wrong(&[&[("goods", "merchandise")], &empty[..]].concat()), "");
        assert_eq!(wrong(&[("goods", "merchandise")]), "inventory_type order_type route posted_amount");
    }
}
