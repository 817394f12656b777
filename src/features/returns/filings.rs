//! What BioTrack is told when a customer brings something back.

use super::super::destructions::{AT_ONCE, ScheduleDestruction};
use super::super::inventory::{Birth, MoveToRoom, Package};
use super::super::locations::Location;
use super::super::rooms::Room;
use super::super::sales::Sale;
use super::model::{Method, Return, ReturnLine, Status};
use super::sold::Sold;
use crate::biotrack::messages::{RefundLine, SaleRefund};
use crate::biotrack::{Message, NewBarcodes, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{self, Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect};
use crate::values::{
    At, Barcode, Cents, FilingId, LocationId, PackageId, Quantity, ReturnId, ReturnLineId, RoomId, SaleId, SaleLineId, UserId,
    clock,
};
use serde::{Deserialize, Serialize};

/// Some of a ticket comes back, for money or none.
#[derive(Clone, Serialize, Deserialize)]
pub struct ReturnSale {
    pub sale: SaleId,
    pub lines: Vec<Returning>,
    pub reason: String,
    pub method: Method,
    pub terminal_reference: Option<String>,
    /// Where what comes to stock is put: a move of its own if the state puts it elsewhere.
    pub room: Option<RoomId>,
    /// Known when the filing opens.
    opened: Option<Opened>,
}

/// So much of a line; to stock as a package of its own, or gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returning {
    pub line: SaleLineId,
    pub quantity: Quantity,
    pub restock: bool,
}

/// What accepting needs, as it was when the filing opened.
#[derive(Clone, Serialize, Deserialize)]
struct Opened {
    taken: ReturnId,
    number: i64,
    transaction: i64,
    location: LocationId,
    by: UserId,
    at: At,
    /// Where the state puts what comes to stock.
    arrival: Option<RoomId>,
    /// The reason for which it is scheduled for destruction by itself.
    schedule: Option<i64>,
    parts: Vec<Part>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Part {
    record: ReturnLineId,
    line: SaleLineId,
    item_number: i64,
    package: PackageId,
    barcode: Barcode,
    quantity: Quantity,
    money: Cents,
    restock: bool,
}

impl Opened {
    fn message(&self) -> SaleRefund {
        let line = |part: &Part| RefundLine {
            barcodeid: part.barcode,
            quantity: part.quantity.0 / 100,
            price: Cents::ZERO.minus(part.money),
            item_number: Some(part.item_number),
            restock: Some(u8::from(part.restock)),
        };
        let data = self.parts.iter().map(line).collect();
        SaleRefund { transactionid: self.transaction, data, devices: Vec::new(), sale_time: self.at }
    }

    fn money(&self) -> Cents {
        self.parts.iter().map(|part| part.money).sum()
    }
}

impl ReturnSale {
    pub fn new(sale: SaleId, lines: Vec<Returning>, reason: String, method: Method) -> Self {
        Self { sale, lines, reason, method, terminal_reference: None, room: None, opened: None }
    }

    fn opened(&self) -> Result<&Opened> {
        self.opened.as_ref().ok_or_else(|| internal(format!("the return of {} was never opened", self.sale)))
    }

    /// What of the ticket comes back, in its order, and what each part is worth.
    fn parts(&self, tx: &mut Conn) -> Result<Vec<(Part, String)>> {
        let mut parts = Vec::new();
        for sold in Sold::of_sale(tx, self.sale)? {
            let Some(asked) = self.lines.iter().find(|asked| asked.line == sold.line.id) else { continue };
            let (name, left) = (sold.line.product_name.clone(), sold.left());
            if asked.quantity > left {
                let words = if left.is_positive() {
                    format!("At most {left} of {name} can still come back; {} were asked for.", asked.quantity)
                } else {
                    format!("All of {name} on this ticket has come back already.")
                };
                return rule(words);
            }
            if !asked.quantity.is_positive() || asked.quantity.whole().is_none() {
                return rule(format!("Only whole units of {name} come back."));
            }
            let part = Part {
                record: ReturnLineId::new(),
                line: sold.line.id,
                item_number: sold.line.item_number,
                package: sold.line.package_id,
                barcode: sold.barcode,
                quantity: asked.quantity,
                money: if self.method == Method::Nothing { Cents::ZERO } else { sold.worth(asked.quantity) },
                restock: asked.restock,
            };
            parts.push((part, name));
        }
        if parts.is_empty() { rule("Say how many of which line come back.") } else { Ok(parts) }
    }

    /// The room in which the state puts it; nobody gives it up, nor the one it is to go to, until this has ended.
    fn arrival(&self, tx: &mut Conn, opening: &Opening<'_>) -> Result<RoomId> {
        let location = opening.clerk.location;
        let arrival = Room::of_returns(tx, location)?;
        let wanted = self.room.unwrap_or(arrival.id);
        claims::share(tx, opening.filing, &[Room::subject(arrival.id), Room::subject(wanted)])?;
        for id in [arrival.id, wanted] {
            let room = Room::find(tx, location, id)?;
            if !room.active {
                return rule(format!("{} is no longer in use. Choose another room.", room.name));
            }
        }
        Ok(arrival.id)
    }

