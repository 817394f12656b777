//! Photos of a disposal: added to a record that is complete, because a browser forgets a chosen file when a form comes back.

use super::photo::{self, AddPhoto, Picture};
use super::web::readable;
use crate::values::DestructionPhotoId;
use crate::web::prelude::*;
use crate::web::uploads::Upload;
use actix_web::HttpResponse;

/// POST /destructions/{id}/photos
pub async fn create(app: Data<App>, may: May<may::Destroy>, id: Path<String>, upload: Upload) -> Result<Redirect> {
    let id = readable(&id)?;
    let key = upload.fields().form_key()?;
    let picture = Picture::chosen(&upload.file)?;
    app.record(&may, key, AddPhoto::new(id, picture, &upload.file)).await?;
    Ok(see_other(format!("/destructions/{id}")).notice("The photo is part of the record now."))
}

/// GET /destructions/{id}/photos/{photo}
pub async fn show(app: Data<App>, may: May<may::SeeDestructions>, path: Path<(String, String)>) -> Result<HttpResponse> {
    let (destruction, photo) = path.into_inner();
    let (location, destruction) = (may.location, readable(&destruction)?);
    let Ok(id) = photo.parse::<DestructionPhotoId>() else { return not_found() };
    let (picture, bytes) = app.read(move |conn| photo::content(conn, location, destruction, id)).await?;
    Ok(HttpResponse::Ok().content_type(picture.as_str()).body(bytes))
}
