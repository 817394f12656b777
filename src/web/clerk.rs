//! Who is signed in. `recognise` looks once per request; `Clerk` and `May<P>` in a handler's signature then cost nothing.
//!
//! The row is read every time, never the session's memory of it: a dismissed person, or one whose role changed, is so at once.
//! Whoever's password has become too old for their shop gets to no page but the one for a new password.

use crate::app::App;
use crate::error::{Error, Result};
use crate::may::{Clerk, May, Permission, SecondFactor};
use crate::values::UserId;
use crate::web::locked::{self, LOCKED};
use crate::web::page::go;
use actix_session::SessionExt;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Ready, ready};

/// The session's entry with the id of who signed in.
pub const USER: &str = "user_id";
const NEW_PASSWORD: &str = "/passwords/new";

/// Middleware, inside the session's: who asks?
pub async fn recognise(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let session = request.get_session();
    let is_inside = !locked::is_open_to_the_locked(request.path());
    let user = session.get::<UserId>(USER).unwrap_or_default();
    if user.is_some() && locked::is_locked(&session) {
        // Nobody, until the lock is opened.
        if is_inside {
            return Ok(locked::stopped(request).await);
        }
    } else if let (Some(user), Some(app)) = (user, request.app_data::<Data<App>>().cloned()) {
        match app.read(move |conn| Clerk::find(conn, user)).await {
            // Their time is over: nobody, from now on.
            Ok(clerk) if clerk.stays_out(app.clock.now()).is_some() => {}
            Ok(clerk) if clerk.password.is_over(app.clock.now()) && !is_open_to_old_passwords(request.path()) => {
                let answer = go(request.request(), NEW_PASSWORD);
                return Ok(request.into_response(answer));
            }
            Ok(clerk) if clerk.second_factor == SecondFactor::Missing && !is_open_without_factor(request.path()) => {
                let answer = go(request.request(), "/second_factors");
                return Ok(request.into_response(answer));
            }
            Ok(clerk) if is_inside && locked::has_been_left(&session, &clerk) => {
                session.insert(LOCKED, true)?;
                return Ok(locked::stopped(request).await);
            }
            Ok(clerk) => drop(request.extensions_mut().insert(clerk)),
            // Dismissed since: nobody, from now on.
            Err(Error::SignedOut | Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// What somebody needs to choose a new password, or to leave it at that.
fn is_open_to_old_passwords(path: &str) -> bool {
    ["/passwords", "/sign-out", "/theme", "/static", "/health"]
        .iter()
        .any(|open| path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// What somebody needs to set up the second factor that their group asks for.
fn is_open_without_factor(path: &str) -> bool {
    is_open_to_old_passwords(path) || path == "/second_factors" || path.starts_with("/second_factors/")
}

/// Who was recognised, if anybody.
pub fn recognised(request: &HttpRequest) -> Option<Clerk> {
    request.extensions().get::<Clerk>().cloned()
}

impl FromRequest for Clerk {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(recognised(request).ok_or(Error::SignedOut))
    }
}

impl<P: Permission> FromRequest for May<P> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(recognised(request).ok_or(Error::SignedOut).and_then(May::check))
    }
}

#[cfg(test)]
mod tests {
    use super::is_open_to_old_passwords as open;

    #[test]
    fn an_old_password_opens_the_way_to_a_new_one_and_out() {
        for path in ["/passwords", "/passwords/new", "/sign-out", "/theme", "/static/1a/app.css", "/health"] {
            assert!(open(path), "{path}");
        }
        for path in ["/", "/sales", "/passwordsmith", "/sign-outs", "/healthy", "/users/passwords"] {
            assert!(!open(path), "{path}");
        }
    }
}
