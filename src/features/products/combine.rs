//! Two entries for one product become one: the packages of the one move to the other, each with a line in its journal.

use super::super::inventory::{Change, Package, Status, words};
use super::model::Product;
use super::names;
use crate::app::{By, Record};
use crate::db::{Conn, Queue};
use crate::error::{Result, rule};
use crate::event;
use crate::filing::claims;
use crate::may;
use crate::schema::{holds, packages};
use crate::stock::supplies;
use crate::values::{Barcode, PackageId, ProductId};
use diesel::prelude::*;
use serde::Serialize;

/// In one write, which is behind the counter's: some six statements for each.
const MOST_PACKAGES: usize = 1_000;

/// Two products, as they stand before they are combined.
#[derive(Debug, Clone)]
pub struct Pair {
    pub from: Product,
    pub into: Product,
    pub packages: Vec<Packaged>,
}

/// A package of the product that goes, and what it is searched by.
#[derive(Debug, Clone, Queryable)]
pub struct Packaged {
    pub id: PackageId,
    pub barcode: Barcode,
    search_text: String,
}

impl Pair {
    pub fn find(conn: &mut Conn, from: ProductId, into: ProductId) -> Result<Self> {
        let pair = Self { from: Product::find(conn, from)?, into: Product::find(conn, into)?, packages: packaged(conn, from)? };
        pair.must_fit()?;
        if supplies::is_anywhere(conn, from)? {
            return rule(format!(
                "There is stock of {} that is counted by product, and only packages are moved. Adjust it to 0 first, and what it becomes up by as many.",
                pair.from.name
            ));
        }
        Ok(pair)
    }

    /// What the state and the registry know of both must be the same: a package does not change what it is.
    fn must_fit(&self) -> Result<()> {
        let (from, into) = (&self.from, &self.into);
        if from.id == into.id {
            return rule(format!("{} cannot be combined with itself. Choose another product.", from.name));
        }
        if !into.active {
            return rule(format!("{} is retired. Restore it first, or choose another.", into.name));
        }
        let kind = |product: &Product| (product.goods, product.inventory_type, product.order_type, product.route);
        if kind(from) != kind(into) {
            return rule(format!(
                "{} and {} differ in external category, order type or route, so they are not the same product. Correct the one that is wrong first.",
                from.name, into.name
            ));
        }
        Ok(())
    }

    /// What of the two is not the same, for the preview.
    pub fn differences(&self) -> Vec<(&'static str, String, String)> {
        let both = super::columns::COLUMNS.into_iter().map(|column| {
            let words = |product: &Product| column.words(&column.value(product));
            (column.heading, words(&self.from), words(&self.into))
        });
        both.filter(|(_, from, into)| from != into).collect()
    }
}

impl Product {
    /// Those it may be combined with.
    pub fn alike(&self, conn: &mut Conn) -> Result<Vec<Self>> {
        let all = Self::listed(conn)?;
        let kind = |product: &Self| (product.goods, product.inventory_type, product.order_type, product.route);
        Ok(all.into_iter().filter(|other| other.id != self.id && kind(other) == kind(self)).collect())
    }
}

fn packaged(conn: &mut Conn, product: ProductId) -> Result<Vec<Packaged>> {
    let all = packages::table
        .filter(packages::product_id.eq(product))
        // Its record names what it was.
        .filter(packages::status.ne(Status::Destroyed))
        .order(packages::id)
        .select((packages::id, packages::barcode, packages::search_text))
        .load(conn)?;
    Ok(all)
}

/// See the module.
#[derive(Serialize)]
pub struct Combine {
    pub from: ProductId,
    pub into: ProductId,
    /// How many packages the preview showed.
    pub packages: i64,
}

impl Record for Combine {
    const ACT: &'static str = "combine_products";
    type Needs = may::EditProducts;
    type Done = String;
    const QUEUE: Queue = Queue::Bulk;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let pair = Pair::find(tx, self.from, self.into)?;
        let count = pair.packages.len();
        if i64::try_from(count) != Ok(self.packages) {
            return rule(format!(
                "{} has {count} packages now; the preview showed {}. Look at it again.",
                pair.from.name, self.packages
            ));
        }
        if count > MOST_PACKAGES {
            return rule(format!("At most {MOST_PACKAGES} packages are moved at once; {} has {count}.", pair.from.name));
        }
        must_be_free(tx, &pair)?;
        move_all(tx, by, &pair)?;
        let watch = event::watch::<Product>(tx, by, self.from)?;
        Product::set_active(tx, self.from, false)?;
        watch.note(tx)?;
        // The next delivery of what the one was received as finds the other.
        names::hand_over(tx, self.from, self.into)?;
        let packages = if count == 1 { "1 package of it is".to_owned() } else { format!("{count} packages of it are") };
        Ok(format!("{} is retired; {packages} now {}.", pair.from.name, pair.into.name))
    }
}

/// What a cart or a filing is about does not change under it.
fn must_be_free(tx: &mut Conn, pair: &Pair) -> Result<()> {
    let ids: Vec<PackageId> = pair.packages.iter().map(|package| package.id).collect();
    let mut held = Vec::new();
    for part in ids.chunks(500) {
        let owned: Vec<PackageId> = holds::table
            .filter(holds::package_id.eq_any(part.to_vec()))
            .filter(holds::owner.like("cart_line:%").or(holds::owner.like("pick:%")).or(holds::owner.like("filing:%")))
            .select(holds::package_id)
            .load(tx)?;
        held.extend(owned);
    }
    for package in &pair.packages {
        let claimed = claims::is_claimed(tx, &Package::subject(package.id))?
            || claims::is_claimed(tx, &Package::barcode_subject(package.barcode))?;
        if claimed || held.contains(&package.id) {
            return rule(format!(
                "Package {} of {} is in a cart, or waits for the state's answer. Combine them when that is settled.",
                package.barcode.grouped(),
                pair.from.name
            ));
        }
    }
    Ok(())
}

fn move_all(tx: &mut Conn, by: &By<'_>, pair: &Pair) -> Result<()> {
    let (from, into) = (&pair.from, &pair.into);
    let (old, new) = (format!("{} ({})", from.name, from.sku), format!("{} ({})", into.name, into.sku));
    let words = |product: &Product| format!("{} {}", product.name, product.sku).to_lowercase();
    for package in &pair.packages {
        let search_text = package.search_text.replace(&words(from), &words(into));
        diesel::update(packages::table.find(package.id))
            .set((packages::product_id.eq(into.id), packages::search_text.eq(search_text)))
            .execute(tx)?;
        let change = Change {
            package: package.id,
            property: "Product",
            old: &old,
            new: &new,
            by: by.clerk.user,
            filing: None,
            at: by.now,
        };
        change.note(tx)?;
    }
    words::hand_over(tx, from.id, into.id)?;
    Ok(())
}
