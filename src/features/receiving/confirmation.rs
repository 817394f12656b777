//! Before a manifest is received: what will happen, on a page of its own, because a received manifest is closed for good.

use super::delivery::Delivery;
use super::lines::Choice;
use super::listing::PAGE;
use super::model::{Line, Manifest};
use super::outcome::Totals;
use super::over::Over;
use crate::features::inventory::Lab;
use crate::values::{Cents, Quantity};
use crate::web::prelude::*;
use std::collections::BTreeMap;

/// One line as it was decided.
struct Decided {
    line: Line,
    choice: Choice,
    product: String,
    room: String,
    is_short: bool,
    damaged: Option<Quantity>,
}

impl Decided {
    fn of(delivery: &Delivery, line: &Line, choice: Choice) -> Self {
        let product = choice.product.and_then(|id| delivery.product(id)).map(|product| product.name.clone());
        let room = choice.room.and_then(|room| delivery.room(room)).map(|room| room.name.clone());
        Self {
            product: product.unwrap_or_default(),
            room: room.unwrap_or_default(),
            is_short: delivery.is_short(line),
            damaged: delivery.draft.damages.get(&line.barcode).map(|damage| damage.quantity),
            line: line.clone(),
            choice,
        }
    }

    fn rejected(&self) -> Quantity {
        self.choice.rejected(&self.line)
    }

    /// The sender is told of it, or it was not found as it was sent.
    fn differs(&self) -> bool {
        self.rejected().is_positive() || self.is_short || self.damaged.is_some()
    }

    /// The catalog calls it otherwise than the sender: perhaps the wrong product was chosen, with another price and posted amount.
    fn is_renamed(&self) -> bool {
        !self.product.eq_ignore_ascii_case(&self.line.state_name)
    }

    fn is_taken(&self) -> bool {
        self.choice.accepted.is_positive()
    }

    /// Of one unit times what is accepted; what is left of a cent is dropped, this is for the eye.
    fn cost(&self) -> Cents {
        Cents(self.choice.cost.map_or(0, |cost| cost.0.saturating_mul(self.choice.accepted.0) / 100))
    }
}

/// Packages that become the same product in the same room.
struct Group {
    product: String,
    /// How the sender calls them, if otherwise.
    sent_as: String,
    room: String,
    packages: i64,
    accepted: Quantity,
    unit: &'static str,
    cost: Cents,
}

#[derive(Template)]
#[template(path = "receiving/draft.html")]
pub struct Confirmation {
    shell: Shell,
    manifest: Manifest,
    decided: Vec<Decided>,
    groups: Vec<Group>,
    over: Vec<Over>,
    totals: Totals,
    is_scanned: bool,
    /// Packages that go on to another room than the state's arrival room.
    moves: i64,
    arrival_room: String,
    cost: Cents,
    /// What the button files, and nothing else.
    fingerprint: String,
}

impl Confirmation {
    pub fn of(shell: Shell, delivery: Delivery, choices: Vec<Choice>, over: Vec<Over>) -> Result<Self> {
        let pairs = delivery.lines.iter().zip(choices);
        let decided: Vec<Decided> = pairs.map(|(line, choice)| Decided::of(&delivery, line, choice)).collect();
        let taken = || decided.iter().filter(|one| one.is_taken());
        let arrival_room = delivery.room(delivery.arrival_room).map(|room| room.name.clone()).unwrap_or_default();
        Ok(Self {
            shell,
            moves: count(taken().filter(|one| one.choice.room != Some(delivery.arrival_room))),
            cost: taken().map(Decided::cost).sum(),
            totals: Totals::of(decided.iter().map(|one| (&one.line.quantity, &one.choice.accepted))),
            groups: groups(&decided),
            is_scanned: delivery.is_scanned(),
            fingerprint: delivery.fingerprint()?,
            manifest: delivery.manifest,
            decided,
            over,
            arrival_room,
        })
    }

    fn question(&self) -> String {
        format!("{}?", self.totals.act())
    }

    fn renamed(&self) -> i64 {
        count(self.decided.iter().filter(|one| one.is_taken() && one.is_renamed()))
    }

    fn untested(&self) -> i64 {
        let passed = |one: &Decided| Lab::of(one.line.lab_result).has_passed();
        count(self.decided.iter().filter(|one| one.is_taken() && !passed(one)))
    }

    fn short(&self) -> i64 {
        count(self.decided.iter().filter(|one| one.is_short))
    }

    fn here(&self) -> i64 {
        count(self.decided.iter().filter(|one| !one.is_short))
    }

    fn damaged(&self) -> i64 {
        count(self.decided.iter().filter(|one| one.damaged.is_some()))
    }

    /// Short or damaged, and taken all the same: somebody decided so.
    fn taken_anyway(&self) -> i64 {
        let anyway =
            |one: &&Decided| (one.is_short && one.is_taken()) || one.damaged.is_some_and(|damaged| damaged > one.rejected());
        count(self.decided.iter().filter(anyway))
    }

    fn differing(&self) -> impl Iterator<Item = &Decided> {
        self.decided.iter().filter(|one| one.differs()).take(PAGE)
    }

    /// Those for which the page has no room.
    fn more(&self) -> i64 {
        count(self.decided.iter().filter(|one| one.differs()).skip(PAGE))
    }

    fn has_differences(&self) -> bool {
        self.decided.iter().any(Decided::differs)
    }
}

fn groups(decided: &[Decided]) -> Vec<Group> {
    let mut groups: BTreeMap<(&str, &str, &str), Group> = BTreeMap::new();
    for one in decided.iter().filter(|one| one.is_taken()) {
        let group = groups.entry((&one.product, &one.line.state_name, &one.room)).or_insert_with(|| Group {
            product: one.product.clone(),
            sent_as: if one.is_renamed() { one.line.state_name.clone() } else { String::new() },
            room: one.room.clone(),
            packages: 0,
            accepted: Quantity::ZERO,
            unit: one.line.unit().words(),
            cost: Cents(0),
        });
        group.packages += 1;
        group.accepted = group.accepted.plus(one.choice.accepted);
        group.cost = group.cost.plus(one.cost());
    }
    groups.into_values().collect()
}

fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
}
