//! What each write leaves in the state's ledger, against rows written by hand: the act is found, by the transaction that did it,
//! and its answer is read from the rows; what only resembles it is not taken for it.

use super::manifests::{licensee, ours, patient, stop};
use super::*;
use crate::biotrack::answer::{Answer, Decode, Derivatives, NewBarcodes, NewManifest, NewPackages, RetestSamples};
use crate::biotrack::trace::Found;
use crate::values::FilingId;

const A: &str = "6853296789574115";
const B: &str = "6853296789574116";
const NEW: &str = "6853296789574999";

fn found<W: Write>(write: &W, rows: &Value) -> Found {
    write.trace().find(rows.as_array().unwrap(), 10, &[], At::default())
}

/// Found on transaction 11, with this as its answer.
fn proves<W: Write>(write: &W, rows: Value) -> W::Answer {
    let Found::One(answer) = found(write, &rows) else { panic!("{} in {rows}: {:?}", W::ACTION, found(write, &rows)) };
    assert_eq!(answer.transaction(), 11, "{}", W::ACTION);
    decoded(&answer)
}

fn decoded<A: Decode>(answer: &Answer) -> A {
    Answer::from_kept(&answer.kept()).unwrap().receipt::<A>(FilingId::new()).unwrap().into_answer()
}

fn proves_not<W: Write>(write: &W, rows: Value) {
    assert!(!matches!(found(write, &rows), Found::One(_)), "{} in {rows}", W::ACTION);
}

fn child(id: &str, parents: Value, quantity: &str, made: i64, last: i64) -> Value {
    json!({"id": id, "inventoryparentid": parents, "remaining_quantity": quantity, "inventorytype": 28,
        "transactionid_original": made, "transactionid": last, "deleted": 0})
}

#[test]
fn a_split_is_its_children_whatever_became_of_them_and_of_their_parent() {
    let line = |barcodeid, quantity| SplitLine { barcodeid, remove_quantity: quantity, remove_quantity_uom: None };
    let split = InventorySplit { data: vec![line(item(), Quantity::units(2)), line(other(), Quantity(150))], location: None };
    let rows = json!([
        child(A, json!([]), "7", 3, 11),
        child(NEW, json!(B), "1.50", 11, 11),
        child("6853296789575000", json!([A]), "2.00", 11, 14)
    ]);
    let NewPackages(made) = proves(&split, rows);
    assert_eq!(made, ["6853296789575000".parse().unwrap(), NEW.parse().unwrap()], "in the order of the lines");
    proves_not(&split, json!([child(NEW, json!(B), "1.50", 11, 11)]));
    let only = InventorySplit { data: vec![line(item(), Quantity::units(2))], location: None };
    let both = json!([child(NEW, json!(B), "1.50", 11, 11), child("6853296789575000", json!([A]), "2.00", 11, 11)]);
    proves_not(&only, both);
}

#[test]
fn a_conversion_is_its_derivative_and_its_waste() {
    let line = |barcodeid| SplitLine { barcodeid, remove_quantity: Quantity::units(35), remove_quantity_uom: Some(Uom::Gram) };
    let convert = InventoryConvert {
        derivative_product: Some("Eighth".into()),
        ..InventoryConvert::of(vec![line(item()), line(other())], 28, Quantity::units(10), Uom::Each)
    };
    let convert = convert.waste_grams(Quantity(25));
    let derivative = json!({"id": NEW, "inventoryparentid": [A, B], "remaining_quantity": "10", "inventorytype": "28",
        "productname": "Eighth", "transactionid_original": 11, "transactionid": 11});
    let waste = json!({"id": "6853296789575000", "inventoryparentid": [A, B], "remaining_quantity": 0.25, "inventorytype": 27,
        "transactionid_original": 11, "transactionid": 11});
    let made: Derivatives = proves(&convert, json!([waste, derivative]));
    assert_eq!((made.main(), made.waste()), (Some(NEW.parse().unwrap()), Some("6853296789575000".parse().unwrap())));
    let mut of_one = derivative;
    of_one["inventoryparentid"] = json!([A]);
    proves_not(&convert, json!([waste, of_one]));
    let undo = InventoryConvertUndo { barcodeid: NEW.parse().unwrap() };
    proves(&undo, json!([{"id": NEW, "deleted": 1, "transactionid_original": 9, "transactionid": 11}]));
    proves_not(&undo, json!([{"id": NEW, "deleted": 0, "transactionid_original": 9, "transactionid": 11}]));
}

