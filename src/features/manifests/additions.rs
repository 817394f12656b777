//! `/manifests/additions`: packages that were chosen in the inventory go on a draft, or begin one.

use super::draft::{AT_ONCE, AddItems, StartManifest};
use super::model::{Kind, Manifest, Said};
use super::stop::{Planned, Stop};
use super::stops::choices;
use crate::db::Conn;
use crate::features::facilities::Facility;
use crate::features::inventory::{Package, packages};
use crate::features::products::Product;
use crate::values::{LocationId, OutgoingStopId, PackageId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "manifests/addition.html")]
struct New {
    shell: Shell,
    chosen: Vec<(Package, Product)>,
    /// Stops of drafts, and what they are called.
    stops: Vec<(String, String)>,
    facilities: Vec<(String, String)>,
}

impl New {
    fn title(&self) -> String {
        format!("Put {} on a manifest", self.words())
    }

    fn words(&self) -> String {
        packages(self.chosen.len())
    }
}

fn ids(fields: &Fields) -> Result<Vec<PackageId>> {
    let mut ids = fields.done(fields.choices::<PackageId>("package"))?;
    ids.sort();
    ids.dedup();
    match ids.len() {
        0 => rule("No package is chosen. Tick some in the inventory first."),
        1..=AT_ONCE => Ok(ids),
        many => rule(format!("{many} packages are chosen, and at most {AT_ONCE} are added at once. Choose fewer.")),
    }
}

fn stops_of_drafts(conn: &mut Conn, location: LocationId) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for manifest in Manifest::drafts(conn, location)? {
        for (stop, facility) in Stop::of_manifest(conn, manifest.id)? {
            let words = format!("{}, stop {}: {}", manifest.name(), stop.position, facility.details.name);
            all.push((stop.id.to_string(), words));
        }
    }
    Ok(all)
}

/// GET /manifests/additions/new?package=…
pub async fn new(app: Data<App>, may: May<may::SendGoods>, asked: Query<Vec<(String, String)>>, shell: Shell) -> Result<Html> {
    let (location, ids) = (may.location, ids(&Fields::of(&asked))?);
    let (chosen, stops, facilities) = app
        .read(move |conn| {
            let mut chosen = Vec::new();
            for id in ids {
                let (package, product, _) = Package::with_place(conn, location, id)?;
                chosen.push((package, product));
            }
            Ok((chosen, stops_of_drafts(conn, location)?, Facility::in_use(conn, location)?))
        })
        .await?;
    page(New { shell, chosen, stops, facilities: choices(&facilities) })
}

/// POST /manifests/additions
pub async fn create(app: Data<App>, may: May<may::SendGoods>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let chosen = ids(&fields)?;
    let count = packages(chosen.len());
    let (stop, facility) = (fields.optional::<OutgoingStopId>("onto"), fields.optional("new_for"));
    match (fields.raw("onto").is_empty(), fields.raw("new_for").is_empty()) {
        (true, true) => fields.problem("onto", "Choose a draft, or where a new manifest goes."),
        (false, false) => fields.problem("new_for", "Choose one of the two: a draft, or a new manifest."),
        _ => {}
    }
    let (stop, facility) = fields.done((stop, facility))?;
    let manifest = match (stop, facility) {
        (Some(stop), _) => {
            let manifest = app.read(move |conn| Stop::manifest_of(conn, stop)).await?;
            app.record(&may, key, AddItems { manifest, stop, packages: chosen }).await?;
            manifest
        }
        (None, Some(facility_id)) => {
            let (title, note) = (format!("From the inventory, {count}"), String::new());
            let said = Said { title, kind: Kind::Transfer, note };
            let stop = Planned { facility_id, title: String::new(), route: String::new(), departs_at: None, arrives_at: None };
            app.record(&may, key, StartManifest { said, stop, packages: chosen }).await?.0
        }
        (None, None) => return rule("Choose a draft, or where a new manifest goes."),
    };
    Ok(see_other(format!("/manifests/{manifest}")).notice(format!("{count} are on the draft, and held for it.")))
}
