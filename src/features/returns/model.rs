//! The tables of returns and their lines.

use super::refund::Ways;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{return_lines, returns, users};
use crate::values::{
    At, Cents, FilingId, LocationId, PackageId, Quantity, ReturnId, ReturnLineId, SaleId, SaleLineId, UserId, text_enum,
};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    Status {
        /// The state has not answered yet.
        Pending = "pending", "Waiting for the state";
        Accepted = "accepted", "Returned";
        /// The state said no: nothing came back.
        Withdrawn = "withdrawn", "Refused by the state";
    }
}

text_enum! {
    /// How the customer gets the money back.
    Method {
        /// Each part the way it came, when some came each way.
        AsPaid = "as_paid", "The way it was paid";
        Cash = "cash", "Cash";
        Debit = "debit", "Debit card, by the terminal on the counter";
        Nothing = "none", "No money back";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Pending => "waiting",
            Self::Accepted => "accepted",
            Self::Withdrawn => "refused",
        }
    }
}

/// One visit of a customer who brought something of one sale back.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = returns, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Return {
    pub id: ReturnId,
    pub location_id: LocationId,
    pub sale_id: SaleId,
    pub user_id: UserId,
    /// Whose PIN let them.
    pub approved_by: Option<UserId>,
    /// None: nothing of it was the state's business.
    pub filing_id: Option<FilingId>,
    pub status: Status,
    pub reason: String,
    pub method: Method,
    pub terminal_reference: Option<String>,
    pub amount_cents: Cents,
    pub state_transaction: Option<i64>,
    pub business_date: NaiveDate,
    pub returned_at: At,
    /// What of it goes out in cash; the rest goes to the card.
    pub cash_cents: Cents,
    /// Why it goes another way than it was paid.
    pub other_way: Option<String>,
}

/// So much of a line of the ticket.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = return_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct ReturnLine {
    pub id: ReturnLineId,
    pub return_id: ReturnId,
    /// The line of a package, or else of a device or merchandise.
    pub sale_line_id: Option<SaleLineId>,
    pub sale_supply_id: Option<SaleLineId>,
    pub product_name: String,
    pub quantity: Quantity,
    pub amount_cents: Cents,
    pub restocked: bool,
    pub package_id: Option<PackageId>,
}

impl Return {
    pub fn insert(&self, tx: &mut Conn, lines: &[ReturnLine]) -> Result<()> {
        diesel::insert_into(returns::table).values(self).execute(tx)?;
        for line in lines {
            diesel::insert_into(return_lines::table).values(line).execute(tx)?;
        }
        Ok(())
    }

    /// One of this sale, and who took it.
    pub fn find(conn: &mut Conn, sale: SaleId, id: ReturnId) -> Result<(Self, String)> {
        let one = returns::table.inner_join(users::table).filter(returns::id.eq(id)).filter(returns::sale_id.eq(sale));
        Ok(one.select((Self::as_select(), users::name)).first(conn)?)
    }

    /// All of a sale, oldest first, and who took each.
    pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Vec<(Self, String)>> {
        let all = returns::table.inner_join(users::table).filter(returns::sale_id.eq(sale)).order(returns::id);
        Ok(all.select((Self::as_select(), users::name)).load(conn)?)
    }

    /// Whether anything of the sale came back, or is about to.
    pub fn any_of(conn: &mut Conn, sale: SaleId) -> Result<bool> {
        let standing = returns::table.filter(returns::sale_id.eq(sale)).filter(returns::status.ne(Status::Withdrawn));
        Ok(standing.select(returns::id).first::<ReturnId>(conn).optional()?.is_some())
    }

    /// Those of these sales of which something came back.
    pub fn among(conn: &mut Conn, sales: &[SaleId]) -> Result<Vec<SaleId>> {
        let standing =
            returns::table.filter(returns::sale_id.eq_any(sales.to_vec())).filter(returns::status.eq(Status::Accepted));
        Ok(standing.select(returns::sale_id).distinct().load(conn)?)
    }

    /// The state said yes.
    pub fn accept(tx: &mut Conn, id: ReturnId, transaction: i64) -> Result<()> {
        diesel::update(returns::table.find(id))
            .set((returns::status.eq(Status::Accepted), returns::state_transaction.eq(transaction)))
            .execute(tx)?;
        Ok(())
    }

    /// The state said no.
    pub fn withdraw(tx: &mut Conn, id: ReturnId) -> Result<()> {
        diesel::update(returns::table.find(id)).set(returns::status.eq(Status::Withdrawn)).execute(tx)?;
        Ok(())
    }

    /// It was the state's business.
    pub fn is_told(&self) -> bool {
        self.filing_id.is_some()
    }

    pub fn is_accepted(&self) -> bool {
        self.status == Status::Accepted
    }

    pub fn is_pending(&self) -> bool {
        self.status == Status::Pending
    }

    /// What the clerk does with the money, in words.
    pub fn money(&self) -> String {
        if self.method == Method::Nothing {
            return "no money".to_owned();
        }
        let ways = Ways { cash: self.cash_cents, debit: self.amount_cents.minus(self.cash_cents) };
        let mut words = ways.words();
        if let Some(reference) = &self.terminal_reference {
            words.push_str(&format!(", terminal reference {reference}"));
        }
        if let Some(why) = &self.other_way {
            words.push_str(&format!(", another way than it was paid: {why}"));
        }
        words
    }
}

impl ReturnLine {
    pub fn of(conn: &mut Conn, id: ReturnId) -> Result<Vec<Self>> {
        let all = return_lines::table.filter(return_lines::return_id.eq(id)).order(return_lines::id);
        Ok(all.select(Self::as_select()).load(conn)?)
    }

    /// The package that the state made of it.
    pub fn becomes(tx: &mut Conn, id: ReturnLineId, package: PackageId) -> Result<()> {
        diesel::update(return_lines::table.find(id)).set(return_lines::package_id.eq(package)).execute(tx)?;
        Ok(())
    }
}
