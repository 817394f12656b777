//! A try at a password, counted: the fifth wrong one locks the account, at the door as on the page for a new password.

use super::model::{self, Account, Outcome};
use super::password;
use crate::app::App;
use crate::error::Result;
use crate::values::UserId;

/// Whose password this is, if it is right; a locked account is refused in words.
pub async fn counted(app: &App, account: Option<Account>, password: String) -> Result<Option<UserId>> {
    let now = app.clock.machine();
    let right = password::is_right(password, account.as_ref().map(|account| account.password_hash.clone())).await?;
    let Some(account) = account else { return Ok(None) };
    let user = account.id;
    match app.db.write(move |tx| Account::tried(tx, user, right, now)).await? {
        Outcome::In => Ok(Some(user)),
        Outcome::Wrong => Ok(None),
        Outcome::Locked(until) => app.read(move |conn| model::refuse_until(conn, user, until)).await.map(|()| None),
    }
}
