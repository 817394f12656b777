//! A manifest with everything that a decision about it needs, in a handful of queries however many lines there are.

use super::draft::Draft;
use super::lines::{Choice, Texts};
use super::model::{Line, Manifest, Status};
use crate::app::content_hash;
use crate::db::Conn;
use crate::error::{Problems, Result};
use crate::features::inventory::{Package, Unit};
use crate::features::locations::Location;
use crate::features::products::{Product, names};
use crate::features::rooms::Room;
use crate::values::clock::local_date;
use crate::values::{At, Barcode, LocationId, ProductId, RoomId};
use chrono::NaiveDate;
use chrono_tz::Tz;
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
    pub draft: Draft,
    /// The day at the location.
    pub today: NaiveDate,
    pub zone: Tz,
    /// Packages of an open manifest that somebody of us has already: since when and where.
    received: HashMap<Barcode, (At, String)>,
    known: HashMap<(String, i64), ProductId>,
    /// Of names that stand for no product in use: what once went by them.
    former: HashMap<String, Product>,
    places: HashMap<ProductId, usize>,
}

impl Delivery {
    /// By the number or id of an address.
    pub fn find(conn: &mut Conn, location: LocationId, code: &str, now: At) -> Result<Self> {
        let manifest = Manifest::find_by_code(conn, location, code)?;
        Self::of(conn, manifest, now)
    }

    pub fn of(conn: &mut Conn, manifest: Manifest, now: At) -> Result<Self> {
        let lines = manifest.lines(conn)?;
        let products = Product::listed(conn)?;
        let known = names::known(conn, &products)?;
        let mut unknown: Vec<String> = Vec::new();
        for line in lines.iter().filter(|line| !known.contains_key(&(line.state_name.clone(), line.inventory_type))) {
            unknown.push(line.state_name.clone());
        }
        unknown.sort();
        unknown.dedup();
        let former = if unknown.is_empty() { HashMap::new() } else { names::once_called(conn, &unknown)?.into_iter().collect() };
        let location = Location::find(conn, manifest.location_id)?;
        let zone = location.zone()?;
        Ok(Self {
            received: received(conn, &manifest, &lines)?,
            rooms: Room::listed(conn, manifest.location_id)?,
            arrival_room: Room::receiving(conn, manifest.location_id)?.id,
            draft: Draft::of(conn, manifest.id)?,
            today: local_date(now, zone),
            zone,
            places: products.iter().enumerate().map(|(place, product)| (product.id, place)).collect(),
            lines,
            products,
            location,
            known,
            former,
            manifest,
        })
    }

    /// The product that the state's name for this line was last received as.
    pub fn mapped(&self, line: &Line) -> Option<ProductId> {
        self.known.get(&(line.state_name.clone(), line.inventory_type)).copied()
    }

    /// The product that this line is: as chosen for this manifest, or as remembered.
    pub fn product_id_of(&self, line: &Line) -> Option<ProductId> {
        let chosen = self.draft.products.get(&(line.state_name.clone(), line.inventory_type));
        chosen.copied().or_else(|| self.mapped(line))
    }

    /// [`Delivery::product_id_of`], if it is in use.
    pub fn product_of(&self, line: &Line) -> Option<&Product> {
        self.product_id_of(line).and_then(|id| self.product(id))
    }

    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.places.get(&id).and_then(|place| self.products.get(*place))
    }

    /// A product that once went by a name that stands for none in use.
    pub fn former(&self, state_name: &str) -> Option<&Product> {
        self.former.get(state_name)
    }

    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// When and where one of us received this package already.
    pub fn received_before(&self, line: &Line) -> Option<&(At, String)> {
        self.received.get(&line.barcode)
    }

    /// Every line as decided, and what is wrong with it.
    pub fn choices(&self) -> (Vec<Choice>, Problems) {
        let mut problems = Problems::default();
        let choices = self.lines.iter().map(|line| self.texts(line).choice(self, line, &mut problems)).collect();
        (choices, problems)
    }

    /// What is wrong with one line.
    pub fn problems_of(&self, line: &Line) -> Problems {
        let mut problems = Problems::default();
        self.texts(line).choice(self, line, &mut problems);
        problems
    }

    /// What tells one state of the decisions from another: what was confirmed is what is filed. A room that nobody chose is no part of
    /// it, because it follows the lab result, which is read again right before.
    pub fn fingerprint(&self) -> Result<String> {
        let each = |line: &Line| {
            let room = self.draft.lines.get(&line.barcode).and_then(|typed| typed.room.clone()).unwrap_or_default();
            let texts = Texts { room, ..self.texts(line) };
            (line.id, line.quantity, self.product_id_of(line), texts)
        };
        content_hash("receipt", &(self.draft.room, self.lines.iter().map(each).collect::<Vec<_>>()))
    }
}

fn received(conn: &mut Conn, manifest: &Manifest, lines: &[Line]) -> Result<HashMap<Barcode, (At, String)>> {
    if manifest.status == Status::Received {
        return Ok(HashMap::new());
    }
    let barcodes: Vec<Barcode> = lines.iter().map(|line| line.barcode).collect();
    let known = Package::already_here(conn, &barcodes)?;
    Ok(known.into_iter().map(|(barcode, at, place)| (barcode, (at, place))).collect())
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
