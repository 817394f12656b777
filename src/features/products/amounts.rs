//! Where the laboratory's med usable weight is not what the catalog says a unit takes from an order. The lab's counts at the register;
//! the difference is shown until somebody corrects the one or the other.

use super::super::inventory;
use super::model::Product;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{packages, products, stock};
use crate::stock::supplies;
use crate::values::{Amount, Barcode, LocationId, PackageId, ProductId, Quantity};
use diesel::prelude::*;

/// One package on the shelf that takes something else from an order than its product says.
#[derive(Debug, Clone, Queryable)]
pub struct Differing {
    pub package: PackageId,
    pub barcode: Barcode,
    pub product: ProductId,
    pub amount: Option<Amount>,
}

#[diesel::dsl::auto_type]
pub(super) fn differing() -> _ {
    let in_stock = stock::table.filter(stock::on_hand.gt(0_i64)).select(stock::package_id);
    packages::med_usable.ne(products::posted_amount.nullable()).and(packages::id.eq_any(in_stock))
}

impl Differing {
    /// Those of one product at a location.
    pub fn of_product(conn: &mut Conn, location: LocationId, product: ProductId) -> Result<Vec<Self>> {
        let found = packages::table
            .inner_join(products::table)
            .filter(packages::product_id.eq(product))
            .filter(packages::location_id.eq(location))
            .filter(packages::status.eq(inventory::Status::Active))
            .filter(differing())
            .order(packages::id)
            .limit(100)
            .select((packages::id, packages::barcode, packages::product_id, packages::med_usable))
            .load(conn)?;
        Ok(found)
    }

    /// How many packages there are at a location.
    pub fn count(conn: &mut Conn, location: LocationId) -> Result<i64> {
        let count = packages::table
            .inner_join(products::table)
            .filter(packages::location_id.eq(location))
            .filter(packages::status.eq(inventory::Status::Active))
            .filter(differing())
            .count()
            .get_result(conn)?;
        Ok(count)
    }

    /// The products that have some.
    pub fn products(conn: &mut Conn, location: LocationId) -> Result<Vec<ProductId>> {
        let found = packages::table
            .inner_join(products::table)
            .filter(packages::location_id.eq(location))
            .filter(packages::status.eq(inventory::Status::Active))
            .filter(differing())
            .select(packages::product_id)
            .distinct()
            .load(conn)?;
        Ok(found)
    }
}

/// What of a product is here: on hand and held, in how many packages, or in how many rooms where it has none.
#[derive(Debug, Clone, Copy, Default)]
pub struct OnShelf {
    pub packages: i64,
    pub rooms: i64,
    pub on_hand: Quantity,
    pub held: Quantity,
}

impl OnShelf {
    pub fn of(conn: &mut Conn, location: LocationId, product: &Product) -> Result<Self> {
        if product.goods.is_supply() {
            let mut shelf = Self::default();
            for (_, balance) in supplies::of_product(conn, location, product.id)? {
                shelf.rooms += 1;
                shelf.on_hand = shelf.on_hand.plus(balance.on_hand);
                shelf.held = shelf.held.plus(balance.held);
            }
            return Ok(shelf);
        }
        let product = product.id;
        let rows: Vec<(Quantity, Quantity)> = stock::table
            .inner_join(packages::table)
            .filter(packages::product_id.eq(product))
            .filter(packages::location_id.eq(location))
            .filter(stock::on_hand.gt(Quantity::ZERO))
            .select((stock::on_hand, stock::held))
            .load(conn)?;
        let mut shelf = Self::default();
        for (on_hand, held) in rows {
            shelf.packages += 1;
            shelf.on_hand = shelf.on_hand.plus(on_hand);
            shelf.held = shelf.held.plus(held);
        }
        Ok(shelf)
    }
}
