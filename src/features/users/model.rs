//! The users table, as far as an admin sees it; signing in has its own view of it.

use super::super::pins::Pin;
use crate::biotrack::StaffStanding;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result};
use crate::event::{Category, Picture, Watched};
use crate::may::{Entry, Granted, Group, Role, Standing};
use crate::schema::{inspections, second_factors, users};
use crate::values::{At, LocationId, UserId, text_enum};
use crate::web::session;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

/// What an admin says of a person.
#[derive(Debug, Clone, Serialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Details {
    pub name: String,
    pub login_id: String,
    pub email: String,
    pub mmur_email: String,
    pub role: Role,
}

text_enum! {
    /// What somebody is there for, in the shop's own books.
    Kind {
        Management = "management", "Management";
        Administration = "administration", "Administration";
        Sales = "sales", "Sales";
        Production = "production", "Production";
        Other = "other", "Other";
    }
}

/// What is known of a person besides, for the shop's own books.
#[derive(Debug, Clone, Serialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Paper {
    pub kind: Kind,
    pub born_on: Option<NaiveDate>,
    /// Of the licence or the card that the state gave them.
    pub state_id: String,
    pub state_id_expires_on: Option<NaiveDate>,
    /// A group of the shop's own; none: the shipped one of the role.
    pub group_id: Option<String>,
    /// What they may do besides, as a JSON list.
    pub extra_permissions: String,
}

impl Paper {
    /// Of whom nothing more is known.
    pub fn blank() -> Self {
        let (born_on, state_id_expires_on, group_id) = (None, None, None);
        let (state_id, extra_permissions) = (String::new(), "[]".to_owned());
        Self { kind: Kind::Other, born_on, state_id, state_id_expires_on, group_id, extra_permissions }
    }

    pub fn extra(&self) -> Result<Granted> {
        Granted::read(&self.extra_permissions)
    }
}

/// What the state's staff registry said of an MMUR email, byte for byte, and when.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Registry {
    pub registry_standing: Standing,
    /// The registered spelling, when only case or blanks differ.
    pub registry_near: Option<String>,
    /// The state's word for what they do there, with its word for their standing when that is not "active".
    pub registry_role: Option<String>,
    pub registry_checked_at: Option<At>,
}

impl Registry {
    pub const UNCHECKED: Self =
        Self { registry_standing: Standing::Unchecked, registry_near: None, registry_role: None, registry_checked_at: None };

