//! Who is asking, and what they may do. Below `filing` and `app`, so that both doors can demand a permission in their signature.

mod approved;
mod group;
mod inspection;
mod permissions;

pub use approved::{Approved, Mandate};
pub use group::{Granted, Group, complete};
pub use inspection::Inspection;
pub use permissions::*;

use crate::db::Conn;
use crate::error::{Error, Result, internal};
use crate::schema::{inspections, locations, second_factors, users};
use crate::values::{At, LocationId, UserId, text_enum};
use chrono_tz::Tz;
use diesel::prelude::*;
use std::marker::PhantomData;
use std::ops::Deref;

text_enum! {
    /// What a person does here, by the shipped group that theirs is or was copied from. An auditor reads everything and changes nothing.
    Role {
        Admin = "admin", "Admin";
        Manager = "manager", "Manager";
        Inventory = "inventory", "Inventory";
        Budtender = "budtender", "Budtender";
        Compliance = "compliance", "Compliance";
        Driver = "driver", "Driver";
        Auditor = "auditor", "Auditor";
        FrontDesk = "front_desk", "Front desk";
        Fulfilment = "fulfilment", "Fulfilment";
        ShiftLead = "shift_lead", "Shift lead";
    }
}

/// A person who is signed in, at the shop they work in. Can write nothing: only a [`May`] can.
#[derive(Debug, Clone)]
pub struct Clerk {
    pub user: UserId,
    pub location: LocationId,
    pub location_name: String,
    pub zone: Tz,
    pub name: String,
    pub role: Role,
    /// As it is kept; a shipped one is called as its role.
    pub group_id: String,
    pub group_name: String,
    /// What they may do now: read with each request, so that a group that changed counts at once, in every process.
    pub granted: Granted,
    pub second_factor: SecondFactor,
    /// The address registered with the state, byte for byte; every write carries it as its actor.
    pub mmur_email: String,
    /// Why this person may not sell, void or return, if so: the state's staff registry does not know them as they are written here.
    pub registry_trouble: Option<String>,
    pub password: PasswordAge,
    /// Minutes without a key or a tap after which their screen shows no patient.
    pub idle_blank_minutes: i64,
    /// They are an inspector, and this is what they came for.
    pub inspection: Option<Inspection>,
}

/// Where a person stands with their second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    /// Their group asks for none.
    NotNeeded,
    /// Their group asks for one, and they have none yet.
    Missing,
    Set,
}

/// Since when a person has their password, and how old one may get at their shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordAge {
    pub set_at: At,
    /// 0: as old as it likes.
    pub days_allowed: i64,
}

impl PasswordAge {
    /// Whole days, as people count a span.
    fn days(&self, now: At) -> i64 {
        (now - self.set_at).num_days()
    }

    /// Too old to go on with at `now`.
    pub fn is_over(&self, now: At) -> bool {
        self.days_allowed > 0 && self.days(now) >= self.days_allowed
    }

    /// Why a person is asked for a new password, if they are.
    pub fn trouble(&self, now: At) -> Option<String> {
        let days = |count: i64| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
        let every = if self.days_allowed == 1 { "day".to_owned() } else { days(self.days_allowed) };
        self.is_over(now).then(|| {
            format!(
                "Your password is {} old; this shop changes them every {every}. Choose a new one to go on.",
                days(self.days(now))
            )
        })
    }
}

