//! Where a sale's cash goes: the register that a browser stands at, and the drawer that is open in it.

use super::super::locations::Location;
use super::model::Drawer;
use super::owed::Owed;
use super::place::Place;
use super::register::Register;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::values::{At, Cents, DrawerSessionId};

/// A clerk at a register.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// The shop keeps its cash in drawers.
    pub is_kept: bool,
    /// None: it has to be chosen.
    pub register: Option<Register>,
    /// The register's drawer, if it is not closed.
    pub drawer: Option<Drawer>,
    /// Somebody counts it.
    pub counted_by: String,
    /// What this clerk has to give back.
    pub to_give_back: Vec<Owed>,
    /// There is another register to stand at.
    pub has_choice: bool,
}

impl Standing {
    pub fn find(conn: &mut Conn, clerk: &Clerk, place: &Place, now: At) -> Result<Self> {
        if !Location::find(conn, clerk.location)?.cash_in_drawers {
            return Ok(Self::default());
        }
        let all = Register::in_use(conn, clerk.location)?;
        let register = place.register(clerk, &all, now);
        let drawer = register.as_ref().map(|register| Drawer::open_of(conn, register.id)).transpose()?.flatten();
        let counting = drawer.as_ref().filter(|drawer| drawer.is_counting());
        Ok(Self {
            is_kept: true,
            has_choice: all.len() > 1,
            counted_by: Drawer::name_of(conn, counting.and_then(|drawer| drawer.counted_by))?,
            to_give_back: Owed::by(conn, clerk)?,
            register,
            drawer,
        })
    }

    /// The drawer that a sale's cash goes into.
    pub fn drawer_id(&self) -> Option<DrawerSessionId> {
        self.drawer.as_ref().map(|drawer| drawer.id)
    }

    /// Cash can be taken now.
    pub fn takes_cash(&self) -> bool {
        !self.is_kept || self.drawer.is_some()
    }

    pub fn register_name(&self) -> &str {
        self.register.as_ref().map_or("", |register| register.name.as_str())
    }

    pub fn is_counting(&self) -> bool {
        self.drawer.as_ref().is_some_and(Drawer::is_counting)
    }

    /// The page that makes cash possible, back to `from` afterwards.
    pub fn way(&self, from: &str) -> String {
        match &self.register {
            None => format!("/drawers/places/new?from={from}"),
            Some(register) => format!("/drawers/registers/{}/openings/new?from={from}", register.id),
        }
    }

    /// The words of its link.
    pub fn way_words(&self) -> String {
        match &self.register {
            None => "Choose your register".to_owned(),
            Some(register) => format!("Open the drawer of {}", register.name),
        }
    }

    pub fn owes(&self) -> Cents {
        self.to_give_back.iter().map(|owed| owed.cents).sum()
    }
}
