//! `/second_factors/checks`: the second question at the door. Until it is answered, nobody is signed in.

use super::model::{Outcome, SecondFactor};
use crate::db::Conn;
use crate::event::Kind;
use crate::features::sign_in::{Arrival, half, model::refuse_until_words, tries};
use crate::values::{At, UserId};
use crate::web::device::Device;
use crate::web::next;
use crate::web::prelude::*;
use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "second_factors/check.html")]
struct New {
    shell: Shell,
    next: String,
}

#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// GET /second_factors/checks/new
pub async fn new(
    request: HttpRequest,
    app: Data<App>,
    session: Session,
    shell: Shell,
    query: Query<Next>,
) -> Result<HttpResponse> {
    let next = next::safe(query.into_inner().next.as_deref().unwrap_or_default(), "/");
    if half(&session, app.clock.machine()).is_none() {
        return Ok(see_other("/sign-in").respond_to(&request));
    }
    Ok(page(New { shell, next })?.respond_to(&request))
}

/// POST /second_factors/checks
pub async fn create(request: HttpRequest, app: Data<App>, session: Session, device: Device, form: Form) -> Result<HttpResponse> {
    let fields = form.fields();
    let next = next::safe(fields.raw("next"), "/");
    let Some(user) = half(&session, app.clock.machine()) else { return Ok(see_other("/sign-in").respond_to(&request)) };
    let typed = fields.done(fields.text("code", 6..=40))?;
    try_code(&app, user, typed).await?;
    Arrival { user, device, next, way: "Password and code" }.come_in(&app, &request, &session).await
}

/// Takes a code, or refuses it beside the field `code`; a wrong one is counted.
pub async fn try_code(app: &App, user: UserId, typed: String) -> Result<()> {
    let (now, said_at) = (app.clock.machine(), app.clock.now());
    let Some(factor) = app.read(move |conn| SecondFactor::find(conn, user)).await? else {
        return rule("You have no second factor. Set one up first.");
    };
    let typed = factor.read(&typed, now)?;
    let outcome = app
        .db
        .write(move |tx| {
            let outcome = SecondFactor::tried(tx, user, &typed, now)?;
            note(tx, user, outcome, said_at)?;
            Ok::<_, Error>(outcome)
        })
        .await?;
    let words = match outcome {
        Outcome::Right => return Ok(()),
        Outcome::Wrong => "That is not the code that your authenticator shows now, nor a recovery code that is left.".to_owned(),
        Outcome::Used => "That code was used already. Wait for the next one: it comes within half a minute.".to_owned(),
        Outcome::Locked(until) => app.read(move |conn| refuse_until_words(conn, user, until)).await?,
    };
    Err(Error::Invalid(Problems::one("code", words)))
}

fn note(tx: &mut Conn, user: UserId, outcome: Outcome, at: At) -> Result<()> {
    match outcome {
        Outcome::Right => Ok(()),
        Outcome::Wrong => tries::note(tx, user, Kind::Failed, "Wrong code of the second factor", at),
        Outcome::Used => tries::note(tx, user, Kind::Failed, "Code of the second factor that was used already", at),
        // Those who come after find it locked: the fifth wrong one is told once a lock, and no more than that.
        Outcome::Locked(_) => tries::note(tx, user, Kind::Lock, "Codes of the second factor are locked", at),
    }
}
