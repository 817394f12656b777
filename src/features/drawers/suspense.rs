//! The `drawer_suspense` table: cash of acts that the state has not answered, and the four functions with which an act moves cash.

use super::super::locations::Location;
use super::ledger::{Kind, NewMove, refused};
use super::model::{Drawer, Status as DrawerStatus};
use super::owed::Status;
use super::payments::{Paid, Payment};
use super::suspended::Row;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Clerk;
use crate::schema::{drawer_sessions, drawer_suspense, sales};
use crate::values::{At, CartId, Cents, DrawerSessionId, FilingId, SaleId, UserId};
use diesel::prelude::*;

/// A ticket about to be paid.
pub struct Taken<'a> {
    pub clerk: &'a Clerk,
    pub sale: SaleId,
    pub payment: Payment<'a>,
    pub total: Cents,
    pub now: At,
}

/// Cash about to be paid back for a ticket.
pub struct Back<'a> {
    pub clerk: &'a Clerk,
    pub sale: SaleId,
    /// [`Kind::Void`] or [`Kind::Refund`].
    pub kind: Kind,
    pub cents: Cents,
    /// The drawer of whoever pays it back.
    pub drawer: Option<DrawerSessionId>,
    pub now: At,
}

/// A drawer that is not closed: counted or not, a customer's cash goes into it.
macro_rules! live {
    ($drawer:expr) => {
        drawer_sessions::table.find($drawer).filter(drawer_sessions::status.ne(DrawerStatus::Closed))
    };
}

/// A ticket is on its way to the state: its payments are written down, and its cash is in suspense. In `open`.
pub fn take(tx: &mut Conn, filing: FilingId, taken: &Taken<'_>) -> Result<()> {
    let Some(drawer) = taken.write(tx)? else { return Ok(()) };
    let written = diesel::update(live!(drawer)).set(drawer_sessions::moves.eq(drawer_sessions::moves)).execute(tx)?;
    if written == 0 {
        return Err(refused(tx, taken.clerk, drawer, Cents::ZERO, "The sale"));
    }
    if taken.payment.tendered == Cents::ZERO {
        return Ok(());
    }
    taken.use_again(tx, drawer)?;
    Row::insert(
        tx,
        &Row {
            filing_id: filing,
            session_id: drawer,
            sale_id: taken.sale,
            kind: Kind::Sale,
            cents: taken.payment.tendered,
            kept_cents: taken.payment.cash(taken.total),
            user_id: taken.clerk.user,
            taken_at: taken.now,
        },
    )
}

/// A ticket that the state need not hear of: its cash is in the drawer at once.
pub fn take_at_once(tx: &mut Conn, taken: &Taken<'_>) -> Result<()> {
    let Some(drawer) = taken.write(tx)? else { return Ok(()) };
    let cents = taken.payment.cash(taken.total);
    let written = diesel::update(live!(drawer))
        .set((
            drawer_sessions::balance_cents.eq(drawer_sessions::balance_cents + cents.0),
            drawer_sessions::moves.eq(drawer_sessions::moves + i64::from(cents != Cents::ZERO)),
        ))
        .execute(tx)?;
    if written == 0 {
        return Err(refused(tx, taken.clerk, drawer, Cents::ZERO, "The sale"));
    }
    if cents == Cents::ZERO {
        return Ok(());
    }
    sale_move(Kind::Sale, drawer, taken.sale, cents, taken.clerk.user, taken.now).insert(tx)
}

/// A void or refund is on its way to the state: what it pays back is promised, so that nobody takes it out meanwhile. In `open`.
pub fn pay_back(tx: &mut Conn, filing: FilingId, back: &Back<'_>) -> Result<()> {
    let Some(drawer) = back.drawer(tx)? else { return Ok(()) };
    let enough = (drawer_sessions::balance_cents - drawer_sessions::held_cents).ge(back.cents.0);
    let open = drawer_sessions::table.find(drawer).filter(drawer_sessions::status.eq(DrawerStatus::Open)).filter(enough);
    let held = drawer_sessions::held_cents.eq(drawer_sessions::held_cents + back.cents.0);
    if diesel::update(open).set(held).execute(tx)? == 0 {
        return Err(refused(tx, back.clerk, drawer, Cents::ZERO.minus(back.cents), back.what()));
    }
    Row::insert(
        tx,
        &Row {
            filing_id: filing,
            session_id: drawer,
            sale_id: back.sale,
            kind: back.kind,
            cents: back.cents,
            kept_cents: Cents::ZERO.minus(back.cents),
            user_id: back.clerk.user,
            taken_at: back.now,
        },
    )
}

