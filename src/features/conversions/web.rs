//! `/inventory/{id}/conversions`: a package, or a part of it, becomes another product.

use super::checks::kept_by_the_lab;
use super::filings::Convert;
use super::types::targets;
use crate::features::inventory::{Lab, Package, type_name};
use crate::features::products::Product;
use crate::stock::{self, Balance};
use crate::values::{PackageId, ProductId, Quantity};
use crate::web::prelude::*;

/// What one package of Usable Marijuana may hold: an ounce (biotrack-api §1.6), as the state counts it.
const AN_OUNCE: Quantity = Quantity(2_800);

#[derive(Template)]
#[template(path = "conversions/new.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    balance: Balance,
    /// Products that may be made of it.
    products: Vec<Product>,
    /// Why nothing is made of it while the lab's word is as it is.
    kept: Option<String>,
}

impl New {
    fn type_name(&self) -> String {
        type_name(self.package.inventory_type)
    }

    fn lab(&self) -> Lab {
        Lab::of(self.package.lab_result)
    }

    fn allowed(&self) -> &'static [i64] {
        targets(self.package.inventory_type)
    }

    fn allowed_names(&self) -> String {
        self.allowed().iter().map(|target| type_name(*target)).collect::<Vec<_>>().join(", ")
    }

    fn options(&self) -> Vec<(String, String)> {
        let words = |product: &Product| {
            let target = product.inventory_type.map(type_name).unwrap_or_default();
            (product.id.to_string(), format!("{} ({target})", product.name))
        };
        self.products.iter().map(words).collect()
    }
}

/// The id in an address; what is none leads nowhere.
pub(super) fn readable(id: &str) -> Result<PackageId> {
    id.parse().map_err(|_| Error::NotFound)
}

/// GET /inventory/{id}/conversions/new
pub async fn new(app: Data<App>, may: May<may::Convert>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (package, product, balance, mut products, kept) = app
        .read(move |conn| {
            let (package, product, _) = Package::with_place(conn, location, id)?;
            let kept = kept_by_the_lab(conn, &package)?;
            Ok((package, product, stock::of_package(conn, id)?, Product::listed(conn)?, kept))
        })
        .await?;
    let allowed = targets(package.inventory_type);
    products.retain(|product| product.inventory_type.is_some_and(|target| allowed.contains(&target)));
    page(New { shell, package, product, balance, products, kept })
}

/// POST /inventory/{id}/conversions
pub async fn create(app: Data<App>, may: May<may::Convert>, id: Path<String>, form: Form) -> Result<Redirect> {
    let id = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (used, made, usable) = (positive(&fields, "from"), positive(&fields, "to"), positive(&fields, "in_each"));
    if made.is_some_and(|made| made.whole().is_none()) {
        fields.problem("to", "What is made is counted: type a whole number.");
    }
    if usable.is_some_and(|usable| usable > AN_OUNCE) {
        fields.problem("in_each", format!("At most an ounce in one package: {AN_OUNCE} g."));
    }
    let waste = if fields.raw("waste").is_empty() { Some(None) } else { fields.quantity("waste").map(Some) };
    let read = (fields.choice::<ProductId>("becomes"), used, made, usable, waste);
    let (product, used, made, usable, waste) = fields.done(read)?;
    let convert = Convert {
        waste: waste.filter(|waste| waste.is_positive()),
        as_it_is: fields.ticked("as_it_is"),
        unaccounted: fields.ticked("unaccounted"),
        other_strain: fields.ticked("other_strain"),
        ..Convert::new(id, product, used, made, usable)
    };
    let made = app.file(&may, key, convert).await?;
    Ok(see_other(format!("/inventory/{made}")).notice("Converted, here and in BioTrack. This is what was made."))
}

fn positive(fields: &Fields, name: &str) -> Option<Quantity> {
    let quantity = fields.quantity(name)?;
    if !quantity.is_positive() {
        fields.problem(name, "Type more than 0.");
    }
    Some(quantity)
}
