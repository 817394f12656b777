//! One photo of several disposals: part of the record of each, and kept once.

use super::photo::{AddPhoto, Picture};
use super::together::AT_ONCE;
use crate::values::DestructionId;
use crate::web::prelude::*;
use crate::web::uploads::Upload;

/// POST /destructions/completions/photos
pub async fn create(app: Data<App>, may: May<may::Destroy>, upload: Upload) -> Result<Redirect> {
    let fields = upload.fields();
    let key = fields.form_key()?;
    let all: Vec<Option<DestructionId>> = fields.raw("together").split(',').take(AT_ONCE).map(|id| id.parse().ok()).collect();
    let Some((first, others)) = all.into_iter().collect::<Option<Vec<_>>>().and_then(|all| {
        let (first, others) = all.split_first()?;
        Some((*first, others.to_vec()))
    }) else {
        return rule("The form arrived without the destructions that the photo is of. Open the page again.");
    };
    let picture = Picture::chosen(&upload.file)?;
    let count = others.len() + 1;
    let each: Vec<String> = others.iter().chain([&first]).map(|id| format!("destruction={id}")).collect();
    app.record(&may, key, AddPhoto::new(first, picture, &upload.file).and_of(others)).await?;
    Ok(see_other(format!("/destructions/completions?{}", each.join("&")))
        .notice(format!("The photo is part of {count} records now.")))
}
