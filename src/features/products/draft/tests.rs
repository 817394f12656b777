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

fn said(changes: &[(&str, &str)]) -> Result<NewProduct> {
    let of = |name: &str, value: &str| {
        changes.iter().find(|(field, _)| *field == name).map_or(value.to_owned(), |(_, value)| value.to_string())
    };
    let mut pairs: Vec<_> = EIGHTH.iter().map(|(name, value)| (name.to_string(), of(name, value))).collect();
    let more = changes.iter().filter(|(name, _)| EIGHTH.iter().all(|(field, _)| field != name));
    pairs.extend(more.map(|(name, value)| (name.to_string(), value.to_string())));
    read(&Fields::of(&pairs))
}

/// The fields that the eighth with these changes is refused for; empty when it is taken.
fn wrong(changes: &[(&str, &str)]) -> String {
    match said(changes) {
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
fn an_edible_holds_at_most_200_mg_of_thc_and_10_in_a_serving() {
    let edible = |amount, servings, serving| {
        let medicine = [("inventory_type", "22"), ("order_type", "medical"), ("route", "edible"), ("posted_amount", amount)];
        wrong(&[&medicine[..], &[("servings", servings), ("serving_amount", serving)]].concat())
    };
    assert_eq!(edible("200", "20", "10"), "");
    assert_eq!(edible("200.01", "20", "10"), "posted_amount");
    assert_eq!(edible("10.005", "1", "10"), "posted_amount");
    assert_eq!(edible("0", "20", "10"), "posted_amount");
    assert_eq!(edible("100", "10", "10.01"), "serving_amount");
    assert_eq!(edible("100", "21", "10"), "servings");
    assert_eq!(edible("100", "", "10"), "servings");
    assert_eq!(edible("100", "10", ""), "serving_amount");
}

#[test]
fn merchandise_has_nothing_to_do_with_an_order() {
    let empty = [("inventory_type", ""), ("order_type", ""), ("route", ""), ("posted_amount", "")];
    assert_eq!(wrong(&[&[("goods", "merchandise")], &empty[..]].concat()), "");
    assert_eq!(wrong(&[("goods", "merchandise")]), "inventory_type order_type route posted_amount");
}

#[test]
fn a_mistyped_upc_is_seen_by_its_last_digit() {
    assert_eq!(wrong(&[("upc", "036000291452")]), "");
    assert_eq!(wrong(&[("upc", "036000291453")]), "upc");
    assert_eq!(wrong(&[("upc", "36000")]), "upc");
    assert_eq!(wrong(&[("upc", "03600029145x")]), "upc");
}

#[test]
fn tags_are_each_once_and_six_attributes_are_compared_without_blanks() {
    let product = said(&[("tags", "sale, New ,sale"), ("size", "3.5 G"), ("strain", "Haze")]).unwrap();
    assert_eq!(product.tags, "New, sale");
    assert_eq!(product.six_attributes, "haze|3.5g||||smoking");
    assert_eq!(said(&[]).unwrap().six_attributes, "");
}
