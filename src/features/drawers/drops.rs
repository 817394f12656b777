//! `/drawers/{id}/drops`: cash goes into the safe.

use super::ledger::Kind;
use super::move_page;
use crate::values::DrawerSessionId;
use crate::web::prelude::*;

/// GET /drawers/{id}/drops/new
pub async fn new(app: Data<App>, may: May<may::UseDrawer>, id: Path<DrawerSessionId>, shell: Shell) -> Result<Html> {
    move_page::form(&app, &may, id.into_inner(), shell, Kind::Drop).await
}

/// POST /drawers/{id}/drops
pub async fn create(app: Data<App>, may: May<may::UseDrawer>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    move_page::send(&app, &may, id.into_inner(), &form, Kind::Drop).await
}
