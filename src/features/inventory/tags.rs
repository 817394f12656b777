//! The tags of packages: a product's are copied when a package of it is received, and are the package's own from then on.

use super::changes::Change;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::package_tags;
use crate::values::{At, FilingId, PackageId, Unreadable, UserId};
use diesel::prelude::*;
use std::collections::HashMap;

/// The most characters of one tag.
const LONGEST: usize = 40;
/// The most tags of one package.
const MOST: usize = 20;

/// Tags as people type them, with commas between: sorted, each once.
pub fn read(typed: &str) -> Result<Vec<String>, Unreadable> {
    let mut tags: Vec<&str> = typed.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    tags.sort_by_key(|tag| tag.to_lowercase());
    tags.dedup_by_key(|tag| tag.to_lowercase());
    if let Some(long) = tags.iter().find(|tag| tag.chars().count() > LONGEST) {
        return Err(Unreadable::new(format!("“{long}” is longer than {LONGEST} characters. Put commas between tags.")));
    }
    if tags.len() > MOST {
        return Err(Unreadable::new(format!("At most {MOST} tags; these are {}.", tags.len())));
    }
    Ok(tags.into_iter().map(str::to_owned).collect())
}

/// Every tag that any package has. The index is asked for the next one: a hundred thousand packages have some twenty between them.
pub fn all(conn: &mut Conn) -> Result<Vec<String>> {
    let mut tags: Vec<String> = Vec::new();
    loop {
        let after = package_tags::table.filter(package_tags::tag.gt(tags.last().cloned().unwrap_or_default()));
        let next: Option<String> = after.order(package_tags::tag).select(package_tags::tag).first(conn).optional()?;
        match next {
            Some(tag) => tags.push(tag),
            None => break,
        }
    }
    tags.sort_by_key(|tag| tag.to_lowercase());
    Ok(tags)
}

/// The tags of one package, in the order of the alphabet.
pub fn of_package(conn: &mut Conn, package: PackageId) -> Result<Vec<String>> {
    let of = package_tags::table.filter(package_tags::package_id.eq(package));
    let mut tags: Vec<String> = of.select(package_tags::tag).load(conn)?;
    tags.sort_by_key(|tag| tag.to_lowercase());
    Ok(tags)
}

/// The tags of many packages; a package without any is not in it.
pub fn of_packages(conn: &mut Conn, packages: &[PackageId]) -> Result<HashMap<PackageId, Vec<String>>> {
    let of = package_tags::table.filter(package_tags::package_id.eq_any(packages.to_vec()));
    let rows: Vec<(PackageId, String)> = of.select((package_tags::package_id, package_tags::tag)).load(conn)?;
    let mut tags: HashMap<PackageId, Vec<String>> = HashMap::new();
    for (package, tag) in rows {
        tags.entry(package).or_default().push(tag);
    }
    for of_one in tags.values_mut() {
        of_one.sort_by_key(|tag| tag.to_lowercase());
    }
    Ok(tags)
}

/// The tags of a package that was just written, for which a journal begins with them.
pub fn begin(tx: &mut Conn, package: PackageId, tags: &[String]) -> Result<()> {
    for tag in tags {
        diesel::insert_into(package_tags::table)
            .values((package_tags::package_id.eq(package), package_tags::tag.eq(tag)))
            .execute(tx)?;
    }
    Ok(())
}

/// Gives a package exactly these tags, and notes in its journal what they were.
pub fn set(tx: &mut Conn, package: PackageId, tags: &[String], by: UserId, filing: Option<FilingId>, at: At) -> Result<()> {
    let before = of_package(tx, package)?;
    diesel::delete(package_tags::table.filter(package_tags::package_id.eq(package))).execute(tx)?;
    begin(tx, package, tags)?;
    Change { package, property: "Tags", old: &before.join(", "), new: &tags.join(", "), by, filing, at }.note(tx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_people_type_them() {
        assert_eq!(read(" sale, New ,,new, Sale, Ann").unwrap(), ["Ann", "New", "sale"]);
        assert!(read("").unwrap().is_empty());
        assert!(read(&"x".repeat(41)).unwrap_err().0.contains("longer than 40"));
        assert!(read(&(0..21).map(|n| format!("t{n},")).collect::<String>()).unwrap_err().0.contains("At most 20"));
    }
}
