//! The browser somebody sits at: a random cookie of its own, which outlives the people who sign in there one after the other.
//!
//! It signs nobody in. The database keeps its hash beside who gave their password there today (features/pins/devices.rs).

use crate::app::App;
use crate::error::{Error, Result};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};

/// Longer than any business day.
const LIFE: Duration = Duration::hours(36);

/// What the database calls this browser; none until somebody signs in on it.
#[derive(Debug, Clone)]
pub struct Device(pub Option<String>);

/// `__Host-` binds the cookie to this host, but browsers take it over https only.
fn name(https: bool) -> &'static str {
    if https { "__Host-lotbook-device" } else { "lotbook-device" }
}

impl Device {
    fn of(request: &HttpRequest) -> Self {
        let https = request.app_data::<Data<App>>().is_some_and(|app| app.config.https());
        let cookie = request.cookie(name(https)).filter(|cookie| cookie.value().len() == 64);
        Self(cookie.map(|cookie| hash(cookie.value())))
    }

    /// A new key for this browser: one that somebody planted in it before is worth nothing. Its hash, and the answer that carries it.
    pub fn renew(app: &App, dress: impl FnOnce() -> HttpResponse) -> Result<(HttpResponse, String)> {
        let key = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let https = app.config.https();
        let hash = hash(&key);
        let cookie = Cookie::build(name(https), key).path("/").max_age(LIFE).http_only(true).secure(https);
        let mut answer = dress();
        answer.add_cookie(&cookie.same_site(SameSite::Lax).finish()).map_err(|error| Error::Internal(error.into()))?;
        Ok((answer, hash))
    }
}

fn hash(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl FromRequest for Device {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
