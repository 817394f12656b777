//! `/inventory/{id}/vendor_returns`: a package, or a part of it, goes back to where it came from. Two acts in the open: of a part the
//! sublot, then the manifest. The draft comes first and the sublot puts itself on it, so nothing is between the two that could be lost.

use super::draft::{DeleteDraft, StartManifest};
use super::model::{Kind, Said};
use super::stop::Planned;
use super::stops::choices;
use crate::db::Conn;
use crate::features::facilities::Facility;
use crate::features::inventory::{Package, Unit};
use crate::features::products::Product;
use crate::features::receiving;
use crate::features::sublots::{MakeSublots, Onto, Output};
use crate::stock::{self, Balance};
use crate::values::{FacilityId, FormKey, LocationId, PackageId, Quantity};
use crate::web::prelude::*;

/// What goes back, and where it may go.
struct Returning {
    package: Package,
    product: Product,
    balance: Balance,
    facilities: Vec<Facility>,
    /// Who sent it, if that is a facility of the list.
    sender: Option<FacilityId>,
}

impl Returning {
    fn find(conn: &mut Conn, location: LocationId, id: PackageId) -> Result<Self> {
        let (package, product, _) = Package::with_place(conn, location, id)?;
        let license = match package.manifest_id {
            Some(manifest) => Some(receiving::sender_of(conn, manifest)?),
            None => None,
        };
        let sender = match license {
            Some(license) => Facility::find_by_license(conn, location, license.as_str())?,
            None => None,
        };
        Ok(Self {
            balance: stock::where_is(conn, id, package.room_id)?,
            facilities: Facility::in_use(conn, location)?,
            sender: sender.filter(|facility| facility.active).map(|facility| facility.id),
            package,
            product,
        })
    }
}

#[derive(Template)]
#[template(path = "manifests/vendor_return.html")]
struct New {
    shell: Shell,
    of: Returning,
}

impl New {
    fn facilities(&self) -> Vec<(String, String)> {
        choices(&self.of.facilities)
    }

    fn sender(&self) -> String {
        self.of.sender.map(|id| id.to_string()).unwrap_or_default()
    }

    fn unit(&self) -> &'static str {
        Unit::of(self.of.package.inventory_type).words()
    }
}

fn readable(id: &str) -> Result<PackageId> {
    id.parse().map_err(|_| Error::NotFound)
}

/// GET /inventory/{id}/vendor_returns/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let of = app.read(move |conn| Returning::find(conn, location, id)).await?;
    of.package.must_be_editable()?;
    page(New { shell, of })
}

/// POST /inventory/{id}/vendor_returns
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let of = app.read(move |conn| Returning::find(conn, location, id)).await?;
    let (facility_id, quantity, note) =
        fields.done((fields.choice::<FacilityId>("facility"), quantity(&fields, &of), fields.text("return_reason", 5..=300)))?;
    let is_whole = quantity == of.balance.on_hand;
    let said = Said { title: format!("Return of {}", of.product.name), kind: Kind::VendorReturn, note };
    let stop = Planned { facility_id, title: String::new(), route: String::new(), departs_at: None, arrives_at: None };
    let packages = if is_whole { vec![of.package.id] } else { Vec::new() };
    let (manifest, stop) = app.record(&may, key, StartManifest { said, stop, packages }).await?;
    let url = format!("/manifests/{manifest}");
    if is_whole {
        return Ok(see_other(url).notice("The package is on a draft, and held for it. Add the transport, then file it."));
    }
    let may_split = May::<may::MakeSublots>::check(Clerk::clone(&may))?;
    let sublot = MakeSublots::new(of.package.id, vec![Output { quantity, copies: 0 }], None, true);
    let told = app.file(&may_split, key, MakeSublots { onto: Some(Onto { manifest, stop }), ..sublot }).await;
    match told {
        Ok(_) => {
            let words =
                format!("{quantity} are a sublot of their own now, here and in BioTrack. Next: add the transport, and file it.");
            Ok(see_other(url).notice(words))
        }
        // What the state has not answered stays: the sublot goes on the draft when it does.
        Err(Error::Waiting(filing)) => Err(Error::Waiting(filing)),
        Err(error) => {
            app.record(&may, FormKey::new(), DeleteDraft { manifest }).await?;
            Err(error)
        }
    }
}

/// All of it, or a part that is free.
fn quantity(fields: &Fields, of: &Returning) -> Option<Quantity> {
    let quantity = fields.quantity("return_quantity")?;
    let words = if !quantity.is_positive() {
        "Type more than 0.".to_owned()
    } else if Unit::of(of.package.inventory_type).is_counted() && quantity.whole().is_none() {
        "This package is counted: type a whole number.".to_owned()
    } else if quantity > of.balance.available() {
        format!("At most {}: that is what is free of it.", of.balance.available())
    } else {
        return Some(quantity);
    };
    fields.problem("return_quantity", words);
    None
}
