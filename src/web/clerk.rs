//! Who is signed in. `recognise` looks once per request; `Clerk` and `May<P>` in a handler's signature then cost nothing.
//!
//! The row is read every time, never the session's memory of it: a dismissed person, or one whose role changed, is so at once.

use crate::app::App;
use crate::error::{Error, Result};
use crate::may::{Clerk, May, Permission};
use crate::values::UserId;
use actix_session::SessionExt;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Ready, ready};

/// The session's entry with the id of who signed in.
pub const USER: &str = "user_id";

/// Middleware, inside the session's: who asks?
pub async fn recognise<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, actix_web::Error> {
    let user = request.get_session().get::<UserId>(USER).unwrap_or_default();
    if let (Some(user), Some(app)) = (user, request.app_data::<Data<App>>().cloned()) {
        match app.read(move |conn| Clerk::find(conn, user)).await {
            Ok(clerk) => drop(request.extensions_mut().insert(clerk)),
            // Dismissed since: nobody, from now on.
            Err(Error::SignedOut | Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    next.call(request).await
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
