//! Packages made of packages, samples, prices, logins and taxes: against samples written by hand.

use super::*;
use std::collections::BTreeMap;

fn line(quantity: Quantity, uom: Option<Uom>) -> SplitLine {
    SplitLine { barcodeid: item(), remove_quantity: quantity, remove_quantity_uom: uom }
}

#[test]
fn a_lot_is_made_of_parts() {
    is(
        InventoryCreateLot { lot_type: Some(13), is_medical: None, data: vec![line(Quantity::units(100), Some(Uom::Gram))] },
        "inventory_create_lot",
        json!({"lot_type":13,"data":[{"barcodeid":"6853296789574115","remove_quantity":"100","remove_quantity_uom":"g"}]}),
    );
}

#[test]
fn a_conversion_says_what_comes_out_and_what_is_lost() {
    let convert = InventoryConvert::of(vec![line(Quantity::units(35), Some(Uom::Gram))], 28, Quantity::units(10), Uom::Each);
    let plain = json!({"data":[{"barcodeid":"6853296789574115","remove_quantity":"35","remove_quantity_uom":"g"}],
        "derivative_type":28,"derivative_quantity":"10","derivative_quantity_uom":"each"});
    is(convert.clone(), "inventory_convert", plain.clone());
    let mut full = plain;
    full.as_object_mut().unwrap().extend(
        json!({"derivative_usable":"3.50","derivative_usable_uom":"g","derivative_strain":"Blueberry",
            "derivative_product":"Blueberry 3.5 g","waste":"0.25","waste_uom":"g","net_package":"3.60","net_package_uom":"g",
            "no_modification":1})
        .as_object()
        .unwrap()
        .clone(),
    );
    let convert = InventoryConvert {
        derivative_strain: Some("Blueberry".into()),
        derivative_product: Some("Blueberry 3.5 g".into()),
        no_modification: Some(1),
        ..convert.usable_grams(Quantity(350)).waste_grams(Quantity(25)).net_package_grams(Quantity(360))
    };
    is(convert, "inventory_convert", full);
    is(InventoryConvertUndo { barcodeid: item() }, "inventory_convert_undo", json!({"barcodeid":"6853296789574115"}));
}

#[test]
fn what_a_package_is_called_and_begins_with() {
    let rename = InventoryModify { productname: Some("Blueberry eighth".into()), ..InventoryModify::of(item()) };
    is(rename, "inventory_modify", json!({"barcodeid":"6853296789574115","productname":"Blueberry eighth"}));
    let weigh = InventoryModify {
        strain: Some("Blueberry".into()),
        net_package: Some(Quantity(350)),
        net_package_uom: Some(Uom::Gram),
        in_process: Some(0),
        ..InventoryModify::of(item())
    };
    is(
        weigh,
        "inventory_modify",
        json!({"barcodeid":"6853296789574115","strain":"Blueberry","net_package":"3.50","net_package_uom":"g","in_process":0}),
    );
    is(
        InventoryAdjustUsable { barcodeid: item(), quantity: Quantity::units(4) },
        "inventory_adjust_usable",
        json!({"barcodeid":"6853296789574115","quantity":"4"}),
    );
    let clones = NewLine { strain: "Blueberry".into(), quantity: 50, invtype: 7, source_id: Some(other()) };
    is(
        InventoryNew { location: "990001".parse().unwrap(), data: vec![clones] },
        "inventory_new",
        json!({"location":"990001","data":[{"strain":"Blueberry","quantity":50,"invtype":7,"source_id":"6853296789574116"}]}),
    );
}

#[test]
fn samples_say_who_gets_them() {
    let to = SampleFor::Employee { employee_id: "E7".parse().unwrap() };
    is(
        InventorySample::of(item(), Quantity::ONE, Uom::Each, to),
        "inventory_sample",
        json!({"barcodeid":"6853296789574115","quantity":"1","quantity_uom":"each","sample_type":2,"employee_id":"E7"}),
    );
    let to = SampleFor::Vendor { vendor_license: shop() };
    is(
        InventorySample::of(item(), Quantity(50), Uom::Gram, to).educational(),
        "inventory_sample",
        json!({"barcodeid":"6853296789574115","quantity":"0.50","quantity_uom":"g","sample_type":1,"vendor_license":"990030",
            "educational_sample":1}),
    );
}

