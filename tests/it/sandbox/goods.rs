//! Goods: corrected, put together, taken apart, named, begun with.

use super::caller::{SENDER, SHOP, State, flower, text};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

impl State {
    /// So much of one weighed type on the shop's shelf.
    pub async fn bulk(&self, inventory_type: i64, strain: &str, grams: &str) -> String {
        let bulk = json!({"name": "Bulk", "inventorytype": inventory_type, "strain": strain, "quantity": grams, "result": 1});
        self.stocked(json!([bulk])).await.remove(0)
    }

    /// Opening stock at the place of processing: Florida only.
    pub async fn initial(&self, lines: Value) -> Value {
        self.control("/control/onboarding", json!({"location": SENDER, "onboarding": true})).await;
        let barcodes = self.accepted("inventory_initial", json!({"location": SENDER, "data": lines})).await["barcode_id"].clone();
        self.control("/control/onboarding", json!({"location": SENDER, "onboarding": false})).await;
        barcodes
    }

    pub async fn remaining(&self, barcode: &str) -> Value {
        self.item(barcode).await["remaining_quantity"].clone()
    }
}

fn privilege(action: &str) -> (i64, String) {
    (62, format!("The current session does not possess access to the {action} privilege."))
}

pub fn possession(barcode: &str) -> (i64, String) {
    (602, format!("You do not currently have possession of identifier {barcode}."))
}

const NOBODYS: &str = "0000000000000000";

#[actix_web::test]
async fn weights_come_in_any_unit_and_lie_in_grams() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.bulk(6, "Haze", "100").await;
    let pound = json!({"barcodeid": barcode, "quantity": 1, "quantity_uom": "lb"});
    state.accepted("inventory_adjust", json!({"data": pound, "type": "4", "reason": "weighed again"})).await;
    assert_eq!(state.remaining(&barcode).await, "453.59");
    let row = state.row("inventory_adjust", "inventoryid", &barcode).await;
    assert_eq!((&row["atype"], &row["reason"], &row["new_quantity"]), (&json!(4), &json!("weighed again"), &json!("453.59")));
    let ounce = json!({"barcodeid": barcode, "quantity": 0, "remove_quantity": "1", "remove_quantity_uom": "oz", "type": 5, "reason": "dry"});
    state.accepted("inventory_adjust", json!({"data": [ounce], "type": 4, "reason": "not this"})).await;
    assert_eq!(state.remaining(&barcode).await, "425.24");
    let stones = json!({"data": [{"barcodeid": barcode, "quantity": 1, "quantity_uom": "st", "type": 1, "reason": "x"}]});
    state.refused("inventory_adjust", stones).await;
}

#[actix_web::test]
async fn a_correction_of_what_is_not_there_is_refused_with_all_the_others() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let line = |barcode: &str, quantity: Value| json!({"barcodeid": barcode, "quantity": quantity});
    let adjust = |lines: Value| json!({"data": lines, "type": 1, "reason": "count"});
    let both = adjust(json!([line(&barcode, json!(1)), line(NOBODYS, json!(1))]));
    assert_eq!(state.refused("inventory_adjust", both).await, possession(NOBODYS));
    let fraction = adjust(json!([line(&barcode, json!("1.5"))]));
    assert_eq!(state.refused("inventory_adjust", fraction).await, (202, "You did not provide a whole quantity.".into()));
    let none = (602, "Please specify at least one identifier.".to_owned());
    assert_eq!(state.refused("inventory_adjust", adjust(json!([]))).await, none);
    assert_eq!(state.refused("inventory_check", json!({})).await, none);
    let usable = |quantity: Value| json!({"barcodeid": barcode, "quantity": quantity});
    let whole = (202, "You did not provide a whole quantity.".to_owned());
    assert_eq!(state.refused("inventory_adjust_usable", usable(json!("3.6"))).await, whole);
    state.refused("inventory_adjust_usable", usable(json!(-4))).await;
    state.refused("inventory_adjust_usable", usable(json!(null))).await;
    assert_eq!(state.refused("inventory_adjust_usable", json!({"barcodeid": NOBODYS, "quantity": 4})).await, possession(NOBODYS));
    let transaction = state.accepted("inventory_adjust_usable", usable(json!("4"))).await["transactionid"].clone();
    let item = state.item(&barcode).await;
    assert_eq!((&item["usable_weight"], &item["transactionid"]), (&json!("4"), &transaction));
}

