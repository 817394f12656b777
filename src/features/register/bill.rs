//! What a cart costs: its lines by tier and discount, and the tax on what is not exempt. The screen, the tender and the ticket all ask
//! here, so they cannot say different things.

use super::super::discounts::{self, Exempt, Item, Missed, Pricing, Taken, When, Wish};
use super::super::inventory::Package;
use super::super::price_tiers::steps_for;
use super::super::products::Product;
use super::line::Line;
use super::price::{Price, Totals};
use super::supply::CartSupply;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::rules::tax::{self, TaxClass};
use crate::schema::locations;
use crate::values::{At, CartId, CartLineId, Cents, Goods, ProductId, clock};
use diesel::prelude::*;

/// A cart at one moment.
pub struct Bill {
    lines: Vec<(CartLineId, Price)>,
    pricing: Pricing,
    /// What somebody chose, or typed the code of.
    pub wishes: Vec<Wish>,
    pub totals: Totals,
}

/// A package's line, as pricing sees it.
pub fn of_package(line: &Line, package: &Package, product: &Product) -> (CartLineId, Item) {
    let cost = package.cost_cents.or(product.cost_cents);
    (line.id, Item { cost, ..item(line.id, line.units(), line.price_cents, product) })
}

/// A line of devices or merchandise.
pub fn of_supply(line: &CartSupply, product: &Product) -> (CartLineId, Item) {
    (line.id, item(line.id, line.units(), line.price_cents, product))
}

fn item(line: CartLineId, units: i64, list: Cents, product: &Product) -> Item {
    let tags = product.tags.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    Item {
        line: line.to_string(),
        product: product.id,
        goods: product.goods,
        category: product.category.clone(),
        brand: product.brand.clone(),
        tags,
        units,
        list,
        cost: product.cost_cents,
        takes_automatic: true,
        tier: None,
    }
}

/// What a product is to the tax.
fn tax_class(goods: Goods) -> TaxClass {
    match goods {
        Goods::Cannabis | Goods::Bulk => TaxClass::ExemptMarijuana,
        Goods::Device => TaxClass::ExemptDevice,
        Goods::Merchandise => TaxClass::Taxable,
    }
}

impl Bill {
    pub fn of(conn: &mut Conn, (clerk, now): (&Clerk, At), cart: CartId, mut items: Vec<(CartLineId, Item)>) -> Result<Self> {
        let products: Vec<ProductId> = items.iter().map(|(_, item)| item.product).collect();
        let (tiers, steps) = steps_for(conn, clerk.location, &products)?;
        let exempt = Exempt::among(conn, clerk.location, &products)?;
        for (_, item) in &mut items {
            item.tier = tiers.iter().find(|(product, _)| *product == item.product).map(|(_, tier)| *tier);
            item.takes_automatic = !exempt.contains(&item.product);
        }
        let wishes = Wish::of_cart(conn, cart)?;
        let rate: i64 = locations::table.find(clerk.location).select(locations::tax_rate_basis_points).first(conn)?;
        let (ids, items): (Vec<CartLineId>, Vec<Item>) = items.into_iter().unzip();
        let when = When::of(clock::local(now, clerk.zone).naive_local());
        let (offers, waiting) = discounts::offers(conn, clerk.location, &wishes, &items)?;
        let mut pricing = discounts::price(&items, &steps, &offers, when);
        pricing.missed.extend(waiting);
        let rule = tax::on(when.day);
        let price = |(item, priced): (&Item, &discounts::Price)| Price {
            each: priced.each,
            units: item.units,
            discount: priced.discount(),
            tax: rule.tax(tax_class(item.goods), priced.net, rate),
        };
        let prices: Vec<Price> = items.iter().zip(&pricing.lines).map(price).collect();
        let totals = prices.iter().copied().collect();
        Ok(Self { lines: ids.into_iter().zip(prices).collect(), pricing, wishes, totals })
    }

    /// What a line costs; one that is not on the bill costs nothing.
    pub fn price(&self, line: CartLineId) -> Price {
        let found = self.lines.iter().find(|(id, _)| *id == line);
        found.map_or_else(Price::default, |(_, price)| *price)
    }

    /// What each discount takes off a line.
    pub fn taken(&self, line: CartLineId) -> &[Taken] {
        self.pricing.of_line(&line.to_string()).map_or(&[], |price| &price.taken)
    }

    /// What each discount takes off the whole cart, in the order in which they came.
    pub fn discounts(&self) -> Vec<(String, Cents)> {
        let mut all: Vec<(String, Cents)> = Vec::new();
        for taken in self.pricing.lines.iter().flat_map(|line| &line.taken) {
            match all.iter_mut().find(|(name, _)| *name == taken.name) {
                Some((_, cents)) => *cents = cents.plus(taken.cents),
                None => all.push((taken.name.clone(), taken.cents)),
            }
        }
        all
    }

    /// What came into question and took nothing off, and why.
    pub fn missed(&self) -> &[Missed] {
        &self.pricing.missed
    }

    /// Somebody asked for a discount that took nothing off.
    pub fn owes_a_reason(&self) -> bool {
        self.pricing.missed.iter().any(|missed| missed.asked)
    }

    /// The choice behind a discount on this line, if somebody made one.
    pub fn wish(&self, line: CartLineId, taken: &Taken) -> Option<&Wish> {
        let line = line.to_string();
        let is_for = |wish: &&Wish| wish.line.as_ref().is_none_or(|own| *own == line);
        self.wishes.iter().filter(is_for).find(|wish| wish.discount == taken.discount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medicine_and_devices_are_exempt_by_their_class_and_merchandise_is_not() {
        let rule = tax::on("2026-11-23".parse().unwrap());
        let tax = |goods| rule.tax(tax_class(goods), Cents(4_400), 750);
        for exempt in [Goods::Cannabis, Goods::Bulk, Goods::Device] {
            assert_eq!(tax(exempt), Cents::ZERO);
        }
        assert_eq!(tax(Goods::Merchandise), Cents(330));
    }
}
