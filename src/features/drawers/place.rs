//! The register that a browser stands at: kept by the browser, not by the person, because the drawer is where the browser is. For
//! one business day: on the next one it is chosen anew before the first sale. A shop with one register needs no choice.

use super::register::Register;
use crate::may::Clerk;
use crate::values::{At, RegisterId, clock};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;
use std::convert::Infallible;
use std::future::{Ready, ready};

const COOKIE: &str = "register";

/// What the browser says; none when it says nothing that can be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place(Option<(RegisterId, NaiveDate)>);

impl Place {
    pub fn of(request: &HttpRequest) -> Self {
        Self(request.cookie(COOKIE).and_then(|cookie| read(cookie.value())))
    }

    /// The register of today, among those of the clerk's own shop.
    pub fn register(self, clerk: &Clerk, all: &[Register], now: At) -> Option<Register> {
        if let [only] = all {
            return Some(only.clone());
        }
        let (chosen, day) = self.0?;
        let is_today = day == clock::local_date(now, clerk.zone);
        all.iter().find(|register| is_today && register.id == chosen).cloned()
    }

    /// The cookie that keeps a choice until tomorrow.
    pub fn cookie(register: RegisterId, day: NaiveDate) -> Cookie<'static> {
        let life = Duration::hours(24);
        Cookie::build(COOKIE, format!("{register}.{day}"))
            .path("/")
            .max_age(life)
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish()
    }
}

fn read(text: &str) -> Option<(RegisterId, NaiveDate)> {
    let (register, day) = text.split_once('.')?;
    Some((register.parse().ok()?, day.parse().ok()?))
}

impl FromRequest for Place {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_as_it_was_written_and_a_strangers_is_nothing() {
        let (register, day) = (RegisterId::new(), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert_eq!(read(Place::cookie(register, day).value()), Some((register, day)));
        for wrong in ["", ".", "1.2026-11-23", "x.y"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
