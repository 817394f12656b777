//! Sales as API 4.0 has them, in a state without rules of its own: no orders, no allotment, a card only where one is shown.

use super::caller::{State, flower, text};
use lotbook::sandbox::profile::{Profile, Restock};
use serde_json::{Value, json};

async fn generic() -> State {
    State::of(Profile::generic()).await
}

fn line(barcode: &str, quantity: impl Into<Value>) -> Value {
    json!({"barcodeid": barcode, "quantity": quantity.into(), "price": "70.00"})
}

fn selling(lines: Value) -> Value {
    json!({"terminal_id": "1", "data": lines})
}

/// The transaction of a sale of so many.
async fn sold(state: &State, barcode: &str, quantity: i64) -> Value {
    state.accepted("sale_dispense", selling(json!([line(barcode, quantity)]))).await["transactionid"].clone()
}

fn no_such_sale() -> (i64, String) {
    (602, "The transaction you specified could not be found or has already been voided.".into())
}

#[actix_web::test]
async fn a_sale_needs_no_card_and_has_the_documented_fields() {
    let state = generic().await;
    let barcode = state.flower().await;
    let answer = state.accepted("sale_dispense", selling(line(&barcode, "2"))).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "58");
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(row["transactionid"], answer["transactionid"]);
    let shown = json!([row["inventorytype"], row["itemnumber"], row["quantity"], row["price"], row["terminal_id"]]);
    assert_eq!(shown, json!([28, 0, "2", "70.00", "1"]));
    assert_eq!(json!([row["card_number"], row["is_medical"], row["refunded"], row["deleted"]]), json!(["", 0, 0, 0]));
    assert!(answer.get("barcode_id").is_none());
}

#[actix_web::test]
async fn with_a_card_the_sale_is_medical_and_takes_nothing_from_an_order() {
    let state = generic().await;
    let barcode = state.flower().await;
    let before = state.books().await["registry_patient"].clone();
    let with_card = |card: &str, key: &str| {
        let mut ask = selling(json!([line(&barcode, 1)]));
        ask["card_id"] = json!(card);
        ask["card_key"] = json!(key);
        ask
    };
    let key = text(&state.accepted("card_lookup", json!({"card_id": "P1000001"})).await["CardKey"]);
    let refusals = [
        ("P9999999", key.as_str(), "The card you specified could not be found."),
        ("P1000001", "KEY-P1000002", "The card key you specified does not belong to this card."),
        ("P1000001", "", "The card key you specified does not belong to this card."),
        ("P1000004", "KEY-P1000004", "The card you specified is expired; nothing can be dispensed on it."),
    ];
    for (card, key, words) in refusals {
        assert_eq!(state.refused("sale_dispense", with_card(card, key)).await, (602, words.into()));
    }
    state.accepted("sale_dispense", with_card("P1000001", &key)).await;
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(json!([row["card_number"], row["is_medical"]]), json!(["P1000001", 1]));
    assert_eq!(state.books().await["registry_patient"], before);
    let additions = ["registry_staff_lookup", "registry_hold", "registry_hold_release", "sync_registry_hold"];
    for action in additions {
        let text = format!("The current session does not possess access to the {action} privilege.");
        assert_eq!(state.refused(action, json!({"email": "x"})).await, (62, text));
    }
}

#[actix_web::test]
async fn a_state_may_want_a_card_for_every_sale() {
    let state = State::of(Profile { medical_card_required: true, ..Profile::generic() }).await;
    let barcode = state.flower().await;
    let ask = selling(json!([line(&barcode, 1)]));
    assert_eq!(state.refused("sale_dispense", ask).await, (602, "Please specify card_id.".into()));
}

