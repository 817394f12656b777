//! What is recorded of users. What differs between two sends of one form (a salted hash, the state's word) is left out of an act's
//! content: so a second press finds the first.

use super::super::pins::devices;
use super::super::register::Cart;
use super::model::{Details, New, Registry, User};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::event;
use crate::may::{self, Permission, Role};
use crate::values::UserId;
use serde::Serialize;

/// A new person with an account of their own.
#[derive(Serialize)]
pub struct AddUser {
    pub details: Details,
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
        let Self { details, password_hash, registry } = self;
        let user = User::insert(tx, &New { location: by.clerk.location, details, registry, password_hash, now: by.now })?;
        event::made::<User>(tx, by, user)?;
        Ok(user)
    }
}

/// Corrected details of a person; a role that changed counts at once, a new password ends their sessions.
#[derive(Serialize)]
pub struct ChangeUser {
    pub user: UserId,
    pub details: Details,
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
        self.check_role(tx, by, &before)?;
        User::change(tx, self.user, &self.details)?;
        if before.details.role != self.details.role {
            // What a PIN lets them do is another thing now: once more with the password.
            devices::forget(tx, self.user)?;
        }
        if !may::Sell::ROLES.contains(&self.details.role) {
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
    fn check_role(&self, tx: &mut Conn, by: &By<'_>, before: &User) -> Result<()> {
        if self.details.role == before.details.role || before.details.role != Role::Admin {
            return Ok(());
        }
        if by.clerk.user == self.user {
            let words = "You cannot take the admin role from yourself. Another admin can.";
            return Err(Error::Invalid(Problems::one("role", words)));
        }
        before.must_leave_an_admin(tx, by.clerk.location)
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
        user.must_leave_an_admin(tx, by.clerk.location)?;
        User::dismiss(tx, self.user)?;
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
