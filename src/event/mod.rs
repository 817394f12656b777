//! The event log: who changed what, from what to what. A change is not described, it is seen: a [`Watched`] thing is looked at before
//! and after, and what differs is written in the same transaction.
//!
//! ```ignore
//! // something new:
//! event::made::<Lane>(tx, by, id)?;
//! // something that changes, retires or comes back:
//! let watch = event::watch::<Lane>(tx, by, self.lane)?;
//! Lane { name, ..lane }.save(tx)?;
//! watch.note(tx)
//! ```
//!
//! One chain in all, not one for each location: only then a row that was moved to another location shows. Its head is one row, which is
//! locked from an event to the end of that transaction; sales write no events, so the counter never waits for it. Nothing is ever
//! deleted here: the law's records are kept seven years at least, and a chain has no place to cut.

mod chain;
mod check;
mod difference;

pub use chain::{Event, seal};
pub use check::{Check, Found, check};
pub use difference::{Change, Picture};

use crate::app::By;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{filings, users};
use crate::values::{At, FilingId, LocationId, UserId, text_enum};
use diesel::prelude::*;
use std::marker::PhantomData;

text_enum! {
    /// What an event is about.
    Category {
        SignIns = "sign_ins", "Sign-ins";
        Users = "users", "Users";
        Groups = "groups", "Permissions";
        Inspectors = "inspectors", "Inspectors";
        Settings = "settings", "Settings";
        Lanes = "lanes", "Lanes";
        Registers = "registers", "Registers";
        Rooms = "rooms", "Rooms";
        Drivers = "drivers", "Drivers";
        Vehicles = "vehicles", "Vehicles";
        Facilities = "facilities", "Facilities";
        Products = "products", "Products";
        Terms = "terms", "Catalog lists";
        Statuses = "statuses", "Inventory statuses";
        PriceTiers = "price_tiers", "Price tiers";
        Discounts = "discounts", "Discounts";
        Prints = "prints", "Prints";
        Evidence = "evidence", "Evidence";
    }
}

text_enum! {
    /// What became of it.
    Kind {
        Create = "create", "Created";
        Edit = "edit", "Changed";
        Delete = "delete", "Removed";
        Restore = "restore", "Restored";
        SignIn = "sign_in", "Signed in";
        SignOut = "sign_out", "Signed out";
        Failed = "failed", "Failed sign-in";
        Lock = "lock", "Locked";
        Print = "print", "Printed";
        Look = "look", "Looked at";
        Gather = "gather", "Gathered";
    }
}

/// Something whose changes are written down.
pub trait Watched {
    const CATEGORY: Category;
    type Id: Clone;

    /// As it stands now; an error when this location has none.
    fn picture(conn: &mut Conn, location: LocationId, id: &Self::Id) -> Result<Picture>;
}

/// Who did it, where, when, and on whose word.
#[derive(Debug, Clone)]
pub struct Who {
    pub user: UserId,
    pub name: String,
    pub location: LocationId,
    pub approver: Option<UserId>,
    pub at: At,
}

impl From<&By<'_>> for Who {
    fn from(by: &By<'_>) -> Self {
        let (user, location, name) = (by.clerk.user, by.clerk.location, by.clerk.name.clone());
        Self { user, name, location, approver: by.approver, at: by.now }
    }
}

impl Who {
    /// Whoever filed it; the state's answer may come hours later.
    pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Self> {
        let (user, name, location, approver, at) = filings::table
            .inner_join(users::table)
            .filter(filings::id.eq(filing))
            .select((users::id, users::name, filings::location_id, filings::approved_by, filings::opened_at))
            .first(conn)?;
        Ok(Self { user, name, location, approver, at })
    }

    /// Somebody who is not signed in yet, or not any more.
    pub fn of_user(conn: &mut Conn, user: UserId, at: At) -> Result<Self> {
        let (name, location) = users::table.find(user).select((users::name, users::location_id)).first(conn)?;
        Ok(Self { user, name, location, approver: None, at })
    }
}

/// Something before it changes.
pub struct Watch<T: Watched> {
    who: Who,
    id: T::Id,
    before: Picture,
    of: PhantomData<T>,
}

/// Looks at it before the change; [`Watch::note`] looks again.
pub fn watch<T: Watched>(tx: &mut Conn, who: impl Into<Who>, id: T::Id) -> Result<Watch<T>> {
    let who = who.into();
    let before = T::picture(tx, who.location, &id)?;
    Ok(Watch { who, id, before, of: PhantomData })
}

impl<T: Watched> Watch<T> {
    /// Writes what differs now; where nothing does, nothing.
    pub fn note(self, tx: &mut Conn) -> Result<()> {
        let after = T::picture(tx, self.who.location, &self.id)?;
        changed(tx, self.who, T::CATEGORY, &self.before, &after)
    }
}

/// What changes its own key, so that nobody can look at it again.
pub fn changed(tx: &mut Conn, who: impl Into<Who>, category: Category, before: &Picture, after: &Picture) -> Result<()> {
    let changes = before.to(after);
    let kind = match (before.is_gone(), after.is_gone()) {
        (false, true) => Kind::Delete,
        (true, false) => Kind::Restore,
        _ => Kind::Edit,
    };
    if changes.is_empty() && kind == Kind::Edit {
        return Ok(());
    }
    write(tx, &who.into(), category, kind, after, &changes)
}

/// Something that was not there before.
pub fn made<T: Watched>(tx: &mut Conn, who: impl Into<Who>, id: T::Id) -> Result<()> {
    let who = who.into();
    let after = T::picture(tx, who.location, &id)?;
    write(tx, &who, T::CATEGORY, Kind::Create, &after, &Picture::default().to(&after))
}

/// Something that happened and changed no record: somebody came in, something was printed.
pub fn happened(tx: &mut Conn, who: impl Into<Who>, category: Category, kind: Kind, about: &Picture) -> Result<()> {
    write(tx, &who.into(), category, kind, about, &Picture::default().to(about))
}

/// What somebody did whom nobody knows.
pub fn happened_to(tx: &mut Conn, location: LocationId, at: At, category: Category, kind: Kind, about: &Picture) -> Result<()> {
    let changes = Picture::default().to(about);
    seal(tx, |position| {
        Ok(Event {
            position,
            happened_at: at,
            location_id: location.to_string(),
            user_id: None,
            user_name: "Somebody unknown".to_owned(),
            approved_by: None,
            category: category.to_string(),
            kind: kind.to_string(),
            object_id: about.id.clone(),
            object_name: about.name.clone(),
            changes: serde_json::to_string(&changes)?,
        })
    })
}

fn write(tx: &mut Conn, who: &Who, category: Category, kind: Kind, about: &Picture, changes: &[Change]) -> Result<()> {
    let approved_by: Option<String> = match who.approver {
        Some(approver) => Some(users::table.find(approver).select(users::name).first(tx)?),
        None => None,
    };
    seal(tx, |position| {
        Ok(Event {
            position,
            happened_at: who.at,
            location_id: who.location.to_string(),
            user_id: Some(who.user.to_string()),
            user_name: who.name.clone(),
            approved_by: approved_by.clone(),
            category: category.to_string(),
            kind: kind.to_string(),
            object_id: about.id.clone(),
            object_name: about.name.clone(),
            changes: serde_json::to_string(changes)?,
        })
    })
}
