//! What the receiver decided about each line: read from its texts, and checked. The page checks before it asks for a confirmation, and
//! the filing checks again, with the same words, inside its transaction.

use super::delivery::Delivery;
use super::model::Line;
use crate::error::Problems;
use crate::features::inventory::{tags, type_name};
use crate::features::products::Product;
use crate::values::clock::said;
use crate::values::{Cents, ManifestLineId, ProductId, Quantity, RoomId, Unreadable};
use crate::web::fields::Fields;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The decision about one line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Choice {
    pub line: ManifestLineId,
    pub accepted: Quantity,
    /// Why less than was sent.
    pub reason: Option<String>,
    pub product: Option<ProductId>,
    pub room: Option<RoomId>,
    /// Of one unit.
    pub cost: Option<Cents>,
    pub lot: Option<String>,
    /// Not in intents that were kept before it was asked for; nor are tags.
    #[serde(default)]
    pub expires: Option<NaiveDate>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// The fields of one line, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Texts {
    pub accepted: String,
    pub reason: String,
    pub room: String,
    pub cost: String,
    pub lot: String,
    pub expires: String,
    pub tags: String,
}

/// What was typed, by field name: many lines are looked up, not searched.
pub struct Typed<'a>(HashMap<&'a str, &'a str>);

impl<'a> Typed<'a> {
    pub fn of(fields: &Fields<'a>) -> Self {
        Self(fields.starting_with("").into_iter().collect())
    }

    /// The fields of one line; `None` when the form did not have it.
    pub fn line(&self, line: ManifestLineId) -> Option<Texts> {
        let text = |name: &str| self.0.get(format!("{name}-{line}").as_str()).map(|text| (*text).to_owned());
        let accepted = text("accepted")?;
        let or_empty = |name: &str| text(name).unwrap_or_default();
        Some(Texts {
            accepted,
            reason: or_empty("reason"),
            room: or_empty("room"),
            cost: or_empty("cost"),
            lot: or_empty("lot"),
            expires: or_empty("expires"),
            tags: or_empty("tags"),
        })
    }
}

const LONGEST: usize = 200;

impl Texts {
    /// The decision, and what is wrong with it, by field.
    pub fn choice(&self, delivery: &Delivery, line: &Line, problems: &mut Problems) -> Choice {
        let mut noted = |name: &str, error: Unreadable| problems.add(&format!("{name}-{}", line.id), error.0);
        let accepted = Quantity::parse(&self.accepted).unwrap_or_else(|_| {
            noted("accepted", Unreadable::new(format!("Type how many of the {} you accept, 0 for none.", line.quantity)));
            line.quantity
        });
        let choice = Choice {
            line: line.id,
            accepted,
            reason: or_none(short(&self.reason), |error| noted("reason", error)),
            product: delivery.product_id_of(line),
            room: or_none(optional(&self.room, str::parse), |error| noted("room", error)),
            cost: or_none(optional(&self.cost, Cents::parse), |error| noted("cost", error)),
            lot: or_none(short(&self.lot), |error| noted("lot", error)),
            expires: or_none(optional(&self.expires, day), |error| noted("expires", error)),
            tags: tags::read(&self.tags).unwrap_or_else(|error| {
                noted("tags", error);
                Vec::new()
            }),
        };
        check(delivery, line, &choice, problems);
        choice
    }
}

fn or_none<T>(read: Result<Option<T>, Unreadable>, noted: impl FnOnce(Unreadable)) -> Option<T> {
    read.unwrap_or_else(|error| {
        noted(error);
        None
    })
}

fn optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, Unreadable>) -> Result<Option<T>, Unreadable> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

/// A day as the browser's field sends it, or as people type it. Two-digit years are typing mistakes.
fn day(text: &str) -> Result<NaiveDate, Unreadable> {
    let read = ["%Y-%m-%d", "%m/%d/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN);
    read.filter(|day| *day >= first).ok_or_else(|| Unreadable::new("Type a date like 11/23/2026."))
}

fn short(text: &str) -> Result<Option<String>, Unreadable> {
    match text.chars().count() {
        0 => Ok(None),
        count if count > LONGEST => Err(Unreadable::new(format!("At most {LONGEST} characters; this has {count}."))),
        _ => Ok(Some(text.to_owned())),
    }
}

impl Choice {
    pub fn rejected(&self, line: &Line) -> Quantity {
        line.quantity.minus(self.accepted)
    }
}

fn check(delivery: &Delivery, line: &Line, choice: &Choice, problems: &mut Problems) {
    let mut add = |name: &str, words: String| problems.add(&format!("{name}-{}", line.id), words);
    if choice.accepted > line.quantity {
        add("accepted", format!("Accept at most {0}; the sender shipped {0}.", line.quantity));
    } else if line.unit().is_counted() && choice.accepted.whole().is_none() {
        add("accepted", format!("These are counted: accept a whole number up to {}.", line.quantity));
    }
    if choice.accepted < line.quantity && choice.reason.is_none() {
        add("reason", "Say why you take less than was sent: the state and the sender are told.".to_owned());
    }
    if !choice.accepted.is_positive() {
        return;
    }
    if let Some((at, place)) = delivery.received_before(line) {
        add(
            "accepted",
            format!(
                "This package was already received on {} at {place}, and a package is never received twice. Reject it here, or ask the sender.",
                said(*at, delivery.zone)
            ),
        );
    }
    match choice.product.map(|id| delivery.product(id)) {
        None => add("product", unknown(delivery, line)),
        Some(None) => {
            add("product", "That product is no longer in use. Choose another, or switch it on again in the catalog.".to_owned())
        }
        Some(Some(product)) if product.inventory_type != Some(line.inventory_type) => add("product", wrong_type(product, line)),
        Some(Some(_)) => {}
    }
    if choice.room.and_then(|room| delivery.room(room)).is_none() {
        add("room", "Choose the room that it goes to.".to_owned());
    }
}

/// Why no product of the catalog is known, and what to do.
fn unknown(delivery: &Delivery, line: &Line) -> String {
    let name = &line.state_name;
    match delivery.former(name) {
        Some(product) if product.inventory_type != Some(line.inventory_type) => wrong_type(product, line),
        Some(product) if !product.active => format!(
            "“{name}” was received as “{}” before, and that product is retired. Restore it, or choose another.",
            product.name
        ),
        _ if !delivery.products.iter().any(|product| product.inventory_type == Some(line.inventory_type)) => format!(
            "The catalog has no product of the type {}. Add it to the catalog first: nothing is received without its product.",
            line.type_name()
        ),
        _ => format!("Choose the product of the catalog that “{name}” is."),
    }
}

fn wrong_type(product: &Product, line: &Line) -> String {
    let ours = product.inventory_type.map_or_else(|| "goods the state does not know".to_owned(), type_name);
    format!(
        "The sender shipped {}, and “{}” is {ours} in the catalog. Choose a product of the same type.",
        line.type_name(),
        product.name
    )
}
