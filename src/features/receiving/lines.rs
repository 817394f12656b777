//! What the receiver decided about each line: read from the form, and checked. The page checks before it asks for a confirmation, and
//! the filing checks again, with the same words, inside its transaction.

use super::delivery::Delivery;
use super::model::Line;
use crate::error::Problems;
use crate::features::products::Product;
use crate::values::{Cents, ManifestLineId, ProductId, Quantity, RoomId, Unreadable};
use crate::web::fields::Fields;
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
}

/// What was typed, by field name: a thousand lines are looked up, not searched.
pub struct Typed<'a>(HashMap<&'a str, &'a str>);

impl<'a> Typed<'a> {
    pub fn of(fields: &Fields<'a>) -> Self {
        Self(fields.starting_with("").into_iter().collect())
    }

    /// The text of `<name>-<line>`; `None` when the form has no such field.
    pub fn get(&self, name: &str, line: ManifestLineId) -> Option<&'a str> {
        self.0.get(format!("{name}-{line}").as_str()).copied()
    }

    fn text(&self, name: &str, line: ManifestLineId) -> &'a str {
        self.get(name, line).unwrap_or_default()
    }

    /// Every line's decision, and what could not be read.
    pub fn choices(&self, lines: &[Line]) -> (Vec<Choice>, Problems) {
        let mut problems = Problems::default();
        let choices = lines.iter().map(|line| self.choice(line, &mut problems)).collect();
        (choices, problems)
    }

    fn choice(&self, line: &Line, problems: &mut Problems) -> Choice {
        let mut noted = |name: &str, error: Unreadable| problems.add(&format!("{name}-{}", line.id), error.0);
        let accepted = Quantity::parse(self.text("accepted", line.id)).unwrap_or_else(|_| {
            let words = format!("Type how many of the {} you accept, 0 for none.", line.quantity);
            noted("accepted", Unreadable::new(words));
            line.quantity
        });
        Choice {
            line: line.id,
            accepted,
            reason: short(self.text("reason", line.id)).unwrap_or_else(|error| {
                noted("reason", error);
                None
            }),
            product: optional(self.text("product", line.id), str::parse).unwrap_or_else(|error| {
                noted("product", error);
                None
            }),
            room: optional(self.text("room", line.id), str::parse).unwrap_or_else(|error| {
                noted("room", error);
                None
            }),
            cost: optional(self.text("cost", line.id), Cents::parse).unwrap_or_else(|error| {
                noted("cost", error);
                None
            }),
            lot: short(self.text("lot", line.id)).unwrap_or_else(|error| {
                noted("lot", error);
                None
            }),
        }
    }
}

fn optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, Unreadable>) -> Result<Option<T>, Unreadable> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

const LONGEST: usize = 200;

fn short(text: &str) -> Result<Option<String>, Unreadable> {
    match text.chars().count() {
        0 => Ok(None),
        count if count > LONGEST => Err(Unreadable::new(format!("At most {LONGEST} characters; this has {count}."))),
        _ => Ok(Some(text.to_owned())),
    }
}

impl Choice {
    /// A line as it was sent, in the usual room.
    pub fn all_of(line: &Line, delivery: &Delivery) -> Self {
        let lot = delivery.usual_lot(line);
        Self {
            line: line.id,
            accepted: line.quantity,
            reason: None,
            product: delivery.mapped(line),
            room: Some(delivery.usual_room(line)),
            cost: None,
            lot: (!lot.is_empty()).then_some(lot),
        }
    }

    pub fn rejected(&self, line: &Line) -> Quantity {
        line.quantity.minus(self.accepted)
    }
}

/// What is wrong with the decisions, by field.
pub fn problems(delivery: &Delivery, choices: &[Choice]) -> Problems {
    let mut problems = Problems::default();
    let by_line: HashMap<ManifestLineId, &Choice> = choices.iter().map(|choice| (choice.line, choice)).collect();
    for line in &delivery.lines {
        match by_line.get(&line.id) {
            Some(choice) => check(delivery, line, choice, &mut problems),
            None => {
                problems.add(&format!("accepted-{}", line.id), "The sender's list has this package too. Decide about it as well.")
            }
        }
    }
    problems
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
    match choice.product.map(|id| delivery.product(id)) {
        None => add("product", format!("Choose the product of the catalog that “{}” is.", line.state_name)),
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

fn wrong_type(product: &Product, line: &Line) -> String {
    let ours =
        product.inventory_type.map_or_else(|| "goods the state does not know".to_owned(), crate::features::inventory::type_name);
    format!(
        "The sender shipped {}, and “{}” is {ours} in the catalog. Choose a product of the same type.",
        line.type_name(),
        product.name
    )
}
