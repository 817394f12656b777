//! The register as it stands: the cart, the registry's panel, the totals.

use super::super::inventory::Package;
use super::super::patients::{Patient, masked};
use super::super::products::Product;
use super::cart::{Cart, Line, Status, taken_elsewhere};
use super::limits::{Debit, orders_for};
use super::lines::OrderChoice;
use super::panel::Panel;
use super::reading::Reading;
use super::snapshot::Snapshot;
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::values::{At, Barcode, CartLineId, Cents, clock};
use chrono::NaiveDate;

/// Everything that the screen shows of one cart.
pub struct Till {
    pub cart: Cart,
    pub patient: Patient,
    pub snapshot: Snapshot,
    pub age: i32,
    pub panel: Panel,
    pub lines: Vec<TillLine>,
    pub total: Cents,
    today: NaiveDate,
}

/// A line of the cart.
pub struct TillLine {
    pub id: CartLineId,
    pub name: String,
    pub barcode: Barcode,
    pub lot: Option<String>,
    pub expires_on: Option<NaiveDate>,
    pub units: i64,
    pub price: Cents,
    pub total: Cents,
    /// What the line debits, with its unit.
    pub debit: String,
    /// The patient's orders that it may be dispensed from.
    pub choices: Vec<(String, String)>,
    pub route: &'static str,
    pub chosen: String,
}

impl Till {
    /// The clerk's cart, if there is one.
    pub fn at_hand(conn: &mut Conn, clerk: &Clerk, now: At) -> Result<Option<Self>> {
        let Some(cart) = Cart::at_hand(conn, clerk)? else { return Ok(None) };
        let today = clock::local_date(now, clerk.zone);
        let snapshot = Reading::find(conn, cart.registry_read_id)?.snapshot;
        let rows = Cart::lines(conn, cart.id)?;
        let debits: Vec<Debit> = rows.iter().map(|(line, ..)| line.debit()).collect();
        let elsewhere = if cart.status == Status::Open { taken_elsewhere(conn, cart.patient_id)? } else { Vec::new() };
        Ok(Some(Self {
            patient: Patient::find(conn, cart.patient_id)?,
            age: snapshot.age(today),
            panel: Panel::of(&snapshot, &debits, &elsewhere, today),
            total: rows.iter().map(|(line, ..)| line.total()).sum(),
            lines: rows.into_iter().map(|row| TillLine::of(row, &snapshot, today)).collect(),
            snapshot,
            cart,
            today,
        }))
    }

    pub fn is_open(&self) -> bool {
        self.cart.status == Status::Open
    }

    pub fn units(&self) -> i64 {
        self.lines.iter().map(|line| line.units).sum()
    }

    pub fn caregiver(&self) -> Option<String> {
        self.cart.caregiver_card_id.as_deref().map(masked)
    }

    /// `in 12 days`, `today`: how long a card or certification is still good.
    pub fn days_left(&self, last: &NaiveDate) -> String {
        match (*last - self.today).num_days() {
            0 => "last day today".to_owned(),
            1 => "1 day left".to_owned(),
            days if days > 1 => format!("{days} days left"),
            days => format!("over since {} days", -days),
        }
    }

    pub fn ends_soon(&self, last: &NaiveDate) -> bool {
        (*last - self.today).num_days() < 14
    }
}

impl TillLine {
    fn of((line, package, product): (Line, Package, Product), snapshot: &Snapshot, today: NaiveDate) -> Self {
        // An order that has ended since the scan leaves no choice; tendering says so in words.
        let choices = orders_for(snapshot, &product, package.inventory_type, today).unwrap_or_default();
        Self {
            units: line.units(),
            total: line.total(),
            debit: line.debit().amount.in_words(line.order_type.unit()),
            choices: choices.into_iter().map(choice).collect(),
            route: line.route.label(),
            chosen: OrderChoice { route: line.route, order: line.order_id }.to_string(),
            id: line.id,
            name: product.name,
            barcode: package.barcode,
            // By default the lot is called as the package is.
            lot: package.lot_name.filter(|lot| lot != package.barcode.as_str()),
            expires_on: package.expires_on,
            price: line.price_cents,
        }
    }
}

/// An order as one choice of a list.
fn choice(order: &RegistryOrder) -> (String, String) {
    let value = OrderChoice { route: order.route, order: order.order_id.clone() }.to_string();
    (value, format!("{} · order {}", order.route.label(), order.order_id))
}
