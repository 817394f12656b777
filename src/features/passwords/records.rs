//! What is recorded of a new password: that it replaced the one before, and never what it is.

use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event;
use crate::features::users::User;
use crate::may::{self, Clerk};
use crate::values::At;
use serde::Serialize;

/// A person's own new password, in place of the one they proved to know.
#[derive(Serialize)]
pub struct ChangePassword {
    /// Since when they had that one. Part of the content: the same form over the next password is another act, not this one again.
    pub replaces: At,
    /// Hashed before: hashing has no place in a transaction, the password none in the books.
    #[serde(skip)]
    pub password_hash: String,
}

impl Record for ChangePassword {
    const ACT: &'static str = "change_password";
    type Needs = may::ChangePassword;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let user = by.clerk.user;
        // Read again: an admin's new password, set while this one was hashed, stays.
        if Clerk::find(tx, user)?.password.set_at != self.replaces {
            return rule(
                "Your password was changed in another place meanwhile, so it was not changed here. Sign in with the new one.",
            );
        }
        let watch = event::watch::<User>(tx, by, user)?;
        User::set_password(tx, user, &self.password_hash, by.now)?;
        watch.note(tx)
    }
}
