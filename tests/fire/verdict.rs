//! What must be true when the fire is out: two books, ours and the state's, with no difference.

use crate::support::State;
use crate::tickets::{Sold, sold};
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::filing::Action;
use lotbook::schema::{filings, packages, patients, sale_lines, sales};
use lotbook::values::{PackageId, Quantity};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Both books, read once nothing moves any more.
pub struct Books {
    filings: Vec<Told>,
    sales: Vec<Sold>,
    /// Barcode and on-hand.
    packages: Vec<(String, Quantity)>,
    /// Card, order, thousandths: of what is sold and not voided.
    debits: BTreeMap<(String, String), i64>,
    state: Value,
    nonces: Value,
}

type Row = (String, String, String, Option<i64>, Option<String>, Option<String>, Option<i64>, String, Option<String>);

struct Told {
    id: String,
    action: String,
    status: String,
    transaction: Option<i64>,
    refusal: Option<String>,
    contradiction: bool,
    high_water: Option<i64>,
    summary: String,
    message: String,
}

impl Books {
    pub async fn read(app: &App, state: &State) -> Self {
        let told = |(id, action, status, transaction, refusal, contradiction, high_water, summary, message): Row| Told {
            id,
            action,
            status,
            transaction,
            refusal,
            contradiction: contradiction.is_some(),
            high_water,
            summary,
            message: message.unwrap_or_default(),
        };
        let ours = app.read(|conn| Ok((rows(conn)?, sold(conn)?, on_hand(conn)?, debits(conn)?))).await;
        let (rows, sales, packages, debits) = ours.unwrap();
        let (state, nonces) = (state.books().await, state.counts().await["nonces"].clone());
        Self { filings: rows.into_iter().map(told).collect(), sales, packages, debits, state, nonces }
    }

    /// Filings by action and status.
    pub fn outcomes(&self) -> BTreeMap<String, BTreeMap<&str, u64>> {
        let mut all: BTreeMap<String, BTreeMap<&str, u64>> = BTreeMap::new();
        for told in &self.filings {
            *all.entry(told.action.clone()).or_default().entry(&told.status).or_default() += 1;
        }
        all
    }

    /// How many filings were accepted, and how many refused.
    pub fn count(&self, status: &str) -> usize {
        self.filings.iter().filter(|told| told.status == status).count()
    }

    pub fn accepted(&self, action: Action) -> usize {
        self.filings.iter().filter(|told| told.action == action.as_str() && told.status == "accepted").count()
    }

    /// Every difference, in words, with what one needs to find its cause.
    pub fn differences(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.nothing_is_left_open(&mut found);
        self.every_nonce_did_what_our_filing_says(&mut found);
        self.every_row_of_the_ledgers_is_one_filings(&mut found);
        self.every_package_has_as_much_here_as_there(&mut found);
        self.every_sales_money_is_on_one_ticket(&mut found);
        self.every_patient_was_debited_what_was_sold(&mut found);
        found
    }

    fn nothing_is_left_open(&self, found: &mut Vec<String>) {
        for told in &self.filings {
            if matches!(told.status.as_str(), "open" | "planned") {
                found.push(format!("left {}: {}", told.status, self.about(told)));
            }
            if told.contradiction {
                found.push(format!("a contradiction: {}", self.about(told)));
            }
        }
        let taken: Vec<i64> = self.filings.iter().filter_map(|told| told.transaction).collect();
        let distinct: BTreeSet<i64> = taken.iter().copied().collect();
        if distinct.len() != taken.len() {
            found.push("two filings share a transaction of the state".into());
        }
    }

    fn transactions_of(&self, nonce: &str) -> Vec<i64> {
        let all = self.nonces[nonce]["transactions"].as_array();
        all.into_iter().flatten().filter_map(Value::as_i64).collect()
    }

