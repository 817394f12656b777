//! The list of pre-orders: by state, and found by number, card or name. Never a name in it.

use super::super::patients::{Patient, masked};
use super::model::{PreOrder, Status};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{patients, pre_order_lines, pre_orders, products, users};
use crate::values::{At, LocationId, PatientId, PreOrderId, Quantity, UserId, clock};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use crate::web::query::Pairs;
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;

/// Those that wait are shown on one page, the first due before the others; no shop has more.
const MOST_OPEN: i64 = 200;
/// Patients whose pre-orders one name finds.
const MOST_PATIENTS: i64 = 20;
/// Rows of one file.
const MOST: i64 = 50_000;

/// Which are asked for in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub status: String,
    pub q: String,
}

impl Filter {
    pub fn status(&self) -> Status {
        self.status.parse().unwrap_or(Status::Confirmed)
    }

    pub fn words(&self) -> &str {
        self.q.trim()
    }

    pub fn query(&self) -> String {
        Pairs::of([("status", self.status().as_str()), ("q", self.words())]).query()
    }
}

/// One row.
pub struct Row {
    pub order: PreOrder,
    pub initials: String,
    pub card: String,
    /// `2 × Blue Dream 3.5 g`.
    pub goods: Vec<String>,
    pub created_by: String,
}

impl Row {
    pub fn page(conn: &mut Conn, location: LocationId, filter: &Filter, cursor: &Cursor) -> Result<Paged<Self>> {
        let searches = !filter.words().is_empty();
        if !searches && filter.status().is_open() {
            let open = pre_orders::table
                .filter(pre_orders::location_id.eq(location))
                .filter(pre_orders::status.eq(filter.status()))
                .order((pre_orders::due_at, pre_orders::id))
                .limit(MOST_OPEN)
                .select(PreOrder::as_select())
                .load(conn)?;
            return Ok(Paged { rows: Self::of(conn, open)?, older: None, newer: None });
        }
        let mut query = pre_orders::table.filter(pre_orders::location_id.eq(location)).limit(PAGE_AND_ONE).into_boxed();
        if searches {
            let number: i64 = number(filter.words()).unwrap_or(-1);
            let whose: Vec<PatientId> =
                Patient::searched(conn, filter.words(), MOST_PATIENTS)?.into_iter().map(|patient| patient.id).collect();
            let said = pre_orders::number.eq(number).or(pre_orders::external_number.eq(filter.words().to_owned()));
            query =
                if whose.is_empty() { query.filter(said) } else { query.filter(said.or(pre_orders::patient_id.eq_any(whose))) };
        } else {
            query = query.filter(pre_orders::status.eq(filter.status()));
        }
        query = match (key(&cursor.older)?, key(&cursor.newer)?) {
            (Some(older), _) => query.filter(pre_orders::id.lt(older)).order(pre_orders::id.desc()),
            (None, Some(newer)) => query.filter(pre_orders::id.gt(newer)).order(pre_orders::id.asc()),
            (None, None) => query.order(pre_orders::id.desc()),
        };
        let rows: Vec<PreOrder> = query.select(PreOrder::as_select()).load(conn)?;
        let rows = Self::of(conn, rows)?;
        Ok(Paged::new(rows, cursor, |row| row.order.id.to_string()))
    }

    fn of(conn: &mut Conn, orders: Vec<PreOrder>) -> Result<Vec<Self>> {
        if orders.is_empty() {
            return Ok(Vec::new());
        }
        let whose: Vec<PatientId> = orders.iter().map(|order| order.patient_id).collect();
        let known: Vec<Patient> = patients::table.filter(patients::id.eq_any(whose)).select(Patient::as_select()).load(conn)?;
        let known: HashMap<PatientId, Patient> = known.into_iter().map(|patient| (patient.id, patient)).collect();
        let goods = goods_of(conn, &orders)?;
        let people = people(conn)?;
        let row = |order: PreOrder| {
            let patient = known.get(&order.patient_id);
            Self {
                initials: patient.map(Patient::initials).unwrap_or_default(),
                card: patient.map(|patient| masked(&patient.card_id)).unwrap_or_default(),
                goods: goods.get(&order.id).cloned().unwrap_or_default(),
                created_by: people.get(&order.created_by).cloned().unwrap_or_default(),
                order,
            }
        };
        Ok(orders.into_iter().map(row).collect())
    }

