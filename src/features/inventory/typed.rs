//! What was typed into the search: its words, and what each stands for. `words.rs` says how they are kept.

use super::finding::Backend;
use super::words::{bare, end_of};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{packages, search_words};
use crate::values::LocationId;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// Products and packages of one word that are looked up at once; a word of more is not the rare one.
const FEW: usize = 1000;
/// One more.
const LIMIT: i64 = 1001;

/// A word that was typed, and what it stands for.
pub struct Word {
    text: String,
    /// None: it stands for more than a few.
    pub about: Option<About>,
}

/// Products and packages whose words begin so.
#[derive(Default)]
pub struct About {
    pub products: Vec<String>,
    pub packages: Vec<String>,
}

type Condition = Box<dyn BoxableExpression<packages::table, Backend, SqlType = Bool>>;

impl Word {
    /// All of them.
    pub fn all(conn: &mut Conn, location: LocationId, typed: &str) -> Result<Vec<Self>> {
        words(typed)
            .into_iter()
            .map(|text| {
                let about = if text.is_empty() { Some(About::default()) } else { About::of(conn, location, &text)? };
                Ok(Self { text, about })
            })
            .collect()
    }

    pub fn is_of_nothing(&self) -> bool {
        self.about.as_ref().is_some_and(|about| about.weight() == 0)
    }

    /// A package, or its product, has a word that begins so; digits may also be the beginning or the end of its id.
    pub fn is_had(&self) -> Condition {
        let word = self.text.as_str();
        let of_package = search_words::about.eq(packages::id).and(begins_so(word));
        let of_product = search_words::about.eq(packages::product_id).and(begins_so(word));
        let known = exists(search_words::table.filter(of_product)).or(exists(search_words::table.filter(of_package)));
        if !is_number(word) {
            return Box::new(known);
        }
        let begins = packages::barcode.like(format!("{word}%"));
        match ending(word) {
            Some(ending) => Box::new(known.or(begins).or(ending)),
            None => Box::new(known.or(begins)),
        }
    }
}

impl About {
    /// What begins with this word; none: more than a few do.
    fn of(conn: &mut Conn, location: LocationId, word: &str) -> Result<Option<Self>> {
        let mut about = Self::default();
        let known = search_words::table.filter(begins_so(word)).limit(LIMIT);
        for (id, of_product) in known.select((search_words::about, search_words::of_product)).load::<(String, bool)>(conn)? {
            if of_product { about.products.push(id) } else { about.packages.push(id) }
        }
        if is_number(word) {
            // At any place: an index of the place would lead through everything that is there.
            let begins = packages::barcode.ge(word).and(packages::barcode.lt(end_of(word)));
            about.packages.extend(packages::table.filter(begins).select(packages::id).limit(LIMIT).load::<String>(conn)?);
            if let Some(ending) = ending(word) {
                let here = packages::table.filter(packages::location_id.eq(location)).filter(ending);
                about.packages.extend(here.select(packages::id).limit(LIMIT).load::<String>(conn)?);
            }
        }
        Ok(Some(about).filter(|about| about.weight() <= FEW))
    }

    pub fn weight(&self) -> usize {
        self.products.len() + self.packages.len()
    }
}

fn is_number(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}

/// A package id that ends so: four digits at least, of which the last four are in an index.
fn ending(word: &str) -> Option<Condition> {
    let last_four = word.get(word.len().checked_sub(4)?..)?.to_owned();
    let exact = sql::<Bool>("substr(packages.barcode, 13) = ").bind::<Text, _>(last_four);
    Some(Box::new(exact.and(packages::barcode.like(format!("%{word}")))))
}

#[diesel::dsl::auto_type]
fn begins_so(word: &str) -> _ {
    let (from, to): (String, String) = (word.to_owned(), end_of(word));
    search_words::word.ge(from).and(search_words::word.lt(to))
}

/// The words that were typed, as they are kept; digits with blanks between them, as a package id is shown, are one word. A sign by
/// itself says nothing, but nothing else typed either is no question for everything.
fn words(typed: &str) -> Vec<String> {
    let typed = typed.trim();
    let number: String = typed.chars().filter(|sign| !" -".contains(*sign)).collect();
    if !number.is_empty() && is_number(&number) {
        return vec![number];
    }
    let words: Vec<String> = typed.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    if words.is_empty() && !typed.is_empty() { vec![String::new()] } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_id_is_found_as_it_is_shown_and_signs_are_only_signs() {
        assert_eq!(words("6853 2967 8957"), ["685329678957"]);
        assert_eq!(words(" Blue DREAM & 100%"), ["blue", "dream", "100"]);
        assert_eq!(words("%"), [""]);
        assert!(words("  ").is_empty());
    }
}