#[test]
fn samples_for_a_laboratory() {
    let lab_id: License = "990050".parse().unwrap();
    let quantity = Quantity::units(4);
    let sample = json!({"barcodeid":"6853296789574115","lab_id":"990050","quantity":"4","quantity_uom":"g"});
    let mut used = sample.clone();
    used["use"] = json!(1);
    is(
        InventoryQaSample { barcodeid: item(), lab_id: lab_id.clone(), quantity, quantity_uom: Uom::Gram, r#use: Some(1) },
        "inventory_qa_sample",
        used,
    );
    is(
        InventoryQaSampleNonMandatory { barcodeid: item(), lab_id, quantity, quantity_uom: Uom::Gram },
        "inventory_qa_sample_non_mandatory",
        sample,
    );
    is(InventoryQaSampleVoid { transactionid: 25 }, "inventory_qa_sample_void", json!({"transactionid":25}));
}

#[test]
fn prices_are_corrected_by_the_transaction_that_they_stand_on() {
    let (barcodeid, price) = (item(), Cents(6500));
    is(
        SaleModify { transactionid: 40, barcodeid, price, item_number: Some(0), sale_time: Some(at(1_700_100_500)) },
        "sale_modify",
        json!({"transactionid":40,"barcodeid":"6853296789574115","price":"65.00","item_number":0,"sale_time":1_700_100_500}),
    );
    let corrected = json!({"transactionid":32,"barcodeid":"6853296789574115","price":"65.00"});
    is(
        InventoryTransferOutboundModify { transactionid: 32, barcodeid, price, item_number: None },
        "inventory_transfer_outbound_modify",
        corrected.clone(),
    );
    is(InventoryTransferInboundModify { transactionid: 32, barcodeid, price }, "inventory_transfer_inbound_modify", corrected);
}

#[test]
fn a_login_has_a_password_that_is_never_kept() {
    let new_password = NewPassword("Str0ng!pw".into());
    let add = UserAdd {
        new_username: "c@x".into(),
        new_password: new_password.clone(),
        new_admin: Some(0),
        new_permissions: BTreeMap::from([("sale_dispense".to_owned(), 1), ("sync_sale".to_owned(), 1)]),
    };
    assert!(!format!("{add:?}").contains("Str0ng"));
    let message = Message::from(add.clone());
    assert_eq!(
        message.kept(),
        r#"{"action":"user_add","body":{"new_admin":0,"new_permissions":{"sale_dispense":1,"sync_sale":1},"new_username":"c@x"}}"#
    );
    is(
        add,
        "user_add",
        json!({"new_username":"c@x","new_password":"Str0ng!pw","new_admin":0,"new_permissions":{"sale_dispense":1,"sync_sale":1}}),
    );
    let modify =
        |new_password| UserModify { new_username: "c@x".into(), new_password, new_admin: None, new_permissions: BTreeMap::new() };
    is(modify(Some(new_password)), "user_modify", json!({"new_username":"c@x","new_password":"Str0ng!pw"}));
    let permit = UserModify { new_permissions: BTreeMap::from([("sale_void".to_owned(), 1)]), ..modify(None) };
    is(permit, "user_modify", json!({"new_username":"c@x","new_permissions":{"sale_void":1}}));
    is(UserRemove { new_username: "c@x".into() }, "user_remove", json!({"new_username":"c@x"}));
}

#[test]
fn a_month_of_tax() {
    is(
        TaxObligationFile {
            location: shop(),
            month: 1,
            year: 2024,
            gross_sales: Cents(100_000),
            excise_tax: Cents(37_000),
            verify: 0,
        },
        "tax_obligation_file",
        json!({"location":"990030","month":1,"year":2024,"gross_sales":"1000.00","excise_tax":"370.00","verify":0}),
    );
}
