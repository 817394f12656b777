//! Taking a sale back: a void on the same day, a refund at any time.

use super::caller::{State, line, sale, smoking_sale};
use serde_json::{Value, json};

#[actix_web::test]
async fn a_void_puts_everything_back() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let sold = state.accepted("sale_dispense", smoking_sale(&barcode, 3)).await["transactionid"].clone();
    let voided = state.accepted("sale_void", json!({"transactionid": sold})).await["transactionid"].clone();
    assert_eq!(state.item(&barcode).await["remaining_quantity"], "60");
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!((&row["deleted"], &row["transactionid"], &row["transactionid_original"]), (&json!(1), &voided, &sold));
    let patient = state.patient("P1000001").await;
    assert_eq!(patient["orders"][0]["dispensable_now"], "1.500");
    assert_eq!(patient["history"].as_array().unwrap().last().unwrap()["status"], "returned");
    let gone = "The transaction you specified could not be found or has already been voided.";
    assert_eq!(state.refused("sale_void", json!({"transactionid": sold})).await, (602, gone.into()));
    assert_eq!(state.refused("sale_void", json!({"transactionid": 1})).await, (602, gone.into()));
}

#[actix_web::test]
async fn a_sale_of_another_day_or_of_goods_since_scheduled_is_not_voided() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let too_late = (602, "This sale can no longer be voided.".to_owned());
    let sold = state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await["transactionid"].clone();
    state.accepted("inventory_destroy_schedule", json!({"barcodeid": barcode, "reason_extended": 1})).await;
    assert_eq!(state.refused("sale_void", json!({"transactionid": sold})).await, too_late);
    state.accepted("inventory_destroy_schedule_undo", json!({"barcodeid": barcode})).await;
    state.advance(24).await;
    assert_eq!(state.refused("sale_void", json!({"transactionid": sold})).await, too_late);
}

#[actix_web::test]
async fn a_restocked_return_is_a_new_identifier_that_can_only_be_destroyed() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let sold = state.accepted("sale_dispense", smoking_sale(&barcode, 3)).await["transactionid"].clone();
    let give = |quantity: i64, restock: i64| {
        let line = json!({"barcodeid": barcode, "quantity": quantity, "price": "-20.00", "restock": restock});
        json!({"transactionid": sold, "data": [line], "terminal_id": "T1-ef34"})
    };
    let answer = state.accepted("sale_refund", give(1, 1)).await;
    let back = answer["barcode_id"][0].as_str().unwrap().to_owned();
    assert_ne!(back, barcode);
    let item = state.item(&back).await;
    assert_eq!((&item["remaining_quantity"], &item["currentroom"]), (&json!("1"), &json!(4)));
    assert_eq!(
        (&item["inventoryparentid"], &state.item(&barcode).await["remaining_quantity"]),
        (&json!([barcode]), &json!("57"))
    );
    let only_destroyed = (602, "This item is a customer return and can only be destroyed.".to_owned());
    assert_eq!(state.refused("sale_dispense", smoking_sale(&back, 1)).await, only_destroyed);
    state.accepted("inventory_destroy_schedule", json!({"barcodeid": back, "reason_extended": 4})).await;
    assert_eq!(state.accepted("sale_refund", give(1, 0)).await["barcode_id"], json!([null]));
    assert_eq!(state.refused("sale_refund", give(2, 0)).await.1, "More was refunded than was sold.");
    assert_eq!(state.refused("sale_void", json!({"transactionid": sold})).await.1, "This sale can no longer be voided.");
    assert_eq!(state.patient("P1000001").await["orders"][0]["dispensable_now"], "1.375", "two of three came back");
}

