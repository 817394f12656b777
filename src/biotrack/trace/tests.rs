//! Finding an act among the rows of the state's ledger.

use super::*;
use serde_json::json;

const A: &str = "6853296789574115";
const B: &str = "6853296789574116";

fn sale_of(lines: &[(&str, &str)]) -> Trace {
    lines.iter().fold(Trace::in_table("sale"), |trace, (item, quantity)| {
        trace.row([("inventoryid", *item), ("quantity", *quantity), ("terminal_id", "T1-ab12")])
    })
}

fn row(transaction: i64, item: &str, quantity: Value) -> Value {
    json!({"transactionid": transaction, "transactionid_original": transaction.to_string(), "inventoryid": item, "quantity": quantity,
        "terminal_id": "T1-ab12", "sessiontime": 1_700_000_000, "deleted": 0})
}

fn find(trace: &Trace, rows: &[Value]) -> Found {
    trace.find(rows, 10, &[], At::default())
}

fn transaction(found: Found) -> i64 {
    match found {
        Found::One(answer) => answer.transaction(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_transaction_with_all_rows_is_the_act_however_numbers_are_written() {
    for two in [json!(2), json!("2"), json!("2.00"), json!(2.0)] {
        let rows = [row(11, A, two.clone()), row(11, B, json!("1")), row(12, A, json!(7))];
        assert_eq!(transaction(find(&sale_of(&[(A, "2"), (B, "1.00")]), &rows)), 11, "{two}");
    }
}

#[test]
fn nothing_at_or_below_the_high_water_mark_counts_and_nothing_that_another_act_has() {
    let (trace, rows) = (sale_of(&[(A, "2")]), [row(10, A, json!(2)), row(11, A, json!(2)), row(12, A, json!(2))]);
    assert!(matches!(find(&trace, &rows), Found::Unclear(_)));
    assert_eq!(transaction(trace.find(&rows, 10, &[11], At::default())), 12);
    assert_eq!(trace.find(&rows, 12, &[], At::default()), Found::None);
    assert_eq!(trace.find(&rows, 10, &[11, 12], At::default()), Found::None);
}

#[test]
fn rows_on_two_transactions_or_only_a_part_are_unclear() {
    let both = sale_of(&[(A, "2"), (B, "1")]);
    assert!(matches!(find(&both, &[row(11, A, json!(2)), row(12, B, json!(1))]), Found::Unclear(_)));
    assert!(matches!(find(&both, &[row(11, A, json!(2))]), Found::Unclear(words) if words.contains("11")));
    assert_eq!(find(&both, &[row(11, A, json!(3))]), Found::None);
}

#[test]
fn two_equal_lines_need_two_rows() {
    let twice = sale_of(&[(A, "2"), (A, "2")]);
    assert!(matches!(find(&twice, &[row(11, A, json!(2))]), Found::Unclear(_)));
    assert_eq!(transaction(find(&twice, &[row(11, A, json!(2)), row(11, A, json!(2))])), 11);
}

#[test]
fn a_loose_line_does_not_take_the_only_row_of_a_strict_one() {
    let trace = Trace::in_table("sale").row([("inventoryid", A)]).row([("inventoryid", A), ("quantity", "2")]);
    assert_eq!(transaction(find(&trace, &[row(11, A, json!(2)), row(11, A, json!(5))])), 11);
    assert_eq!(transaction(find(&trace, &[row(11, A, json!(5)), row(11, A, json!(2))])), 11);
}

#[test]
fn a_bigger_sale_is_another_sale_when_the_trace_says_so() {
    let (rows, trace) = ([row(11, A, json!(2)), row(11, B, json!(1))], sale_of(&[(A, "2")]));
    assert_eq!(transaction(find(&trace, &rows)), 11);
    assert!(matches!(find(&trace.and_nothing_else(), &rows), Found::Unclear(_)));
}

#[test]
fn a_row_of_a_ledger_is_found_by_the_transaction_that_made_it_and_others_only_by_the_last() {
    let changed_since =
        json!({"transactionid": 9_000, "transactionid_original": 11, "inventoryid": A, "quantity": 2, "terminal_id": "T1-ab12"});
    assert_eq!(transaction(sale_of(&[(A, "2")]).find_at(std::slice::from_ref(&changed_since), 11, At::default())), 11);
    assert!(matches!(find(&sale_of(&[(A, "2")]), &[changed_since]), Found::Unclear(_)), "the sale, or what changed it?");
    let package = json!({"transactionid": 12, "transactionid_original": 11, "id": A, "currentroom": "7"});
    assert_eq!(transaction(find(&Trace::in_table("inventory").row([("id", A), ("currentroom", "7")]), &[package])), 12);
}

#[test]
fn a_person_names_the_transaction_and_it_must_be_this_act() {
    let (trace, rows) = (sale_of(&[(A, "2")]), [row(11, A, json!(2)), row(12, B, json!(1))]);
    assert_eq!(transaction(trace.find_at(&rows, 11, At::default())), 11);
    assert!(matches!(trace.find_at(&rows, 12, At::default()), Found::Unclear(words) if words.contains("another act")));
    assert_eq!(trace.find_at(&rows, 13, At::default()), Found::None);
}

#[test]
fn a_trace_without_rows_finds_nothing() {
    assert_eq!(find(&Trace::in_table("sale"), &[row(11, A, json!(2))]), Found::None);
}

#[test]
fn values_compare_loosely_but_identifiers_keep_their_zeros() {
    let same = |value: Value, expected: &str| super::rows::same(Some(&value), expected);
    let nothing = |expected: &str| super::rows::same(None, expected);
    assert!(
        same(json!(0), "0") && same(json!("0.00"), "0") && same(json!(null), "") && same(json!(null), "0") && same(json!(0), "")
    );
    assert!(nothing("") && nothing("0") && !nothing("1"));
    assert!(same(json!("-35.00"), "-35") && same(json!(-35), "-35.00") && !same(json!(35), "-35") && same(json!(true), "1"));
    assert!(!same(json!("0358560579655606"), "358560579655606"));
    assert!(same(json!([A, B]), B) && same(json!(B), B) && !same(json!([A]), B) && !same(json!("2"), "20"));
    assert!(same(json!("2.50"), "2.5") && !same(json!("2.5"), "2.05") && !same(json!([]), "1") && same(json!([]), ""));
}
