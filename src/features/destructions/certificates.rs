//! The certificate of a destruction, which prints: what was destroyed, why, when, how, and who saw it.

use super::model::Status;
use super::web::{Told, readable};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "destructions/certificate.html")]
struct Show {
    shell: Shell,
    told: Told,
    location_name: String,
}

/// GET /destructions/{id}/certificate
pub async fn show(app: Data<App>, may: May<may::SeeDestructions>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let told = app.read(move |conn| Told::find(conn, location, id)).await?;
    if told.filed.destruction.status != Status::Destroyed {
        return rule("This package is not destroyed, so there is no certificate of it. Complete the destruction first.");
    }
    page(Show { shell, told, location_name: may.location_name.clone() })
}
