//! Cash in suspense as people read it: on the drawer, the register and the ticket.

use super::ledger::Kind;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::{drawer_suspense, sales, users};
use crate::values::{At, Cents, DrawerSessionId, FilingId, SaleId, UserId, clock, text_enum};
use diesel::prelude::*;

text_enum! {
    /// What became of it.
    Status {
        Open = "open", "Waiting for the state";
        Settled = "settled", "Accepted";
        /// The state refused the sale: the cash is the customer's.
        GiveBack = "give_back", "To be given back";
        GivenBack = "given_back", "Given back";
        /// The same cart was tendered again, and the cash taken for it.
        Used = "used", "Taken for the next try";
        /// The state refused a void or refund: nothing was paid out.
        Freed = "freed", "Kept in the drawer";
    }
}

/// Cash in suspense, or to be given back, as people read it.
#[derive(Debug, Clone, Queryable)]
pub struct Owed {
    pub filing: FilingId,
    pub session: DrawerSessionId,
    pub sale: SaleId,
    pub number: i64,
    pub kind: Kind,
    pub cents: Cents,
    pub kept: Cents,
    /// Who took it.
    pub clerk: String,
    pub taken_at: At,
    pub status: Status,
    pub after_close: bool,
    pub named_at: Option<At>,
    pub ended_by: Option<UserId>,
    pub ended_at: Option<At>,
}

macro_rules! owed {
    () => {
        drawer_suspense::table
            .inner_join(sales::table)
            .inner_join(users::table.on(users::id.eq(drawer_suspense::user_id)))
            .select((
                drawer_suspense::filing_id,
                drawer_suspense::session_id,
                drawer_suspense::sale_id,
                sales::number,
                drawer_suspense::kind,
                drawer_suspense::cents,
                drawer_suspense::kept_cents,
                users::name,
                drawer_suspense::taken_at,
                drawer_suspense::status,
                drawer_suspense::after_close,
                drawer_suspense::named_at,
                drawer_suspense::ended_by,
                drawer_suspense::ended_at,
            ))
    };
}

impl Owed {
    /// What a drawer cannot be closed over without naming it: no answer yet, or not given back yet.
    pub fn unsettled(conn: &mut Conn, drawer: DrawerSessionId) -> Result<Vec<Self>> {
        let open = owed!().filter(drawer_suspense::session_id.eq(drawer));
        let open = open.filter(drawer_suspense::status.eq_any([Status::Open, Status::GiveBack]));
        Ok(open.order(drawer_suspense::filing_id).load(conn)?)
    }

    /// Whatever was still in suspense when the drawer was closed, with what became of it.
    pub fn named(conn: &mut Conn, drawer: DrawerSessionId) -> Result<Vec<Self>> {
        let named = owed!().filter(drawer_suspense::session_id.eq(drawer)).filter(drawer_suspense::named_at.is_not_null());
        Ok(named.order(drawer_suspense::filing_id).load(conn)?)
    }

    /// What a clerk has to give back.
    pub fn by(conn: &mut Conn, clerk: &Clerk) -> Result<Vec<Self>> {
        let back = owed!().filter(drawer_suspense::user_id.eq(clerk.user)).filter(drawer_suspense::status.eq(Status::GiveBack));
        Ok(back.order(drawer_suspense::filing_id).load(conn)?)
    }

    /// The sale's cash of a ticket.
    pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Option<Self>> {
        let of = owed!().filter(drawer_suspense::sale_id.eq(sale)).filter(drawer_suspense::kind.eq(Kind::Sale));
        Ok(of.first(conn).optional()?)
    }

    pub fn must_be_given_back(&self) -> bool {
        self.status == Status::GiveBack
    }

    /// A void's or refund's: not yet paid out.
    pub fn is_promised(&self) -> bool {
        self.kind != Kind::Sale
    }

    /// Ticket, amount and time: `sale 12, $60.00 handed over at 2:02 PM`.
    pub fn ticket(&self, clerk: &Clerk) -> String {
        let time = clock::local(self.taken_at, clerk.zone).format("%-I:%M %p");
        match self.kind {
            Kind::Sale => format!("sale {}, {} handed over at {time}", self.number, self.cents),
            kind => format!("{} of sale {}, {} at {time}", kind.label().to_lowercase(), self.number, self.cents),
        }
    }

    /// What it is, for whoever closes the drawer.
    pub fn words(&self) -> String {
        let (number, cents) = (self.number, self.cents);
        match (self.status, self.kind) {
            (Status::Open, Kind::Sale) => {
                format!("Sale {number}: {cents} handed over. The state has not answered; it lies apart and is not counted.")
            }
            (Status::Open, kind) => format!(
                "{} of sale {number}: {cents}. The state has not answered; it has not been paid out and is counted with the rest.",
                kind.label()
            ),
            (Status::GiveBack, _) => format!("Sale {number} was refused: give back {cents}. It lies apart and is not counted."),
            (Status::Settled, Kind::Sale) => {
                format!("Sale {number}, {cents} handed over: accepted, {} of it is the sale's.", self.kept)
            }
            (Status::Settled, kind) => format!("{} of sale {number}: accepted, {cents} paid back.", kind.label()),
            (Status::GivenBack, _) => format!("Sale {number} was refused, and its {cents} given back."),
            (Status::Used, _) => format!("Sale {number} was refused, and its {cents} taken for the next try."),
            (Status::Freed, kind) => format!("{} of sale {number} was refused; its {cents} stayed in the drawer.", kind.label()),
        }
    }
}
