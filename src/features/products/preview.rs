//! What a spreadsheet would do to the catalog, row by row: pure, so that the preview and the writing cannot disagree.
//!
//! An empty cell says nothing. Only the word `clear` empties a field.

use super::columns::{CLEAR, COLUMNS, Column, pairs, values};
use super::draft;
use super::model::{NewProduct, Product};
use super::term::{Kind, retired};
use crate::error::Error;
use crate::values::{ProductId, text_enum};
use crate::web::fields::Fields;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One row of a spreadsheet, its cells in the order of the columns.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

text_enum! {
    /// What becomes of a row.
    Verdict {
        Wrong = "wrong", "Wrong";
        Added = "added", "New product";
        Changed = "changed", "Changes";
        Same = "same", "Nothing changes";
    }
}

impl Verdict {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Wrong => "refused",
            Self::Added => "accepted",
            Self::Changed => "waiting",
            Self::Same => "quiet",
        }
    }
}

/// A cell that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub heading: &'static str,
    pub old: String,
    pub new: String,
}

/// A row and what it would do.
#[derive(Debug, Clone)]
pub struct Judged {
    pub line: u64,
    pub sku: String,
    pub name: String,
    pub verdict: Verdict,
    pub differences: Vec<Difference>,
    pub problems: Vec<String>,
    /// What would be saved over which product.
    pub(super) says: Option<(Option<Product>, NewProduct)>,
}

/// The catalog, as far as the rows need it.
#[derive(Debug, Default)]
pub struct Known {
    pub products: HashMap<String, Product>,
    /// SKU by UPC.
    pub upcs: HashMap<String, String>,
    /// Spelling, and whether it is still offered.
    pub terms: HashMap<(Kind, String), (String, bool)>,
}

/// Judges rows in their order; what an earlier row took, a later one cannot have.
pub fn judge(columns: &[Column], rows: &[Row], mut known: Known) -> Vec<Judged> {
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut judged = one(columns, row, &known);
        if let Some(first) = seen.get(&judged.sku).filter(|_| !judged.sku.is_empty()) {
            judged.wrong(format!("Line {first} is about the same SKU. Keep one of the two."));
        }
        seen.entry(judged.sku.clone()).or_insert(row.line);
        if let Some((_, says)) = judged.says.as_ref().filter(|(_, says)| !says.upc.is_empty()) {
            known.upcs.insert(says.upc.clone(), says.sku.clone());
        }
        all.push(judged);
    }
    all
}

fn one(columns: &[Column], row: &Row, known: &Known) -> Judged {
    let cell = |field: &str| {
        let place = columns.iter().position(|column| column.field == field);
        place.and_then(|place| row.cells.get(place)).map_or("", String::as_str)
    };
    let sku = cell("sku").to_uppercase();
    let before = known.products.get(&sku).cloned();
    let name = before.as_ref().map_or_else(|| cell("name").to_owned(), |product| product.name.clone());
    let verdict = Verdict::Same;
    let mut judged = Judged { line: row.line, sku, name, verdict, differences: Vec::new(), problems: Vec::new(), says: None };
    if judged.sku.is_empty() || judged.sku == "CLEAR" {
        judged.wrong("The SKU is missing: it says which product the row is about.".to_owned());
        return judged;
    }
    if row.cells.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        judged.wrong("The row has more cells than there are headings. Put quotes around a text that has a comma.".to_owned());
        return judged;
    }
    let typed = typed(columns, row, before.as_ref());
    match draft::read(&Fields::of(&pairs(&typed))) {
        Ok(says) => judged.compare(before, says, known),
        Err(Error::Invalid(problems)) => {
            for (field, words) in problems.iter() {
                let heading = Column::of_field(field).map_or(field, |column| column.heading);
                judged.wrong(format!("{heading}: {words}"));
            }
        }
        Err(error) => judged.wrong(error.to_string()),
    }
    judged
}

/// Every field of the form: what the row says, else what the product has.
fn typed(columns: &[Column], row: &Row, before: Option<&Product>) -> Vec<(&'static str, String)> {
    let mut typed = before.map_or_else(|| vec![("on_register", "1".to_owned())], values);
    for (column, cell) in columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
        let value = if cell.eq_ignore_ascii_case(CLEAR) { String::new() } else { column.typed(column.unguarded(cell)) };
        typed.retain(|(field, _)| *field != column.field);
        typed.push((column.field, value));
    }
    typed
}

impl Judged {
    fn wrong(&mut self, words: String) {
        self.verdict = Verdict::Wrong;
        self.problems.push(words);
        self.says = None;
    }

    fn compare(&mut self, before: Option<Product>, mut says: NewProduct, known: &Known) {
        for problem in spell(&mut says, before.as_ref(), known) {
            self.wrong(problem);
        }
        if let Some(sku) = known.upcs.get(&says.upc).filter(|sku| **sku != says.sku && !says.upc.is_empty()) {
            self.wrong(format!("UPC: {} is the UPC of {sku}. Each product has its own.", says.upc));
        }
        if self.verdict == Verdict::Wrong {
            return;
        }
        let after = says.shown(before.as_ref().map_or_else(ProductId::new, |product| product.id));
        for column in COLUMNS.into_iter().filter(|column| column.field != "sku") {
            let old = before.as_ref().map_or_else(String::new, |product| column.words(&column.value(product)));
            let new = column.words(&column.value(&after));
            if old != new {
                self.differences.push(Difference { heading: column.heading, old, new });
            }
        }
        self.verdict = match (&before, self.differences.is_empty()) {
            (None, _) => Verdict::Added,
            (Some(_), false) => Verdict::Changed,
            (Some(_), true) => Verdict::Same,
        };
        self.name.clone_from(&says.name);
        self.says = Some((before, says));
    }
}

/// As the lists spell it; a retired word is refused, unless the product had it.
fn spell(says: &mut NewProduct, before: Option<&Product>, known: &Known) -> Vec<String> {
    let mut problems = Vec::new();
    let mut one = |kind: Kind, word: &mut String, had: &str| {
        let Some((name, active)) = known.terms.get(&(kind, word.to_lowercase())) else { return };
        word.clone_from(name);
        if !active && !had.split(", ").any(|had| had == name) {
            problems.push(retired(kind, name));
        }
    };
    let had = |read: fn(&Product) -> &String| before.map_or("", |product| read(product).as_str());
    one(Kind::Category, &mut says.category, had(|product| &product.category));
    one(Kind::Brand, &mut says.brand, had(|product| &product.brand));
    one(Kind::Vendor, &mut says.vendor, had(|product| &product.vendor));
    one(Kind::Strain, &mut says.strain, had(|product| &product.strain));
    let mut tags: Vec<String> = says.tags.split(", ").map(str::to_owned).collect();
    tags.iter_mut().for_each(|tag| one(Kind::Tag, tag, had(|product| &product.tags)));
    says.tags = tags.join(", ");
    problems
}
