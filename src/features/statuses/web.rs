//! `/statuses`: the shop's own inventory statuses.

use super::model::InventoryStatus;
use super::records::{AddStatus, ChangeStatus};
use crate::values::InventoryStatusId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "statuses/index.html")]
struct Index {
    shell: Shell,
    statuses: Vec<InventoryStatus>,
    may_edit: bool,
}

/// The form, for a new status or for one that exists.
#[derive(Template)]
#[template(path = "statuses/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    status: Option<InventoryStatus>,
}

impl FormPage {
    fn title(&self) -> &str {
        self.status.as_ref().map_or("Add inventory status", |status| status.name.as_str())
    }

    fn action(&self) -> String {
        self.status.as_ref().map_or_else(|| "/statuses".to_owned(), |status| format!("/statuses/{}", status.id))
    }

    fn name(&self) -> &str {
        self.status.as_ref().map_or("", |status| status.name.as_str())
    }

    fn sellable(&self) -> bool {
        self.status.as_ref().is_none_or(|status| status.sellable)
    }
}

/// GET /statuses
pub async fn index(app: Data<App>, clerk: May<may::SeeInventory>, shell: Shell) -> Result<Html> {
    let (location, may_edit) = (clerk.location, clerk.may::<may::EditStatuses>());
    let statuses = app.read(move |conn| InventoryStatus::all(conn, location)).await?;
    page(Index { shell, statuses, may_edit })
}

/// GET /statuses/new
pub async fn new(_: May<may::EditStatuses>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, status: None })
}

/// POST /statuses
pub async fn create(app: Data<App>, may: May<may::EditStatuses>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let name = fields.done(fields.text("name", 1..=40))?;
    let notice = format!("{name} was added.");
    app.record(&may, key, AddStatus { name, sellable: fields.ticked("sellable") }).await?;
    Ok(see_other("/statuses").notice(notice))
}

/// GET /statuses/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditStatuses>, id: Path<InventoryStatusId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let status = app.read(move |conn| InventoryStatus::find(conn, location, id)).await?;
    page(FormPage { shell, status: Some(status) })
}

/// POST /statuses/{id}
pub async fn update(app: Data<App>, may: May<may::EditStatuses>, id: Path<InventoryStatusId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let name = fields.done(fields.text("name", 1..=40))?;
    let notice = format!("{name} was changed. It counts at once for every package that has it.");
    let (sellable, active) = (fields.ticked("sellable"), fields.ticked("active"));
    app.record(&may, key, ChangeStatus { status: id.into_inner(), name, sellable, active }).await?;
    Ok(see_other("/statuses").notice(notice))
}
