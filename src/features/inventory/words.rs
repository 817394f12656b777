//! The words by which packages are found: the table `search_words`.
//!
//! A word is found from its beginning, and so is every part of it after a sign and every number in it: `FLW-BD-35` is found by `flw`,
//! `flw-bd`, `bd-35`, `bd35` and `35`. Unlike "somewhere in the text", a beginning can be looked up in an index. A product's words stand
//! there once, not with each of its packages; a package has only those beyond them (its batch, an older label, its strain). A product
//! keeps the words of its former names: labels with them are on the shelf, and a package may rely on them.

use crate::app::App;
use crate::db::{Conn, Queue, on_each};
use crate::error::Result;
use crate::schema::{facts, packages, products, search_words};
use crate::values::{PackageId, ProductId};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Letters of one word that are kept.
const LONGEST: usize = 40;
/// Products or packages in one short write, and what says that all have their words.
const PART: i64 = 200;
const COMPLETE: &str = "search_words";

/// The letters and digits of a text, as they are kept: a-z and 0-9, whatever the database's collation makes of others.
pub fn bare(text: &str) -> String {
    let mut kept = String::new();
    for letter in text.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()) {
        keep(&mut kept, letter);
    }
    kept.truncate(LONGEST);
    kept
}

fn keep(kept: &mut String, letter: char) {
    if letter.is_ascii() {
        kept.push(letter);
    } else {
        // As long for every letter, so that the beginning of a word is the beginning of what is kept.
        kept.push_str(&format!("u{:06x}", u32::from(letter)));
    }
}

/// Every beginning at which `text` is found.
fn beginnings(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in text.split_whitespace() {
        let (mut kept, mut starts, mut before) = (String::new(), Vec::new(), None::<char>);
        for letter in token.chars().flat_map(char::to_lowercase) {
            if letter.is_alphanumeric() {
                let begins = before.is_none_or(|before| letter.is_numeric() && !before.is_numeric());
                if begins {
                    starts.push(kept.len());
                }
                keep(&mut kept, letter);
            }
            before = Some(letter).filter(|letter| letter.is_alphanumeric());
        }
        let from = |start: usize| kept.get(start..).map(|rest| rest.chars().take(LONGEST).collect::<String>());
        found.extend(starts.into_iter().filter_map(from));
    }
    found
}

/// What comes after every word that begins with `word`, in any collation.
pub fn end_of(word: &str) -> String {
    let stem = word.trim_end_matches('z');
    let next = match stem.chars().next_back() {
        Some('9') => Some('a'),
        Some(last) => char::from_u32(u32::from(last) + 1),
        None => None,
    };
    match (stem.get(..stem.len().saturating_sub(1)), next) {
        (Some(before), Some(next)) => format!("{before}{next}"),
        _ => "z".repeat(LONGEST + 1),
    }
}

/// Writes down by which words a product is found from now on.
pub fn note_product(tx: &mut Conn, id: ProductId) -> Result<()> {
    let columns = (products::name, products::sku, products::strain, products::upc, products::external_id, products::state_name);
    let row: (String, String, String, String, String, Option<String>) = products::table.find(id).select(columns).first(tx)?;
    let (name, sku, strain, upc, external, state) = row;
    let wanted = beginnings(&[name, sku, strain, upc, external, state.unwrap_or_default()].join(" "));
    let known = known(tx, id.as_str())?;
    for word in wanted.difference(&known) {
        insert(tx, word, id.as_str(), true)?;
    }
    Ok(())
}

/// Writes down by which words a package is found beyond its product's. Its 16 digits are looked up where they stand.
pub fn note_package(tx: &mut Conn, id: PackageId) -> Result<()> {
    let row: (ProductId, String, String, Option<String>, Option<String>) = packages::table
        .find(id)
        .select((packages::product_id, packages::strain, packages::state_name, packages::lot_name, packages::external_barcode))
        .first(tx)?;
    let (product, strain, state, lot, label) = row;
    let all = beginnings(&[strain, state, lot.unwrap_or_default(), label.unwrap_or_default()].join(" "));
    let wanted: BTreeSet<String> = all.difference(&known(tx, product.as_str())?).cloned().collect();
    let before = known(tx, id.as_str())?;
    for word in before.difference(&wanted) {
        diesel::delete(search_words::table.find((word, id.as_str()))).execute(tx)?;
    }
    for word in wanted.difference(&before) {
        insert(tx, word, id.as_str(), false)?;
    }
    Ok(())
}

