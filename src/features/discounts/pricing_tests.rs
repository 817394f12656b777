use super::super::terms::{Percent, Scope, Weekdays};
use super::*;
use chrono::NaiveDate;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A Monday, three in the afternoon.
pub(super) fn now() -> When {
    When { day: day(2026, 11, 23), minute: 15 * 60 }
}

pub(super) fn item(line: &str, units: i64, list: i64) -> Item {
    Item {
        line: line.into(),
        product: ProductId::new(),
        goods: Goods::Cannabis,
        category: "Flower".into(),
        brand: "Tidewater".into(),
        tags: vec!["House".into()],
        units,
        list: Cents(list),
        cost: None,
        takes_automatic: true,
        tier: None,
    }
}

pub(super) fn terms(name: &str, gives: Gives) -> Terms {
    Terms {
        id: DiscountId::new(),
        name: name.into(),
        gives,
        scope: Scope::default(),
        stacks: false,
        least_units: 0,
        least_spend: Cents::ZERO,
        starts_on: None,
        ends_on: None,
        weekdays: Weekdays::default(),
        from_minute: 0,
        to_minute: 0,
    }
}

pub(super) fn percent(whole: i64) -> Gives {
    Gives::Percent(Percent::of_hundredths(whole * 100).unwrap())
}

pub(super) fn by_itself(terms: Terms) -> Offer {
    Offer { terms, asked: Asked::ByItself }
}

pub(super) fn nets(pricing: &Pricing) -> Vec<i64> {
    pricing.lines.iter().map(|line| line.net.0).collect()
}

/// What one offer makes of the cart, and why it did nothing.
fn with(items: &[Item], offer: Offer) -> (Vec<i64>, Option<String>) {
    let pricing = price(items, &[], &[offer], now());
    (nets(&pricing), pricing.missed.first().map(|missed| missed.why.clone()))
}

#[test]
fn each_kind_of_discount_takes_off_what_it_says() {
    let cart = [item("a", 3, 1_000), item("b", 1, 250)];
    for (gives, wanted) in [
        (percent(10), [2_700, 225]),
        (Gives::Percent("12.5".parse().unwrap()), [2_625, 219]), // 31.25 cents are 31
        (Gives::OffEach(Cents(100)), [2_700, 150]),
        (Gives::PriceOfEach(Cents(800)), [2_400, 250]),
        (Gives::OffTheCart(Cents(650)), [2_400, 200]),
        (Gives::OffTheCart(Cents(1)), [2_999, 250]),
    ] {
        assert_eq!(with(&cart, by_itself(terms("Deal", gives))), (wanted.to_vec(), None), "{gives:?}");
    }
}

#[test]
fn a_tier_counts_the_units_of_all_its_lines_and_the_highest_step_that_is_reached_holds() {
    let tier = PriceTierId::new();
    let tiered = |line, units| Item { tier: Some(tier), ..item(line, units, 1_000) };
    let steps = [(2, 900), (4, 800)].map(|(least_units, each)| Step { tier, least_units, each: Cents(each) });
    let each = |cart: &[Item]| price(cart, &steps, &[], now()).lines.iter().map(|line| line.each.0).collect::<Vec<_>>();
    assert_eq!(each(&[tiered("a", 1), item("b", 9, 500)]), [1_000, 500]);
    assert_eq!(each(&[tiered("a", 1), tiered("b", 2)]), [900, 900]);
    assert_eq!(each(&[tiered("a", 3), tiered("b", 1)]), [800, 800]);
}

#[test]
fn a_discount_comes_on_top_of_the_tier() {
    let tier = PriceTierId::new();
    let cart = [Item { tier: Some(tier), ..item("a", 2, 1_000) }];
    let steps = [Step { tier, least_units: 2, each: Cents(900) }];
    let pricing = price(&cart, &steps, &[by_itself(terms("Deal", percent(50)))], now());
    assert_eq!((pricing.lines[0].gross, pricing.lines[0].net), (Cents(1_800), Cents(900)));
}

#[test]
fn of_those_that_do_not_go_with_others_the_best_counts_and_the_other_says_so() {
    let cart = [item("a", 1, 1_000)];
    let offers = [by_itself(terms("Ten", percent(10))), by_itself(terms("Three dollars", Gives::OffEach(Cents(300))))];
    let pricing = price(&cart, &[], &offers, now());
    assert_eq!(nets(&pricing), [700]);
    assert_eq!(pricing.missed[0].why, "It does not go with others, and “Three dollars” takes off more.");
    let together = Offer { terms: Terms { stacks: true, ..terms("Veteran", percent(10)) }, asked: Asked::ForTheCart };
    let pricing = price(&cart, &[], &[offers[0].clone(), offers[1].clone(), together], now());
    assert_eq!(nets(&pricing), [630], "ten percent of what is left");
}

