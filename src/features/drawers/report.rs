//! What a drawer's life or a shop's day came to: the closing report.

use super::counted::Counted;
use super::ledger::{self, Kind, MoveLine};
use super::model::Drawer;
use super::owed::Owed;
use super::payments::Method;
use crate::db::Conn;
use crate::error::Result;
use crate::features::sales::Status as SaleStatus;
use crate::may::{self, Clerk};
use crate::schema::{drawer_sessions, sale_payments, sales};
use crate::values::{Cents, DrawerSessionId, LocationId, SaleId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// The tickets of a drawer or of a day, and what they were paid with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tickets {
    /// Accepted by the state, those voided later among them.
    pub sold: i64,
    pub voided: i64,
    /// Without the state's answer.
    pub waiting: i64,
    pub cash: Cents,
    pub debit: Cents,
    pub voided_cash: Cents,
    pub voided_debit: Cents,
}

type Part = (SaleId, SaleStatus, Option<Method>, Option<Cents>);

impl Tickets {
    fn of(parts: &[Part]) -> Self {
        let mut all = Self::default();
        let mut last = None;
        for (sale, status, method, amount) in parts {
            if last != Some(*sale) {
                last = Some(*sale);
                match status {
                    SaleStatus::Pending => all.waiting += 1,
                    SaleStatus::Sold => all.sold += 1,
                    SaleStatus::Voided => (all.sold, all.voided) = (all.sold + 1, all.voided + 1),
                    SaleStatus::Withdrawn => {}
                }
            }
            let (Some(method), Some(amount)) = (method, amount) else { continue };
            if matches!(status, SaleStatus::Sold | SaleStatus::Voided) {
                let sum = if *method == Method::Cash { &mut all.cash } else { &mut all.debit };
                *sum = sum.plus(*amount);
            }
            if *status == SaleStatus::Voided {
                let sum = if *method == Method::Cash { &mut all.voided_cash } else { &mut all.voided_debit };
                *sum = sum.plus(*amount);
            }
        }
        all
    }

    fn of_drawer(conn: &mut Conn, drawer: DrawerSessionId) -> Result<Self> {
        let parts: Vec<Part> = sales::table
            .left_join(sale_payments::table)
            .filter(sales::drawer_session_id.eq(drawer))
            .order(sales::id)
            .select((sales::id, sales::status, sale_payments::method.nullable(), sale_payments::amount_cents.nullable()))
            .load(conn)?;
        Ok(Self::of(&parts))
    }

    /// Of the whole shop, whatever drawer they went to, or none.
    pub fn of_day(conn: &mut Conn, location: LocationId, day: NaiveDate) -> Result<Self> {
        let parts: Vec<Part> = sales::table
            .left_join(sale_payments::table)
            .filter(sales::location_id.eq(location))
            .filter(sales::business_date.eq(day))
            .order(sales::id)
            .select((sales::id, sales::status, sale_payments::method.nullable(), sale_payments::amount_cents.nullable()))
            .load(conn)?;
        Ok(Self::of(&parts))
    }

    pub fn total(&self) -> Cents {
        self.cash.plus(self.debit).minus(self.voided_cash).minus(self.voided_debit)
    }
}

/// One drawer with everything around it.
pub struct Report {
    pub drawer: Drawer,
    pub register: String,
    pub opened_by: String,
    pub counted_by: String,
    pub moves: Vec<MoveLine>,
    pub tickets: Tickets,
    /// Without an answer, or to be given back.
    pub unsettled: Vec<Owed>,
    /// What the drawer was closed over.
    pub named: Vec<Owed>,
    /// Whether this person is shown what should be in the drawer.
    pub shows_amounts: bool,
}

impl Report {
    pub fn find(conn: &mut Conn, clerk: &Clerk, id: DrawerSessionId, blind: bool) -> Result<Self> {
        let drawer = Drawer::find(conn, clerk.location, id)?;
        Self::of(conn, clerk, drawer, blind)
    }

    fn of(conn: &mut Conn, clerk: &Clerk, drawer: Drawer, blind: bool) -> Result<Self> {
        Ok(Self {
            register: drawer.register_name(conn)?,
            opened_by: Drawer::name_of(conn, Some(drawer.opened_by))?,
            counted_by: Drawer::name_of(conn, drawer.counted_by)?,
            moves: ledger::history(conn, drawer.id)?,
            tickets: Tickets::of_drawer(conn, drawer.id)?,
            unsettled: Owed::unsettled(conn, drawer.id)?,
            named: Owed::named(conn, drawer.id)?,
            shows_amounts: shows_amounts(clerk, &drawer, blind),
            drawer,
        })
    }

    /// The drawers that were opened on a day, in the order of their opening.
    pub fn of_day(conn: &mut Conn, clerk: &Clerk, day: NaiveDate, blind: bool) -> Result<Vec<Self>> {
        let drawers: Vec<Drawer> = drawer_sessions::table
            .filter(drawer_sessions::location_id.eq(clerk.location))
            .filter(drawer_sessions::business_date.eq(day))
            .order(drawer_sessions::id)
            .select(Drawer::as_select())
            .load(conn)?;
        drawers.into_iter().map(|drawer| Self::of(conn, clerk, drawer, blind)).collect()
    }

    /// What moved for one reason before the close.
    pub fn sum(&self, kind: Kind) -> Cents {
        self.before_close().filter(|one| one.kind == kind).map(|one| one.cents).sum()
    }

    /// Everything that moved before the close, by what it was: words, how many, together.
    pub fn sums(&self) -> Vec<(&'static str, usize, Cents)> {
        let words = |kind: Kind| match kind {
            Kind::Sale => "Sales in cash",
            Kind::Void => "Voids in cash",
            Kind::Refund => "Refunds in cash",
            Kind::Drop => "Drops",
            Kind::PayIn => "Pay-ins",
            Kind::PayOut => "Pay-outs",
            Kind::Transfer => "Transfers",
            Kind::Adjust => "Adjustments",
        };
        let line = |kind: &Kind| (words(*kind), self.before_close().filter(|one| one.kind == *kind).count(), self.sum(*kind));
        let all = Kind::ALL.iter().map(line);
        all.filter(|(words, count, _)| *count > 0 || *words == "Sales in cash").collect()
    }

    fn before_close(&self) -> impl Iterator<Item = &MoveLine> {
        self.moves.iter().filter(|one| !one.after_close)
    }

    /// Tickets that the state answered after the close.
    pub fn after_close(&self) -> Vec<&MoveLine> {
        self.moves.iter().filter(|one| one.after_close).collect()
    }

    /// Bills and coins, largest first; empty until it is closed.
    pub fn counted(&self) -> Counted {
        let text = self.drawer.denominations.as_deref().unwrap_or("[]");
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The sum of what waits in suspense.
    pub fn in_suspense(&self) -> Cents {
        self.unsettled.iter().filter(|owed| !owed.is_promised()).map(|owed| owed.cents).sum()
    }

    pub fn over_words(&self) -> String {
        self.drawer.over_short().map(super::model::over_words).unwrap_or_default()
    }

    /// The mark of its badge.
    pub fn over_mark(&self) -> &'static str {
        if self.drawer.over_short() == Some(Cents::ZERO) { "accepted" } else { "refused" }
    }
}

/// Where counts are blind, nobody is shown the amounts while somebody counts, and those who only count never are.
pub fn shows_amounts(clerk: &Clerk, drawer: &Drawer, blind: bool) -> bool {
    !blind || (clerk.may::<may::SeeOverShort>() && !drawer.is_counting())
}
