//! What the state and the registry know a product by, and what Florida allows of it (florida-rules 3.6, 3.9).

use super::model::{BULK_TYPES, Goods, RETAIL_TYPES, SMOKING_TYPES};
use crate::values::{Amount, OrderType, Route, Unit};
use crate::web::fields::Fields;

/// BioTrack's types of edibles.
const EDIBLE_TYPES: [i64; 2] = [22, 23];
/// What one edible product, and one serving of it, may hold in thousandths of a milligram (florida-rules 3.9).
const MOST_IN_AN_EDIBLE: Amount = Amount(200_000);
const MOST_IN_A_SERVING: Amount = Amount(10_000);

/// The part of a product that decides what it takes from an order.
#[derive(Clone, Default)]
pub struct Medicine {
    pub inventory_type: Option<i64>,
    pub order_type: Option<OrderType>,
    pub route: Option<Route>,
    pub alternates: Vec<Route>,
    pub posted: Amount,
    pub servings: Option<i64>,
    pub serving: Option<Amount>,
    pub thc: Option<Amount>,
    pub cbd: Option<Amount>,
}

const FIELDS: [&str; 9] = [
    "inventory_type",
    "order_type",
    "route",
    "alternate_routes",
    "posted_amount",
    "servings",
    "serving_amount",
    "thc_content",
    "cbd_content",
];

/// Reads it, and notes what is not allowed.
pub fn read(fields: &Fields) -> Option<Medicine> {
    let (inventory_type, order_type) = (inventory_type(fields, &RETAIL_TYPES), fields.choice::<OrderType>("order_type"));
    let (route, alternates) = (fields.choice::<Route>("route"), fields.choices::<Route>("alternate_routes"));
    let posted = fields.amount("posted_amount");
    let servings = if fields.raw("servings").is_empty() { Some(None) } else { fields.whole("servings", 1..=1000).map(Some) };
    let (serving, thc, cbd) = (amount(fields, "serving_amount"), amount(fields, "thc_content"), amount(fields, "cbd_content"));
    let (inventory_type, order_type, route) = (inventory_type?, order_type?, route?);
    let alternates: Vec<Route> = alternates?.into_iter().filter(|other| *other != route).collect();
    let medicine = Medicine {
        inventory_type: Some(inventory_type),
        order_type: Some(order_type),
        route: Some(route),
        alternates,
        posted: posted?,
        servings: servings?,
        serving: serving?,
        thc: thc?,
        cbd: cbd?,
    };
    check_smoking(fields, &medicine, inventory_type, order_type, route);
    check_amount(fields, order_type, medicine.posted);
    if EDIBLE_TYPES.contains(&inventory_type) || route == Route::Edible {
        check_edible(fields, &medicine, order_type.unit() == Unit::MgThc);
    }
    Some(medicine)
}

/// A lot or an extract has a type of the state's, and no order: nobody is dispensed any of it before it is converted.
pub fn bulk(fields: &Fields) -> Option<Medicine> {
    must_be_empty(fields, FIELDS.into_iter().filter(|name| *name != "inventory_type"), Goods::Bulk);
    Some(Medicine { inventory_type: Some(inventory_type(fields, &BULK_TYPES)?), ..Medicine::default() })
}

/// Devices and merchandise take nothing from an order; what was filled in there is a mistake in one place or the other.
pub fn nothing(fields: &Fields, goods: Goods) -> Option<Medicine> {
    must_be_empty(fields, FIELDS.into_iter(), goods);
    Some(Medicine::default())
}

fn must_be_empty<'n>(fields: &Fields, names: impl Iterator<Item = &'n str>, goods: Goods) {
    for name in names.filter(|name| !matches!(fields.raw(name), "" | "0" | "0.000" | "0.00")) {
        fields.problem(name, format!("{} has none: leave it empty, or choose Cannabis above.", goods.label()));
    }
}

fn amount(fields: &Fields, name: &str) -> Option<Option<Amount>> {
    if fields.raw(name).is_empty() { Some(None) } else { fields.amount(name).map(Some) }
}

fn inventory_type(fields: &Fields, allowed: &[(i64, &str)]) -> Option<i64> {
    let typed = fields.raw("inventory_type");
    let known = allowed.iter().map(|(number, _)| *number).find(|number| number.to_string() == typed);
    if known.is_none() {
        let names: Vec<&str> = allowed.iter().map(|(_, name)| *name).collect();
        fields.problem("inventory_type", format!("Please choose one of these for such goods: {}.", names.join(", ")));
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

fn check_amount(fields: &Fields, order_type: OrderType, posted: Amount) {
    let unit = order_type.unit();
    if posted == Amount::ZERO {
        fields.problem(
            "posted_amount",
            format!("Type what one unit takes from the patient's order, in {}. It is more than 0.", unit.label()),
        );
    } else if unit != Unit::Ounce && posted.0 % 10 != 0 {
        fields.problem("posted_amount", "Milligrams have at most two decimals.");
    }
}

/// What cannot be checked is not taken: an edible says its servings, also one for a low-THC order, which posts its CBD
/// (florida-rules 3.9).
fn check_edible(fields: &Fields, medicine: &Medicine, posts_thc: bool) {
    if let Some(thc) = medicine.thc.filter(|thc| *thc > MOST_IN_AN_EDIBLE) {
        let words = format!("An edible product holds at most {MOST_IN_AN_EDIBLE} mg THC; this says {thc}.");
        fields.problem("thc_content", words);
    }
    if posts_thc && medicine.posted > MOST_IN_AN_EDIBLE {
        fields.problem(
            "posted_amount",
            format!("An edible product holds at most {MOST_IN_AN_EDIBLE} mg THC; this says {}.", medicine.posted),
        );
    }
    match (medicine.servings, medicine.serving) {
        (Some(_), Some(serving)) if serving > MOST_IN_A_SERVING => fields.problem(
            "serving_amount",
            format!("One serving of an edible holds at most {MOST_IN_A_SERVING} mg THC; this says {serving}."),
        ),
        (Some(servings), Some(serving)) if serving.times(servings) > MOST_IN_AN_EDIBLE => fields.problem(
            "servings",
            format!(
                "{servings} servings of {serving} mg are {} mg THC; an edible product holds at most {MOST_IN_AN_EDIBLE}.",
                serving.times(servings)
            ),
        ),
        (Some(_), Some(_)) => {}
        (None, _) => fields.problem("servings", "Type how many servings one unit of this edible has."),
        (_, None) => fields.problem("serving_amount", "Type the milligrams of THC in one serving: at most 10."),
    }
}
