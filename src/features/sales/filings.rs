//! What BioTrack is told of sales: a ticket, and that a ticket was a mistake.

use super::super::inventory::{self, Package};
use super::super::register::{Cart, Status as CartStatus, free_allotment};
use super::super::returns::Return;
use super::super::rooms::Room;
use super::checkout::Checkout;
use super::model::{Sale, SaleLine};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, CartId, Cents, FilingId, PackageId, Quantity, RoomId, SaleId, clock};
use serde::{Deserialize, Serialize};

/// The clerk's cart is sold, for cash.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sell {
    pub cart: CartId,
    pub tendered: Cents,
    pub id_checked: bool,
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
    pub fn new(cart: CartId, tendered: Cents, id_checked: bool) -> Self {
        Self { cart, tendered, id_checked, ticket: None }
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
        let checkout = Checkout::of(tx, opening, cart)?;
        checkout.must_pass(tx, opening, self.tendered, self.id_checked)?;
        claims::share(tx, opening.filing, &checkout.subjects())?;
        if !Cart::advance(tx, self.cart, CartStatus::Open, CartStatus::Tendered)? {
            return rule("This cart has just been tendered from another window.");
        }
        let number = Sale::next_number(tx, opening.clerk.location)?;
        checkout.write(tx, opening, sale, number, self.tendered)?;
        self.ticket = Some(Ticket { sale, number, at: opening.now, goods: checkout.goods() });
        Ok(checkout.message(opening))
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<SaleId> {
        let ticket = self.ticket()?;
        for goods in &ticket.goods {
            stock::post(tx, receipt, Effect::Sold { from: goods.room }, &[(goods.package, goods.quantity)], ticket.at)?;
        }
        Sale::accept(tx, ticket.sale, receipt.transaction())?;
        free_allotment(tx, receipt.filing())?;
        settle_cart(tx, self.cart, CartStatus::Sold)?;
        // Whatever an accepted filing still held would be held for ever.
        stock::release(tx, Owner::Filing(receipt.filing()))?;
        Ok(ticket.sale)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)?;
        free_allotment(tx, filing)?;
        Sale::withdraw(tx, self.ticket()?.sale)?;
        settle_cart(tx, self.cart, CartStatus::Open)
    }

    fn trace(&self, filing: FilingId) -> Trace {
        let goods = self.ticket.iter().flat_map(|ticket| &ticket.goods);
        rows(goods, &terminal(filing), false).and_nothing_else()
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

fn rows<'a>(goods: impl Iterator<Item = &'a Goods>, terminal: &str, deleted: bool) -> Trace {
    goods.fold(Trace::in_table("sale"), |trace, goods| {
        trace.row([
            ("inventoryid", goods.barcode.to_string()),
            ("quantity", goods.quantity.wire()),
            ("terminal_id", terminal.to_owned()),
            ("deleted", if deleted { "1" } else { "0" }.to_owned()),
        ])
    })
}

/// A sale that was a mistake is taken back whole, on the same business day; the goods never left.
#[derive(Clone, Serialize, Deserialize)]
pub struct VoidSale {
    pub sale: SaleId,
    pub reason: String,
    /// Known when the filing opens.
    opened: Option<Voiding>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Voiding {
    number: i64,
    /// The tag that the sale went by.
    terminal: String,
    by: crate::values::UserId,
    /// Whose PIN let them; intents from before there were PINs have none.
    #[serde(default)]
    approver: Option<crate::values::UserId>,
    at: At,
    goods: Vec<Goods>,
}

impl VoidSale {
    pub fn new(sale: SaleId, reason: String) -> Self {
        Self { sale, reason, opened: None }
    }

    fn opened(&self) -> Result<&Voiding> {
        self.opened.as_ref().ok_or_else(|| internal(format!("the void of {} was never opened", self.sale)))
    }

    /// Why this sale cannot be voided now, if so; the page and the act ask the same.
    pub fn must_be_possible(conn: &mut Conn, sale: &Sale, lines: &[(SaleLine, Package)], today: chrono::NaiveDate) -> Result<()> {
        if !sale.is_sold() {
            return rule(format!("Sale {} is not one that can be voided: {}.", sale.number, sale.status.label().to_lowercase()));
        }
        if Return::any_of(conn, sale.id)? {
            return rule(format!(
                "Something of sale {} has come back already, so the rest cannot be voided: use a return for it.",
                sale.number
            ));
        }
        if sale.is_delivery() {
            return rule(format!("Sale {} was delivered. A void is for the store only: use a return.", sale.number));
        }
        if sale.business_date != today {
            return rule(format!(
                "Sale {} was made on {}. A void is for the same business day only: use a return.",
                sale.number,
                sale.business_date.format("%b %-d, %Y")
            ));
        }
        for (line, package) in lines {
            if package.status != inventory::Status::Active {
                return rule(format!(
                    "{}, package {}, has since been {}, so its sale can no longer be voided: use a return.",
                    line.product_name,
                    package.barcode.grouped(),
                    package.status.label().to_lowercase()
                ));
            }
        }
        Ok(())
    }
}

impl Filing for VoidSale {
    const ACTION: Action = Action::VoidSale;
    type Needs = may::VoidSale;
    type Answer = Plain;
    type Done = SaleId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        if let Some(trouble) = &opening.clerk.registry_trouble {
            return rule(trouble);
        }
        claims::alone(tx, opening.filing, &[Sale::subject(self.sale)])?;
        let sale = Sale::find(tx, opening.clerk, self.sale)?;
        let subjects: Vec<String> =
            Sale::packages(tx, sale.id)?.iter().map(|(_, package)| Package::subject(package.id)).collect();
        claims::share(tx, opening.filing, &subjects)?;
        // Read only now: before the claim, somebody could still have scheduled or moved them.
        let lines = Sale::packages(tx, sale.id)?;
        Self::must_be_possible(tx, &sale, &lines, clock::local_date(opening.now, opening.clerk.zone))?;
        let transactionid =
            sale.state_transaction.ok_or_else(|| internal(format!("sale {} has no transaction of the state", sale.id)))?;
        let goods = lines.into_iter().map(|(line, package)| Goods {
            package: package.id,
            barcode: package.barcode,
            room: package.room_id,
            quantity: line.quantity,
        });
        let goods: Vec<Goods> = goods.collect();
        let back: Vec<_> = goods.iter().map(|one| (one.barcode, one.room)).collect();
        Room::must_take_back(tx, opening, &back)?;
        self.opened = Some(Voiding {
            number: sale.number,
            terminal: terminal(sale.filing_id),
            by: opening.clerk.user,
            approver: opening.approver,
            at: opening.now,
            goods,
        });
        Ok(messages::SaleVoid { transactionid }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<SaleId> {
        let opened = self.opened()?;
        for goods in &opened.goods {
            stock::post(tx, receipt, Effect::SaleVoided { into: goods.room }, &[(goods.package, goods.quantity)], opened.at)?;
        }
        Sale::void(tx, self.sale, (opened.by, opened.approver), &self.reason, opened.at)?;
        Ok(self.sale)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        match &self.opened {
            Some(opened) => rows(opened.goods.iter(), &opened.terminal, true),
            None => Trace::in_table("sale"),
        }
    }

    fn summary(&self) -> String {
        match &self.opened {
            Some(opened) => format!("Void sale {}", opened.number),
            None => "Void sale".to_owned(),
        }
    }

    fn form_url(&self) -> String {
        format!("/sales/{}/voids/new", self.sale)
    }

    fn result_url(&self, sale: &SaleId) -> String {
        format!("/sales/{sale}")
    }
}
