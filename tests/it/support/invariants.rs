//! What must be true after every test, whatever it did.

use super::state::State;
use super::{drawers, picks, supplies};
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::schema::{
    allotment_holds, claims, filings, holds, lab_samples, moves, packages, patients, returns, rooms, sales, stock,
};
use lotbook::values::{FilingId, PackageId, Quantity};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub async fn hold(app: &App, state: &State, may_stay_open: usize) {
    let open = open_filings(app).await;
    assert_eq!(open.len(), may_stay_open, "filings left open: {open:#?}");
    the_stock_is_the_sum_of_the_moves(app).await;
    what_is_held_is_the_sum_of_the_holds(app).await;
    picks::hold(app).await;
    supplies::hold(app).await;
    drawers::hold(app).await;
    every_move_has_an_accepted_filing(app).await;
    no_filing_names_a_patient_or_keeps_a_secret(app).await;
    if may_stay_open == 0 {
        nothing_is_claimed(app).await;
        the_states_books_equal_ours(app, state).await;
        every_sale_is_in_the_states_ledger_once(app, state).await;
    }
}

async fn open_filings(app: &App) -> Vec<String> {
    app.read(|conn| {
        let rows: Vec<(String, String)> = filings::table
            .filter(filings::status.eq_any(["open", "planned"]))
            .select((filings::status, filings::summary))
            .load(conn)?;
        Ok(rows.into_iter().map(|(status, summary)| format!("{status}: {summary}")).collect())
    })
    .await
    .unwrap()
}

async fn the_stock_is_the_sum_of_the_moves(app: &App) {
    app.read(|conn| {
        let rooms: BTreeSet<String> = rooms::table.select(rooms::id).load(conn)?.into_iter().collect();
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        let all: Vec<(String, String, String, i64)> =
            moves::table.select((moves::package_id, moves::from_place, moves::to_place, moves::quantity)).load(conn)?;
        for (package, from, to, quantity) in all {
            assert!(quantity > 0);
            for (place, change) in [(from, -quantity), (to, quantity)] {
                if rooms.contains(&place) {
                    *sums.entry((package.clone(), place)).or_default() += change;
                }
            }
        }
        let balances: BTreeMap<(String, String), i64> = stock::table
            .select((stock::package_id, stock::place_id, stock::on_hand))
            .load::<(String, String, i64)>(conn)?
            .into_iter()
            .map(|(package, place, on_hand)| ((package, place), on_hand))
            .collect();
        assert_eq!(balances, sums, "the balances are not the sums of the moves");
        assert!(balances.values().all(|on_hand| *on_hand >= 0));
        Ok(())
    })
    .await
    .unwrap();
}

async fn what_is_held_is_the_sum_of_the_holds(app: &App) {
    app.read(|conn| {
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        let all: Vec<(String, String, i64)> =
            holds::table.select((holds::package_id, holds::place_id, holds::quantity)).load(conn)?;
        for (package, place, quantity) in all {
            *sums.entry((package, place)).or_default() += quantity;
        }
        let held: BTreeMap<(String, String), i64> = stock::table
            .filter(stock::held.ne(0))
            .select((stock::package_id, stock::place_id, stock::held))
            .load::<(String, String, i64)>(conn)?
            .into_iter()
            .map(|(package, place, held)| ((package, place), held))
            .collect();
        assert_eq!(held, sums, "what is held is not the sum of the holds");
        Ok(())
    })
    .await
    .unwrap();
}

async fn every_move_has_an_accepted_filing(app: &App) {
    app.read(|conn| {
        let orphans: i64 = moves::table
            .left_join(filings::table)
            .filter(filings::status.is_null().or(filings::status.ne("accepted")))
            .count()
            .first(conn)?;
        assert_eq!(orphans, 0, "moves without an accepted filing");
        Ok(())
    })
    .await
    .unwrap();
}

