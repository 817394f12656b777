//! Views of the list: filters and columns under a name, each person's own.

use super::columns::{Column, LIST};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::may;
use crate::schema::saved_views;
use crate::values::{SavedViewId, UserId};
use diesel::prelude::*;
use serde::Serialize;

/// The most views of one person.
const MOST: usize = 30;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_views, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct View {
    pub id: SavedViewId,
    user_id: UserId,
    list: String,
    pub name: String,
    /// The filters, as they stand in the address.
    query: String,
    names: String,
    /// Shown when the list is opened without a filter.
    pub opens_first: bool,
}

impl View {
    /// By name.
    pub fn all(conn: &mut Conn, user: UserId) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = saved_views::table
            .filter(saved_views::user_id.eq(user))
            .filter(saved_views::list.eq(LIST))
            .select(Self::as_select())
            .load(conn)?;
        all.sort_by_key(|view| view.name.to_lowercase());
        Ok(all)
    }

    pub fn find(conn: &mut Conn, user: UserId, id: SavedViewId) -> Result<Self> {
        Ok(saved_views::table.find(id).filter(saved_views::user_id.eq(user)).select(Self::as_select()).first(conn)?)
    }

    /// In the order in which they were chosen for it.
    pub fn columns(&self) -> Vec<Column> {
        Column::listed(&self.names)
    }

    /// The list as it was saved.
    pub fn address(&self) -> String {
        let rest = if self.query.is_empty() { String::new() } else { format!("&{}", self.query) };
        format!("/inventory?view={}{rest}", self.id)
    }

    /// Whether the list looks as it was saved.
    pub fn is_of(&self, query: &str, columns: &[Column]) -> bool {
        self.query == query && self.columns() == columns
    }

    pub fn keep_columns(&self, tx: &mut Conn, names: &str) -> Result<()> {
        diesel::update(saved_views::table.find(self.id)).set(saved_views::names.eq(names)).execute(tx)?;
        Ok(())
    }

    /// Opens first, or no longer; no other does then.
    fn open_first(&self, tx: &mut Conn, first: bool) -> Result<()> {
        if first {
            let others = saved_views::table.filter(saved_views::user_id.eq(self.user_id)).filter(saved_views::list.eq(LIST));
            diesel::update(others).set(saved_views::opens_first.eq(false)).execute(tx)?;
        }
        diesel::update(saved_views::table.find(self.id)).set(saved_views::opens_first.eq(first)).execute(tx)?;
        Ok(())
    }
}

/// One's other view of this name, whatever its case.
fn namesake<'v>(all: &'v [View], name: &str, except: Option<SavedViewId>) -> Option<&'v View> {
    all.iter().find(|view| Some(view.id) != except && view.name.to_lowercase() == name.to_lowercase())
}

fn taken<T>(name: &str) -> Result<T> {
    Err(Error::Invalid(Problems::one("name", format!("You have a view named “{name}” already. Choose another name."))))
}

/// The list as it looks now gets a name.
#[derive(Serialize)]
pub struct SaveView {
    pub name: String,
    pub query: String,
    pub columns: Vec<Column>,
    pub opens_first: bool,
    /// In place of the view that has this name.
    pub replaces: bool,
}

impl Record for SaveView {
    const ACT: &'static str = "save_view";
    type Needs = may::SeeInventory;
    type Done = SavedViewId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<SavedViewId> {
        let (user, names) = (by.clerk.user, Column::names(&self.columns)?);
        let all = View::all(tx, user)?;
        let view = match namesake(&all, &self.name, None) {
            Some(_) if !self.replaces => {
                let words = format!("You have a view named “{}” already. Choose another name, or tick “Replace it”.", self.name);
                return Err(Error::Invalid(Problems::one("name", words)));
            }
            Some(same) => {
                let changed = (saved_views::query.eq(&self.query), saved_views::names.eq(&names));
                diesel::update(saved_views::table.find(same.id)).set(changed).execute(tx)?;
                same.clone()
            }
            None if all.len() >= MOST => {
                return rule(format!("You have {MOST} views, and more are not kept. Remove one first."));
            }
            None => {
                let view = View {
                    id: SavedViewId::new(),
                    user_id: user,
                    list: LIST.to_owned(),
                    name: self.name.clone(),
                    query: self.query.clone(),
                    names,
                    opens_first: false,
                };
                diesel::insert_into(saved_views::table).values(&view).execute(tx)?;
                view
            }
        };
        view.open_first(tx, self.opens_first)?;
        Ok(view.id)
    }
}

/// Another name, or first or no longer.
#[derive(Serialize)]
pub struct ChangeView {
    pub view: SavedViewId,
    pub name: String,
    pub opens_first: bool,
}

impl Record for ChangeView {
    const ACT: &'static str = "change_view";
    type Needs = may::SeeInventory;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let view = View::find(tx, by.clerk.user, self.view)?;
        if namesake(&View::all(tx, by.clerk.user)?, &self.name, Some(view.id)).is_some() {
            return taken(&self.name);
        }
        diesel::update(saved_views::table.find(view.id)).set(saved_views::name.eq(&self.name)).execute(tx)?;
        view.open_first(tx, self.opens_first)
    }
}

/// It is no more; the packages in it are as they were.
#[derive(Serialize)]
pub struct RemoveView {
    pub view: SavedViewId,
}

impl Record for RemoveView {
    const ACT: &'static str = "remove_view";
    type Needs = may::SeeInventory;
    /// Its name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let view = View::find(tx, by.clerk.user, self.view)?;
        diesel::delete(saved_views::table.find(view.id)).execute(tx)?;
        Ok(view.name)
    }
}