#[actix_web::test]
async fn what_is_sold_is_there_whole_and_tested() {
    let state = generic().await;
    let bulk = json!({"name": "Bulk", "inventorytype": 6, "quantity": 100, "result": 1});
    let goods = state.stocked(json!([flower(1), flower(0), flower(-1), bulk])).await;
    let [barcode, pending, failed, bulk] = goods.as_slice() else { panic!("four packages") };
    let refusals = [
        (line("1234567812345678", 1), 602, "You do not currently have possession of identifier 1234567812345678.".to_owned()),
        (line(barcode, 61), 602, format!("Barcode {barcode} does not have sufficient remaining quantity.")),
        (line(barcode, 0), 602, format!("Please specify a quantity above zero for barcode {barcode}.")),
        (line(barcode, "1.5"), 202, "You did not provide a whole quantity.".into()),
        (json!({"barcodeid": barcode, "price": "1"}), 602, "Please specify quantity.".into()),
        (json!({"barcodeid": barcode, "quantity": 1}), 602, "Please specify price.".into()),
        (json!({"barcodeid": barcode, "quantity": 1, "price": -1}), 602, "Please specify a price of zero or more.".into()),
        (
            json!({"barcodeid": barcode, "quantity": 1, "uom": "g", "price": 1}),
            602,
            "Items are sold by the piece; please specify them in each.".into(),
        ),
        (
            line(pending, 1),
            602,
            format!("Barcode {pending} has not been fully QA tested and cannot be dispensed until that has been completed."),
        ),
        (line(failed, 1), 602, format!("Barcode {failed} has failed QA testing and cannot be dispensed.")),
        (line(bulk, 1), 602, format!("Barcode {bulk} is not of a type that can be dispensed.")),
    ];
    for (line, code, words) in refusals {
        let both = json!([{"barcodeid": barcode, "quantity": 1, "price": 1, "item_number": 7}, line]);
        assert_eq!(state.refused("sale_dispense", selling(line)).await, (code, words.clone()));
        assert_ne!(state.refused("sale_dispense", selling(both)).await.0, 0, "one bad line refuses all: {words}");
    }
    assert_eq!(state.refused("sale_dispense", selling(json!([]))).await, (602, "Please specify at least one identifier.".into()));
    let mut ask = selling(json!([line(barcode, 1)]));
    ask["sale_time"] = json!(chrono::Utc::now().timestamp() + 60);
    assert_eq!(state.refused("sale_dispense", ask.clone()).await, (602, "The sale time you specified is in the future.".into()));
    ask["sale_time"] = json!(chrono::Utc::now().timestamp() - 3600);
    state.accepted("sale_dispense", ask).await;
}

#[actix_web::test]
async fn a_state_may_leave_the_tests_to_others() {
    let state = State::of(Profile { qa_needed_at_sale: false, ..Profile::generic() }).await;
    let clone = json!({"name": "Clone", "inventorytype": 7, "quantity": 3});
    for barcode in state.stocked(json!([flower(0), flower(-1), clone])).await {
        sold(&state, &barcode, 1).await;
    }
}

#[actix_web::test]
async fn an_identifier_that_is_sold_twice_needs_the_number_of_each_line() {
    let state = generic().await;
    let barcode = state.flower().await;
    let numbered = |number: i64, quantity: i64| {
        let mut line = line(&barcode, quantity);
        line["item_number"] = json!(number);
        line
    };
    let needed = (602, "Please specify the item number: the sale has this identifier more than once.".to_owned());
    let without = selling(json!([line(&barcode, 1), line(&barcode, 2)]));
    assert_eq!(state.refused("sale_dispense", without).await, needed);
    let same = selling(json!([numbered(3, 1), numbered(3, 2)]));
    assert_eq!(state.refused("sale_dispense", same).await.1, "Each line of a sale needs an item number of its own.");
    let both = selling(json!([numbered(0, 1), numbered(1, 2)]));
    let sale = state.accepted("sale_dispense", both).await["transactionid"].clone();
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "57");
    let mut change = json!({"transactionid": sale, "barcodeid": barcode, "price": "60.00"});
    assert_eq!(state.refused("sale_modify", change.clone()).await, needed);
    change["item_number"] = json!(1);
    state.accepted("sale_modify", change).await;
    let refund = json!({"transactionid": sale, "data": [{"barcodeid": barcode, "quantity": 2, "price": "-60.00"}]});
    assert_eq!(state.refused("sale_refund", refund).await, needed);
}

#[actix_web::test]
async fn a_void_puts_the_goods_back_and_marks_the_rows_at_any_later_time() {
    let state = generic().await;
    let barcode = state.flower().await;
    let sale = sold(&state, &barcode, 3).await;
    state.advance(24 * 3).await;
    let voided = state.accepted("sale_void", json!({"transactionid": sale})).await["transactionid"].clone();
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(json!([row["deleted"], row["transactionid"], row["transactionid_original"]]), json!([1, voided, sale]));
    assert!(voided.as_i64() > sale.as_i64());
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "60");
    let active = state.accepted("sync_sale", json!({"active": 1})).await;
    assert_eq!(active["sale"], json!([]));
    for action in ["sale_void", "sale_modify", "sale_refund"] {
        let line = json!({"barcodeid": barcode, "quantity": 1, "price": "-1.00"});
        let ask = json!({"transactionid": sale, "barcodeid": barcode, "price": "1.00", "data": [line]});
        assert_eq!(state.refused(action, ask).await, no_such_sale(), "{action}");
    }
}

#[actix_web::test]
async fn what_was_refunded_or_is_gone_cannot_be_voided() {
    let state = generic().await;
    let too_late = (602, "This sale can no longer be voided.".to_owned());
    let barcode = state.flower().await;
    let sale = sold(&state, &barcode, 3).await;
    let line = json!({"barcodeid": barcode, "quantity": 1, "price": "-20.00"});
    let refund = state.accepted("sale_refund", json!({"transactionid": sale, "data": line})).await["transactionid"].clone();
    assert_eq!(state.refused("sale_void", json!({"transactionid": sale})).await, too_late);
    assert_eq!(state.refused("sale_void", json!({"transactionid": refund})).await, no_such_sale(), "a refund is no sale");
    let sale = sold(&state, &barcode, 3).await;
    state.accepted("inventory_destroy_schedule", json!({"barcodeid": barcode, "reason_extended": 1})).await;
    assert_eq!(state.refused("sale_void", json!({"transactionid": sale})).await, too_late);
}

