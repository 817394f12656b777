//! `/drawers/{id}/pay_outs`: cash leaves the shop without a sale.

use super::ledger::Kind;
use super::move_page;
use crate::values::DrawerSessionId;
use crate::web::prelude::*;

/// GET /drawers/{id}/pay_outs/new
pub async fn new(app: Data<App>, may: May<may::MoveCash>, id: Path<DrawerSessionId>, shell: Shell) -> Result<Html> {
    move_page::form(&app, &may, id.into_inner(), shell, Kind::PayOut).await
}

/// POST /drawers/{id}/pay_outs
pub async fn create(app: Data<App>, may: May<may::MoveCash>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    move_page::send(&app, &may, id.into_inner(), &form, Kind::PayOut).await
}
