//! What is done to the catalog. Nothing of it is told to the state: it knows packages, not our products.

use super::columns::{COLUMNS, Column};
use super::model::{NewProduct, Product};
use super::term::{self, Kind, Term};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::event::{self, Category, Who};
use crate::may;
use crate::schema::products;
use crate::stock::supplies;
use crate::values::{At, ProductId};
use diesel::prelude::*;
use serde::Serialize;

/// A new product, or other words for one that exists.
#[derive(Serialize)]
pub struct SaveProduct {
    /// None: a new one.
    pub product: Option<ProductId>,
    pub says: NewProduct,
    /// What the form showed when it was opened, field by field; empty for a new product.
    pub seen: Vec<(String, String)>,
}

impl Record for SaveProduct {
    const ACT: &'static str = "save_product";
    type Needs = may::EditProducts;
    type Done = ProductId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<ProductId> {
        let before = self.product.map(|id| Product::find(tx, id)).transpose()?;
        if let Some(before) = &before {
            must_be_as_seen(before, &self.seen, &self.says)?;
        }
        save_watched(tx, &by.into(), before.as_ref(), &self.says)
    }
}

/// What somebody else changed while the form stood open is not put back unseen. What both changed alike is no conflict.
fn must_be_as_seen(before: &Product, seen: &[(String, String)], says: &NewProduct) -> Result<()> {
    let after = says.shown(before.id);
    let undone = COLUMNS.into_iter().filter_map(|column| {
        let (_, seen) = seen.iter().find(|(field, _)| field == column.field)?;
        let now = column.value(before);
        let is_undone = *seen != now && column.value(&after) != now;
        is_undone.then(|| format!("{}: {} is now {}", column.heading, quoted(column, seen), quoted(column, &now)))
    });
    let undone: Vec<String> = undone.collect();
    if undone.is_empty() {
        return Ok(());
    }
    rule(format!(
        "Somebody changed {} since you opened this page ({}). Nothing was saved. What you typed stands below: look at these fields, \
         then save again.",
        before.name,
        undone.join("; ")
    ))
}

fn quoted(column: Column, value: &str) -> String {
    if value.is_empty() { "nothing".to_owned() } else { format!("“{}”", column.words(value)) }
}

/// [`save`], and what it changed goes into the event log.
pub fn save_watched(tx: &mut Conn, who: &Who, before: Option<&Product>, says: &NewProduct) -> Result<ProductId> {
    let watch = match before {
        Some(before) => Some(event::watch::<Product>(tx, who.clone(), before.id)?),
        None => None,
    };
    let id = save(tx, before, says, who.at)?;
    match watch {
        Some(watch) => watch.note(tx)?,
        None => event::made::<Product>(tx, who.clone(), id)?,
    }
    Ok(id)
}

/// The one way into the table, for forms and spreadsheets alike.
pub fn save(tx: &mut Conn, before: Option<&Product>, says: &NewProduct, now: At) -> Result<ProductId> {
    let mut says = term::settle(tx, says, before)?;
    if let Some(other) = Product::with_upc(tx, &says.upc, before.map(|product| product.id))? {
        let words = format!("This is the UPC of {} ({}). Each product has its own.", other.name, other.sku);
        return Err(Error::Invalid(Problems::one("upc", words)));
    }
    if let Some(product) = before {
        says.update(tx, product.id)?;
        must_stay_supply(tx, product, &says)?;
        return Ok(product.id);
    }
    if says.sku.is_empty() {
        says.sku = free_sku(tx, &says.name)?;
    }
    says.insert(tx, ProductId::new(), now)
}

/// What lies on the shelf as a device or merchandise cannot become cannabis: it has no identifier of the state. Asked after the row
/// is written, so that whoever is just taking some of it in is seen.
fn must_stay_supply(tx: &mut Conn, before: &Product, says: &NewProduct) -> Result<()> {
    if !before.goods.is_supply() || says.goods.is_supply() || !supplies::is_anywhere(tx, before.id)? {
        return Ok(());
    }
    let words = format!(
        "There is stock of {} as {}. Adjust it to 0 first, or add a product for the cannabis.",
        before.name,
        before.goods.label().to_lowercase()
    );
    Err(Error::Invalid(Problems::one("goods", words)))
}

