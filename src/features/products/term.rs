//! The catalog_terms table: the words a catalog is written in. Products keep the word itself; the list keeps its spelling, and says
//! which are no longer offered.

use super::super::inventory::words;
use super::model::{NewProduct, Product};
use crate::db::{Conn, on_each};
use crate::error::{Error, Problems, Result};
use crate::event::{Category, Picture, Watched};
use crate::schema::{catalog_terms, products};
use crate::values::{LocationId, ProductId, text_enum};
use diesel::prelude::*;

text_enum! {
    Kind {
        Brand = "brand", "Brands";
        Vendor = "vendor", "Vendors";
        Strain = "strain", "Strains";
        Category = "category", "Categories";
        Tag = "tag", "Tags";
    }
}

impl Kind {
    /// One of them, in a sentence.
    pub fn one(self) -> &'static str {
        self.as_str()
    }

    /// The field of a product's form; a tag is one of several.
    fn field(self) -> &'static str {
        if self == Self::Tag { "tags" } else { self.as_str() }
    }
}

/// One word of one list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = catalog_terms, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Term {
    pub name: String,
    pub active: bool,
}

/// The words still offered, for the form's suggestions.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub brands: Vec<String>,
    pub vendors: Vec<String>,
    pub strains: Vec<String>,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
}

impl Offered {
    pub fn load(conn: &mut Conn) -> Result<Self> {
        let mut of = |kind| -> Result<Vec<String>> {
            let all = Term::listed(conn, kind)?;
            Ok(all.into_iter().filter(|term| term.active).map(|term| term.name).collect())
        };
        Ok(Self {
            brands: of(Kind::Brand)?,
            vendors: of(Kind::Vendor)?,
            strains: of(Kind::Strain)?,
            categories: of(Kind::Category)?,
            tags: of(Kind::Tag)?,
        })
    }
}

