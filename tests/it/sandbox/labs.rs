//! Samples, what laboratories find, and what becomes of what failed.

use super::caller::{SENDER, State, flower, smoking_sale, text};
use super::goods::possession;
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

const LAB: &str = "CMTL-2021-0007";
const NO_SAMPLE: &str = "There were no samples found for the specified identifer.";
const NOT_FILED: &str = "Test results have not yet been filed.";

impl State {
    async fn untested(&self) -> String {
        let mut flower = flower(0);
        flower["result"] = Value::Null;
        self.stocked(json!([flower])).await.remove(0)
    }

    async fn sampled(&self, barcode: &str, quantity: i64) -> Value {
        self.accepted("inventory_qa_sample", sample(barcode, quantity)).await
    }

    /// The laboratory's own words, by its own login.
    async fn lab(&self) -> Value {
        self.login("lab@demo.example", "demo-lab-password", json!({"license_number": "600000207"})).await["sessionid"].clone()
    }

    async fn filed(&self, sample: &Value, mould: &str) {
        let session = self.lab().await;
        let mut ask = results(sample, mould);
        ask["sessionid"] = session;
        self.accepted("inventory_qa_sample_results", ask).await;
    }

    async fn result_of(&self, barcode: &str) -> Value {
        self.accepted("inventory_qa_check_all", json!({"barcodeid": barcode})).await["data"][0]["result"].clone()
    }
}

fn sample(barcode: &str, quantity: i64) -> Value {
    json!({"barcodeid": barcode, "lab_id": LAB, "quantity": quantity, "quantity_uom": "each"})
}

fn results(sample: &Value, mould: &str) -> Value {
    json!({"sample_id": sample, "med_usableweight": "0.125", "test": [
        {"type": 2, "THC": "1.2", "THCA": 20.1, "CBD": "0", "CBDA": "0.1", "Total": "21.4"},
        {"type": "4", "aerobic_bacteria": "900", "yeast_and_mold": mould, "e_coli_and_salmonella": 0},
    ]})
}

#[actix_web::test]
async fn a_sample_goes_to_a_laboratory_whose_result_is_the_items() {
    let state = State::start().await;
    let barcode = state.untested().await;
    let check = |id: &Value| json!({"sample_id": id});
    assert_eq!(state.refused("inventory_qa_check_all", json!({"barcodeid": barcode})).await, (602, NO_SAMPLE.into()));
    let drawn = state.sampled(&barcode, 2).await;
    let id = &drawn["sample_id"];
    let row = state.row("inventory_qa_sample", "inventoryid", id.as_str().unwrap()).await;
    assert_eq!((&row["parentid"], &row["quantity"], &row["result"]), (&json!(barcode), &json!("2"), &json!(0)));
    assert_eq!((&row["lab_license"], &row["inventorytype"], &row["strain"]), (&json!(LAB), &json!(28), &json!("Blue Dream")));
    let item = state.item(id.as_str().unwrap()).await;
    assert_eq!((&item["is_sample"], &item["inventoryparentid"]), (&json!(1), &json!([barcode])));
    assert_eq!(state.remaining(&barcode).await, "58");
    assert_eq!(state.refused("inventory_qa_check", check(id)).await, (602, NOT_FILED.into()));
    assert_eq!(state.refused("inventory_qa_check", json!({})).await, (602, "Please specify at least one identifier.".into()));
    assert_eq!(state.refused("inventory_qa_check", check(&json!("1"))).await, (602, NO_SAMPLE.into()));
    assert_eq!(state.result_of(&barcode).await, "0");
    state.refused("sale_dispense", smoking_sale(&barcode, 1)).await;

    let ours = state.refused("inventory_qa_sample_results", results(id, "120")).await;
    assert_eq!(ours, (200, "Only QA Labs may enter results.".into()));
    state.filed(id, "120").await;
    let found = state.accepted("inventory_qa_check", check(id)).await;
    assert_eq!((&found["result"], &found["use"], &found["test"][0]["THCA"]), (&json!(1), &json!(0), &json!("20.1")));
    let seen = state.accepted("inventory_qa_check_all", json!({"barcodeid": [barcode]})).await["data"][0].clone();
    assert_eq!((&seen["sample_id"], &seen["result"], &seen["med_usableweight"]), (id, &json!("1"), &json!("0.125")));
    assert_eq!((&seen["lab_license"], &seen["transactionid_original"]), (&json!(LAB), &drawn["transactionid"]));
    state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await;
}

