//! Refuses writes that another site makes a browser send: the reason why forms need no token.

use crate::app::App;
use actix_web::ResponseError;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;

/// A write that did not come from a page of ours.
#[derive(Debug, thiserror::Error)]
#[error("This was sent from another website.")]
pub struct CrossSite;

impl ResponseError for CrossSite {
    fn status_code(&self) -> StatusCode {
        StatusCode::FORBIDDEN
    }
}

/// The middleware, inside `problems::answer`, which makes the page.
pub async fn same_site(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if is_ours(&request) {
        next.call(request).await.map(ServiceResponse::map_into_boxed_body)
    } else {
        Ok(request.error_response(CrossSite))
    }
}

fn is_ours(request: &ServiceRequest) -> bool {
    let header = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    if let Some(site) = header(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match header(header::ORIGIN) {
        Some(origin) => header(header::HOST).is_some_and(|host| has_host(origin, host)) || is_public_url(request, origin),
        // No browser leaves out both; whoever does has no session to abuse, unless it sends one.
        None => !has_session(request),
    }
}

fn has_host(origin: &str, host: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(host))
}

/// Behind a proxy that does not pass on `Host`.
fn is_public_url(request: &ServiceRequest, origin: &str) -> bool {
    let url = request.app_data::<Data<App>>().and_then(|app| app.config.public_url.clone());
    url.is_some_and(|url| url.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

fn has_session(request: &ServiceRequest) -> bool {
    [true, false].iter().any(|https| request.cookie(super::session::cookie_name(*https)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_write_from_elsewhere_is_not_ours() {
        let post = |headers: &[(&'static str, &'static str)]| {
            let mut request = TestRequest::post().insert_header(("Host", "till:8080"));
            for header in headers {
                request = request.insert_header(*header);
            }
            is_ours(&request.to_srv_request())
        };
        assert!(post(&[("Sec-Fetch-Site", "same-origin")]));
        assert!(post(&[("Sec-Fetch-Site", "none")]));
        assert!(!post(&[("Sec-Fetch-Site", "same-site")]));
        assert!(!post(&[("Sec-Fetch-Site", "cross-site"), ("Origin", "http://till:8080")]));
        assert!(post(&[("Origin", "http://till:8080")]));
        assert!(!post(&[("Origin", "http://evil:8080")]));
        assert!(!post(&[("Origin", "null")]));
        assert!(post(&[]));
        assert!(!post(&[("Cookie", "lotbook=abc")]));
    }
}