    pub fn of(said: StaffStanding, now: At) -> Self {
        let standing = if said.is_active() { Standing::Registered } else { Standing::Unregistered };
        let role = said.role.map(|role| role.as_str().to_owned());
        let suspended = said.status.filter(|status| said.registered && status != "active");
        let registry_role = match (role, suspended) {
            (Some(role), Some(status)) => Some(format!("{role}, {status}")),
            (role, status) => role.or(status),
        };
        Self { registry_standing: standing, registry_near: said.near, registry_role, registry_checked_at: Some(now) }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct User {
    pub id: UserId,
    #[diesel(embed)]
    pub details: Details,
    #[diesel(embed)]
    pub registry: Registry,
    #[diesel(embed)]
    pub paper: Paper,
    pub active: bool,
}

impl User {
    /// Of those who work here: an inspector is none of them.
    pub fn find(conn: &mut Conn, location: LocationId, id: UserId) -> Result<Self> {
        let of_staff = users::id.ne_all(inspections::table.select(inspections::user_id));
        let here = users::table.find(id).filter(users::location_id.eq(location).and(of_staff));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// The active ones first, each group by name.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = users::table
            .filter(users::location_id.eq(location))
            .filter(users::id.ne_all(inspections::table.select(inspections::user_id)))
            .order((users::active.desc(), users::name, users::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    pub fn insert(tx: &mut Conn, new: &New<'_>) -> Result<UserId> {
        let id = UserId::new();
        diesel::insert_into(users::table)
            .values((
                users::id.eq(id),
                users::location_id.eq(new.location),
                new.details,
                users::password_hash.eq(new.password_hash),
                users::password_set_at.eq(new.now),
                users::active.eq(true),
                users::failed_tries.eq(0_i64),
                new.registry,
                new.paper,
                users::created_at.eq(new.now),
            ))
            .execute(tx)
            .on_unique(|| login_is_taken(&new.details.login_id))?;
        Ok(id)
    }

    pub fn change(tx: &mut Conn, id: UserId, details: &Details, paper: &Paper) -> Result<()> {
        diesel::update(users::table.find(id))
            .set((details, paper))
            .execute(tx)
            .on_unique(|| login_is_taken(&details.login_id))?;
        Ok(())
    }

    pub fn set_registry(tx: &mut Conn, id: UserId, registry: &Registry) -> Result<()> {
        diesel::update(users::table.find(id)).set(registry).execute(tx)?;
        Ok(())
    }

    /// A new password opens a locked account, and ends every session that the old one began.
    pub fn set_password(tx: &mut Conn, id: UserId, hash: &str, now: At) -> Result<()> {
        diesel::update(users::table.find(id))
            .set((
                users::password_hash.eq(hash),
                users::password_set_at.eq(now),
                users::failed_tries.eq(0_i64),
                users::locked_until.eq(None::<At>),
            ))
            .execute(tx)?;
        session::end_all(tx, id)
    }

    /// They are out at once: their sessions and their PIN go with the same commit.
    pub fn dismiss(tx: &mut Conn, id: UserId) -> Result<()> {
        diesel::update(users::table.find(id)).set(users::active.eq(false)).execute(tx)?;
        Pin::remove(tx, id)?;
        session::end_all(tx, id)
    }

    pub fn reinstate(tx: &mut Conn, id: UserId) -> Result<()> {
        diesel::update(users::table.find(id)).set(users::active.eq(true)).execute(tx)?;
        Ok(())
    }

    /// The group as it is kept: a shipped one is called as its role.
    pub fn group(&self) -> &str {
        self.paper.group_id.as_deref().unwrap_or(self.details.role.as_str())
    }

    /// The three spellings are one.
    pub fn is_spelled_alike(&self) -> bool {
        self.details.login_id == self.details.mmur_email && self.details.email == self.details.mmur_email
    }
}

/// A person about to be written.
pub struct New<'a> {
    pub location: LocationId,
    pub details: &'a Details,
    pub paper: &'a Paper,
    pub registry: &'a Registry,
    pub password_hash: &'a str,
    pub now: At,
}

fn login_is_taken(login_id: &str) -> Error {
    let words = format!("“{login_id}” is the Login ID of another account. Every person has their own: choose another.");
    Error::Invalid(Problems::one("login_id", words))
}

impl Watched for User {
    const CATEGORY: Category = Category::Users;
    type Id = UserId;

    fn picture(conn: &mut Conn, location: LocationId, id: &UserId) -> Result<Picture> {
        let user = Self::find(conn, location, *id)?;
        let password_set_at: At = users::table.find(*id).select(users::password_set_at).first(conn)?;
        let pin = Pin::find_by_user(conn, *id)?;
        let second = |at: At| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
        let Details { name, login_id, email, mmur_email, .. } = &user.details;
        let group = Group::find(conn, user.group())?;
        let besides: Vec<String> = user.paper.extra()?.names().map(|name| said(name)).collect();
        let factor = second_factors::table.find(*id).filter(second_factors::confirmed_at.is_not_null());
        let has_second_factor: i64 = factor.count().get_result(conn)?;
        Ok(Picture::of(id, name)
            .with("Name", name)
            .with("Login ID", login_id)
            .with("Email", email)
            .with("MMUR email", mmur_email)
            .with("Group", group.name)
            .with("Besides", besides.join(", "))
            .with("Type", user.paper.kind.label())
            .maybe("Date of birth", user.paper.born_on)
            .with("State ID", &user.paper.state_id)
            .maybe("State ID expires", user.paper.state_id_expires_on)
            .yes("Second factor", has_second_factor > 0)
            .yes("Active", user.active)
            .with("Staff registry", user.registry.registry_standing.label())
            .maybe("Spelling in the registry", user.registry.registry_near.as_ref())
            .with("Password set", second(password_set_at))
            .maybe("PIN set", pin.map(|pin| second(pin.set_at)))
            .gone(!user.active))
    }
}

fn said(permission: &str) -> String {
    Entry::named(permission).map_or_else(|| permission.to_owned(), Entry::label)
}
