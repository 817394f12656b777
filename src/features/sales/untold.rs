//! Tickets of merchandise alone: sold and taken back without a word to the state, because it keeps no books of that.

use super::super::drawers::{self, Debit, Payment};
use super::super::register::{Cart, Status as CartStatus};
use super::super::supplies::usable_room;
use super::checkout::Checkout;
use super::model::Sale;
use super::supplies::{Counter, SaleSupply, Supply};
use super::voiding::VoidSale;
use super::writing::NewTicket;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::stock::Owner;
use crate::stock::supplies::Effect;
use crate::values::{CartId, Cents, DrawerSessionId, SaleId, clock};
use serde::Serialize;

/// The clerk's cart is sold, for cash or by debit; there is merchandise in it and nothing else.
#[derive(Serialize)]
pub struct SellUntold {
    pub cart: CartId,
    pub tendered: Cents,
    /// What the page said was due.
    pub due: Option<Cents>,
    pub debit: Option<Debit>,
    pub drawer: Option<DrawerSessionId>,
}

impl Record for SellUntold {
    const ACT: &'static str = "sell_untold";
    type Needs = may::Sell;
    type Done = SaleId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<SaleId> {
        let cart = Cart::take(tx, by.clerk, self.cart, by.now)?;
        let checkout = Checkout::of(tx, by.clerk, by.now, cart)?;
        let payment = Payment { tendered: self.tendered, debit: self.debit.as_ref(), drawer: self.drawer };
        checkout.must_pass_untold(tx, by.clerk, by.now, &payment)?;
        checkout.must_cost(self.due)?;
        let number = Sale::next_number(tx, by.clerk.location)?;
        let ticket = NewTicket { clerk: by.clerk, now: by.now, filing: None, id: SaleId::new(), number, payment };
        checkout.write(tx, &ticket)?;
        let counter = Counter { location: by.clerk.location, by: by.clerk.user, at: by.now };
        for (line, product, _) in &checkout.supplies {
            let held_by = Some(Owner::CartLine(line.id));
            let price = checkout.bill.price(line.id).before_tax();
            let supply =
                Supply { product: line.product_id, room: line.room_id, quantity: line.quantity, goods: product.goods, price };
            counter.post_untold(tx, &product.name, &supply, Effect::Sold { from: line.room_id }, held_by)?;
        }
        if !Cart::advance(tx, self.cart, CartStatus::Open, CartStatus::Sold)? {
            return rule("This cart has just been tendered from another window.");
        }
        Ok(ticket.id)
    }
}

/// Such a sale was a mistake, and is taken back whole on the same business day.
#[derive(Serialize)]
pub struct VoidUntold {
    pub sale: SaleId,
    pub reason: String,
    /// The drawer of whoever voids.
    pub drawer: Option<DrawerSessionId>,
}

impl Record for VoidUntold {
    const ACT: &'static str = "void_untold";
    type Needs = may::VoidSale;
    type Done = SaleId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<SaleId> {
        // Before it is asked whether something came back: otherwise that could happen in between.
        Sale::lock(tx, self.sale)?;
        let sale = Sale::find(tx, by.clerk, self.sale)?;
        VoidSale::must_be_possible(tx, &sale, &[], clock::local_date(by.now, by.clerk.zone))?;
        if sale.filing_id.is_some() {
            return rule(format!("The state knows of sale {}, and must be told of its void.", sale.number));
        }
        if !Sale::void(tx, sale.id, (by.clerk.user, by.approver), &self.reason, by.now)? {
            return rule(format!("Sale {} has just been voided by somebody else.", sale.number));
        }
        drawers::void_at_once(tx, by.clerk, (sale.id, self.drawer), by.now)?;
        let counter = Counter { location: by.clerk.location, by: by.clerk.user, at: by.now };
        for line in SaleSupply::of_sale(tx, sale.id)? {
            let supply = Supply::coming_back(tx, by.clerk.location, &line)?;
            let room = usable_room(tx, by.clerk.location, supply.room)?.id;
            counter.post_untold(tx, &line.product_name, &supply, Effect::SaleVoided { into: room }, None)?;
        }
        Ok(sale.id)
    }
}
