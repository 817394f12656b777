//! What a person sees when something could not be done. Handlers answer `Err`; this middleware sees the request and decides.
//!
//! * A form that could not be taken (`Invalid`, `Rule`, `Refused`): what was typed and what is wrong go into the session row, and a 303
//!   leads back to the form's page (the same-origin `Referer`), which shows both once. So a form works the same with and without
//!   script, no handler renders a form a second time, and a reload sends nothing again. Without such a referer: a page, status 422.
//! * A request of htmx gets the right status and only the `problem` block, swapped into `#problem` at the top: the form it came from
//!   stays on the screen as it was filled.
//! * Signed out: to the sign-in page and back. Not answered yet: to the filing's page.
//! * A fault of ours is logged with its whole chain under a number; the page shows the number only. Refusals are no faults.

use crate::app::App;
use crate::error::{Error, Problems};
use crate::values::FilingId;
use crate::web::filters;
use crate::web::forms::Typed;
use crate::web::kept::Kept;
use crate::web::origin::CrossSite;
use crate::web::page::{Ask, go, page};
use crate::web::shell::Shell;
use actix_session::SessionExt;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, Responder};
use askama::Template;

#[derive(Template)]
#[template(path = "error.html", blocks = ["problem"])]
struct ErrorPage {
    shell: Shell,
    title: &'static str,
    /// What happened, and what to do next.
    words: String,
    problems: Problems,
    /// The state's own words.
    quotation: String,
    /// The number under which a fault was logged.
    number: String,
    /// The way out.
    back: String,
}

/// For an address that is none of ours.
pub async fn not_found() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}

/// The middleware, inside the session's.
pub async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(trouble) = Trouble::of(&response) else { return Ok(response) };
    let request = response.request().clone();
    let answer = trouble.answer(&request).await;
    Ok(response.into_response(answer))
}

/// What went wrong, as far as the answer depends on it.
enum Trouble {
    SignedOut,
    Waiting(FilingId),
    /// The form can be corrected and sent again.
    Correctable {
        problems: Problems,
        words: String,
        quotation: String,
    },
    Page {
        status: StatusCode,
        title: &'static str,
        words: String,
    },
    Fault(String),
}

impl Trouble {
    fn of(response: &ServiceResponse<BoxBody>) -> Option<Self> {
        let status = response.status();
        let Some(error) = response.response().error() else {
            return (status == StatusCode::METHOD_NOT_ALLOWED).then(|| Self::page(StatusCode::NOT_FOUND, MISSING_TITLE, MISSING));
        };
        if let Some(error) = error.as_error::<Error>() {
            return Some(Self::ours(error));
        }
        Some(match status {
            StatusCode::NOT_FOUND => Self::page(status, MISSING_TITLE, MISSING),
            StatusCode::FORBIDDEN if error.as_error::<CrossSite>().is_some() => {
                Self::page(status, "Not sent from here", CROSS_SITE)
            }
            status if status.is_client_error() => Self::page(status, "We could not read that", UNREADABLE),
            _ => Self::Fault(format!("{error:?}")),
        })
    }

    fn ours(error: &Error) -> Self {
        let correctable = |words: String| Self::Correctable { problems: Problems::default(), words, quotation: String::new() };
        match error {
            Error::NotFound => Self::page(StatusCode::NOT_FOUND, MISSING_TITLE, MISSING),
            Error::SignedOut => Self::SignedOut,
            Error::Forbidden => Self::page(StatusCode::FORBIDDEN, "Not with your role", FORBIDDEN),
            Error::Invalid(problems) => {
                Self::Correctable { problems: problems.clone(), words: String::new(), quotation: String::new() }
            }
            Error::Rule(words) => correctable(words.clone()),
            Error::Refused(quotation) => {
                Self::Correctable { problems: Problems::default(), words: REFUSED.to_owned(), quotation: quotation.clone() }
            }
            Error::Waiting(filing) => Self::Waiting(*filing),
            Error::Busy(words) => Self::page(StatusCode::SERVICE_UNAVAILABLE, "Too busy just now", words),
            Error::Internal(error) => Self::Fault(format!("{error:#}")),
        }
    }

    fn page(status: StatusCode, title: &'static str, words: &str) -> Self {
        Self::Page { status, title, words: words.to_owned() }
    }

    async fn answer(self, request: &HttpRequest) -> HttpResponse {
        match self {
            Self::SignedOut => go(request, &door(request, "/sign-in")),
            Self::Waiting(filing) => go(request, &format!("/filings/{filing}")),
            Self::Correctable { problems, words, quotation } => match back_to_form(request, &problems, &words, &quotation) {
                Some(redirect) => redirect,
                None => {
                    let status = StatusCode::UNPROCESSABLE_ENTITY;
                    error_page(request, status, "That could not be done", |page| ErrorPage { problems, words, quotation, ..page })
                        .await
                }
            },
            Self::Page { status, title, words } => error_page(request, status, title, |page| ErrorPage { words, ..page }).await,
            Self::Fault(chain) => {
                let number = number(request);
                tracing::error!(%number, path = request.path(), error = %chain, "a fault of ours");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                let words =
                    "Something broke on our side; it is not your doing. Before you do it again, look whether it was done."
                        .to_owned();
                error_page(request, status, "Something broke", |page| ErrorPage { words, number, ..page }).await
            }
        }
    }
}