#[test]
fn a_manifest_is_what_is_on_its_stops() {
    let rows = |quantity: &str| {
        json!([{"manifestid": "7288034569537775", "stopnumber": 1, "inventoryid": B, "quantity": "5", "transactionid": 13,
                "transactionid_original": 11},
            {"manifestid": "7288034569537775", "stopnumber": "2", "inventoryid": A, "quantity": quantity, "transactionid": 11,
                "transactionid_original": 11}])
    };
    let filed = ours(vec![stop(1, licensee()), stop(2, patient(2))]);
    let NewManifest(number) = proves(&filed, rows("2.00"));
    assert_eq!(number, manifest());
    proves_not(&filed, rows("3"));
    proves_not(&ours(vec![stop(1, licensee())]), rows("2"));
}

#[test]
fn manifests_are_changed_and_called_off() {
    let manifest_id = manifest();
    let row = |fields: Value| {
        let mut row = json!({"manifestid": "7288034569537775", "transactionid": 11, "transactionid_original": 5});
        row.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!([row])
    };
    let void = InventoryManifestVoid { manifest_id };
    proves(&void, row(json!({"deleted": 1})));
    proves_not(&void, row(json!({"deleted": 0})));
    proves(&InventoryManifestVoidStop { manifest_id, stop_number: 2 }, row(json!({"stopnumber": "2", "deleted": 0})));
    let items = InventoryManifestVoidItems { manifest_id, barcodeid: vec![item()] };
    proves(&items, row(json!({"inventoryid": A, "deleted": "1"})));
    let swap =
        InventoryManifestModify { manifest_id, employee_id: "E8".parse().unwrap(), employee_name: None, employee_dob: None };
    proves(&swap, row(json!({"transporter_id": "E8", "deleted": 0})));
    proves_not(&swap, row(json!({"transporter_id": "E7", "deleted": 0})));
}

#[test]
fn a_sale_is_its_lines_under_our_tag_whatever_became_of_it() {
    let line = |quantity, item_number| SaleLine {
        barcodeid: item(),
        quantity,
        price: Cents(7000),
        item_number: Some(item_number),
        from: DispensedFrom::default(),
    };
    let pipe = SoldDevice { name: "Pipe".into(), quantity: 1, price: Cents(1250), order_id: "O9".into() };
    let sale = SaleDispense {
        card_id: "P1".into(),
        card_key: "k".into(),
        terminal_id: "1-ab12".into(),
        sale_time: at(1_700_100_500),
        data: vec![line(2, 0)],
        florida: DispenseAs { devices: vec![pipe], ..DispenseAs::default() },
    };
    let row = |item: Value, quantity: i64, price: &str| {
        json!({"inventoryid": item, "quantity": quantity, "price": price, "terminal_id": "1-ab12", "deleted": 1, "transactionid": 19,
            "transactionid_original": 11})
    };
    proves(&sale, json!([row(json!(null), 1, "12.5"), row(json!(A), 2, "65.00")]));
    proves_not(&sale, json!([row(json!(A), 2, "70.00")]));
    proves_not(&sale, json!([row(json!(null), 1, "12.5"), row(json!(A), 2, "70.00"), row(json!(B), 1, "1.00")]));
}

#[test]
fn a_refund_is_tied_to_its_sale() {
    let line = RefundLine { barcodeid: item(), quantity: 1, price: Cents(-3500), item_number: None, restock: None };
    let pipe = RefundedDevice { item_number: 1, quantity: 1, price: Cents(-1250) };
    let refund = SaleRefund { transactionid: 7, data: vec![line], devices: vec![pipe], sale_time: at(0) };
    let back = |item: Value, price: &str| json!({"inventoryid": item, "quantity": "-1", "price": price, "transactionid": 11, "transactionid_original": 11});
    let marked = |item: Value, number: i64, sale: i64| {
        json!({"inventoryid": item, "itemnumber": number, "quantity": 1, "refunded": 1, "transactionid": 11,
            "transactionid_original": sale})
    };
    let rows = |sale| {
        json!([marked(json!(A), 0, sale), back(json!(A), "-35.00"), marked(json!(null), 1, sale), back(json!(null), "-12.50")])
    };
    let NewBarcodes(made) = proves(&refund, rows(7));
    assert_eq!(made, [None, None], "one for each line, and none was restocked");
    proves_not(&refund, rows(8));
}

