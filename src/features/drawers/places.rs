//! `/drawers/places`: which register this browser stands at today.

use super::place::Place;
use super::register::Register;
use crate::features::locations::Location;
use crate::values::{RegisterId, clock};
use crate::web::prelude::*;
use actix_web::{HttpRequest, HttpResponse, Responder};
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "drawers/place.html")]
struct New {
    shell: Shell,
    registers: Vec<Register>,
    chosen: Option<RegisterId>,
    from: &'static str,
    is_kept: bool,
}

/// Where somebody came from, and goes back to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    from: String,
}

impl From {
    /// A word of ours, else nothing.
    pub fn known(&self) -> &'static str {
        known(&self.from)
    }
}

/// `register` and `tender`, the pages on which somebody finds that they need a drawer.
pub fn known(from: &str) -> &'static str {
    match from {
        "register" => "register",
        "tender" => "tender",
        _ => "",
    }
}

/// The page of such a word.
pub fn back_to(from: &str) -> &'static str {
    match known(from) {
        "register" => "/register",
        "tender" => "/register/tender",
        _ => "/drawers",
    }
}

/// GET /drawers/places/new
pub async fn new(app: Data<App>, may: May<may::UseDrawer>, place: Place, from: Query<From>, shell: Shell) -> Result<Html> {
    let (clerk, now) = (Clerk::clone(&may), app.clock.now());
    let (registers, chosen, is_kept) = app
        .read(move |conn| {
            let all = Register::in_use(conn, clerk.location)?;
            let chosen = place.register(&clerk, &all, now).map(|register| register.id);
            Ok((all, chosen, Location::find(conn, clerk.location)?.cash_in_drawers))
        })
        .await?;
    page(New { shell, registers, chosen, from: from.known(), is_kept })
}

/// POST /drawers/places
pub async fn create(app: Data<App>, may: May<may::UseDrawer>, form: Form, request: HttpRequest) -> Result<HttpResponse> {
    let fields = form.fields();
    let register = fields.done(fields.choice::<RegisterId>("register"))?;
    let (location, from) = (may.location, fields.raw("from").to_owned());
    let found = app.read(move |conn| Register::find(conn, location, register)).await?;
    if found.hidden {
        return rule(format!("{} is hidden and no longer used. Choose another register.", found.name));
    }
    let today = clock::local_date(app.clock.now(), may.zone);
    let to = see_other(back_to(&from)).notice(format!("You stand at {}.", found.name));
    stand(to, &request, register, today)
}

/// The answer `to`, which also makes the browser stand at `register`.
pub fn stand(to: Redirect, request: &HttpRequest, register: RegisterId, today: NaiveDate) -> Result<HttpResponse> {
    let mut response = to.respond_to(request);
    response.add_cookie(&Place::cookie(register, today)).map_err(|error| Error::Internal(error.into()))?;
    Ok(response)
}
