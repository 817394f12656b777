//! `/inventory/{id}/conversion_undos`: taking back the conversion that made a package.

use super::model::{Conversion, may_be_undone};
use super::undo::UndoConversion;
use super::web::readable;
use crate::features::inventory::{Unit, type_name};
use crate::stock;
use crate::values::PackageId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "conversions/undo.html")]
struct New {
    shell: Shell,
    id: PackageId,
    conversion: Option<Conversion>,
    untouched: bool,
}

impl New {
    fn unit(&self, inventory_type: &i64) -> &'static str {
        Unit::of(*inventory_type).words()
    }

    fn type_name(&self, inventory_type: &i64) -> String {
        type_name(*inventory_type)
    }
}

/// GET /inventory/{id}/conversion_undos/new
pub async fn new(app: Data<App>, may: May<may::Convert>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (conversion, untouched) = app
        .read(move |conn| {
            let conversion = Conversion::that_made(conn, location, id)?;
            let history = stock::history(conn, id)?;
            let main = conversion.as_ref().and_then(|conversion| conversion.made.first());
            let untouched = main.is_some_and(|(made, _)| may_be_undone(made, &history));
            Ok((conversion, untouched))
        })
        .await?;
    page(New { shell, id, conversion, untouched })
}

/// POST /inventory/{id}/conversion_undos
pub async fn create(app: Data<App>, may: May<may::Convert>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (id, key) = (readable(&id)?, form.fields().form_key()?);
    let source = app.file(&may, key, UndoConversion::new(id)).await?;
    Ok(see_other(format!("/inventory/{source}")).notice("The conversion is undone, here and in BioTrack."))
}
