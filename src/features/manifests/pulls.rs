//! `/manifests/pulls`: the state is asked now what became of everything that is on its way.

use super::heard;
use crate::web::prelude::*;

/// POST /manifests/pulls
pub async fn create(app: Data<App>, may: May<may::SeeManifests>, form: Form) -> Result<Redirect> {
    let back = form
        .fields()
        .raw("back")
        .parse()
        .map_or_else(|_| "/manifests".to_owned(), |id: crate::values::OutgoingId| format!("/manifests/{id}"));
    match heard::pull(&app, &may).await? {
        None => Ok(see_other(back).notice("BioTrack was asked; this is what it says.")),
        Some(why) => rule(format!("BioTrack could not be asked, so this may be old: {why}")),
    }
}