    fn every_nonce_did_what_our_filing_says(&self, found: &mut Vec<String>) {
        for told in &self.filings {
            let did = self.transactions_of(&told.id);
            let right = match told.status.as_str() {
                "accepted" => did.len() == 1 && told.transaction == did.first().copied(),
                _ => did.is_empty(),
            };
            if !right {
                found.push(format!("{} here, and the state did {did:?}: {}", told.status, self.about(told)));
            }
        }
        let known: BTreeSet<&str> = self.filings.iter().map(|told| told.id.as_str()).collect();
        for (nonce, what) in self.nonces.as_object().into_iter().flatten() {
            if !known.contains(nonce.as_str()) {
                found.push(format!("the state was told {nonce}, which is no filing: {what}"));
            }
        }
    }

    /// The ledgers show it too, not only what was counted at the wire.
    fn every_row_of_the_ledgers_is_one_filings(&self, found: &mut Vec<String>) {
        let ledgers: [(&str, &[&str]); 3] =
            [("sale", &["sell", "return_sale"]), ("inventory_adjust", &["adjust"]), ("inventory_transfer_inbound", &["receive"])];
        for (table, actions) in ledgers {
            let mine = |told: &&Told| actions.contains(&told.action.as_str()) && told.status == "accepted";
            let (action, accepted) = (actions.join(" or "), self.filings.iter().filter(mine));
            let ours: BTreeSet<i64> = accepted.filter_map(|told| told.transaction).collect();
            let theirs: BTreeSet<i64> = self.rows(table).filter_map(|row| row["transactionid_original"].as_i64()).collect();
            for transaction in ours.difference(&theirs) {
                found.push(format!("{action}: transaction {transaction} is ours and not in {table}"));
            }
            for transaction in theirs.difference(&ours) {
                let rows: Vec<&Value> = self.rows(table).filter(|row| row["transactionid_original"] == *transaction).collect();
                found.push(format!("{action}: transaction {transaction} is in {table} and not ours: {rows:?}"));
            }
        }
    }

    fn every_package_has_as_much_here_as_there(&self, found: &mut Vec<String>) {
        let theirs: BTreeMap<&str, &Value> = self.rows("inventory").filter_map(|row| Some((row["id"].as_str()?, row))).collect();
        for (barcode, on_hand) in &self.packages {
            let row = theirs.get(barcode.as_str());
            // What has left is the sender's in the books until it is received, and not on hand.
            if *on_hand == Quantity::ZERO && row.is_some_and(|row| row["_in_transit"] == true) {
                continue;
            }
            let there = row.and_then(|row| row["remaining_quantity"].as_str());
            if there.and_then(|text| Quantity::parse(text).ok()) != Some(*on_hand) {
                found.push(format!("{barcode}: {on_hand} here, {there:?} there\n{}", self.history_of(barcode)));
            }
        }
    }

    fn every_sales_money_is_on_one_ticket(&self, found: &mut Vec<String>) {
        let mut tickets: BTreeMap<&str, Vec<&Sold>> = BTreeMap::new();
        for sold in &self.sales {
            tickets.entry(&sold.filing).or_default().push(sold);
        }
        for told in self.filings.iter().filter(|told| told.action == "sell") {
            let all = tickets.remove(told.id.as_str()).unwrap_or_default();
            let counted: Vec<&&Sold> = all.iter().filter(|sold| matches!(sold.status.as_str(), "sold" | "voided")).collect();
            let right = match (told.status.as_str(), counted.as_slice()) {
                ("accepted", [one]) => {
                    one.transaction == told.transaction && one.lines == one.total && one.handed_over == one.total
                }
                ("refused", []) => true,
                _ => false,
            };
            if !right {
                found.push(format!("{} with {} tickets that count: {}", told.status, counted.len(), self.about(told)));
            }
            let there: i64 =
                self.rows("sale").filter(|row| row["transactionid_original"].as_i64() == told.transaction).map(price).sum();
            let here: i64 = counted.iter().map(|sold| sold.told).sum();
            if there != here && told.transaction.is_some() {
                found.push(format!("{here} cents here, {there} there: {}", self.about(told)));
            }
        }
        for filing in tickets.keys() {
            found.push(format!("a ticket of {filing}, which is no sale's filing"));
        }
    }

