//! Which packages a filter finds, in the order of the list, however many there are.
//!
//! Every question reads an index and no more of it than it must, so that it is as quick with a hundred thousand packages as with a
//! thousand, whatever the database knows of its own contents (tests/it/explain.rs):
//! - Nothing but the order: the index of the order, a page of it.
//! - Filters that many packages pass: twenty pages of that index are looked through first, and a page is soon full.
//! - Filters that few pass: those few are gathered by an index of their own — a filter's, or the words' — and put into order.
//!
//! Packages in stock and sold-out ones are asked for apart, because every index has the one before the other.

use super::filter::Filter;
use super::list::Asked;
use super::model::Status;
use super::typed::{About, Word};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{package_tags, packages, products};
use crate::values::{PackageId, ProductId};
use crate::web::paging::Cursor;
use diesel::dsl::{IntoBoxed, Select};
use diesel::prelude::*;

pub type Backend = <Conn as Connection>::Backend;
type Ids = IntoBoxed<'static, Select<packages::table, packages::id>, Backend>;

/// Products of a filter that are named one by one.
const FEW: i64 = 1000;
/// Packages of so few products are gathered without looking through the newest first.
const VERY_FEW: usize = 10;
/// Pages that are looked through.
const WINDOW: i64 = 20;

/// Which products are asked for.
enum Products {
    Any,
    These(Vec<ProductId>),
    Many,
}

struct Question<'a> {
    asked: &'a Asked,
    cursor: &'a Cursor,
    limit: i64,
    products: Products,
    words: Vec<Word>,
}

/// How rows are put into order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// As the index has them.
    Read,
    /// After they are gathered by their products, days or tags: no other index may lead, least of all that of the order.
    Sorted,
    /// After they are gathered by their own ids.
    Named,
}

