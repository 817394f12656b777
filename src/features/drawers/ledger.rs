//! The `drawer_moves` table: cash in and out of a drawer, only ever added to. The drawer's balance is its opening and their sum.

use super::model::{Drawer, Status};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::may::Clerk;
use crate::schema::{drawer_moves, drawer_sessions, sales, users};
use crate::values::{At, Cents, DrawerMoveId, DrawerSessionId, SaleId, UserId, text_enum};
use diesel::prelude::*;

text_enum! {
    /// Why cash moved.
    Kind {
        Sale = "sale", "Sale";
        Void = "void", "Void";
        Refund = "refund", "Refund";
        /// To the safe.
        Drop = "drop", "Drop";
        PayIn = "pay_in", "Pay-in";
        PayOut = "pay_out", "Pay-out";
        Transfer = "transfer", "Transfer";
        Adjust = "adjust", "Adjustment";
    }
}

/// A move about to be written; what leaves the drawer is negative.
pub struct NewMove<'a> {
    pub drawer: DrawerSessionId,
    pub kind: Kind,
    pub cents: Cents,
    pub sale: Option<SaleId>,
    /// The other end of a transfer.
    pub other: Option<DrawerSessionId>,
    pub reason: &'a str,
    pub note: &'a str,
    pub by: UserId,
    pub at: At,
    pub after_close: bool,
}

/// A move as it is shown.
#[derive(Debug, Clone)]
pub struct MoveLine {
    pub kind: Kind,
    pub cents: Cents,
    /// Its ticket: id and number.
    pub sale: Option<(SaleId, i64)>,
    pub other: Option<DrawerSessionId>,
    pub reason: String,
    pub note: String,
    pub by: String,
    pub at: At,
    pub after_close: bool,
}

impl NewMove<'_> {
    /// Adds it to the ledger; the balance is its caller's.
    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(drawer_moves::table)
            .values((
                drawer_moves::id.eq(DrawerMoveId::new()),
                drawer_moves::session_id.eq(self.drawer),
                drawer_moves::kind.eq(self.kind),
                drawer_moves::amount_cents.eq(self.cents),
                drawer_moves::sale_id.eq(self.sale),
                drawer_moves::other_session_id.eq(self.other),
                drawer_moves::reason.eq(self.reason),
                drawer_moves::note.eq(self.note),
                drawer_moves::user_id.eq(self.by),
                drawer_moves::moved_at.eq(self.at),
                drawer_moves::after_close.eq(self.after_close),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// Into or out of an open drawer that has enough; else words. `what` begins them: "The drop".
    pub fn post(&self, tx: &mut Conn, clerk: &Clerk, what: &str) -> Result<()> {
        let here = drawer_sessions::table
            .find(self.drawer)
            .filter(drawer_sessions::location_id.eq(clerk.location))
            .filter(drawer_sessions::status.eq(Status::Open))
            .filter((drawer_sessions::balance_cents - drawer_sessions::held_cents).ge(-self.cents.0));
        let written = diesel::update(here)
            .set((
                drawer_sessions::balance_cents.eq(drawer_sessions::balance_cents + self.cents.0),
                drawer_sessions::moves.eq(drawer_sessions::moves + 1),
            ))
            .execute(tx)?;
        if written == 1 { self.insert(tx) } else { Err(refused(tx, clerk, self.drawer, self.cents, what)) }
    }
}

/// Why a drawer did not take or give: counted, closed, or not enough.
pub fn refused(tx: &mut Conn, clerk: &Clerk, drawer: DrawerSessionId, cents: Cents, what: &str) -> crate::error::Error {
    let why = |tx: &mut Conn| -> Result<()> {
        let found = Drawer::find(tx, clerk.location, drawer)?;
        found.must_be_open(tx, clerk)?;
        let name = found.register_name(tx)?;
        let promised = if found.held_cents > Cents::ZERO { " that is not promised to a void or refund" } else { "" };
        rule(format!(
            "{what} takes {}, and the drawer of {name} has not so much{promised}. Nothing was done: pay cash in first, or use another drawer.",
            Cents::ZERO.minus(cents)
        ))
    };
    match why(tx) {
        Err(words) => words,
        Ok(()) => internal(format!("drawer {drawer} took no move, and nobody knows why")),
    }
}

/// Every move of a drawer, oldest first.
pub fn history(conn: &mut Conn, drawer: DrawerSessionId) -> Result<Vec<MoveLine>> {
    type Row = (Kind, Cents, Option<SaleId>, Option<DrawerSessionId>, String, String, String, At, bool);
    let rows: Vec<Row> = drawer_moves::table
        .inner_join(users::table)
        .filter(drawer_moves::session_id.eq(drawer))
        .order(drawer_moves::id)
        .select((
            drawer_moves::kind,
            drawer_moves::amount_cents,
            drawer_moves::sale_id,
            drawer_moves::other_session_id,
            drawer_moves::reason,
            drawer_moves::note,
            users::name,
            drawer_moves::moved_at,
            drawer_moves::after_close,
        ))
        .load(conn)?;
    let ids: Vec<SaleId> = rows.iter().filter_map(|row| row.2).collect();
    let numbers: Vec<(SaleId, i64)> = sales::table.filter(sales::id.eq_any(ids)).select((sales::id, sales::number)).load(conn)?;
    let line = |(kind, cents, sale, other, reason, note, by, at, after_close): Row| MoveLine {
        kind,
        cents,
        sale: sale.and_then(|id| numbers.iter().find(|(known, _)| *known == id).copied()),
        other,
        reason,
        note,
        by,
        at,
        after_close,
    };
    Ok(rows.into_iter().map(line).collect())
}
