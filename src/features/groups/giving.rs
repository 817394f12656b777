//! Who may give what to whom. Asked in the transaction that gives it.

use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::may::{self, AssignPermissions, Clerk, EditUsers, Granted, Group, Permission};
use crate::values::{LocationId, UserId};

/// Refuses to give what the giver has not, unless giving is what they are there for; and never to themselves. `field` is where the form
/// asks for it.
pub fn must_be_given(by: &Clerk, field: &str, before: &Granted, after: &Granted, to_themselves: bool) -> Result<()> {
    let added = after.without(before);
    let Some(missing) = added.beyond(&by.granted) else { return Ok(()) };
    let problem = |words: String| Err(Error::Invalid(Problems::one(field, words)));
    if to_themselves {
        return problem(format!("You cannot give yourself “{missing}”. Somebody else who may assign permissions can."));
    }
    if by.may::<AssignPermissions>() {
        return Ok(());
    }
    problem(format!("You cannot give “{missing}”, which you do not have yourself. Ask somebody who may assign permissions."))
}

/// Whoever could sign in as somebody who may do more would do it: their password is not yours to set.
pub fn must_be_below(tx: &mut Conn, by: &Clerk, user: UserId) -> Result<()> {
    if by.user == user || by.may::<AssignPermissions>() {
        return Ok(());
    }
    let all = Group::of_everybody(tx, by.location)?;
    let theirs = all.iter().find(|(known, _)| *known == user).and_then(|(_, granted)| granted.beyond(&by.granted));
    match theirs {
        Some(more) => {
            rule(format!("They may do what you may not (“{more}”). Somebody who may assign permissions can change them."))
        }
        None => Ok(()),
    }
}

/// After a change: somebody of this location can still edit users and say what they may do.
pub fn must_leave_an_admin(tx: &mut Conn, location: LocationId) -> Result<()> {
    let all = Group::of_everybody(tx, location)?;
    let is_admin = |granted: &Granted| granted.has(AssignPermissions::NAME) && granted.has(EditUsers::NAME);
    if all.iter().any(|(_, granted)| is_admin(granted)) {
        return Ok(());
    }
    rule("This is the last active admin. Make somebody else an admin first.")
}

impl Watched for Group {
    const CATEGORY: Category = Category::Groups;
    type Id = String;

    fn picture(conn: &mut Conn, _: LocationId, id: &String) -> Result<Picture> {
        let group = Self::find(conn, id)?;
        let granted = group.granted()?;
        let picture = Picture::of(id, &group.name).with("Name", &group.name).yes("Second factor", group.needs_second_factor);
        let has = may::ALL.iter().filter(|entry| granted.has(entry.name));
        let picture = has.fold(picture, |picture, entry| picture.with(entry.label(), "Yes"));
        Ok(picture.yes("In use", group.active).gone(!group.active))
    }
}
