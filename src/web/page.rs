//! What a handler answers: a page, a named block of it, or "see there".

use crate::error::{Error, Result};
use crate::web::kept;
use actix_session::SessionExt;
use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use askama::Template;
use std::convert::Infallible;
use std::future::{Ready, ready};

/// Rendered HTML.
#[derive(Debug)]
pub struct Html {
    pub(super) status: StatusCode,
    pub(super) body: String,
}

impl Html {
    /// The same page under another status.
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl Responder for Html {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::build(self.status)
            .content_type("text/html; charset=utf-8")
            .insert_header((header::VARY, "HX-Request, HX-Target"))
            .body(self.body)
    }
}

/// A whole page.
pub fn page(template: impl Template) -> Result<Html> {
    let body = template.render().map_err(|error| Error::Internal(error.into()))?;
    Ok(Html { status: StatusCode::OK, body })
}

/// One block of a page, for htmx: `fragment(index.as_rows())`.
pub fn fragment(block: impl Template) -> Result<Html> {
    page(block)
}

/// After a write: go and look at the result.
pub fn see_other(url: impl Into<String>) -> Redirect {
    Redirect { to: url.into(), notice: None }
}

/// A 303, with words for the page it leads to.
#[derive(Debug)]
pub struct Redirect {
    to: String,
    notice: Option<String>,
}

impl Redirect {
    /// What happened, shown once at the top of the next page.
    pub fn notice(self, words: impl Into<String>) -> Self {
        Self { notice: Some(words.into()), ..self }
    }
}

impl Responder for Redirect {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        if let Some(words) = &self.notice
            && let Err(error) = request.get_session().insert(kept::NOTICE, words)
        {
            return Error::Internal(error.into()).into();
        }
        go(request, &self.to)
    }
}

/// To `url`: a 303, or for htmx, which would follow a 303 into the middle of the page, its own header.
pub(super) fn go(request: &HttpRequest, url: &str) -> HttpResponse {
    if Ask::of(request).is_fragment {
        HttpResponse::Ok().insert_header(("HX-Redirect", url)).finish()
    } else {
        HttpResponse::SeeOther().insert_header((header::LOCATION, url)).finish()
    }
}

impl From<Error> for HttpResponse {
    fn from(error: Error) -> Self {
        Self::from_error(error)
    }
}

/// Whether htmx asks, and for which block.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub(super) is_fragment: bool,
    target: Option<String>,
}

impl Ask {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let restores = header("HX-History-Restore-Request") == Some("true");
        Self { is_fragment: header("HX-Request") == Some("true") && !restores, target: header("HX-Target").map(str::to_owned) }
    }

    /// True when the block with this id is all that is wanted. htmx 4 sends the target as `tbody#rows`.
    pub fn wants(&self, block: &str) -> bool {
        let id = self.target.as_deref().map(|target| target.rsplit_once('#').map_or(target, |(_, id)| id));
        self.is_fragment && id == Some(block)
    }
}

impl FromRequest for Ask {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
