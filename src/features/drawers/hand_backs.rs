//! `/drawers/hand_backs/{filing}`: a person says that the cash of a refused ticket was given back.

use super::records::HandBack;
use crate::values::FilingId;
use crate::web::prelude::*;
use actix_web::HttpRequest;

/// POST /drawers/hand_backs/{filing}: back to the page it was pressed on.
pub async fn create(
    app: Data<App>,
    may: May<may::UseDrawer>,
    id: Path<FilingId>,
    form: Form,
    request: HttpRequest,
) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.record(&may, key, HandBack { filing: id.into_inner() }).await?;
    let back = crate::web::problems::same_origin_referer(&request).unwrap_or_else(|| "/drawers".to_owned());
    Ok(see_other(back).notice("Written down: the cash was given back."))
}