impl Term {
    pub fn listed(conn: &mut Conn, kind: Kind) -> Result<Vec<Self>> {
        let all = catalog_terms::table
            .filter(catalog_terms::kind.eq(kind))
            .order(catalog_terms::name_lower)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// However it is cased.
    pub fn find(conn: &mut Conn, kind: Kind, name: &str) -> Result<Option<Self>> {
        let found = catalog_terms::table.find((kind, name.to_lowercase())).select(Self::as_select()).first(conn).optional()?;
        Ok(found)
    }

    pub fn insert(tx: &mut Conn, kind: Kind, name: &str) -> Result<()> {
        let lower = name.to_lowercase();
        // Two clerks may use a new word at the same moment; both are right.
        on_each!(tx, |c| diesel::insert_into(catalog_terms::table)
            .values((
                catalog_terms::kind.eq(kind),
                catalog_terms::name_lower.eq(&lower),
                catalog_terms::name.eq(name),
                catalog_terms::active.eq(true),
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
        Ok(())
    }

    pub fn set_active(tx: &mut Conn, kind: Kind, name: &str, active: bool) -> Result<()> {
        let row = catalog_terms::table.find((kind, name.to_lowercase()));
        diesel::update(row).set(catalog_terms::active.eq(active)).execute(tx)?;
        Ok(())
    }

    pub fn delete(tx: &mut Conn, kind: Kind, name: &str) -> Result<()> {
        diesel::delete(catalog_terms::table.find((kind, name.to_lowercase()))).execute(tx)?;
        Ok(())
    }
}

/// Writes `new` wherever products say `old`; answers how many did.
pub fn rewrite(tx: &mut Conn, kind: Kind, old: &str, new: &str) -> Result<usize> {
    macro_rules! rewritten {
        ($column:ident) => {
            diesel::update(products::table.filter(products::$column.eq(old))).set(products::$column.eq(new)).execute(tx)?
        };
    }
    Ok(match kind {
        Kind::Brand => rewritten!(brand),
        Kind::Vendor => rewritten!(vendor),
        Kind::Category => rewritten!(category),
        Kind::Strain => rewrite_strain(tx, old, new)?,
        Kind::Tag => rewrite_tag(tx, old, new)?,
    })
}

/// The strain is the first of the six attributes, so those are rewritten with it.
fn rewrite_strain(tx: &mut Conn, old: &str, new: &str) -> Result<usize> {
    let bare = |word: &str| word.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let found: Vec<(ProductId, String)> =
        products::table.filter(products::strain.eq(old)).select((products::id, products::six_attributes)).load(tx)?;
    for (id, six) in &found {
        let six = six.split_once('|').map_or_else(String::new, |(_, rest)| format!("{}|{rest}", bare(new)));
        let row = diesel::update(products::table.find(id));
        row.set((products::strain.eq(new), products::six_attributes.eq(six))).execute(tx)?;
        words::note_product(tx, *id)?;
    }
    Ok(found.len())
}

fn rewrite_tag(tx: &mut Conn, old: &str, new: &str) -> Result<usize> {
    let all: Vec<(ProductId, String)> =
        products::table.filter(products::tags.ne("")).select((products::id, products::tags)).load(tx)?;
    let mut changed = 0;
    for (id, tags) in all.iter().filter(|(_, tags)| tags.split(", ").any(|tag| tag == old)) {
        let mut tags: Vec<&str> = tags.split(", ").map(|tag| if tag == old { new } else { tag }).collect();
        tags.sort_by_key(|tag| tag.to_lowercase());
        tags.dedup();
        diesel::update(products::table.find(id)).set(products::tags.eq(tags.join(", "))).execute(tx)?;
        changed += 1;
    }
    Ok(changed)
}

/// The product's words as the lists spell them. A new word goes onto its list; one that is retired is refused, unless the product had it.
pub fn settle(tx: &mut Conn, says: &NewProduct, before: Option<&Product>) -> Result<NewProduct> {
    let (mut settled, mut problems) = (says.clone(), Problems::default());
    let had = |read: fn(&Product) -> &String| before.map_or("", |product| read(product).as_str()).to_owned();
    for (kind, word, had) in [
        (Kind::Category, &mut settled.category, had(|product| &product.category)),
        (Kind::Brand, &mut settled.brand, had(|product| &product.brand)),
        (Kind::Vendor, &mut settled.vendor, had(|product| &product.vendor)),
        (Kind::Strain, &mut settled.strain, had(|product| &product.strain)),
    ] {
        *word = one(tx, kind, word, &[had.as_str()], &mut problems)?;
    }
    let had = had(|product| &product.tags);
    let had: Vec<&str> = had.split(", ").collect();
    let mut tags = Vec::new();
    for tag in says.tags.split(", ") {
        tags.push(one(tx, Kind::Tag, tag, &had, &mut problems)?);
    }
    settled.tags = tags.join(", ");
    problems.check()?;
    Ok(settled)
}

fn one(tx: &mut Conn, kind: Kind, word: &str, had: &[&str], problems: &mut Problems) -> Result<String> {
    if word.is_empty() {
        return Ok(String::new());
    }
    match Term::find(tx, kind, word)? {
        Some(term) if term.active || had.contains(&term.name.as_str()) => Ok(term.name),
        Some(term) => {
            problems.add(kind.field(), retired(kind, &term.name));
            Ok(term.name)
        }
        None => {
            Term::insert(tx, kind, word)?;
            Ok(word.to_owned())
        }
    }
}

/// Why a word that is no longer offered is refused.
pub fn retired(kind: Kind, name: &str) -> String {
    format!("“{name}” is retired from the list of {}. Choose another, or restore it under Lists.", kind.label().to_lowercase())
}

/// One word of one list, by its spelling.
impl Watched for Term {
    const CATEGORY: Category = Category::Terms;
    type Id = (Kind, String);

    fn picture(conn: &mut Conn, _: LocationId, (kind, name): &(Kind, String)) -> Result<Picture> {
        let term = Self::find(conn, *kind, name)?.ok_or(Error::NotFound)?;
        Ok(term.pictured(*kind))
    }
}

impl Term {
    /// How the event log shows it.
    pub fn pictured(&self, kind: Kind) -> Picture {
        let picture = Picture::of(format!("{kind}:{}", self.name.to_lowercase()), format!("{}: {}", kind.label(), self.name));
        picture.with("Name", &self.name).yes("Offered", self.active).gone(!self.active)
    }
}