#[actix_web::test]
async fn a_laboratory_speaks_once_of_its_own_samples_and_of_what_it_measured() {
    let state = State::start().await;
    let barcode = state.untested().await;
    let id = state.sampled(&barcode, 2).await["sample_id"].clone();
    let session = state.lab().await;
    let file = |id: &Value, tests: Value| json!({"sessionid": session, "sample_id": id, "test": tests});
    let moisture = json!([{"type": 1, "moisture": "9.8"}]);
    let wrong = [
        (file(&json!("1"), moisture.clone()), NO_SAMPLE.to_owned()),
        (json!({"sessionid": session}), "Please specify at least one identifier.".into()),
    ];
    for (ask, text) in wrong {
        assert_eq!(state.refused("inventory_qa_sample_results", ask).await, (602, text));
    }
    for tests in
        [json!([]), json!([{"type": 9}]), json!([{"type": 1, "moisture": "dry"}]), json!("all well"), json!([{"moisture": 9}])]
    {
        state.refused("inventory_qa_sample_results", file(&id, tests)).await;
    }
    state.accepted("inventory_qa_sample_results", file(&id, moisture.clone())).await;
    state.refused("inventory_qa_sample_results", file(&id, moisture)).await;
}

#[actix_web::test]
async fn what_was_tested_or_is_no_product_is_not_sampled() {
    let state = State::of(Profile::generic()).await;
    let tested = state.flower().await;
    let again = "You attempted to QA sample an inventory item that has already been successfully tested. It will need to be \
                 approved for re-testing.";
    assert_eq!(state.refused("inventory_qa_sample", sample(&tested, 1)).await, (602, again.into()));
    state.accepted("inventory_qa_sample_override_request", json!({"barcodeid": tested})).await;
    let pending = state.sampled(&tested, 1).await["sample_id"].clone();
    assert_eq!(state.result_of(&tested).await, "0");
    let ask = json!({"barcodeid": tested});
    assert_eq!(state.refused("inventory_qa_sample_override_request", ask).await, (602, NOT_FILED.into()));
    let never = "You attempted to QA sample an inventory type that cannot be sampled.";
    assert_eq!(state.refused("inventory_qa_sample", sample(pending.as_str().unwrap(), 1)).await, (602, never.into()));
    for kind in [12, 27, 29] {
        let barcode = state.bulk(kind, "Haze", "10").await;
        assert_eq!(state.refused("inventory_qa_sample", sample(&barcode, 1)).await, (602, never.into()));
    }
    let barcode = state.untested().await;
    let nobodys = "0000000000000000";
    assert_eq!(state.refused("inventory_qa_sample", sample(nobodys, 1)).await, possession(nobodys));
    for (name, value) in [("lab_id", json!(SENDER)), ("lab_id", json!(null)), ("quantity", json!(0)), ("quantity", json!(61))] {
        let mut ask = sample(&barcode, 1);
        ask[name] = value;
        state.refused("inventory_qa_sample", ask).await;
    }
    let mut half = sample(&barcode, 1);
    half["quantity"] = json!("0.5");
    assert_eq!(state.refused("inventory_qa_sample", half).await, (202, "You did not provide a whole quantity.".into()));
}

