//! `/manifests/{id}/stops/{stop}/items`: packages go on a stop of a draft, by scan. Whole ones; of a part a sublot is made in the same
//! go, and what becomes of it stands in the open.

use super::draft::AddItems;
use super::model::Manifest;
use super::stop::Stop;
use super::web::readable_stop;
use crate::db::Conn;
use crate::features::facilities::Facility;
use crate::features::inventory::{Package, Unit};
use crate::features::sublots::{MakeSublots, Onto, Output};
use crate::stock;
use crate::values::{LocationId, OutgoingId, OutgoingStopId, Quantity};
use crate::web::prelude::*;

/// What was scanned, and how much of it is available.
struct Scanned {
    package: Package,
    on_hand: Quantity,
    is_laboratory: bool,
}

impl Scanned {
    fn find(conn: &mut Conn, location: LocationId, id: OutgoingId, stop: OutgoingStopId, code: &str) -> Result<Option<Self>> {
        let manifest = Manifest::find(conn, location, id)?;
        let stop = Stop::find(conn, manifest.id, stop)?;
        let is_laboratory = Facility::find(conn, location, stop.planned.facility_id)?.is_laboratory();
        let Some(package) = Package::find_by_code(conn, location, code)? else { return Ok(None) };
        let on_hand = stock::where_is(conn, package.id, package.room_id)?.on_hand;
        Ok(Some(Self { package, on_hand, is_laboratory }))
    }
}

/// POST /manifests/{id}/stops/{stop}/items
pub async fn create(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (manifest, stop) = readable_stop(&ids)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (code_name, part_name) = (format!("code-{stop}"), format!("part-{stop}"));
    let (location, code) = (may.location, fields.raw(&code_name).to_owned());
    let asked = code.clone();
    let scanned = app.read(move |conn| Scanned::find(conn, location, manifest, stop, &asked)).await?;
    if code.is_empty() {
        fields.problem(&code_name, "Scan the label of a package, or type its 16 digits.");
    } else if scanned.is_none() {
        fields.problem(&code_name, format!("There is no package here with the identifier {code}."));
    }
    let part = if fields.raw(&part_name).is_empty() { Some(None) } else { fields.quantity(&part_name).map(Some) };
    if let (Some(Some(part)), Some(scanned)) = (part, &scanned) {
        check_part(&fields, &part_name, part, scanned);
    }
    let (scanned, part) = fields.done((scanned, part))?;
    let (number, url) = (scanned.package.barcode.grouped(), format!("/manifests/{manifest}#stop-{stop}"));
    match part.filter(|part| *part < scanned.on_hand) {
        None => {
            app.record(&may, key, AddItems { manifest, stop, packages: vec![scanned.package.id] }).await?;
            Ok(see_other(url).notice(format!("Package {number} is on the draft, and held for it.")))
        }
        Some(part) => {
            let may = May::<may::MakeSublots>::check(Clerk::clone(&may))?;
            let outputs = vec![Output { quantity: part, copies: 0 }];
            let sublot = MakeSublots::new(scanned.package.id, outputs, None, scanned.is_laboratory);
            app.file(&may, key, MakeSublots { onto: Some(Onto { manifest, stop }), ..sublot }).await?;
            let words =
                format!("{part} of package {number} are a sublot of their own now, here and in BioTrack; it is on the draft.");
            Ok(see_other(url).notice(words))
        }
    }
}

/// Of what is counted, whole ones; never more than there is.
fn check_part(fields: &Fields, name: &str, part: Quantity, scanned: &Scanned) {
    if !part.is_positive() {
        fields.problem(name, "Type more than 0, or leave it empty for the whole package.");
    } else if Unit::of(scanned.package.inventory_type).is_counted() && part.whole().is_none() {
        fields.problem(name, "This package is counted: type a whole number.");
    } else if part > scanned.on_hand {
        fields.problem(name, format!("At most {}: that is all there is of it.", scanned.on_hand));
    }
}
