//! A product's form, or a row of a spreadsheet, read and checked (product-spec §8.1); the medicine of it is `medicine.rs`.

use super::medicine::{self, Medicine};
use super::model::{Goods, NewProduct};
use crate::error::Result;
use crate::values::{Amount, Cents, Route};
use crate::web::fields::Fields;

/// Words that say which product it is.
struct Words {
    name: String,
    sku: String,
    upc: String,
    external_id: String,
    state_name: Option<String>,
    description: String,
    ingredients: String,
    allergens: String,
}

/// Its place in the shop's own lists, and four of its six attributes.
struct Place {
    category: String,
    brand: String,
    vendor: String,
    strain: String,
    tags: String,
    size: String,
    volume: String,
    flavor: String,
    ratio: String,
}

/// More than this for one unit is a slip of the keyboard.
const DEAREST: Cents = Cents(1_000_000);

struct Numbers {
    price: Cents,
    cost: Option<Cents>,
    net_weight: Option<Amount>,
    expiration_days: Option<i64>,
    low_threshold: Option<i64>,
    most_per_sale: Option<i64>,
}

/// Reads it; every problem stands under the name of its field.
pub fn read(fields: &Fields) -> Result<NewProduct> {
    let (words, goods) = (words(fields), fields.choice::<Goods>("goods"));
    let medicine = match goods {
        Some(Goods::Cannabis) => medicine::read(fields),
        Some(Goods::Bulk) => medicine::bulk(fields),
        Some(other) => medicine::nothing(fields, other),
        None => None,
    };
    let readings = (words, goods, medicine, place(fields), numbers(fields));
    let (words, goods, medicine, place, numbers) = fields.done(readings)?;
    Ok(product(words, goods, &medicine, place, &numbers, fields.ticked("on_register")))
}

fn product(words: Words, goods: Goods, medicine: &Medicine, place: Place, numbers: &Numbers, on_register: bool) -> NewProduct {
    let alternates: Vec<&str> = medicine.alternates.iter().map(Route::as_str).collect();
    NewProduct {
        six_attributes: six_attributes(goods, medicine, &place),
        name_lower: words.name.to_lowercase(),
        name: words.name,
        sku: words.sku,
        goods,
        category: place.category,
        brand: place.brand,
        vendor: place.vendor,
        strain: place.strain,
        tags: place.tags,
        upc: words.upc,
        external_id: words.external_id,
        size: place.size,
        volume: place.volume,
        flavor: place.flavor,
        thc_cbd_ratio: place.ratio,
        inventory_type: medicine.inventory_type,
        order_type: medicine.order_type,
        route: medicine.route,
        alternate_routes: alternates.join(" "),
        posted_amount: medicine.posted,
        servings: medicine.servings,
        serving_amount: medicine.serving,
        thc_content: medicine.thc,
        cbd_content: medicine.cbd,
        net_weight: numbers.net_weight,
        price_cents: numbers.price,
        cost_cents: numbers.cost,
        expiration_days: numbers.expiration_days,
        low_threshold: numbers.low_threshold,
        most_per_sale: numbers.most_per_sale,
        state_name: words.state_name,
        description: words.description,
        ingredients: words.ingredients,
        allergens: words.allergens,
        on_register,
    }
}

/// Cultivar, size, volume, flavor, THC:CBD ratio and route, however they are spaced and cased; empty when none of the five is said.
fn six_attributes(goods: Goods, medicine: &Medicine, place: &Place) -> String {
    let written = [&place.strain, &place.size, &place.volume, &place.flavor, &place.ratio];
    if goods != Goods::Cannabis || written.iter().all(|word| word.is_empty()) {
        return String::new();
    }
    let bare = |word: &str| word.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let route = medicine.route.map_or("", |route| route.as_str());
    written.iter().map(|word| bare(word)).chain([route.to_owned()]).collect::<Vec<_>>().join("|")
}

fn words(fields: &Fields) -> Option<Words> {
    let (name, sku, upc) = (fields.text("name", 1..=80), sku(fields), upc(fields));
    let (external_id, state_name) = (fields.text("external_id", 0..=60), fields.optional_text("state_name", 200));
    let long = (fields.text("description", 0..=2000), fields.text("ingredients", 0..=2000), fields.text("allergens", 0..=500));
    Some(Words {
        name: name?,
        sku: sku?,
        upc: upc?,
        external_id: external_id?,
        state_name: state_name?,
        description: long.0?,
        ingredients: long.1?,
        allergens: long.2?,
    })
}

fn place(fields: &Fields) -> Option<Place> {
    let word = |name| fields.text(name, 0..=40);
    let (category, brand, vendor, strain) = (word("category"), word("brand"), word("vendor"), word("strain"));
    let (size, volume, flavor, ratio) = (word("size"), word("volume"), word("flavor"), word("ratio"));
    let tags = tags(fields);
    Some(Place {
        category: category?,
        brand: brand?,
        vendor: vendor?,
        strain: strain?,
        tags: tags?,
        size: size?,
        volume: volume?,
        flavor: flavor?,
        ratio: ratio?,
    })
}

fn numbers(fields: &Fields) -> Option<Numbers> {
    let whole = |name, most| if fields.raw(name).is_empty() { Some(None) } else { fields.whole(name, 1..=most).map(Some) };
    let (price, cost) = (fields.money("price"), fields.optional_money("cost"));
    for (name, typed) in [("price", price), ("cost", cost.flatten())] {
        if typed.is_some_and(|typed| typed > DEAREST) {
            fields.problem(name, format!("Nothing here costs more than {DEAREST}. Check the amount."));
        }
    }
    let net_weight = if fields.raw("net_weight").is_empty() { Some(None) } else { fields.amount("net_weight").map(Some) };
    let (days, low, most) = (whole("expiration_days", 3650), whole("low_threshold", 1_000_000), whole("most_per_sale", 999));
    Some(Numbers {
        price: price?,
        cost: cost?,
        net_weight: net_weight?,
        expiration_days: days?,
        low_threshold: low?,
        most_per_sale: most?,
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

/// A UPC, EAN or GTIN: its last digit is reckoned from the others, so a slip is seen.
fn upc(fields: &Fields) -> Option<String> {
    let typed: String = fields.raw("upc").chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    if typed.is_empty() {
        return Some(typed);
    }
    let digits: Vec<u32> = typed.chars().filter_map(|letter| letter.to_digit(10)).collect();
    if digits.len() != typed.chars().count() || ![8, 12, 13, 14].contains(&digits.len()) {
        fields.problem("upc", "A UPC has 8, 12, 13 or 14 digits and nothing else. Type the number under the bars.");
        return None;
    }
    let sum: u32 = digits.iter().rev().enumerate().map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 3 }).sum();
    if !sum.is_multiple_of(10) {
        fields.problem("upc", "One digit of this UPC is mistyped: its last digit does not fit the others.");
        return None;
    }
    Some(typed)
}

/// Each once, in the order of the alphabet.
fn tags(fields: &Fields) -> Option<String> {
    let typed = fields.text("tags", 0..=200)?;
    let mut tags: Vec<&str> = typed.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    tags.sort_by_key(|tag| tag.to_lowercase());
    tags.dedup_by_key(|tag| tag.to_lowercase());
    if let Some(long) = tags.iter().find(|tag| tag.chars().count() > 40) {
        fields.problem("tags", format!("“{long}” is longer than 40 characters. Put commas between tags."));
        return None;
    }
    Some(tags.join(", "))
}

#[cfg(test)]
mod tests;