/// 303 to the page of the form, with what was typed kept; `None` when this was no form of a page of ours.
fn back_to_form(request: &HttpRequest, problems: &Problems, words: &str, quotation: &str) -> Option<HttpResponse> {
    if Ask::of(request).is_fragment || request.method() != Method::POST {
        return None;
    }
    let app = request.app_data::<Data<App>>()?;
    let url = same_origin_referer(request)?;
    let path = url.split('?').next().unwrap_or_default();
    let typed = request.extensions().get::<Typed>().cloned().unwrap_or_default();
    let mut kept = Kept::new(path, app.clock.machine(), &typed).problems(problems.clone());
    if !words.is_empty() {
        kept = kept.words(words);
    }
    if !quotation.is_empty() {
        kept = kept.quotation(quotation);
    }
    match kept.save(&request.get_session()) {
        Ok(()) => Some(go(request, &url)),
        Err(error) => {
            tracing::error!(%error, "a form could not be kept");
            None
        }
    }
}

/// Path and query of the page this came from, if it is one of ours.
pub fn same_origin_referer(request: &HttpRequest) -> Option<String> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let url: actix_web::http::Uri = header(header::REFERER)?.parse().ok()?;
    let host = url.authority()?.as_str();
    let path = url.path_and_query().map_or("/", |path| path.as_str());
    // `//elsewhere.example` is another site to a browser, whatever host it came from.
    (Some(host) == header(header::HOST) && !path.starts_with("//") && !path.starts_with("/\\")).then(|| path.to_owned())
}

/// A page that lets people in and leads back: to the page asked for, or to the one the form was on.
pub(super) fn door(request: &HttpRequest, door: &str) -> String {
    let next = match request.method() {
        &Method::GET => request.uri().path_and_query().map(|path| path.as_str().to_owned()),
        _ => same_origin_referer(request),
    };
    match next.as_deref() {
        None | Some("/") => door.to_owned(),
        Some(next) => format!("{door}?next={}", percent_encoded(next)),
    }
}

/// For a value in an address.
pub fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

async fn error_page(
    request: &HttpRequest,
    status: StatusCode,
    title: &'static str,
    fill: impl FnOnce(ErrorPage) -> ErrorPage,
) -> HttpResponse {
    let shell = shell(request).await;
    let back = same_origin_referer(request).unwrap_or_else(|| "/".to_owned());
    let empty = ErrorPage {
        shell,
        title,
        words: String::new(),
        problems: Problems::default(),
        quotation: String::new(),
        number: String::new(),
        back,
    };
    let filled = fill(empty);
    let is_fragment = Ask::of(request).is_fragment;
    let html = if is_fragment { page(filled.as_problem()) } else { page(filled) };
    let mut response = match html {
        Ok(html) => html.status(status).respond_to(request),
        Err(error) => {
            tracing::error!(%error, "the error page could not be rendered");
            HttpResponse::InternalServerError().body("Something broke on our side. Please go back and look whether it was done.")
        }
    };
    if is_fragment {
        let headers = response.headers_mut();
        headers.insert(header::HeaderName::from_static("hx-retarget"), header::HeaderValue::from_static("#problem"));
        headers.insert(header::HeaderName::from_static("hx-reswap"), header::HeaderValue::from_static("innerHTML"));
        headers.insert(header::HeaderName::from_static("hx-push-url"), header::HeaderValue::from_static("false"));
    }
    response
}

/// The usual frame, or a bare one when the database that it needs is what is away.
async fn shell(request: &HttpRequest) -> Shell {
    match Shell::of(request).await {
        Ok(shell) => shell,
        Err(error) => {
            tracing::warn!(%error, "an error page without its frame");
            match request.app_data::<Data<App>>() {
                Some(app) => Shell::bare(app, request.path()),
                None => Shell::default(),
            }
        }
    }
}

/// The number a fault is logged and shown under.
fn number(request: &HttpRequest) -> String {
    let known = request.extensions().get::<tracing_actix_web::RequestId>().map(ToString::to_string);
    known.unwrap_or_else(|| uuid::Uuid::now_v7().to_string())
}

const MISSING_TITLE: &str = "Not found";
const MISSING: &str =
    "There is no such page, or what it showed belongs to another location. Check the address, or find it through the menu.";
const FORBIDDEN: &str = "Your role does not include this. Nothing was done. If you need it, ask an admin, who can change your role under Settings > Users.";
const CROSS_SITE: &str =
    "This was sent from another website, not from a page of Lotbook, so nothing was done. Open the page here and send it again.";
const UNREADABLE: &str =
    "Something in the address or the form was cut off or altered on its way, so nothing was done. Go back and try it again.";
const REFUSED: &str = "The state refused this. Nothing was changed here or there.";

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_our_own_pages_are_gone_back_to() {
        let referer = |referer: &str| {
            let request = TestRequest::post().insert_header(("Host", "till:8080")).insert_header(("Referer", referer));
            same_origin_referer(&request.to_http_request())
        };
        assert_eq!(referer("http://till:8080/drivers/new?from=home").as_deref(), Some("/drivers/new?from=home"));
        assert_eq!(referer("http://evil:8080/drivers/new"), None);
        assert_eq!(referer("http://till/drivers/new"), None);
        assert_eq!(percent_encoded("/a?b=c&d"), "/a%3Fb%3Dc%26d");
    }
}
