//! When not even the session can be read or kept, the usual page for problems cannot be made: this one needs nothing but the words.

use crate::error::Error;
use crate::web::{assets, headers};
use actix_session::storage::UpdateError;
use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;

/// Middleware around the session's: what it could not do becomes words.
pub async fn answer<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, actix_web::Error> {
    next.call(request).await.map_err(|error| {
        let mut response = response(&error);
        headers::dress(response.headers_mut());
        InternalError::from_response(error, response).into()
    })
}

fn response(error: &actix_web::Error) -> HttpResponse {
    // The session ended while its page was made: the person was dismissed, or signed out elsewhere.
    if error.as_error::<InternalError<UpdateError>>().is_some() {
        return HttpResponse::SeeOther().insert_header((header::LOCATION, "/sign-in")).finish();
    }
    let number = uuid::Uuid::now_v7();
    tracing::error!(%number, error = ?error, "a request could not be begun or ended");
    let busy = matches!(error.as_error::<Error>(), Some(Error::Busy(_)));
    let status = if busy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR };
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page(&number.to_string()))
}

fn page(number: &str) -> String {
    let links = ["vendor/bootstrap.min.css", "app.css", "pieces.css"].iter().filter_map(|name| assets::url(name));
    let styles: String = links.map(|url| format!(r#"<link rel="stylesheet" href="{url}">"#)).collect();
    format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Not just now · Lotbook</title>{styles}</head>
<body><main class="narrow"><h1>Not just now</h1><p>Lotbook does not reach its own database. What you sent last may or may not have been done: look before you send it again.</p>
<p>If you tell someone about it, give them this number: <code>{number}</code></p><p><a class="button primary" href="/">Try again</a></p></main></body></html>"#
    )
}
