//! `/products/terms`: brands, vendors, strains, categories and tags.

use super::records::{AddTerm, RenameTerm, RetireTerm};
use super::term::{Kind, Term};
use crate::web::prelude::*;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "products/terms.html")]
struct Index {
    shell: Shell,
    kind: Kind,
    terms: Vec<Term>,
    may_edit: bool,
}

impl Index {
    fn is_shown(&self, kind: &Kind) -> bool {
        *kind == self.kind
    }
}

/// `?kind=brand`
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    kind: String,
}

/// GET /products/terms
pub async fn index(app: Data<App>, clerk: May<may::SeeProducts>, wanted: Query<Wanted>, shell: Shell) -> Result<Html> {
    let kind = wanted.kind.parse().unwrap_or(Kind::Category);
    let terms = app.read(move |conn| Term::listed(conn, kind)).await?;
    page(Index { shell, kind, terms, may_edit: clerk.may::<may::EditProducts>() })
}

/// POST /products/terms
pub async fn create(app: Data<App>, may: May<may::EditProducts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (kind, name) = fields.done((fields.choice::<Kind>("kind"), word(&fields, "name")))?;
    let words = app.record(&may, key, AddTerm { kind, name }).await?;
    Ok(see_other(url(kind)).notice(words))
}

/// POST /products/terms/renames
pub async fn update(app: Data<App>, may: May<may::EditProducts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let readings = (fields.choice::<Kind>("kind"), fields.text("name", 1..=40), word(&fields, "new"));
    let (kind, name, new) = fields.done(readings)?;
    let words = app.record(&may, key, RenameTerm { kind, name, new }).await?;
    Ok(see_other(url(kind)).notice(words))
}

/// POST /products/terms/retirements
pub async fn delete(app: Data<App>, may: May<may::EditProducts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (kind, name) = fields.done((fields.choice::<Kind>("kind"), fields.text("name", 1..=40)))?;
    let words = app.record(&may, key, RetireTerm { kind, name }).await?;
    Ok(see_other(url(kind)).notice(words))
}

fn url(kind: Kind) -> String {
    format!("/products/terms?kind={kind}")
}

/// No commas: tags stand with commas between them, and one rule for all lists is easier to keep.
fn word(fields: &Fields, name: &str) -> Option<String> {
    let word = fields.text(name, 1..=40)?;
    if word.contains(',') {
        fields.problem(name, "A comma stands between words of a list: leave it out.");
        return None;
    }
    Some(word)
}
