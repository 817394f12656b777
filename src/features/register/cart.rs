//! The carts and their lines. One open cart for each clerk; every line holds its stock.

use super::super::guests::cart_went;
use super::super::inventory::Package;
use super::super::patients::Patient;
use super::super::products::Product;
use super::limits::Debit;
use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::may::Clerk;
use crate::schema::{allotment_holds, cart_lines, carts, packages, products};
use crate::values::{
    Amount, At, CartId, CartLineId, Cents, FilingId, LocationId, OrderType, PackageId, PatientId, Quantity, RegistryReadId,
    Route, UserId, text_enum,
};
use diesel::prelude::*;

text_enum! {
    Status {
        Open = "open", "Open";
        /// A sale is on its way to the state.
        Tendered = "tendered", "Waiting for the state";
        Sold = "sold", "Sold";
        Cancelled = "cancelled", "Cancelled";
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = carts, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Cart {
    pub id: CartId,
    pub location_id: LocationId,
    pub user_id: UserId,
    pub patient_id: PatientId,
    pub registry_read_id: RegistryReadId,
    pub caregiver_card_id: Option<String>,
    pub status: Status,
    /// What became of the last scan or change of a line, in words.
    pub last_scan: Option<String>,
    pub last_scan_refused: bool,
    pub opened_at: At,
    /// When its clerk last did something with it.
    pub touched_at: At,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cart_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Line {
    pub id: CartLineId,
    pub cart_id: CartId,
    pub package_id: PackageId,
    pub quantity: Quantity,
    pub price_cents: Cents,
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount_each: Amount,
}

/// A line about to be written.
#[derive(Insertable)]
#[diesel(table_name = cart_lines)]
pub struct NewLine {
    pub id: CartLineId,
    pub cart_id: CartId,
    pub package_id: PackageId,
    pub quantity: Quantity,
    pub price_cents: Cents,
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount_each: Amount,
}

pub(super) const OVERTAKEN: &str = "Somebody else has just changed this cart. Open it again.";

impl Cart {
    pub fn subject(id: CartId) -> String {
        format!("cart:{id}")
    }

    /// The clerk's cart, open or waiting for the state.
    pub fn at_hand(conn: &mut Conn, clerk: &Clerk) -> Result<Option<Self>> {
        let mine = carts::table
            .filter(carts::user_id.eq(clerk.user))
            .filter(carts::status.eq_any([Status::Open, Status::Tendered]))
            .select(Self::as_select())
            .first(conn)
            .optional()?;
        Ok(mine)
    }

    /// The clerk's own cart; somebody else's is not found.
    pub fn own(conn: &mut Conn, clerk: &Clerk, id: CartId) -> Result<Self> {
        let mine = carts::table.find(id).filter(carts::user_id.eq(clerk.user)).filter(carts::location_id.eq(clerk.location));
        Ok(mine.select(Self::as_select()).first(conn)?)
    }

    /// [`Cart::own`], still open, and this transaction's alone: two that change or tender one cart come one after the other.
    pub fn take(tx: &mut Conn, clerk: &Clerk, id: CartId, now: At) -> Result<Self> {
        let is_open = Self::touch(tx, clerk, id, now)?;
        let cart = Self::own(tx, clerk, id)?;
        cart.must_be_open()?;
        if is_open { Ok(cart) } else { rule(OVERTAKEN) }
    }

    /// Written before anything is read, so that it also waits for whoever is just changing the cart. `false`: it is not open.
    #[must_use = "false means that the cart is not open"]
    pub fn touch(tx: &mut Conn, clerk: &Clerk, id: CartId, now: At) -> Result<bool> {
        let mine = carts::table.find(id).filter(carts::user_id.eq(clerk.user)).filter(carts::location_id.eq(clerk.location));
        let open = mine.filter(carts::status.eq(Status::Open));
        Ok(diesel::update(open).set(carts::touched_at.eq(now)).execute(tx)? == 1)
    }

    /// The reading that the cart was last weighed against.
    pub fn reading_of(conn: &mut Conn, id: CartId) -> Result<RegistryReadId> {
        Ok(carts::table.find(id).select(carts::registry_read_id).first(conn)?)
    }

    pub fn must_be_open(&self) -> Result<()> {
        rule(match self.status {
            Status::Open => return Ok(()),
            Status::Tendered => "This cart's sale is waiting for the state's answer; it cannot be changed until that has come.",
            Status::Sold => "This cart has been sold. Find the next patient to begin another.",
            Status::Cancelled => "This cart was cancelled. Find the patient again to begin another.",
        })
    }

    /// The cards to ask the registry about, while the cart is open.
    pub fn card_to_ask(conn: &mut Conn, clerk: &Clerk, id: CartId) -> Result<Option<(String, Option<String>)>> {
        let cart = Self::own(conn, clerk, id)?;
        if cart.status != Status::Open {
            return Ok(None);
        }
        Ok(Some((Patient::find(conn, cart.patient_id)?.card_id, cart.caregiver_card_id)))
    }

    pub fn insert(tx: &mut Conn, cart: &Self) -> Result<()> {
        diesel::insert_into(carts::table)
            .values((
                carts::id.eq(cart.id),
                carts::location_id.eq(cart.location_id),
                carts::user_id.eq(cart.user_id),
                carts::patient_id.eq(cart.patient_id),
                carts::registry_read_id.eq(cart.registry_read_id),
                carts::caregiver_card_id.eq(&cart.caregiver_card_id),
                carts::status.eq(cart.status),
                carts::last_scan_refused.eq(false),
                carts::opened_at.eq(cart.opened_at),
                carts::touched_at.eq(cart.touched_at),
            ))
            .execute(tx)
            .map_err(|error| match error {
                diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _) => {
                    Error::Rule("You have another cart open. Finish or cancel it first.".into())
                }
                other => other.into(),
            })?;
        Ok(())
    }

    /// From one status to another. `false`: it was not in the first.
    #[must_use = "false means that somebody else was quicker"]
    pub fn advance(tx: &mut Conn, id: CartId, from: Status, to: Status) -> Result<bool> {
        let there = carts::table.find(id).filter(carts::status.eq(from));
        let is_done = diesel::update(there).set(carts::status.eq(to)).execute(tx)? == 1;
        if is_done {
            cart_went(tx, id, to.fate())?;
        }
        Ok(is_done)
    }

    /// Who buys, and what the registry said of them, as it was last asked.
    pub fn set_buyer(tx: &mut Conn, id: CartId, caregiver: Option<&str>, reading: RegistryReadId) -> Result<()> {
        diesel::update(carts::table.find(id))
            .set((carts::caregiver_card_id.eq(caregiver), carts::registry_read_id.eq(reading)))
            .execute(tx)?;
        Ok(())
    }

    pub fn set_reading(tx: &mut Conn, id: CartId, reading: RegistryReadId) -> Result<()> {
        diesel::update(carts::table.find(id)).set(carts::registry_read_id.eq(reading)).execute(tx)?;
        Ok(())
    }

    /// Remembers what became of the last scan or change, so that it is on the screen until the next one; nothing clears it.
    pub fn note_scan(tx: &mut Conn, id: CartId, words: Option<&str>, refused: bool) -> Result<()> {
        diesel::update(carts::table.find(id))
            .set((carts::last_scan.eq(words), carts::last_scan_refused.eq(refused)))
            .execute(tx)?;
        Ok(())
    }

    /// The lines with what they are of, in the order of scanning.
    pub fn lines(conn: &mut Conn, id: CartId) -> Result<Vec<(Line, Package, Product)>> {
        let lines = cart_lines::table
            .inner_join(packages::table.inner_join(products::table))
            .filter(cart_lines::cart_id.eq(id))
            .order(cart_lines::id)
            .select((Line::as_select(), Package::as_select(), Product::as_select()))
            .load(conn)?;
        Ok(lines)
    }
}

impl Line {
    /// A line of the clerk's own open cart, which this transaction has for itself: see [`Cart::take`].
    pub fn take(tx: &mut Conn, clerk: &Clerk, id: CartLineId, now: At) -> Result<(Self, Cart)> {
        let cart: CartId = cart_lines::table.find(id).select(cart_lines::cart_id).first(tx)?;
        let cart = Cart::take(tx, clerk, cart, now)?;
        Ok((cart_lines::table.find(id).select(Self::as_select()).first(tx)?, cart))
    }

    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Vec<Self>> {
        let lines =
            cart_lines::table.filter(cart_lines::cart_id.eq(cart)).order(cart_lines::id).select(Self::as_select()).load(conn)?;
        Ok(lines)
    }

    pub fn insert(tx: &mut Conn, line: &NewLine) -> Result<()> {
        diesel::insert_into(cart_lines::table).values(line).execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: CartLineId, quantity: Quantity, order_id: &str, route: Route) -> Result<()> {
        diesel::update(cart_lines::table.find(id))
            .set((cart_lines::quantity.eq(quantity), cart_lines::order_id.eq(order_id), cart_lines::route.eq(route)))
            .execute(tx)?;
        Ok(())
    }

    pub fn delete(tx: &mut Conn, id: CartLineId) -> Result<()> {
        diesel::delete(cart_lines::table.find(id)).execute(tx)?;
        Ok(())
    }

    pub fn total(&self) -> Cents {
        self.price_cents.times(self.units())
    }

    /// Whole units: only such are sold.
    pub fn units(&self) -> i64 {
        self.quantity.whole().unwrap_or_default()
    }

    pub fn debit(&self) -> Debit {
        Debit {
            order: self.order_id.clone(),
            order_type: self.order_type,
            route: self.route,
            amount: self.amount_each.times(self.units()),
        }
    }
}

/// What sales on their way to the state have taken of a patient's orders.
pub fn taken_elsewhere(conn: &mut Conn, patient: PatientId) -> Result<Vec<Debit>> {
    let rows: Vec<(String, OrderType, Route, Amount)> = allotment_holds::table
        .filter(allotment_holds::patient_id.eq(patient))
        .order((allotment_holds::filing_id, allotment_holds::order_id))
        .select((allotment_holds::order_id, allotment_holds::order_type, allotment_holds::route, allotment_holds::amount))
        .load(conn)?;
    Ok(rows.into_iter().map(|(order, order_type, route, amount)| Debit { order, order_type, route, amount }).collect())
}

/// Takes what a sale will debit, until the state has answered it: two tills cannot both pass.
pub fn take_allotment(tx: &mut Conn, filing: FilingId, patient: PatientId, debits: &[Debit]) -> Result<()> {
    for debit in debits {
        diesel::insert_into(allotment_holds::table)
            .values((
                allotment_holds::filing_id.eq(filing),
                allotment_holds::patient_id.eq(patient),
                allotment_holds::order_id.eq(&debit.order),
                allotment_holds::order_type.eq(debit.order_type),
                allotment_holds::route.eq(debit.route),
                allotment_holds::amount.eq(debit.amount),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// The state has answered: what it took, the registry knows.
pub fn free_allotment(tx: &mut Conn, filing: FilingId) -> Result<()> {
    diesel::delete(allotment_holds::table.filter(allotment_holds::filing_id.eq(filing))).execute(tx)?;
    Ok(())
}
