//! `/inventory/batches`: one batch for all packages that were ticked.

use super::selection::Selection;
use super::standings::AssignBatch;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/batch.html")]
struct New {
    shell: Shell,
    selection: Selection,
}

impl New {
    /// The batch they have, if they all have the same.
    fn batch(&self) -> &str {
        let mut all = self.selection.lines.iter().map(|line| line.batch.as_deref().unwrap_or_default());
        let first = all.next().unwrap_or_default();
        if all.all(|batch| batch == first) { first } else { "" }
    }
}

/// GET /inventory/batches/new
pub async fn new(app: Data<App>, may: May<may::EditPackages>, asked: Query<Vec<(String, String)>>, shell: Shell) -> Result<Html> {
    page(New { shell, selection: Selection::of(&app, &may, &asked).await? })
}

/// POST /inventory/batches
pub async fn create(app: Data<App>, may: May<may::EditPackages>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (key, packages) = (fields.form_key()?, Selection::ids(&fields)?);
    // Nothing is emptied by leaving a field empty: that has a box of its own.
    let clear = fields.ticked("clear");
    if clear && !fields.raw("batch").is_empty() {
        fields.problem("batch", "Either type a batch, or tick that they have none.");
    }
    let batch = if clear { Some(None) } else { fields.text("batch", 1..=60).map(Some) };
    let batch = fields.done(batch)?;
    let one = match packages.as_slice() {
        [only] => Some(format!("/inventory/{only}")),
        _ => None,
    };
    let words = batch.as_ref().map_or_else(|| "of no batch".to_owned(), |batch| format!("of batch {batch}"));
    let count = app.record(&may, key, AssignBatch { packages, batch }).await?;
    let which = if count == 1 { "The package is".to_owned() } else { format!("{count} packages are") };
    Ok(see_other(one.unwrap_or_else(|| "/inventory".to_owned())).notice(format!("{which} {words} now.")))
}
