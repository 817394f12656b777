//! What the settings form says, read and checked; and what is recorded of it.

use super::model::{CreateBatches, Location};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, not_found, rule};
use crate::event;
use crate::features::reasons::Reason;
use crate::features::rooms::Room;
use crate::may;
use crate::rules::allotment::Variant;
use crate::values::RoomId;
use crate::values::quantity::fixed_point;
use crate::web::fields::Fields;
use serde::Serialize;

/// The zones of the United States, west to east last.
pub const ZONES: [(&str, &str); 8] = [
    ("America/New_York", "Eastern (New York, Miami)"),
    ("America/Chicago", "Central (Chicago, Pensacola)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Mountain without summer time (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
];

/// All settings of a location.
#[derive(Serialize)]
pub struct SaveSettings {
    pub location: Location,
}

impl Record for SaveSettings {
    const ACT: &'static str = "save_settings";
    type Needs = may::EditSettings;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if self.location.id != by.clerk.location {
            return not_found();
        }
        if let Some(room) = self.location.receiving_room_id
            && !Room::find(tx, self.location.id, room)?.active
        {
            return rule("The room for received goods was closed meanwhile. Choose another one.");
        }
        let watch = event::watch::<Location>(tx, by, self.location.id)?;
        self.location.save(tx)?;
        watch.note(tx)
    }
}

impl SaveSettings {
    /// The form over the settings as they are; the licence is the state's to change.
    pub fn read(fields: &Fields, before: Location, rooms: &[Room], reasons: &[Reason]) -> Result<Self> {
        let (name, address, phone, time_zone) =
            (fields.text("name", 1..=80), fields.text("address", 1..=200), fields.text("phone", 7..=30), zone(fields, &before));
        let hours = (fields.minute_of_day("opens"), fields.minute_of_day("closes"));
        let (batches, window) = (fields.choice::<CreateBatches>("create_batches"), fields.choice::<Variant>("window_variant"));
        let (receiving, expiry) = (receiving_room(fields, rooms), fields.whole("expiry_days", 0..=3650));
        let returns = schedule_returns(fields, &before, reasons);
        let idle = (
            fields.whole("idle_blank_minutes", 1..=60),
            fields.whole("cart_minutes", 0..=1440),
            fields.whole("pre_order_hours", 0..=720),
        );
        let register = (idle, tax_rate(fields), fields.text("receipt_footer", 0..=400));
        let passwords = (
            fields.whole("password_length", 8..=128),
            fields.whole("password_days", 0..=3650),
            fields.whole("pin_length", 4..=8),
        );
        let defaults = (batches, receiving, expiry, returns);
        let read = ((name, address, phone, time_zone), hours, defaults, register, passwords, window);
        let (store, (opens_minute, closes_minute), defaults, register, passwords, window_variant) = fields.done(read)?;
        let (password_length, password_days, pin_length) = passwords;
        let ((name, address, phone, time_zone), (create_batches, receiving_room_id, expiry_days, schedule_returns)) =
            (store, defaults);
        let ((idle_blank_minutes, cart_minutes, pre_order_hours), tax_rate_basis_points, receipt_footer) = register;
        let location = Location {
            id: before.id,
            license: before.license,
            name,
            address,
            phone,
            time_zone,
            opens_minute,
            closes_minute,
            create_batches,
            receiving_room_id,
            expiry_days,
            drivers_enabled: fields.ticked("drivers_enabled"),
            scan_only: fields.ticked("scan_only"),
            id_check_required: fields.ticked("id_check_required"),
            idle_blank_minutes,
            password_length,
            password_days,
            tax_rate_basis_points,
            receipt_footer,
            two_person_release: fields.ticked("two_person_release"),
            cash_in_drawers: fields.ticked("cash_in_drawers"),
            blind_counts: fields.ticked("blind_counts"),
            cart_minutes,
            pre_order_hours,
            schedule_returns,
            pin_length,
            window_variant,
            law_hours: fields.ticked("law_hours"),
            one_session: fields.ticked("one_session"),
        };
        Ok(Self { location })
    }
}

/// One of the list, or the one that is set already.
fn zone(fields: &Fields, before: &Location) -> Option<String> {
    let zone = fields.raw("time_zone");
    if zone == before.time_zone || ZONES.iter().any(|(name, _)| *name == zone) {
        return Some(zone.to_owned());
    }
    fields.problem("time_zone", "Please choose one of the list.");
    None
}

fn receiving_room(fields: &Fields, rooms: &[Room]) -> Option<Option<RoomId>> {
    let room = fields.optional::<RoomId>("receiving_room")?;
    if room.is_some_and(|id| rooms.iter().all(|room| room.id != id)) {
        fields.problem("receiving_room", "That is not a room of this location. Choose one of the list.");
        return None;
    }
    Some(room)
}

/// One of the state's reasons, the one that is set already while the list is unknown, or none.
fn schedule_returns(fields: &Fields, before: &Location, reasons: &[Reason]) -> Option<Option<i64>> {
    if fields.raw("schedule_returns").is_empty() {
        return Some(None);
    }
    let code = fields.whole("schedule_returns", 0..=9999)?;
    if before.schedule_returns != Some(code) && reasons.iter().all(|reason| reason.code != code) {
        fields.problem("schedule_returns", "The state does not have that reason. Choose one of the list.");
        return None;
    }
    Some(Some(code))
}

/// Percent with at most two decimals, as hundredths of a percent.
fn tax_rate(fields: &Fields) -> Option<i64> {
    let rate = fixed_point(fields.raw("tax_rate"), 2).filter(|rate| *rate <= 5000);
    if rate.is_none() {
        fields.problem("tax_rate", "Type a percentage from 0 to 50, like 6 or 7.25.");
    }
    rate
}