#[test]
fn what_a_transaction_named_is_changed_or_gone() {
    let row = |fields: Value| {
        let mut row = json!({"inventoryid": A, "transactionid": 11, "transactionid_original": 7});
        row.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!([row])
    };
    proves(&SaleVoid { transactionid: 7 }, row(json!({"deleted": 1})));
    proves_not(&SaleVoid { transactionid: 8 }, row(json!({"deleted": 1})));
    proves(&InventoryQaSampleVoid { transactionid: 7 }, row(json!({"deleted": "1"})));
    proves(&InventoryTransferOutboundVoid { transactionid: 7 }, row(json!({"deleted": 1})));
    let (barcodeid, price) = (item(), Cents(6500));
    let priced = SaleModify { transactionid: 7, barcodeid, price, item_number: Some(0), sale_time: None };
    proves(&priced, row(json!({"price": 65, "itemnumber": 0})));
    proves_not(&priced, row(json!({"price": "70.00", "itemnumber": 0})));
    proves(&InventoryTransferInboundModify { transactionid: 7, barcodeid, price }, row(json!({"price": "65.00"})));
    proves(
        &InventoryTransferOutboundModify { transactionid: 7, barcodeid, price, item_number: None },
        row(json!({"price": "65"})),
    );
}

#[test]
fn a_hold_is_all_of_its_lines() {
    let line = |barcodeid, quantity| HoldLine { barcodeid, quantity, order_id: "O9".into(), route: Route::Smoking };
    let hold = |data| RegistryHold { card_id: "P1".into(), card_key: "k".into(), data };
    let rows = json!([{"hold_id": "H77", "card_id": "P1", "status": "released", "transactionid": 15, "transactionid_original": 11,
        "data": [{"barcodeid": A, "quantity": "2", "order_id": "O9"}, {"barcodeid": B, "quantity": "1", "order_id": "O9"}]}]);
    let made = proves(&hold(vec![line(item(), 2), line(other(), 1)]), rows.clone());
    assert_eq!(made.0.as_str(), "H77");
    proves_not(&hold(vec![line(item(), 1), line(other(), 2)]), rows.clone());
    proves_not(&hold(vec![line(item(), 2)]), rows);
    let release = RegistryHoldRelease { hold_id: "H77".parse().unwrap() };
    proves(&release, json!([{"hold_id": "H77", "status": "released", "transactionid": 11, "transactionid_original": 5}]));
    proves_not(&release, json!([{"hold_id": "H77", "status": "sold", "transactionid": 11, "transactionid_original": 5}]));
}

#[test]
fn samples_are_found_by_what_they_were_taken_from() {
    let part = |hundredths| RetestPart { quantity: Quantity(hundredths), quantity_uom: Uom::Gram };
    let retest = InventoryQaRetest { barcodeid: item(), lab_id: shop(), data: [part(400), part(350)] };
    let row = |id: &str, quantity: &str| {
        json!({"inventoryid": id, "parentid": A, "lab_license": "990030", "quantity": quantity, "result": 1, "transactionid": 20,
            "transactionid_original": 11})
    };
    let RetestSamples(made) = proves(&retest, json!([row(NEW, "3.5"), row(B, "4.00")]));
    assert_eq!(made, [B.parse().unwrap(), NEW.parse().unwrap()]);
    let given = InventorySample::of(item(), Quantity::ONE, Uom::Each, SampleFor::Vendor { vendor_license: shop() });
    let mut sample = child(NEW, json!([A]), "1", 11, 11);
    proves_not(&given, json!([sample]));
    sample["is_sample"] = json!(1);
    proves(&given, json!([sample]));
}

#[test]
fn what_comes_back_is_a_refund_of_a_transfer() {
    let back = ReturnLine { barcodeid: item(), manifest_id: manifest(), price: None };
    let back = InventoryTransferOutboundReturn { location: shop(), data: vec![back] };
    let row = |refund: i64| {
        json!([{"inventoryid": A, "manifestid": "7288034569537775", "location": "990030", "is_refund": refund, "quantity": "3",
            "transactionid": 11, "transactionid_original": 11}])
    };
    proves(&back, row(1));
    proves_not(&back, row(0));
}

#[test]
fn a_login_is_in_no_ledger() {
    assert!(UserRemove { new_username: "c@x".into() }.trace().is_nowhere());
}
