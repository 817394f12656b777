//! Who may buy, clause by clause; C8 and C9 of florida-rules §5.1 by their numbers there.

use super::*;
use chrono::Days;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn adult() -> Facts {
    Facts {
        standing: Standing::Active,
        card_expires_on: Some(TODAY + Days::new(100)),
        certification_expires_on: Some(TODAY + Days::new(100)),
        born: day("1980-05-01"),
        buyer: Buyer::Patient,
        caregivers: Vec::new(),
        has_open_order: true,
    }
}

fn caregiver(standing: Standing, expires_on: Option<NaiveDate>) -> Caregiver {
    Caregiver { card: "•••• 0003".into(), standing, expires_on }
}

fn minor(caregivers: Vec<Caregiver>) -> Facts {
    Facts { born: TODAY - Days::new(17 * 365), caregivers, ..adult() }
}

#[test]
fn c8_a_patient_of_17_does_not_buy_alone() {
    let good = caregiver(Standing::Active, Some(TODAY));
    let clause = check(&minor(vec![good.clone()]), TODAY).unwrap_err();
    assert_eq!(clause, Clause::MinorAlone(vec!["•••• 0003".into()]));
    assert!(clause.words().contains("only their caregiver may buy"));
    assert_eq!(check(&Facts { buyer: Buyer::Caregiver(good.clone()), ..minor(vec![good]) }, TODAY), Ok(()));
    let late = caregiver(Standing::Active, TODAY.pred_opt());
    assert_eq!(check(&minor(vec![late]), TODAY), Err(Clause::MinorWithoutCaregiver));
}

#[test]
fn c9_a_card_that_expired_yesterday_buys_nothing() {
    let yesterday = TODAY.pred_opt();
    let facts = Facts { card_expires_on: yesterday, ..adult() };
    assert_eq!(check(&facts, TODAY), Err(Clause::CardExpired(yesterday.unwrap())));
    assert!(check(&facts, TODAY).unwrap_err().words().contains("expired on Nov 22, 2026"));
}

#[test]
fn a_card_and_a_certification_are_good_through_their_last_day() {
    let last = Facts { card_expires_on: Some(TODAY), certification_expires_on: Some(TODAY), ..adult() };
    assert_eq!(check(&last, TODAY), Ok(()));
    let tomorrow = TODAY.succ_opt().unwrap();
    assert_eq!(failing(&last, tomorrow), [Clause::CardExpired(TODAY), Clause::CertificationEnded(TODAY)]);
    let endless = Facts { card_expires_on: None, certification_expires_on: None, ..adult() };
    assert_eq!(check(&endless, TODAY), Ok(()));
}

#[test]
fn a_card_that_is_not_active_is_named_before_all_else() {
    for standing in [Standing::Suspended, Standing::Expired, Standing::Revoked] {
        let facts = Facts { standing, has_open_order: false, ..minor(Vec::new()) };
        let all = failing(&facts, TODAY);
        assert_eq!(all, [Clause::CardNotActive(standing), Clause::MinorWithoutCaregiver, Clause::NoOpenOrder]);
        assert!(all[0].words().contains(&format!("is {standing} in the registry")));
    }
}

#[test]
fn an_adults_caregiver_must_be_registered_active_and_unexpired() {
    let with = |buyer: Buyer| check(&Facts { buyer, ..adult() }, TODAY);
    let of = |standing, last| Buyer::Caregiver(caregiver(standing, last));
    assert_eq!(with(of(Standing::Active, Some(TODAY))), Ok(()));
    assert_eq!(with(of(Standing::Active, None)), Ok(()));
    assert_eq!(with(Buyer::Stranger), Err(Clause::CaregiverNotRegistered));
    assert!(matches!(with(of(Standing::Active, TODAY.pred_opt())), Err(Clause::CaregiverExpired(_))));
    assert!(matches!(with(of(Standing::Revoked, None)), Err(Clause::CaregiverNotActive(_))));
}

#[test]
fn the_eighteenth_birthday_is_the_first_day_of_buying_alone() {
    let facts = Facts { born: day("2008-11-23"), ..adult() };
    assert_eq!(check(&facts, TODAY), Ok(()));
    assert_eq!(check(&facts, TODAY.pred_opt().unwrap()), Err(Clause::MinorWithoutCaregiver));
    assert_eq!((age(day("2008-02-29"), day("2026-02-28")), age(day("2008-02-29"), day("2026-03-01"))), (17, 18));
}

#[test]
fn without_an_open_order_nothing_is_dispensed() {
    let words = check(&Facts { has_open_order: false, ..adult() }, TODAY).unwrap_err().words();
    assert!(words.contains("no open order"), "{words}");
}

#[test]
fn the_rule_is_dated() {
    assert_eq!((on(TODAY).adult_at, on(TODAY).source.rule), (18, "381.986(8)(e)16.e"));
}
