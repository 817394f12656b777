//! The list of supplies, and what of one product is where.

use super::filter::Filter;
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::features::rooms::Room;
use crate::schema::{products, rooms, supply_costs, supply_stock};
use crate::stock::{Balance, supplies};
use crate::values::{Cents, Goods, LocationId, ProductId, PurchaseId, Quantity, RoomId};
use crate::web::paging::Cursor;
use diesel::prelude::*;

/// One product in one room.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = supply_stock, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct SupplyLine {
    pub product_id: ProductId,
    pub room_id: RoomId,
    on_hand: Quantity,
    held: Quantity,
    #[diesel(select_expression = products::name)]
    pub product: String,
    #[diesel(select_expression = products::sku)]
    pub sku: String,
    #[diesel(select_expression = products::goods)]
    pub goods: Goods,
    #[diesel(select_expression = products::category)]
    pub category: String,
    #[diesel(select_expression = rooms::name)]
    pub room: String,
    #[diesel(select_expression = supply_costs::unit_cost_cents.nullable())]
    last: Option<Cents>,
    #[diesel(select_expression = products::cost_cents)]
    usual: Option<Cents>,
}

impl SupplyLine {
    /// By name, then by room: at most `limit`, after or before the cursor's key.
    pub fn listed(conn: &mut Conn, location: LocationId, filter: &Filter, cursor: &Cursor, limit: i64) -> Result<Vec<Self>> {
        let here = supply_costs::product_id.eq(products::id).and(supply_costs::location_id.eq(supply_stock::location_id));
        let mut query = supply_stock::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .left_join(supply_costs::table.on(here))
            .filter(supply_stock::location_id.eq(location))
            .select(Self::as_select())
            .limit(limit)
            .into_boxed();
        for pattern in filter.patterns() {
            let (name, code) = (pattern.to_lowercase(), pattern.to_uppercase());
            let coded = products::sku.like(code.clone()).escape('\\').or(products::upc.like(code).escape('\\'));
            query = query.filter(products::name_lower.like(name).escape('\\').or(coded));
        }
        if !filter.room.is_empty() {
            query = query.filter(supply_stock::room_id.eq(filter.room.clone()));
        }
        if !filter.goods.is_empty() {
            query = query.filter(products::goods.eq(filter.goods.clone()));
        }
        if !filter.shows_zero() {
            query = query.filter(supply_stock::on_hand.gt(Quantity::ZERO));
        }
        if let Some((name, product, room)) = place(conn, cursor.older.as_deref())? {
            let same = supply_stock::product_id.eq(product).and(supply_stock::room_id.gt(room));
            let after = products::name_lower.eq(name.clone()).and(supply_stock::product_id.gt(product).or(same));
            query = query.filter(products::name_lower.gt(name).or(after));
        } else if let Some((name, product, room)) = place(conn, cursor.newer.as_deref())? {
            let same = supply_stock::product_id.eq(product).and(supply_stock::room_id.lt(room));
            let before = products::name_lower.eq(name.clone()).and(supply_stock::product_id.lt(product).or(same));
            query = query.filter(products::name_lower.lt(name).or(before));
        }
        let (name, product, room) = (products::name_lower, supply_stock::product_id, supply_stock::room_id);
        let query = if cursor.is_backwards() {
            query.order((name.desc(), product.desc(), room.desc()))
        } else {
            query.order((name, product, room))
        };
        Ok(query.load(conn)?)
    }

    /// Where it stands in the list.
    pub fn key(&self) -> String {
        format!("{}.{}", self.product_id, self.room_id)
    }

    pub fn balance(&self) -> Balance {
        Balance { on_hand: self.on_hand, held: self.held }
    }

    /// What one cost last, else what the catalog says it costs.
    pub fn cost(&self) -> Option<Cents> {
        self.last.or(self.usual)
    }

    /// The cost is the catalog's: none was ever bought.
    pub fn is_usual_cost(&self) -> bool {
        self.last.is_none() && self.usual.is_some()
    }

    pub fn value(&self) -> Option<Cents> {
        self.cost().map(|cost| cost.times(self.on_hand.whole().unwrap_or_default()))
    }
}

/// Where in the order a cursor stands; a key that is none begins at the top.
fn place(conn: &mut Conn, key: Option<&str>) -> Result<Option<(String, ProductId, RoomId)>> {
    let Some((product, room)) = key.and_then(|key| key.split_once('.')) else { return Ok(None) };
    let (Ok(product), Ok(room)) = (product.parse::<ProductId>(), room.parse::<RoomId>()) else { return Ok(None) };
    let name: Option<String> = products::table.find(product).select(products::name_lower).first(conn).optional()?;
    Ok(name.map(|name| (name, product, room)))
}

/// What of one product is here, room by room.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    pub rooms: Vec<(Room, Balance)>,
    /// What one cost when it was last bought.
    pub last_cost: Option<Cents>,
}

impl Shelf {
    pub fn of(conn: &mut Conn, location: LocationId, product: ProductId) -> Result<Self> {
        let mut rooms = Vec::new();
        for (room, balance) in supplies::of_product(conn, location, product)? {
            rooms.push((Room::find(conn, location, room)?, balance));
        }
        rooms.sort_by_key(|(room, _)| room.state_room);
        let last = supply_costs::table.find((location, product)).select(supply_costs::unit_cost_cents);
        Ok(Self { rooms, last_cost: last.first(conn).optional()? })
    }

    /// Over all rooms.
    pub fn balance(&self) -> Balance {
        self.rooms.iter().fold(Balance::default(), |sum, (_, one)| Balance {
            on_hand: sum.on_hand.plus(one.on_hand),
            held: sum.held.plus(one.held),
        })
    }
}

/// Remembers what one of it cost, for the list and the next purchase.
pub fn note_cost(tx: &mut Conn, location: LocationId, product: ProductId, cost: Cents, purchase: PurchaseId) -> Result<()> {
    let said = (supply_costs::unit_cost_cents.eq(cost), supply_costs::purchase_id.eq(purchase));
    // Two purchases may bring the first of a product at the same moment; the later one's cost stands.
    on_each!(tx, |c| diesel::insert_into(supply_costs::table)
        .values((supply_costs::location_id.eq(location), supply_costs::product_id.eq(product), said))
        .on_conflict_do_nothing()
        .execute(c))?;
    diesel::update(supply_costs::table.find((location, product))).set(said).execute(tx)?;
    Ok(())
}
