//! What a cart costs before tax: price tiers first, then discounts. Pure: what is asked of the database stands in its arguments.
//!
//! In this order, so that a person can reckon it after us:
//! 1. A line's price is its tier's for so many units (of every line of that tier together), else the catalog's.
//! 2. Of the discounts that do not go with others, each line gets the one that takes off most.
//! 3. Those that go with others come on top, by name.
//! 4. An amount off the whole cart is spread over its lines by what each still costs, to the cent.
//!
//! No discount takes a line below its floor: a cent a unit for cannabis, and what was paid for it, where that is known (product-spec
//! §5.6). And whatever tier or catalog say, cannabis costs a cent a unit at the least. A discount comes off a line once, however often
//! it was asked for.

use super::terms::{Gives, Terms, When};
use crate::values::{Cents, DiscountId, Goods, PriceTierId, ProductId};

/// A line of a cart, as pricing sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The line's id.
    pub line: String,
    pub product: ProductId,
    pub goods: Goods,
    pub category: String,
    pub brand: String,
    pub tags: Vec<String>,
    pub units: i64,
    /// One unit, as the catalog says.
    pub list: Cents,
    /// One unit, as it was paid for.
    pub cost: Option<Cents>,
    /// The catalog lets discounts come by themselves.
    pub takes_automatic: bool,
    pub tier: Option<PriceTierId>,
}

/// A price for so many units and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub tier: PriceTierId,
    pub least_units: i64,
    pub each: Cents,
}

/// A discount that may come into question, and how it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub terms: Terms,
    pub asked: Asked,
}

/// Why an offer is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It comes by itself.
    ByItself,
    /// Somebody chose it, or typed its code, for the whole cart.
    ForTheCart,
    /// Or for one line.
    ForLine(String),
}

/// What one discount takes off one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub discount: DiscountId,
    pub name: String,
    pub cents: Cents,
    /// It would have taken more, and the floor said no.
    pub cut: bool,
}

/// What one line costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    pub line: String,
    /// One unit, by tier or catalog.
    pub each: Cents,
    pub gross: Cents,
    pub taken: Vec<Taken>,
    pub net: Cents,
}

impl Price {
    pub fn discount(&self) -> Cents {
        self.gross.minus(self.net)
    }
}

/// An offer that took nothing off, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    pub discount: DiscountId,
    pub name: String,
    pub why: String,
    /// Somebody asked for it, so they are owed the reason.
    pub asked: bool,
}

/// The whole cart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pricing {
    pub lines: Vec<Price>,
    pub missed: Vec<Missed>,
}

impl Pricing {
    pub fn of_line(&self, line: &str) -> Option<&Price> {
        self.lines.iter().find(|price| price.line == line)
    }
}

/// What the cart costs at that moment.
pub fn price(items: &[Item], steps: &[Step], offers: &[Offer], when: When) -> Pricing {
    let mut bill = Bill::of(items, steps);
    let mut missed = Vec::new();
    let mut fitting: Vec<(&Offer, Vec<usize>)> = Vec::new();
    for offer in offers {
        match bill.fit(offer, when) {
            Ok(places) => match fitting.iter_mut().find(|(same, _)| same.terms.id == offer.terms.id) {
                Some((_, known)) => {
                    known.extend(places);
                    known.sort_unstable();
                    known.dedup();
                }
                None => fitting.push((offer, places)),
            },
            Err(why) => missed.push(offer.missed(why)),
        }
    }
    missed.retain(|one: &Missed| !fitting.iter().any(|(offer, _)| offer.terms.id == one.discount));
    // The order of the list must not matter: the same cart costs the same on every screen.
    fitting.sort_by(|(one, _), (other, _)| (&one.terms.name, one.terms.id).cmp(&(&other.terms.name, other.terms.id)));
    let (spread, by_line): (Vec<_>, Vec<_>) =
        fitting.into_iter().partition(|(offer, _)| matches!(offer.terms.gives, Gives::OffTheCart(_)));
    let (together, alone): (Vec<_>, Vec<_>) = by_line.into_iter().partition(|(offer, _)| offer.terms.stacks);
    bill.best_of(&alone);
    for (offer, places) in &together {
        places.iter().for_each(|place| bill.take(*place, offer, bill.off(*place, offer)));
    }
    for (offer, places) in &spread {
        bill.spread(offer, places);
    }
    for (offer, _) in alone.iter().chain(&together).chain(&spread) {
        if let Some(why) = bill.why_nothing(offer) {
            missed.push(offer.missed(why));
        }
    }
    Pricing { lines: bill.lines, missed }
}

impl Offer {
    fn missed(&self, why: String) -> Missed {
        let asked = self.asked != Asked::ByItself;
        Missed { discount: self.terms.id, name: self.terms.name.clone(), why, asked }
    }
}

/// The cart while it is reckoned.
struct Bill<'a> {
    items: &'a [Item],
    lines: Vec<Price>,
}

impl<'a> Bill<'a> {
    fn of(items: &'a [Item], steps: &[Step]) -> Self {
        let price = |item: &Item| {
            let each = each(item, items, steps);
            let gross = each.times(item.units);
            Price { line: item.line.clone(), each, gross, taken: Vec::new(), net: gross }
        };
        Self { items, lines: items.iter().map(price).collect() }
    }

