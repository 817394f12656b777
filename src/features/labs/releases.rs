//! `/inventory/{id}/releases`: a person looks at a passed result and signs it.

use super::panel::Panel;
use super::release::{Sign, content_of};
use crate::features::inventory::{Measured, Package, measured};
use crate::features::products::Product;
use crate::features::register::Candidate;
use crate::values::PackageId;
use crate::values::clock::local_date;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "labs/release.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    labs: Panel,
    /// What is signed, as it is shown here.
    seen: String,
    /// What one unit posts.
    posts: String,
}

impl New {
    fn measured(&self) -> Vec<Measured> {
        measured(self.package.lab_tests.as_deref())
    }
}

/// GET /inventory/{id}/releases/new
pub async fn new(app: Data<App>, may: May<may::SignCertificate>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (signer, id) = (Clerk::clone(&may), readable(&id)?);
    let (package, product, labs) = app
        .read(move |conn| {
            let (package, product, _) = Package::with_place(conn, signer.location, id)?;
            let labs = Panel::of(conn, &package, &product, &signer)?;
            Ok((package, product, labs))
        })
        .await?;
    let seen = content_of(&package)?;
    let posts = super::worklist::in_words(&product, package.med_usable.unwrap_or(product.posted_amount));
    page(New { shell, package, product, labs, seen, posts })
}

/// POST /inventory/{id}/releases
pub async fn create(app: Data<App>, may: May<may::SignCertificate>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id, today) = (may.location, readable(&id)?, local_date(app.clock.now(), may.zone));
    let package = app.read(move |conn| Package::find(conn, location, id)).await?.id;
    let fields = form.fields();
    let key = fields.form_key()?;
    let seen = fields.raw("seen").to_owned();
    let note = fields.done(fields.optional_text("note", 200))?.unwrap_or_default();
    let released = app.record(&may, key, Sign { package, seen, note }).await?;
    let words = if released {
        match app.read(move |conn| Candidate::find(conn, location, package)).await?.sellable(today) {
            Ok(()) => "Signed. The certificate is released: the package may be sold.".to_owned(),
            Err(clause) => format!("Signed. The certificate is released. The package may not be sold yet: {}", clause.words()),
        }
    } else {
        "Signed. Somebody else must sign too before the package may be sold.".to_owned()
    };
    Ok(see_other(format!("/inventory/{package}")).notice(words))
}

/// The id in an address; what is none leads nowhere.
pub(super) fn readable(id: &str) -> Result<PackageId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}
