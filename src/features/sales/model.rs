//! The tables of sales and their lines.

use super::super::inventory::Package;
use crate::biotrack::Fulfilment;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::{Clerk, Role};
use crate::schema::{locations, packages, sale_lines, sales, users};
use crate::values::{
    Amount, At, Barcode, CartId, Cents, FilingId, LocationId, OrderType, PackageId, PatientId, Quantity, Route, SaleId,
    SaleLineId, UserId, text_enum,
};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    Status {
        /// The state has not answered yet.
        Pending = "pending", "Waiting for the state";
        Sold = "sold", "Sold";
        Voided = "voided", "Voided";
        /// The state said no: nothing was sold.
        Withdrawn = "withdrawn", "Refused by the state";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Pending => "waiting",
            Self::Sold => "accepted",
            Self::Voided => "quiet",
            Self::Withdrawn => "refused",
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sales, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Sale {
    pub id: SaleId,
    pub location_id: LocationId,
    pub number: i64,
    pub cart_id: CartId,
    pub user_id: UserId,
    pub patient_id: PatientId,
    pub caregiver_card_id: Option<String>,
    /// What told the state of it; of merchandise alone nothing did.
    pub filing_id: Option<FilingId>,
    pub status: Status,
    pub subtotal_cents: Cents,
    pub tax_cents: Cents,
    pub total_cents: Cents,
    pub tendered_cents: Cents,
    pub change_cents: Cents,
    pub state_transaction: Option<i64>,
    pub business_date: NaiveDate,
    pub sold_at: At,
    pub voided_at: Option<At>,
    pub voided_by: Option<UserId>,
    pub void_reason: Option<String>,
    pub fulfilment: Fulfilment,
    /// Whose PIN let them void it.
    pub void_approved_by: Option<UserId>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sale_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct SaleLine {
    pub id: SaleLineId,
    pub sale_id: SaleId,
    pub package_id: PackageId,
    pub item_number: i64,
    pub product_name: String,
    pub quantity: Quantity,
    pub price_cents: Cents,
    pub total_cents: Cents,
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount: Amount,
    pub physician: String,
    pub discount_cents: Cents,
    pub tax_cents: Cents,
}

impl SaleLine {
    /// `Medical Cannabis, Edible`; smoking is both at once.
    pub fn order_words(&self) -> String {
        match (self.order_type.label(), self.route.label()) {
            (order_type, route) if order_type == route => route.to_owned(),
            (order_type, route) => format!("{order_type}, {route}"),
        }
    }

    /// What was posted to the order, with its unit.
    pub fn posted(&self) -> String {
        self.amount.in_words(self.order_type.unit())
    }
}

impl Sale {
    pub fn subject(id: SaleId) -> String {
        format!("sale:{id}")
    }

    /// A sale that this person may see: a budtender's own, else any of the shop.
    pub fn find(conn: &mut Conn, clerk: &Clerk, id: SaleId) -> Result<Self> {
        let here = sales::table.find(id).filter(sales::location_id.eq(clerk.location)).into_boxed();
        let seen = if sees_all(clerk) { here } else { here.filter(sales::user_id.eq(clerk.user)) };
        Ok(seen.select(Self::as_select()).first(conn)?)
    }

    /// The sale that a receipt's code names, if this person may see it.
    pub fn of_number(conn: &mut Conn, clerk: &Clerk, number: i64) -> Result<Option<SaleId>> {
        let here = sales::table.filter(sales::location_id.eq(clerk.location)).filter(sales::number.eq(number)).into_boxed();
        let seen = if sees_all(clerk) { here } else { here.filter(sales::user_id.eq(clerk.user)) };
        Ok(seen.select(sales::id).first(conn).optional()?)
    }

    /// The sale of a cart that waits for the state's answer.
    pub fn pending_of(conn: &mut Conn, cart: CartId) -> Result<Option<Self>> {
        let pending = sales::table.filter(sales::cart_id.eq(cart)).filter(sales::status.eq(Status::Pending));
        Ok(pending.select(Self::as_select()).first(conn).optional()?)
    }

    /// The name of a person who sold or voided.
    pub fn name_of(conn: &mut Conn, user: UserId) -> Result<String> {
        Ok(users::table.find(user).select(users::name).first(conn)?)
    }

    /// The shop's next number. The shop's row is written first, so that two tills cannot both read the same highest one.
    pub fn next_number(tx: &mut Conn, location: LocationId) -> Result<i64> {
        diesel::update(locations::table.find(location)).set(locations::name.eq(locations::name)).execute(tx)?;
        let highest: Option<i64> =
            sales::table.filter(sales::location_id.eq(location)).select(diesel::dsl::max(sales::number)).first(tx)?;
        Ok(highest.unwrap_or_default() + 1)
    }

    /// Whether the state has accepted a sale to this patient since then: what was read before is out of date.
    pub fn any_since(conn: &mut Conn, patient: PatientId, then: At) -> Result<bool> {
        use crate::schema::filings;
        let since = sales::table
            .inner_join(filings::table)
            .filter(sales::patient_id.eq(patient))
            .filter(sales::status.eq(Status::Sold))
            .filter(filings::closed_at.ge(then))
            .select(sales::id)
            .first::<SaleId>(conn)
            .optional()?;
        Ok(since.is_some())
    }

    pub fn insert(tx: &mut Conn, sale: &Self, lines: &[SaleLine]) -> Result<()> {
        diesel::insert_into(sales::table).values(sale).execute(tx)?;
        for line in lines {
            diesel::insert_into(sale_lines::table).values(line).execute(tx)?;
        }
        Ok(())
    }

    /// The state said yes.
    pub fn accept(tx: &mut Conn, id: SaleId, transaction: i64) -> Result<()> {
        diesel::update(sales::table.find(id))
            .set((sales::status.eq(Status::Sold), sales::state_transaction.eq(transaction)))
            .execute(tx)?;
        Ok(())
    }

    /// The state said no.
    pub fn withdraw(tx: &mut Conn, id: SaleId) -> Result<()> {
        diesel::update(sales::table.find(id)).set(sales::status.eq(Status::Withdrawn)).execute(tx)?;
        Ok(())
    }

    /// Taken back. `false`: it is not sold, or somebody was quicker.
    #[must_use = "false means that nothing was taken back"]
    pub fn void(tx: &mut Conn, id: SaleId, (by, approver): (UserId, Option<UserId>), reason: &str, now: At) -> Result<bool> {
        let rows = diesel::update(sales::table.find(id).filter(sales::status.eq(Status::Sold)))
            .set((
                sales::status.eq(Status::Voided),
                sales::voided_by.eq(by),
                sales::void_approved_by.eq(approver),
                sales::void_reason.eq(reason),
                sales::voided_at.eq(now),
            ))
            .execute(tx)?;
        Ok(rows == 1)
    }

    /// The lines with the identifiers of their packages, in the order of the ticket.
    pub fn lines(conn: &mut Conn, id: SaleId) -> Result<Vec<(SaleLine, Barcode)>> {
        let lines = sale_lines::table
            .inner_join(packages::table)
            .filter(sale_lines::sale_id.eq(id))
            .order(sale_lines::item_number)
            .select((SaleLine::as_select(), packages::barcode))
            .load(conn)?;
        Ok(lines)
    }

    /// The packages that the lines were taken from, as they are now.
    pub fn packages(conn: &mut Conn, id: SaleId) -> Result<Vec<(SaleLine, Package)>> {
        let lines = sale_lines::table
            .inner_join(packages::table)
            .filter(sale_lines::sale_id.eq(id))
            .order(sale_lines::item_number)
            .select((SaleLine::as_select(), Package::as_select()))
            .load(conn)?;
        Ok(lines)
    }

    /// Until this transaction ends, nobody else takes it back, voids it or prints of it.
    pub fn lock(tx: &mut Conn, id: SaleId) -> Result<()> {
        diesel::update(sales::table.find(id)).set(sales::number.eq(sales::number)).execute(tx)?;
        Ok(())
    }

    /// What was sold can come back; what was not, or was voided, cannot.
    pub fn must_be_returnable(&self) -> Result<()> {
        if self.is_sold() {
            return Ok(());
        }
        rule(format!("Nothing of sale {} can come back: {}.", self.number, self.status.label().to_lowercase()))
    }

    pub fn is_delivery(&self) -> bool {
        self.fulfilment == Fulfilment::Delivery
    }

    pub fn is_pending(&self) -> bool {
        self.status == Status::Pending
    }

    pub fn is_sold(&self) -> bool {
        self.status == Status::Sold
    }

    pub fn is_voided(&self) -> bool {
        self.status == Status::Voided
    }
}

/// A budtender sees their own sales only.
pub fn sees_all(clerk: &Clerk) -> bool {
    clerk.role != Role::Budtender
}
