//! The registers table: a till with a drawer. Hidden, never deleted: its closed drawers are evidence.

use super::model::Drawer;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result, rule};
use crate::event::{self, Category, Picture, Watched};
use crate::may;
use crate::schema::registers;
use crate::values::{At, LocationId, RegisterId};
use diesel::prelude::*;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = registers, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Register {
    pub id: RegisterId,
    pub location_id: LocationId,
    pub name: String,
    pub name_lower: String,
    pub hidden: bool,
    pub created_at: At,
}

impl Register {
    pub fn new(location_id: LocationId, name: &str, created_at: At) -> Self {
        let (name_lower, name) = (name.to_lowercase(), name.to_owned());
        Self { id: RegisterId::new(), location_id, name, name_lower, hidden: false, created_at }
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: RegisterId) -> Result<Self> {
        Ok(registers::table.find(id).filter(registers::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// By name, the hidden ones too.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let here = registers::table.filter(registers::location_id.eq(location));
        Ok(here.order(registers::name_lower).select(Self::as_select()).load(conn)?)
    }

    /// Those that somebody may stand at.
    pub fn in_use(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        Ok(Self::all(conn, location)?.into_iter().filter(|register| !register.hidden).collect())
    }

    pub fn insert(tx: &mut Conn, register: &Self) -> Result<()> {
        diesel::insert_into(registers::table).values(register).execute(tx).on_unique(|| taken(&register.name))?;
        Ok(())
    }
}

fn taken(name: &str) -> Error {
    Error::Invalid(Problems::one("name", format!("There is a register called “{name}” already, perhaps a hidden one.")))
}

/// A register, new or changed.
#[derive(Serialize)]
pub struct SaveRegister {
    /// None: a new one.
    pub register: Option<RegisterId>,
    pub name: String,
    pub hidden: bool,
}

impl Record for SaveRegister {
    const ACT: &'static str = "save_register";
    type Needs = may::EditRegisters;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let location = by.clerk.location;
        let Some(id) = self.register else {
            let register = Register::new(location, &self.name, by.now);
            Register::insert(tx, &register)?;
            return event::made::<Register>(tx, by, register.id);
        };
        let watch = event::watch::<Register>(tx, by, id)?;
        // Written before the drawer is looked for: an opening writes the same row, so one of the two comes first.
        let here = registers::table.find(id).filter(registers::location_id.eq(location));
        let written = diesel::update(here)
            .set((
                registers::name.eq(&self.name),
                registers::name_lower.eq(self.name.to_lowercase()),
                registers::hidden.eq(self.hidden),
            ))
            .execute(tx)
            .on_unique(|| taken(&self.name))?;
        if written == 0 {
            return crate::error::not_found();
        }
        if self.hidden && Drawer::open_of(tx, id)?.is_some() {
            return rule(format!("The drawer of {} is open. Count and close it first, then hide the register.", self.name));
        }
        watch.note(tx)
    }
}

impl Watched for Register {
    const CATEGORY: Category = Category::Registers;
    type Id = RegisterId;

    fn picture(conn: &mut Conn, location: LocationId, id: &RegisterId) -> Result<Picture> {
        let register = Self::find(conn, location, *id)?;
        let picture = Picture::of(id, &register.name).with("Name", &register.name);
        Ok(picture.yes("Hidden", register.hidden).gone(register.hidden))
    }
}