#[actix_web::test]
async fn a_refund_leaves_a_mark_on_the_sale_and_a_row_of_its_own() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let sold = state.accepted("sale_dispense", smoking_sale(&barcode, 2)).await["transactionid"].clone();
    let refund = json!({"transactionid": sold, "terminal_id": "T1-ef34", "data": [{"barcodeid": barcode, "quantity": 1, "price": "-35.00"}]});
    let refunded = state.accepted("sale_refund", refund).await["transactionid"].clone();
    let rows = state.accepted("sync_sale", json!({"transaction_start": refunded})).await["sale"].clone();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let original = rows.iter().find(|row| row["transactionid_original"] == sold).unwrap();
    assert_eq!((&original["refunded"], &original["quantity"], &original["price"]), (&json!(1), &json!("2"), &json!("70.00")));
    let negative = rows.iter().find(|row| row["transactionid_original"] == refunded).unwrap();
    let shown = json!([negative["quantity"], negative["price"], negative["terminal_id"], negative["inventoryid"]]);
    assert_eq!(shown, json!(["-1", "-35.00", "T1-ef34", barcode]));
}

#[actix_web::test]
async fn a_refund_must_be_of_what_was_sold() {
    let state = State::start().await;
    let (flower, gummies) = (state.flower().await, state.gummies().await);
    let sold = state.accepted("sale_dispense", smoking_sale(&flower, 2)).await["transactionid"].clone();
    let refund = |line: Value| json!({"transactionid": sold, "data": [line]});
    for line in [
        json!({"barcodeid": gummies, "quantity": 1, "price": "-1"}),
        json!({"barcodeid": flower, "quantity": 1, "price": "35.00"}),
        json!({"barcodeid": flower, "quantity": 1, "price": "-70.01"}),
        json!({"barcodeid": flower, "quantity": 3, "price": "-70.00"}),
        json!({"barcodeid": flower, "quantity": "0.5", "price": "-1.00"}),
        json!({"barcodeid": flower, "quantity": 1}),
    ] {
        state.refused("sale_refund", refund(line)).await;
    }
    state.refused("sale_refund", json!({"transactionid": sold, "data": []})).await;
}

#[actix_web::test]
async fn lines_of_one_barcode_and_devices_are_told_apart_by_their_number() {
    let state = State::start().await;
    let barcode = state.gummies().await;
    let order = "P1000001-medical-edible";
    let mut ask = sale("P1000001", json!([line(&barcode, 1, order, "edible"), line(&barcode, 2, order, "edible")]));
    ask["devices"] = json!([{"name": "Battery", "quantity": 1, "price": "25.00", "order_id": "P1000001-medical-inhalation"}]);
    let sold = state.accepted("sale_dispense", ask).await["transactionid"].clone();
    let second = json!({"barcodeid": barcode, "item_number": 1, "quantity": 2, "price": "-70.00", "restock": 1});
    let device = json!({"item_number": 2, "quantity": 1, "price": "-25.00"});
    let answer = state.accepted("sale_refund", json!({"transactionid": sold, "data": second, "devices": [device]})).await;
    assert_eq!(answer["barcode_id"].as_array().map(Vec::len), Some(1));
    let again = json!({"transactionid": sold, "devices": [device]});
    state.refused("sale_refund", again).await;
    assert_eq!(state.patient("P1000001").await["orders"][2]["dispensable_now"], "4100.00");
}

#[actix_web::test]
async fn a_sale_that_was_of_yesterday_counts_for_the_order_from_yesterday() {
    let state = State::start().await;
    let barcode = state.flower().await;
    let sold = state.accepted("sale_dispense", smoking_sale(&barcode, 1)).await["transactionid"].clone();
    let then = state.about().await["now"].as_i64().unwrap() - 86_400;
    let change = json!({"transactionid": sold, "barcodeid": barcode, "price": "65.00", "sale_time": then});
    state.accepted("sale_modify", change).await;
    let row = state.row("sale", "inventoryid", &barcode).await;
    assert_eq!((&row["price"], &row["sale_time"]), (&json!("65.00"), &json!(then)));
    let day = chrono::DateTime::from_timestamp(then, 0).unwrap().with_timezone(&chrono_tz::US::Eastern).date_naive();
    let patient = state.patient("P1000001").await;
    assert_eq!(patient["history"].as_array().unwrap().last().unwrap()["dispensed_on"], json!(day));
}
