//! `GET /health`: for whoever watches the process.

use crate::app::App;
use crate::error::Result;
use actix_web::HttpResponse;
use actix_web::web::Data;
use diesel::connection::SimpleConnection;
use serde_json::json;

/// 200 and JSON only when the database answers; the state's link is told, and does not decide.
pub async fn show(app: Data<App>) -> HttpResponse {
    let database = app.read(|conn| -> Result<()> { Ok(conn.batch_execute("SELECT 1")?) }).await;
    let link = app.biotrack.health();
    let body = json!({
        "database": database.is_ok(),
        "state_last_answered": link.last_success.map(|at| at.and_utc().to_rfc3339()),
        "incident_since": app.outage.known().filter(|known| known.disconnection.ended_at.is_none())
            .map(|known| known.disconnection.started_at.and_utc().to_rfc3339()),
        "state_silent_since": link.failing_since.map(|at| at.and_utc().to_rfc3339()),
    });
    if database.is_ok() { HttpResponse::Ok().json(body) } else { HttpResponse::ServiceUnavailable().json(body) }
}