async fn no_filing_names_a_patient_or_keeps_a_secret(app: &App) {
    type Texts = (String, String, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);
    app.read(|conn| {
        let names: Vec<String> = patients::table.select(patients::last_name).load(conn)?;
        let names = names.iter().map(|name| name.to_lowercase());
        let secrets = ["card_key", "key-", "sessionid", lotbook::demo::STATE_PASSWORD, lotbook::demo::PASSWORD];
        let forbidden: Vec<String> = names.chain(secrets.iter().map(|secret| secret.to_lowercase())).collect();
        let texts = (
            filings::summary,
            filings::intent,
            filings::message,
            filings::answer,
            filings::refusal,
            filings::done,
            filings::contradiction,
        );
        let all: Vec<Texts> = filings::table.select(texts).load(conn)?;
        for filing in all {
            let text = format!("{filing:?}").to_lowercase();
            let kept: Vec<&String> = forbidden.iter().filter(|word| text.contains(word.as_str())).collect();
            assert!(kept.is_empty(), "{kept:?} is in {text}");
            // A session of the state is 128 hexadecimal digits.
            let longest = text.split(|letter: char| !letter.is_ascii_hexdigit()).map(str::len).max();
            assert!(longest < Some(100), "a session may be in {text}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

async fn nothing_is_claimed(app: &App) {
    app.read(|conn| {
        let frozen: Vec<FilingId> = filings::table.filter(filings::contradiction.is_not_null()).select(filings::id).load(conn)?;
        let claimed: Vec<(FilingId, String)> = claims::table.select((claims::filing_id, claims::subject)).load(conn)?;
        let left: Vec<_> = claimed.into_iter().filter(|(filing, _)| !frozen.contains(filing)).collect();
        assert!(left.is_empty(), "claims outlived their filings: {left:?}");
        let allotments: i64 = allotment_holds::table.count().first(conn)?;
        assert_eq!(allotments, 0, "allotment is held and nothing is open");
        Ok(())
    })
    .await
    .unwrap();
}

async fn the_states_books_equal_ours(app: &App, state: &State) {
    let theirs: BTreeMap<String, Value> =
        state.rows("inventory").await.into_iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row)).collect();
    let ours = app
        .read(|conn| {
            let rows: Vec<(PackageId, String, i64, String)> = packages::table
                .inner_join(rooms::table)
                .select((packages::id, packages::barcode, rooms::state_room, packages::status))
                .load(conn)?;
            rows.into_iter()
                .map(|(package, barcode, room, status)| {
                    Ok((barcode, lotbook::stock::of_package(conn, package)?.on_hand, room, status))
                })
                .collect::<lotbook::error::Result<Vec<_>>>()
        })
        .await
        .unwrap();
    // A sample at a laboratory is an item of its own there.
    let samples: Vec<String> = app.read(|conn| Ok(lab_samples::table.select(lab_samples::number).load(conn)?)).await.unwrap();
    let known: BTreeSet<&String> = ours.iter().map(|(barcode, ..)| barcode).chain(&samples).collect();
    for (barcode, on_hand, room, status) in &ours {
        let row = theirs.get(barcode).unwrap_or_else(|| panic!("the state does not know {barcode}"));
        if status == "in_transit" || status == "transferred" {
            assert_eq!(*on_hand, Quantity::ZERO, "{barcode} is {status} and some of it is here");
            let left = row["_in_transit"] == true || row["location"] != "MMTC-2019-0016-R1";
            assert!(left, "{barcode} is {status} here and the state thinks that we have it: {row}");
            continue;
        }
        let remaining = Quantity::parse(row["remaining_quantity"].as_str().unwrap()).unwrap();
        assert_eq!(*on_hand, remaining, "{barcode}: we have {on_hand}, the state {remaining}");
        if status != "destroyed" {
            assert_eq!(row["inventorystatus"].as_i64() == Some(1), status == "scheduled", "{barcode} is {status} here: {row}");
            assert_eq!(row["currentroom"].as_i64(), Some(*room), "{barcode} is in another room there");
        }
    }
    let shop = theirs.values().filter(|row| row["location"] == "MMTC-2019-0016-R1");
    for row in shop {
        let barcode = row["id"].as_str().unwrap().to_owned();
        assert!(known.contains(&barcode), "the state says that we have {barcode}, and we do not know it: {row}");
    }
}

async fn every_sale_is_in_the_states_ledger_once(app: &App, state: &State) {
    let (mut theirs, mut refunds): (BTreeMap<i64, bool>, BTreeSet<i64>) = (BTreeMap::new(), BTreeSet::new());
    for row in state.rows("sale").await {
        if row["quantity"].as_str().is_some_and(|quantity| quantity.starts_with('-')) {
            refunds.insert(row["transactionid_original"].as_i64().unwrap());
            continue;
        }
        let deleted = row["deleted"].as_i64() == Some(1);
        theirs.insert(row["transactionid_original"].as_i64().unwrap(), deleted);
    }
    // Of merchandise alone the state is told nothing.
    let ours: Vec<(String, Option<i64>)> = app
        .read(|conn| {
            let told = sales::table.filter(sales::filing_id.is_not_null());
            Ok(told.select((sales::status, sales::state_transaction)).load(conn)?)
        })
        .await
        .unwrap();
    let told: Vec<(i64, bool)> = ours
        .iter()
        .filter(|(status, _)| status == "sold" || status == "voided")
        .map(|(status, transaction)| (transaction.expect("a sale has the state's number"), status == "voided"))
        .collect();
    let returned: Vec<Option<i64>> = app
        .read(|conn| Ok(returns::table.filter(returns::status.eq("accepted")).select(returns::state_transaction).load(conn)?))
        .await
        .unwrap();
    assert_eq!(returned.into_iter().flatten().collect::<BTreeSet<i64>>(), refunds, "our returns and the state's refunds differ");
    let distinct: BTreeMap<i64, bool> = told.iter().copied().collect();
    assert_eq!(distinct.len(), told.len(), "two sales share one transaction of the state");
    assert_eq!(distinct, theirs, "our sales and the state's differ (transaction → voided)");
}
