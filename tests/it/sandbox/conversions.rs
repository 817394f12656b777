//! Making one thing of others, and taking that back.

use super::caller::{State, text};
use super::goods::possession;
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

/// So much of one item made into eighths of flower.
fn eighths(barcode: &str, grams: &str, packages: i64) -> Value {
    json!({"data": [{"barcodeid": barcode, "remove_quantity": grams, "remove_quantity_uom": "g"}], "derivative_type": 28,
        "derivative_quantity": packages, "derivative_quantity_uom": "each", "derivative_usable": "3.5",
        "derivative_usable_uom": "g", "derivative_product": "Haze 3.5 g"})
}

fn also(mut ask: Value, fields: Value) -> Value {
    ask.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    ask
}

/// Some of one type made into another.
fn made(barcode: &str, into: i64) -> Value {
    json!({"data": {"barcodeid": barcode, "remove_quantity": 10}, "derivative_type": into, "derivative_quantity": 1,
        "derivative_usable": 1, "derivative_product": "Something"})
}

const TOO_MUCH: &str = "A derivative amount greater than the deduction amount was entered.";

#[actix_web::test]
async fn a_lot_becomes_packages_and_waste_that_know_where_they_are_from() {
    let state = State::start().await;
    let lot = state.bulk(13, "Haze", "100").await;
    let answer =
        state.accepted("inventory_convert", also(eighths(&lot, "40", 10), json!({"waste": "5", "net_package": "3.5"}))).await;
    assert_eq!(
        (&answer["derivatives"][0]["barcode_type"], &answer["derivatives"][1]["barcode_type"]),
        (&json!("28"), &json!("27"))
    );
    let packages = state.item(&text(&answer["derivatives"][0]["barcode_id"])).await;
    assert_eq!((&packages["remaining_quantity"], &packages["usable_weight"]), (&json!("10"), &json!("3.50")));
    assert_eq!((&packages["productname"], &packages["strain"]), (&json!("Haze 3.5 g"), &json!("Haze")));
    assert_eq!((&packages["inventoryparentid"], &packages["parentid"]), (&json!([lot]), &json!([lot])));
    assert_eq!((&packages["net_package"], &packages["transactionid_original"]), (&json!("3.50"), &answer["transactionid"]));
    let waste = state.item(&text(&answer["derivatives"][1]["barcode_id"])).await;
    assert_eq!((&waste["remaining_quantity"], &waste["inventoryparentid"]), (&json!("5"), &json!([lot])));
    let source = state.item(&lot).await;
    assert_eq!((&source["remaining_quantity"], &source["transactionid"]), (&json!("60"), &answer["transactionid"]));
    let untested = state.refused("inventory_qa_check_all", json!({"barcodeid": packages["id"]})).await;
    assert_eq!(untested, (602, "There were no samples found for the specified identifer.".into()));
}

#[actix_web::test]
async fn what_cannot_be_made_of_something_is_refused_by_name() {
    let state = State::of(Profile::generic()).await;
    let pairs = [
        (17, 28, "Hydrocarbon Wax", "Usable Marijuana"),
        (18, 28, "CO2 Hash Oil", "Usable Marijuana"),
        (30, 28, "Marijuana Mix", "Usable Marijuana"),
        (13, 31, "Flower Lot", "Marijuana Mix Packaged"),
        (13, 24, "Flower Lot", "Marijuana Extract for Inhalation"),
        (30, 24, "Marijuana Mix", "Marijuana Extract for Inhalation"),
        (5, 5, "Kief", "Kief"),
    ];
    for (from, into, source, derivative) in pairs {
        let barcode = state.bulk(from, "Haze", "100").await;
        let text = format!("You cannot convert from {source} into {derivative}.");
        assert_eq!(state.refused("inventory_convert", made(&barcode, into)).await, (202, text));
    }
    for (from, into) in [(13, 5), (14, 21), (13, 30), (19, 37), (17, 22), (13, 26), (30, 31)] {
        let barcode = state.bulk(from, "Haze", "100").await;
        state.accepted("inventory_convert", made(&barcode, into)).await;
    }
    let lot = state.bulk(13, "Haze", "100").await;
    state.refused("inventory_convert", made(&lot, 99)).await;
    state.refused("inventory_convert", made(&lot, 32)).await;
    let oil = state.bulk(18, "Kush", "100").await;
    let sources = json!([{"barcodeid": lot, "remove_quantity": 5}, {"barcodeid": oil, "remove_quantity": 5}]);
    let infused = also(made(&lot, 32), json!({"data": sources}));
    let mix = state.accepted("inventory_convert", infused).await["derivatives"][0]["barcode_id"].clone();
    let mix = state.item(&text(&mix)).await;
    assert_eq!((&mix["inventoryparentid"], &mix["strain"]), (&json!([lot, oil]), &json!("")));
}

#[actix_web::test]
async fn no_more_comes_out_than_went_in() {
    let state = State::of(Profile::generic()).await;
    let lot = state.bulk(13, "Haze", "100").await;
    let waste = |grams: &str| also(eighths(&lot, "35", 10), json!({"waste": grams}));
    assert_eq!(state.refused("inventory_convert", eighths(&lot, "34.99", 10)).await, (202, TOO_MUCH.into()));
    assert_eq!(state.refused("inventory_convert", waste("0.01")).await, (202, TOO_MUCH.into()));
    state.accepted("inventory_convert", eighths(&lot, "35", 10)).await;
    let kief = json!({"data": {"barcodeid": lot, "remove_quantity": 10}, "derivative_type": 5, "derivative_quantity": "10.01"});
    assert_eq!(state.refused("inventory_convert", kief).await, (202, TOO_MUCH.into()));
    let florida = State::start().await;
    let lot = florida.bulk(13, "Haze", "100").await;
    let waste = |grams: &str| also(eighths(&lot, "35", 10), json!({"waste": grams}));
    assert_eq!(florida.refused("inventory_convert", waste("1.01")).await, (202, TOO_MUCH.into()));
    florida.accepted("inventory_convert", waste("1.00")).await;
}

