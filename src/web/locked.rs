//! A till that nobody stands at shows nothing: the session is locked by its own page when idle, by a button, or here, when the page
//! has been silent for long. A locked session is nobody's until its person, or another of this browser, gives a PIN or a password.
//!
//! `session::Store` keeps a session locked under its key whatever is saved over it: only a new key opens it.

use crate::app::App;
use crate::error::Result;
use crate::may::{Clerk, SeeSales};
use crate::web::forms::Form;
use crate::web::kept::Kept;
use crate::web::page::{Ask, go};
use crate::web::problems::{door, same_origin_referer};
use actix_session::{Session, SessionExt};
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// The session's entry that locks it.
pub const LOCKED: &str = "locked";
/// Whole minutes since the session's last request; `session::Store` puts it in at every load.
pub const IDLE: &str = "idle_minutes";
/// The page itself locks after the location's idle minutes. This is for a page without script, or one that was closed.
const SILENCES: i64 = 5;
const PAGE: &str = "/locks/new";
const STOPPED: &str = "The till had locked itself before this was sent, so nothing was done. What you typed is still here: look at it, and send it again.";

/// Whether the session is locked.
pub fn is_locked(session: &Session) -> bool {
    session.get::<bool>(LOCKED).is_ok_and(|locked| locked.unwrap_or_default())
}

/// Whether whoever may see patients has left their pages alone for too long. A form sent after that waits for the lock as well, because
/// somebody else may stand there now; see [`stopped`].
pub fn has_been_left(session: &Session, clerk: &Clerk) -> bool {
    let idle = session.get::<i64>(IDLE).unwrap_or_default().unwrap_or_default();
    let limit = clerk.idle_blank_minutes * SILENCES;
    clerk.may::<SeeSales>() && limit > 0 && idle >= limit
}

/// What a locked session is answered. A form is not taken: what was typed in it stands on its page again once its person has opened
/// the lock.
pub async fn stopped(mut request: ServiceRequest) -> ServiceResponse<BoxBody> {
    if request.method() == Method::POST
        && let Err(error) = keep(&mut request).await
    {
        tracing::error!(%error, "a form that met the lock could not be kept");
    }
    let answer = answer(request.request());
    request.into_response(answer)
}

async fn keep(request: &mut ServiceRequest) -> Result<()> {
    let (Some(app), Some(url)) = (request.app_data::<Data<App>>().cloned(), same_origin_referer(request.request())) else {
        return Ok(());
    };
    // What is no form of ours, like a file, is not kept; that it was stopped is said all the same.
    let form = request.extract::<Form>().await;
    let typed = form.as_ref().map_or(&[][..], Form::typed);
    let path = url.split('?').next().unwrap_or_default();
    Kept::new(path, app.clock.machine(), typed).words(STOPPED).save(&request.get_session())
}

fn answer(request: &HttpRequest) -> HttpResponse {
    let is_stream = request.headers().get(header::ACCEPT).is_some_and(|accept| accept == "text/event-stream");
    if request.method() == Method::GET && (Ask::of(request).is_fragment || is_stream) {
        // A piece of a page under the lock: it stays as it is.
        return HttpResponse::NoContent().finish();
    }
    go(request, &door(request, PAGE))
}

/// What is needed to open the lock, or to leave it at that.
pub fn is_open_to_the_locked(path: &str) -> bool {
    ["/locks", "/switches", "/sign-in", "/sign-out", "/theme", "/static", "/health", "/outage"]
        .iter()
        .any(|open| path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_open_to_the_locked as open;

    #[test]
    fn a_locked_session_gets_to_the_lock_and_out() {
        for path in ["/locks/new", "/switches", "/sign-in", "/sign-out", "/static/1a/lock.js"] {
            assert!(open(path), "{path}");
        }
        for path in ["/", "/register", "/sales/1", "/locksmith", "/passwords/new"] {
            assert!(!open(path), "{path}");
        }
    }
}