/// [`pay_back`] of all that a voided ticket was paid in cash: the ticket, and the drawer of whoever voids.
pub fn void(
    tx: &mut Conn,
    filing: FilingId,
    clerk: &Clerk,
    (sale, drawer): (SaleId, Option<DrawerSessionId>),
    now: At,
) -> Result<()> {
    let cents = Paid::cash_of(tx, sale)?;
    pay_back(tx, filing, &Back { clerk, sale, kind: Kind::Void, cents, drawer, now })
}

/// [`pay_back_at_once`] of all that a voided ticket was paid in cash.
pub fn void_at_once(tx: &mut Conn, clerk: &Clerk, (sale, drawer): (SaleId, Option<DrawerSessionId>), now: At) -> Result<()> {
    let cents = Paid::cash_of(tx, sale)?;
    pay_back_at_once(tx, &Back { clerk, sale, kind: Kind::Void, cents, drawer, now })
}

/// A refund that the state need not hear of.
pub fn pay_back_at_once(tx: &mut Conn, back: &Back<'_>) -> Result<()> {
    let Some(drawer) = back.drawer(tx)? else { return Ok(()) };
    let out = Cents::ZERO.minus(back.cents);
    sale_move(back.kind, drawer, back.sale, out, back.clerk.user, back.now).post(tx, back.clerk, back.what())
}

/// The state said yes: what was in suspense is the drawer's, or was paid out of it. A drawer that was closed meanwhile keeps its
/// count: the cash is added to its record as settled after the close. In `accept`; says never no.
pub fn settle(tx: &mut Conn, filing: FilingId) -> Result<()> {
    let Some(row) = Row::open(tx, filing)? else { return Ok(()) };
    let promised = if row.kind == Kind::Sale { Cents::ZERO } else { row.cents };
    let is_live = diesel::update(live!(row.session_id))
        .set((
            drawer_sessions::balance_cents.eq(drawer_sessions::balance_cents + row.kept_cents.0),
            drawer_sessions::held_cents.eq(drawer_sessions::held_cents - promised.0),
            drawer_sessions::moves.eq(drawer_sessions::moves + 1),
        ))
        .execute(tx)?
        == 1;
    if !is_live {
        diesel::update(drawer_sessions::table.find(row.session_id))
            .set(drawer_sessions::after_close_cents.eq(drawer_sessions::after_close_cents + row.kept_cents.0))
            .execute(tx)?;
    }
    if row.kept_cents != Cents::ZERO {
        let one = sale_move(row.kind, row.session_id, row.sale_id, row.kept_cents, row.user_id, row.taken_at);
        NewMove { after_close: !is_live, ..one }.insert(tx)?;
    }
    row.end(tx, Status::Settled, !is_live)
}

/// The state said no, or never heard of it: a sale's cash is the customer's again, a void's stays where it is. In `refuse`.
pub fn refuse(tx: &mut Conn, filing: FilingId) -> Result<()> {
    let Some(row) = Row::open(tx, filing)? else { return Ok(()) };
    if row.kind == Kind::Sale {
        let is_live =
            diesel::update(live!(row.session_id)).set(drawer_sessions::moves.eq(drawer_sessions::moves)).execute(tx)? == 1;
        return row.end(tx, Status::GiveBack, !is_live);
    }
    let held = drawer_sessions::held_cents.eq(drawer_sessions::held_cents - row.cents.0);
    let is_live = diesel::update(live!(row.session_id)).set(held).execute(tx)? == 1;
    row.end(tx, Status::Freed, !is_live)
}

