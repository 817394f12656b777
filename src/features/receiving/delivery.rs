//! A manifest with everything that a decision about it needs, in a handful of queries however many lines there are.

use super::model::{Line, Manifest};
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::{Lab, Unit};
use crate::features::locations::{CreateBatches, Location};
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::values::{LocationId, ProductId, RoomId};
use std::collections::HashMap;

/// See the module.
pub struct Delivery {
    pub manifest: Manifest,
    pub lines: Vec<Line>,
    /// The catalog in use.
    pub products: Vec<Product>,
    pub rooms: Vec<Room>,
    pub location: Location,
    /// Where the state puts what is received.
    pub arrival_room: RoomId,
    mapped: HashMap<(String, i64), ProductId>,
}

impl Delivery {
    /// By the number or id of an address.
    pub fn find(conn: &mut Conn, location: LocationId, code: &str) -> Result<Self> {
        let manifest = Manifest::find_by_code(conn, location, code)?;
        Self::of(conn, manifest)
    }

    pub fn of(conn: &mut Conn, manifest: Manifest) -> Result<Self> {
        let lines = manifest.lines(conn)?;
        let products = Product::listed(conn)?;
        let rooms = Room::listed(conn, manifest.location_id)?;
        let location = Location::find(conn, manifest.location_id)?;
        let arrival_room = Room::receiving(conn, manifest.location_id)?.id;
        // In the order of ids, so that of two products with one state name it is the newest, every time.
        let mut by_age: Vec<&Product> = products.iter().collect();
        by_age.sort_by_key(|product| product.id);
        let named =
            by_age.into_iter().filter_map(|product| Some(((product.state_name.clone()?, product.inventory_type?), product.id)));
        let mapped = named.collect();
        Ok(Self { lines, products, rooms, location, arrival_room, mapped, manifest })
    }

    /// The product that the state's name for this line was mapped to.
    pub fn mapped(&self, line: &Line) -> Option<ProductId> {
        self.mapped.get(&(line.state_name.clone(), line.inventory_type)).copied()
    }

    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// Where goods go unless the receiver says otherwise. What has not passed does not go to where things are sold.
    pub fn usual_room(&self, line: &Line) -> RoomId {
        if !Lab::of(line.lab_result).has_passed() {
            return self.arrival_room;
        }
        let chosen = self.location.receiving_room_id.filter(|room| self.room(*room).is_some());
        chosen.unwrap_or(self.arrival_room)
    }

    /// What the lot name is filled with (*Create Batches Automatically*, mission row 9).
    pub fn usual_lot(&self, line: &Line) -> String {
        match self.location.create_batches {
            CreateBatches::Never => String::new(),
            CreateBatches::Package => line.barcode.to_string(),
            CreateBatches::Manifest => self.manifest.number.to_string(),
        }
    }
}

impl Line {
    pub fn unit(&self) -> Unit {
        Unit::of(self.inventory_type)
    }

    /// How the state names the type.
    pub fn type_name(&self) -> String {
        crate::features::inventory::type_name(self.inventory_type)
    }
}
