//! Everything that is known of one patient, as the person who asks may see it.

use super::super::register::{Reading, Snapshot, is_open};
use super::super::returns::Waiting;
use super::super::sales::Sale;
use super::flags::{Flag, Kind, Note};
use super::model::Patient;
use super::seen::{Asked, View};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{self, Clerk};
use crate::schema::{sales, users};
use crate::values::{At, LocationId, PatientId, UserId, clock};
use crate::web::paging::Cursor;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// Rows of each history.
const LAST: i64 = 20;

/// See the module.
pub struct Profile {
    pub patient: Patient,
    pub reading: Option<Reading>,
    pub clocks: Vec<Countdown>,
    pub orders: Vec<Order>,
    pub past: Vec<Past>,
    pub notes: Vec<(Note, String)>,
    pub warnings: Vec<(Flag, String)>,
    pub ban: Option<(Flag, String)>,
    /// Warnings and bans that have ended, with who raised and who ended them.
    pub ended: Vec<(Flag, String, String)>,
    pub sales: Vec<Sale>,
    /// What they brought back and is not destroyed yet, and what that means for their allotment.
    pub returned: Vec<(Waiting, String)>,
    /// None: not for this person.
    pub views: Option<Vec<View>>,
    pub age: i32,
}

/// What ends on a day: a card, a certification.
pub struct Countdown {
    pub name: &'static str,
    pub last: NaiveDate,
    pub left: i64,
    /// Of so many.
    pub whole: i64,
}

impl Countdown {
    /// A card and a certification are given for so long at the most (florida-rules 1.3, 2.1).
    pub fn until(name: &'static str, last: NaiveDate, whole: i64, today: NaiveDate) -> Self {
        Self { name, last, left: (last - today).num_days(), whole }
    }

    pub fn words(&self) -> String {
        match self.left {
            0 => "last day today".to_owned(),
            1 => "1 day left".to_owned(),
            days if days > 400 => format!("until {}", self.last.format("%b %-d, %Y")),
            days if days > 1 => format!("{days} days left"),
            -1 => "over since yesterday".to_owned(),
            days => format!("over since {} days", -days),
        }
    }

    /// The badge's colour.
    pub fn mark(&self) -> &'static str {
        match self.left {
            days if days < 0 => "refused",
            days if days < 14 => "waiting",
            _ => "accepted",
        }
    }

    /// Days left, for a bar.
    pub fn shown(&self) -> i64 {
        self.left.clamp(0, self.whole)
    }
}

/// An order of the last reading.
pub struct Order {
    pub title: &'static str,
    pub order_type: &'static str,
    pub ordered: String,
    pub dispensed: String,
    pub now: String,
    pub ends_on: NaiveDate,
    pub is_open: bool,
    pub physician: String,
    /// Parts of a hundred.
    pub used_part: i64,
}

/// A dispensation that the registry knows of.
pub struct Past {
    pub on: NaiveDate,
    pub route: &'static str,
    pub amount: String,
    pub at: String,
    pub status: &'static str,
}

impl Profile {
    pub fn find(conn: &mut Conn, clerk: &Clerk, id: PatientId, now: At) -> Result<Self> {
        let patient = Patient::find(conn, id)?;
        let today = clock::local_date(now, clerk.zone);
        let reading = Reading::last_of(conn, id)?;
        let snapshot = reading.as_ref().map(|reading| &reading.snapshot);
        let names: HashMap<UserId, String> = everybody(conn)?.into_iter().collect();
        let name = |user: UserId| names.get(&user).cloned().unwrap_or_default();
        let (standing, ended): (Vec<Flag>, Vec<Flag>) = Flag::all_of(conn, id)?.into_iter().partition(Flag::stands);
        let (bans, warnings): (Vec<Flag>, Vec<Flag>) = standing.into_iter().partition(|flag| flag.kind == Kind::Ban);
        let named = |flag: Flag| (name(flag.raised_by), flag);
        let views = if clerk.may::<may::SeeViews>() {
            let asked = Asked { patient: Some(id), ..Asked::default() };
            Some(View::listed(conn, clerk.location, &asked, &Cursor::default(), LAST)?)
        } else {
            None
        };
        Ok(Self {
            age: patient.age(today),
            clocks: snapshot.map(|snapshot| clocks(snapshot, today)).unwrap_or_default(),
            orders: snapshot.map(|snapshot| orders(snapshot, today)).unwrap_or_default(),
            past: snapshot.map(past).unwrap_or_default(),
            notes: Note::all_of(conn, id)?.into_iter().map(|note| (name(note.user_id), note)).map(swap).collect(),
            warnings: warnings.into_iter().map(named).map(swap).collect(),
            ban: bans.into_iter().map(named).map(swap).next(),
            ended: ended.into_iter().map(|flag| ended_by(flag, &names)).collect(),
            sales: sold_to(conn, clerk, id)?,
            returned: returned(conn, clerk, id)?,
            views,
            reading,
            patient,
        })
    }
}