#[actix_web::test]
async fn a_lot_is_of_one_strain_and_no_heavier_than_the_state_allows() {
    let state = State::of(Profile::generic()).await;
    let (haze, more) = (state.bulk(6, "Haze", "5000").await, state.bulk(6, "Haze", "5000").await);
    let kush = state.bulk(6, "Kush", "10").await;
    let take = |barcode: &str, grams: &str| json!({"barcodeid": barcode, "remove_quantity": grams, "remove_quantity_uom": "g"});
    let lot = |lines: Value| json!({"lot_type": 13, "data": lines});
    let heavy = lot(json!([take(&haze, "5000"), take(&more, "1803.89")]));
    assert_eq!(
        state.refused("inventory_create_lot", heavy).await,
        (202, "You cannot create flower lots greater than 15 pounds.".into())
    );
    state.refused("inventory_create_lot", lot(json!([take(&haze, "10"), take(&kush, "10")]))).await;
    state.refused("inventory_create_lot", lot(json!([take(&haze, "10"), take(&more, "5000.01")]))).await;
    let made = state.accepted("inventory_create_lot", lot(json!([take(&haze, "5000"), take(&more, "1803.88")]))).await;
    assert_eq!(made["barcode_type"], 13);
    let item = state.item(&text(&made["barcode_id"])).await;
    assert_eq!((&item["remaining_quantity"], &item["strain"]), (&json!("6803.88"), &json!("Haze")));
    assert_eq!((&item["inventoryparentid"], &item["parentid"]), (&json!([haze, more]), &json!([haze, more])));
    assert_eq!((&item["inventorytype"], &item["transactionid_original"]), (&json!(13), &made["transactionid"]));
    assert_eq!((state.remaining(&haze).await, state.remaining(&more).await), (json!("0"), json!("3196.12")));
    assert_eq!(state.item(&more).await["transactionid"], made["transactionid"]);
    let up = json!({"data": {"barcodeid": made["barcode_id"], "quantity": "6803.89", "type": 1, "reason": "x"}});
    assert_eq!(
        state.refused("inventory_adjust", up).await,
        (202, "You cannot create flower lots greater than 15 pounds.".into())
    );
}

#[actix_web::test]
async fn a_mix_has_a_smaller_cap_and_other_material_may_be_of_many_strains() {
    let state = State::of(Profile::generic()).await;
    let (haze, kush) = (state.bulk(9, "Haze", "3000").await, state.bulk(9, "Kush", "3000").await);
    let lines =
        |grams: &str| json!([{"barcodeid": haze, "remove_quantity": grams}, {"barcodeid": kush, "remove_quantity": grams}]);
    let mix = json!({"lot_type": 30, "data": lines("1133.99")});
    assert_eq!(
        state.refused("inventory_create_lot", mix).await,
        (202, "You cannot create marijuana mix lots greater than 5 pounds.".into())
    );
    let flower = json!({"lot_type": 13, "data": lines("10")});
    assert_eq!(
        state.refused("inventory_create_lot", flower).await,
        (202, "You cannot convert from Other Plant Material into Flower Lot.".into())
    );
    let made = state.accepted("inventory_create_lot", json!({"data": lines("2900")})).await;
    assert_eq!(made["barcode_type"], 14);
    assert_eq!(state.item(&text(&made["barcode_id"])).await["strain"], "");
    let florida = State::start().await;
    let haze = florida.bulk(6, "Haze", "9000").await;
    florida.accepted("inventory_create_lot", json!({"data": {"barcodeid": haze, "remove_quantity": 9000}})).await;
}

