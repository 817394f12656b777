//! What is recorded of groups.

use super::giving::{must_be_given, must_leave_an_admin};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::event;
use crate::features::locations::Location;
use crate::may::{self, Clerk, Granted, Group, Permission, Role};
use crate::schema::users;
use diesel::prelude::*;
use serde::Serialize;

/// A group of the shop's own, which begins as a copy.
#[derive(Serialize)]
pub struct CopyGroup {
    pub copy_of: String,
    pub name: String,
}

impl Record for CopyGroup {
    const ACT: &'static str = "copy_group";
    type Needs = may::AssignPermissions;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let group = Group::find(tx, &self.copy_of)?.copied(crate::values::FormKey::new().to_string(), &self.name);
        group.insert(tx)?;
        event::made::<Group>(tx, by, group.id.clone())?;
        Ok(group.id)
    }
}

/// What a group is called and may do from now on, for everybody in it.
#[derive(Serialize)]
pub struct ChangeGroup {
    pub group: String,
    pub name: String,
    pub permissions: Vec<String>,
    pub needs_second_factor: bool,
}

impl Record for ChangeGroup {
    const ACT: &'static str = "change_group";
    type Needs = may::AssignPermissions;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let watch = event::watch::<Group>(tx, by, self.group.clone())?;
        let group = Group::find(tx, &self.group)?;
        if !group.active {
            return rule(format!("“{}” is out of use and stays as it is.", group.name));
        }
        let granted = Granted::of(self.permissions.iter().cloned().chain([may::ChangePassword::NAME.to_owned()]));
        must_only_read(&group, &granted)?;
        let own = Clerk::find(tx, by.clerk.user)?;
        let is_own = own.group_id == group.id;
        must_be_given(&own, "permission", &group.granted()?, &granted, is_own)?;
        if is_own && !granted.has(may::AssignPermissions::NAME) {
            let words =
                "This is your own group: you cannot take “Assign permissions” from yourself. Somebody else who has it can.";
            return Err(Error::Invalid(Problems::one("permission", words)));
        }
        Group::change(tx, &group.id, &self.name, &granted, self.needs_second_factor)?;
        for location in Location::all(tx)? {
            must_leave_an_admin(tx, location.id)?;
        }
        watch.note(tx)
    }
}

/// An auditor reads everything and changes nothing, whatever somebody ticks.
fn must_only_read(group: &Group, granted: &Granted) -> Result<()> {
    if group.role != Role::Auditor {
        return Ok(());
    }
    let reading = may::ALL.iter().filter(|entry| entry.roles.contains(&Role::Auditor)).map(|entry| entry.name.to_owned());
    match granted.beyond(&Granted::of(reading)) {
        Some(more) => {
            let words = format!("Auditors read and change nothing, so they cannot have “{more}”. Copy another group for that.");
            Err(Error::Invalid(Problems::one("permission", words)))
        }
        None => Ok(()),
    }
}

/// A group of the shop's own goes out of use.
#[derive(Serialize)]
pub struct RetireGroup {
    pub group: String,
}

impl Record for RetireGroup {
    const ACT: &'static str = "retire_group";
    type Needs = may::AssignPermissions;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let watch = event::watch::<Group>(tx, by, self.group.clone())?;
        let group = Group::find(tx, &self.group)?;
        if group.is_shipped() {
            return rule(format!(
                "“{}” came with the program and stays. Take people out of it if nobody should have it.",
                group.name
            ));
        }
        let people: i64 = users::table.filter(users::group_id.eq(&group.id)).count().get_result(tx)?;
        if people > 0 {
            let people = if people == 1 { "One person is".to_owned() } else { format!("{people} people are") };
            return rule(format!("{people} in “{}”, the dismissed ones counted. Give them another group first.", group.name));
        }
        Group::retire(tx, &group.id)?;
        watch.note(tx)?;
        Ok(group.name)
    }
}
