//! What would become of a row of the shelf's spreadsheet: pure, so that the dry run and the filing cannot disagree.

use super::columns::{Cells, Column};
use super::goods::{inventory_type, product, strain};
use super::known::Known;
use crate::features::inventory::Unit;
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::values::{Barcode, Cents, Quantity, text_enum};
use chrono::NaiveDate;

text_enum! {
    /// What the dry run says of a row.
    Verdict {
        Problem = "problem", "Problems";
        Warning = "warning", "Warnings";
        Ready = "ready", "Ready";
    }
}

impl Verdict {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Problem => "refused",
            Self::Warning => "waiting",
            Self::Ready => "accepted",
        }
    }

    /// The word of its badge.
    pub fn word(self) -> &'static str {
        match self {
            Self::Problem => "Problem",
            Self::Warning => "Warning",
            Self::Ready => "Ready",
        }
    }
}

/// A row, and what is to be said of it.
#[derive(Debug, Clone)]
pub struct Judged<'k> {
    pub verdict: Verdict,
    pub words: Vec<String>,
    /// Nothing for a row with a problem.
    pub says: Option<Says<'k>>,
}

/// What a good row says.
#[derive(Debug, Clone)]
pub struct Says<'k> {
    pub label: String,
    pub product: &'k Product,
    pub inventory_type: i64,
    pub strain: String,
    pub quantity: Quantity,
    pub cost: Option<Cents>,
    pub room: &'k Room,
    pub expires_on: Option<NaiveDate>,
    pub batch: Option<String>,
}

/// What is wrong, and what is only odd.
#[derive(Default)]
pub struct Remarks {
    wrong: Vec<String>,
    odd: Vec<String>,
}

impl Remarks {
    /// Always nothing, so that a reader may end with it.
    pub fn wrong<T>(&mut self, column: Column, words: impl AsRef<str>) -> Option<T> {
        self.wrong.push(format!("{}: {}", column.label(), words.as_ref()));
        None
    }

    pub fn odd(&mut self, column: Column, words: impl AsRef<str>) {
        self.odd.push(format!("{}: {}", column.label(), words.as_ref()));
    }
}

/// Judges one row.
pub fn judge<'k>(row: &Cells, line: i64, known: &'k Known) -> Judged<'k> {
    let mut remarks = Remarks::default();
    if !row.beyond.is_empty() {
        let words = format!("“{}” stands beyond the last heading. Put quotes around a text that has a comma.", row.beyond);
        remarks.wrong.push(words);
    }
    let label = label(row, line, known, &mut remarks);
    let product = product(row, known, &mut remarks);
    let inventory_type = inventory_type(row, product, &mut remarks);
    let strain = strain(row, product, &mut remarks);
    let quantity = quantity(row, inventory_type, &mut remarks);
    let cost = cost(row, product, &mut remarks);
    let room = room(row, known, &mut remarks);
    let expires_on = expiry(row, known, &mut remarks);
    let batch = batch(row, &mut remarks);
    let says = || {
        let (product, room) = (product?, room?);
        let (inventory_type, quantity) = (inventory_type?, quantity?);
        let (label, strain, cost) = (label?, strain?, cost?);
        Some(Says { label, product, inventory_type, strain, quantity, cost, room, expires_on: expires_on?, batch: batch? })
    };
    let says = if remarks.wrong.is_empty() { says() } else { None };
    let verdict = match (&says, remarks.odd.is_empty()) {
        (None, _) => Verdict::Problem,
        (Some(_), false) => Verdict::Warning,
        (Some(_), true) => Verdict::Ready,
    };
    remarks.wrong.extend(remarks.odd);
    Judged { verdict, words: remarks.wrong, says }
}

fn label(row: &Cells, line: i64, known: &Known, remarks: &mut Remarks) -> Option<String> {
    let (label, at) = (row.label.as_str(), Column::Label);
    let length = label.chars().count();
    if label.is_empty() {
        return remarks.wrong(at, "is empty. Type what stands on the package, so that a scan still finds it.");
    }
    if length > 60 {
        return remarks.wrong(at, format!("has {length} characters. A label has at most 60."));
    }
    if label.starts_with('=') {
        return remarks.wrong(at, format!("“{label}” is a formula. Type the label itself."));
    }
    if is_shortened(label) {
        let words = format!("“{label}” was shortened by the spreadsheet. Format the column as text and type the whole label.");
        return remarks.wrong(at, words);
    }
    if let Some(others) = known.same_in_file(&row.label_key(), line) {
        return remarks.wrong(at, format!("“{label}” is also on line {others}. Each package has a label of its own."));
    }
    if let Some(barcode) = known.stocked(label) {
        return remarks.wrong(at, format!("“{label}” is in stock already as {}. Leave the row out.", barcode.grouped()));
    }
    if let Some(words) = known.elsewhere(&row.label_key()) {
        match words {
            Ok(odd) => remarks.odd(at, odd),
            Err(wrong) => return remarks.wrong(at, wrong),
        }
    }
    if label.parse::<Barcode>().is_ok() {
        let words = "has 16 digits like an identifier of BioTrack's. If the state knows it already, do not upload it: it would be there twice.";
        remarks.odd(at, words);
    }
    Some(label.to_owned())
}

