//! Writing down a discount; the state is not told of it.

use super::exempt::Exempt;
use super::model::Discount;
use super::terms::{Method, Terms};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event;
use crate::features::products::Product;
use crate::may;
use crate::values::{DiscountId, ProductId};
use serde::Serialize;

/// What a person says of a discount.
#[derive(Clone, Serialize)]
pub struct Said {
    pub method: Method,
    pub code: Option<String>,
    /// With the SKUs that it is for; they become products when it is written.
    pub terms: Terms,
    pub skus: Vec<String>,
    pub needs_approval: bool,
    pub active: bool,
}

impl Said {
    fn discount(&self, tx: &mut Conn, id: DiscountId) -> Result<Discount> {
        let mut terms = Terms { id, ..self.terms.clone() };
        terms.scope.products = products(tx, &self.skus)?;
        Ok(Discount {
            method: self.method,
            code: self.code.clone(),
            terms,
            needs_approval: self.needs_approval,
            active: self.active,
        })
    }
}

/// The products of these SKUs, each of which must be in the catalog.
pub fn products(tx: &mut Conn, skus: &[String]) -> Result<Vec<ProductId>> {
    let mut all = Vec::new();
    for sku in skus {
        match Product::find_by_sku(tx, sku)? {
            Some(product) => all.push(product.id),
            None => return rule(format!("The catalog has no SKU “{sku}”. Take it out of the list, or add the product first.")),
        }
    }
    Ok(all)
}

/// A new discount.
#[derive(Serialize)]
pub struct AddDiscount(pub Said);

impl Record for AddDiscount {
    const ACT: &'static str = "add_discount";
    type Needs = may::EditDiscounts;
    type Done = DiscountId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<DiscountId> {
        let id = DiscountId::new();
        self.0.discount(tx, id)?.insert(tx, by.clerk.location, by.clerk.user, by.now)?;
        event::made::<Discount>(tx, by, id)?;
        Ok(id)
    }
}

/// A discount as it is from now on. What it took off earlier sales stands there.
#[derive(Serialize)]
pub struct ChangeDiscount {
    pub discount: DiscountId,
    pub said: Said,
}

impl Record for ChangeDiscount {
    const ACT: &'static str = "change_discount";
    type Needs = may::EditDiscounts;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let watch = event::watch::<Discount>(tx, by, self.discount)?;
        self.said.discount(tx, self.discount)?.save(tx)?;
        watch.note(tx)
    }
}

/// The products that no discount comes to by itself.
#[derive(Serialize)]
pub struct ExemptProducts {
    pub skus: Vec<String>,
}

impl Record for ExemptProducts {
    const ACT: &'static str = "exempt_products";
    type Needs = may::EditDiscounts;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let all = products(tx, &self.skus)?;
        let watch = event::watch::<Exempt>(tx, by, ())?;
        Exempt::set(tx, by.clerk.location, &all)?;
        watch.note(tx)
    }
}
