//! Taxes: what was sold in a month is filed, and the month is closed.

use super::caller::{SHOP, State};
use chrono::{DateTime, Datelike, Months, NaiveDate};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

/// The day that the state's clock shows, where the periods are counted.
async fn today(state: &State) -> NaiveDate {
    let now = state.about().await["now"].as_i64().unwrap();
    DateTime::from_timestamp(now, 0).unwrap().with_timezone(&chrono_tz::US::Eastern).date_naive()
}

fn filing(month: NaiveDate) -> Value {
    json!({"location": SHOP, "month": month.month(), "year": month.year(), "gross_sales": "105.50", "excise_tax": "39.03", "verify": 1})
}

/// Sells for 105.50: two for 70, two for 70.50, of which one came back for 35; and one that was voided.
async fn sales(state: &State, barcode: &str) -> Vec<Value> {
    let mut sold = Vec::new();
    for (quantity, price) in [(2, "70.00"), (2, "70.50"), (1, "99.00")] {
        let ask = json!({"data": [{"barcodeid": barcode, "quantity": quantity, "price": price}]});
        sold.push(state.accepted("sale_dispense", ask).await["transactionid"].clone());
    }
    let refund = json!({"transactionid": sold[0], "data": [{"barcodeid": barcode, "quantity": 1, "price": "-35.00"}]});
    state.accepted("sale_refund", refund).await;
    state.accepted("sale_void", json!({"transactionid": sold[2]})).await;
    sold
}

#[actix_web::test]
async fn the_totals_are_those_of_the_sales_and_a_month_is_filed_once() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    sales(&state, &barcode).await;
    let month = today(&state).await;
    let without = |field: &str| {
        let mut ask = filing(month);
        ask[field] = json!(null);
        ask
    };
    let both =
        "You requested a verification for the tax obligation report but did not provide BOTH the gross sales and excise tax due.";
    for field in ["gross_sales", "excise_tax"] {
        assert_eq!(state.refused("tax_obligation_file", without(field)).await, (602, both.into()));
    }
    let mut wrong = filing(month);
    wrong["gross_sales"] = json!(0);
    let differ = "You requested a verification for the tax obligation report and the submitted gross sales of 0 did not match the \
                  previously reported amount of 105.50.";
    assert_eq!(state.refused("tax_obligation_file", wrong).await, (602, differ.into()));
    let answer = state.accepted("tax_obligation_file", filing(month)).await;
    assert_eq!(json!([answer["total_sales"], answer["excise_tax"]]).to_string(), "[105.5,39.03]");
    let row = state.row("tax_report", "location", SHOP).await;
    let shown =
        json!([row["month"], row["year"], row["gross_sales"], row["excise_tax"], row["amount_due"], row["transactionid"]]);
    assert_eq!(shown, json!([month.month(), month.year(), "105.50", "39.03", "39.03", answer["transactionid"]]));
    let begins = DateTime::from_timestamp(row["time_start"].as_i64().unwrap(), 0).unwrap().with_timezone(&chrono_tz::US::Eastern);
    assert_eq!((begins.day(), begins.time()), (1, chrono::NaiveTime::MIN));
    let ends = DateTime::from_timestamp(row["time_end"].as_i64().unwrap() + 1, 0).unwrap().with_timezone(&chrono_tz::US::Eastern);
    assert_eq!((ends.day(), ends.time()), (1, chrono::NaiveTime::MIN));
    let filed = "The tax obligation report for this period has already been filed and will need to be unlocked by the WSLCB before it \
                 can be re-filed.";
    assert_eq!(state.refused("tax_obligation_file", filing(month)).await, (602, filed.into()));
}

