//! What is recorded of users. What differs between two sends of one form (a salted hash, the state's word) is left out of an act's
//! content: so a second press finds the first.

use super::super::groups::{must_be_below, must_be_given, must_leave_an_admin};
use super::super::pins::devices;
use super::super::register::Cart;
use super::model::{Details, New, Paper, Registry, User};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::event::{self, Category, Picture};
use crate::may::{self, Clerk, Granted, Group, Permission};
use crate::values::UserId;
use crate::web::session;
use serde::Serialize;

/// A new person with an account of their own.
#[derive(Serialize)]
pub struct AddUser {
    pub details: Details,
    pub paper: Paper,
    /// Hashed before: hashing has no place in a transaction, the password none in the books.
    #[serde(skip)]
    pub password_hash: String,
    #[serde(skip)]
    pub registry: Registry,
}

impl Record for AddUser {
    const ACT: &'static str = "add_user";
    type Needs = may::EditUsers;
    type Done = UserId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<UserId> {
        let Self { details, paper, password_hash, registry } = self;
        let new = New { location: by.clerk.location, details, paper, registry, password_hash, now: by.now };
        let user = User::insert(tx, &new)?;
        let giver = Clerk::find(tx, by.clerk.user)?;
        must_be_given(&giver, "role", &Granted::default(), &Group::granted_to(tx, user)?, false)?;
        event::made::<User>(tx, by, user)?;
        Ok(user)
    }
}

/// Corrected details of a person; a role that changed counts at once, a new password ends their sessions.
#[derive(Serialize)]
pub struct ChangeUser {
    pub user: UserId,
    pub details: Details,
    pub paper: Paper,
    #[serde(skip)]
    pub password_hash: Option<String>,
    /// What the state said of the new MMUR email; none: it was not asked, because the email stays.
    #[serde(skip)]
    pub registry: Option<Registry>,
}

impl Record for ChangeUser {
    const ACT: &'static str = "change_user";
    type Needs = may::EditUsers;
    type Done = UserId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<UserId> {
        let watch = event::watch::<User>(tx, by, self.user)?;
        let before = User::find(tx, by.clerk.location, self.user)?;
        let giver = Clerk::find(tx, by.clerk.user)?;
        must_be_below(tx, &giver, self.user)?;
        let had = Group::granted_to(tx, self.user)?;
        User::change(tx, self.user, &self.details, &self.paper)?;
        let has = Group::granted_to(tx, self.user)?;
        self.check_rights(&giver, &had, &has)?;
        must_leave_an_admin(tx, by.clerk.location)?;
        if had != has {
            // What a PIN lets them do is another thing now: once more with the password.
            devices::forget(tx, self.user)?;
        }
        if !has.has(may::Sell::NAME) {
            Cart::cancel_open_of(tx, self.user)?;
        }
        match &self.registry {
            Some(registry) => User::set_registry(tx, self.user, registry)?,
            // Somebody else changed the email meanwhile: what is known is of another spelling.
            None if before.details.mmur_email != self.details.mmur_email => {
                User::set_registry(tx, self.user, &Registry::UNCHECKED)?
            }
            None => {}
        }
        if let Some(hash) = &self.password_hash {
            User::set_password(tx, self.user, hash, by.now)?;
        }
        watch.note(tx)?;
        Ok(self.user)
    }
}

impl ChangeUser {
    fn check_rights(&self, giver: &Clerk, had: &Granted, has: &Granted) -> Result<()> {
        let is_self = giver.user == self.user;
        let assigns = may::AssignPermissions::NAME;
        if is_self && had.has(assigns) && !has.has(assigns) {
            let words = "You cannot take the admin role from yourself. Another admin can.";
            return Err(Error::Invalid(Problems::one("role", words)));
        }
        must_be_given(giver, "role", had, has, is_self)
    }
}

/// A person leaves: their account stays in the books and lets nobody in.
#[derive(Serialize)]
pub struct DismissUser {
    pub user: UserId,
}

impl Record for DismissUser {
    const ACT: &'static str = "dismiss_user";
    type Needs = may::EditUsers;
    /// Their name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let watch = event::watch::<User>(tx, by, self.user)?;
        let user = User::find(tx, by.clerk.location, self.user)?;
        if by.clerk.user == self.user {
            return rule("You cannot dismiss yourself. Another admin can.");
        }
        must_be_below(tx, by.clerk, self.user)?;
        User::dismiss(tx, self.user)?;
        must_leave_an_admin(tx, by.clerk.location)?;
        Cart::cancel_open_of(tx, self.user)?;
        watch.note(tx)?;
        Ok(user.details.name)
    }
}

/// A dismissed person comes back, with the password they had.
#[derive(Serialize)]
pub struct ReinstateUser {
    pub user: UserId,
}

impl Record for ReinstateUser {
    const ACT: &'static str = "reinstate_user";
    type Needs = may::EditUsers;
    /// Their name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let watch = event::watch::<User>(tx, by, self.user)?;
        let user = User::find(tx, by.clerk.location, self.user)?;
        User::reinstate(tx, self.user)?;
        watch.note(tx)?;
        Ok(user.details.name)
    }
}

/// What the state's staff registry says now of the MMUR email that a person has.
#[derive(Serialize)]
pub struct NoteRegistry {
    pub user: UserId,
    /// The spelling that the state was asked about.
    pub asked: String,
    #[serde(skip)]
    pub registry: Registry,
}

impl Record for NoteRegistry {
    const ACT: &'static str = "note_registry";
    type Needs = may::EditUsers;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let user = User::find(tx, by.clerk.location, self.user)?;
        if user.details.mmur_email != self.asked {
            return rule("The MMUR email was changed while the state was asked. Nothing was noted: check again.");
        }
        let watch = event::watch::<User>(tx, by, self.user)?;
        User::set_registry(tx, self.user, &self.registry)?;
        watch.note(tx)
    }
}

/// Somebody is signed out: on one device, or everywhere.
#[derive(Serialize)]
pub struct SignOutUser {
    pub user: UserId,
    /// The session's row; none: all of them.
    pub session: Option<String>,
}

impl Record for SignOutUser {
    const ACT: &'static str = "sign_out_user";
    type Needs = may::EditUsers;
    /// Their name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let name = User::find(tx, by.clerk.location, self.user)?.details.name;
        must_be_below(tx, by.clerk, self.user)?;
        match &self.session {
            Some(row) => session::end_one(tx, self.user, row)?,
            None => session::end_all(tx, self.user)?,
        }
        let about = Picture::of(self.user, &name)
            .with("How", if self.session.is_some() { "By an admin, on one device" } else { "By an admin, everywhere" });
        event::happened(tx, by, Category::SignIns, event::Kind::SignOut, &about)?;
        Ok(name)
    }
}
