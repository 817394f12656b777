//! Taking a pre-order down, and changing it as long as nothing is picked for it.

use super::super::patients::{Patient, must_be_welcome};
use super::super::products::{Goods, Product};
use super::super::register::{Reading, Said, must_be_for_sale};
use super::event::Event;
use super::line::OrderLine;
use super::model::{PreOrder, Source, Status, due};
use super::pick::Pick;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::values::{PreOrderId, PreOrderLineId, ProductId, Quantity, clock};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// Further ahead nobody knows what there will be.
const FARTHEST: u64 = 60;
/// The most of one product that is ordered ahead; more is a slip of the keyboard.
pub const MOST_UNITS: i64 = 99;

/// When somebody comes for it.
#[derive(Clone, Serialize)]
pub struct Pickup {
    pub on: NaiveDate,
    pub from_minute: i64,
    pub to_minute: i64,
    pub note: String,
}

impl Pickup {
    fn must_be_possible(&self, by: &By<'_>) -> Result<()> {
        let today = clock::local_date(by.now, by.clerk.zone);
        if self.from_minute >= self.to_minute {
            return rule("The time for collecting ends before it begins. Choose a later end.");
        }
        if due(self.on, self.to_minute, by.clerk.zone) <= by.now {
            return rule("That time for collecting is over already. Choose a later one.");
        }
        match today.checked_add_days(Days::new(FARTHEST)) {
            Some(last) if self.on > last => rule(format!("A pre-order is taken for the next {FARTHEST} days at most.")),
            _ => Ok(()),
        }
    }
}

/// A new one, without lines yet.
#[derive(Serialize)]
pub struct TakePreOrder {
    pub card: String,
    pub source: Source,
    pub external_number: Option<String>,
    pub pickup: Pickup,
    /// What the registry said; none: it does not answer, and nothing is promised of it anyway.
    #[serde(skip)]
    pub said: Option<Said>,
}

impl Record for TakePreOrder {
    const ACT: &'static str = "take_pre_order";
    type Needs = may::EditPreOrders;
    type Done = PreOrderId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<PreOrderId> {
        self.pickup.must_be_possible(by)?;
        let patient = match &self.said {
            Some(said) => {
                let patient = Patient::keep(tx, &said.answer, by.now)?;
                Reading::keep(tx, by.clerk, patient, said)?;
                patient
            }
            None => match Patient::of_card(tx, &self.card)? {
                Some(patient) => patient.id,
                None => {
                    return rule(
                        "The registry does not answer, and this card has not been here before. Try again when the registry answers.",
                    );
                }
            },
        };
        must_be_welcome(tx, by.clerk, patient)?;
        let order = PreOrder {
            id: PreOrderId::new(),
            location_id: by.clerk.location,
            number: PreOrder::next_number(tx, by.clerk.location)?,
            patient_id: patient,
            status: Status::Draft,
            source: self.source,
            external_number: self.external_number.clone(),
            pickup_on: self.pickup.on,
            from_minute: self.pickup.from_minute,
            to_minute: self.pickup.to_minute,
            due_at: due(self.pickup.on, self.pickup.to_minute, by.clerk.zone),
            note: self.pickup.note.clone(),
            last_scan: None,
            last_scan_refused: false,
            created_by: by.clerk.user,
            created_at: by.now,
            picked_by: None,
            picked_at: None,
            ready_at: None,
            notified_by: None,
            notified_at: None,
            ended_at: None,
            end_reason: None,
            touched_at: by.now,
        };
        order.insert(tx)?;
        Event::note(tx, order.id, Some(by.clerk.user), &format!("Taken, {}", self.source.label().to_lowercase()), by.now)?;
        Ok(order.id)
    }
}

/// Another day, window or note.
#[derive(Serialize)]
pub struct ChangePickup {
    pub order: PreOrderId,
    pub pickup: Pickup,
}

impl Record for ChangePickup {
    const ACT: &'static str = "change_pickup";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        if !Status::ENDABLE.contains(&order.status) {
            return rule(order.over_words());
        }
        self.pickup.must_be_possible(by)?;
        let changed = PreOrder {
            pickup_on: self.pickup.on,
            from_minute: self.pickup.from_minute,
            to_minute: self.pickup.to_minute,
            due_at: due(self.pickup.on, self.pickup.to_minute, by.clerk.zone),
            note: self.pickup.note.clone(),
            ..order
        };
        changed.save(tx)?;
        let words = format!("Changed: {}, {}", changed.pickup_on.format("%b %-d, %Y"), changed.window());
        Event::note(tx, changed.id, Some(by.clerk.user), &words, by.now)
    }
}

/// So many of a product; of one that is on it already, from now on so many.
#[derive(Serialize)]
pub struct OrderProduct {
    pub order: PreOrderId,
    pub product: ProductId,
    pub units: i64,
}

impl Record for OrderProduct {
    const ACT: &'static str = "pre_order_product";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        order.must_be_editable(!Pick::of_order(tx, order.id)?.is_empty())?;
        let product = Product::find(tx, self.product)?;
        must_be_orderable(&product)?;
        if let Some(most) = product.most_per_sale.filter(|most| self.units > *most) {
            return rule(format!("At most {most} of {} go into one sale, so no more are ordered ahead.", product.name));
        }
        let quantity = Quantity::units(self.units);
        let lines = OrderLine::of_order(tx, order.id)?;
        match lines.iter().find(|(line, _)| line.product_id == product.id) {
            Some((line, _)) => OrderLine::set_quantity(tx, line.id, quantity)?,
            None => {
                let line = OrderLine { id: PreOrderLineId::new(), pre_order_id: order.id, product_id: product.id, quantity };
                line.insert(tx)?;
            }
        }
        Event::note(tx, order.id, Some(by.clerk.user), &format!("Ordered: {quantity} × {}", product.name), by.now)
    }
}

/// What lies in packages, and is sold.
fn must_be_orderable(product: &Product) -> Result<()> {
    if product.goods != Goods::Cannabis {
        return rule(format!("{} is not ordered ahead: it is taken from the shelf when the patient is here.", product.name));
    }
    must_be_for_sale(product)
}

/// A line that is not wanted after all.
#[derive(Serialize)]
pub struct DropProduct {
    pub order: PreOrderId,
    pub line: PreOrderLineId,
}

impl Record for DropProduct {
    const ACT: &'static str = "drop_pre_ordered";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        order.must_be_editable(!Pick::of_order(tx, order.id)?.is_empty())?;
        let lines = OrderLine::of_order(tx, order.id)?;
        if order.status == Status::Confirmed && lines.len() == 1 {
            return rule("That is the only line. Cancel the pre-order instead, and say why.");
        }
        let (line, product) = OrderLine::find(tx, order.id, self.line)?;
        OrderLine::delete(tx, line.id)?;
        Event::note(tx, order.id, Some(by.clerk.user), &format!("No longer ordered: {}", product.name), by.now)
    }
}

/// From here on it is promised.
#[derive(Serialize)]
pub struct ConfirmPreOrder {
    pub order: PreOrderId,
}

impl Record for ConfirmPreOrder {
    const ACT: &'static str = "confirm_pre_order";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        if order.status != Status::Draft {
            return rule(format!("Pre-order {} is confirmed already.", order.number));
        }
        if OrderLine::of_order(tx, order.id)?.is_empty() {
            return rule("There is nothing on it yet. Add what the patient wants first.");
        }
        order.becomes(tx, Status::Confirmed, Some(by.clerk.user), "Confirmed", by.now)
    }
}
