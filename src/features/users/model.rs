//! The users table, as far as an admin sees it; signing in has its own view of it.

use super::super::pins::Pin;
use crate::biotrack::StaffStanding;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::may::{Role, Standing};
use crate::schema::users;
use crate::values::{At, LocationId, UserId};
use crate::web::session;
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
    pub active: bool,
}

impl User {
    pub fn find(conn: &mut Conn, location: LocationId, id: UserId) -> Result<Self> {
        Ok(users::table.find(id).filter(users::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// The active ones first, each group by name.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = users::table
            .filter(users::location_id.eq(location))
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
                users::created_at.eq(new.now),
            ))
            .execute(tx)
            .on_unique(|| login_is_taken(&new.details.login_id))?;
        Ok(id)
    }

    pub fn change(tx: &mut Conn, id: UserId, details: &Details) -> Result<()> {
        diesel::update(users::table.find(id)).set(details).execute(tx).on_unique(|| login_is_taken(&details.login_id))?;
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

    /// Somebody must be left who can let people in.
    pub fn must_leave_an_admin(&self, conn: &mut Conn, location: LocationId) -> Result<()> {
        if !self.active || self.details.role != Role::Admin {
            return Ok(());
        }
        let others: i64 = users::table
            .filter(users::location_id.eq(location))
            .filter(users::active.eq(true))
            .filter(users::role.eq(Role::Admin))
            .filter(users::id.ne(self.id))
            .count()
            .get_result(conn)?;
        if others == 0 { rule("This is the last active admin. Make somebody else an admin first.") } else { Ok(()) }
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
        let Details { name, login_id, email, mmur_email, role } = &user.details;
        Ok(Picture::of(id, name)
            .with("Name", name)
            .with("Login ID", login_id)
            .with("Email", email)
            .with("MMUR email", mmur_email)
            .with("Role", role.label())
            .yes("Active", user.active)
            .with("Staff registry", user.registry.registry_standing.label())
            .maybe("Spelling in the registry", user.registry.registry_near.as_ref())
            .with("Password set", second(password_set_at))
            .maybe("PIN set", pin.map(|pin| second(pin.set_at)))
            .gone(!user.active))
    }
}
