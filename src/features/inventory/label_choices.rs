//! `/inventory/label_choices`: what was chosen goes on to the page that prints labels.

use super::selection::Selection;
use crate::features::labels;
use crate::web::prelude::*;

/// GET /inventory/label_choices/new
pub async fn new(app: Data<App>, may: May<may::PrintLabels>, asked: Query<Vec<(String, String)>>) -> Result<Redirect> {
    let (ids, most) = (Selection::chosen(&app, &may, &asked).await?, labels::MOST_PACKAGES);
    if ids.len() > most {
        return rule(format!(
            "{} packages are chosen, and labels of at most {most} are printed at once. Choose fewer in the list.",
            ids.len()
        ));
    }
    let each: Vec<String> = ids.iter().map(|id| format!("{id}*1")).collect();
    Ok(see_other(format!("/labels/new?packages={}", each.join(","))))
}