#[actix_web::test]
async fn a_sample_is_taken_back_while_it_is_untested() {
    let state = State::start().await;
    let barcode = state.untested().await;
    let drawn = state.sampled(&barcode, 2).await;
    let void = |transaction: &Value| json!({"transactionid": transaction});
    let not_found = (602, "The transaction you specified could not be found or has already been voided.".to_owned());
    assert_eq!(state.refused("inventory_qa_sample_void", void(&json!(1))).await, not_found);
    state.accepted("inventory_qa_sample_void", void(&drawn["transactionid"])).await;
    assert_eq!(state.remaining(&barcode).await, "60");
    let id = drawn["sample_id"].as_str().unwrap();
    assert_eq!(state.row("inventory_qa_sample", "inventoryid", id).await["deleted"], 1);
    assert_eq!(state.item(id).await["deleted"], 1);
    assert_eq!(state.refused("inventory_qa_check_all", json!({"barcodeid": barcode})).await, (602, NO_SAMPLE.into()));
    assert_eq!(state.refused("inventory_qa_sample_void", void(&drawn["transactionid"])).await, not_found);
    let drawn = state.sampled(&barcode, 2).await;
    state.control("/control/lab", json!({"sample_id": drawn["sample_id"], "result": 1, "med_usableweight": "0.125"})).await;
    state.refused("inventory_qa_sample_void", void(&drawn["transactionid"])).await;
}

#[actix_web::test]
async fn a_failed_item_is_sold_again_only_when_both_new_samples_pass() {
    let state = State::start().await;
    let barcode = state.untested().await;
    let retest = json!({"barcodeid": barcode, "lab_id": LAB, "data": [{"quantity": 1}, {"quantity": 2, "quantity_uom": "each"}]});
    state.refused("inventory_qa_retest", retest.clone()).await;
    let first = state.sampled(&barcode, 1).await["sample_id"].clone();
    state.filed(&first, "250000").await;
    assert_eq!(state.result_of(&barcode).await, "-1");
    assert!(state.refused("sale_dispense", smoking_sale(&barcode, 1)).await.1.contains("has failed QA testing"));
    state.refused("inventory_qa_sample", sample(&barcode, 1)).await;
    let mut one = retest.clone();
    one["data"] = json!([{"quantity": 1}]);
    state.refused("inventory_qa_retest", one).await;

    let samples = state.accepted("inventory_qa_retest", retest.clone()).await["sample_id"].clone();
    assert_eq!(state.remaining(&barcode).await, "56");
    state.control("/control/lab", json!({"sample_id": samples[0], "result": 1, "med_usableweight": "0.125"})).await;
    assert_eq!(state.result_of(&barcode).await, "0", "one of two is not enough");
    state.filed(&samples[1], "250000").await;
    assert_eq!(state.result_of(&barcode).await, "-1");

    let samples = state.accepted("inventory_qa_retest", retest).await["sample_id"].clone();
    state.filed(&samples[1], "120").await;
    state.refused("sale_dispense", smoking_sale(&barcode, 1)).await;
    state.filed(&samples[0], "120").await;
    assert_eq!(state.result_of(&barcode).await, "1");
    state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await;
}

#[actix_web::test]
async fn what_is_split_off_during_a_retest_waits_for_the_same_two_samples() {
    let state = State::start().await;
    let barcode = state.flower().await;
    state.control("/control/lab", json!({"barcode": barcode, "result": -1})).await;
    let retest = json!({"barcodeid": barcode, "lab_id": LAB, "data": [{"quantity": 1}, {"quantity": 1}]});
    let samples = state.accepted("inventory_qa_retest", retest).await["sample_id"].clone();
    let split = json!({"data": {"barcodeid": barcode, "remove_quantity": 5}});
    let child = text(&state.accepted("inventory_split", split).await["barcode_id"][0]);
    assert_eq!(state.result_of(&child).await, "0");
    for sample in [&samples[0], &samples[1]] {
        state.control("/control/lab", json!({"sample_id": sample, "result": 1, "med_usableweight": "0.125"})).await;
    }
    assert_eq!(state.result_of(&child).await, "1");
}

