//! Everything that is asked of a cart before the state hears of it (florida-rules 4.1), and the message that the state gets.

use super::super::inventory::Package;
use super::super::locations::Location;
use super::super::patients::Patient;
use super::super::register::{Candidate, Cart, Debit, Line, Reading, must_fit, take_allotment, taken_elsewhere};
use super::filings::{Goods, terminal};
use super::model::{Sale, SaleLine, Status};
use crate::biotrack::{Fulfilment, Message, messages};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::filing::Opening;
use crate::stock::{self, Owner};
use crate::values::{Cents, Clock, SaleId, SaleLineId, clock};
use chrono::{NaiveDate, TimeDelta};

/// Older than this, what the registry said decides nothing (architecture §7.3).
const FRESH: TimeDelta = TimeDelta::seconds(60);

/// More cash than this above the amount due is a slip of the keyboard, not a note that anybody hands over.
const MOST_OVER: Cents = Cents(100_000);

/// A cart at the moment of tender.
pub struct Checkout {
    cart: Cart,
    reading: Reading,
    lines: Vec<(Line, Candidate)>,
    today: NaiveDate,
}

impl Checkout {
    pub fn of(tx: &mut Conn, opening: &Opening<'_>, cart: Cart) -> Result<Self> {
        // Before anything is weighed: from here on no other till weighs the same patient's allotment.
        Patient::lock(tx, cart.patient_id)?;
        let mut lines = Vec::new();
        for line in Line::of_cart(tx, cart.id)? {
            let goods = Candidate::find(tx, opening.clerk.location, line.package_id)?.with_own(line.quantity);
            lines.push((line, goods));
        }
        let reading = Reading::find(tx, cart.registry_read_id)?;
        Ok(Self { cart, reading, lines, today: clock::local_date(opening.now, opening.clerk.zone) })
    }

    pub fn must_pass(&self, tx: &mut Conn, opening: &Opening<'_>, tendered: Cents, id_checked: bool) -> Result<()> {
        if let Some(trouble) = &opening.clerk.registry_trouble {
            return rule(trouble);
        }
        let location = Location::find(tx, opening.clerk.location)?;
        location.must_dispense(opening.now)?;
        if location.id_check_required && !id_checked {
            return rule("Check the patient's photo ID first, and tick that you have.");
        }
        if self.lines.is_empty() {
            return rule("The cart is empty. Scan something first.");
        }
        self.registry_must_agree(tx)?;
        self.lines.iter().try_for_each(|(_, goods)| goods.must_be_sellable(self.today))?;
        self.cash_must_fit(tendered)
    }

    /// Enough, and not absurdly much; said beside the field.
    fn cash_must_fit(&self, tendered: Cents) -> Result<()> {
        let (due, over) = (self.total(), tendered.minus(self.total()));
        let words = if over < Cents::ZERO {
            format!("{due} is due, and {tendered} is {} too little.", due.minus(tendered))
        } else if over > MOST_OVER {
            format!("That is {over} more than is due. Check the amount.")
        } else {
            return Ok(());
        };
        Err(Error::Invalid(Problems::one("tendered", words)))
    }

    /// A fresh reading of this cart's patient, with room for everything, whatever other tills have under way.
    fn registry_must_agree(&self, tx: &mut Conn) -> Result<()> {
        // First what other sales hold, then whether one has ended: of a sale that ends in between, at least one of the two is seen.
        let elsewhere = taken_elsewhere(tx, self.cart.patient_id)?;
        let is_fresh = Clock::default().machine() - self.reading.read_at <= FRESH;
        let is_overtaken = Sale::any_since(tx, self.cart.patient_id, self.reading.snapshot.read_at)?;
        if !is_fresh || is_overtaken || self.reading.patient != self.cart.patient_id {
            return rule(
                "What the registry said of this patient is out of date. Nothing was sold; press again, and it is read anew.",
            );
        }
        let snapshot = &self.reading.snapshot;
        snapshot.must_be_served(self.cart.caregiver_card_id.as_deref(), self.today)?;
        let debits: Vec<Debit> = self.lines.iter().map(|(line, _)| line.debit()).collect();
        must_fit(snapshot, &debits, &elsewhere, self.today)
    }

    /// Other sales may take from the same packages: what each takes is held.
    pub fn subjects(&self) -> Vec<String> {
        self.lines.iter().map(|(line, _)| Package::subject(line.package_id)).collect()
    }