/// At most `limit` ids, in the order in which the cursor turns.
pub fn ids(conn: &mut Conn, asked: &Asked, cursor: &Cursor, limit: i64) -> Result<Vec<PackageId>> {
    let Some(question) = Question::of(conn, asked, cursor, limit)? else { return Ok(Vec::new()) };
    let mut found = question.answer(conn, true)?;
    if asked.filter.shows_zero() {
        found.extend(question.answer(conn, false)?);
    }
    if cursor.is_backwards() {
        found.sort();
    } else {
        found.sort_by(|one, other| other.cmp(one))
    }
    found.dedup();
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

impl<'a> Question<'a> {
    /// None: there is nothing like that, and nobody need look.
    fn of(conn: &mut Conn, asked: &'a Asked, cursor: &'a Cursor, limit: i64) -> Result<Option<Self>> {
        let filter = &asked.filter;
        let mut words = Vec::new();
        for word in Word::all(conn, asked.location, &filter.q)? {
            if word.is_of_nothing() {
                return Ok(None);
            }
            words.push(word);
        }
        let products = if filter.asks_for_products() {
            let few: Vec<ProductId> = of_filter(filter).limit(FEW + 1).load(conn)?;
            match few.len() {
                0 => return Ok(None),
                count if i64::try_from(count).is_ok_and(|count| count > FEW) => Products::Many,
                _ => Products::These(few),
            }
        } else {
            Products::Any
        };
        Ok(Some(Self { asked, cursor, limit, products, words }))
    }

    fn answer(&self, conn: &mut Conn, in_stock: bool) -> Result<Vec<PackageId>> {
        let known = self.words.iter().filter_map(|word| Some((word, word.about.as_ref()?)));
        let rarest = known.min_by_key(|(_, about)| about.weight());
        if !self.is_narrow() {
            return Ok(self.read(in_stock).load(conn)?);
        }
        if rarest.is_none_or(|(_, about)| about.products.len() > VERY_FEW) {
            let last: Option<PackageId> = self.bare(in_stock, Order::Read).offset(self.limit * WINDOW).first(conn).optional()?;
            let seen = match last {
                Some(last) if self.cursor.is_backwards() => self.read(in_stock).filter(packages::id.le(last)).load(conn)?,
                Some(last) => self.read(in_stock).filter(packages::id.ge(last)).load(conn)?,
                None => return Ok(self.read(in_stock).load(conn)?),
            };
            if i64::try_from(seen.len()).is_ok_and(|seen| seen >= self.limit) {
                return Ok(seen);
            }
        }
        match rarest {
            Some((word, about)) => self.gathered(conn, word, about, in_stock),
            None if self.is_gathered() => Ok(self.narrowed(in_stock, Order::Sorted, None).load(conn)?),
            None => Ok(self.read(in_stock).load(conn)?),
        }
    }

    fn is_narrow(&self) -> bool {
        let but_zero = Filter { zero_quantity: String::new(), ..self.asked.filter.clone() };
        but_zero.is_on()
    }

    /// A filter whose index is not in the order of the list.
    fn is_gathered(&self) -> bool {
        let filter = &self.asked.filter;
        matches!(self.products, Products::These(_)) || !filter.expiring.is_empty() || !filter.tag.is_empty()
    }

    /// What the rarest word stands for, as far as everything else that was asked is true of it.
    fn gathered(&self, conn: &mut Conn, word: &Word, about: &About, in_stock: bool) -> Result<Vec<PackageId>> {
        let mut found = Vec::new();
        if !about.products.is_empty() {
            let of = packages::product_id.eq_any(about.products.clone());
            found.extend(self.narrowed(in_stock, Order::Sorted, Some(word)).filter(of).load::<PackageId>(conn)?);
        }
        if !about.packages.is_empty() {
            let of = packages::id.eq_any(about.packages.clone());
            found.extend(self.narrowed(in_stock, Order::Named, Some(word)).filter(of).load::<PackageId>(conn)?);
        }
        Ok(found)
    }

    fn read(&self, in_stock: bool) -> Ids {
        self.narrowed(in_stock, Order::Read, None)
    }

    /// This place's, from the cursor on.
    fn bare(&self, in_stock: bool, order: Order) -> Ids {
        let here = packages::table.select(packages::id).into_boxed();
        let here = match order {
            Order::Named => here.filter(packages::location_id.concat("").eq(self.asked.location)),
            Order::Read | Order::Sorted => here.filter(packages::location_id.eq(self.asked.location)),
        };
        let here = here.filter(packages::in_stock.eq(in_stock));
        let here = match (&self.cursor.older, &self.cursor.newer) {
            (Some(key), _) => here.filter(packages::id.lt(key.clone())),
            (None, Some(key)) => here.filter(packages::id.gt(key.clone())),
            (None, None) => here,
        };
        let here = match (order, self.cursor.is_backwards()) {
            (Order::Read, false) => here.order(packages::id.desc()),
            (Order::Read, true) => here.order(packages::id.asc()),
            // The same order, which no index has.
            (_, false) => here.order(packages::id.concat("").desc()),
            (_, true) => here.order(packages::id.concat("").asc()),
        };
        here.limit(self.limit)
    }

    /// Everything that was asked, but the word that is asked by its own index.
    fn narrowed(&self, in_stock: bool, order: Order, but: Option<&Word>) -> Ids {
        let (filter, mut query) = (&self.asked.filter, self.bare(in_stock, order));
        // As a value of its own, a column has no index.
        macro_rules! only {
            ($column:ident, $value:expr) => {
                if order == Order::Read {
                    query = query.filter(packages::$column.eq($value));
                } else {
                    query = query.filter(packages::$column.concat("").eq($value));
                }
            };
        }
        if !filter.room.is_empty() {
            only!(room_id, filter.room.clone());
        }
        match filter.status.parse::<Status>() {
            Ok(status) => only!(status, status),
            Err(_) if filter.status.is_empty() => {}
            Err(_) => only!(inventory_status_id, filter.status.clone()),
        }
        query = match (filter.result(), order) {
            (Some(Some(result)), Order::Read) => query.filter(packages::lab_result.eq(result)),
            (Some(None), Order::Read) => query.filter(packages::lab_result.is_null()),
            (Some(Some(result)), _) => query.filter((packages::lab_result + 0_i64).eq(result)),
            (Some(None), _) => query.filter((packages::lab_result + 0_i64).is_null()),
            (None, _) => query,
        };
        if !filter.tag.is_empty() {
            let tagged = package_tags::table.filter(package_tags::tag.eq(filter.tag.clone())).select(package_tags::package_id);
            query = query.filter(packages::id.eq_any(tagged));
        }
        if let Some(day) = filter.last_day(self.asked.today) {
            query = query.filter(packages::expires_on.le(day));
        }
        query = match &self.products {
            Products::Any => query,
            Products::These(few) => query.filter(packages::product_id.eq_any(few.clone())),
            Products::Many => with_products(query, filter),
        };
        for word in self.words.iter().filter(|word| but.is_none_or(|but| !std::ptr::eq(*word, but))) {
            query = query.filter(word.is_had());
        }
        query
    }
}

/// For so many products that they are not named one by one.
fn with_products(mut query: Ids, filter: &Filter) -> Ids {
    macro_rules! only {
        ($column:ident) => {
            if !filter.$column.is_empty() {
                let some = products::table.filter(products::$column.eq(filter.$column.clone())).select(products::id);
                query = query.filter(packages::product_id.eq_any(some));
            }
        };
    }
    only!(category);
    only!(brand);
    only!(vendor);
    query
}

/// The products that a filter asks for.
fn of_filter(filter: &Filter) -> IntoBoxed<'static, Select<products::table, products::id>, Backend> {
    let mut query = products::table.select(products::id).into_boxed();
    if !filter.category.is_empty() {
        query = query.filter(products::category.eq(filter.category.clone()));
    }
    if !filter.brand.is_empty() {
        query = query.filter(products::brand.eq(filter.brand.clone()));
    }
    if !filter.vendor.is_empty() {
        query = query.filter(products::vendor.eq(filter.vendor.clone()));
    }
    query
}

impl Filter {
    fn asks_for_products(&self) -> bool {
        [&self.category, &self.brand, &self.vendor].iter().any(|value| !value.is_empty())
    }
}
