//! The lines of the cart as the screen shows them, in the order of scanning.

use super::super::inventory::Package;
use super::super::products::Product;
use super::super::rooms::Room;
use super::bill::Bill;
use super::limits::orders_for;
use super::line::Line;
use super::lines::OrderChoice;
use super::since_scan::changed_since;
use super::snapshot::Snapshot;
use super::supply::{CartSupply, device_orders};
use crate::biotrack::RegistryOrder;
use crate::values::{Barcode, CartLineId, Cents, Goods};
use chrono::NaiveDate;

/// See the module.
pub struct TillLine {
    pub id: CartLineId,
    pub name: String,
    /// Only packages have one.
    pub barcode: Option<Barcode>,
    pub lot: Option<String>,
    pub expires_on: Option<NaiveDate>,
    /// What it is to the law and where it lies, for what is no package.
    pub kind: String,
    pub units: i64,
    pub price: Cents,
    /// After discounts, before tax.
    pub total: Cents,
    /// What takes something off it, and how much.
    pub discounts: Vec<(String, Cents)>,
    /// What the line debits, with its unit; empty: nothing.
    pub debit: String,
    /// The patient's orders that it may be dispensed from.
    pub choices: Vec<(String, String)>,
    pub route: String,
    pub chosen: String,
    /// What is no longer as it was when it was scanned; empty: nothing.
    pub changed: String,
    /// The order from which it may be taken as it is now; empty: from none.
    pub renewal: String,
}

impl TillLine {
    pub fn all(
        packages: Vec<(Line, Package, Product)>,
        supplies: Vec<(CartSupply, Product, Room)>,
        snapshot: &Snapshot,
        bill: &Bill,
        today: NaiveDate,
    ) -> Vec<Self> {
        let packages = packages.into_iter().map(|row| Self::of_package(row, snapshot, bill, today));
        let supplies = supplies.into_iter().map(|row| Self::of_supply(row, snapshot, bill, today));
        let mut all: Vec<Self> = packages.chain(supplies).collect();
        all.sort_by_key(|line| line.id);
        all
    }

    fn of_package(
        (line, package, product): (Line, Package, Product),
        snapshot: &Snapshot,
        bill: &Bill,
        today: NaiveDate,
    ) -> Self {
        // An order that has ended since the scan leaves no choice; tendering says so in words.
        let choices = orders_for(snapshot, &product, package.inventory_type, today).unwrap_or_default();
        let changed = changed_since(&line, (&package, &product), snapshot, today);
        let own = choices.iter().find(|order| order.route == line.route && order.order_id == line.order_id);
        let renewal = own.or(choices.first()).map(|order| choice(order).0);
        Self {
            changed: changed.unwrap_or_default(),
            renewal: renewal.unwrap_or_default(),
            units: line.units(),
            total: bill.price(line.id).before_tax(),
            debit: line.debit().amount.in_words(line.order_type.unit()),
            choices: choices.into_iter().map(choice).collect(),
            route: line.route.label().to_owned(),
            chosen: OrderChoice { route: line.route, order: line.order_id }.to_string(),
            id: line.id,
            name: product.name,
            barcode: Some(package.barcode),
            // By default the lot is called as the package is.
            lot: package.lot_name.filter(|lot| lot != package.barcode.as_str()),
            expires_on: package.expires_on,
            kind: String::new(),
            price: bill.price(line.id).each,
            discounts: discounts(bill, line.id),
        }
    }

    fn of_supply((line, product, room): (CartSupply, Product, Room), snapshot: &Snapshot, bill: &Bill, today: NaiveDate) -> Self {
        let allowing = match product.goods {
            Goods::Device => device_orders(snapshot, &product, today).unwrap_or_default(),
            _ => Vec::new(),
        };
        let own = allowing.iter().find(|order| line.order_id.as_ref() == Some(&order.order_id)).map(|order| choice(order));
        let route = match &line.order_id {
            Some(order) => format!("Allowed by order {order}"),
            None => "Not reported to the state".to_owned(),
        };
        Self {
            units: line.units(),
            total: bill.price(line.id).before_tax(),
            debit: String::new(),
            choices: allowing.into_iter().map(choice).collect(),
            chosen: own.map(|(value, _)| value).unwrap_or_default(),
            changed: String::new(),
            renewal: String::new(),
            route,
            id: line.id,
            kind: format!("{} · {}", product.goods.label(), room.name),
            name: product.name,
            barcode: None,
            lot: None,
            expires_on: None,
            price: bill.price(line.id).each,
            discounts: discounts(bill, line.id),
        }
    }
}

fn discounts(bill: &Bill, line: CartLineId) -> Vec<(String, Cents)> {
    bill.taken(line).iter().map(|taken| (taken.name.clone(), taken.cents)).collect()
}

/// An order as one choice of a list.
fn choice(order: &RegistryOrder) -> (String, String) {
    let value = OrderChoice { route: order.route, order: order.order_id.clone() }.to_string();
    (value, format!("{} · order {}", order.route.label(), order.order_id))
}