    /// The pending return, and what is no longer to be had of each line.
    fn write(&self, tx: &mut Conn, opening: &Opening<'_>, opened: &Opened, names: &[String]) -> Result<()> {
        for (part, name) in opened.parts.iter().zip(names) {
            if !Sold::take_back(tx, part.line, part.quantity)? {
                return rule(format!("Part of {name} has just come back elsewhere. Look at what is left."));
            }
        }
        let line = |(part, name): (&Part, &String)| ReturnLine {
            id: part.record,
            return_id: opened.taken,
            sale_line_id: Some(part.line),
            product_name: name.clone(),
            quantity: part.quantity,
            amount_cents: part.money,
            restocked: part.restock,
            package_id: None,
        };
        let lines: Vec<ReturnLine> = opened.parts.iter().zip(names).map(line).collect();
        let taken = Return {
            id: opened.taken,
            location_id: opened.location,
            sale_id: self.sale,
            user_id: opened.by,
            approved_by: opening.approver,
            filing_id: Some(opening.filing),
            status: Status::Pending,
            reason: self.reason.clone(),
            method: self.method,
            terminal_reference: self.terminal_reference.clone(),
            amount_cents: opened.money(),
            state_transaction: None,
            business_date: clock::local_date(opening.now, opening.clerk.zone),
            returned_at: opening.now,
        };
        taken.insert(tx, &lines)
    }

    /// A package of its own, which is never sold again.
    fn take_in(&self, tx: &mut Conn, receipt: &Receipt<NewBarcodes>, part: &Part, barcode: Barcode) -> Result<PackageId> {
        let opened = self.opened()?;
        let room = opened.arrival.ok_or_else(|| internal("goods come to stock, and nobody said where"))?;
        let source = Package::find(tx, opened.location, part.package)?;
        let mut child = source.offspring(tx, barcode, None)?;
        (child.customer_return, child.room_id, child.received_at) = (true, room, opened.at);
        let birth = Birth { by: opened.by, filing: receipt.filing(), at: opened.at };
        birth.write(tx, &source, &child, part.quantity, part.quantity)?;
        let effect = Effect::ReturnedByCustomer { into: room };
        stock::post(tx, receipt, effect, &[(child.id, part.quantity)], opened.at)?;
        ReturnLine::becomes(tx, part.record, child.id)?;
        Ok(child.id)
    }

    /// What follows with the state's yes: to the room that was chosen, and the 72 hours begin.
    fn plan(&self, tx: &mut Conn, after: FilingId, opened: &Opened, made: &[(PackageId, Barcode)]) -> Result<()> {
        if let Some(room) = self.room.filter(|room| Some(*room) != opened.arrival) {
            let room = Room::find(tx, opened.location, room)?;
            let moves: Vec<MoveToRoom> = made.iter().map(|(id, barcode)| MoveToRoom::new(*id, *barcode, &room)).collect();
            for together in MoveToRoom::together(moves.iter()) {
                filing::plan(tx, after, &together, opened.at)?;
            }
        }
        let Some(reason) = opened.schedule else { return Ok(()) };
        let ids: Vec<PackageId> = made.iter().map(|(id, _)| *id).collect();
        for some in ids.chunks(AT_ONCE) {
            let note = format!("Returned by a customer, sale {}", opened.number);
            filing::plan(tx, after, &ScheduleDestruction::new(some, reason, note), opened.at)?;
        }
        Ok(())
    }
}

impl Filing for ReturnSale {
    const ACTION: Action = Action::ReturnSale;
    type Needs = may::ReturnSale;
    type Answer = NewBarcodes;
    type Done = ReturnId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        if let Some(trouble) = &opening.clerk.registry_trouble {
            return rule(trouble);
        }
        claims::alone(tx, opening.filing, &[Sale::subject(self.sale)])?;
        let sale = Sale::find(tx, opening.clerk, self.sale)?;
        sale.must_be_returnable()?;
        let transaction =
            sale.state_transaction.ok_or_else(|| internal(format!("sale {} has no transaction of the state", sale.id)))?;
        let (parts, names): (Vec<Part>, Vec<String>) = self.parts(tx)?.into_iter().unzip();
        let subjects: Vec<String> = parts.iter().map(|part| Package::subject(part.package)).collect();
        claims::share(tx, opening.filing, &subjects)?;
        let restocks = parts.iter().any(|part| part.restock);
        let opened = Opened {
            taken: ReturnId::new(),
            number: sale.number,
            transaction,
            location: opening.clerk.location,
            by: opening.clerk.user,
            at: opening.now,
            arrival: if restocks { Some(self.arrival(tx, opening)?) } else { None },
            schedule: Location::find(tx, opening.clerk.location)?.schedule_returns.filter(|_| restocks),
            parts,
        };
        self.write(tx, opening, &opened, &names)?;
        let message = opened.message().into();
        self.opened = Some(opened);
        Ok(message)
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<NewBarcodes>) -> Result<ReturnId> {
        let (opened, NewBarcodes(named)) = (self.opened()?, receipt.answer());
        let mut made = Vec::new();
        for (place, part) in opened.parts.iter().enumerate().filter(|(_, part)| part.restock) {
            let Some(Some(barcode)) = named.get(place) else {
                return Err(internal(format!("the state named no new package for line {} of the return", part.item_number)));
            };
            made.push((self.take_in(tx, receipt, part, *barcode)?, *barcode));
        }
        Return::accept(tx, opened.taken, receipt.transaction())?;
        self.plan(tx, receipt.filing(), opened, &made)?;
        Ok(opened.taken)
    }

    fn refuse(&self, tx: &mut Conn, _: FilingId) -> Result<()> {
        let opened = self.opened()?;
        for part in &opened.parts {
            Sold::undo(tx, part.line, part.quantity)?;
        }
        Return::withdraw(tx, opened.taken)
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.opened.as_ref().map_or_else(Trace::nowhere, |opened| opened.message().trace())
    }

    fn summary(&self) -> String {
        self.opened.as_ref().map_or_else(|| "Return".to_owned(), |opened| format!("Return of sale {}", opened.number))
    }

    fn form_url(&self) -> String {
        format!("/sales/{}/returns/new", self.sale)
    }

    fn result_url(&self, taken: &ReturnId) -> String {
        format!("/sales/{}/returns/{taken}", self.sale)
    }
}