/// A person says that the cash of a refused ticket was given back. `false`: it was not to be.
#[must_use = "false means that there was nothing to give back"]
pub fn give_back(tx: &mut Conn, filing: FilingId, clerk: &Clerk, now: At) -> Result<bool> {
    let here = drawer_sessions::table.filter(drawer_sessions::location_id.eq(clerk.location)).select(drawer_sessions::id);
    let due = drawer_suspense::table
        .find(filing)
        .filter(drawer_suspense::session_id.eq_any(here))
        .filter(drawer_suspense::status.eq(Status::GiveBack));
    let ended = (
        drawer_suspense::status.eq(Status::GivenBack),
        drawer_suspense::ended_by.eq(clerk.user),
        drawer_suspense::ended_at.eq(now),
    );
    Ok(diesel::update(due).set(ended).execute(tx)? == 1)
}

/// Whoever closes the drawer has named it.
pub fn name(tx: &mut Conn, filing: FilingId, by: UserId, now: At) -> Result<()> {
    diesel::update(drawer_suspense::table.find(filing))
        .set((drawer_suspense::named_by.eq(by), drawer_suspense::named_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

impl Taken<'_> {
    /// The payments, and the drawer they go to; none where drawers are not kept, or none is open and no cash was handed over.
    fn write(&self, tx: &mut Conn) -> Result<Option<DrawerSessionId>> {
        Paid::insert(tx, self.sale, &self.payment, self.total)?;
        if !Location::find(tx, self.clerk.location)?.cash_in_drawers {
            return Ok(None);
        }
        let Some(drawer) = self.payment.drawer else {
            if self.payment.tendered == Cents::ZERO {
                return Ok(None);
            }
            return rule(
                "Cash goes into a drawer here, and none is open at this register. Nothing was sold: open it under Drawers, then sell.",
            );
        };
        Drawer::find(tx, self.clerk.location, drawer)?;
        diesel::update(sales::table.find(self.sale)).set(sales::drawer_session_id.eq(drawer)).execute(tx)?;
        Ok(Some(drawer))
    }

    /// The cart was refused before and is tendered again: cash that covers what lies apart for it in the same drawer is that cash,
    /// and is not also to be given back. Of less cash, or in another drawer, nobody knows that: the customer is owed it still.
    fn use_again(&self, tx: &mut Conn, drawer: DrawerSessionId) -> Result<()> {
        let cart: CartId = sales::table.find(self.sale).select(sales::cart_id).first(tx)?;
        let earlier: Vec<SaleId> = sales::table.filter(sales::cart_id.eq(cart)).select(sales::id).load(tx)?;
        let due = drawer_suspense::table
            .filter(drawer_suspense::sale_id.eq_any(earlier))
            .filter(drawer_suspense::session_id.eq(drawer))
            .filter(drawer_suspense::status.eq(Status::GiveBack));
        let apart: Vec<Cents> = due.clone().select(drawer_suspense::cents).load(tx)?;
        if apart.into_iter().sum::<Cents>() > self.payment.tendered {
            return Ok(());
        }
        diesel::update(due)
            .set((
                drawer_suspense::status.eq(Status::Used),
                drawer_suspense::ended_by.eq(self.clerk.user),
                drawer_suspense::ended_at.eq(self.now),
            ))
            .execute(tx)?;
        Ok(())
    }
}

impl Back<'_> {
    fn what(&self) -> &'static str {
        if self.kind == Kind::Void { "The void" } else { "The refund" }
    }

    /// None where drawers are not kept, or when nothing is paid back in cash.
    fn drawer(&self, tx: &mut Conn) -> Result<Option<DrawerSessionId>> {
        if self.cents == Cents::ZERO || !Location::find(tx, self.clerk.location)?.cash_in_drawers {
            return Ok(None);
        }
        let Some(drawer) = self.drawer else {
            return rule(format!(
                "{} goes out of a drawer, and none is open at this register. Nothing was done: open it under Drawers, then try again.",
                self.cents
            ));
        };
        Drawer::find(tx, self.clerk.location, drawer)?;
        Ok(Some(drawer))
    }
}

/// A move of a ticket's cash.
fn sale_move(kind: Kind, drawer: DrawerSessionId, sale: SaleId, cents: Cents, by: UserId, at: At) -> NewMove<'static> {
    NewMove { drawer, kind, cents, sale: Some(sale), other: None, reason: "", note: "", by, at, after_close: false }
}
