//! `/drawers/registers`: a till is named, renamed and hidden.

use super::register::{Register, SaveRegister};
use crate::values::RegisterId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "drawers/register.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    register: Option<Register>,
}

impl FormPage {
    fn title(&self) -> &str {
        self.register.as_ref().map_or("Add register", |register| register.name.as_str())
    }

    fn action(&self) -> String {
        self.register.as_ref().map_or_else(|| "/drawers/registers".to_owned(), |one| format!("/drawers/registers/{}", one.id))
    }

    fn name(&self) -> &str {
        self.register.as_ref().map_or("", |register| register.name.as_str())
    }
}

/// GET /drawers/registers/new
pub async fn new(_: May<may::EditRegisters>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, register: None })
}

/// POST /drawers/registers
pub async fn create(app: Data<App>, may: May<may::EditRegisters>, form: Form) -> Result<Redirect> {
    save(&app, &may, None, &form).await
}

/// GET /drawers/registers/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditRegisters>, id: Path<RegisterId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let register = app.read(move |conn| Register::find(conn, location, id)).await?;
    page(FormPage { shell, register: Some(register) })
}

/// POST /drawers/registers/{id}
pub async fn update(app: Data<App>, may: May<may::EditRegisters>, id: Path<RegisterId>, form: Form) -> Result<Redirect> {
    save(&app, &may, Some(id.into_inner()), &form).await
}

async fn save(app: &App, may: &May<may::EditRegisters>, register: Option<RegisterId>, form: &Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let name = fields.done(fields.text("name", 1..=40))?;
    let notice = match register {
        None => format!("{name} was added. Open its drawer when somebody stands there."),
        Some(_) => format!("{name} was saved."),
    };
    app.record(may, key, SaveRegister { register, name, hidden: fields.ticked("hidden") }).await?;
    Ok(see_other("/drawers").notice(notice))
}
