//! Who allows a move of supplies. Both ways are closed: a product's own row, or the state's answer.

use super::Effect;
use crate::biotrack::Receipt;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::products;
use crate::values::{FilingId, Goods, ProductId};
use diesel::prelude::*;

/// What [`super::post`] must be shown.
pub trait Authority: sealed::Sealed {
    /// The filing that the state accepted, if it was told.
    fn filing(&self) -> Option<FilingId>;

    /// Whether it is about this product, and enough for what happens to it.
    fn covers(&self, product: ProductId, effect: Effect) -> bool;
}

/// A product of which the state keeps no books. Only its own row makes one.
#[derive(Debug)]
pub struct NotReportable {
    product: ProductId,
    goods: Goods,
}

impl NotReportable {
    /// As the catalog says now; `None` for cannabis. The row stays as it is until this write ends.
    pub fn of(tx: &mut Conn, product: ProductId) -> Result<Option<Self>> {
        // An update that changes nothing: on PostgreSQL, whoever makes cannabis of this product at the moment waits or is waited for.
        diesel::update(products::table.find(product)).set(products::goods.eq(products::goods)).execute(tx)?;
        let goods: Goods = products::table.find(product).select(products::goods).first(tx)?;
        Ok(goods.is_supply().then_some(Self { product, goods }))
    }
}

impl Authority for NotReportable {
    fn filing(&self) -> Option<FilingId> {
        None
    }

    /// A device is dispensed from a patient's order, so its sale and the void of it are the state's to allow.
    fn covers(&self, product: ProductId, effect: Effect) -> bool {
        self.product == product && (self.goods == Goods::Merchandise || !effect.is_dispensing())
    }
}

impl<A> Authority for Receipt<A> {
    fn filing(&self) -> Option<FilingId> {
        Some(Self::filing(self))
    }

    fn covers(&self, _: ProductId, _: Effect) -> bool {
        true
    }
}

mod sealed {
    /// Nobody outside makes another authority.
    pub trait Sealed {}
    impl Sealed for super::NotReportable {}
    impl<A> Sealed for super::Receipt<A> {}
}
