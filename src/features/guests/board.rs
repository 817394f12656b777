//! The guest list as it stands on a screen. Nothing in it is a whole name.

use super::super::patients::{Flag, Patient};
use super::super::pre_orders;
use super::super::register::Status;
use super::lane::{Kind, Lane, ShownAs};
use super::model::{Errand, Guest, Outcome};
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::{carts, patients, users};
use crate::values::{At, CartId, GuestId, LaneId, PatientId, UserId, clock};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// Visits of today that are still shown in a lane of the kind “done”.
const LAST: i64 = 20;
/// A card or licence that ends within so many days is worth a word.
const SOON: i64 = 14;

/// All lanes with their cards.
pub struct Board {
    pub columns: Vec<Column>,
    /// Everybody who is here.
    pub present: usize,
}

/// A lane with whoever is in it.
pub struct Column {
    pub lane: Lane,
    pub cards: Vec<Card>,
}

/// A guest, as far as everybody at the desk may see.
pub struct Card {
    pub id: GuestId,
    pub label: String,
    pub since: At,
    pub errand: Errand,
    pub holder: Option<String>,
    pub is_mine: bool,
    pub has_cart: bool,
    /// The sale waits for the state.
    pub is_pending: bool,
    pub has_caregiver: bool,
    pub warnings: usize,
    /// The numbers of the pre-orders that wait here for them.
    pub ready: Vec<i64>,
    /// `Card: 5 days left`.
    pub soon: Vec<String>,
    pub trouble: Option<String>,
    /// The registry has not answered yet.
    pub is_unread: bool,
    pub outcome: Option<Outcome>,
    pub ended_at: Option<At>,
    /// Where a button may put them.
    pub moves: Vec<(LaneId, String)>,
    pub may_serve: bool,
}

/// What the cards need of other tables.
struct Around {
    patients: HashMap<PatientId, Patient>,
    people: HashMap<UserId, String>,
    warnings: HashMap<PatientId, usize>,
    pending: HashSet<CartId>,
    ready: HashMap<PatientId, Vec<i64>>,
    shown_as: ShownAs,
    today: NaiveDate,
}

impl Board {
    pub fn of(conn: &mut Conn, clerk: &Clerk, now: At) -> Result<Self> {
        let lanes = Lane::active(conn, clerk.location)?;
        let mut guests = Guest::all_present(conn, clerk.location)?;
        let present = guests.len();
        guests.extend(Guest::gone_since(conn, clerk.location, midnight(clerk, now), LAST)?);
        let around = Around::of(conn, clerk, &guests, now)?;
        let mut columns: Vec<Column> = lanes.iter().map(|lane| Column { lane: lane.clone(), cards: Vec::new() }).collect();
        for guest in guests {
            let card = Card::of(&guest, &around, clerk, &lanes);
            // Whose lane is out of use since is shown in another of the same kind.
            let same_kind = |column: &Column| (column.lane.kind == Kind::Done) == guest.ended_at.is_some();
            let at = columns.iter().position(|column| column.lane.id == guest.lane_id);
            if let Some(column) = at.or_else(|| columns.iter().position(same_kind)).and_then(|at| columns.get_mut(at)) {
                column.cards.push(card);
            }
        }
        Ok(Self { columns, present })
    }
}

/// When the shop's day began.
fn midnight(clerk: &Clerk, now: At) -> At {
    let begin = clock::local_date(now, clerk.zone).and_hms_opt(0, 0, 0);
    begin.and_then(|at| at.and_local_timezone(clerk.zone).earliest()).map_or(now, |at| at.naive_utc())
}

impl Around {
    fn of(conn: &mut Conn, clerk: &Clerk, guests: &[Guest], now: At) -> Result<Self> {
        let ids: Vec<PatientId> = guests.iter().filter_map(|guest| guest.patient_id).collect();
        let known: Vec<Patient> = patients::table.filter(patients::id.eq_any(&ids)).select(Patient::as_select()).load(conn)?;
        let holders: Vec<UserId> = guests.iter().filter_map(|guest| guest.held_by).collect();
        let people: Vec<(UserId, String)> =
            users::table.filter(users::id.eq_any(holders)).select((users::id, users::name)).load(conn)?;
        let all: Vec<CartId> = guests.iter().filter_map(|guest| guest.cart_id).collect();
        let tendered = carts::table.filter(carts::id.eq_any(all)).filter(carts::status.eq(Status::Tendered));
        let pending: Vec<CartId> = tendered.select(carts::id).load(conn)?;
        Ok(Self {
            patients: known.into_iter().map(|patient| (patient.id, patient)).collect(),
            people: people.into_iter().collect(),
            warnings: Flag::counts(conn, &ids)?,
            pending: pending.into_iter().collect(),
            ready: pre_orders::ready_numbers(conn, clerk.location, &ids)?,
            shown_as: ShownAs::of(conn, clerk.location)?,
            today: clock::local_date(now, clerk.zone),
        })
    }

