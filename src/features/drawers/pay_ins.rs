//! `/drawers/{id}/pay_ins`: cash comes in without a sale.

use super::ledger::Kind;
use super::move_page;
use crate::values::DrawerSessionId;
use crate::web::prelude::*;

/// GET /drawers/{id}/pay_ins/new
pub async fn new(app: Data<App>, may: May<may::MoveCash>, id: Path<DrawerSessionId>, shell: Shell) -> Result<Html> {
    move_page::form(&app, &may, id.into_inner(), shell, Kind::PayIn).await
}

/// POST /drawers/{id}/pay_ins
pub async fn create(app: Data<App>, may: May<may::MoveCash>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    move_page::send(&app, &may, id.into_inner(), &form, Kind::PayIn).await
}
