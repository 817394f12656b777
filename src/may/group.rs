//! Groups of permissions, as the shop edits them. A clerk's is read with every request, by its primary key: what somebody changes counts
//! with the next click, in however many processes.

use super::permissions::{ALL, Entry};
use super::{Permission, Role};
use crate::db::{Conn, on_each};
use crate::error::{Error, OnUnique, Problems, Result};
use crate::schema::{facts, permission_groups as groups, users};
use crate::values::{LocationId, UserId};
use diesel::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The permissions that the shipped groups were given once: what a shop took away is not given again.
const KNOWN: &str = "known_permissions";

/// What somebody may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted(Arc<BTreeSet<String>>);

impl Granted {
    pub fn read(kept: &str) -> Result<Self> {
        Ok(Self(Arc::new(serde_json::from_str(kept)?)))
    }

    pub fn of(names: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(names.into_iter().collect()))
    }

    /// As it is kept.
    pub fn kept(&self) -> Result<String> {
        Ok(serde_json::to_string(&*self.0)?)
    }

    /// All that only looks: what is called “See …”. Each of them is the guard of pages that change nothing (tests/it/roles.rs).
    pub fn of_readers() -> Self {
        Self::of(ALL.iter().filter(|entry| entry.name.starts_with("See")).map(|entry| entry.name.to_owned()))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Both together.
    pub fn and(&self, other: &Self) -> Self {
        Self(Arc::new(self.0.union(&other.0).cloned().collect()))
    }

    pub fn without(&self, other: &Self) -> Self {
        Self(Arc::new(self.0.difference(&other.0).cloned().collect()))
    }

    pub fn both_have(&self, other: &Self) -> Self {
        Self(Arc::new(self.0.intersection(&other.0).cloned().collect()))
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }

    /// The first that the other has not, in words.
    pub fn beyond(&self, other: &Self) -> Option<String> {
        let name = self.0.iter().find(|name| !other.has(name))?;
        Some(Entry::named(name).map_or_else(|| name.clone(), Entry::label))
    }
}

/// A group.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = groups, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Group {
    /// A shipped one is called as its role.
    pub id: String,
    pub name: String,
    name_lower: String,
    pub role: Role,
    permissions: String,
    /// Whoever is in it signs in with a code besides the password.
    pub needs_second_factor: bool,
    pub active: bool,
}

impl Group {
    pub fn find(conn: &mut Conn, id: &str) -> Result<Self> {
        Ok(groups::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// The shipped ones in their own order, then the shop's by name; those out of use last.
    pub fn all(conn: &mut Conn) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = groups::table.order(groups::name_lower).select(Self::as_select()).load(conn)?;
        all.sort_by_key(|group| (!group.active, !group.is_shipped(), group.is_shipped().then_some(group.role)));
        Ok(all)
    }

    /// The names of those that have it, for people who look for somebody.
    pub fn names_with<P: Permission>(conn: &mut Conn) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for group in Self::all(conn)? {
            if group.active && group.granted()?.has(P::NAME) {
                names.push(group.name);
            }
        }
        Ok(names)
    }

    pub fn is_shipped(&self) -> bool {
        self.id == self.role.as_str()
    }

    pub fn granted(&self) -> Result<Granted> {
        Granted::read(&self.permissions)
    }

    /// A copy of this one, under a name and an id of its own.
    pub fn copied(&self, id: String, name: &str) -> Self {
        Self { id, name: name.to_owned(), name_lower: name.to_lowercase(), active: true, ..self.clone() }
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(groups::table).values(self).execute(tx).on_unique(|| taken(&self.name))?;
        Ok(())
    }

    /// As it is from now on.
    pub fn change(tx: &mut Conn, id: &str, name: &str, granted: &Granted, needs_second_factor: bool) -> Result<()> {
        diesel::update(groups::table.find(id))
            .set((
                groups::name.eq(name),
                groups::name_lower.eq(name.to_lowercase()),
                groups::permissions.eq(granted.kept()?),
                groups::needs_second_factor.eq(needs_second_factor),
            ))
            .execute(tx)
            .on_unique(|| taken(name))?;
        Ok(())
    }

    pub fn retire(tx: &mut Conn, id: &str) -> Result<()> {
        diesel::update(groups::table.find(id)).set(groups::active.eq(false)).execute(tx)?;
        Ok(())
    }

    /// What one person may do, dismissed or not.
    pub fn granted_to(conn: &mut Conn, user: UserId) -> Result<Granted> {
        let (role, own, extra): (Role, Option<String>, String) =
            users::table.find(user).select((users::role, users::group_id, users::extra_permissions)).first(conn)?;
        Ok(Self::find(conn, own.as_deref().unwrap_or(role.as_str()))?.granted()?.and(&Granted::read(&extra)?))
    }

    /// What everybody of a location who is active may do.
    pub fn of_everybody(conn: &mut Conn, location: LocationId) -> Result<Vec<(UserId, Granted)>> {
        type Row = (UserId, Role, Option<String>, String);
        let people: Vec<Row> = users::table
            .filter(users::location_id.eq(location).and(users::active.eq(true)))
            .select((users::id, users::role, users::group_id, users::extra_permissions))
            .load(conn)?;
        let all = Self::all(conn)?;
        let mut granted = Vec::new();
        for (user, role, own, extra) in people {
            let id = own.as_deref().unwrap_or(role.as_str());
            let group = all.iter().find(|group| group.id == id).map_or_else(|| Ok(Granted::default()), Self::granted)?;
            granted.push((user, group.and(&Granted::read(&extra)?)));
        }
        Ok(granted)
    }
}

fn taken(name: &str) -> Error {
    Error::Invalid(Problems::one("name", format!("There is a group called “{name}” already, perhaps one out of use.")))
}

/// At start: the shipped groups get what no version before this one knew. Several processes may do it at once.
pub fn complete(tx: &mut Conn) -> Result<()> {
    let nothing = (facts::name.eq(KNOWN), facts::value.eq("[]"));
    on_each!(tx, |c| diesel::insert_into(facts::table).values(nothing).on_conflict_do_nothing().execute(c))?;
    // Written before it is read: whoever else starts now waits here, and then finds nothing new.
    diesel::update(facts::table.find(KNOWN)).set(facts::name.eq(KNOWN)).execute(tx)?;
    let known = Granted::read(&facts::table.find(KNOWN).select(facts::value).first::<String>(tx)?)?;
    let new: Vec<&Entry> = ALL.iter().filter(|entry| !known.has(entry.name)).collect();
    if new.is_empty() {
        return Ok(());
    }
    for group in Group::all(tx)?.iter().filter(|group| group.is_shipped()) {
        let added = new.iter().filter(|entry| entry.roles.contains(&group.role)).map(|entry| entry.name.to_owned());
        let granted = group.granted()?.and(&Granted::of(added));
        diesel::update(groups::table.find(&group.id)).set(groups::permissions.eq(granted.kept()?)).execute(tx)?;
    }
    let known = known.and(&Granted::of(new.iter().map(|entry| entry.name.to_owned())));
    diesel::update(facts::table.find(KNOWN)).set(facts::value.eq(known.kept()?)).execute(tx)?;
    Ok(())
}