#[actix_web::test]
async fn lines_of_a_split_are_never_merged_and_are_checked_by_their_sum() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let thirty = json!({"barcodeid": barcode, "remove_quantity": 30, "sublot_id": "A-1"});
    let too_much = json!({"location": SHOP, "data": [thirty, thirty, {"barcodeid": barcode, "remove_quantity": 1}]});
    let refusal = state.refused("inventory_split", too_much).await;
    assert_eq!(refusal.1, format!("Barcode {barcode} does not have sufficient remaining quantity."));
    let unknown = json!({"data": [thirty, {"barcodeid": NOBODYS, "remove_quantity": 1}]});
    assert_eq!(state.refused("inventory_split", unknown).await, possession(NOBODYS));
    let children = state.accepted("inventory_split", json!({"location": SHOP, "data": [thirty, thirty]})).await;
    let ids = children["barcode_id"].as_array().unwrap();
    assert!(ids.len() == 2 && ids[0] != ids[1]);
    for id in ids {
        let child = state.item(id.as_str().unwrap()).await;
        assert_eq!((&child["remaining_quantity"], &child["transactionid"]), (&json!("30"), &children["transactionid"]));
    }
    assert_eq!(state.remaining(&barcode).await, "0");
}

#[actix_web::test]
async fn a_name_changes_where_goods_are_made_and_cannot_be_emptied() {
    let generic = State::of(Profile::generic()).await;
    let rename = |barcode: &str| json!({"barcodeid": barcode, "productname": "Something else"});
    let at_retailer = rename(&generic.flower().await);
    assert_eq!(generic.refused("inventory_modify", at_retailer).await, privilege("inventory_modify"));
    let state = State::start().await;
    state.accepted("inventory_modify", rename(&state.flower().await)).await;
    let line =
        json!({"inventorytype": 28, "strain": "Haze", "productname": "Haze", "quantity": 8, "room": 1, "source_label": "OLD-1"});
    let barcode = text(&state.initial(json!([line])).await[0]);
    let modify = |fields: Value| {
        let mut ask = json!({"barcodeid": barcode});
        ask.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        ask
    };
    let nothing = (602, "You did not provide a strain, product name or package weight to update.".to_owned());
    assert_eq!(state.refused("inventory_modify", modify(json!({}))).await, nothing);
    assert_eq!(state.refused("inventory_modify", modify(json!({"productname": ""}))).await, nothing);
    assert_eq!(state.refused("inventory_modify", json!({"barcodeid": NOBODYS, "strain": "x"})).await, possession(NOBODYS));
    let weighed = json!({"strain": "Haze 2", "productname": "", "net_package": "1", "net_package_uom": "oz", "in_process": 1});
    state.accepted("inventory_modify", modify(weighed)).await;
    let item = state.item(&barcode).await;
    assert_eq!(
        (&item["strain"], &item["productname"], &item["net_package"]),
        (&json!("Haze 2"), &json!("Haze"), &json!("28.35"))
    );
    state.accepted("inventory_modify", modify(json!({"productname": " "}))).await;
    let item = state.item(&barcode).await;
    assert_eq!((&item["productname"], &item["in_process"]), (&json!(" "), &json!(1)));
}

#[actix_web::test]
async fn opening_stock_is_reported_while_a_place_is_opened_and_keeps_its_labels() {
    let state = State::start().await;
    let line = |label: &str, room: i64| json!({"inventorytype": 22, "strain": "", "productname": "Gummies", "quantity": 12, "room": room, "source_label": label});
    let ask = |lines: Value| json!({"location": SENDER, "data": lines});
    assert_eq!(state.refused("inventory_initial", ask(json!([line("A", 1)]))).await, privilege("inventory_initial"));
    let barcodes = state.initial(json!([line("A", 1), line("B", 1)])).await;
    for (barcode, label) in barcodes.as_array().unwrap().iter().zip(["A", "B"]) {
        let item = state.item(barcode.as_str().unwrap()).await;
        assert_eq!((&item["source_label"], &item["location"]), (&json!(label), &json!(SENDER)));
    }
    state.control("/control/onboarding", json!({"location": SENDER, "onboarding": true})).await;
    state.refused("inventory_initial", ask(json!([line("C", 1), line("D", 99)]))).await;
    let none = (602, "You did not provide any data to update.".to_owned());
    assert_eq!(state.refused("inventory_initial", ask(json!([]))).await, none);
    let generic = State::of(Profile::generic()).await;
    generic.control("/control/onboarding", json!({"location": SENDER, "onboarding": true})).await;
    assert_eq!(generic.refused("inventory_initial", ask(json!([line("A", 1)]))).await, privilege("inventory_initial"));
}

