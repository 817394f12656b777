//! What the form of a user says, read and checked.

use super::model::{Details, Kind, Paper};
use crate::may::{AssignPermissions, Clerk, Entry, Granted, Group};
use crate::web::fields::Fields;

/// The longest Login ID that the sign-in page takes; the emails equal it.
const LONGEST: usize = 80;

/// The person over what was known of them before; what only some may assign stays with the others.
pub fn said(fields: &Fields, by: &Clerk, groups: &[Group], before: &Paper) -> Option<(Details, Paper)> {
    let (name, group) = (fields.text("name", 1..=80), group(fields, groups, before));
    let (login_id, email, mmur_email) =
        (fields.exact("login_id", LONGEST), fields.exact("email", LONGEST), fields.exact("mmur_email", LONGEST));
    if login_id.as_deref().is_some_and(|id| id != id.trim()) {
        fields.problem("login_id", "It begins or ends with a blank. Nobody could type that when they sign in: take it away.");
    }
    for (name, typed) in [("email", &email), ("mmur_email", &mmur_email)] {
        if typed.as_deref().is_some_and(|typed| !typed.contains('@')) {
            fields.problem(name, "An email has an @, like pat@example.com.");
        }
    }
    let kind = if fields.raw("user_kind").is_empty() { Some(before.kind) } else { fields.choice::<Kind>("user_kind") };
    let (born_on, state_id) = (fields.optional_date("born_on"), fields.text("state_id", 0..=40));
    let expires_on = fields.optional_date("state_id_expires_on");
    let extra = if by.may::<AssignPermissions>() { extra(fields) } else { Some(before.extra_permissions.clone()) };
    let group = group?;
    Some((
        Details { name: name?, login_id: login_id?, email: email?, mmur_email: mmur_email?, role: group.role },
        Paper {
            kind: kind?,
            born_on: born_on?,
            state_id: state_id?,
            state_id_expires_on: expires_on?,
            group_id: (!group.is_shipped()).then(|| group.id.clone()),
            extra_permissions: extra?,
        },
    ))
}

/// One in use, or the one they are in.
fn group<'a>(fields: &Fields, groups: &'a [Group], before: &Paper) -> Option<&'a Group> {
    let typed = fields.raw("role");
    let is_theirs = |group: &&Group| before.group_id.as_deref() == Some(group.id.as_str());
    let found = groups.iter().find(|group| group.id == typed && (group.active || is_theirs(group)));
    if found.is_none() {
        fields.problem("role", "Please choose one.");
    }
    found
}

fn extra(fields: &Fields) -> Option<String> {
    let ticked = Granted::of(fields.all("extra").into_iter().map(str::to_owned));
    if let Some(unknown) = ticked.names().find(|name| Entry::named(name).is_none()) {
        fields.problem("extra", format!("There is no permission “{unknown}”. Open the page again."));
    }
    match ticked.kept() {
        Ok(kept) => Some(kept),
        Err(error) => {
            fields.problem("extra", error.to_string());
            None
        }
    }
}
