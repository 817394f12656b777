//! `/sign-in`, `/sign-out`.

use super::arrivals::{Arrival, remember_half};
use super::model::{self, Account, Person};
use super::{DEMONSTRATION_PASSWORD, strangers, tries};
use crate::db::Conn;
use crate::event::Kind;
use crate::features::pins::{DEMONSTRATION_PIN, devices};
use crate::features::second_factors::SecondFactor;
use crate::values::UserId;
use crate::web::clerk::USER;
use crate::web::device::Device;
use crate::web::next;
use crate::web::prelude::*;
use crate::web::query::encoded;
use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sign_in/new.html")]
struct New {
    shell: Shell,
    next: String,
    demonstration: Vec<Person>,
    demonstration_password: &'static str,
    demonstration_pin: &'static str,
}

#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// GET /sign-in
pub async fn new(request: HttpRequest, app: Data<App>, shell: Shell, query: Query<Next>) -> Result<HttpResponse> {
    let next = next::safe(query.into_inner().next.as_deref().unwrap_or_default(), "/");
    if shell.clerk.is_some() {
        return Ok(see_other(next).respond_to(&request));
    }
    let demonstration = if app.config.demo { app.read(model::everybody).await? } else { Vec::new() };
    let new =
        New { shell, next, demonstration, demonstration_password: DEMONSTRATION_PASSWORD, demonstration_pin: DEMONSTRATION_PIN };
    Ok(page(new)?.respond_to(&request))
}

/// POST /sign-in
pub async fn create(request: HttpRequest, app: Data<App>, session: Session, device: Device, form: Form) -> Result<HttpResponse> {
    let fields = form.fields();
    let next = next::safe(fields.raw("next"), "/");
    let (login_id, password) = fields.done((fields.text("login_id", 1..=80), fields.secret("password", 1)))?;
    let typed = login_id.clone();
    let account = app.read(move |conn| Account::find_by_login(conn, &login_id)).await?;
    if account.is_none() {
        strangers::note(&app, typed).await?;
    }
    let user = match tries::counted(&app, account, password).await? {
        Some(user) => user,
        None => return rule("That Login ID and password do not belong together. Check both; capital letters count."),
    };
    let now = app.clock.now();
    if let Some(words) = app.read(move |conn| Ok(Clerk::find(conn, user)?.stays_out(now))).await? {
        return rule(words);
    }
    if app.read(move |conn| SecondFactor::in_use(conn, user)).await?.is_some() {
        remember_half(&session, user, app.clock.machine())?;
        let to = format!("/second_factors/checks/new?next={}", encoded(&next));
        return Ok(see_other(to).respond_to(&request));
    }
    Arrival { user, device, next, way: "Password" }.come_in(&app, &request, &session).await
}

/// POST /sign-out
pub async fn delete(app: Data<App>, session: Session, device: Device) -> Result<Redirect> {
    let user = session.get::<UserId>(USER).unwrap_or_default();
    session.purge();
    if let Some(user) = user {
        let now = app.clock.now();
        let leave = move |tx: &mut Conn| {
            if let Some(device) = &device.0 {
                devices::left(tx, device, user)?;
            }
            tries::note(tx, user, Kind::SignOut, "By themselves", now)
        };
        app.db.write(leave).await?;
    }
    Ok(see_other("/sign-in"))
}