#[actix_web::test]
async fn a_remediated_item_is_untested() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let remediate = json!({"barcodeid": barcode, "method": "irradiation", "note": "mould"});
    state.refused("inventory_remediate", remediate.clone()).await;
    state.control("/control/lab", json!({"barcode": barcode, "result": -1})).await;
    let transaction = state.accepted("inventory_remediate", remediate.clone()).await["transactionid"].clone();
    let item = state.item(&barcode).await;
    assert_eq!((&item["remediated"], &item["transactionid"]), (&json!(1), &transaction));
    assert_eq!(state.refused("inventory_qa_check_all", json!({"barcodeid": barcode})).await, (602, NO_SAMPLE.into()));
    state.sampled(&barcode, 1).await;
    state.refused("inventory_remediate", remediate).await;
}

#[actix_web::test]
async fn in_florida_only_later_children_inherit_a_result() {
    for (profile, reaches) in [(Profile::florida(), false), (Profile::generic(), true)] {
        let state = State::of(profile).await;
        let barcode = state.untested().await;
        let id = state.sampled(&barcode, 1).await["sample_id"].clone();
        let split = json!({"data": {"barcodeid": barcode, "remove_quantity": 5}});
        let early = text(&state.accepted("inventory_split", split.clone()).await["barcode_id"][0]);
        state.filed(&id, "120").await;
        let late = text(&state.accepted("inventory_split", split).await["barcode_id"][0]);
        assert_eq!(state.result_of(&late).await, "1");
        let answer = state.ask("inventory_qa_check_all", json!({"barcodeid": early})).await;
        assert_eq!(answer["success"] == 1, reaches, "{answer}");
    }
}

#[actix_web::test]
async fn what_a_producer_tests_freely_says_nothing_of_the_item() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.untested().await;
    let drawn = state.accepted("inventory_qa_sample_non_mandatory", sample(&barcode, 1)).await;
    let id = drawn["sample_id"].as_str().unwrap();
    assert_eq!(state.item(id).await["inventorytype"], 33);
    state.filed(&drawn["sample_id"], "250000").await;
    assert_eq!(state.refused("inventory_qa_check_all", json!({"barcodeid": barcode})).await, (602, NO_SAMPLE.into()));
    let bypass = json!({"barcodeid": barcode});
    assert_eq!(state.refused("inventory_qa_sample_results_bypass", bypass.clone()).await, (602, NO_SAMPLE.into()));
    state.sampled(&barcode, 1).await;
    state.accepted("inventory_qa_sample_results_bypass", bypass.clone()).await;
    assert_eq!(state.result_of(&barcode).await, "1");
    let florida = State::start().await;
    let never = "The result of a laboratory cannot be bypassed.";
    assert_eq!(florida.refused("inventory_qa_sample_results_bypass", bypass).await, (602, never.into()));
}

#[actix_web::test]
async fn samples_are_given_to_vendors_and_employees_that_are_known() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    let ask = |sample_type: i64, name: &str, whom: &str| json!({"barcodeid": barcode, "quantity": 1, "quantity_uom": "each", "sample_type": sample_type, name: whom});
    let unknown = ask(2, "employee_id", "nobody");
    assert_eq!(state.refused("inventory_sample", unknown).await, (600, "The employee could not be found.".into()));
    state.refused("inventory_sample", ask(1, "vendor_license", "nobody")).await;
    state.refused("inventory_sample", ask(3, "employee_id", "E7")).await;
    let given = text(&state.accepted("inventory_sample", ask(1, "vendor_license", SENDER)).await["barcode_id"]);
    let row = state.row("inventory_sample", "inventoryid", &given).await;
    assert_eq!((&row["vendor_license"], &row["quantity"], &row["sample_type"]), (&json!(SENDER), &json!("1"), &json!(1)));
    let item = state.item(&given).await;
    assert_eq!((&item["is_sample"], &item["inventoryparentid"]), (&json!(1), &json!([barcode])));
    assert_eq!(state.remaining(&barcode).await, "59");
    let sale = json!({"data": [{"barcodeid": given, "quantity": 1, "price": "10.00"}]});
    state.refused("sale_dispense", sale).await;
}