text_enum! {
    /// What the state's staff registry last said of somebody's MMUR email, byte for byte.
    Standing {
        Unchecked = "unchecked", "Not checked yet";
        Registered = "registered", "Registered";
        Unregistered = "unregistered", "Not registered";
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Person {
    id: UserId,
    location_id: LocationId,
    name: String,
    login_id: String,
    email: String,
    mmur_email: String,
    role: Role,
    active: bool,
    password_set_at: At,
    registry_standing: Standing,
    registry_near: Option<String>,
    group_id: Option<String>,
    extra_permissions: String,
}

impl Clerk {
    /// The person as they are now: a role that changed, or a dismissal, counts at once.
    pub fn find(conn: &mut Conn, user: UserId) -> Result<Self> {
        type Row = (Person, String, String, i64, i64, Option<Inspection>);
        let (person, location_name, zone, days_allowed, idle_blank_minutes, inspection): Row = users::table
            .inner_join(locations::table)
            .left_join(inspections::table)
            .filter(users::id.eq(user))
            .select((
                Person::as_select(),
                locations::name,
                locations::time_zone,
                locations::password_days,
                locations::idle_blank_minutes,
                Option::<Inspection>::as_select(),
            ))
            .first(conn)?;
        if !person.active {
            return Err(Error::SignedOut);
        }
        let group = Group::find(conn, person.group_id.as_deref().unwrap_or(person.role.as_str()))?;
        let has_factor = second_factors::table.find(user).filter(second_factors::confirmed_at.is_not_null());
        let second_factor = match (has_factor.count().get_result::<i64>(conn)?, group.needs_second_factor) {
            (1.., _) => SecondFactor::Set,
            (_, true) => SecondFactor::Missing,
            (_, false) => SecondFactor::NotNeeded,
        };
        let clerk = Self {
            granted: group.granted()?.and(&Granted::read(&person.extra_permissions)?),
            group_id: group.id,
            group_name: group.name,
            second_factor,
            inspection: None,
            user: person.id,
            location: person.location_id,
            location_name,
            zone: zone.parse().map_err(|_| internal(format!("“{zone}” is no time zone")))?,
            registry_trouble: person.registry_trouble(),
            password: PasswordAge { set_at: person.password_set_at, days_allowed },
            idle_blank_minutes,
            name: person.name,
            role: person.role,
            mmur_email: person.mmur_email,
        };
        Ok(match inspection {
            Some(inspection) => clerk.inspecting(inspection),
            None => clerk,
        })
    }

    /// Reads everything and writes nothing, whatever the groups say; nothing is asked of somebody who may not change it.
    fn inspecting(self, inspection: Inspection) -> Self {
        let password = PasswordAge { days_allowed: 0, ..self.password };
        Self {
            granted: Granted::of_readers(),
            group_name: "Inspector".to_owned(),
            second_factor: SecondFactor::NotNeeded,
            registry_trouble: Some("An inspector reads. Nothing is told to the state in their name.".to_owned()),
            password,
            inspection: Some(inspection),
            ..self
        }
    }

    pub fn is_inspector(&self) -> bool {
        self.inspection.is_some()
    }

    /// Why nothing is shown to them at this time, if so.
    pub fn stays_out(&self, now: At) -> Option<String> {
        self.inspection.as_ref().and_then(|inspection| inspection.trouble(now, self.zone))
    }

    pub fn may<P: Permission>(&self) -> bool {
        self.granted.has(P::NAME)
    }
}

impl Person {
    /// Individual accounts only, and the state must know each as they are written here, case and all (mission row 23).
    fn registry_trouble(&self) -> Option<String> {
        if self.login_id != self.email || self.email != self.mmur_email {
            return Some(
                "Your Login ID, Email and MMUR email are not the same, byte for byte. An admin can mend that under Users.".into(),
            );
        }
        match (self.registry_standing, &self.registry_near) {
            (Standing::Registered, _) => None,
            (Standing::Unchecked, _) => {
                Some("Your MMUR email has not been checked with the state yet. An admin can check it under Users.".into())
            }
            (Standing::Unregistered, Some(near)) => Some(format!(
                "The state's staff registry has “{near}”, not “{}”: the match is exact, case and all. An admin can mend that under Users.",
                self.mmur_email
            )),
            (Standing::Unregistered, None) => Some(format!(
                "The state's staff registry does not know “{}”. An admin can mend that under Users.",
                self.mmur_email
            )),
        }
    }
}

/// Something that only some may do.
pub trait Permission: Send + Sync + 'static {
    /// What the books call it.
    const NAME: &'static str;
    /// The roles whose shipped group begins with it.
    const ROLES: &'static [Role];
    /// It tells the state something that only staff it knows may tell: whoever approves it must be known too.
    const TOLD: bool = false;
}

/// A clerk who may do `P`. Handlers take it in their signature; the doors take nothing less.
pub struct May<P>(Clerk, PhantomData<P>);

impl<P: Permission> May<P> {
    pub fn check(clerk: Clerk) -> Result<Self> {
        if clerk.may::<P>() { Ok(Self(clerk, PhantomData)) } else { Err(Error::Forbidden) }
    }
}

impl<P> Deref for May<P> {
    type Target = Clerk;
    fn deref(&self) -> &Clerk {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_password_is_over_when_its_days_have_passed_and_never_when_there_are_none() {
        let set_at = At::default();
        let trouble = |days_allowed, age| PasswordAge { set_at, days_allowed }.trouble(set_at + age);
        assert_eq!(trouble(0, TimeDelta::days(5000)), None);
        assert_eq!(trouble(90, TimeDelta::days(90) - TimeDelta::seconds(1)), None);
        assert_eq!(trouble(90, TimeDelta::days(-1)), None);
        assert_eq!(
            trouble(90, TimeDelta::hours(93 * 24 + 23)).unwrap(),
            "Your password is 93 days old; this shop changes them every 90 days. Choose a new one to go on."
        );
        assert!(trouble(1, TimeDelta::days(1)).unwrap().contains("is 1 day old; this shop changes them every day."));
    }
}
