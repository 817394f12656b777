//! What a yes gives: the same from the state's answer and from the rows of its ledger, and unreadable rather than half read.

use super::*;

const A: &str = "6853296789574115";
const B: &str = "6853296789574116";

fn both<T: Decode + PartialEq + std::fmt::Debug>(answer: Value, rows: Value, expected: T) {
    assert_eq!(T::from_answer(&answer).as_ref(), Ok(&expected), "{answer}");
    assert_eq!(T::from_rows(rows.as_array().unwrap()), Ok(expected), "{rows}");
}

fn neither<T: Decode>(answer: Value, rows: Value) {
    assert!(T::from_answer(&answer).is_err(), "{answer}");
    assert!(T::from_rows(rows.as_array().unwrap()).is_err(), "{rows}");
}

#[test]
fn new_packages_must_all_be_there() {
    both(json!({"barcode_id": A}), json!([{"id": A}]), NewPackages(vec![A.parse().unwrap()]));
    both(json!({"barcode_id": [A, B]}), json!([{"id": A}, {"id": B}]), NewPackages(vec![A.parse().unwrap(), B.parse().unwrap()]));
    neither::<NewPackages>(json!({}), json!([]));
    neither::<NewPackages>(json!({"barcode_id": [A, null]}), json!([{"inventoryid": A, "quantity": 1}]));
    neither::<NewPackages>(json!({"barcode_id": ["12"]}), json!([{"id": "12"}]));
}

#[test]
fn a_lot_and_a_conversion_say_what_they_made() {
    let lot = NewLot { barcode: A.parse().unwrap(), inventory_type: Some(13) };
    both(json!({"barcode_id": [A], "barcode_type": "13"}), json!([{"id": A, "inventorytype": 13}]), lot);
    neither::<NewLot>(json!({"barcode_type": 13}), json!([]));
    let made = Derivatives(vec![
        Derivative { barcode: A.parse().unwrap(), inventory_type: 28 },
        Derivative { barcode: B.parse().unwrap(), inventory_type: 27 },
    ]);
    both(
        json!({"derivatives": [{"barcode_id": A, "barcode_type": "28"}, {"barcode_id": B, "barcode_type": 27}]}),
        json!([{"id": A, "inventorytype": "28"}, {"id": B, "inventorytype": 27}]),
        made,
    );
    both(
        json!({"derivatives": {"barcode_id": A, "barcode_type": 28}}),
        json!([{"id": A, "inventorytype": 28}]),
        Derivatives(vec![Derivative { barcode: A.parse().unwrap(), inventory_type: 28 }]),
    );
    neither::<Derivatives>(
        json!({"derivatives": [{"barcode_id": A, "barcode_type": 27}]}),
        json!([{"id": A, "inventorytype": 27}]),
    );
    neither::<Derivatives>(json!({"derivatives": [{"barcode_id": A}]}), json!([{"id": A}]));
}

#[test]
fn numbers_of_manifests_samples_and_holds() {
    let row = json!([{"manifestid": A, "inventoryid": B}, {"manifestid": A, "inventoryid": A}]);
    both(json!({"barcode_id": A}), row, NewManifest(A.parse().unwrap()));
    neither::<NewManifest>(json!({"barcode_id": [A, B]}), json!([{"manifestid": A}, {"manifestid": B}]));
    both(json!({"sample_id": [A]}), json!([{"inventoryid": A}]), NewSample(A.parse().unwrap()));
    neither::<NewSample>(json!({"sample_id": [A, B]}), json!([{"inventoryid": A}, {"inventoryid": B}]));
    both(
        json!({"sample_id": [A, B]}),
        json!([{"inventoryid": A}, {"inventoryid": B}]),
        NewSamples(vec![A.parse().unwrap(), B.parse().unwrap()]),
    );
    let two = RetestSamples([A.parse().unwrap(), B.parse().unwrap()]);
    both(json!({"sample_id": [A, B]}), json!([{"inventoryid": A}, {"inventoryid": B}]), two);
    neither::<RetestSamples>(json!({"sample_id": A}), json!([{"inventoryid": A}]));
    neither::<RetestSamples>(
        json!({"sample_id": [A, B, A]}),
        json!([{"inventoryid": A}, {"inventoryid": B}, {"inventoryid": A}]),
    );
    both(json!({"hold_id": 77}), json!([{"hold_id": "77"}, {"hold_id": 77}]), NewHold("77".parse().unwrap()));
    neither::<NewHold>(json!({"hold_id": null}), json!([{"hold_id": "77"}, {"hold_id": "78"}]));
}

#[test]
fn a_months_tax_may_be_a_number() {
    let filed = FiledTax { excise_tax: Some(Cents(37_000)), total_sales: Some(Cents(100_050)) };
    both(
        json!({"excise_tax": 370.0, "total_sales": "1000.50"}),
        json!([{"excise_tax": "370.00", "gross_sales": 1000.5, "month": 1}]),
        filed,
    );
    neither::<FiledTax>(json!({"excise_tax": "much"}), json!([{"excise_tax": "much"}]));
}
