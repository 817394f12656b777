//! `/inventory/tag_changes`: tags for all packages that were chosen, and tags off all of them.

use super::model::Package;
use super::selection::Selection;
use super::tags;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::values::PackageId;
use crate::web::prelude::*;
use serde::Serialize;

/// These packages have these tags from now on, and those no more; what else each has stays.
#[derive(Serialize)]
pub struct ChangeTags {
    packages: Vec<PackageId>,
    add: Vec<String>,
    remove: Vec<String>,
}

impl ChangeTags {
    /// Of one that has `before`.
    fn after(&self, before: &[String]) -> Result<Vec<String>> {
        let goes = |tag: &&String| self.remove.iter().any(|off| off.to_lowercase() == tag.to_lowercase());
        let all: Vec<&str> = before.iter().filter(|tag| !goes(tag)).chain(&self.add).map(String::as_str).collect();
        tags::read(&all.join(",")).map_err(|error| Error::Invalid(Problems::one("add", error.0)))
    }
}

impl Record for ChangeTags {
    const ACT: &'static str = "change_tags";
    type Needs = may::EditPackages;
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        let before = tags::of_packages(tx, &self.packages)?;
        for id in &self.packages {
            let package = Package::find(tx, by.clerk.location, *id)?;
            let before = before.get(&package.id).map(Vec::as_slice).unwrap_or_default();
            let after = self.after(before)?;
            if after != before {
                package.must_be_editable()?;
                tags::set(tx, package.id, &after, by.clerk.user, None, by.now)?;
            }
        }
        Ok(self.packages.len())
    }
}

#[derive(Template)]
#[template(path = "inventory/tags.html")]
struct New {
    shell: Shell,
    selection: Selection,
    /// Every tag that any of them has.
    have: Vec<String>,
    /// Every tag there is.
    known: Vec<String>,
}

/// GET /inventory/tag_changes/new
pub async fn new(app: Data<App>, may: May<may::EditPackages>, asked: Query<Vec<(String, String)>>, shell: Shell) -> Result<Html> {
    let selection = Selection::of(&app, &may, &asked).await?;
    let ids: Vec<PackageId> = selection.lines.iter().map(|line| line.id).collect();
    let (have, known) = app
        .read(move |conn| {
            let mut have: Vec<String> = tags::of_packages(conn, &ids)?.into_values().flatten().collect();
            have.sort_by_key(|tag| tag.to_lowercase());
            have.dedup();
            Ok((have, tags::all(conn)?))
        })
        .await?;
    page(New { shell, selection, have, known })
}

/// POST /inventory/tag_changes
pub async fn create(app: Data<App>, may: May<may::EditPackages>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (key, packages) = (fields.form_key()?, Selection::ids(&fields)?);
    let read = |name: &str| match tags::read(fields.raw(name)) {
        Ok(tags) => Some(tags),
        Err(error) => {
            fields.problem(name, error.0);
            None
        }
    };
    let (add, mut remove) = (read("add"), fields.all("remove"));
    remove.retain(|tag| !tag.is_empty());
    if add.as_ref().is_some_and(Vec::is_empty) && remove.is_empty() {
        fields.problem("add", "Type at least one tag to add, or tick one to take off. An empty field changes nothing.");
    }
    let add = fields.done(add)?;
    let remove = remove.into_iter().map(str::to_owned).collect();
    let one = match packages.as_slice() {
        [only] => Some(format!("/inventory/{only}")),
        _ => None,
    };
    let count = app.record(&may, key, ChangeTags { packages, add, remove }).await?;
    let which = if count == 1 { "The tags of the package are".to_owned() } else { format!("The tags of {count} packages are") };
    Ok(see_other(one.unwrap_or_else(|| "/inventory".to_owned())).notice(format!("{which} as you said.")))
}
