//! The lanes of a location's guest list: their names, colours and order are the shop's, what each does is its kind.

use super::stamp;
use crate::db::{Conn, on_each};
use crate::error::{Result, internal, rule};
use crate::event::{Category, Picture, Watched};
use crate::schema::{guest_lanes, guest_settings, guests, locations};
use crate::values::{LaneId, LocationId, text_enum};
use diesel::prelude::*;

text_enum! {
    /// What being in a lane means.
    Kind {
        /// Checked in; anybody may serve them.
        Waiting = "waiting", "Waiting to be served";
        /// Somebody has them.
        Serving = "serving", "With a budtender";
        /// The registry has not answered, or says no: nobody can serve them yet.
        Registry = "registry", "Waiting for the registry";
        /// The visit is over.
        Done = "done", "Done";
    }
}

text_enum! {
    /// The meanings that have a colour (look.md); the word stands beside it always.
    Color {
        Plain = "quiet", "Plain";
        Waiting = "waiting", "Amber: waiting";
        Accepted = "accepted", "Green: all is well";
        Held = "held", "Blue: somebody has it";
        Refused = "refused", "Red: something is wrong";
    }
}

text_enum! {
    /// What a card calls a guest. The whole name is on the guest's own page, and looking at that is logged.
    ShownAs {
        Initials = "initials", "Initials: A. L.";
        Short = "short", "Short name: Ada L.";
    }
}

/// One lane.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = guest_lanes, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Lane {
    pub id: LaneId,
    pub location_id: LocationId,
    pub name: String,
    pub kind: Kind,
    pub color: Color,
    pub position: i64,
    /// One that is out of use is not shown.
    pub active: bool,
    pub stamp: i64,
}

/// What a new location begins with.
const DEFAULTS: [(&str, Kind, Color); 4] = [
    ("Waiting", Kind::Waiting, Color::Waiting),
    ("With a budtender", Kind::Serving, Color::Held),
    ("Waiting for registry", Kind::Registry, Color::Refused),
    ("Done", Kind::Done, Color::Accepted),
];

impl Lane {
    /// One of the clerk's own shop.
    pub fn find(conn: &mut Conn, location: LocationId, id: LaneId) -> Result<Self> {
        let here = guest_lanes::table.find(id).filter(guest_lanes::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// Every one, in the order of the screen, those out of use last.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = guest_lanes::table
            .filter(guest_lanes::location_id.eq(location))
            .order((guest_lanes::active.desc(), guest_lanes::position, guest_lanes::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Those in use.
    pub fn active(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        Ok(Self::all(conn, location)?.into_iter().filter(|lane| lane.active).collect())
    }

    /// The first lane of this kind: where a guest gets by themselves.
    pub fn first_of(conn: &mut Conn, location: LocationId, kind: Kind) -> Result<Self> {
        let first = Self::active(conn, location)?.into_iter().find(|lane| lane.kind == kind);
        first.ok_or_else(|| internal(format!("location {location} has no lane of kind {kind}")))
    }

    /// Gives every location without lanes the ones to begin with. Several processes may do it at once.
    pub fn complete(tx: &mut Conn) -> Result<()> {
        let with: Vec<LocationId> = guest_lanes::table.select(guest_lanes::location_id).distinct().load(tx)?;
        let all: Vec<LocationId> = locations::table.select(locations::id).load(tx)?;
        for location_id in all.into_iter().filter(|location| !with.contains(location)) {
            for (position, (name, kind, color)) in (0_i64..).zip(DEFAULTS) {
                let (id, name) = (LaneId::new(), name.to_owned());
                let lane = Self { id, location_id, name, kind, color, position, active: true, stamp: stamp() };
                on_each!(tx, |c| diesel::insert_into(guest_lanes::table).values(&lane).on_conflict_do_nothing().execute(c))?;
            }
        }
        Ok(())
    }

    /// Refuses a name that another lane has, whatever its case.
    pub fn must_be_new(conn: &mut Conn, location: LocationId, name: &str, except: Option<LaneId>) -> Result<()> {
        let same = |lane: &Self| Some(lane.id) != except && lane.name.to_lowercase() == name.to_lowercase();
        match Self::all(conn, location)?.into_iter().find(same) {
            Some(lane) if lane.active => rule(format!("“{}” is already a lane here. Choose another name.", lane.name)),
            Some(lane) => rule(format!("“{}” is a lane out of use. Bring it back instead, or choose another name.", lane.name)),
            None => Ok(()),
        }
    }

    /// Refuses to take the last lane of a kind away, and one that guests are in.
    pub fn must_be_free(&self, conn: &mut Conn) -> Result<()> {
        let others =
            Self::active(conn, self.location_id)?.into_iter().filter(|lane| lane.kind == self.kind && lane.id != self.id);
        if others.count() == 0 {
            return rule(format!(
                "“{}” is the only lane for “{}”, and the list needs one. Add another of that kind first.",
                self.name,
                self.kind.label()
            ));
        }
        let here = guests::table.filter(guests::lane_id.eq(self.id)).filter(guests::ended_at.is_null());
        let count: i64 = here.count().get_result(conn)?;
        if count > 0 {
            return rule(format!("There are guests in “{}” ({count}). Move them to another lane first.", self.name));
        }
        Ok(())
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(guest_lanes::table).values(self).execute(tx)?;
        Ok(())
    }

    /// As it is from now on.
    pub fn save(&self, tx: &mut Conn) -> Result<()> {
        diesel::update(guest_lanes::table.find(self.id))
            .set((
                guest_lanes::name.eq(&self.name),
                guest_lanes::color.eq(self.color),
                guest_lanes::position.eq(self.position),
                guest_lanes::active.eq(self.active),
                guest_lanes::stamp.eq(stamp()),
            ))
            .execute(tx)?;
        Ok(())
    }
}

impl ShownAs {
    /// What this location chose.
    pub fn of(conn: &mut Conn, location: LocationId) -> Result<Self> {
        let chosen: Option<Self> =
            guest_settings::table.find(location).select(guest_settings::shown_as).first(conn).optional()?;
        Ok(chosen.unwrap_or(Self::Initials))
    }

    /// From now on, on every card.
    pub fn keep(self, tx: &mut Conn, location: LocationId) -> Result<()> {
        let row = guest_settings::table.find(location);
        if diesel::update(row).set(guest_settings::shown_as.eq(self)).execute(tx)? == 0 {
            let values = (guest_settings::location_id.eq(location), guest_settings::shown_as.eq(self));
            on_each!(tx, |c| diesel::insert_into(guest_settings::table).values(values).on_conflict_do_nothing().execute(c))?;
        }
        Ok(())
    }
}

impl Watched for Lane {
    const CATEGORY: Category = Category::Lanes;
    type Id = LaneId;

    fn picture(conn: &mut Conn, location: LocationId, id: &LaneId) -> Result<Picture> {
        let lane = Self::find(conn, location, *id)?;
        let picture = Picture::of(id, &lane.name).with("Name", &lane.name).with("For", lane.kind.label());
        let picture = picture.with("Colour", lane.color.label()).with("Place", lane.position + 1);
        Ok(picture.yes("In use", lane.active).gone(!lane.active))
    }
}

/// One choice for each location.
impl Watched for ShownAs {
    const CATEGORY: Category = Category::Lanes;
    type Id = ();

    fn picture(conn: &mut Conn, location: LocationId, (): &()) -> Result<Picture> {
        Ok(Picture::of(location, "Cards of the guest list").with("Guests are shown as", Self::of(conn, location)?.label()))
    }
}
