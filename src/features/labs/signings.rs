//! `/labs/signings`: one person looks at several passed results on one page, and signs those that they ticked.

use super::panel::Panel;
use super::release::{Sign, SignSeveral, certificate_of, content_of};
use super::worklist::in_words;
use crate::db::Conn;
use crate::features::inventory::{Measured, Package, measured};
use crate::features::products::Product;
use crate::values::PackageId;
use crate::web::prelude::*;

/// The most packages of one page.
const MOST: usize = 50;

/// One certificate, and the packages that share it.
struct Certificate {
    certificate: String,
    /// What is signed, as it is shown here.
    seen: String,
    packages: Vec<(Package, Product)>,
    labs: Panel,
    /// What one unit posts.
    posts: String,
}

impl Certificate {
    fn first(&self) -> Option<&(Package, Product)> {
        self.packages.first()
    }

    fn measured(&self) -> Vec<Measured> {
        measured(self.first().and_then(|(package, _)| package.lab_tests.as_deref()))
    }

    /// Why it is not for this person to sign.
    fn obstacle(&self) -> &'static str {
        if self.labs.waits_for_another() {
            "You have signed it. The second signature must be somebody else's."
        } else if self.labs.is_released() {
            "It is released already."
        } else {
            "There is nothing to sign."
        }
    }
}

#[derive(Template)]
#[template(path = "labs/signings.html")]
struct New {
    shell: Shell,
    certificates: Vec<Certificate>,
}

impl New {
    fn some_may_be_signed(&self) -> bool {
        self.certificates.iter().any(|one| one.labs.may_be_signed())
    }
}

/// In the order in which they were chosen; packages of one content under one certificate.
fn certificates(conn: &mut Conn, clerk: &Clerk, chosen: &[PackageId]) -> Result<Vec<Certificate>> {
    let mut all: Vec<Certificate> = Vec::new();
    for id in chosen {
        let (package, product, _) = Package::with_place(conn, clerk.location, *id)?;
        let (certificate, seen) = (certificate_of(&package), content_of(&package)?);
        if let Some(same) = all.iter_mut().find(|one| one.certificate == certificate && one.seen == seen) {
            same.packages.push((package, product));
            continue;
        }
        let labs = Panel::of(conn, &package, &product, clerk)?;
        let posts = in_words(&product, package.med_usable.unwrap_or(product.posted_amount));
        all.push(Certificate { certificate, seen, packages: vec![(package, product)], labs, posts });
    }
    Ok(all)
}

/// GET /labs/signings/new
pub async fn new(
    app: Data<App>,
    may: May<may::SignCertificate>,
    asked: Query<Vec<(String, String)>>,
    shell: Shell,
) -> Result<Html> {
    let (clerk, fields) = (Clerk::clone(&may), Fields::of(&asked));
    let mut chosen = fields.done(fields.choices::<PackageId>("package"))?;
    chosen.truncate(MOST);
    let certificates = app.read(move |conn| certificates(conn, &clerk, &chosen)).await?;
    page(New { shell, certificates })
}

/// POST /labs/signings
pub async fn create(app: Data<App>, may: May<may::SignCertificate>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let note = fields.optional_text("note", 200);
    let (ticked, note) = fields.done((fields.choices::<PackageId>("sign"), note))?;
    if ticked.is_empty() {
        return rule("No certificate is ticked, so nothing was signed. Tick those that you looked at.");
    }
    let note = note.unwrap_or_default();
    let sign = |package: &PackageId| {
        let seen = fields.raw(&format!("seen-{package}")).to_owned();
        Sign { package: *package, seen, note: note.clone() }
    };
    let signed: Vec<Sign> = ticked.iter().take(MOST).map(sign).collect();
    let count = signed.len();
    let released = app.record(&may, key, SignSeveral(signed)).await?;
    Ok(see_other("/labs?which=unsigned").notice(words(count, released)))
}

fn words(count: usize, released: usize) -> String {
    let certificates = |count: usize| if count == 1 { "1 certificate".to_owned() } else { format!("{count} certificates") };
    let signed = format!("Signed {}.", certificates(count));
    match (released, count - released) {
        (0, _) => format!("{signed} Somebody else must sign too."),
        (_, 0) => format!("{signed} Now released: {released}."),
        (_, waiting) => format!("{signed} Now released: {released}; {waiting} wait for somebody else's signature."),
    }
}