    /// Every one for a file, the newest first.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let orders = pre_orders::table
            .filter(pre_orders::location_id.eq(location))
            .order(pre_orders::id.desc())
            .limit(MOST)
            .select(PreOrder::as_select())
            .load(conn)?;
        let mut rows = Vec::new();
        // A statement takes only so many values.
        let mut rest = orders;
        while !rest.is_empty() {
            let next = rest.split_off(rest.len().min(500));
            rows.extend(Self::of(conn, rest)?);
            rest = next;
        }
        Ok(rows)
    }

    /// Without the patient.
    pub fn cells(&self, zone: Tz) -> Vec<String> {
        let order = &self.order;
        let at = |at: Option<At>| {
            at.map(|at| clock::local(at, zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)).unwrap_or_default()
        };
        vec![
            order.number.to_string(),
            order.status.label().to_owned(),
            order.source.label().to_owned(),
            order.external_number.clone().unwrap_or_default(),
            order.pickup_on.to_string(),
            order.window(),
            self.goods.join("; "),
            self.created_by.clone(),
            at(Some(order.created_at)),
            at(order.picked_at),
            at(order.ready_at),
            at(order.notified_at),
            at(order.ended_at),
            order.end_reason.clone().unwrap_or_default(),
        ]
    }
}

/// What the columns of the file are called.
pub const HEADINGS: [&str; 14] = [
    "Number",
    "State",
    "Source",
    "External number",
    "Pickup day",
    "Window",
    "Goods",
    "Taken by",
    "Taken",
    "Picked",
    "Ready",
    "Patient told",
    "Ended",
    "Reason",
];

/// `PRE-12`, `#12`, `12`.
fn number(words: &str) -> Option<i64> {
    let bare = words.get(..4).filter(|head| head.eq_ignore_ascii_case("PRE-")).map_or(Some(words), |_| words.get(4..))?;
    bare.trim_start_matches('#').parse().map(Some).unwrap_or_default()
}

fn key(text: &Option<String>) -> Result<Option<PreOrderId>> {
    Ok(text.as_deref().map(str::parse).transpose()?)
}

fn people(conn: &mut Conn) -> Result<HashMap<UserId, String>> {
    let all: Vec<(UserId, String)> = users::table.select((users::id, users::name)).load(conn)?;
    Ok(all.into_iter().collect())
}

fn goods_of(conn: &mut Conn, orders: &[PreOrder]) -> Result<HashMap<PreOrderId, Vec<String>>> {
    let ids: Vec<PreOrderId> = orders.iter().map(|order| order.id).collect();
    let rows: Vec<(PreOrderId, Quantity, String)> = pre_order_lines::table
        .inner_join(products::table)
        .filter(pre_order_lines::pre_order_id.eq_any(ids))
        .order(pre_order_lines::id)
        .select((pre_order_lines::pre_order_id, pre_order_lines::quantity, products::name))
        .load(conn)?;
    let mut goods: HashMap<PreOrderId, Vec<String>> = HashMap::new();
    for (order, quantity, name) in rows {
        goods.entry(order).or_default().push(format!("{quantity} × {name}"));
    }
    Ok(goods)
}

/// How many wait in each of the open states.
pub fn counts(conn: &mut Conn, location: LocationId) -> Result<Vec<(Status, i64)>> {
    let mut counts = Vec::new();
    for status in Status::OPEN {
        let here = pre_orders::table.filter(pre_orders::location_id.eq(location)).filter(pre_orders::status.eq(status));
        counts.push((status, here.count().get_result(conn)?));
    }
    Ok(counts)
}

/// Those that somebody has to pick for a time that ends before `until`, and when the first of them is due.
pub fn to_pick(conn: &mut Conn, location: LocationId, until: At) -> Result<(i64, Option<At>)> {
    let due: Vec<At> = pre_orders::table
        .filter(pre_orders::location_id.eq(location))
        .filter(pre_orders::status.eq(Status::Confirmed))
        .filter(pre_orders::due_at.lt(until))
        .order(pre_orders::due_at)
        .select(pre_orders::due_at)
        .load(conn)?;
    Ok((i64::try_from(due.len()).unwrap_or(i64::MAX), due.first().copied()))
}
