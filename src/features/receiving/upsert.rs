//! Writing down what the state said is on its way. What we have received is never touched.

use super::model::{Manifest, Status};
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::filing::claims;
use crate::schema::{facts, manifest_lines, manifests};
use crate::values::{Amount, At, Barcode, License, LocationId, ManifestId, ManifestLineId, ManifestNumber, Quantity};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

/// A shipment as the state told us of it.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    pub number: ManifestNumber,
    pub sender_license: License,
    pub sender_name: String,
    pub transfer_date: Option<NaiveDate>,
    pub item_count: i64,
    /// `None`: as we have them.
    pub lines: Option<Vec<ToldLine>>,
}

/// A package on it.
#[derive(Debug, Clone, Serialize, Insertable)]
#[diesel(table_name = manifest_lines)]
pub struct ToldLine {
    pub barcode: Barcode,
    pub inventory_type: i64,
    pub strain: String,
    pub state_name: String,
    pub quantity: Quantity,
    pub usable_weight: Option<String>,
    pub med_usable: Option<Amount>,
    pub sample_id: Option<String>,
    #[diesel(embed)]
    pub lab: ToldLab,
}

/// The newest lab result of a package on its way.
#[derive(Debug, Clone, Default, Serialize, Insertable, AsChangeset)]
#[diesel(table_name = manifest_lines, treat_none_as_null = true)]
pub struct ToldLab {
    pub lab_result: Option<i64>,
    pub lab_license: Option<License>,
    pub lab_tests: Option<String>,
    pub lab_read_at: Option<At>,
}

impl Told {
    /// Adds or refreshes it: the row of this location's own stop. What a filing is about is left as that filing found it.
    pub fn write(&self, tx: &mut Conn, location: LocationId, now: At) -> Result<()> {
        if self.insert(tx, location, now)? {
            return Ok(());
        }
        let here = manifests::table.filter(manifests::location_id.eq(location)).filter(manifests::number.eq(self.number));
        let id: ManifestId = here.select(manifests::id).first(tx)?;
        if claims::is_claimed(tx, &Manifest::subject(id))? {
            return Ok(());
        }
        // Read after the claim was seen to be free: whoever had it may have received the manifest meanwhile.
        match manifests::table.find(id).select(manifests::status).first(tx)? {
            Status::Received => Ok(()),
            status => self.refresh(tx, id, status, now),
        }
    }

