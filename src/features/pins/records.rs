//! What is recorded of a new PIN: that it replaced the one before, and never what it is.

use super::model::Pin;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event;
use crate::features::users::User;
use crate::may;
use crate::values::At;
use serde::Serialize;

/// A person's own new PIN.
#[derive(Serialize)]
pub struct SetPin {
    /// Since when they had the one before, if any. Part of the content, as in `ChangePassword`.
    pub replaces: Option<At>,
    /// Hashed before: hashing has no place in a transaction, the PIN none in the books.
    #[serde(skip)]
    pub hash: String,
}

impl Record for SetPin {
    const ACT: &'static str = "set_pin";
    type Needs = may::ChangePassword;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let user = by.clerk.user;
        if Pin::find_by_user(tx, user)?.map(|pin| pin.set_at) != self.replaces {
            return rule("Your PIN was changed in another place meanwhile, so it was not changed here.");
        }
        let watch = event::watch::<User>(tx, by, user)?;
        Pin::set(tx, user, &self.hash, by.now)?;
        watch.note(tx)
    }
}
