//! `/register/differences`: where the registry and our own calculation differed, for those who look after it.

use super::differences::Kept;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "register/differences.html")]
struct Index {
    shell: Shell,
    kept: Vec<Kept>,
}

/// GET /register/differences
pub async fn index(app: Data<App>, may: May<may::SeeDifferences>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let kept = app.read(move |conn| Kept::newest(conn, location)).await?;
    page(Index { shell, kept })
}