#[actix_web::test]
async fn growers_begin_with_clones_and_seeds_and_say_where_they_are_from() {
    let state = State::of(Profile::generic()).await;
    let ask = |location: &str, line: Value| json!({"location": location, "data": [line]});
    let clone = json!({"strain": "Haze", "quantity": 50, "invtype": 7});
    assert_eq!(state.refused("inventory_new", ask(SHOP, clone.clone())).await, privilege("inventory_new"));
    assert_eq!(state.refused("inventory_new", json!({"location": SENDER})).await.1, "You did not provide any data to update.");
    state.refused("inventory_new", ask(SENDER, clone.clone())).await;
    let begun = json!({"location": SENDER, "onboarding": true});
    state.control("/control/onboarding", begun).await;
    let mother = json!({"strain": "Haze", "quantity": 1, "invtype": 12});
    let mother = text(&state.accepted("inventory_new", ask(SENDER, mother)).await["barcode_id"][0]);
    state.control("/control/onboarding", json!({"location": SENDER, "onboarding": false})).await;
    let cut = json!({"strain": "Haze", "quantity": 50, "invtype": 7, "source_id": mother});
    let clones = text(&state.accepted("inventory_new", ask(SENDER, cut.clone())).await["barcode_id"][0]);
    let item = state.item(&clones).await;
    assert_eq!((&item["source_id"], &item["remaining_quantity"]), (&json!(mother), &json!("50")));
    let wrong = |name: &str, value: Value| {
        let mut line = cut.clone();
        line[name] = value;
        ask(SENDER, line)
    };
    for (name, value) in [("invtype", json!(12)), ("invtype", json!(28)), ("quantity", json!(0)), ("strain", json!(null))] {
        state.refused("inventory_new", wrong(name, value)).await;
    }
    assert_eq!(state.refused("inventory_new", wrong("source_id", json!(NOBODYS))).await, possession(NOBODYS));
    assert_eq!(state.refused("inventory_new", wrong("quantity", json!("1.5"))).await.1, "You did not provide a whole quantity.");
}

#[actix_web::test]
async fn medical_weights_are_floridas_alone() {
    let state = State::of(Profile::generic()).await;
    let (_, barcodes) = state.shipped(json!([flower(1)])).await;
    let seen = state.accepted("inventory_check", json!({"barcodeid": barcodes[0]})).await["data"][0].clone();
    assert_eq!((&seen["usableweight"], seen.get("med_usableweight")), (&json!("3.5"), None));
    let seen = state.accepted("inventory_qa_check_all", json!({"barcodeid": barcodes})).await["data"][0].clone();
    assert_eq!((&seen["result"], seen.get("med_usableweight")), (&json!("1"), None));
}

#[actix_web::test]
async fn where_retailers_may_not_destroy_they_lack_the_privilege() {
    let state = State::of(Profile { retailer_may_destroy: false, ..Profile::florida() }).await;
    let barcode = state.flower().await;
    let ask = json!({"barcodeid": barcode, "reason_extended": 1});
    assert_eq!(state.refused("inventory_destroy_schedule", ask).await, privilege("inventory_destroy_schedule"));
    assert_eq!(state.refused("inventory_destroy", json!({"barcodeid": barcode})).await, privilege("inventory_destroy"));
    let line = json!({"inventorytype": 28, "productname": "Haze", "quantity": 8, "room": 1, "source_label": "OLD-1"});
    let at_processor = state.initial(json!([line])).await[0].clone();
    state.accepted("inventory_destroy_schedule", json!({"barcodeid": at_processor, "reason_extended": "6"})).await;
    state.advance(72).await;
    state.accepted("inventory_destroy", json!({"barcodeid": at_processor})).await;
    let item = state.item(at_processor.as_str().unwrap()).await;
    assert_eq!((&item["remaining_quantity"], &item["deleted"]), (&json!("0"), &json!(1)));
}
