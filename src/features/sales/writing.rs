//! A cart becomes a ticket: its row, its lines, and whose the goods are meanwhile.

use super::super::discounts;
use super::super::drawers::{self, Payment, Taken};
use super::super::products::Product;
use super::super::register::{Candidate, CartSupply, Debit, Line, take_allotment};
use super::super::rooms::Room;
use super::checkout::Checkout;
use super::model::{Sale, SaleLine, Status};
use super::supplies::SaleSupply;
use crate::biotrack::Fulfilment;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Clerk;
use crate::stock::{self, Owner};
use crate::values::{At, CartLineId, FilingId, SaleId, SaleLineId};

/// A ticket about to be written.
pub struct NewTicket<'a> {
    pub clerk: &'a Clerk,
    pub now: At,
    /// What tells the state of it; none: nothing does, and it is sold at once.
    pub filing: Option<FilingId>,
    pub id: SaleId,
    pub number: i64,
    pub payment: Payment<'a>,
}

impl Checkout {
    /// The sale with its lines. What is told waits for the state's answer, with its goods and the patient's allotment held.
    pub fn write(&self, tx: &mut Conn, ticket: &NewTicket<'_>) -> Result<()> {
        match ticket.filing {
            Some(filing) => {
                self.take_over(tx, filing)?;
                take_allotment(tx, filing, self.cart.patient_id, &self.debits())?;
            }
            None => self.must_hold(tx, |line| Owner::CartLine(line.id))?,
        }
        let totals = self.bill.totals;
        let sale = Sale {
            id: ticket.id,
            location_id: ticket.clerk.location,
            number: ticket.number,
            cart_id: self.cart.id,
            user_id: ticket.clerk.user,
            patient_id: self.cart.patient_id,
            caregiver_card_id: self.cart.caregiver_card_id.clone(),
            filing_id: ticket.filing,
            status: if ticket.filing.is_some() { Status::Pending } else { Status::Sold },
            subtotal_cents: totals.subtotal,
            tax_cents: totals.tax,
            total_cents: totals.total,
            tendered_cents: ticket.payment.tendered,
            change_cents: ticket.payment.change(totals.total),
            state_transaction: None,
            business_date: self.today,
            sold_at: ticket.now,
            voided_at: None,
            voided_by: None,
            void_reason: None,
            fulfilment: Fulfilment::WalkIn,
            void_approved_by: None,
        };
        let lines: Vec<SaleLine> = (0..).zip(&self.lines).map(|(item, line)| self.sale_line(ticket.id, item, line)).collect();
        Sale::insert(tx, &sale, &lines)?;
        let supplies = self.sale_supplies(ticket.id);
        supplies.iter().try_for_each(|line| line.insert(tx))?;
        let of_packages = self.lines.iter().zip(&lines).map(|((line, _), written)| (line.id, written.id));
        let of_supplies = self.supplies.iter().zip(&supplies).map(|((line, ..), written)| (line.id, written.id));
        of_packages.chain(of_supplies).try_for_each(|(line, written)| self.keep_discounts(tx, ticket.id, line, written))?;
        let NewTicket { clerk, id: sale, payment, now, .. } = *ticket;
        let taken = Taken { clerk, sale, payment, total: totals.total, now };
        match ticket.filing {
            Some(filing) => drawers::take(tx, filing, &taken),
            None => drawers::take_at_once(tx, &taken),
        }
    }

    /// What each discount took off a line, as it is called now, and who said yes to it.
    fn keep_discounts(&self, tx: &mut Conn, sale: SaleId, line: CartLineId, written: SaleLineId) -> Result<()> {
        for taken in self.bill.taken(line) {
            let approved_by = self.bill.wish(line, taken).and_then(|wish| wish.approved_by);
            discounts::keep(tx, sale, written.as_str(), (taken.discount, &taken.name, taken.cents), approved_by)?;
        }
        Ok(())
    }

    /// What the lines hold is now held by the filing, and is exactly what accepting will move.
    fn take_over(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        for (line, goods) in &self.lines {
            stock::take_over(tx, Owner::CartLine(line.id), filing)?;
            let held = stock::held_by(tx, Owner::Filing(filing), line.package_id, goods.package.room_id)?;
            if held != line.quantity {
                return rule(format!(
                    "The cart has {} of {}, package {}, but holds {held} of it. Remove the line and scan it again.",
                    line.quantity,
                    goods.product.name,
                    goods.package.barcode.grouped()
                ));
            }
        }
        for (line, ..) in &self.supplies {
            stock::supplies::take_over(tx, Owner::CartLine(line.id), filing)?;
        }
        self.must_hold(tx, |_| Owner::Filing(filing))
    }

    /// Of devices and merchandise exactly what is on the ticket is held by `owner`.
    fn must_hold(&self, tx: &mut Conn, owner: impl Fn(&CartSupply) -> Owner) -> Result<()> {
        for (line, product, _) in &self.supplies {
            let held = stock::supplies::held_by(tx, owner(line), line.product_id, line.room_id)?;
            if held != line.quantity {
                return rule(format!(
                    "The cart has {} of {}, but holds {held} of it. Remove the line and scan it again.",
                    line.quantity, product.name
                ));
            }
        }
        Ok(())
    }

    fn sale_line(&self, sale: SaleId, item: i64, (line, goods): &(Line, Candidate)) -> SaleLine {
        let order = self.reading.snapshot.order(line.route, &line.order_id);
        let price = self.bill.price(line.id);
        SaleLine {
            id: SaleLineId::new(),
            sale_id: sale,
            package_id: line.package_id,
            item_number: item,
            product_name: goods.product.name.clone(),
            quantity: line.quantity,
            price_cents: price.each,
            total_cents: price.total(),
            order_id: line.order_id.clone(),
            order_type: line.order_type,
            route: line.route,
            amount: line.debit().amount,
            physician: order.and_then(|order| order.physician.clone()).unwrap_or_default(),
            discount_cents: price.discount,
            tax_cents: price.tax,
        }
    }

    fn sale_supplies(&self, sale: SaleId) -> Vec<SaleSupply> {
        let first = i64::try_from(self.lines.len()).unwrap_or(i64::MAX);
        let line = |(item, (line, product, _)): (i64, &(CartSupply, Product, Room))| {
            SaleSupply::of(sale, item, line, product, self.bill.price(line.id))
        };
        (first..).zip(&self.supplies).map(line).collect()
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
}
