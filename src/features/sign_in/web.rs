//! `/sign-in`, `/sign-out`.

use super::model::{self, Account, Person};
use super::{DEMONSTRATION_PASSWORD, tries};
use crate::features::pins::DEMONSTRATION_PIN;
use crate::web::clerk::USER;
use crate::web::prelude::*;
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
    let next = safe(query.into_inner().next.as_deref().unwrap_or_default());
    if shell.clerk.is_some() {
        return Ok(see_other(next).respond_to(&request));
    }
    let demonstration = if app.config.demo { app.read(model::everybody).await? } else { Vec::new() };
    let new =
        New { shell, next, demonstration, demonstration_password: DEMONSTRATION_PASSWORD, demonstration_pin: DEMONSTRATION_PIN };
    Ok(page(new)?.respond_to(&request))
}

/// POST /sign-in
pub async fn create(app: Data<App>, session: Session, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let next = safe(fields.raw("next"));
    let (login_id, password) = fields.done((fields.text("login_id", 1..=80), fields.secret("password", 1)))?;
    let account = app.read(move |conn| Account::find_by_login(conn, &login_id)).await?;
    let user = match tries::counted(&app, account, password).await? {
        Some(user) => user,
        None => return rule("That Login ID and password do not belong together. Check both; capital letters count."),
    };
    // A new key for the session: one that somebody planted in this browser before is worth nothing.
    session.clear();
    session.renew();
    session.insert(USER, user).map_err(|error| Error::Internal(error.into()))?;
    Ok(see_other(next))
}

/// POST /sign-out
pub async fn delete(session: Session) -> Redirect {
    session.purge();
    see_other("/sign-in")
}

/// Only a path of ours is gone to: `//evil.example` and `/\evil.example` are other sites to a browser.
fn safe(next: &str) -> String {
    let inner = next.strip_prefix('/').filter(|rest| !rest.starts_with(['/', '\\']) && !next.chars().any(char::is_control));
    if inner.is_some() && !next.starts_with("/sign-") { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for (next, goes) in [
            ("/sales?day=1", "/sales?day=1"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/sign-in", "/"),
            ("/\t/evil.example", "/"),
        ] {
            assert_eq!(safe(next), goes, "{next}");
        }
    }
}