/// `6.85E+15`.
fn is_shortened(label: &str) -> bool {
    let lower = label.to_lowercase();
    let Some((number, power)) = lower.split_once("e+") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number(number) && is_number(power)
}

fn quantity(row: &Cells, inventory_type: Option<i64>, remarks: &mut Remarks) -> Option<Quantity> {
    let (typed, at) = (row.quantity.as_str(), Column::Quantity);
    if typed.is_empty() {
        return remarks.wrong(at, "is empty. Type how much there is, like 24 or 3.50.");
    }
    if typed.starts_with('-') {
        return remarks.wrong(at, format!("“{typed}” is less than nothing. Type what is there, or leave the row out."));
    }
    if let Some(two) = cut_to_two(typed) {
        let words = format!("“{typed}” has more than two decimals, and BioTrack keeps two. Weigh again, or type {two}.");
        return remarks.wrong(at, words);
    }
    let Ok(quantity) = Quantity::parse(typed) else {
        return remarks.wrong(at, format!("“{typed}” is no quantity. Type digits only, like 1200 or 3.50."));
    };
    if !quantity.is_positive() {
        return remarks.wrong(at, "is 0. Leave the row out: there is nothing to report.");
    }
    if inventory_type.is_some_and(|number| Unit::of(number).is_counted()) && quantity.whole().is_none() {
        return remarks.wrong(at, format!("“{typed}” is not whole, and this is counted in pieces. Type a whole number."));
    }
    Some(quantity)
}

/// The first two decimals, when there are more that matter.
fn cut_to_two(typed: &str) -> Option<String> {
    let (whole, part) = typed.split_once('.')?;
    let (two, rest) = part.split_at_checked(2)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let matters = digits(whole) && digits(part) && rest.bytes().any(|byte| byte != b'0');
    matters.then(|| format!("{whole}.{two}"))
}

/// The row's, else the product's; the outer nothing is "unreadable".
fn cost(row: &Cells, product: Option<&Product>, remarks: &mut Remarks) -> Option<Option<Cents>> {
    if row.cost.is_empty() {
        return Some(product.and_then(|product| product.cost_cents));
    }
    match Cents::parse(&row.cost) {
        Ok(cents) => Some(Some(cents)),
        Err(_) => {
            remarks.wrong(Column::Cost, format!("“{}” is no amount of money. Type it like 12.50, or leave it empty.", row.cost))
        }
    }
}

fn room<'k>(row: &Cells, known: &'k Known, remarks: &mut Remarks) -> Option<&'k Room> {
    let names = || known.rooms_in_use().map(|room| room.name.as_str()).collect::<Vec<_>>().join(", ");
    if row.room.is_empty() {
        return remarks.wrong(Column::Room, format!("is empty. The rooms are: {}.", names()));
    }
    match known.room(&row.room) {
        Some(room) if room.active => Some(room),
        Some(room) => remarks.wrong(Column::Room, format!("{} is no longer in use. The rooms are: {}.", room.name, names())),
        None => remarks.wrong(Column::Room, format!("“{}” is not a room here. The rooms are: {}.", row.room, names())),
    }
}

/// Years of two digits are typing mistakes.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

fn expiry(row: &Cells, known: &Known, remarks: &mut Remarks) -> Option<Option<NaiveDate>> {
    if row.expiry.is_empty() {
        return Some(None);
    }
    let read = ["%Y-%m-%d", "%m/%d/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(&row.expiry, form).ok());
    match read.filter(|day| *day >= FIRST_DAY) {
        Some(day) if day < known.today => {
            remarks.odd(Column::Expiry, "is over. What has expired cannot be sold: destroy it once it is in.");
            Some(Some(day))
        }
        Some(day) => Some(Some(day)),
        None => remarks.wrong(Column::Expiry, format!("“{}” is no date. Type it like 11/23/2027 or 2027-11-23.", row.expiry)),
    }
}

fn batch(row: &Cells, remarks: &mut Remarks) -> Option<Option<String>> {
    let length = row.batch.chars().count();
    if length > 60 {
        return remarks.wrong(Column::Batch, format!("has {length} characters. A batch has at most 60."));
    }
    Some(Some(row.batch.clone()).filter(|batch| !batch.is_empty()))
}