#[test]
fn a_discount_that_is_asked_for_twice_comes_off_once() {
    let cart = [item("a", 1, 4_000), item("b", 1, 2_000)];
    let ten = Terms { stacks: true, ..terms("Ten", percent(10)) };
    let off = terms("Ten dollars", Gives::OffTheCart(Cents(1_000)));
    for (terms, nets_wanted) in [(ten, [3_600, 1_800]), (off, [3_333, 1_667])] {
        let asked = [Asked::ForTheCart, Asked::ForLine("a".into()), Asked::ForLine("b".into()), Asked::ByItself];
        let offers = asked.map(|asked| Offer { terms: terms.clone(), asked });
        let pricing = price(&cart, &[], &offers, now());
        assert_eq!((nets(&pricing).as_slice(), pricing.missed.len()), (nets_wanted.as_slice(), 0), "{}", terms.name);
    }
}

#[test]
fn no_tier_and_no_catalog_gives_cannabis_away() {
    let tier = PriceTierId::new();
    let step = Step { tier, least_units: 2, each: Cents::ZERO };
    let of_tier = |goods| Item { tier: Some(tier), goods, ..item("a", 3, 1_000) };
    assert_eq!(nets(&price(&[of_tier(Goods::Cannabis)], &[step], &[], now())), [3]);
    assert_eq!(nets(&price(&[of_tier(Goods::Merchandise)], &[step], &[], now())), [0]);
    assert_eq!(nets(&price(&[item("a", 2, 0)], &[], &[], now())), [2]);
}

#[test]
fn nothing_falls_below_a_cent_a_unit_or_below_its_cost() {
    let free = by_itself(terms("All of it", percent(100)));
    assert_eq!(with(&[item("a", 3, 1_000)], free.clone()).0, [3]);
    let dear = Item { cost: Some(Cents(600)), ..item("a", 2, 1_000) };
    assert_eq!(with(std::slice::from_ref(&dear), free.clone()).0, [1_200]);
    assert!(price(std::slice::from_ref(&dear), &[], std::slice::from_ref(&free), now()).lines[0].taken[0].cut);
    let at_cost = Item { list: Cents(600), ..dear };
    let (net, why) = with(&[at_cost], free.clone());
    assert_eq!((net, why.as_deref()), (vec![1_200], Some("Nothing may be sold below what it cost, or below a cent.")));
    let tray = Item { goods: Goods::Merchandise, ..item("a", 1, 500) };
    assert_eq!(with(&[tray], free).0, [0], "merchandise may be given away");
}

#[test]
fn what_the_floor_keeps_off_one_line_comes_off_the_others() {
    let at_cost = Item { cost: Some(Cents(1_000)), ..item("a", 1, 1_000) };
    let offer = by_itself(terms("Ten dollars", Gives::OffTheCart(Cents(500))));
    assert_eq!(with(&[at_cost, item("b", 1, 1_000)], offer).0, [1_000, 500]);
}

#[test]
fn what_is_not_earned_or_not_in_the_cart_is_said() {
    let cart = [item("a", 2, 1_000)];
    for (change, words) in [
        (Terms { least_units: 3, ..terms("x", percent(10)) }, "It needs 3 of everything; the cart has 2."),
        (Terms { least_spend: Cents(5_000), ..terms("x", percent(10)) }, "It needs $50.00 of everything; the cart has $20.00."),
        (
            Terms { scope: Scope { brands: vec!["Elsewhere".into()], ..Scope::default() }, ..terms("x", percent(10)) },
            "It is for Elsewhere, and the cart has nothing of it.",
        ),
        (Terms { starts_on: Some(day(2026, 11, 24)), ..terms("x", percent(10)) }, "It begins on Nov 24, 2026."),
        (Terms { ends_on: Some(day(2026, 11, 22)), ..terms("x", percent(10)) }, "It ended on Nov 22, 2026."),
        (Terms { weekdays: Weekdays::of_bits(0b100_0000), ..terms("x", percent(10)) }, "It holds on Sunday."),
        (Terms { from_minute: 960, to_minute: 1_080, ..terms("x", percent(10)) }, "It holds from 4:00 PM to 6:00 PM."),
    ] {
        assert_eq!(with(&cart, by_itself(change)), (vec![2_000], Some(words.to_owned())));
    }
    let aloof = Item { takes_automatic: false, ..item("a", 1, 1_000) };
    assert_eq!(with(std::slice::from_ref(&aloof), by_itself(terms("x", percent(10)))).0, [1_000]);
    assert_eq!(with(&[aloof], Offer { terms: terms("x", percent(10)), asked: Asked::ForTheCart }).0, [900], "chosen, it counts");
}

#[test]
fn hours_past_midnight_belong_to_the_day_they_began_on() {
    let late = Terms { from_minute: 22 * 60, to_minute: 2 * 60, weekdays: Weekdays::of_bits(1), ..terms("Late", percent(10)) };
    let at = |day, minute| late.must_hold(When { day, minute }).is_ok();
    let (monday, tuesday) = (day(2026, 11, 23), day(2026, 11, 24));
    assert!(at(monday, 22 * 60) && at(tuesday, 119));
    assert!(!at(monday, 119) && !at(tuesday, 120) && !at(tuesday, 22 * 60));
}

#[test]
fn one_line_is_meant_when_one_was_chosen() {
    let offer = Offer { terms: terms("Dented", Gives::OffEach(Cents(200))), asked: Asked::ForLine("b".into()) };
    assert_eq!(with(&[item("a", 1, 1_000), item("b", 2, 1_000)], offer).0, [1_000, 1_600]);
}