fn returned(conn: &mut Conn, clerk: &Clerk, id: PatientId) -> Result<Vec<(Waiting, String)>> {
    let waiting = Waiting::of_patient(conn, clerk.location, id)?;
    Ok(waiting.into_iter().map(|one| (one.allotment(&clerk.zone), one)).map(swap).collect())
}

fn swap<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

fn ended_by(flag: Flag, names: &HashMap<UserId, String>) -> (Flag, String, String) {
    let name = |user: Option<UserId>| user.and_then(|user| names.get(&user).cloned()).unwrap_or_default();
    let (raised, lifted) = (name(Some(flag.raised_by)), name(flag.lifted_by));
    (flag, raised, lifted)
}

fn everybody(conn: &mut Conn) -> Result<Vec<(UserId, String)>> {
    Ok(users::table.order(users::name).select((users::id, users::name)).load(conn)?)
}

/// Everybody who works here.
pub fn people(conn: &mut Conn, location: LocationId) -> Result<Vec<(UserId, String)>> {
    let here = users::table.filter(users::location_id.eq(location)).order((users::name, users::id));
    Ok(here.select((users::id, users::name)).load(conn)?)
}

/// The clocks of a reading.
pub fn clocks(snapshot: &Snapshot, today: NaiveDate) -> Vec<Countdown> {
    let card = snapshot.card_expires_on.map(|last| Countdown::until("Card", last, 365, today));
    let certification = snapshot.certification_expires_on.map(|last| Countdown::until("Certification", last, 210, today));
    card.into_iter().chain(certification).collect()
}

fn orders(snapshot: &Snapshot, today: NaiveDate) -> Vec<Order> {
    let shown = snapshot.orders.iter().map(|order| {
        let unit = order.order_type.unit();
        let used = order.dispensed.plus(order.held);
        Order {
            title: order.route.label(),
            order_type: order.order_type.label(),
            ordered: order.ordered.in_words(unit),
            dispensed: used.in_words(unit),
            now: order.dispensable_now.in_words(unit),
            ends_on: order.ends_on,
            is_open: is_open(order, today),
            physician: order.physician.clone().unwrap_or_default(),
            used_part: used.0.saturating_mul(100).checked_div(order.ordered.0).unwrap_or_default().clamp(0, 100),
        }
    });
    shown.collect()
}

fn past(snapshot: &Snapshot) -> Vec<Past> {
    let mut history: Vec<_> = snapshot.history.iter().collect();
    history.sort_by_key(|past| std::cmp::Reverse(past.dispensed_on));
    let shown = history.into_iter().map(|past| Past {
        on: past.dispensed_on,
        route: past.route.label(),
        amount: past.amount.in_words(past.unit),
        at: past.dispensary.clone().unwrap_or_default(),
        status: past.status.label(),
    });
    shown.collect()
}

/// The last sales here; a budtender sees their own, as in the list of sales.
fn sold_to(conn: &mut Conn, clerk: &Clerk, patient: PatientId) -> Result<Vec<Sale>> {
    let mut sold = sales::table
        .filter(sales::patient_id.eq(patient))
        .filter(sales::location_id.eq(clerk.location))
        .order(sales::id.desc())
        .limit(LAST)
        .into_boxed();
    if !super::super::sales::sees_all(clerk) {
        sold = sold.filter(sales::user_id.eq(clerk.user));
    }
    Ok(sold.select(Sale::as_select()).load(conn)?)
}