    fn every_patient_was_debited_what_was_sold(&self, found: &mut Vec<String>) {
        let mut theirs: BTreeMap<(String, String), i64> = BTreeMap::new();
        for patient in self.rows("registry_patient") {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            for past in patient["history"].as_array().into_iter().flatten().filter(|past| past["_sale"].is_string()) {
                if past["status"] == "dispensed" {
                    *theirs.entry((text(&patient["card_id"]), text(&past["order_id"]))).or_default() +=
                        thousandths(&past["amount"]);
                }
            }
        }
        if theirs != self.debits {
            found.push(format!("the registry debited {theirs:?}\nwe sold {:?}", self.debits));
        }
    }

    fn rows(&self, table: &str) -> impl Iterator<Item = &Value> {
        self.state[table].as_array().into_iter().flatten()
    }

    fn about(&self, told: &Told) -> String {
        let Told { id, action, status, transaction, refusal, high_water, summary, message, .. } = told;
        let wire = &self.nonces[id.as_str()];
        format!(
            "{id} {action} “{summary}” {status} transaction {transaction:?} above {high_water:?}, refusal {refusal:?}\n  said {message}\n  on the wire {wire}"
        )
    }

    /// Every filing and every row of the state that names a package.
    fn history_of(&self, barcode: &str) -> String {
        let ours = self.filings.iter().filter(|told| told.message.contains(barcode)).map(|told| self.about(told));
        let tables = ["inventory", "inventory_adjust", "inventory_transfer_inbound", "sale"];
        let theirs = tables.into_iter().flat_map(|table| {
            let named = self.rows(table).filter(|row| row["id"] == barcode || row["inventoryid"] == barcode);
            named.map(move |row| format!("{table} {row}"))
        });
        ours.chain(theirs).collect::<Vec<_>>().join("\n")
    }
}

fn rows(conn: &mut lotbook::db::Conn) -> lotbook::error::Result<Vec<Row>> {
    let columns = (
        filings::id,
        filings::action,
        filings::status,
        filings::state_transaction,
        filings::refusal,
        filings::contradiction,
        filings::high_water,
        filings::summary,
        filings::message,
    );
    Ok(filings::table.order(filings::id).select(columns).load(conn)?)
}

fn on_hand(conn: &mut lotbook::db::Conn) -> lotbook::error::Result<Vec<(String, Quantity)>> {
    let all: Vec<(PackageId, String)> = packages::table.select((packages::id, packages::barcode)).load(conn)?;
    all.into_iter().map(|(package, barcode)| Ok((barcode, lotbook::stock::of_package(conn, package)?.on_hand))).collect()
}

fn debits(conn: &mut lotbook::db::Conn) -> lotbook::error::Result<BTreeMap<(String, String), i64>> {
    let lines: Vec<(String, String, i64, i64, i64)> = sale_lines::table
        .inner_join(sales::table.inner_join(patients::table))
        .filter(sales::status.eq("sold"))
        .select((patients::card_id, sale_lines::order_id, sale_lines::amount, sale_lines::quantity, sale_lines::returned))
        .load(conn)?;
    let mut sums = BTreeMap::new();
    for (card, order, amount, sold, returned) in lines.into_iter().filter(|line| line.4 < line.3) {
        // What came back was given back to the order, unit by unit.
        *sums.entry((card, order)).or_default() += amount * (sold - returned) / sold;
    }
    Ok(sums)
}

fn price(row: &Value) -> i64 {
    thousandths(&row["price"]) / 10
}

/// A decimal of the wire, in thousandths.
fn thousandths(value: &Value) -> i64 {
    let text = value.as_str().unwrap_or_default();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<3}").parse().unwrap_or_else(|_| panic!("{value} is no decimal"))
}
