//! `/inventory/destruction_choices`: what was ticked goes on to the page that schedules destructions.

use super::selection::Selection;
use crate::web::prelude::*;

/// GET /inventory/destruction_choices/new
pub async fn new(_: May<may::Destroy>, asked: Query<Vec<(String, String)>>) -> Result<Redirect> {
    let each: Vec<String> = Selection::ids(&Fields::of(&asked))?.iter().map(|id| format!("package={id}")).collect();
    Ok(see_other(format!("/destructions/new?{}", each.join("&"))))
}
