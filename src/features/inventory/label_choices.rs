//! `/inventory/label_choices`: what was ticked goes on to the page that prints labels.

use super::selection::Selection;
use crate::web::prelude::*;

/// GET /inventory/label_choices/new
pub async fn new(_: May<may::PrintLabels>, asked: Query<Vec<(String, String)>>) -> Result<Redirect> {
    let each: Vec<String> = Selection::ids(&Fields::of(&asked))?.iter().map(|id| format!("{id}*1")).collect();
    Ok(see_other(format!("/labels/new?packages={}", each.join(","))))
}
