//! Who is asking, and what they may do. Below `filing` and `app`, so that both doors can demand a permission in their signature.

use crate::db::Conn;
use crate::error::{Error, Result, internal};
use crate::schema::{locations, users};
use crate::values::{LocationId, UserId, text_enum};
use chrono_tz::Tz;
use diesel::prelude::*;
use std::marker::PhantomData;
use std::ops::Deref;

text_enum! {
    /// What a person does here. An auditor reads everything and changes nothing.
    Role {
        Admin = "admin", "Admin";
        Manager = "manager", "Manager";
        Inventory = "inventory", "Inventory";
        Budtender = "budtender", "Budtender";
        Compliance = "compliance", "Compliance";
        Driver = "driver", "Driver";
        Auditor = "auditor", "Auditor";
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
    /// The address registered with the state, byte for byte; every write carries it as its actor.
    pub mmur_email: String,
    /// Why this person may not sell, void or return, if so: the state's staff registry does not know them as they are written here.
    pub registry_trouble: Option<String>,
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
    registry_standing: Standing,
    registry_near: Option<String>,
}

impl Clerk {
    /// The person as they are now: a role that changed, or a dismissal, counts at once.
    pub fn find(conn: &mut Conn, user: UserId) -> Result<Self> {
        let (person, location_name, zone): (Person, String, String) = users::table
            .inner_join(locations::table)
            .filter(users::id.eq(user))
            .select((Person::as_select(), locations::name, locations::time_zone))
            .first(conn)?;
        if !person.active {
            return Err(Error::SignedOut);
        }
        Ok(Self {
            user: person.id,
            location: person.location_id,
            location_name,
            zone: zone.parse().map_err(|_| internal(format!("“{zone}” is no time zone")))?,
            registry_trouble: person.registry_trouble(),
            name: person.name,
            role: person.role,
            mmur_email: person.mmur_email,
        })
    }

    pub fn may<P: Permission>(&self) -> bool {
        P::ROLES.contains(&self.role)
    }
}

impl Person {
    /// Individual accounts only, and the state must know each as they are written here, case and all (mission row 23).
    fn registry_trouble(&self) -> Option<String> {
        if self.login_id != self.email || self.email != self.mmur_email {
            return Some("Your Login ID, Email and MMUR email are not the same, byte for byte. An admin can mend that under Users.".into());
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
            (Standing::Unregistered, None) => {
                Some(format!("The state's staff registry does not know “{}”. An admin can mend that under Users.", self.mmur_email))
            }
        }
    }
}

/// Something that only some roles may do.
pub trait Permission: Send + Sync + 'static {
    const ROLES: &'static [Role];
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

/// Declares permissions: one line each, with the roles that have it.
macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident: $($role:ident),+;)+) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Permission for $name {
            const ROLES: &'static [Role] = &[$(Role::$role),+];
        }
    )+};
}

permissions! {
    /// Look at incoming manifests.
    SeeReceiving: Inventory, Manager, Auditor;
    /// Confirm arrival and receive, wholly or in part.
    Receive: Inventory, Manager;
    SeeInventory: Admin, Inventory, Manager, Compliance, Auditor;
    /// Set a package to what was counted.
    Adjust: Inventory, Manager;
    SeeDestructions: Inventory, Manager, Compliance, Auditor;
    /// Schedule, complete and undo a destruction.
    Destroy: Inventory, Manager, Compliance;
    /// Read the patient registry, fill a cart and sell.
    Sell: Budtender, Manager;
    /// A budtender sees their own sales, the others all.
    SeeSales: Budtender, Manager, Compliance, Auditor;
    VoidSale: Manager;
    SeeProducts: Admin, Manager, Inventory, Auditor;
    EditProducts: Admin, Manager;
    SeeSettings: Admin, Auditor;
    EditSettings: Admin;
    SeeUsers: Admin, Auditor;
    EditUsers: Admin;
    SeeFleet: Admin, Manager, Auditor;
    /// Drivers and vehicles, and their records in BioTrack.
    EditFleet: Admin, Manager;
    SeeFilings: Compliance, Manager, Auditor;
}
