//! Everything that is asked of a cart before it is sold (florida-rules 4.1). What the state is told of it is in `telling`, what is written
//! down in `writing`.

use super::super::drawers::Payment;
use super::super::locations::Location;
use super::super::patients::{Patient, must_be_welcome};
use super::super::products::Product;
use super::super::register::{
    Bill, Candidate, Cart, CartSupply, Debit, Line, Reading, changed_since, device_orders, must_be_for_sale, must_fit,
    of_package, of_supply, taken_elsewhere,
};
use super::super::rooms::{Kind, Room};
use super::model::Sale;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Clerk;
use crate::values::{At, Cents, Clock, Goods, clock};
use chrono::{NaiveDate, TimeDelta};

/// Older than this, what the registry said decides nothing (architecture §7.3).
const FRESH: TimeDelta = TimeDelta::seconds(60);

/// A cart at the moment of tender.
pub struct Checkout {
    pub(super) cart: Cart,
    pub(super) reading: Reading,
    pub(super) lines: Vec<(Line, Candidate)>,
    /// Devices first: the state numbers them after the packages, and hears nothing of the rest.
    pub(super) supplies: Vec<(CartSupply, Product, Room)>,
    /// What it all costs.
    pub(super) bill: Bill,
    pub(super) today: NaiveDate,
}

impl Checkout {
    pub fn of(tx: &mut Conn, clerk: &Clerk, now: At, cart: Cart) -> Result<Self> {
        // Before anything is weighed: from here on no other till weighs the same patient's allotment.
        Patient::lock(tx, cart.patient_id)?;
        let mut lines = Vec::new();
        for line in Line::of_cart(tx, cart.id)? {
            let goods = Candidate::find(tx, clerk.location, line.package_id)?.with_own(line.quantity);
            lines.push((line, goods));
        }
        let mut supplies = CartSupply::with_goods(tx, cart.id)?;
        supplies.sort_by_key(|(line, product, _)| (product.goods != Goods::Device, line.id));
        let reading = Reading::find(tx, cart.registry_read_id)?;
        let of_packages = lines.iter().map(|(line, goods)| of_package(line, &goods.package, &goods.product));
        let items = of_packages.chain(supplies.iter().map(|(line, product, _)| of_supply(line, product))).collect();
        let bill = Bill::of(tx, (clerk, now), cart.id, items)?;
        Ok(Self { cart, reading, lines, supplies, bill, today: clock::local_date(now, clerk.zone) })
    }

    /// Whether the state hears of it: medicine and delivery devices it does, merchandise alone it does not.
    pub fn is_told(&self) -> bool {
        !self.lines.is_empty() || self.supplies.iter().any(|(_, product, _)| product.goods == Goods::Device)
    }

    /// For a ticket that the state is told of.
    pub fn must_pass(&self, tx: &mut Conn, clerk: &Clerk, now: At, payment: &Payment<'_>, id_checked: bool) -> Result<()> {
        if let Some(trouble) = &clerk.registry_trouble {
            return rule(trouble);
        }
        must_be_welcome(tx, clerk, self.cart.patient_id)?;
        let location = Location::find(tx, clerk.location)?;
        location.must_dispense(now)?;
        if location.id_check_required && !id_checked {
            return rule("Check the patient's photo ID first, and tick that you have.");
        }
        self.must_have_lines()?;
        if !self.is_told() {
            return rule("This cart has just become one of merchandise only. Look at it, and press again.");
        }
        self.registry_must_agree(tx)?;
        self.lines.iter().try_for_each(|(_, goods)| goods.must_be_sellable(self.today))?;
        self.supplies_must_be_sellable()?;
        payment.must_fit(self.total())
    }

    /// For merchandise alone: the registry is not asked, because nothing is dispensed.
    pub fn must_pass_untold(&self, tx: &mut Conn, clerk: &Clerk, now: At, payment: &Payment<'_>) -> Result<()> {
        must_be_welcome(tx, clerk, self.cart.patient_id)?;
        Self::must_be_open(tx, clerk, now)?;
        self.must_have_lines()?;
        if self.is_told() {
            return rule("Something on this cart is told to the state, and was not a moment ago. Look at it, and press again.");
        }
        self.supplies_must_be_sellable()?;
        payment.must_fit(self.total())
    }

    /// By the shop's own hours: the law's are about medicine.
    fn must_be_open(tx: &mut Conn, clerk: &Clerk, now: At) -> Result<()> {
        let location = Location::find(tx, clerk.location)?;
        if location.is_open(now)? {
            return Ok(());
        }
        rule(format!("Nothing is sold outside the shop's hours ({}). The cart stays as it is.", location.hours()))
    }

    fn must_have_lines(&self) -> Result<()> {
        if self.lines.is_empty() && self.supplies.is_empty() {
            return rule("The cart is empty. Scan something first.");
        }
        Ok(())
    }

    /// What the page said that is due is due still: a discount may have begun or ended while it stood open.
    pub fn must_cost(&self, shown: Option<Cents>) -> Result<()> {
        match shown.filter(|shown| *shown != self.total()) {
            Some(shown) => rule(format!(
                "The cart costs {} now, and {shown} when this page was opened: a price or a discount has changed. Look at it, and press again.",
                self.total()
            )),
            None => Ok(()),
        }
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
        self.lines_must_be_as_scanned()?;
        let debits: Vec<Debit> = self.lines.iter().map(|(line, _)| line.debit()).collect();
        must_fit(snapshot, &debits, &elsewhere, self.today)
    }

    /// What each package debits, and of which order, is what the clerk has seen.
    fn lines_must_be_as_scanned(&self) -> Result<()> {
        for (line, goods) in &self.lines {
            let changed = changed_since(line, (&goods.package, &goods.product), &self.reading.snapshot, self.today);
            if let Some(words) = changed {
                return rule(format!(
                    "{}, package {}, is not as it was scanned. {words} Nothing was sold: look at its line in the cart first.",
                    goods.product.name,
                    goods.package.barcode.grouped()
                ));
            }
        }
        Ok(())
    }

    /// As when they were scanned: in the catalog, on the sales floor, and a device on an order that allows one.
    fn supplies_must_be_sellable(&self) -> Result<()> {
        for (line, product, room) in &self.supplies {
            must_be_for_sale(product)?;
            if room.kind != Kind::SalesFloor || !room.active {
                return rule(format!("{} is in {}, which is no sales floor. Remove the line.", product.name, room.name));
            }
            let allows = |id: &str| {
                let open = device_orders(&self.reading.snapshot, product, self.today);
                open.map(|orders| orders.iter().any(|order| order.order_id == id))
            };
            let is_right = match (product.goods, &line.order_id) {
                (Goods::Merchandise, None) => true,
                (Goods::Device, Some(order)) => allows(order)?,
                _ => false,
            };
            if !is_right {
                return rule(format!(
                    "{} may no longer be dispensed as it was scanned: the catalog or the patient's order has changed. Remove the line and scan it again.",
                    product.name
                ));
            }
        }
        Ok(())
    }

    fn total(&self) -> Cents {
        self.bill.totals.total
    }
}
