//! `/inventory/manifest_choices`: what was chosen goes on to the page that puts it on a manifest.

use super::selection::Selection;
use crate::features::manifests;
use crate::web::prelude::*;

/// GET /inventory/manifest_choices/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, asked: Query<Vec<(String, String)>>) -> Result<Redirect> {
    let (ids, most) = (Selection::chosen(&app, &may, &asked).await?, manifests::AT_ONCE);
    if ids.len() > most {
        return rule(format!(
            "{} packages are chosen, and at most {most} are put on a manifest at once. Choose fewer.",
            ids.len()
        ));
    }
    let each: Vec<String> = ids.iter().map(|id| format!("package={id}")).collect();
    Ok(see_other(format!("/manifests/additions/new?{}", each.join("&"))))
}
