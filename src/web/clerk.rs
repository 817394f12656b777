//! Who is signed in. `recognise` looks once per request; `Clerk` and `May<P>` in a handler's signature then cost nothing.
//!
//! The row is read every time, never the session's memory of it: a dismissed person, or one whose role changed, is so at once.

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::may::{Clerk, May, Permission, Role};
use crate::schema::{locations, users};
use crate::values::{LocationId, UserId};
use actix_session::SessionExt;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono_tz::Tz;
use diesel::prelude::*;
use std::future::{Ready, ready};

/// The session's entry with the id of who signed in.
pub const USER: &str = "user_id";

/// Middleware, inside the session's: who asks?
pub async fn recognise<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, actix_web::Error> {
    let user = request.get_session().get::<UserId>(USER).unwrap_or_default();
    if let (Some(user), Some(app)) = (user, request.app_data::<Data<App>>().cloned())
        && let Some(clerk) = app.read(move |conn| find(conn, user)).await?
    {
        request.extensions_mut().insert(clerk);
    }
    next.call(request).await
}

/// Who was recognised, if anybody.
pub fn recognised(request: &HttpRequest) -> Option<Clerk> {
    request.extensions().get::<Clerk>().cloned()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Row {
    id: UserId,
    location_id: LocationId,
    name: String,
    role: Role,
    mmur_email: String,
    registry_standing: String,
    registry_near: Option<String>,
}

/// The person behind `user`, unless they were dismissed.
pub fn find(conn: &mut Conn, user: UserId) -> Result<Option<Clerk>> {
    let found: Option<(Row, String, String)> = users::table
        .inner_join(locations::table)
        .filter(users::id.eq(user).and(users::active.eq(true)))
        .select((Row::as_select(), locations::name, locations::time_zone))
        .first(conn)
        .optional()?;
    found.map(|(row, location_name, zone)| clerk(row, location_name, &zone)).transpose()
}

fn clerk(row: Row, location_name: String, zone: &str) -> Result<Clerk> {
    let zone: Tz = zone.parse().map_err(|_| crate::error::internal(format!("“{zone}” is no time zone")))?;
    Ok(Clerk {
        user: row.id,
        location: row.location_id,
        location_name,
        zone,
        registry_trouble: registry_trouble(&row),
        name: row.name,
        role: row.role,
        mmur_email: row.mmur_email,
    })
}

/// Why this person may not sell, in words that say who can mend it (product-spec §12).
fn registry_trouble(row: &Row) -> Option<String> {
    match (row.registry_standing.as_str(), &row.registry_near) {
        ("registered", _) => None,
        (_, _) if row.mmur_email.is_empty() => {
            Some(format!("{} has no MMUR e-mail here. An admin can enter it under Settings > Users.", row.name))
        }
        ("unregistered", Some(near)) => Some(format!(
            "The state knows “{near}”, not “{}”: they must match letter for letter. An admin can correct it under Settings > Users.",
            row.mmur_email
        )),
        ("unregistered", None) => Some(format!(
            "The state's staff registry does not know “{}”. Register it with the state, or have an admin correct it under Settings > Users.",
            row.mmur_email
        )),
        _ => Some(format!(
            "“{}” was never checked with the state's staff registry. An admin can check it under Settings > Users.",
            row.mmur_email
        )),
    }
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
