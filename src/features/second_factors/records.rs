//! What is recorded of second factors: that there is one, never its secret.

use super::super::groups::must_be_below;
use super::super::users::User;
use super::model::SecondFactor;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event;
use crate::may::{self, Group};
use crate::values::UserId;
use crate::web::session;
use serde::Serialize;

/// A new secret for the person's own authenticator.
#[derive(Serialize)]
pub struct BeginSecondFactor {
    #[serde(skip)]
    pub secret: String,
}

impl Record for BeginSecondFactor {
    const ACT: &'static str = "begin_second_factor";
    type Needs = may::ChangePassword;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if SecondFactor::in_use(tx, by.clerk.user)?.is_some() {
            return rule("You have a second factor already. Remove it first, then set up another.");
        }
        SecondFactor::begin(tx, by.clerk.user, &self.secret)
    }
}

/// The first right code: it is asked for from now on.
#[derive(Serialize)]
pub struct ConfirmSecondFactor {
    #[serde(skip)]
    pub hashes: Vec<String>,
}

impl Record for ConfirmSecondFactor {
    const ACT: &'static str = "confirm_second_factor";
    type Needs = may::ChangePassword;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let watch = event::watch::<User>(tx, by, by.clerk.user)?;
        if SecondFactor::in_use(tx, by.clerk.user)?.is_some() {
            return rule("Your second factor is in use already.");
        }
        SecondFactor::confirm(tx, by.clerk.user, &self.hashes, by.now)?;
        watch.note(tx)
    }
}

/// One's own factor goes; a code of it was just typed.
#[derive(Serialize)]
pub struct DropSecondFactor;

impl Record for DropSecondFactor {
    const ACT: &'static str = "drop_second_factor";
    type Needs = may::ChangePassword;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if Group::find(tx, &by.clerk.group_id)?.needs_second_factor {
            return rule(
                "Your group signs in with a second factor, so you keep it. An admin can reset it when your authenticator is lost.",
            );
        }
        let watch = event::watch::<User>(tx, by, by.clerk.user)?;
        SecondFactor::remove(tx, by.clerk.user)?;
        watch.note(tx)
    }
}

/// Somebody lost their authenticator and their recovery codes: an admin takes the factor away, and with it every session.
#[derive(Serialize)]
pub struct RemoveSecondFactor {
    pub user: UserId,
}

impl Record for RemoveSecondFactor {
    const ACT: &'static str = "remove_second_factor";
    type Needs = may::EditUsers;
    /// Their name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let watch = event::watch::<User>(tx, by, self.user)?;
        let name = User::find(tx, by.clerk.location, self.user)?.details.name;
        if self.user == by.clerk.user {
            return rule("Your own second factor is yours to remove, with a code of it, on the page “Second factor”.");
        }
        must_be_below(tx, by.clerk, self.user)?;
        if SecondFactor::find(tx, self.user)?.is_none() {
            return rule(format!("{name} has no second factor."));
        }
        SecondFactor::remove(tx, self.user)?;
        session::end_all(tx, self.user)?;
        watch.note(tx)?;
        Ok(name)
    }
}
