//! `/switches`: somebody opens the lock or takes the till over, by PIN or by password. The session gets a new key and one person: what
//! the one before was at stays theirs, and waits for them.

use super::super::sign_in::{Account, alone, tries as passwords};
use super::locks::{self, Lock};
use super::{devices, tries};
use crate::event::Kind;
use crate::values::UserId;
use crate::web::clerk::USER;
use crate::web::device::Device;
use crate::web::kept::Kept;
use crate::web::locked::LOCKED;
use crate::web::next;
use crate::web::prelude::*;
use crate::web::session::begin;
use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, Responder};

/// What somebody typed.
struct Typed {
    person: UserId,
    pin: String,
    password: String,
}

/// POST /switches
pub async fn create(
    request: HttpRequest,
    app: Data<App>,
    session: Session,
    device: Device,
    ask: Ask,
    form: Form,
) -> Result<HttpResponse> {
    let fields = form.fields();
    let own = session.get::<UserId>(USER).unwrap_or_default();
    let came = match Typed::read(&fields) {
        Ok(typed) => let_in(&app, own, &device, typed).await,
        Err(error) => Err(error),
    };
    let clerk = match came {
        Ok(clerk) => clerk,
        Err(error) if ask.wants("lock") => {
            let problems = match error {
                Error::Invalid(problems) => problems,
                // The account itself is locked.
                Error::Rule(words) => Problems::one("password", words),
                other => return Err(other),
            };
            let next = fields.raw("next").to_owned();
            return Lock::of(&app, &request, own, device, next).await?.again(&request, problems);
        }
        Err(error) => return Err(error),
    };
    let is_own = own == Some(clerk.user);
    let (user, way, now) = (clerk.user, way(is_own, fields.raw("password").is_empty()), app.clock.now());
    let write = move |tx: &mut crate::db::Conn| {
        let way = if is_own { way.to_owned() } else { alone(tx, user, way)? };
        passwords::note(tx, user, Kind::SignIn, &way, now)
    };
    app.db.write(write).await?;
    if is_own {
        session.remove(LOCKED);
        Kept::renew(&session, app.clock.machine())?;
    } else {
        session.clear();
    }
    session.renew();
    if !is_own {
        begin(&session, &request, clerk.user, app.clock.now())?;
    }
    if is_own && ask.wants("lock") {
        return Ok(HttpResponse::NoContent().finish());
    }
    let home = if clerk.may::<may::Sell>() { "/register" } else { "/" };
    let to = if is_own { next::safe(fields.raw("next"), home) } else { home.to_owned() };
    Ok(see_other(to).respond_to(&request))
}

/// For the event log.
fn way(is_own: bool, by_pin: bool) -> &'static str {
    match (is_own, by_pin) {
        (true, true) => "PIN, back at their own screen",
        (true, false) => "Password, back at their own screen",
        (false, true) => "PIN, took the till over",
        (false, false) => "Password, took the till over",
    }
}

impl Typed {
    fn read(fields: &Fields) -> Result<Self> {
        let secret = |name: &str| if fields.raw(name).is_empty() { Some(String::new()) } else { fields.secret(name, 1) };
        let (pin, password) = (secret("pin"), secret("password"));
        if pin.as_deref() == Some("") && password.as_deref() == Some("") {
            fields.problem("pin", "Please type your PIN, or your password below.");
        }
        let (person, pin, password) = fields.done((fields.choice::<UserId>("person"), pin, password))?;
        Ok(Self { person, pin, password })
    }
}

/// The person, if what they typed is theirs. A PIN does only where they gave their password today; the password does always.
async fn let_in(app: &App, own: Option<UserId>, device: &Device, typed: Typed) -> Result<Clerk> {
    let problem = |field: &'static str, words: String| Err(Error::Invalid(Problems::one(field, words)));
    let Typed { person, pin, password } = typed;
    let (here, now) = (device.0.clone(), app.clock.now());
    let found = app
        .read(move |conn| {
            let known = locks::people(conn, own, here.as_deref(), now)?.into_iter().find(|known| known.user == person);
            let Some(known) = known else { return Ok(None) };
            Ok(Some((known.today, Clerk::find(conn, person)?, Account::find(conn, person)?)))
        })
        .await?;
    let Some((today, clerk, account)) = found else {
        let words =
            "They have not signed in here today with their password. Sign in with it once; then the PIN does for the day.";
        return problem("person", words.to_owned());
    };
    if let Some(words) = clerk.stays_out(now) {
        return problem("person", words);
    }
    if password.is_empty() && !today {
        return problem("password", "Give your password once today; then the PIN does for the day.".to_owned());
    }
    if password.is_empty() {
        return match tries::trouble(app, &clerk, pin).await? {
            Some(words) => problem("pin", words),
            None => Ok(clerk),
        };
    }
    if passwords::counted(app, Some(account), password).await?.is_none() {
        return problem(
            "password",
            "That is not the password. Capital letters count, and five wrong ones lock the account.".to_owned(),
        );
    }
    if let Some(device) = device.0.clone() {
        app.db.write(move |tx| devices::signed_in(tx, None, &device, person, now)).await?;
    }
    Ok(clerk)
}