/// A SKU made of the name: `BLUE-DREA-3-5-G`, with a number where that is taken.
fn free_sku(tx: &mut Conn, name: &str) -> Result<String> {
    let upper = name.to_ascii_uppercase();
    let words = upper.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let base: Vec<String> = words.take(5).map(|word| word.chars().take(4).collect()).collect();
    let base = if base.is_empty() { "P".to_owned() } else { base.join("-") };
    let taken: Vec<String> = products::table.filter(products::sku.like(format!("{base}%"))).select(products::sku).load(tx)?;
    let numbered = (2..).map(|number: u32| format!("{base}-{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|sku| !taken.contains(sku));
    Ok(free.unwrap_or(base))
}

/// It is not offered any more; packages and sales stay.
#[derive(Serialize)]
pub struct RetireProduct {
    pub product: ProductId,
}

impl Record for RetireProduct {
    const ACT: &'static str = "retire_product";
    type Needs = may::EditProducts;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        set_active(tx, by, self.product, false)
    }
}

/// It is offered again.
#[derive(Serialize)]
pub struct RestoreProduct {
    pub product: ProductId,
}

impl Record for RestoreProduct {
    const ACT: &'static str = "restore_product";
    type Needs = may::EditProducts;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        set_active(tx, by, self.product, true)
    }
}

fn set_active(tx: &mut Conn, by: &By<'_>, id: ProductId, active: bool) -> Result<String> {
    let watch = event::watch::<Product>(tx, by, id)?;
    let product = Product::find(tx, id)?;
    Product::set_active(tx, id, active)?;
    watch.note(tx)?;
    Ok(product.name)
}

/// A word for a list; one that was retired is restored.
#[derive(Serialize)]
pub struct AddTerm {
    pub kind: Kind,
    pub name: String,
}

impl Record for AddTerm {
    const ACT: &'static str = "add_catalog_term";
    type Needs = may::EditProducts;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let words = match Term::find(tx, self.kind, &self.name)? {
            Some(term) if term.active => {
                let words = format!("“{}” is on the list already.", term.name);
                return Err(Error::Invalid(Problems::one("name", words)));
            }
            Some(term) => {
                let watch = event::watch::<Term>(tx, by, (self.kind, term.name.clone()))?;
                Term::set_active(tx, self.kind, &term.name, true)?;
                watch.note(tx)?;
                format!("“{}” is offered again.", term.name)
            }
            None => {
                Term::insert(tx, self.kind, &self.name)?;
                event::made::<Term>(tx, by, (self.kind, self.name.clone()))?;
                format!("“{}” was added.", self.name)
            }
        };
        Ok(words)
    }
}

/// It is not offered any more; products that say it keep it.
#[derive(Serialize)]
pub struct RetireTerm {
    pub kind: Kind,
    pub name: String,
}

impl Record for RetireTerm {
    const ACT: &'static str = "retire_catalog_term";
    type Needs = may::EditProducts;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let term = Term::find(tx, self.kind, &self.name)?.ok_or(Error::NotFound)?;
        let watch = event::watch::<Term>(tx, by, (self.kind, term.name.clone()))?;
        Term::set_active(tx, self.kind, &term.name, false)?;
        watch.note(tx)?;
        Ok(format!("“{}” is not offered any more. Products that say it keep it.", term.name))
    }
}

/// Another word for it, in every product that says it; a word that exists swallows it.
#[derive(Serialize)]
pub struct RenameTerm {
    pub kind: Kind,
    pub name: String,
    pub new: String,
}

impl Record for RenameTerm {
    const ACT: &'static str = "rename_catalog_term";
    type Needs = may::EditProducts;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let old = Term::find(tx, self.kind, &self.name)?.ok_or(Error::NotFound)?;
        if old.name == self.new {
            return rule("That is what it is called already. Type another name, or leave the page.");
        }
        let same_word = old.name.to_lowercase() == self.new.to_lowercase();
        let other = Term::find(tx, self.kind, &self.new)?.filter(|_| !same_word);
        let name = match &other {
            Some(other) if !other.active => return rule(term::retired(self.kind, &other.name)),
            Some(other) => other.name.clone(),
            None => self.new.clone(),
        };
        let products = term::rewrite(tx, self.kind, &old.name, &name)?;
        Term::delete(tx, self.kind, &old.name)?;
        if other.is_none() {
            Term::insert(tx, self.kind, &name)?;
            Term::set_active(tx, self.kind, &name, old.active)?;
        }
        let after = Term { name: name.clone(), active: old.active };
        event::changed(tx, by, Category::Terms, &old.pictured(self.kind), &after.pictured(self.kind))?;
        let joined = if other.is_some() { ", which was on the list already" } else { "" };
        Ok(format!("“{}” is now “{name}”{joined}, in {products} of the products.", old.name))
    }
}