#[actix_web::test]
async fn a_price_can_be_put_right_and_so_can_the_time() {
    let state = generic().await;
    let barcode = state.flower().await;
    let sale = sold(&state, &barcode, 2).await;
    let earlier = chrono::Utc::now().timestamp() - 60;
    let mut change =
        json!({"transactionid": sale, "barcodeid": barcode, "price": "65.00", "item_number": 0, "sale_time": earlier});
    let changed = state.accepted("sale_modify", change.clone()).await["transactionid"].clone();
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!(json!([row["price"], row["transactionid"], row["transactionid_original"]]), json!(["65.00", changed, sale]));
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "58");
    change["sale_time"] = json!(earlier + 7200);
    assert_eq!(state.refused("sale_modify", change.clone()).await, (602, "The sale time you specified is in the future.".into()));
    change["sale_time"] = json!(null);
    let wrong = [
        ("price", json!("-1"), "Please specify a price of zero or more.".to_owned()),
        ("price", json!(null), "Please specify price.".into()),
        ("item_number", json!(1), format!("Barcode {barcode} is not a line of the transaction you specified.")),
        ("transactionid", json!(1), no_such_sale().1),
    ];
    for (field, value, words) in wrong {
        let mut ask = change.clone();
        ask[field] = value;
        assert_eq!(state.refused("sale_modify", ask).await, (602, words), "{field}");
    }
    let refund = json!({"transactionid": sale, "data": [{"barcodeid": barcode, "quantity": 1, "price": "-65.00"}]});
    state.accepted("sale_refund", refund).await;
    change["price"] = json!("60.00");
    assert_eq!(state.refused("sale_modify", change).await.1, "More was refunded than was sold.");
}

#[actix_web::test]
async fn a_refund_puts_the_goods_under_their_old_identifier_and_can_be_repeated_until_all_is_back() {
    let state = generic().await;
    let barcode = state.flower().await;
    let sale = sold(&state, &barcode, 3).await;
    let give = |quantity: i64, price: &str| json!({"transactionid": sale, "data": [{"barcodeid": barcode, "quantity": quantity, "price": price}]});
    let answer = state.accepted("sale_refund", give(1, "-20.00")).await;
    assert!(answer.get("barcode_id").is_none());
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "58");
    let since = state.accepted("sync_sale", json!({"transaction_start": answer["transactionid"]})).await["sale"].clone();
    let of = |transaction: &Value| {
        let rows = since.as_array().unwrap();
        let row = rows.iter().find(|row| row["transactionid_original"] == *transaction).unwrap();
        json!([row["refunded"], row["quantity"], row["price"], row["deleted"]])
    };
    assert_eq!(of(&sale), json!([1, "3", "70.00", 0]));
    assert_eq!(of(&answer["transactionid"]), json!([1, "-1", "-20.00", 0]));
    for (ask, words) in [
        (give(3, "-1.00"), "More was refunded than was sold."),
        (give(1, "-50.01"), "More was refunded than was sold."),
        (give(1, "1.00"), "A refund needs a price of zero or less."),
        (json!({"transactionid": sale, "data": []}), "Please specify at least one identifier."),
    ] {
        assert_eq!(state.refused("sale_refund", ask).await, (602, words.into()));
    }
    assert_eq!(state.refused("sale_refund", give(0, "-1.00")).await, (202, "You did not provide a whole quantity.".into()));
    state.accepted("sale_refund", give(2, "-50.00")).await;
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "60");
    assert_eq!(state.refused("sale_refund", give(1, "0")).await.1, "More was refunded than was sold.");
}

#[actix_web::test]
async fn what_becomes_of_returned_goods_is_the_profiles() {
    for restock in [Restock::Nothing, Restock::NewIdentifier] {
        let state = State::of(Profile { restock, ..Profile::generic() }).await;
        let barcode = state.flower().await;
        let sale = sold(&state, &barcode, 2).await;
        let refund = json!({"transactionid": sale, "data": [{"barcodeid": barcode, "quantity": 1, "price": "-35.00"}]});
        let answer = state.accepted("sale_refund", refund).await;
        assert_eq!(state.item(&barcode).await["remaining_quantity"], "58");
        if restock == Restock::Nothing {
            assert!(answer.get("barcode_id").is_none());
            continue;
        }
        let back = text(&answer["barcode_id"][0]);
        assert_eq!(state.item(&back).await["remaining_quantity"], "1");
        let again = selling(json!([line(&back, 1)]));
        assert_eq!(state.refused("sale_dispense", again).await.1, "This item is a customer return and can only be destroyed.");
    }
}