#[actix_web::test]
async fn a_package_holds_no_more_than_an_ounce_a_whole_number_of_times_and_has_a_name() {
    let state = State::of(Profile::generic()).await;
    let lot = state.bulk(13, "Haze", "1000").await;
    let packed = |usable: &str| also(eighths(&lot, "500", 10), json!({"derivative_usable": usable}));
    assert_eq!(
        state.refused("inventory_convert", packed("28.36")).await,
        (202, "The usable amount specified is greater than an ounce.".into())
    );
    let half = also(eighths(&lot, "500", 10), json!({"derivative_quantity": "9.5"}));
    assert_eq!(state.refused("inventory_convert", half).await, (202, "You did not provide a whole quantity.".into()));
    for wrong in [
        json!({"derivative_product": ""}),
        json!({"derivative_type": null}),
        json!({"derivative_quantity": null}),
        json!({"derivative_quantity": 0}),
        json!({"waste": -1}),
        json!({"derivative_usable": -1}),
        json!({"data": []}),
    ] {
        state.refused("inventory_convert", also(packed("3.5"), wrong)).await;
    }
    let ounce = also(packed("1"), json!({"derivative_usable_uom": "oz", "derivative_strain": "Super Haze"}));
    let made = state.accepted("inventory_convert", ounce).await["derivatives"].clone();
    assert_eq!(made.as_array().map(Vec::len), Some(1), "no waste, no item of waste");
    assert_eq!(state.item(&text(&made[0]["barcode_id"])).await["strain"], "Super Haze");
}

#[actix_web::test]
async fn one_bad_source_leaves_the_others_whole() {
    let state = State::start().await;
    let lot = state.bulk(13, "Haze", "100").await;
    let sources = |second: &str| json!([{"barcodeid": lot, "remove_quantity": 10}, {"barcodeid": second, "remove_quantity": 91}]);
    let nobodys = "0000000000000000";
    let ask = |data: Value| also(eighths(&lot, "1", 1), json!({"data": data}));
    assert_eq!(state.refused("inventory_convert", ask(sources(nobodys))).await, possession(nobodys));
    let refusal = state.refused("inventory_convert", ask(sources(&lot))).await;
    assert_eq!(refusal.1, format!("Barcode {lot} does not have sufficient remaining quantity."));
}

#[actix_web::test]
async fn without_modification_one_source_keeps_its_result() {
    let state = State::start().await;
    let (lot, other) = (state.bulk(13, "Haze", "100").await, state.bulk(13, "Haze", "100").await);
    let kept = |ask: Value| also(ask, json!({"no_modification": 1}));
    let both = json!([{"barcodeid": lot, "remove_quantity": 10}, {"barcodeid": other, "remove_quantity": 10}]);
    state.refused("inventory_convert", kept(also(eighths(&lot, "1", 1), json!({"data": both})))).await;
    let packages =
        state.accepted("inventory_convert", kept(eighths(&lot, "35", 10))).await["derivatives"][0]["barcode_id"].clone();
    let results = state.accepted("inventory_qa_check_all", json!({"barcodeid": packages})).await["data"][0].clone();
    assert_eq!((&results["result"], &results["parent_id"], &results["barcode_id"]), (&json!("1"), &json!(lot), &packages));
}

#[actix_web::test]
async fn a_conversion_is_taken_back_while_nothing_touched_it() {
    let state = State::start().await;
    let (lot, other) = (state.bulk(13, "Haze", "100").await, state.bulk(13, "Haze", "100").await);
    let none = (602, "No inventory conversion could be found for the inventory identifier specified.".to_owned());
    let sources = json!([{"barcodeid": lot, "remove_quantity": 10}, {"barcodeid": other, "remove_quantity": 30}]);
    let ask = also(eighths(&lot, "1", 10), json!({"data": sources, "waste": 5}));
    let made = state.accepted("inventory_convert", ask.clone()).await["derivatives"].clone();
    let (packages, waste) = (text(&made[0]["barcode_id"]), text(&made[1]["barcode_id"]));
    for barcode in [&lot, &waste, "0000000000000000"] {
        assert_eq!(state.refused("inventory_convert_undo", json!({"barcodeid": barcode})).await, none);
    }
    let transaction = state.accepted("inventory_convert_undo", json!({"barcodeid": packages})).await["transactionid"].clone();
    assert_eq!((state.remaining(&lot).await, state.remaining(&other).await), (json!("100"), json!("100")));
    for gone in [&packages, &waste] {
        let item = state.item(gone).await;
        assert_eq!(
            (&item["deleted"], &item["remaining_quantity"], &item["transactionid"]),
            (&json!(1), &json!("0"), &transaction)
        );
    }
    assert_eq!(state.refused("inventory_convert_undo", json!({"barcodeid": packages})).await, none);

    let adjusted = "The inventory item has been adjusted after conversion and is no longer eligible to be reverted.";
    for touched in [0, 1] {
        let made = state.accepted("inventory_convert", ask.clone()).await["derivatives"].clone();
        let line = json!({"barcodeid": made[touched]["barcode_id"], "quantity": 4, "type": 1, "reason": "count"});
        state.accepted("inventory_adjust", json!({"data": line})).await;
        let undo = json!({"barcodeid": made[0]["barcode_id"]});
        assert_eq!(state.refused("inventory_convert_undo", undo).await, (602, adjusted.into()));
    }
}
