//! `/inventory/destruction_choices`: what was chosen goes on to the page that schedules destructions.

use super::selection::Selection;
use crate::features::destructions;
use crate::web::prelude::*;

/// GET /inventory/destruction_choices/new
pub async fn new(app: Data<App>, may: May<may::Destroy>, asked: Query<Vec<(String, String)>>) -> Result<Redirect> {
    let (ids, most) = (Selection::chosen(&app, &may, &asked).await?, destructions::AT_ONCE);
    if ids.len() > most {
        return rule(format!(
            "{} packages are chosen, and at most {most} are scheduled at once, all of them or none. Choose fewer in the list.",
            ids.len()
        ));
    }
    let each: Vec<String> = ids.iter().map(|id| format!("package={id}")).collect();
    Ok(see_other(format!("/destructions/new?{}", each.join("&"))))
}
