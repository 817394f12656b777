//! Packages on manifests. One is bound to its manifest from the draft on: all of it is held, so that nobody sells or moves it.

use super::model::Manifest;
use super::stop::Stop;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::features::inventory::{self, Package, Unit};
use crate::schema::{outgoing_lines, outgoing_manifests, outgoing_stops, packages, products};
use crate::stock::{self, Owner};
use crate::values::{At, Barcode, Cents, OutgoingId, OutgoingLineId, OutgoingStopId, PackageId, Quantity, RoomId};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outgoing_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Line {
    pub id: OutgoingLineId,
    pub stop_id: OutgoingStopId,
    pub package_id: PackageId,
    pub quantity: Quantity,
    pub unit_price_cents: Option<Cents>,
    /// Where it left from.
    pub room_id: Option<RoomId>,
    pub is_open: bool,
    pub returned: Quantity,
    pub reject_reason: Option<String>,
    #[diesel(embed)]
    pub package: Package,
    #[diesel(select_expression = products::name)]
    pub product: String,
}

/// A package's place on a manifest.
#[derive(Debug, Clone)]
pub struct OnManifest {
    pub manifest: Manifest,
    pub stop: i64,
}

impl OnManifest {
    /// The manifest that a package is on now.
    pub fn of(conn: &mut Conn, package: PackageId) -> Result<Option<Self>> {
        let found = outgoing_lines::table
            .inner_join(outgoing_manifests::table)
            .inner_join(outgoing_stops::table)
            .filter(outgoing_lines::package_id.eq(package))
            .filter(outgoing_lines::is_open.eq(true))
            .select((Manifest::as_select(), outgoing_stops::position))
            .first(conn)
            .optional()?;
        Ok(found.map(|(manifest, stop)| Self { manifest, stop }))
    }

    /// `on Manifest 3, stop 1 (draft)`.
    pub fn words(&self) -> String {
        format!("on {}, stop {} ({})", self.manifest.name(), self.stop, self.manifest.status.label().to_lowercase())
    }
}

