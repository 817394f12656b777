//! Logins of the API (biotrack-api §2.1): an administrator's business, checked in `privileges.rs`. They are not the drivers of
//! `people.rs`. A removed one keeps its row, marked deleted, and its sessions end.

use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::envelope::password_digest;
use crate::sandbox::privileges;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::ApiUser;
use crate::sandbox::texts;
use std::collections::BTreeMap;

pub const ACTIONS: &[Action] =
    &[write("user_add", Documented, add), write("user_modify", Documented, modify), write("user_remove", Documented, remove)];

/// Ours: what "too simple" means is not published.
const SHORTEST_PASSWORD: usize = 8;

/// Whoever is given no privileges has none; an administrator who is given no list of them has all.
fn add(call: &mut Call) -> Result<Answer> {
    let username = call.ask.needed("new_username")?;
    let Some(digest) = new_password(call, &username)? else { return refuse(refusal::no_password()) };
    if find(call, &username)?.is_some() {
        return refuse(texts::user_exists());
    }
    let admin = i64::from(call.ask.flag("new_admin"));
    let mut user = ApiUser { since: call.books.transaction, ..ApiUser::new(call.ubi, &username, admin, digest) };
    let asked = permissions(call.ask)?;
    if admin == 0 || asked.is_some() {
        user.permissions = Some(asked.unwrap_or_default());
    }
    call.books.put(&user)?;
    plain()
}

/// Changes what is given and nothing else; of the privileges, those that are named.
fn modify(call: &mut Call) -> Result<Answer> {
    let username = call.ask.needed("new_username")?;
    let Some(mut user) = find(call, &username)? else { return refuse(refusal::user_not_found()) };
    let (digest, asked) = (new_password(call, &username)?, permissions(call.ask)?);
    if digest.is_none() && asked.is_none() && call.ask.text("new_admin").is_none() {
        return refuse(refusal::nothing_to_update());
    }
    user.digest = digest.unwrap_or(user.digest);
    if call.ask.text("new_admin").is_some() {
        user.admin = i64::from(call.ask.flag("new_admin"));
    }
    if let Some(asked) = asked {
        user.permissions.get_or_insert_with(everything).extend(asked);
    }
    call.books.put(&user)?;
    plain()
}

fn remove(call: &mut Call) -> Result<Answer> {
    let username = call.ask.needed("new_username")?;
    let Some(user) = find(call, &username)? else { return refuse(refusal::user_not_found()) };
    call.books.put(&ApiUser { removed: true, ..user })?;
    plain()
}

fn find(call: &mut Call, username: &str) -> Result<Option<ApiUser>> {
    Ok(call.books.get::<ApiUser>(&ApiUser::key(call.ubi, username))?.filter(|user| !user.removed))
}

/// The digest of the new password, if there is one and it will do.
fn new_password(call: &Call, username: &str) -> Result<Option<String>> {
    let Some(password) = call.ask.text("new_password") else { return Ok(None) };
    let is_simple = password.chars().count() < SHORTEST_PASSWORD
        || password.chars().all(char::is_alphabetic)
        || !password.chars().any(char::is_alphabetic);
    if is_simple { refuse(refusal::simple_password()) } else { Ok(Some(password_digest(call.ubi, username, &password))) }
}

/// The privileges that are named, 1 or 0 each. Names of which this state knows no action are passed over, as lists of other states
/// carry some.
fn permissions(ask: &Ask) -> Result<Option<BTreeMap<String, i64>>> {
    if !ask.has("new_permissions") {
        return Ok(None);
    }
    let unreadable = || texts::unreadable_field("new_permissions");
    let Some(given) = ask.0.get("new_permissions").and_then(|value| value.as_object()) else { return refuse(unreadable()) };
    let given = Ask(given.clone());
    let mut known = everything();
    for name in given.0.keys() {
        match given.text(name).as_deref().map(str::trim) {
            Some(allowed @ ("0" | "1")) => known.entry(name.clone()).and_modify(|value| *value = i64::from(allowed == "1")),
            _ => return refuse(unreadable()),
        };
    }
    known.retain(|name, _| given.has(name));
    Ok(Some(known))
}

/// Every privilege there is, granted.
fn everything() -> BTreeMap<String, i64> {
    privileges::all().map(|name| (name.to_owned(), 1)).collect()
}
