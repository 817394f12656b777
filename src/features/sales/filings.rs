//! What BioTrack is told of sales: a ticket. That a ticket was a mistake is in `voiding`.

use super::super::drawers::{self, Debit, Payment};
use super::super::register::{Cart, Status as CartStatus, free_allotment};
use super::checkout::Checkout;
use super::model::Sale;
use super::supplies::{Counter, Supply};
use super::writing::NewTicket;
use crate::biotrack::{Message, Plain, Receipt, Trace};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner, supplies};
use crate::values::{self, At, Barcode, CartId, Cents, DrawerSessionId, FilingId, PackageId, Quantity, RoomId, SaleId};
use serde::{Deserialize, Serialize};

/// The clerk's cart is sold, for cash, by debit or for some of each.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sell {
    pub cart: CartId,
    pub tendered: Cents,
    pub id_checked: bool,
    /// What the page said was due.
    #[serde(default)]
    pub due: Option<Cents>,
    /// What an outside terminal has taken.
    #[serde(default)]
    pub debit: Option<Debit>,
    /// The drawer that the page named for the cash.
    #[serde(default)]
    pub drawer: Option<DrawerSessionId>,
    /// Known when the filing opens.
    ticket: Option<Ticket>,
}

/// What accepting needs, as it was when the filing opened. Never has a card's number or key.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Ticket {
    pub sale: SaleId,
    pub number: i64,
    pub at: At,
    pub goods: Vec<Goods>,
    #[serde(default)]
    pub supplies: Vec<Supply>,
}

/// So much of a package, and where it is.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Goods {
    pub package: PackageId,
    pub barcode: Barcode,
    pub room: RoomId,
    pub quantity: Quantity,
}

impl Sell {
    /// For cash.
    pub fn new(cart: CartId, tendered: Cents, id_checked: bool) -> Self {
        Self { cart, tendered, id_checked, due: None, debit: None, drawer: None, ticket: None }
    }

    /// Only if it still costs what the page said.
    pub fn if_it_costs(self, due: Option<Cents>) -> Self {
        Self { due, ..self }
    }

    /// Some of it by debit, the cash into a drawer.
    pub fn paid(self, debit: Option<Debit>, drawer: Option<DrawerSessionId>) -> Self {
        Self { debit, drawer, ..self }
    }

    fn ticket(&self) -> Result<&Ticket> {
        self.ticket.as_ref().ok_or_else(|| internal(format!("the sale of cart {} was never opened", self.cart)))
    }
}

/// What the state shows as the terminal: a short tag of the filing, which tells two identical sales apart.
pub(super) fn terminal(filing: FilingId) -> String {
    let text = filing.as_str();
    format!("LB-{}", text.get(text.len() - 12..).unwrap_or(text))
}

impl Filing for Sell {
    const ACTION: Action = Action::Sell;
    type Needs = may::Sell;
    type Answer = Plain;
    type Done = SaleId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let cart = Cart::take(tx, opening.clerk, self.cart, opening.now)?;
        let sale = SaleId::new();
        claims::alone(tx, opening.filing, &[Cart::subject(cart.id), Sale::subject(sale)])?;
        let checkout = Checkout::of(tx, opening.clerk, opening.now, cart)?;
        let payment = Payment { tendered: self.tendered, debit: self.debit.as_ref(), drawer: self.drawer };
        checkout.must_pass(tx, opening.clerk, opening.now, &payment, self.id_checked)?;
        checkout.must_cost(self.due)?;
        claims::share(tx, opening.filing, &checkout.subjects())?;
        if !Cart::advance(tx, self.cart, CartStatus::Open, CartStatus::Tendered)? {
            return rule("This cart has just been tendered from another window.");
        }
        let number = Sale::next_number(tx, opening.clerk.location)?;
        let (clerk, now) = (opening.clerk, opening.now);
        let ticket = NewTicket { clerk, now, filing: Some(opening.filing), id: sale, number, payment };
        checkout.write(tx, &ticket)?;
        let (goods, supplies) = (checkout.goods(), checkout.devices_and_merchandise());
        self.ticket = Some(Ticket { sale, number, at: now, goods, supplies });
        Ok(checkout.message(opening))
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<SaleId> {
        let ticket = self.ticket()?;
        for goods in &ticket.goods {
            stock::post(tx, receipt, Effect::Sold { from: goods.room }, &[(goods.package, goods.quantity)], ticket.at)?;
        }
        let counter = Counter::of_sale(tx, ticket.sale, ticket.at)?;
        for supply in &ticket.supplies {
            counter.post(tx, receipt, supply, supplies::Effect::Sold { from: supply.room })?;
        }
        Sale::accept(tx, ticket.sale, receipt.transaction())?;
        free_allotment(tx, receipt.filing())?;
        drawers::settle(tx, receipt.filing())?;
        settle_cart(tx, self.cart, CartStatus::Sold)?;
        // Whatever an accepted filing still held would be held for ever.
        stock::release(tx, Owner::Filing(receipt.filing()))?;
        supplies::release(tx, Owner::Filing(receipt.filing()))?;
        Ok(ticket.sale)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)?;
        supplies::give_back(tx, filing)?;
        free_allotment(tx, filing)?;
        drawers::refuse(tx, filing)?;
        Sale::withdraw(tx, self.ticket()?.sale)?;
        settle_cart(tx, self.cart, CartStatus::Open)
    }

    fn trace(&self, filing: FilingId) -> Trace {
        let (goods, supplies) = self.ticket.as_ref().map(|ticket| (&*ticket.goods, &*ticket.supplies)).unwrap_or_default();
        rows(goods, supplies, &terminal(filing), false).and_nothing_else()
    }

    fn summary(&self) -> String {
        match &self.ticket {
            Some(ticket) => format!("Sale {}", ticket.number),
            None => "Sale".to_owned(),
        }
    }

    fn form_url(&self) -> String {
        "/register/tender".to_owned()
    }

    fn result_url(&self, sale: &SaleId) -> String {
        format!("/sales/{sale}")
    }
}

fn settle_cart(tx: &mut Conn, cart: CartId, status: CartStatus) -> Result<()> {
    if Cart::advance(tx, cart, CartStatus::Tendered, status)? {
        Ok(())
    } else {
        Err(internal(format!("cart {cart} should be tendered and is not")))
    }
}

/// A device's row names no package, and merchandise has none.
pub(super) fn rows(goods: &[Goods], supplies: &[Supply], terminal: &str, deleted: bool) -> Trace {
    let ends = [("terminal_id", terminal.to_owned()), ("deleted", if deleted { "1" } else { "0" }.to_owned())];
    let packages = goods.iter().fold(Trace::in_table("sale"), |trace, goods| {
        let line = [("inventoryid", goods.barcode.to_string()), ("quantity", goods.quantity.wire())];
        trace.row(line.into_iter().chain(ends.clone()))
    });
    supplies.iter().filter(|supply| supply.goods == values::Goods::Device).fold(packages, |trace, device| {
        let line = [("inventoryid", String::new()), ("quantity", device.quantity.wire()), ("price", device.price.plain())];
        trace.row(line.into_iter().chain(ends.clone()))
    })
}
