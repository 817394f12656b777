//! What an inspector asks for: reading, and nothing else. Every page is written down before it is shown; whatever would change
//! something is refused here, before any handler sees it, so that a route that forgot its permission is closed to them all the same.

use super::clerk::recognised;
use crate::app::App;
use crate::error::Error;
use crate::may::Inspection;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;

/// What changes nothing of the shop although a form is sent: a person's name is searched for by form because it may not stand in an
/// address; the others are about this browser only.
const HARMLESS: [&str; 7] =
    ["/patients/searches", "/second_factors/checks", "/sign-in", "/sign-out", "/theme", "/locks", "/switches"];

/// What is no page: parts of one, and what a page asks for by itself.
const NO_PAGES: [&str; 4] = ["/static", "/health", "/outage", "/guests/events"];

/// The innermost middleware.
pub async fn read_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let inspector = recognised(request.request()).filter(crate::may::Clerk::is_inspector);
    let (Some(clerk), Some(app)) = (inspector, request.app_data::<Data<App>>().cloned()) else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && !HARMLESS.contains(&request.path()) {
        return Ok(request.error_response(Error::Forbidden));
    }
    if is_page(&request) {
        let (user, page, now) = (clerk.user, request.path().to_owned(), app.clock.now());
        if let Err(error) = app.db.write(move |tx| Inspection::look(tx, user, &page, now)).await {
            return Ok(request.error_response(error));
        }
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

fn is_page(request: &ServiceRequest) -> bool {
    let is_below = |place: &str| request.path().strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let is_reading = *request.method() == Method::GET || request.path() == "/patients/searches";
    is_reading && !NO_PAGES.iter().any(|place| is_below(place)) && request.query_string() != "live=1"
}
