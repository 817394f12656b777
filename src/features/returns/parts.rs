//! What of a ticket comes back: checked line by line, and written down as one return.

use super::super::sales::{SaleSupply, Supply};
use super::model::{Method, Return, ReturnLine, Status};
use super::refund::Ways;
use super::sold::Sold;
use crate::app::By;
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::filing::Opening;
use crate::may::Clerk;
use crate::values::{
    At, Barcode, Cents, FilingId, LocationId, PackageId, Quantity, ReturnId, ReturnLineId, SaleId, SaleLineId, UserId, clock,
};
use serde::{Deserialize, Serialize};

/// So much of a line; to stock or gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returning {
    pub line: SaleLineId,
    pub quantity: Quantity,
    pub restock: bool,
}

/// So much of a package: what comes to stock becomes a package of its own.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Part {
    pub record: ReturnLineId,
    pub line: SaleLineId,
    pub item_number: i64,
    pub package: PackageId,
    pub barcode: Barcode,
    pub quantity: Quantity,
    pub money: Cents,
    pub restock: bool,
}

/// So much of a device or of merchandise: what comes to stock can be sold again.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SupplyPart {
    pub record: ReturnLineId,
    pub line: SaleLineId,
    pub item_number: i64,
    /// Its price is what the state is told.
    pub supply: Supply,
    pub name: String,
    pub money: Cents,
    pub restock: bool,
}

/// All of one return.
#[derive(Default)]
pub(super) struct Parts {
    pub packages: Vec<(Part, String)>,
    pub supplies: Vec<SupplyPart>,
}

/// Who takes it, and when.
pub(super) struct Taker<'a> {
    pub clerk: &'a Clerk,
    pub approver: Option<UserId>,
    pub filing: Option<FilingId>,
    pub now: At,
}

/// Why it comes back, and how the money goes.
pub(super) struct Why<'a> {
    pub reason: &'a str,
    pub method: Method,
    pub terminal_reference: Option<&'a str>,
    /// Why it goes another way than it was paid.
    pub other_way: Option<&'a str>,
}

impl<'a> Taker<'a> {
    pub fn of(opening: &Opening<'a>) -> Self {
        Self { clerk: opening.clerk, approver: opening.approver, filing: Some(opening.filing), now: opening.now }
    }

    pub fn recording(by: &By<'a>) -> Self {
        Self { clerk: by.clerk, approver: by.approver, filing: None, now: by.now }
    }
}

impl Parts {
    /// In the order of the ticket, each with what it is worth.
    pub fn of(tx: &mut Conn, sale: SaleId, location: LocationId, asked: &[Returning], method: Method) -> Result<Self> {
        let (mut parts, supplies) = (Self::default(), SaleSupply::of_sale(tx, sale)?);
        for sold in Sold::of_sale(tx, sale)? {
            let Some(asked) = asked.iter().find(|asked| asked.line == sold.line) else { continue };
            must_be_left(&sold, asked.quantity)?;
            let paid = |cents: Cents| if method == Method::Nothing { Cents::ZERO } else { cents };
            let (record, money) = (ReturnLineId::new(), paid(sold.worth(asked.quantity)));
            let (line, item_number, quantity, restock) = (sold.line, sold.item_number, asked.quantity, asked.restock);
            if let Some((package, barcode)) = sold.package {
                let part = Part { record, line, item_number, package, barcode, quantity, money, restock };
                parts.packages.push((part, sold.name));
            } else if let Some(own) = supplies.iter().find(|own| own.id == sold.line) {
                let price = paid(sold.worth_before_tax(quantity));
                let supply = Supply { quantity, price, ..Supply::coming_back(tx, location, own)? };
                parts.supplies.push(SupplyPart { record, line, item_number, supply, name: sold.name, money, restock });
            }
        }
        if parts.packages.is_empty() && parts.supplies.is_empty() {
            return rule("Say how many of which line come back.");
        }
        Ok(parts)
    }

    fn money(&self) -> Cents {
        let packages = self.packages.iter().map(|(part, _)| part.money);
        packages.chain(self.supplies.iter().map(|part| part.money)).sum()
    }

    /// The return, and what is no longer to be had of each line. Its number, and how the money of it goes back.
    pub fn write(&self, tx: &mut Conn, sale: SaleId, taker: &Taker<'_>, why: &Why<'_>) -> Result<(ReturnId, Ways)> {
        let (id, left) = (ReturnId::new(), Ways::left(tx, sale)?);
        let ways = Ways::of(why.method, self.money(), left, why.other_way)?;
        let is_another_way = ways.cash > left.cash || ways.debit > left.debit;
        let packages = self.packages.iter().map(|(part, name)| (part.line, true, part.quantity, name));
        let supplies = self.supplies.iter().map(|part| (part.line, false, part.supply.quantity, &part.name));
        for (line, is_package, quantity, name) in packages.chain(supplies) {
            if !Sold::take_back(tx, line, is_package, quantity)? {
                return rule(format!("Part of {name} has just come back elsewhere. Look at what is left."));
            }
        }
        let taken = Return {
            id,
            location_id: taker.clerk.location,
            sale_id: sale,
            user_id: taker.clerk.user,
            approved_by: taker.approver,
            filing_id: taker.filing,
            status: if taker.filing.is_some() { Status::Pending } else { Status::Accepted },
            reason: why.reason.to_owned(),
            method: if why.method == Method::Nothing { why.method } else { ways.method() },
            terminal_reference: why.terminal_reference.filter(|_| ways.debit > Cents::ZERO).map(str::to_owned),
            amount_cents: ways.sum(),
            state_transaction: None,
            business_date: clock::local_date(taker.now, taker.clerk.zone),
            returned_at: taker.now,
            cash_cents: ways.cash,
            other_way: why.other_way.filter(|_| is_another_way).map(str::to_owned),
        };
        taken.insert(tx, &self.lines(id))?;
        Ok((id, ways))
    }

    fn lines(&self, id: ReturnId) -> Vec<ReturnLine> {
        let of_package = self.packages.iter().map(|(part, name)| ReturnLine {
            id: part.record,
            return_id: id,
            sale_line_id: Some(part.line),
            sale_supply_id: None,
            product_name: name.clone(),
            quantity: part.quantity,
            amount_cents: part.money,
            restocked: part.restock,
            package_id: None,
        });
        let of_supply = self.supplies.iter().map(|part| ReturnLine {
            id: part.record,
            return_id: id,
            sale_line_id: None,
            sale_supply_id: Some(part.line),
            product_name: part.name.clone(),
            quantity: part.supply.quantity,
            amount_cents: part.money,
            restocked: part.restock,
            package_id: None,
        });
        of_package.chain(of_supply).collect()
    }
}

fn must_be_left(sold: &Sold, wanted: Quantity) -> Result<()> {
    let (name, left) = (&sold.name, sold.left());
    let words = if !left.is_positive() {
        format!("All of {name} on this ticket has come back already.")
    } else if wanted > left {
        format!("At most {left} of {name} can still come back; {wanted} were asked for.")
    } else if !wanted.is_positive() || wanted.whole().is_none() {
        format!("Only whole units of {name} come back.")
    } else {
        return Ok(());
    };
    Err(Error::Invalid(Problems::one(&format!("quantity-{}", sold.line), words)))
}
