//! A package in both books: what stands here, and what the state says when it is asked.

use super::model::{Package, Status};
use super::unit::type_name;
use crate::biotrack::{Item, Look};
use crate::db::Conn;
use crate::error::Result;
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::filing::Status as FilingStatus;
use crate::stock;
use crate::values::{Exact, LocationId, PackageId, Quantity};

use super::history::FilingLine;

/// Our side.
pub struct Ours {
    pub package: Package,
    pub product: Product,
    pub room: Room,
    pub on_hand: Quantity,
    /// A filing about it waits for its answer, so the books may differ until then.
    pub is_waiting: bool,
    /// The state's number for the last thing it was told of this package.
    pub told_last: Option<i64>,
}

impl Ours {
    pub fn find(conn: &mut Conn, location: LocationId, id: PackageId) -> Result<Self> {
        let (package, product, room) = Package::with_place(conn, location, id)?;
        let subjects = [Package::subject(id), Package::barcode_subject(package.barcode)];
        let filings = FilingLine::of_subjects(conn, &subjects)?;
        Ok(Self {
            on_hand: stock::of_package(conn, id)?.on_hand,
            is_waiting: filings.iter().any(|filing| filing.status == FilingStatus::Open),
            told_last: filings.iter().filter_map(|filing| filing.state_transaction).max(),
            package,
            product,
            room,
        })
    }
}

/// One fact, from both sides.
pub struct Fact {
    pub name: &'static str,
    pub ours: String,
    pub theirs: String,
    pub agrees: bool,
}

impl Fact {
    fn of(name: &'static str, ours: impl Into<String>, theirs: impl Into<String>) -> Self {
        let (ours, theirs) = (ours.into(), theirs.into());
        Self { name, agrees: ours == theirs, ours, theirs }
    }
}

/// Both sides.
pub struct Compared {
    pub facts: Vec<Fact>,
    /// The state's quantity less ours.
    difference: Exact,
}

impl Compared {
    /// `row`: the state's whole row, if our last filing was the last to change it.
    pub fn of(ours: &Ours, look: &Look, row: Option<&Item>) -> Self {
        let package = &ours.package;
        let on_hand = Exact::from(ours.on_hand);
        let nothing = || "none".to_owned();
        let amount = |amount: Option<crate::values::Amount>| amount.map_or_else(nothing, |amount| amount.to_string());
        let mut facts = vec![
            Fact::of("Quantity", on_hand.to_string(), look.remaining.to_string()),
            Fact::of("Type", type_name(package.inventory_type), type_name(look.inventory_type)),
            Fact::of("Name", package.state_name.clone(), look.product.clone().unwrap_or_else(nothing)),
            Fact::of("Strain", or_none(&package.strain), look.strain.clone().unwrap_or_else(nothing)),
            Fact::of("Med usable weight of one", amount(package.med_usable), amount(look.med_usable)),
        ];
        if let Some(row) = row {
            let number = row.room.map_or_else(nothing, |room| room.to_string());
            facts.push(Fact::of("Room number", ours.room.state_room.to_string(), number));
            let scheduled = |yes: bool| if yes { "yes" } else { "no" };
            let theirs = scheduled(row.status == Some(1));
            facts.push(Fact::of("Scheduled for destruction", scheduled(package.status == Status::Scheduled), theirs));
        }
        Self { facts, difference: look.remaining.minus(on_hand) }
    }

    pub fn agrees(&self) -> bool {
        self.facts.iter().all(|fact| fact.agrees)
    }

    pub fn quantity_differs(&self) -> bool {
        self.difference != Exact::from(Quantity::ZERO)
    }

    /// What the difference is, and what somebody would do next.
    pub fn words(&self) -> String {
        let (zero, size) = (Exact::from(Quantity::ZERO), self.difference.size());
        if self.difference == zero && self.agrees() {
            return "Both books say the same.".to_owned();
        }
        if self.difference == zero {
            return "The quantities are the same, but the state has something else in another place. What it says counts: receive, move or \
                    change the package here, or file it anew."
                .to_owned();
        }
        if self.difference.is_rounding() {
            return format!(
                "The state's quantity is off by {size}, less than the two decimals that anything is counted in: it was rounded there. \
                 Tell it the quantity once more, and both are alike."
            );
        }
        let way = if self.difference > zero { "more" } else { "less" };
        format!(
            "The state has {size} {way} than we. Count the package. If our quantity is right, tell the state once more; if it is not, \
             adjust it to what you counted."
        )
    }
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { text.to_owned() }
}
