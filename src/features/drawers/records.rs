//! What is written down of a drawer: opened, moved, from drawer to drawer, given back. The state hears of none of it.

use super::super::locations::Location;
use super::ledger::{Kind, NewMove};
use super::model::Drawer;
use super::reason::Reason;
use super::register::Register;
use super::suspense;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::may::{self, Permission};
use crate::schema::registers;
use crate::values::{Cents, DrawerSessionId, FilingId, RegisterId};
use diesel::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// A drawer begins, with what is in it.
#[derive(Serialize)]
pub struct OpenDrawer {
    pub register: RegisterId,
    pub opening: Cents,
}

impl Record for OpenDrawer {
    const ACT: &'static str = "open_drawer";
    type Needs = may::UseDrawer;
    type Done = DrawerSessionId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<DrawerSessionId> {
        // Written first: hiding the register writes the same row, so one of the two comes first.
        let here = registers::table.find(self.register).filter(registers::location_id.eq(by.clerk.location));
        diesel::update(here).set(registers::hidden.eq(registers::hidden)).execute(tx)?;
        let register = Register::find(tx, by.clerk.location, self.register)?;
        if !Location::find(tx, by.clerk.location)?.cash_in_drawers {
            return rule("This shop keeps no drawers. An admin can switch them on under Settings, Location.");
        }
        if register.hidden {
            return rule(format!("{} is hidden and no longer used. Choose another register.", register.name));
        }
        if let Some(open) = Drawer::open_of(tx, register.id)? {
            let who = Drawer::name_of(tx, Some(open.opened_by))?;
            return rule(format!(
                "The drawer of {} is open already: {who} opened it with {}. Go on with it, or close it first.",
                register.name, open.opening_cents
            ));
        }
        let left = Drawer::left_in(tx, register.id)?;
        let drawer = Drawer::new(by.clerk, register.id, self.opening, left, by.now);
        Drawer::insert(tx, &drawer)?;
        Ok(drawer.id)
    }
}

/// Cash that moves for a reason of the shop's list: `P` is who may do that.
#[derive(Serialize)]
pub struct MoveCash<P> {
    pub drawer: DrawerSessionId,
    pub kind: Kind,
    /// What leaves is negative.
    pub cents: Cents,
    pub reason: String,
    pub note: String,
    #[serde(skip)]
    pub by: PhantomData<P>,
}

impl<P: Permission> Record for MoveCash<P> {
    const ACT: &'static str = "move_cash";
    type Needs = P;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        Reason::must_be_one(tx, by.clerk.location, self.kind, &self.reason)?;
        let one = NewMove {
            drawer: self.drawer,
            kind: self.kind,
            cents: self.cents,
            sale: None,
            other: None,
            reason: &self.reason,
            note: &self.note,
            by: by.clerk.user,
            at: by.now,
            after_close: false,
        };
        one.post(tx, by.clerk, &format!("The {}", self.kind.label().to_lowercase()))
    }
}

/// Cash goes from one open drawer to another.
#[derive(Serialize)]
pub struct TransferCash {
    pub from: DrawerSessionId,
    pub to: DrawerSessionId,
    pub cents: Cents,
    pub note: String,
}

impl Record for TransferCash {
    const ACT: &'static str = "transfer_cash";
    type Needs = may::MoveCash;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if self.from == self.to {
            return Err(Error::Invalid(Problems::one("to", "That is the same drawer. Choose another one.")));
        }
        let end = |drawer, other, cents| NewMove {
            drawer,
            kind: Kind::Transfer,
            cents,
            sale: None,
            other: Some(other),
            reason: "",
            note: &self.note,
            by: by.clerk.user,
            at: by.now,
            after_close: false,
        };
        let mut ends = [end(self.from, self.to, Cents::ZERO.minus(self.cents)), end(self.to, self.from, self.cents)];
        // In one order, so that two transfers against each other never wait in a ring.
        ends.sort_by_key(|end| end.drawer);
        ends.iter().try_for_each(|end| end.post(tx, by.clerk, "The transfer"))
    }
}

/// A person has given the cash of a refused ticket back.
#[derive(Serialize)]
pub struct HandBack {
    pub filing: FilingId,
}

impl Record for HandBack {
    const ACT: &'static str = "hand_back_cash";
    type Needs = may::UseDrawer;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if suspense::give_back(tx, self.filing, by.clerk, by.now)? {
            return Ok(());
        }
        rule(
            "Nothing is to be given back for that ticket any more: somebody has confirmed it already, or its cash was taken for the next try.",
        )
    }
}
