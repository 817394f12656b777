//! `/manifests/{id}/prints`: the manifest and the invoice on paper; each print is kept as it was.

use super::model::{Manifest, Status};
use super::paper::Paper;
use super::web::readable;
use super::whole::Whole;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::event::{self, Category, Picture};
use crate::schema::{outgoing_prints, users};
use crate::values::{At, LocationId, OutgoingId, OutgoingPrintId, text_enum};
use crate::web::prelude::*;
use diesel::prelude::*;
use serde::Serialize;

text_enum! {
    /// Which paper.
    Kind {
        Manifest = "manifest", "Manifest";
        Invoice = "invoice", "Invoice";
    }
}

/// One press of “Print”.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outgoing_prints, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Print {
    pub id: OutgoingPrintId,
    pub kind: Kind,
    pub content: String,
    pub printed_before: i64,
    pub printed_at: At,
    #[diesel(select_expression = users::name)]
    pub by: String,
}

impl Print {
    /// All of a manifest, the oldest first.
    pub fn of_manifest(conn: &mut Conn, manifest: OutgoingId) -> Result<Vec<Self>> {
        let all = outgoing_prints::table.inner_join(users::table).filter(outgoing_prints::manifest_id.eq(manifest));
        Ok(all.order(outgoing_prints::id).select(Self::as_select()).load(conn)?)
    }

    fn find(conn: &mut Conn, location: LocationId, manifest: OutgoingId, id: OutgoingPrintId) -> Result<Self> {
        let of = outgoing_prints::table
            .inner_join(users::table)
            .filter(outgoing_prints::id.eq(id))
            .filter(outgoing_prints::manifest_id.eq(manifest))
            .filter(outgoing_prints::location_id.eq(location));
        Ok(of.select(Self::as_select()).first(conn)?)
    }
}

/// A paper is printed: what stands on it is kept.
#[derive(Serialize)]
struct PrintManifest {
    manifest: OutgoingId,
    kind: Kind,
}

impl Record for PrintManifest {
    const ACT: &'static str = "print_manifest";
    type Needs = may::SendGoods;
    type Done = OutgoingPrintId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<OutgoingPrintId> {
        let whole = Whole::find(tx, by.clerk.location, self.manifest)?;
        let manifest = &whole.manifest;
        if !matches!(manifest.status, Status::Filed | Status::Shipped | Status::Received) {
            return rule(format!("{} is {}: there is no paper of it.", manifest.name(), manifest.status.label().to_lowercase()));
        }
        if self.kind == Kind::Invoice && manifest.invoice_number.is_none() {
            return rule(format!("{} has no invoice: it is made when goods leave for another company.", manifest.name()));
        }
        let same = Print::of_manifest(tx, manifest.id)?.iter().filter(|print| print.kind == self.kind).count();
        let id = OutgoingPrintId::new();
        diesel::insert_into(outgoing_prints::table)
            .values((
                outgoing_prints::id.eq(id),
                outgoing_prints::location_id.eq(by.clerk.location),
                outgoing_prints::manifest_id.eq(manifest.id),
                outgoing_prints::kind.eq(self.kind),
                outgoing_prints::content.eq(serde_json::to_string(&Paper::of(&whole, by.clerk.zone))?),
                outgoing_prints::user_id.eq(by.clerk.user),
                outgoing_prints::printed_before.eq(i64::try_from(same).unwrap_or(i64::MAX)),
                outgoing_prints::printed_at.eq(by.now),
            ))
            .execute(tx)?;
        let about = Picture::of(manifest.id, manifest.name()).with("Paper", self.kind.label());
        event::happened(tx, by, Category::Prints, event::Kind::Print, &about)?;
        Ok(id)
    }
}

/// POST /manifests/{id}/prints
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let kind = fields.done(fields.choice::<Kind>("paper"))?;
    let print = app.record(&may, key, PrintManifest { manifest, kind }).await?;
    Ok(see_other(format!("/manifests/{manifest}/prints/{print}")))
}

#[derive(Template)]
#[template(path = "manifests/paper.html")]
struct Show {
    shell: Shell,
    manifest: Manifest,
    print: Print,
    paper: Paper,
}

impl Show {
    fn is_invoice(&self) -> bool {
        self.print.kind == Kind::Invoice
    }
}

/// GET /manifests/{id}/prints/{print}
pub async fn show(app: Data<App>, may: May<may::SeeManifests>, ids: Path<(String, String)>, shell: Shell) -> Result<Html> {
    let (id, print) = ids.into_inner();
    let (location, id) = (may.location, readable(&id)?);
    let Ok(print) = print.parse::<OutgoingPrintId>() else { return not_found() };
    let (manifest, print) =
        app.read(move |conn| Ok((Manifest::find(conn, location, id)?, Print::find(conn, location, id, print)?))).await?;
    let paper = serde_json::from_str(&print.content)?;
    page(Show { shell, manifest, print, paper })
}
