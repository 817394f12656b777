//! The moves of supplies, for people: who, when, from where to where, and why.

use crate::db::Conn;
use crate::error::Result;
use crate::features::rooms::Room;
use crate::schema::{purchases, supply_moves, users};
use crate::stock::Place;
use crate::values::{At, FilingId, LocationId, ProductId, PurchaseId, Quantity, RoomId, SupplyMoveId};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use diesel::prelude::*;

/// One move.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = supply_moves, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct SupplyMove {
    pub id: SupplyMoveId,
    pub product_id: ProductId,
    from_place: String,
    to_place: String,
    pub quantity: Quantity,
    pub act: String,
    pub reason: String,
    pub note: String,
    pub filing_id: Option<FilingId>,
    pub purchase_id: Option<PurchaseId>,
    #[diesel(select_expression = purchases::number.nullable())]
    pub purchase_number: Option<i64>,
    #[diesel(select_expression = users::name)]
    pub by: String,
    pub moved_at: At,
}

/// A move with its two ends in words.
#[derive(Debug, Clone)]
pub struct Told {
    pub line: SupplyMove,
    pub from: String,
    pub to: String,
}

impl SupplyMove {
    /// Of one product, the newest first.
    pub fn of_product(conn: &mut Conn, location: LocationId, product: ProductId, cursor: &Cursor) -> Result<Vec<Told>> {
        let query = supply_moves::table
            .inner_join(users::table)
            .left_join(purchases::table)
            .filter(supply_moves::product_id.eq(product))
            .filter(supply_moves::location_id.eq(location))
            .select(Self::as_select())
            .limit(PAGE_AND_ONE)
            .into_boxed();
        let query = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => query.filter(supply_moves::id.lt(key.clone())).order(supply_moves::id.desc()),
            (None, Some(key)) => query.filter(supply_moves::id.gt(key.clone())).order(supply_moves::id.asc()),
            (None, None) => query.order(supply_moves::id.desc()),
        };
        let lines = query.load(conn)?;
        told(conn, lines)
    }

    /// What went back to the vendor of one purchase, the oldest first.
    pub fn returned(conn: &mut Conn, purchase: PurchaseId) -> Result<Vec<Self>> {
        let all = supply_moves::table
            .inner_join(users::table)
            .left_join(purchases::table)
            .filter(supply_moves::purchase_id.eq(purchase))
            .filter(supply_moves::to_place.eq(Place::Supplier.to_string()))
            .order(supply_moves::id)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }
}

fn told(conn: &mut Conn, lines: Vec<SupplyMove>) -> Result<Vec<Told>> {
    let rooms = Room::all_names(conn)?;
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let (from, to) = (line.from_place.parse()?, line.to_place.parse()?);
        all.push(Told { from: words(from, &rooms), to: words(to, &rooms), line });
    }
    Ok(all)
}

/// A place as people call it.
fn words(place: Place, rooms: &[(RoomId, String)]) -> String {
    match place {
        Place::Room(id) => {
            let known = rooms.iter().find(|(room, _)| *room == id);
            known.map_or_else(|| "a room".to_owned(), |(_, name)| name.clone())
        }
        Place::Supplier => "the vendor".to_owned(),
        Place::Customer => "a customer".to_owned(),
        Place::Adjusted => "adjustment".to_owned(),
        other => other.to_string(),
    }
}
