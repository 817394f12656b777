//! The certificate of a destruction, which prints: what was destroyed, why, when, how, and who saw it.

use super::model::Status;
use super::web::{Told, readable};
use crate::features::locations::Location;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "destructions/certificate.html")]
struct Show {
    shell: Shell,
    told: Told,
    location: Location,
}

/// GET /destructions/{id}/certificate
pub async fn show(app: Data<App>, may: May<may::SeeDestructions>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (told, location) = app.read(move |conn| Ok((Told::find(conn, location, id)?, Location::find(conn, location)?))).await?;
    if told.filed.destruction.status != Status::Destroyed {
        return rule("This package is not destroyed, so there is no certificate of it. Complete the destruction first.");
    }
    page(Show { shell, told, location })
}
