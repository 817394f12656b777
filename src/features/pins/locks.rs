//! `/locks`: the till is locked, and asks who stands at it. Works without a session too, on a browser where somebody signed in today.

use super::devices::{self, Person};
use super::model::Pin;
use crate::db::Conn;
use crate::may::Clerk;
use crate::values::{At, UserId};
use crate::web::clerk::USER;
use crate::web::device::Device;
use crate::web::locked::{LOCKED, is_locked};
use crate::web::next;
use crate::web::prelude::*;
use crate::web::problems::percent_encoded;
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Deserialize;

/// The page; its block `lock` is what the script lays over a page that was left alone.
#[derive(Template)]
#[template(path = "pins/lock.html", blocks = ["lock"])]
pub struct Lock {
    shell: Shell,
    people: Vec<Person>,
    /// Whose session it is.
    own: Option<UserId>,
    next: String,
}

#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// GET /locks/new: locks as well, because a page without script gets here by itself and can send no form.
pub async fn new(
    request: HttpRequest,
    app: Data<App>,
    session: Session,
    device: Device,
    query: Query<Next>,
    ask: Ask,
) -> Result<HttpResponse> {
    let next = query.into_inner().next.unwrap_or_default();
    let own = lock(&session)?;
    let lock = Lock::of(&app, &request, own, device, next).await?;
    answer(&request, &ask, lock)
}

/// POST /locks
pub async fn create(
    request: HttpRequest,
    app: Data<App>,
    session: Session,
    device: Device,
    ask: Ask,
    form: Form,
) -> Result<HttpResponse> {
    let next = form.fields().raw("next").to_owned();
    let own = lock(&session)?;
    let lock = Lock::of(&app, &request, own, device, next).await?;
    if ask.wants("lock") || lock.people.is_empty() {
        return answer(&request, &ask, lock);
    }
    let back = if lock.next.is_empty() { String::new() } else { format!("?next={}", percent_encoded(&lock.next)) };
    Ok(see_other(format!("/locks/new{back}")).respond_to(&request))
}

fn lock(session: &Session) -> Result<Option<UserId>> {
    let own = session.get::<UserId>(USER).unwrap_or_default();
    if own.is_some() && !is_locked(session) {
        session.insert(LOCKED, true).map_err(|error| Error::Internal(error.into()))?;
    }
    Ok(own)
}

fn answer(request: &HttpRequest, ask: &Ask, lock: Lock) -> Result<HttpResponse> {
    if lock.people.is_empty() {
        return Ok(see_other("/sign-in").respond_to(request));
    }
    let html = if ask.wants("lock") { fragment(lock.as_lock())? } else { page(lock)? };
    Ok(html.respond_to(request))
}

impl Lock {
    pub async fn of(app: &App, request: &HttpRequest, own: Option<UserId>, device: Device, next: String) -> Result<Self> {
        let (shell, now) = (Shell::of(request).await?, app.clock.now());
        let people = app.read(move |conn| people(conn, own, device.0.as_deref(), now)).await?;
        // Nobody's frame: who was here is shown by name only, and nothing of their work.
        Ok(Self { shell: shell.of_nobody(), people, own, next: next::safe(&next, "") })
    }

    /// The form again, over the page that it lies on.
    pub fn again(self, request: &HttpRequest, problems: Problems) -> Result<HttpResponse> {
        let shell = self.shell.with_problems(problems);
        let lock = Self { shell, ..self };
        Ok(fragment(lock.as_lock())?.status(StatusCode::UNPROCESSABLE_ENTITY).respond_to(request))
    }

    fn is_chosen(&self, person: &Person) -> bool {
        let only = self.people.len() == 1;
        self.shell.chosen("person", self.own.map_or_else(String::new, |own| own.to_string()), person.user) || only
    }
}

/// Those of this browser, and whose session it is: a session outlives the day, and then only the password opens it.
pub fn people(conn: &mut Conn, own: Option<UserId>, device: Option<&str>, now: At) -> Result<Vec<Person>> {
    let mut people = devices::people(conn, device, now)?;
    let is_missing = |user: &UserId| people.iter().all(|person| person.user != *user);
    if let Some(user) = own.filter(is_missing) {
        match Clerk::find(conn, user) {
            Ok(clerk) => {
                let has_pin = Pin::find_by_user(conn, user)?.is_some();
                people.push(Person { user, name: clerk.name, has_pin, today: false });
            }
            // Dismissed since.
            Err(Error::SignedOut | Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(people)
}
