//! `/inventory/columns`: which columns of the list somebody sees.

use super::columns::{ChooseColumns, Column};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/columns.html")]
struct Edit {
    shell: Shell,
    chosen: Vec<Column>,
}

impl Edit {
    fn is_chosen(&self, column: &Column) -> bool {
        self.chosen.contains(column)
    }
}

/// GET /inventory/columns
pub async fn edit(app: Data<App>, may: May<may::SeeInventory>, shell: Shell) -> Result<Html> {
    let user = may.user;
    let chosen = app.read(move |conn| Column::chosen(conn, user)).await?;
    page(Edit { shell, chosen })
}

/// POST /inventory/columns
pub async fn update(app: Data<App>, may: May<may::SeeInventory>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let names = fields.done(fields.choices::<Column>("column"))?;
    app.record(&may, key, ChooseColumns { names }).await?;
    Ok(see_other("/inventory").notice("Your list shows these columns from now on."))
}
