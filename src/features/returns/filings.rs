//! What BioTrack is told when a customer brings something back.

use super::super::destructions::{AT_ONCE, ScheduleDestruction};
use super::super::drawers::{self, Back, Kind};
use super::super::inventory::{Birth, MoveToRoom, Package};
use super::super::locations::Location;
use super::super::rooms::Room;
use super::super::sales::{Counter, Sale};
use super::model::{Method, Return, ReturnLine};
use super::parts::{Part, Parts, Returning, SupplyPart, Taker, Why};
use super::sold::Sold;
use crate::biotrack::messages::{RefundLine, RefundedDevice, SaleRefund};
use crate::biotrack::{Message, NewBarcodes, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{self, Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, supplies};
use crate::values::{
    At, Barcode, Cents, DrawerSessionId, FilingId, Goods, LocationId, PackageId, ReturnId, RoomId, SaleId, UserId,
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
    /// Why the money goes another way than it was paid.
    #[serde(default)]
    pub other_way: Option<String>,
    /// Where what comes to stock is put: a move of its own if the state puts it elsewhere.
    pub room: Option<RoomId>,
    /// The drawer of whoever pays the cash back.
    #[serde(default)]
    pub drawer: Option<DrawerSessionId>,
    /// Known when the filing opens.
    opened: Option<Opened>,
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
    /// Devices and merchandise.
    #[serde(default)]
    supplies: Vec<SupplyPart>,
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
        let devices = self.supplies.iter().filter(|part| part.supply.goods == Goods::Device);
        let device = |part: &SupplyPart| RefundedDevice {
            item_number: part.item_number,
            quantity: part.supply.quantity.0 / 100,
            price: Cents::ZERO.minus(part.supply.price),
        };
        SaleRefund { transactionid: self.transaction, data, devices: devices.map(device).collect(), sale_time: self.at }
    }

    /// Everything for the state to know of.
    fn is_told(&self) -> bool {
        !self.parts.is_empty() || self.supplies.iter().any(|part| part.supply.goods == Goods::Device)
    }
}

impl ReturnSale {
    pub fn new(sale: SaleId, lines: Vec<Returning>, reason: String, method: Method) -> Self {
        Self { sale, lines, reason, method, terminal_reference: None, other_way: None, room: None, drawer: None, opened: None }
    }

    fn opened(&self) -> Result<&Opened> {
        self.opened.as_ref().ok_or_else(|| internal(format!("the return of {} was never opened", self.sale)))
    }

    /// The room in which the state puts what becomes a package; nobody gives up a room that something goes to, until this has ended.
    fn rooms(&self, tx: &mut Conn, opening: &Opening<'_>, restocks: bool, supplies: &[SupplyPart]) -> Result<Option<RoomId>> {
        let location = opening.clerk.location;
        let arrival = if restocks { Some(Room::of_returns(tx, location)?.id) } else { None };
        let wanted = self.room.filter(|_| restocks);
        let on_the_shelf = supplies.iter().filter(|part| part.restock).map(|part| part.supply.room);
        let mut all: Vec<RoomId> = arrival.into_iter().chain(wanted).chain(on_the_shelf).collect();
        all.sort();
        all.dedup();
        claims::share(tx, opening.filing, &all.iter().map(|room| Room::subject(*room)).collect::<Vec<_>>())?;
        for id in all {
            let room = Room::find(tx, location, id)?;
            if !room.active {
                return rule(format!("{} is no longer in use. Choose another room.", room.name));
            }
        }
        Ok(arrival)
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
        let Some(transaction) = sale.state_transaction else {
            return rule(format!("The state knows nothing of sale {}. Open the page again.", sale.number));
        };
        let location = opening.clerk.location;
        let parts = Parts::of(tx, sale.id, location, &self.lines, self.method)?;
        let subjects: Vec<String> = parts.packages.iter().map(|(part, _)| Package::subject(part.package)).collect();
        claims::share(tx, opening.filing, &subjects)?;
        let restocks = parts.packages.iter().any(|(part, _)| part.restock);
        let arrival = self.rooms(tx, opening, restocks, &parts.supplies)?;
        let (terminal_reference, other_way) = (self.terminal_reference.as_deref(), self.other_way.as_deref());
        let why = Why { reason: &self.reason, method: self.method, terminal_reference, other_way };
        let (taken, ways) = parts.write(tx, sale.id, &Taker::of(opening), &why)?;
        let (clerk, kind, now) = (opening.clerk, Kind::Refund, opening.now);
        let back = Back { clerk, sale: sale.id, kind, cents: ways.cash, drawer: self.drawer, now };
        drawers::pay_back(tx, opening.filing, &back)?;
        let opened = Opened {
            taken,
            number: sale.number,
            transaction,
            location,
            by: opening.clerk.user,
            at: opening.now,
            arrival,
            schedule: Location::find(tx, location)?.schedule_returns.filter(|_| restocks),
            parts: parts.packages.into_iter().map(|(part, _)| part).collect(),
            supplies: parts.supplies,
        };
        if !opened.is_told() {
            return rule("Merchandise is none of the state's business. Open the page again.");
        }
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
        let counter = Counter { location: opened.location, by: opened.by, at: opened.at };
        for part in opened.supplies.iter().filter(|part| part.restock) {
            let effect = supplies::Effect::ReturnedByCustomer { into: part.supply.room };
            counter.post(tx, receipt, &part.supply, effect)?;
        }
        drawers::settle(tx, receipt.filing())?;
        Return::accept(tx, opened.taken, receipt.transaction())?;
        self.plan(tx, receipt.filing(), opened, &made)?;
        Ok(opened.taken)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        drawers::refuse(tx, filing)?;
        let opened = self.opened()?;
        for part in &opened.parts {
            Sold::undo(tx, part.line, true, part.quantity)?;
        }
        for part in &opened.supplies {
            Sold::undo(tx, part.line, false, part.supply.quantity)?;
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
