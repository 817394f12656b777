//! A try at a password, counted: the fifth wrong one locks the account, at the door as on the page for a new password.

use super::model::{self, Account, Outcome};
use super::password;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::event::{self, Category, Kind, Picture, Who};
use crate::values::{At, UserId};

/// Whose password this is, if it is right; a locked account is refused in words.
pub async fn counted(app: &App, account: Option<Account>, password: String) -> Result<Option<UserId>> {
    let now = app.clock.machine();
    let right = password::is_right(password, account.as_ref().map(|account| account.password_hash.clone())).await?;
    let Some(account) = account else { return Ok(None) };
    let user = account.id;
    let said_at = app.clock.now();
    match app.db.write(move |tx| tried(tx, user, right, (now, said_at))).await? {
        Outcome::In => Ok(Some(user)),
        Outcome::Wrong => Ok(None),
        Outcome::Locked(until) => app.read(move |conn| model::refuse_until(conn, user, until)).await.map(|()| None),
    }
}

/// A try, and what the event log says of it. Tries at an account that is locked already are no news.
fn tried(tx: &mut Conn, user: UserId, right: bool, (now, said_at): (At, At)) -> Result<Outcome> {
    let was_locked = Account::find(tx, user)?.is_locked(now);
    let outcome = Account::tried(tx, user, right, now)?;
    match outcome {
        Outcome::Wrong => note(tx, user, Kind::Failed, "Wrong password", said_at)?,
        Outcome::Locked(_) if !was_locked => note(tx, user, Kind::Lock, "Fifth wrong password: the account is locked", said_at)?,
        Outcome::Locked(_) | Outcome::In => {}
    }
    Ok(outcome)
}

/// Somebody came, went, or was not let in: by which way.
pub fn note(tx: &mut Conn, user: UserId, kind: Kind, way: &str, at: At) -> Result<()> {
    let who = Who::of_user(tx, user, at)?;
    let about = Picture::of(user, &who.name).with("How", way);
    event::happened(tx, who, Category::SignIns, kind, &about)
}