    pub fn goods(&self) -> Vec<Goods> {
        let goods = |(line, goods): &(Line, Candidate)| Goods {
            package: line.package_id,
            barcode: goods.package.barcode,
            room: goods.package.room_id,
            quantity: line.quantity,
        };
        self.lines.iter().map(goods).collect()
    }

    /// The pending sale, its holds on stock and on the patient's allotment.
    pub fn write(&self, tx: &mut Conn, opening: &Opening<'_>, id: SaleId, number: i64, tendered: Cents) -> Result<()> {
        self.take_over(tx, opening)?;
        take_allotment(tx, opening.filing, self.cart.patient_id, &self.debits())?;
        let sale = Sale {
            id,
            location_id: opening.clerk.location,
            number,
            cart_id: self.cart.id,
            user_id: opening.clerk.user,
            patient_id: self.cart.patient_id,
            caregiver_card_id: self.cart.caregiver_card_id.clone(),
            filing_id: opening.filing,
            status: Status::Pending,
            subtotal_cents: self.total(),
            // Marijuana is exempt (florida-rules §10), and nothing else is sold yet.
            tax_cents: Cents::ZERO,
            total_cents: self.total(),
            tendered_cents: tendered,
            change_cents: tendered.minus(self.total()),
            state_transaction: None,
            business_date: self.today,
            sold_at: opening.now,
            voided_at: None,
            voided_by: None,
            void_reason: None,
            fulfilment: Fulfilment::WalkIn,
            void_approved_by: None,
        };
        let lines: Vec<SaleLine> = (0..).zip(&self.lines).map(|(item, line)| self.sale_line(id, item, line)).collect();
        Sale::insert(tx, &sale, &lines)
    }

    /// What the lines hold is now held by the filing, and is exactly what accepting will move.
    fn take_over(&self, tx: &mut Conn, opening: &Opening<'_>) -> Result<()> {
        for (line, goods) in &self.lines {
            stock::take_over(tx, Owner::CartLine(line.id), opening.filing)?;
            let held = stock::held_by(tx, Owner::Filing(opening.filing), line.package_id, goods.package.room_id)?;
            if held != line.quantity {
                return rule(format!(
                    "The cart has {} of {}, package {}, but holds {held} of it. Remove the line and scan it again.",
                    line.quantity,
                    goods.product.name,
                    goods.package.barcode.grouped()
                ));
            }
        }
        Ok(())
    }

    fn sale_line(&self, sale: SaleId, item: i64, (line, goods): &(Line, Candidate)) -> SaleLine {
        let order = self.reading.snapshot.order(line.route, &line.order_id);
        SaleLine {
            id: SaleLineId::new(),
            sale_id: sale,
            package_id: line.package_id,
            item_number: item,
            product_name: goods.product.name.clone(),
            quantity: line.quantity,
            price_cents: line.price_cents,
            total_cents: line.total(),
            order_id: line.order_id.clone(),
            order_type: line.order_type,
            route: line.route,
            amount: line.debit().amount,
            physician: order.and_then(|order| order.physician.clone()).unwrap_or_default(),
        }
    }

    /// One for each order: two lines may take from the same.
    fn debits(&self) -> Vec<Debit> {
        let mut all: Vec<Debit> = Vec::new();
        for debit in self.lines.iter().map(|(line, _)| line.debit()) {
            match all.iter_mut().find(|one| one.order == debit.order && one.route == debit.route) {
                Some(same) => same.amount = same.amount.plus(debit.amount),
                None => all.push(debit),
            }
        }
        all
    }

    fn total(&self) -> Cents {
        self.lines.iter().map(|(line, _)| line.total()).sum()
    }

    pub fn message(&self, opening: &Opening<'_>) -> Message {
        let line = |(item, (line, goods)): (i64, &(Line, Candidate))| messages::SaleLine {
            barcodeid: goods.package.barcode,
            quantity: line.units(),
            price: line.total(),
            item_number: Some(item),
            from: messages::DispensedFrom { order_id: Some(line.order_id.clone()), route: Some(line.route) },
        };
        messages::SaleDispense {
            card_id: self.reading.snapshot.card_id.clone(),
            card_key: self.reading.snapshot.card_key.clone(),
            terminal_id: terminal(opening.filing),
            sale_time: opening.now,
            data: (0..).zip(&self.lines).map(line).collect(),
            florida: messages::DispenseAs {
                caregiver_card_id: self.cart.caregiver_card_id.clone(),
                fulfilment: Some(Fulfilment::WalkIn),
                ..messages::DispenseAs::default()
            },
        }
        .into()
    }
}
