//! Merchandise comes back: the state keeps no books of it, so it is told nothing.

use super::super::drawers::{self, Back, Kind};
use super::super::sales::{Counter, Sale};
use super::super::supplies::usable_room;
use super::model::Method;
use super::parts::{Parts, Returning, Taker, Why};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::filing::claims;
use crate::may;
use crate::stock::supplies::Effect;
use crate::values::{DrawerSessionId, Goods, ReturnId, SaleId};
use serde::Serialize;

/// Merchandise of a ticket, and nothing else of it.
#[derive(Serialize)]
pub struct ReturnUntold {
    pub sale: SaleId,
    pub lines: Vec<Returning>,
    pub reason: String,
    pub method: Method,
    pub terminal_reference: Option<String>,
    /// Why the money goes another way than it was paid.
    pub other_way: Option<String>,
    /// The drawer of whoever pays the cash back.
    pub drawer: Option<DrawerSessionId>,
}

impl Record for ReturnUntold {
    const ACT: &'static str = "return_untold";
    type Needs = may::ReturnSale;
    type Done = ReturnId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<ReturnId> {
        Sale::lock(tx, self.sale)?;
        let (sale, location) = (Sale::find(tx, by.clerk, self.sale)?, by.clerk.location);
        sale.must_be_returnable()?;
        if claims::is_claimed(tx, &Sale::subject(sale.id))? {
            return rule(format!("Sale {} is just being taken back, and the state has not answered yet.", sale.number));
        }
        let parts = Parts::of(tx, sale.id, location, &self.lines, self.method)?;
        if !parts.packages.is_empty() || parts.supplies.iter().any(|part| part.supply.goods != Goods::Merchandise) {
            return rule("The state must be told of what comes back of this ticket. Open the page again.");
        }
        let (terminal_reference, other_way) = (self.terminal_reference.as_deref(), self.other_way.as_deref());
        let why = Why { reason: &self.reason, method: self.method, terminal_reference, other_way };
        let (taken, ways) = parts.write(tx, sale.id, &Taker::recording(by), &why)?;
        let (clerk, kind, now) = (by.clerk, Kind::Refund, by.now);
        drawers::pay_back_at_once(tx, &Back { clerk, sale: sale.id, kind, cents: ways.cash, drawer: self.drawer, now })?;
        let counter = Counter { location, by: by.clerk.user, at: by.now };
        for part in parts.supplies.iter().filter(|part| part.restock) {
            let into = usable_room(tx, location, part.supply.room)?.id;
            counter.post_untold(tx, &part.name, &part.supply, Effect::ReturnedByCustomer { into }, None)?;
        }
        Ok(taken)
    }
}
