//! The manifests that come to us, and what is on them.

use crate::db::Conn;
use crate::error::{Result, internal, not_found, rule};
use crate::schema::{manifest_lines, manifests, receipt_drafts, receipt_scans, users};
use crate::values::clock::said;
use crate::values::{
    Amount, At, Barcode, License, LocationId, ManifestId, ManifestLineId, ManifestNumber, PackageId, Quantity, UserId, text_enum,
};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

text_enum! {
    Status {
        Awaiting = "awaiting", "On its way";
        Arrived = "arrived", "Arrived";
        Received = "received", "Received";
        /// The state lists it no more, and it was not we who received it: the sender voided it.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = manifests, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Manifest {
    pub id: ManifestId,
    pub location_id: LocationId,
    pub number: ManifestNumber,
    pub sender_license: License,
    pub sender_name: String,
    pub transfer_date: Option<NaiveDate>,
    pub item_count: i64,
    pub status: Status,
    pub arrived_at: Option<At>,
    pub received_at: Option<At>,
    pub received_by: Option<UserId>,
    pub pulled_at: At,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = manifest_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Line {
    pub id: ManifestLineId,
    pub barcode: Barcode,
    pub inventory_type: i64,
    pub strain: String,
    /// The product as the state names it.
    pub state_name: String,
    /// What was sent.
    pub quantity: Quantity,
    pub med_usable: Option<Amount>,
    pub sample_id: Option<String>,
    pub lab_result: Option<i64>,
    pub lab_license: Option<License>,
    pub lab_tests: Option<String>,
    pub lab_read_at: Option<At>,
    /// Known once the manifest is received.
    pub accepted: Option<Quantity>,
    pub rejected: Option<Quantity>,
    pub reject_reason: Option<String>,
    pub package_id: Option<PackageId>,
}

impl Manifest {
    /// The name under which filings claim a manifest.
    pub fn subject(id: ManifestId) -> String {
        format!("manifest:{id}")
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: ManifestId) -> Result<Self> {
        Ok(manifests::table.find(id).filter(manifests::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// By its 16 digits, or by our id: what stands in an address.
    pub fn find_by_code(conn: &mut Conn, location: LocationId, code: &str) -> Result<Self> {
        if let Ok(id) = code.parse::<ManifestId>() {
            return Self::find(conn, location, id);
        }
        let Ok(number) = code.parse::<ManifestNumber>() else { return not_found() };
        let here = manifests::table.filter(manifests::number.eq(number)).filter(manifests::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// What waits to be received: what has arrived first, then by the day it was sent.
    pub fn open(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = manifests::table
            .filter(manifests::location_id.eq(location))
            .filter(manifests::status.eq_any([Status::Arrived, Status::Awaiting]))
            .order((manifests::status, manifests::transfer_date, manifests::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// What was received or withdrawn, the newest first: at most a page and one more.
    pub fn closed(conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Vec<Self>> {
        let all = manifests::table
            .filter(manifests::location_id.eq(location))
            .filter(manifests::status.eq_any([Status::Received, Status::Withdrawn]))
            .select(Self::as_select())
            .limit(PAGE_AND_ONE)
            .into_boxed();
        let rows = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => all.filter(manifests::id.lt(key.clone())).order(manifests::id.desc()).load(conn)?,
            (None, Some(key)) => all.filter(manifests::id.gt(key.clone())).order(manifests::id.asc()).load(conn)?,
            (None, None) => all.order(manifests::id.desc()).load(conn)?,
        };
        Ok(rows)
    }

    pub fn lines(&self, conn: &mut Conn) -> Result<Vec<Line>> {
        let all = manifest_lines::table
            .filter(manifest_lines::manifest_id.eq(self.id))
            .order((manifest_lines::state_name, manifest_lines::barcode))
            .select(Line::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Neither received nor withdrawn.
    pub fn must_be_open(&self, zone: Tz) -> Result<()> {
        let number = self.number.grouped();
        let on = self.received_at.map(|at| format!(" on {}", said(at, zone))).unwrap_or_default();
        match self.status {
            Status::Received => rule(format!("Manifest {number} was received{on}, and a received manifest cannot be reopened.")),
            Status::Withdrawn => {
                rule(format!("The state no longer lists manifest {number}: the sender withdrew it. Ask the sender."))
            }
            Status::Awaiting | Status::Arrived => Ok(()),
        }
    }

    /// Open, and here.
    pub fn must_be_receivable(&self, zone: Tz) -> Result<()> {
        self.must_be_open(zone)?;
        if self.status == Status::Arrived {
            return Ok(());
        }
        rule("The shipment has not been marked as arrived. Confirm its arrival first; receiving is refused before that.")
    }

    pub fn arrived(tx: &mut Conn, id: ManifestId, at: At) -> Result<()> {
        let waiting = manifests::table.find(id).filter(manifests::status.ne(Status::Received));
        diesel::update(waiting).set((manifests::status.eq(Status::Arrived), manifests::arrived_at.eq(at))).execute(tx)?;
        Ok(())
    }

    pub fn received(tx: &mut Conn, id: ManifestId, by: UserId, at: At) -> Result<()> {
        diesel::update(manifests::table.find(id))
            .set((manifests::status.eq(Status::Received), manifests::received_at.eq(at), manifests::received_by.eq(by)))
            .execute(tx)?;
        Ok(())
    }
}

/// How far the draft of an open manifest is.
#[derive(Debug, Clone)]
pub struct Drafted {
    pub by: String,
    pub at: At,
    pub scanned: i64,
}

impl Drafted {
    /// [`Manifest::open`], each with its draft.
    pub fn open(conn: &mut Conn, location: LocationId) -> Result<Vec<(Manifest, Option<Self>)>> {
        let open = Manifest::open(conn, location)?;
        let ids: Vec<ManifestId> = open.iter().map(|manifest| manifest.id).collect();
        let saved: Vec<(ManifestId, String, At)> = receipt_drafts::table
            .inner_join(users::table)
            .filter(receipt_drafts::manifest_id.eq_any(ids.clone()))
            .select((receipt_drafts::manifest_id, users::name, receipt_drafts::saved_at))
            .load(conn)?;
        let scanned: HashMap<ManifestId, i64> = receipt_scans::table
            .filter(receipt_scans::manifest_id.eq_any(ids))
            .group_by(receipt_scans::manifest_id)
            .select((receipt_scans::manifest_id, count_star()))
            .load::<(ManifestId, i64)>(conn)?
            .into_iter()
            .collect();
        let mut drafted: HashMap<ManifestId, Self> = HashMap::new();
        for (id, by, at) in saved {
            drafted.insert(id, Self { by, at, scanned: scanned.get(&id).copied().unwrap_or_default() });
        }
        Ok(open.into_iter().map(|manifest| (drafted.remove(&manifest.id), manifest)).map(|(draft, of)| (of, draft)).collect())
    }
}

impl Line {
    /// What became of it.
    pub fn settle(
        tx: &mut Conn,
        id: ManifestLineId,
        accepted: Quantity,
        reason: Option<&str>,
        package: Option<PackageId>,
    ) -> Result<()> {
        let settled = diesel::update(manifest_lines::table.find(id))
            .set((
                manifest_lines::accepted.eq(accepted),
                manifest_lines::rejected.eq((manifest_lines::quantity - accepted.0).nullable()),
                manifest_lines::reject_reason.eq(reason),
                manifest_lines::package_id.eq(package),
            ))
            .execute(tx)?;
        if settled == 1 { Ok(()) } else { Err(internal(format!("line {id} of a manifest was received and is gone"))) }
    }
}
