//! `/drawers/{id}/adjustments`: a person says that the books are wrong.

use super::ledger::Kind;
use super::move_page;
use crate::values::DrawerSessionId;
use crate::web::prelude::*;

/// GET /drawers/{id}/adjustments/new
pub async fn new(app: Data<App>, may: May<may::AdjustDrawer>, id: Path<DrawerSessionId>, shell: Shell) -> Result<Html> {
    move_page::form(&app, &may, id.into_inner(), shell, Kind::Adjust).await
}

/// POST /drawers/{id}/adjustments
pub async fn create(app: Data<App>, may: May<may::AdjustDrawer>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    move_page::send(&app, &may, id.into_inner(), &form, Kind::Adjust).await
}
