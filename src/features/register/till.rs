//! The register as it stands: the cart, the patient's orders as bars, the totals.

use super::super::inventory::Package;
use super::super::patients::{Flag, Patient, masked};
use super::super::products::Product;
use super::cart::{Cart, Line, Status, taken_elsewhere};
use super::limits::{Debit, orders_for};
use super::lines::OrderChoice;
use super::reading::Reading;
use super::snapshot::{Snapshot, is_open};
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::rules::allotment::Release;
use crate::values::{Amount, At, Barcode, CartLineId, Cents, OrderType, clock};
use chrono::NaiveDate;

/// Everything that the screen shows of one cart.
pub struct Till {
    pub cart: Cart,
    pub patient: Patient,
    /// What colleagues want whoever serves this patient to know.
    pub warnings: Vec<String>,
    pub snapshot: Snapshot,
    pub age: i32,
    pub bars: Vec<Bar>,
    pub lines: Vec<TillLine>,
    pub total: Cents,
    /// `14:02:07`.
    pub read_at: String,
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

/// One order: what was ordered, used, is in this cart and left.
pub struct Bar {
    pub order_type: OrderType,
    pub title: &'static str,
    pub unit: &'static str,
    pub ordered: String,
    pub used: String,
    pub cart: String,
    pub left: String,
    pub now: String,
    /// Parts of a hundred.
    pub used_part: i64,
    pub cart_part: i64,
    pub in_cart: bool,
    pub ends_on: NaiveDate,
    pub release: Option<(NaiveDate, String)>,
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
        let open = snapshot.orders.iter().filter(|order| is_open(order, today));
        Ok(Some(Self {
            patient: Patient::find(conn, cart.patient_id)?,
            warnings: Flag::warnings(conn, cart.patient_id)?,
            age: snapshot.age(today),
            bars: open.map(|order| Bar::of(order, &snapshot, &debits, &elsewhere, today)).collect(),
            total: rows.iter().map(|(line, ..)| line.total()).sum(),
            lines: rows.into_iter().map(|row| TillLine::of(row, &snapshot, today)).collect(),
            read_at: clock::local(snapshot.read_at, clerk.zone).format("%H:%M:%S").to_string(),
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

    /// What all medical routes may give together; it concerns only whoever has a medical order.
    pub fn aggregate(&self) -> Option<String> {
        let is_medical = self.bars.iter().any(|bar| bar.order_type == OrderType::Medical);
        self.snapshot.aggregate_remaining.filter(|_| is_medical).map(|left| left.in_words(OrderType::Medical.unit()))
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

impl Bar {
    fn of(order: &RegistryOrder, snapshot: &Snapshot, cart: &[Debit], elsewhere: &[Debit], today: NaiveDate) -> Self {
        let of_this = |all: &[Debit]| -> Amount {
            all.iter().filter(|one| one.order == order.order_id && one.route == order.route).map(|one| one.amount).sum()
        };
        let unit = order.order_type.unit();
        let show = |amount: Amount| amount.shown(unit);
        let used = order.dispensed.plus(order.held).plus(of_this(elsewhere));
        let in_cart = of_this(cart);
        Self {
            order_type: order.order_type,
            title: order.route.label(),
            unit: unit.label(),
            ordered: show(order.ordered),
            used: show(used),
            cart: show(in_cart),
            left: show(order.ordered.less(used).less(in_cart)),
            now: show(order.dispensable_now.less(of_this(elsewhere)).less(in_cart)),
            used_part: part(used, order.ordered),
            cart_part: part(in_cart, order.ordered),
            in_cart: in_cart > Amount::ZERO,
            ends_on: order.ends_on,
            release: snapshot.next_release(order, today).map(|Release { on, amount, .. }| (on, show(amount))),
        }
    }
}

/// How much of a hundred; anything at all is at least one.
fn part(some: Amount, whole: Amount) -> i64 {
    if some == Amount::ZERO || whole == Amount::ZERO {
        return 0;
    }
    (some.0.saturating_mul(100) / whole.0).clamp(1, 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_at_least_one_of_a_hundred_and_never_more() {
        assert_eq!((part(Amount(1), Amount(1_000)), part(Amount::ZERO, Amount(1)), part(Amount(9), Amount(3))), (1, 0, 100));
    }
}
