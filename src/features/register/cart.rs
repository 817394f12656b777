//! The carts. One open cart for each clerk; every line holds its stock.

use super::super::guests::cart_went;
use super::super::inventory::Package;
use super::super::patients::Patient;
use super::super::pre_orders;
use super::super::products::Product;
use super::advice::Advice;
use super::line::Line;
use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::may::Clerk;
use crate::schema::{cart_lines, carts, packages, products, users};
use crate::values::{At, CartId, CartLineId, LocationId, PatientId, RegistryReadId, UserId, text_enum};
use diesel::prelude::*;

text_enum! {
    Status {
        Open = "open", "Open";
        /// A sale is on its way to the state.
        Tendered = "tendered", "Waiting for the state";
        /// What it holds stays held; its clerk may open another.
        Held = "held", "Put aside";
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
    /// Why it was put aside, while it is.
    pub put_aside: Option<String>,
    /// What would make room for what was refused last: which line, and how many of it.
    pub advice_line: Option<CartLineId>,
    pub advice_units: Option<i64>,
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

    /// Who else at this location has a cart for the same patient.
    pub fn colleagues(&self, conn: &mut Conn) -> Result<Vec<String>> {
        let theirs = carts::table
            .inner_join(users::table)
            .filter(carts::location_id.eq(self.location_id))
            .filter(carts::status.eq_any([Status::Open, Status::Tendered, Status::Held]))
            .filter(carts::patient_id.eq(self.patient_id))
            .filter(carts::id.ne(self.id))
            .order(users::name)
            .select(users::name);
        Ok(theirs.load(conn)?)
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
            Status::Held => "This cart was put aside. Take it up again first; it is listed on the register.",
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
            pre_orders::cart_went(tx, id, to.fate())?;
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
            .set((
                carts::last_scan.eq(words),
                carts::last_scan_refused.eq(refused),
                carts::advice_line.eq(None::<CartLineId>),
                carts::advice_units.eq(None::<i64>),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// What would make room for what was just refused.
    pub fn advise(tx: &mut Conn, id: CartId, advice: Option<Advice>) -> Result<()> {
        let Some(Advice { line, units }) = advice else { return Ok(()) };
        diesel::update(carts::table.find(id)).set((carts::advice_line.eq(line), carts::advice_units.eq(units))).execute(tx)?;
        Ok(())
    }

    pub fn advice(&self) -> Option<Advice> {
        Some(Advice { line: self.advice_line?, units: self.advice_units? })
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
