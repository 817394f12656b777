//! The state is asked at once what is on its way.

use super::incoming::pull;
use crate::web::prelude::*;

/// POST /receiving/pulls
pub async fn create(app: Data<App>, may: May<may::SeeReceiving>, _: Form) -> Result<Redirect> {
    let freshness = pull(&app, &may).await?;
    let redirect = see_other("/receiving");
    Ok(match freshness.silence {
        None => redirect.notice("The state has just told us what is on its way."),
        // The page says since when.
        Some(_) => redirect,
    })
}