    /// `false`: we have it, or somebody who asked the state at the same time was faster.
    fn insert(&self, tx: &mut Conn, location: LocationId, now: At) -> Result<bool> {
        let id = ManifestId::new();
        let inserted = on_each!(tx, |c| diesel::insert_into(manifests::table)
            .values((
                manifests::id.eq(id),
                manifests::location_id.eq(location),
                manifests::number.eq(self.number),
                manifests::sender_license.eq(&self.sender_license),
                manifests::sender_name.eq(&self.sender_name),
                manifests::transfer_date.eq(self.transfer_date),
                manifests::item_count.eq(self.item_count),
                manifests::status.eq(Status::Awaiting),
                manifests::pulled_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
        if inserted == 0 {
            return Ok(false);
        }
        self.write_lines(tx, id)?;
        Ok(true)
    }

    fn refresh(&self, tx: &mut Conn, id: ManifestId, status: Status, now: At) -> Result<()> {
        if status == Status::Withdrawn {
            // The state lists it again: made anew by the sender. Whether it is here is the state's to say again, too.
            let anew = (manifests::status.eq(Status::Awaiting), manifests::arrived_at.eq(None::<At>));
            diesel::update(manifests::table.find(id)).set(anew).execute(tx)?;
        }
        diesel::update(manifests::table.find(id))
            .set((
                manifests::sender_name.eq(&self.sender_name),
                manifests::transfer_date.eq(self.transfer_date),
                manifests::item_count.eq(self.item_count),
                manifests::pulled_at.eq(now),
            ))
            .execute(tx)?;
        self.write_lines(tx, id)
    }

    /// A line that we know keeps its id: a form that is being filled names it. No lines at all is what the state says of a manifest
    /// that was received while we asked, and takes none away.
    fn write_lines(&self, tx: &mut Conn, id: ManifestId) -> Result<()> {
        let Some(lines) = self.lines.as_ref().filter(|lines| !lines.is_empty()) else { return Ok(()) };
        let told: Vec<Barcode> = lines.iter().map(|line| line.barcode).collect();
        let gone = manifest_lines::table.filter(manifest_lines::manifest_id.eq(id)).filter(manifest_lines::barcode.ne_all(told));
        diesel::delete(gone).execute(tx)?;
        for line in lines {
            line.write(tx, id)?;
        }
        Ok(())
    }
}

impl ToldLine {
    fn write(&self, tx: &mut Conn, manifest: ManifestId) -> Result<()> {
        let known = manifest_lines::table
            .filter(manifest_lines::manifest_id.eq(manifest))
            .filter(manifest_lines::barcode.eq(self.barcode));
        let refreshed = diesel::update(known)
            .set((
                manifest_lines::state_name.eq(&self.state_name),
                manifest_lines::strain.eq(&self.strain),
                manifest_lines::quantity.eq(self.quantity),
                manifest_lines::med_usable.eq(self.med_usable),
                manifest_lines::sample_id.eq(&self.sample_id),
                &self.lab,
            ))
            .execute(tx)?;
        if refreshed == 0 {
            diesel::insert_into(manifest_lines::table)
                .values((manifest_lines::id.eq(ManifestLineId::new()), manifest_lines::manifest_id.eq(manifest), self))
                .execute(tx)?;
        }
        Ok(())
    }
}

/// Lab results that were read again, of packages that are not received yet.
pub fn write_labs(tx: &mut Conn, manifest: &Manifest, labs: &[(Barcode, Option<Amount>, ToldLab)]) -> Result<()> {
    for (barcode, med_usable, lab) in labs {
        let line = manifest_lines::table
            .filter(manifest_lines::manifest_id.eq(manifest.id))
            .filter(manifest_lines::barcode.eq(barcode))
            .filter(manifest_lines::accepted.is_null());
        diesel::update(line).set(lab).execute(tx)?;
        if let Some(amount) = med_usable {
            diesel::update(line).set(manifest_lines::med_usable.eq(amount)).execute(tx)?;
        }
    }
    Ok(())
}

/// What the state did not list when it was asked at `asked_at`, and is not received, is on its way no more.
pub fn withdraw_unlisted(tx: &mut Conn, location: LocationId, listed: &[ManifestNumber], asked_at: At) -> Result<()> {
    let unlisted = manifests::table
        .filter(manifests::location_id.eq(location))
        .filter(manifests::status.eq_any([Status::Awaiting, Status::Arrived]))
        .filter(manifests::pulled_at.lt(asked_at))
        .filter(manifests::number.ne_all(listed.to_vec()))
        .order(manifests::id);
    for id in unlisted.select(manifests::id).load::<ManifestId>(tx)? {
        // While it is being received, whether it is listed says nothing.
        if !claims::is_claimed(tx, &Manifest::subject(id))? {
            let open = manifests::table.find(id).filter(manifests::status.eq_any([Status::Awaiting, Status::Arrived]));
            diesel::update(open).set(manifests::status.eq(Status::Withdrawn)).execute(tx)?;
        }
    }
    Ok(())
}

/// The sender, too, may mark a stop as arrived.
pub fn mark_arrived(tx: &mut Conn, location: LocationId, number: ManifestNumber, at: At) -> Result<()> {
    let waiting = manifests::table
        .filter(manifests::location_id.eq(location))
        .filter(manifests::number.eq(number))
        .filter(manifests::status.eq(Status::Awaiting));
    diesel::update(waiting).set((manifests::status.eq(Status::Arrived), manifests::arrived_at.eq(at))).execute(tx)?;
    Ok(())
}

fn fact(location: LocationId) -> String {
    format!("incoming pulled at:{location}")
}

/// When the state last told us what is on its way.
pub fn last_pulled(conn: &mut Conn, location: LocationId) -> Result<Option<At>> {
    let kept: Option<String> = facts::table.find(fact(location)).select(facts::value).first(conn).optional()?;
    // What cannot be read is as good as never: the state is asked again.
    Ok(kept.and_then(|text| text.parse().ok()))
}

fn arrivals_fact(location: LocationId) -> String {
    format!("arrivals read until:{location}")
}

/// Up to which transaction of the state the arrivals were read; 0: none yet.
pub fn arrivals_until(conn: &mut Conn, location: LocationId) -> Result<i64> {
    let kept: Option<String> = facts::table.find(arrivals_fact(location)).select(facts::value).first(conn).optional()?;
    // What cannot be read is as good as none: they are read from the beginning.
    Ok(kept.and_then(|text| text.parse().ok()).unwrap_or_default())
}

pub fn note_arrivals(tx: &mut Conn, location: LocationId, transaction: i64) -> Result<()> {
    note(tx, arrivals_fact(location), transaction.to_string())
}

pub fn note_pulled(tx: &mut Conn, location: LocationId, now: At) -> Result<()> {
    note(tx, fact(location), format!("{now:?}"))
}

fn note(tx: &mut Conn, name: String, value: String) -> Result<()> {
    if diesel::update(facts::table.find(&name)).set(facts::value.eq(&value)).execute(tx)? == 0 {
        on_each!(tx, |c| diesel::insert_into(facts::table)
            .values((facts::name.eq(&name), facts::value.eq(&value)))
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}