#[actix_web::test]
async fn a_filed_month_is_locked() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    let then = state.about().await["now"].clone();
    let sold = sales(&state, &barcode).await;
    let month = today(&state).await;
    state.accepted("tax_obligation_file", filing(month)).await;
    let locked = format!(
        "The transaction specified occurred in {}/{} which is a currently locked tax period.",
        month.month(),
        month.year()
    );
    let sale = json!({"data": [{"barcodeid": barcode, "quantity": 1, "price": "35.00"}]});
    assert_eq!(state.refused("sale_dispense", sale.clone()).await, (1020, locked.clone()));
    state.advance(24 * 32).await;
    state.accepted("sale_dispense", sale.clone()).await;
    let at = |mut ask: Value| {
        ask["sale_time"] = then.clone();
        ask
    };
    let change = json!({"transactionid": sold[1], "barcodeid": barcode, "price": "1.00"});
    let refund = json!({"transactionid": sold[1], "data": [{"barcodeid": barcode, "quantity": 1, "price": "-35.00"}]});
    let attempts = [
        ("sale_dispense", at(sale)),
        ("sale_void", json!({"transactionid": sold[1]})),
        ("sale_modify", change),
        ("sale_refund", at(refund.clone())),
    ];
    for (action, ask) in attempts {
        assert_eq!(state.refused(action, ask).await, (1020, locked.clone()), "{action}");
    }
    state.accepted("sale_refund", refund).await; // it counts in the month in which it is made
}

#[actix_web::test]
async fn a_sale_is_not_moved_into_a_locked_month() {
    let state = State::of(Profile::generic()).await;
    let barcode = state.flower().await;
    let then = state.about().await["now"].clone();
    let month = today(&state).await;
    let mut ask = filing(month);
    ask["verify"] = json!(0);
    let answer = state.accepted("tax_obligation_file", ask).await;
    assert_eq!(answer["total_sales"].to_string(), "0.0", "what the state knows, whatever was submitted");
    state.advance(24 * 32).await;
    let sale = json!({"data": [{"barcodeid": barcode, "quantity": 1, "price": "35.00"}]});
    let sale = state.accepted("sale_dispense", sale).await["transactionid"].clone();
    let change = json!({"transactionid": sale, "barcodeid": barcode, "price": "1.00", "sale_time": then});
    assert_eq!(state.refused("sale_modify", change).await.0, 1020);
}

#[actix_web::test]
async fn only_months_of_ones_own_that_have_begun_are_filed() {
    let state = State::start().await;
    let month = today(&state).await;
    let with = |field: &str, value: Value| {
        let mut ask = filing(month);
        ask[field] = value;
        ask
    };
    let calendar = "Please specify a month from 1 to 12 and a year.";
    let next = month.checked_add_months(Months::new(1)).unwrap();
    let mut to_come = filing(next);
    to_come["verify"] = json!(0);
    let license = "You provided an invalid location license number.";
    for (ask, refusal) in [
        (with("month", json!(13)), (602, calendar)),
        (with("month", json!(0)), (602, calendar)),
        (with("year", json!(null)), (602, "Please specify year.")),
        (with("gross_sales", json!("much")), (602, "The value of gross_sales could not be read.")),
        (with("location", json!("CMTL-2021-0007")), (63, license)),
        (with("location", json!(null)), (63, license)),
        (to_come, (602, "The tax period you specified has not begun.")),
    ] {
        let (code, words) = state.refused("tax_obligation_file", ask).await;
        assert_eq!((code, words.as_str()), refusal);
    }
}

#[actix_web::test]
async fn a_state_without_the_lock_takes_a_month_again() {
    let state = State::of(Profile { tax_lock: false, ..Profile::generic() }).await;
    let barcode = state.flower().await;
    let month = today(&state).await;
    let mut ask = filing(month);
    ask["verify"] = json!(0);
    state.accepted("tax_obligation_file", ask.clone()).await;
    let sold = sales(&state, &barcode).await;
    state.accepted("sale_void", json!({"transactionid": sold[1]})).await;
    state.accepted("tax_obligation_file", ask).await;
    assert_eq!(state.row("tax_report", "location", SHOP).await["gross_sales"], "35.00");
}