    /// What the card calls somebody.
    fn label(&self, guest: &Guest) -> String {
        let patient = guest.patient_id.and_then(|id| self.patients.get(&id));
        match (patient, self.shown_as) {
            (Some(patient), ShownAs::Short) => patient.short_name(),
            _ if guest.initials.is_empty() => format!("Card {}", super::super::patients::masked(&guest.card_id)),
            _ => guest.initials.chars().map(|letter| format!("{letter}. ")).collect::<String>().trim_end().to_owned(),
        }
    }

    fn soon(&self, guest: &Guest) -> Vec<String> {
        let card = guest.patient_id.and_then(|id| self.patients.get(&id)).and_then(|patient| patient.card_expires_on);
        let ends = [("Card", card), ("Licence", guest.licence_expires_on)];
        let near = ends.into_iter().filter_map(|(what, last)| {
            let left = (last? - self.today).num_days();
            (left < SOON).then(|| match left {
                days if days < 0 => format!("{what} expired"),
                0 => format!("{what}: last day"),
                1 => format!("{what}: 1 day left"),
                days => format!("{what}: {days} days left"),
            })
        });
        near.collect()
    }
}

impl Card {
    /// Who has them, or who served them; empty: nobody, or it does not matter any more.
    pub fn who(&self) -> String {
        let Some(holder) = &self.holder else { return String::new() };
        match (self.outcome, self.is_mine) {
            (None, true) => "you have them".to_owned(),
            (None, false) => format!("{holder} has them"),
            (Some(Outcome::Served), true) => "served by you".to_owned(),
            (Some(Outcome::Served), false) => format!("served by {holder}"),
            (Some(Outcome::Left | Outcome::TurnedAway), _) => String::new(),
        }
    }

    fn of(guest: &Guest, around: &Around, clerk: &Clerk, lanes: &[Lane]) -> Self {
        let is_mine = guest.held_by == Some(clerk.user);
        let is_free = guest.held_by.is_none() || is_mine;
        let is_ready = guest.trouble.is_none() && guest.registry_read_id.is_some() && guest.ended_at.is_none();
        let elsewhere = lanes.iter().filter(|lane| lane.id != guest.lane_id);
        let open = elsewhere.filter(|lane| match lane.kind {
            Kind::Waiting => is_ready && guest.cart_id.is_none() && is_free,
            Kind::Serving => is_ready && is_free,
            Kind::Registry | Kind::Done => false,
        });
        Self {
            id: guest.id,
            label: around.label(guest),
            since: guest.checked_in_at,
            errand: guest.errand,
            holder: guest.held_by.and_then(|user| around.people.get(&user).cloned()),
            is_mine,
            has_cart: guest.cart_id.is_some(),
            is_pending: guest.cart_id.is_some_and(|cart| around.pending.contains(&cart)),
            has_caregiver: guest.caregiver_card_id.is_some(),
            warnings: guest.patient_id.and_then(|id| around.warnings.get(&id).copied()).unwrap_or_default(),
            ready: match (guest.ended_at, guest.patient_id) {
                (None, Some(patient)) => around.ready.get(&patient).cloned().unwrap_or_default(),
                _ => Vec::new(),
            },
            soon: if guest.ended_at.is_none() { around.soon(guest) } else { Vec::new() },
            trouble: guest.trouble.clone(),
            is_unread: guest.registry_read_id.is_none() && guest.trouble.is_none(),
            outcome: guest.outcome,
            ended_at: guest.ended_at,
            moves: open.map(|lane| (lane.id, lane.name.clone())).collect(),
            may_serve: is_ready && is_free,
        }
    }
}
