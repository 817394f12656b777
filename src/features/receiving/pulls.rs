//! The state is asked at once what is on its way.

use super::incoming::pull;
use crate::web::prelude::*;

/// POST /receiving/pulls
pub async fn create(app: Data<App>, may: May<may::SeeReceiving>, _: Form) -> Result<Redirect> {
    let freshness = pull(&app, &may).await?;
    match freshness.silence {
        None => Ok(see_other("/receiving").notice("The state has just told us what is on its way.")),
        Some(silence) => rule(format!("The state does not answer, so the list is as it was. {silence}")),
    }
}
