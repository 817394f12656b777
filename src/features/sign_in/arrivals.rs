//! Letting somebody in: a new key for the session and for the browser, and a line in the event log. Where a second factor is asked for,
//! the session is nobody's until it was given: it only knows who gave the password.

use super::tries;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::event::Kind;
use crate::features::locations::Location;
use crate::features::pins::devices;
use crate::may::Clerk;
use crate::values::{At, UserId};
use crate::web::device::Device;
use crate::web::page::see_other;
use crate::web::session;
use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::TimeDelta;

/// The session's entry with who gave the right password and not the code yet, and when.
const HALF: &str = "half_signed_in";
const HALF_LIFE: TimeDelta = TimeDelta::minutes(10);

/// Somebody who has given all that is asked for.
pub struct Arrival {
    pub user: UserId,
    pub device: Device,
    pub next: String,
    /// For the event log.
    pub way: &'static str,
}

impl Arrival {
    pub async fn come_in(self, app: &App, request: &HttpRequest, session: &Session) -> Result<HttpResponse> {
        let Self { user, device, next, way } = self;
        // What somebody planted here before is worth nothing.
        session.clear();
        session.renew();
        let now = app.clock.now();
        session::begin(session, request, user, now)?;
        let (answer, here) = Device::renew(app, || see_other(next).respond_to(request))?;
        let write = move |tx: &mut Conn| {
            let way = alone(tx, user, way)?;
            devices::signed_in(tx, device.0.as_deref(), &here, user, now)?;
            tries::note(tx, user, Kind::SignIn, &way, now)
        };
        app.db.write(write).await?;
        Ok(answer)
    }
}

/// Where a shop forbids two devices at once, whoever comes in here goes out elsewhere.
pub fn alone(tx: &mut Conn, user: UserId, way: &str) -> Result<String> {
    let location = Clerk::find(tx, user)?.location;
    let ended = if Location::find(tx, location)?.one_session { session::end_elsewhere(tx, user)? } else { 0 };
    Ok(match ended {
        0 => way.to_owned(),
        1 => format!("{way}; signed out on 1 other device"),
        several => format!("{way}; signed out on {several} other devices"),
    })
}

/// The password was right; the code is asked for next.
pub fn remember_half(session: &Session, user: UserId, now: At) -> Result<()> {
    session.clear();
    session.renew();
    session.insert(HALF, (user, now)).map_err(|error| Error::Internal(error.into()))
}

/// Who gave the right password a moment ago.
pub fn half(session: &Session, now: At) -> Option<UserId> {
    let (user, at) = session.get::<(UserId, At)>(HALF).unwrap_or_default()?;
    (now - at < HALF_LIFE).then_some(user)
}
