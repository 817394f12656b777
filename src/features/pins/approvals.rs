//! A manager's PIN in a clerk's form: the fields `approver` (a chosen person, or their Login ID) and `pin`.
//!
//! ```ignore
//! // GET: the form shows who may approve; its template includes "pins/_approval.html" and the page has a field `approval`.
//! let approval = app.read(move |conn| Approval::of::<may::VoidSale>(conn, &clerk)).await?;
//! // POST: by the clerk's own role, or by the PIN in the form.
//! let approved = approved::<may::VoidSale>(&app, &may, &fields).await?;
//! let sale = app.file(&approved, key, VoidSale::new(id, reason)).await?;
//! ```

use super::model::Pin;
use super::tries;
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::may::{Approved, Clerk, Group, May, Permission};
use crate::schema::users;
use crate::values::UserId;
use crate::web::fields::Fields;
use diesel::prelude::*;

/// What a form that may need a manager's PIN shows.
pub struct Approval {
    /// The clerk's own role does not do.
    pub is_needed: bool,
    /// Who may approve, as ids and names.
    pub people: Vec<(UserId, String)>,
    roles: String,
}

impl Approval {
    pub fn of<P: Permission>(conn: &mut Conn, clerk: &Clerk) -> Result<Self> {
        let is_needed = !clerk.may::<P>();
        let people = if is_needed { Pin::holders::<P>(conn, clerk.location)? } else { Vec::new() };
        let roles = if is_needed { Group::names_with::<P>(conn)? } else { Vec::new() };
        Ok(Self { is_needed, people, roles: roles.join(" or ").to_lowercase() })
    }

    /// In place of a list with nobody on it.
    pub fn nobody(&self) -> String {
        format!(
            "Nobody here who may approve this has a PIN yet. A {} sets theirs on the page “Password and PIN”, in the menu under their name.",
            self.roles
        )
    }
}

/// What lets `clerk` do `P`: their own role, or the PIN in the form. A wrong PIN is counted even though nothing else is written.
pub async fn approved<P: Permission>(app: &App, clerk: &Clerk, fields: &Fields<'_>) -> Result<Approved<P>> {
    if clerk.may::<P>() {
        return Ok(May::check(clerk.clone())?.into());
    }
    let (typed, pin) = fields.done((fields.text("approver", 1..=80), fields.secret("pin", 1)))?;
    let location = clerk.location;
    let approver = app
        .read(move |conn| {
            let by_login = users::table.filter(users::login_id.eq(&typed)).select(users::id);
            let user = match typed.parse::<UserId>() {
                Ok(user) => Some(user),
                Err(_) => by_login.first(conn).optional()?,
            };
            match user.map(|user| Clerk::find(conn, user)) {
                Some(Ok(found)) if found.location == location => Ok(Some(found)),
                Some(Ok(_)) | None | Some(Err(Error::NotFound | Error::SignedOut)) => Ok(None),
                Some(Err(error)) => Err(error),
            }
        })
        .await?;
    let Some(approver) = approver else {
        return problem("approver", "Nobody who works here is called so. Choose somebody of the list.");
    };
    match Approved::<P>::must_be_possible(clerk, &approver) {
        Err(Error::Rule(words)) => return problem("approver", words),
        other => other?,
    }
    match tries::trouble(app, &approver, pin).await? {
        Some(words) => problem("pin", words),
        None => Approved::by_pin(clerk.clone(), &approver),
    }
}

fn problem<T>(field: &'static str, words: impl Into<String>) -> Result<T> {
    Err(Error::Invalid(Problems::one(field, words)))
}