    /// The lines that an offer is for, or why there are none.
    fn fit(&self, offer: &Offer, when: When) -> Result<Vec<usize>, String> {
        offer.terms.must_hold(when)?;
        let is_for = |item: &Item| match &offer.asked {
            Asked::ByItself => item.takes_automatic,
            Asked::ForTheCart => true,
            Asked::ForLine(line) => item.line == *line,
        };
        let all = self.items.iter().enumerate();
        let of_kind: Vec<usize> = all.filter(|(_, item)| offer.terms.scope.takes_in(item)).map(|(place, _)| place).collect();
        if of_kind.is_empty() {
            return Err(format!("It is for {}, and the cart has nothing of it.", offer.terms.scope.words()));
        }
        let units: i64 = of_kind.iter().filter_map(|place| self.items.get(*place)).map(|item| item.units).sum();
        let spent: Cents = of_kind.iter().filter_map(|place| self.lines.get(*place)).map(|line| line.gross).sum();
        offer.terms.must_be_earned(units, spent)?;
        let places: Vec<usize> = of_kind.into_iter().filter(|place| self.items.get(*place).is_some_and(is_for)).collect();
        if places.is_empty() { Err("The catalog keeps discounts off what is in the cart.".to_owned()) } else { Ok(places) }
    }

    /// What an offer would take off this line, before the floor.
    fn off(&self, place: usize, offer: &Offer) -> Cents {
        let (Some(item), Some(line)) = (self.items.get(place), self.lines.get(place)) else { return Cents::ZERO };
        match offer.terms.gives {
            Gives::Percent(hundredths) => hundredths.of(line.net),
            Gives::OffEach(cents) => cents.times(item.units),
            Gives::PriceOfEach(cents) => Cents(line.net.minus(cents.times(item.units)).0.max(0)),
            Gives::OffTheCart(_) => Cents::ZERO,
        }
    }

    /// How far this line may still fall.
    fn room(&self, place: usize) -> Cents {
        let (Some(item), Some(line)) = (self.items.get(place), self.lines.get(place)) else { return Cents::ZERO };
        Cents(line.net.minus(floor(item)).0.max(0))
    }

    fn take(&mut self, place: usize, offer: &Offer, wanted: Cents) {
        let cents = wanted.min(self.room(place));
        let Some(line) = self.lines.get_mut(place) else { return };
        if cents > Cents::ZERO {
            line.net = line.net.minus(cents);
            let Terms { id, name, .. } = &offer.terms;
            line.taken.push(Taken { discount: *id, name: name.clone(), cents, cut: cents < wanted });
        }
    }

    /// Each line gets the one that takes off most; of two alike the first by name.
    fn best_of(&mut self, offers: &[(&Offer, Vec<usize>)]) {
        for place in 0..self.items.len() {
            let here = offers.iter().filter(|(_, places)| places.contains(&place)).map(|(offer, _)| *offer);
            let worth = |offer: &&Offer| self.off(place, offer).min(self.room(place));
            if let Some(best) = here.rev().max_by_key(worth) {
                self.take(place, best, self.off(place, best));
            }
        }
    }

    /// So much off the lines together: by what each still costs, the cents that are left over to the first that can bear them.
    fn spread(&mut self, offer: &Offer, places: &[usize]) {
        let Gives::OffTheCart(amount) = offer.terms.gives else { return };
        let open: Vec<usize> = places.iter().copied().filter(|place| offer.terms.stacks || self.is_untouched(*place)).collect();
        let whole: i64 = open.iter().filter_map(|place| self.lines.get(*place)).map(|line| line.net.0).sum();
        let amount = amount.0.min(open.iter().map(|place| self.room(*place).0).sum());
        let mut parts: Vec<(usize, i64)> = Vec::new();
        for place in open {
            let net = self.lines.get(place).map_or(0, |line| line.net.0);
            let share = i128::from(amount) * i128::from(net) / i128::from(whole.max(1));
            parts.push((place, i64::try_from(share).unwrap_or(0).min(self.room(place).0)));
        }
        let mut left = amount - parts.iter().map(|(_, part)| part).sum::<i64>();
        for (place, part) in &mut parts {
            let more = left.min(self.room(*place).0 - *part);
            *part += more;
            left -= more;
        }
        parts.into_iter().for_each(|(place, part)| self.take(place, offer, Cents(part)));
    }

    fn is_untouched(&self, place: usize) -> bool {
        self.lines.get(place).is_some_and(|line| line.taken.is_empty())
    }

    /// Why a fitting offer took nothing off.
    fn why_nothing(&self, offer: &Offer) -> Option<String> {
        let took = |line: &&Price| line.taken.iter().any(|taken| taken.discount == offer.terms.id);
        if self.lines.iter().any(|line| took(&line)) {
            return None;
        }
        let other = self.lines.iter().find_map(|line| line.taken.first());
        Some(match other {
            Some(other) if !offer.terms.stacks => format!("It does not go with others, and “{}” takes off more.", other.name),
            _ => "Nothing may be sold below what it cost, or below a cent.".to_owned(),
        })
    }
}

/// One unit: by the tier's highest step that is reached, else as the catalog says.
fn each(item: &Item, items: &[Item], steps: &[Step]) -> Cents {
    by_tier(item, items, steps).unwrap_or(item.list).max(least(item.goods))
}

fn by_tier(item: &Item, items: &[Item], steps: &[Step]) -> Option<Cents> {
    let tier = item.tier?;
    let units: i64 = items.iter().filter(|other| other.tier == Some(tier)).map(|other| other.units).sum();
    let reached = steps.iter().filter(|step| step.tier == tier && step.least_units <= units);
    reached.max_by_key(|step| step.least_units).map(|step| step.each)
}

/// One unit of what the state is told of is never given away.
pub fn least(goods: Goods) -> Cents {
    if matches!(goods, Goods::Cannabis | Goods::Bulk) { Cents(1) } else { Cents::ZERO }
}

/// A line may not fall below it.
fn floor(item: &Item) -> Cents {
    item.cost.unwrap_or(Cents::ZERO).max(least(item.goods)).times(item.units)
}

#[cfg(test)]
#[path = "pricing_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "pricing_properties.rs"]
mod properties;