impl Line {
    /// In the order of the stops.
    pub fn of_manifest(conn: &mut Conn, manifest: OutgoingId) -> Result<Vec<Self>> {
        let all = outgoing_lines::table
            .inner_join(packages::table.inner_join(products::table))
            .inner_join(outgoing_stops::table)
            .filter(outgoing_lines::manifest_id.eq(manifest))
            .order((outgoing_stops::position, outgoing_lines::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    pub fn find(conn: &mut Conn, manifest: OutgoingId, id: OutgoingLineId) -> Result<Self> {
        let of = outgoing_lines::table
            .inner_join(packages::table.inner_join(products::table))
            .filter(outgoing_lines::id.eq(id))
            .filter(outgoing_lines::manifest_id.eq(manifest));
        Ok(of.select(Self::as_select()).first(conn)?)
    }

    /// All of a package goes on a stop, and is held for it.
    pub fn put(tx: &mut Conn, stop: &Stop, package: &Package, price: Option<Cents>, now: At) -> Result<OutgoingLineId> {
        let number = package.barcode.grouped();
        if let Some(on) = OnManifest::of(tx, package.id)? {
            return rule(format!("Package {number} is {} already. Take it off there first.", on.words()));
        }
        if package.status != inventory::Status::Active {
            return rule(format!("Package {number} is {}: it cannot be sent.", package.status.label().to_lowercase()));
        }
        let balance = stock::where_is(tx, package.id, package.room_id)?;
        if !balance.on_hand.is_positive() {
            return rule(format!("Nothing of package {number} is left, so there is nothing to send."));
        }
        let line = OutgoingLineId::new();
        if !stock::hold(tx, Owner::OutgoingLine(line), package.id, package.room_id, balance.on_hand, now)? {
            let (held, unit) = (balance.held, Unit::of(package.inventory_type).words());
            let who = holders(tx, package.id)?;
            return rule(format!(
                "{held} {unit} of package {number} are {who}, and a package is sent as a whole. Free them first, or send the rest \
                 as a sublot."
            ));
        }
        diesel::insert_into(outgoing_lines::table)
            .values((
                outgoing_lines::id.eq(line),
                outgoing_lines::manifest_id.eq(stop.manifest_id),
                outgoing_lines::stop_id.eq(stop.id),
                outgoing_lines::package_id.eq(package.id),
                outgoing_lines::quantity.eq(balance.on_hand),
                outgoing_lines::unit_price_cents.eq(price),
                outgoing_lines::is_open.eq(true),
                outgoing_lines::returned.eq(Quantity::ZERO),
            ))
            .execute(tx)?;
        Ok(line)
    }

    pub fn set_price(tx: &mut Conn, stop: OutgoingStopId, id: OutgoingLineId, price: Option<Cents>) -> Result<()> {
        let line = outgoing_lines::table.find(id).filter(outgoing_lines::stop_id.eq(stop));
        diesel::update(line).set(outgoing_lines::unit_price_cents.eq(price)).execute(tx)?;
        Ok(())
    }

    /// Off a draft: free again.
    pub fn remove(&self, tx: &mut Conn) -> Result<()> {
        stock::release(tx, Owner::OutgoingLine(self.id))?;
        diesel::delete(outgoing_lines::table.find(self.id)).execute(tx)?;
        Ok(())
    }

    /// Off a manifest that was called off, or at its receiver's: no longer bound to it.
    pub fn free(tx: &mut Conn, id: OutgoingLineId) -> Result<()> {
        stock::release(tx, Owner::OutgoingLine(id))?;
        diesel::update(outgoing_lines::table.find(id)).set(outgoing_lines::is_open.eq(false)).execute(tx)?;
        Ok(())
    }

    pub fn note_room(tx: &mut Conn, id: OutgoingLineId, room: RoomId) -> Result<()> {
        diesel::update(outgoing_lines::table.find(id)).set(outgoing_lines::room_id.eq(room)).execute(tx)?;
        Ok(())
    }

    pub fn note_returned(tx: &mut Conn, id: OutgoingLineId, quantity: Quantity, reason: Option<&str>) -> Result<()> {
        let what = (outgoing_lines::returned.eq(quantity), outgoing_lines::reject_reason.eq(reason));
        diesel::update(outgoing_lines::table.find(id)).set(what).execute(tx)?;
        Ok(())
    }

    pub fn barcode(&self) -> Barcode {
        self.package.barcode
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    /// The line's total before tax, as the state and the invoice have it.
    pub fn price(&self) -> Option<Cents> {
        self.unit_price_cents.map(|unit| of_quantity(unit, self.quantity))
    }

    /// What the receiver has of it.
    pub fn taken(&self) -> Quantity {
        self.quantity.minus(self.returned)
    }

    /// For the field in which it is typed.
    pub fn typed_price(&self) -> String {
        self.unit_price_cents.map(Cents::plain).unwrap_or_default()
    }
}

/// The price of so much, to the nearest cent.
pub fn of_quantity(unit: Cents, quantity: Quantity) -> Cents {
    Cents((unit.0 * quantity.0 + 50) / 100)
}

/// Who has taken part of a package, in words.
fn holders(conn: &mut Conn, package: PackageId) -> Result<&'static str> {
    let all = stock::holders(conn, package)?;
    let has = |kind: &str| all.iter().any(|(owner, _)| owner.starts_with(kind));
    Ok(match (has("cart_line:"), has("destruction:"), has("pick:")) {
        (true, _, _) => "in a cart at the register",
        (_, true, _) => "scheduled for destruction",
        (_, _, true) => "picked for a pre-order",
        _ => "waiting for the state's answer",
    })
}

/// How many packages each of these manifests has.
pub fn counts(conn: &mut Conn, manifests: &[OutgoingId]) -> Result<std::collections::HashMap<OutgoingId, i64>> {
    if manifests.is_empty() {
        return Ok(std::collections::HashMap::new());
    }
    let rows: Vec<(OutgoingId, i64)> = outgoing_lines::table
        .filter(outgoing_lines::manifest_id.eq_any(manifests.to_vec()))
        .group_by(outgoing_lines::manifest_id)
        .select((outgoing_lines::manifest_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
