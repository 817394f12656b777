use super::super::terms::{Percent, Scope};
use super::tests::{by_itself, item, nets, now, terms};
use super::*;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// Two tiers that are the same in every case, for items and steps to be on.
fn tiers() -> [PriceTierId; 2] {
    ["019ad000-0000-7000-8000-000000000001", "019ad000-0000-7000-8000-000000000002"].map(|id| id.parse().unwrap())
}

fn any_tier() -> impl Strategy<Value = PriceTierId> {
    any::<bool>().prop_map(|second| tiers()[usize::from(second)])
}

fn any_step() -> impl Strategy<Value = Step> {
    let each = prop_oneof![Just(0_i64), 0..5_000_i64];
    (any_tier(), 1..8_i64, each).prop_map(|(tier, least_units, each)| Step { tier, least_units, each: Cents(each) })
}

fn any_item() -> impl Strategy<Value = Item> {
    (1..6_i64, 0..5_000_i64, prop::option::of(0..5_000_i64), any::<bool>(), any::<bool>(), prop::option::of(any_tier())).prop_map(
        |(units, list, cost, cannabis, brand, tier)| Item {
            tier,
            goods: if cannabis { Goods::Cannabis } else { Goods::Merchandise },
            cost: cost.map(Cents),
            brand: if brand { "Tidewater" } else { "Other" }.into(),
            ..item("x", units, list)
        },
    )
}

fn any_offer() -> impl Strategy<Value = Offer> {
    let gives = prop_oneof![
        (1..=10_000_i64).prop_map(|hundredths| Gives::Percent(Percent::of_hundredths(hundredths).unwrap())),
        (1..3_000_i64).prop_map(|cents| Gives::OffEach(Cents(cents))),
        (0..3_000_i64).prop_map(|cents| Gives::PriceOfEach(Cents(cents))),
        (1..20_000_i64).prop_map(|cents| Gives::OffTheCart(Cents(cents))),
    ];
    (gives, any::<bool>(), any::<bool>(), 0..4_i64).prop_map(|(gives, stacks, narrow, least_units)| {
        let brands = if narrow { vec!["Tidewater".to_owned()] } else { Vec::new() };
        by_itself(Terms { stacks, least_units, scope: Scope { brands, ..Scope::default() }, ..terms("Deal", gives) })
    })
}

/// The same discounts asked for several times over: for the whole cart and for lines, as nobody may and somebody may manage to.
fn asked_again() -> impl Strategy<Value = Vec<(usize, Option<usize>)>> {
    prop::collection::vec((0..6_usize, prop::option::of(0..6_usize)), 0..6)
}

/// What one unit costs before discounts, by the rule as a person reads it.
fn expected_each(item: &Item, items: &[Item], steps: &[Step]) -> i64 {
    let units: i64 = items.iter().filter(|other| item.tier.is_some() && other.tier == item.tier).map(|other| other.units).sum();
    let mut reached: Vec<&Step> = steps.iter().filter(|step| Some(step.tier) == item.tier && step.least_units <= units).collect();
    reached.sort_by_key(|step| step.least_units);
    let each = reached.last().map_or(item.list.0, |step| step.each.0);
    if item.goods == Goods::Cannabis { each.max(1) } else { each }
}

fn every_offer_is_answered(offers: &[Offer], pricing: &Pricing) -> Result<(), TestCaseError> {
    // Each offer either took something or is among those that say why not, and never both.
    for offer in offers {
        let took = pricing.lines.iter().any(|line| line.taken.iter().any(|taken| taken.discount == offer.terms.id));
        let missed = pricing.missed.iter().any(|missed| missed.discount == offer.terms.id);
        prop_assert!(took != missed, "{:?}", offer);
    }
    // An amount off the cart is taken once, however often it was asked for.
    for offer in offers {
        if let Gives::OffTheCart(amount) = offer.terms.gives {
            let all = pricing.lines.iter().flat_map(|line| &line.taken).filter(|taken| taken.discount == offer.terms.id);
            prop_assert!(all.map(|taken| taken.cents).sum::<Cents>() <= amount, "{:?}", offer);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_the_offers_every_cent_is_accounted_for_and_no_floor_is_broken(
        mut items in prop::collection::vec(any_item(), 1..6),
        mut steps in prop::collection::vec(any_step(), 0..5),
        offers in prop::collection::vec(any_offer(), 0..6),
        again in asked_again(),
    ) {
        items.iter_mut().enumerate().for_each(|(place, item)| item.line = place.to_string());
        // A tier has one price from so many units on, as its table says.
        let mut seen = std::collections::BTreeSet::new();
        steps.retain(|step| seen.insert((step.tier, step.least_units)));
        let mut offers = offers;
        for (which, line) in again {
            if let Some(offer) = offers.get(which).cloned() {
                let asked = line.map_or(Asked::ForTheCart, |line| Asked::ForLine(line.to_string()));
                offers.push(Offer { asked, ..offer });
            }
        }
        let pricing = price(&items, &steps, &offers, now());
        for (item, line) in items.iter().zip(&pricing.lines) {
            let taken: Cents = line.taken.iter().map(|taken| taken.cents).sum();
            prop_assert_eq!(line.gross.minus(taken), line.net);
            prop_assert!(line.net <= line.gross);
            prop_assert!(line.net >= floor(item).min(line.gross), "{:?} fell to {:?}", item, line);
            prop_assert_eq!(line.each.0, expected_each(item, &items, &steps));
            if item.goods == Goods::Cannabis {
                prop_assert!(line.net.0 >= item.units, "{:?} was given away: {:?}", item, line);
            }
            // Each discount comes off a line once, and takes no more than it gives.
            for taken in &line.taken {
                prop_assert_eq!(line.taken.iter().filter(|other| other.discount == taken.discount).count(), 1);
                let offer = offers.iter().find(|offer| offer.terms.id == taken.discount).unwrap();
                let most = match offer.terms.gives {
                    Gives::Percent(percent) => percent.of(line.gross),
                    Gives::OffEach(cents) => cents.times(item.units),
                    Gives::PriceOfEach(_) | Gives::OffTheCart(_) => line.gross,
                };
                prop_assert!(taken.cents <= most, "{:?} took {:?}", offer, taken);
            }
            prop_assert!(line.taken.iter().all(|taken| taken.cents > Cents::ZERO));
            // At most one that does not go with others.
            let alone = line.taken.iter().filter(|taken| offers.iter().any(|o| o.terms.id == taken.discount && !o.terms.stacks));
            prop_assert!(alone.count() <= 1);
        }
        every_offer_is_answered(&offers, &pricing)?;
        // An amount off the cart is spread whole, unless a floor stood in its way.
        if let [Offer { terms: Terms { gives: Gives::OffTheCart(amount), scope, least_units: 0, .. }, .. }] = offers.as_slice() {
            let of_it: Vec<&Item> = items.iter().filter(|item| scope.takes_in(item)).collect();
            let price = |item: &Item| expected_each(item, &items, &steps) * item.units;
            let room: i64 = of_it.iter().map(|item| (price(item) - floor(item).0).max(0)).sum();
            let off: i64 = pricing.lines.iter().map(|line| line.discount().0).sum();
            prop_assert_eq!(off, amount.0.min(room));
        }
        // The order in which the offers are found does not matter.
        let mut backwards = offers.clone();
        backwards.reverse();
        prop_assert_eq!(nets(&price(&items, &steps, &backwards, now())), nets(&pricing));
    }
}
