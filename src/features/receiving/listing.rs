//! The lines of a manifest on the screen: a hundred at a time, and only those that somebody looks for.

use super::delivery::Delivery;
use super::draft::Damage;
use super::lines::{Choice, Texts};
use super::model::{Line, Status};
use crate::error::Problems;
use crate::features::inventory::Lab;
use crate::values::{Quantity, text_enum};
use serde::Deserialize;

/// As many lines as a page has.
pub const PAGE: usize = 100;

text_enum! {
    /// Which lines are looked for.
    Showing {
        All = "all", "All";
        Wrong = "wrong", "To be mended";
        Unmapped = "unmapped", "Without a product";
        Short = "short", "Not scanned";
        Damaged = "damaged", "Damaged";
        Differences = "differences", "With differences";
    }
}

/// Where in the lines somebody is, as it stands in an address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: String,
}

/// [`Asked`], read: what cannot be read is the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub showing: Showing,
    /// From 1.
    pub page: usize,
}

impl Position {
    pub const START: Self = Self { showing: Showing::All, page: 1 };

    pub fn of(asked: &Asked) -> Self {
        Self::read(&asked.show, &asked.page)
    }

    /// From the value of a button: `short 3`.
    pub fn of_button(value: &str) -> Self {
        let (show, page) = value.split_once(' ').unwrap_or((value, "1"));
        Self::read(show, page)
    }

    fn read(show: &str, page: &str) -> Self {
        let showing = show.parse().unwrap_or(Showing::All);
        Self { showing, page: page.parse().unwrap_or(1).clamp(1, 1_000) }
    }

    /// For a button.
    pub fn value(self) -> String {
        format!("{} {}", self.showing.as_str(), self.page)
    }

    /// For an address.
    pub fn query(self) -> String {
        format!("show={}&page={}", self.showing.as_str(), self.page)
    }

    pub fn showing(self, showing: Showing) -> Self {
        Self { showing, page: 1 }
    }

    pub fn turned(self, page: usize) -> Self {
        Self { page, ..self }
    }
}

/// One line on the screen.
#[derive(Debug, Clone)]
pub struct Row {
    pub line: Line,
    pub texts: Texts,
    /// The catalog's name and SKU; none: no product is known.
    pub product: Option<String>,
    pub damage: Option<Damage>,
    /// Scanned as here; nothing is scanned when there is none.
    pub scanned: Option<bool>,
}

impl Row {
    fn of(delivery: &Delivery, line: &Line) -> Self {
        let product = delivery.product_of(line).filter(|product| product.inventory_type == Some(line.inventory_type));
        Self {
            texts: delivery.texts(line),
            product: product.map(|product| format!("{} ({})", product.name, product.sku)),
            damage: delivery.draft.damages.get(&line.barcode).cloned(),
            scanned: delivery.is_scanned().then(|| delivery.draft.has_scanned(line.barcode)),
            line: line.clone(),
        }
    }

    pub fn lab(&self) -> Lab {
        Lab::of(self.line.lab_result)
    }

    /// The sender is told of it, or nobody scanned it.
    fn differs(&self, choice: &Choice) -> bool {
        self.scanned == Some(false) || self.damage.is_some() || choice.accepted < self.line.quantity
    }

    /// What became of it differs from what was sent.
    fn was_rejected(&self) -> bool {
        self.line.rejected.is_some_and(Quantity::is_positive)
    }
}

/// Lines of one kind: where they are, and how many.
#[derive(Debug, Clone)]
pub struct Kind {
    pub position: Position,
    pub number: usize,
}

/// A page of lines, and how many there are of each kind.
#[derive(Debug, Clone)]
pub struct Listing {
    pub rows: Vec<Row>,
    pub position: Position,
    /// Of those looked for.
    pub found: usize,
    /// The kinds of which there are any.
    pub kinds: Vec<Kind>,
    /// What is wrong with the lines on this page.
    pub problems: Problems,
}

impl Listing {
    pub fn of(delivery: &Delivery, position: Position) -> Self {
        let is_over = delivery.manifest.status == Status::Received;
        let mut all = Problems::default();
        let mut found: Vec<(Row, Problems)> = Vec::new();
        let mut kinds = [0_usize; Showing::ALL.len()];
        for line in &delivery.lines {
            let (row, mut problems) = (Row::of(delivery, line), Problems::default());
            let choice = row.texts.choice(delivery, line, &mut problems);
            for (showing, count) in Showing::ALL.iter().zip(kinds.iter_mut()) {
                let is_one = match showing {
                    Showing::All => true,
                    Showing::Differences if is_over => row.was_rejected(),
                    _ if is_over => false,
                    Showing::Wrong => !problems.is_empty(),
                    Showing::Unmapped => row.product.is_none(),
                    Showing::Short => row.scanned == Some(false),
                    Showing::Damaged => row.damage.is_some(),
                    Showing::Differences => row.differs(&choice),
                };
                *count += usize::from(is_one);
                if is_one && *showing == position.showing {
                    found.push((row.clone(), problems.clone()));
                }
            }
        }
        let number = found.len();
        let page = position.page.min(pages(number));
        let mut rows = Vec::new();
        for (row, problems) in found.into_iter().skip((page - 1) * PAGE).take(PAGE) {
            for (field, words) in problems.iter() {
                all.add(field, words);
            }
            rows.push(row);
        }
        let kinds = Showing::ALL.iter().zip(kinds).filter(|(_, number)| *number > 0);
        let kinds = kinds.map(|(showing, number)| Kind { position: Position::START.showing(*showing), number }).collect();
        Self { rows, position: position.turned(page), found: number, kinds, problems: all }
    }

    pub fn count(&self, showing: Showing) -> usize {
        self.kinds.iter().find(|kind| kind.position.showing == showing).map_or(0, |kind| kind.number)
    }

    /// `101–200 of 1000`.
    pub fn span(&self) -> String {
        let first = (self.position.page - 1) * PAGE + 1;
        format!("{first}–{} of {}", first + self.rows.len().saturating_sub(1), self.found)
    }

    pub fn has_pages(&self) -> bool {
        self.found > PAGE
    }

    pub fn before(&self) -> Option<Position> {
        (self.position.page > 1).then(|| self.position.turned(self.position.page - 1))
    }

    pub fn after(&self) -> Option<Position> {
        (self.position.page < pages(self.found)).then(|| self.position.turned(self.position.page + 1))
    }

    /// Whether there is anything to choose from.
    pub fn has_kinds(&self) -> bool {
        self.kinds.len() > 1 || self.position.showing != Showing::All
    }
}

fn pages(number: usize) -> usize {
    number.div_ceil(PAGE).max(1)
}
