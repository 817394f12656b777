//! `/inventory/status_changes`: one inventory status for all packages that were ticked.

use super::selection::Selection;
use super::standings::AssignStatus;
use crate::features::statuses::InventoryStatus;
use crate::values::InventoryStatusId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/status_change.html")]
struct New {
    shell: Shell,
    selection: Selection,
    /// Those in use.
    statuses: Vec<InventoryStatus>,
    may_edit_statuses: bool,
}

/// What stands for "none" in the form: an empty choice is no choice.
const NONE: &str = "none";

impl New {
    fn options(&self) -> Vec<(String, String)> {
        let words = |status: &InventoryStatus| match status.sellable {
            true => status.name.clone(),
            false => format!("{} (not for sale)", status.name),
        };
        let each = self.statuses.iter().map(|status| (status.id.to_string(), words(status)));
        each.chain(std::iter::once((NONE.to_owned(), "No inventory status".to_owned()))).collect()
    }
}

/// GET /inventory/status_changes/new
pub async fn new(app: Data<App>, may: May<may::EditPackages>, asked: Query<Vec<(String, String)>>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let selection = Selection::of(&app, &may, &asked).await?;
    let mut statuses = app.read(move |conn| InventoryStatus::all(conn, location)).await?;
    statuses.retain(|status| status.active);
    page(New { shell, selection, statuses, may_edit_statuses: may.may::<may::EditStatuses>() })
}

/// POST /inventory/status_changes
pub async fn create(app: Data<App>, may: May<may::EditPackages>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (key, packages) = (fields.form_key()?, Selection::ids(&fields)?);
    let status =
        if fields.raw("standing") == NONE { Some(None) } else { fields.choice::<InventoryStatusId>("standing").map(Some) };
    let status = fields.done(status)?;
    let one = match packages.as_slice() {
        [only] => Some(format!("/inventory/{only}")),
        _ => None,
    };
    let count = app.record(&may, key, AssignStatus { packages, status }).await?;
    let which = if count == 1 { "The package has".to_owned() } else { format!("{count} packages have") };
    let words = if status.is_some() { "this inventory status" } else { "no inventory status" };
    Ok(see_other(one.unwrap_or_else(|| "/inventory".to_owned())).notice(format!("{which} {words} now.")))
}
