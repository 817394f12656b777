//! `/inventory/views`: somebody's own views of the list: saved, opened, named anew, removed.

use super::columns::Column;
use super::filter::{Choices, Filter};
use super::view::{ChangeView, RemoveView, SaveView, View};
use crate::values::SavedViewId;
use crate::web::prelude::*;
use crate::web::query::Pairs;

#[derive(Template)]
#[template(path = "inventory/views.html")]
struct Index {
    shell: Shell,
    views: Vec<View>,
}

/// GET /inventory/views
pub async fn index(app: Data<App>, may: May<may::SeeInventory>, shell: Shell) -> Result<Html> {
    let user = may.user;
    let views = app.read(move |conn| View::all(conn, user)).await?;
    page(Index { shell, views })
}

#[derive(Template)]
#[template(path = "inventory/view_new.html")]
struct New {
    shell: Shell,
    /// What is shown, in words.
    filter: String,
    pairs: Pairs,
    columns: Vec<Column>,
    /// The view that was open.
    open: Option<View>,
}

impl New {
    fn name(&self) -> &str {
        self.open.as_ref().map_or("", |view| view.name.as_str())
    }

    fn opens_first(&self) -> bool {
        self.open.as_ref().is_some_and(|view| view.opens_first)
    }

    fn back(&self) -> String {
        format!("/inventory?{}", self.pairs.query())
    }

    fn columns(&self) -> String {
        let names: Vec<&str> = std::iter::once("Product").chain(self.columns.iter().map(|column| column.label())).collect();
        names.join(", ")
    }
}

/// GET /inventory/views/new?room=…
pub async fn new(app: Data<App>, may: May<may::SeeInventory>, asked: Query<Vec<(String, String)>>, shell: Shell) -> Result<Html> {
    let filter = Filter::of(&Fields::of(&asked));
    let (location, user) = (may.location, may.user);
    let new = app
        .read(move |conn| {
            let (open, columns) = shown(conn, user, &filter)?;
            let words = filter.words(&Choices::find(conn, location)?);
            Ok(New { shell, pairs: filter.pairs(), filter: words, columns, open })
        })
        .await?;
    page(new)
}

/// The view that is open, if one is, and the columns that are shown.
pub fn shown(conn: &mut crate::db::Conn, user: crate::values::UserId, filter: &Filter) -> Result<(Option<View>, Vec<Column>)> {
    let open = match filter.view.parse::<SavedViewId>() {
        // Somebody else's, or one that was removed: the list looks as usual.
        Ok(id) => View::all(conn, user)?.into_iter().find(|view| view.id == id),
        Err(_) => None,
    };
    let columns = match &open {
        Some(view) => view.columns(),
        None => Column::chosen(conn, user)?,
    };
    Ok((open, columns))
}

/// POST /inventory/views
pub async fn create(app: Data<App>, may: May<may::SeeInventory>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (user, filter) = (may.user, Filter::of(&fields));
    let name = fields.done(fields.text("name", 1..=40))?;
    let query = filter.without_view().pairs().query();
    let (_, columns) = app.read(move |conn| shown(conn, user, &filter)).await?;
    let (opens_first, replaces) = (fields.ticked("opens_first"), fields.ticked("replaces"));
    let notice = format!("The view “{name}” is saved.");
    let view = app.record(&may, key, SaveView { name, query, columns, opens_first, replaces }).await?;
    Ok(see_other(format!("/inventory/views/{view}")).notice(notice))
}

/// GET /inventory/views/{id}
pub async fn show(app: Data<App>, may: May<may::SeeInventory>, id: Path<String>) -> Result<Redirect> {
    let (user, id) = (may.user, readable(&id)?);
    let view = app.read(move |conn| View::find(conn, user, id)).await?;
    Ok(see_other(view.address()))
}

/// POST /inventory/views/{id}
pub async fn update(app: Data<App>, may: May<may::SeeInventory>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (view, fields) = (readable(&id)?, form.fields());
    let key = fields.form_key()?;
    let name = fields.done(fields.text("name", 1..=40))?;
    let opens_first = fields.ticked("opens_first");
    let notice = format!("The view “{name}” is changed.");
    app.record(&may, key, ChangeView { view, name, opens_first }).await?;
    Ok(see_other("/inventory/views").notice(notice))
}

/// POST /inventory/views/{id}/removals
pub async fn delete(app: Data<App>, may: May<may::SeeInventory>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (view, fields) = (readable(&id)?, form.fields());
    let name = app.record(&may, fields.form_key()?, RemoveView { view }).await?;
    Ok(see_other("/inventory/views").notice(format!("The view “{name}” is removed; the packages in it are as they were.")))
}

fn readable(id: &str) -> Result<SavedViewId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}