/// What packages of `from` relied on is a word of `into`, whose they are now.
pub fn hand_over(tx: &mut Conn, from: ProductId, into: ProductId) -> Result<()> {
    let (theirs, ours) = (known(tx, from.as_str())?, known(tx, into.as_str())?);
    for word in theirs.difference(&ours) {
        insert(tx, word, into.as_str(), true)?;
    }
    Ok(())
}

fn known(tx: &mut Conn, about: &str) -> Result<BTreeSet<String>> {
    let words = search_words::table.filter(search_words::about.eq(about)).select(search_words::word);
    Ok(words.load::<String>(tx)?.into_iter().collect())
}

fn insert(tx: &mut Conn, word: &str, about: &str, of_product: bool) -> Result<()> {
    let row = (search_words::word.eq(word), search_words::about.eq(about), search_words::of_product.eq(of_product));
    // Two processes may complete the table at the same moment; both are right.
    on_each!(tx, |c| diesel::insert_into(search_words::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// At the first start after the table was made: the words of everything that was there before it. Afterwards one look.
pub async fn complete(app: &App) -> Result<()> {
    let done = app.read(|conn| Ok(facts::table.find(COMPLETE).count().get_result::<i64>(conn)?)).await?;
    if done > 0 {
        return Ok(());
    }
    let mut last = String::new();
    while let Some(next) = part(app, last, products_after).await? {
        last = next;
    }
    let mut last = String::new();
    while let Some(next) = part(app, last, packages_after).await? {
        last = next;
    }
    app.db.write(finish).await
}

fn finish(tx: &mut Conn) -> Result<()> {
    if facts::table.find(COMPLETE).count().get_result::<i64>(tx)? == 0 {
        diesel::insert_into(facts::table).values((facts::name.eq(COMPLETE), facts::value.eq("1"))).execute(tx)?;
    }
    Ok(())
}

type Step = fn(&mut Conn, &str) -> Result<Option<String>>;

async fn part(app: &App, last: String, step: Step) -> Result<Option<String>> {
    app.db.write_on(Queue::Bulk, move |tx| step(tx, &last)).await
}

fn products_after(tx: &mut Conn, last: &str) -> Result<Option<String>> {
    let after = products::table.filter(products::id.gt(last)).order(products::id).limit(PART);
    let ids: Vec<ProductId> = after.select(products::id).load(tx)?;
    for id in &ids {
        note_product(tx, *id)?;
    }
    Ok(ids.last().map(ToString::to_string))
}

fn packages_after(tx: &mut Conn, last: &str) -> Result<Option<String>> {
    let after = packages::table.filter(packages::id.gt(last)).order(packages::id).limit(PART);
    let ids: Vec<PackageId> = after.select(packages::id).load(tx)?;
    for id in &ids {
        note_package(tx, *id)?;
    }
    Ok(ids.last().map(ToString::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_from_its_beginning_after_a_sign_and_from_a_number() {
        let found = |text: &str| beginnings(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(found("Blue DREAM 3.5 g & 100%"), "100 35 5 blue dream g");
        assert_eq!(found("FLW-BD35"), "35 bd35 flwbd35");
        assert_eq!(found("Lot997"), "997 lot997");
        assert_eq!((bare("BD-35"), bare("é"), bare("&%")), ("bd35".into(), "u0000e9".into(), String::new()));
    }

    #[test]
    fn a_range_ends_after_everything_that_begins_so() {
        for (word, end) in [("abc", "abd"), ("az", "b"), ("lot9", "lota"), ("99", "9a"), ("a0", "a1")] {
            assert_eq!(end_of(word), end);
        }
        assert!(end_of("zz").as_str() > "zzz");
    }
}
