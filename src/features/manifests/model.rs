//! The outgoing manifests: what leaves, with whom, and where it stands.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::filing::claims;
use crate::schema::outgoing_manifests;
use crate::values::{At, DriverId, LocationId, ManifestNumber, OutgoingId, UserId, VehicleId, text_enum};
use diesel::prelude::*;
use serde::Serialize;

text_enum! {
    /// Why goods leave.
    Kind {
        Transfer = "transfer", "Transfer";
        Order = "order", "Order";
        VendorReturn = "vendor_return", "Return to vendor";
    }
}

text_enum! {
    /// Where a manifest stands (product-spec §4.5).
    Status {
        Draft = "draft", "Draft";
        Filed = "filed", "Filed";
        Shipped = "shipped", "In transit";
        Received = "received", "Received";
        Voided = "voided", "Voided";
        Deleted = "deleted", "Deleted";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Draft => "held",
            Self::Filed | Self::Shipped => "waiting",
            Self::Received => "accepted",
            Self::Voided | Self::Deleted => "quiet",
        }
    }

    /// What is on it is bound to it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Filed | Self::Shipped)
    }
}

/// Who drives what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = outgoing_manifests, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Transport {
    pub driver_id: Option<DriverId>,
    pub second_driver_id: Option<DriverId>,
    pub vehicle_id: Option<VehicleId>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outgoing_manifests, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Manifest {
    pub id: OutgoingId,
    pub location_id: LocationId,
    pub number: i64,
    pub title: String,
    pub kind: Kind,
    pub status: Status,
    #[diesel(embed)]
    pub transport: Transport,
    pub note: String,
    pub state_number: Option<ManifestNumber>,
    pub filed_transaction: Option<i64>,
    pub shipped_transaction: Option<i64>,
    pub invoice_number: Option<String>,
    pub void_reason: Option<String>,
    pub created_by: UserId,
    pub created_at: At,
    pub filed_at: Option<At>,
    pub shipped_at: Option<At>,
    pub closed_at: Option<At>,
    pub pulled_at: Option<At>,
}

/// What a person says of one.
#[derive(Debug, Clone, Serialize)]
pub struct Said {
    pub title: String,
    pub kind: Kind,
    pub note: String,
}

/// The row of one.
macro_rules! row {
    ($id:expr) => {
        diesel::update(outgoing_manifests::table.find($id))
    };
}

impl Manifest {
    /// The name under which filings claim one.
    pub fn subject(id: OutgoingId) -> String {
        format!("outgoing:{id}")
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: OutgoingId) -> Result<Self> {
        let here = outgoing_manifests::table.find(id).filter(outgoing_manifests::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// Those that somebody may still write on, the newest first.
    pub fn drafts(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = outgoing_manifests::table
            .filter(outgoing_manifests::location_id.eq(location))
            .filter(outgoing_manifests::status.eq(Status::Draft))
            .order(outgoing_manifests::id.desc())
            .limit(50)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// A draft, for whoever changes it: nobody tells the state of it meanwhile.
    pub fn edit(tx: &mut Conn, location: LocationId, id: OutgoingId) -> Result<Self> {
        if claims::is_claimed(tx, &Self::subject(id))? {
            let name = Self::find(tx, location, id)?.name();
            return rule(format!("{name} is being told to the state just now. Look at it again when that is settled."));
        }
        let manifest = Self::find(tx, location, id)?;
        manifest.must_be(Status::Draft, "changed")?;
        Ok(manifest)
    }

    /// A new draft.
    pub fn begin(tx: &mut Conn, location: LocationId, said: &Said, by: UserId, now: At) -> Result<OutgoingId> {
        let here = outgoing_manifests::table.filter(outgoing_manifests::location_id.eq(location));
        let highest: Option<i64> = here.select(diesel::dsl::max(outgoing_manifests::number)).first(tx)?;
        let id = OutgoingId::new();
        diesel::insert_into(outgoing_manifests::table)
            .values((
                outgoing_manifests::id.eq(id),
                outgoing_manifests::location_id.eq(location),
                outgoing_manifests::number.eq(highest.unwrap_or_default() + 1),
                outgoing_manifests::title.eq(&said.title),
                outgoing_manifests::kind.eq(said.kind),
                outgoing_manifests::status.eq(Status::Draft),
                outgoing_manifests::note.eq(&said.note),
                outgoing_manifests::created_by.eq(by),
                outgoing_manifests::created_at.eq(now),
            ))
            .execute(tx)
            .on_unique(|| Error::Busy("Another manifest was begun at this moment. Please send the form again."))?;
        Ok(id)
    }

    pub fn say(tx: &mut Conn, id: OutgoingId, said: &Said, transport: Transport) -> Result<()> {
        let words = (
            outgoing_manifests::title.eq(&said.title),
            outgoing_manifests::kind.eq(said.kind),
            outgoing_manifests::note.eq(&said.note),
        );
        row!(id).set((words, transport)).execute(tx)?;
        Ok(())
    }

    pub fn note_filed(tx: &mut Conn, id: OutgoingId, number: ManifestNumber, transaction: i64, now: At) -> Result<()> {
        row!(id)
            .set((
                outgoing_manifests::status.eq(Status::Filed),
                outgoing_manifests::state_number.eq(number),
                outgoing_manifests::filed_transaction.eq(transaction),
                outgoing_manifests::filed_at.eq(now),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn note_shipped(tx: &mut Conn, id: OutgoingId, transaction: i64, invoice: Option<&str>, now: At) -> Result<()> {
        row!(id)
            .set((
                outgoing_manifests::status.eq(Status::Shipped),
                outgoing_manifests::shipped_transaction.eq(transaction),
                outgoing_manifests::invoice_number.eq(invoice),
                outgoing_manifests::shipped_at.eq(now),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// The shipment was called off: filed, as before it left.
    pub fn note_recalled(tx: &mut Conn, id: OutgoingId) -> Result<()> {
        row!(id)
            .set((
                outgoing_manifests::status.eq(Status::Filed),
                outgoing_manifests::shipped_transaction.eq(None::<i64>),
                outgoing_manifests::invoice_number.eq(None::<String>),
                outgoing_manifests::shipped_at.eq(None::<At>),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// Received, voided or deleted: nothing more becomes of it.
    pub fn close(tx: &mut Conn, id: OutgoingId, status: Status, reason: Option<&str>, now: At) -> Result<()> {
        row!(id)
            .set((
                outgoing_manifests::status.eq(status),
                outgoing_manifests::void_reason.eq(reason),
                outgoing_manifests::closed_at.eq(now),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn note_pulled(tx: &mut Conn, id: OutgoingId, now: At) -> Result<()> {
        row!(id).set(outgoing_manifests::pulled_at.eq(now)).execute(tx)?;
        Ok(())
    }

    /// `Manifest 12`, as people call it.
    pub fn name(&self) -> String {
        format!("Manifest {}", self.number)
    }

    pub fn url(&self) -> String {
        format!("/manifests/{}", self.id)
    }

    pub fn is(&self, status: Status) -> bool {
        self.status == status
    }

    /// Refuses what is only done with manifests that stand there.
    pub fn must_be(&self, status: Status, what: &str) -> Result<()> {
        if self.status == status {
            return Ok(());
        }
        let (name, now) = (self.name(), self.status.label().to_lowercase());
        if now == what {
            return rule(format!("{name} is {now} already. Look at it again."));
        }
        rule(format!("{name} is {now}, so it cannot be {what}. Look at it again."))
    }
}
