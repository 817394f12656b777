//! The packages of one product: which of them may be sold, and which first. A product may have hundreds, so the database answers in one
//! question what its columns know, and only as far as somebody wants to read.

use super::super::inventory::{self, Package};
use super::super::labs::Release;
use super::super::products::Product;
use super::super::rooms::{Kind, Room};
use super::goods::Candidate;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::schema::{inventory_statuses, packages, products, rooms, stock as shelf};
use crate::stock::Balance;
use crate::values::{LocationId, ProductId, Quantity};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The packages of one product that the register may sell, with so much free at the least.
pub struct Wanted {
    pub location: LocationId,
    pub product: ProductId,
    pub least: Quantity,
    pub today: NaiveDate,
}

/// Packages that are looked at together.
const PAGE: i64 = 20;

/// The first to expire, then the oldest received: what never expires comes last, in both databases.
macro_rules! in_turn {
    () => {
        (packages::expires_on.is_null(), packages::expires_on, packages::received_at, packages::id)
    };
}

type Row = (Package, Product, Room, Quantity, Quantity);

impl Wanted {
    /// As [`Candidate::sellable`] asks, as far as the database's columns know it.
    fn page(&self, conn: &mut Conn, page: i64) -> Result<Vec<Row>> {
        let lets_go = inventory_statuses::table.filter(inventory_statuses::sellable.eq(true));
        let lets_go = lets_go.select(inventory_statuses::id.nullable());
        let rows = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .inner_join(shelf::table.on(shelf::package_id.eq(packages::id).and(shelf::place_id.eq(packages::room_id))))
            .filter(packages::location_id.eq(self.location))
            .filter(packages::product_id.eq(self.product))
            .filter(packages::in_stock.eq(true))
            .filter(packages::status.eq(inventory::Status::Active))
            .filter(packages::lab_result.eq(1))
            .filter(packages::customer_return.eq(false))
            .filter(packages::expires_on.is_null().or(packages::expires_on.gt(self.today)))
            .filter(packages::inventory_status_id.is_null().or(packages::inventory_status_id.eq_any(lets_go)))
            .filter(rooms::kind.eq(Kind::SalesFloor).and(rooms::active.eq(true)))
            .filter((shelf::on_hand - shelf::held).ge(self.least.0))
            .order(in_turn!())
            .limit(PAGE)
            .offset(page * PAGE)
            .select((Package::as_select(), Product::as_select(), Room::as_select(), shelf::on_hand, shelf::held))
            .load(conn)?;
        Ok(rows)
    }
}

impl Candidate {
    /// The package of `product` to sell first: the earliest expiry, then the oldest received; one that has so many before others. When
    /// none may be sold, the first that is here, so that it is said why.
    pub(super) fn first_of(
        conn: &mut Conn,
        location: LocationId,
        product: &Product,
        wanted: Quantity,
        today: NaiveDate,
    ) -> Result<Self> {
        for least in [wanted, Quantity(1)] {
            let asked = Wanted { location, product: product.id, least, today };
            if let Some(first) = Self::for_sale(conn, &asked, 1)?.pop() {
                return Ok(first);
            }
        }
        match Self::in_stock(conn, location, product.id, 1)?.pop() {
            Some(first) => Ok(first),
            None => rule(format!("{}: there is no package of it in stock at this store.", product.name)),
        }
    }

    /// Those in stock here, whatever stands in the way of selling them: at most so many, in the same order.
    pub fn in_stock(conn: &mut Conn, location: LocationId, product: ProductId, most: usize) -> Result<Vec<Self>> {
        let rows = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .filter(packages::location_id.eq(location))
            .filter(packages::product_id.eq(product))
            .filter(packages::status.ne(inventory::Status::Destroyed))
            .filter(packages::in_stock.eq(true))
            .order(in_turn!())
            .limit(i64::try_from(most).unwrap_or(PAGE))
            .select((Package::as_select(), Product::as_select(), Room::as_select()))
            .load(conn)?;
        rows.into_iter().map(|(package, product, room)| Self::with_balance(conn, package, product, room)).collect()
    }

    /// Those that may be sold, at most so many, the first to expire before the others. The database answers all but what is signed.
    pub fn for_sale(conn: &mut Conn, asked: &Wanted, most: usize) -> Result<Vec<Self>> {
        let (mut found, is_signed) = (Vec::new(), Release::is_asked_for(conn, asked.location)?);
        for page in 0.. {
            let rows = asked.page(conn, page)?;
            let is_last = i64::try_from(rows.len()).unwrap_or(PAGE) < PAGE;
            for (package, product, room, on_hand, held) in rows {
                let released = !is_signed || Release::lets_go(conn, &package)?;
                let available = Balance { on_hand, held }.available();
                let one = Self { available, held, on_manifest: None, released, status_sellable: true, package, product, room };
                if one.sellable(asked.today).is_ok() {
                    found.push(one);
                }
                if found.len() == most {
                    return Ok(found);
                }
            }
            if is_last {
                break;
            }
        }
        Ok(found)
    }

    /// All of a product that may be sold now and is free, in the same order.
    pub fn all_for_sale(conn: &mut Conn, location: LocationId, product: ProductId, today: NaiveDate) -> Result<Vec<Self>> {
        Self::for_sale(conn, &Wanted { location, product, least: Quantity(1), today }, usize::MAX)
    }

    /// How many of a product may be sold now and are free, over all its packages.
    pub fn free_of(conn: &mut Conn, location: LocationId, product: ProductId, today: NaiveDate) -> Result<Quantity> {
        let all = Self::all_for_sale(conn, location, product, today)?;
        Ok(all.iter().fold(Quantity::ZERO, |sum, one| sum.plus(one.available)))
    }
}
