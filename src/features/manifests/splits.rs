//! `/manifests/{id}/splits`: a draft with more packages than the state takes becomes two.

use super::line::Line;
use super::model::{Manifest, Said};
use super::stop::Stop;
use super::web::readable;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::rules::transport::MOST_PACKAGES;
use crate::schema::outgoing_lines;
use crate::values::{OutgoingId, OutgoingStopId};
use crate::web::prelude::*;
use diesel::prelude::*;
use serde::Serialize;

/// What is too many goes on a draft of its own, with the same stops and the same transport.
#[derive(Serialize)]
struct SplitManifest {
    manifest: OutgoingId,
}

impl Record for SplitManifest {
    const ACT: &'static str = "split_manifest";
    type Needs = may::SendGoods;
    /// The new one.
    type Done = OutgoingId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<OutgoingId> {
        let location = by.clerk.location;
        let manifest = Manifest::edit(tx, location, self.manifest)?;
        let lines = Line::of_manifest(tx, manifest.id)?;
        let Some(overflow) = lines.get(MOST_PACKAGES..).filter(|rest| !rest.is_empty()) else {
            return rule(format!("{} has no more than {MOST_PACKAGES} packages, so there is nothing to split.", manifest.name()));
        };
        let said = Said { title: format!("{}, the rest", manifest.title), kind: manifest.kind, note: manifest.note.clone() };
        let id = Manifest::begin(tx, location, &said, by.clerk.user, by.now)?;
        Manifest::say(tx, id, &said, manifest.transport)?;
        let new = Manifest::find(tx, location, id)?;
        for (stop, _) in Stop::of_manifest(tx, manifest.id)? {
            if let Some(first) = overflow.iter().find(|line| line.stop_id == stop.id) {
                let target = Stop::add(tx, &new, &stop.planned)?;
                hand_over(tx, &stop, first, (id, target))?;
            }
        }
        // From the last: those after a stop that comes off move up.
        let kept = lines.get(..MOST_PACKAGES).unwrap_or_default();
        for (stop, _) in Stop::of_manifest(tx, manifest.id)?.into_iter().rev() {
            if kept.iter().all(|line| line.stop_id != stop.id) {
                stop.remove(tx)?;
            }
        }
        Ok(id)
    }
}

/// A stop's packages from `first` on: the lines of a stop are in the order of their ids.
fn hand_over(tx: &mut Conn, stop: &Stop, first: &Line, (manifest, target): (OutgoingId, OutgoingStopId)) -> Result<()> {
    let rest = outgoing_lines::table.filter(outgoing_lines::stop_id.eq(stop.id)).filter(outgoing_lines::id.ge(first.id));
    let there = (outgoing_lines::manifest_id.eq(manifest), outgoing_lines::stop_id.eq(target));
    diesel::update(rest).set(there).execute(tx)?;
    Ok(())
}

/// POST /manifests/{id}/splits
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let key = form.fields().form_key()?;
    let new = app.record(&may, key, SplitManifest { manifest }).await?;
    Ok(see_other(format!("/manifests/{new}")).notice("What was too many is on this draft now, with the same transport."))
}
