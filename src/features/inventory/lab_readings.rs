//! The state is asked at once what the lab says of a package.

use super::detail::readable;
use super::model::Package;
use crate::features::labs::read_again;
use crate::web::prelude::*;

/// POST /inventory/{id}/lab_readings
pub async fn create(app: Data<App>, may: May<may::ReadLabs>, id: Path<String>, _: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let package = app.read(move |conn| Package::find(conn, location, id)).await?;
    let lab = read_again(&app, &may, &package).await?;
    Ok(see_other(format!("/inventory/{id}")).notice(format!("Read from the state just now: {}.", lab.words())))
}
