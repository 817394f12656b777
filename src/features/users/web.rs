//! `/users`: the list, and the form that asks the state's staff registry before it saves.

use super::model::{Details, Registry, User};
use super::records::{AddUser, ChangeUser};
use super::registry_checks::{Asked, asked};
use super::spelling::Comparison;
use crate::features::locations::Location;
use crate::features::sign_in::hash_password;
use crate::may::{Role, Standing};
use crate::values::{At, LocationId, UserId};
use crate::web::prelude::*;
use actix_session::Session;

/// The longest Login ID that the sign-in page takes; the emails equal it.
const LONGEST: usize = 80;

#[derive(Template)]
#[template(path = "users/index.html")]
struct Index {
    shell: Shell,
    users: Vec<User>,
    may_edit: bool,
}

/// The form, for a new person or for one who exists.
#[derive(Template)]
#[template(path = "users/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    user: Option<User>,
    name: String,
    login_id: String,
    email: String,
    mmur_email: String,
    role: &'static str,
    password_help: String,
    /// The person who reads this is the person it is about.
    is_self: bool,
}

/// GET /users
pub async fn index(app: Data<App>, clerk: May<may::SeeUsers>, shell: Shell) -> Result<Html> {
    let (location, may_edit) = (clerk.location, clerk.may::<may::EditUsers>());
    let users = app.read(move |conn| User::listed(conn, location)).await?;
    page(Index { shell, users, may_edit })
}

/// GET /users/new
pub async fn new(app: Data<App>, may: May<may::EditUsers>, shell: Shell) -> Result<Html> {
    let least = password_length(&app, may.location).await?;
    let empty = String::new;
    let password_help = format!("At least {least} characters. Tell it to them in person; an account is never shared.");
    page(FormPage {
        shell,
        user: None,
        name: empty(),
        login_id: empty(),
        email: empty(),
        mmur_email: empty(),
        role: "",
        password_help,
        is_self: false,
    })
}

/// POST /users
pub async fn create(app: Data<App>, may: May<may::EditUsers>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let least = password_length(&app, may.location).await?;
    let (details, password) = fields.done((details(&fields), fields.secret("password", least)))?;
    let Asked { registry, silence } = asked(&app, &details.mmur_email).await;
    let notice = saved(&details, Some(&registry), silence);
    let password_hash = hash_password(password).await?;
    let user = app.record(&may, key, AddUser { details, password_hash, registry }).await?;
    Ok(see_other(format!("/users/{user}/edit")).notice(notice))
}

/// GET /users/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let user = app.read(move |conn| User::find(conn, location, id)).await?;
    let least = password_length(&app, location).await?;
    let Details { name, login_id, email, mmur_email, role } = user.details.clone();
    let password_help =
        format!("At least {least} characters. Left empty, the password stays. A new one signs them out everywhere.");
    page(FormPage {
        shell,
        is_self: user.id == may.user,
        user: Some(user),
        name,
        login_id,
        email,
        mmur_email,
        role: role.as_str(),
        password_help,
    })
}

/// POST /users/{id}
pub async fn update(
    app: Data<App>,
    may: May<may::EditUsers>,
    id: Path<UserId>,
    session: Session,
    form: Form,
) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (location, user) = (may.location, id.into_inner());
    let before = app.read(move |conn| User::find(conn, location, user)).await?;
    let least = password_length(&app, location).await?;
    let (details, password) = fields.done((details(&fields), new_password(&fields, least)))?;
    let (registry, silence) = if details.mmur_email == before.details.mmur_email {
        (None, None)
    } else {
        let Asked { registry, silence } = asked(&app, &details.mmur_email).await;
        (Some(registry), silence)
    };
    let notice = saved(&details, registry.as_ref().or(Some(&before.registry)), silence);
    let password_hash = match password {
        Some(password) => Some(hash_password(password).await?),
        None => None,
    };
    let signs_out = password_hash.is_some();
    app.record(&may, key, ChangeUser { user, details, password_hash, registry }).await?;
    if signs_out && user == may.user {
        // All their sessions ended, this one too; the person who sits here goes on under a new key.
        session.renew();
    }
    Ok(see_other(format!("/users/{user}/edit")).notice(notice))
}

async fn password_length(app: &App, location: LocationId) -> Result<usize> {
    app.read(move |conn| Location::find(conn, location)?.shortest_password()).await
}

fn new_password(fields: &Fields, least: usize) -> Option<Option<String>> {
    if fields.raw("password").is_empty() { Some(None) } else { fields.secret("password", least).map(Some) }
}

fn details(fields: &Fields) -> Option<Details> {
    let (name, role) = (fields.text("name", 1..=80), fields.choice::<Role>("role"));
    let (login_id, email, mmur_email) =
        (fields.exact("login_id", LONGEST), fields.exact("email", LONGEST), fields.exact("mmur_email", LONGEST));
    if login_id.as_deref().is_some_and(|id| id != id.trim()) {
        fields.problem("login_id", "It begins or ends with a blank. Nobody could type that when they sign in: take it away.");
    }
    for (name, typed) in [("email", &email), ("mmur_email", &mmur_email)] {
        if typed.as_deref().is_some_and(|typed| !typed.contains('@')) {
            fields.problem(name, "An email has an @, like pat@example.com.");
        }
    }
    Some(Details { name: name?, login_id: login_id?, email: email?, mmur_email: mmur_email?, role: role? })
}

/// What became of it, and what stands in the way of selling.
fn saved(details: &Details, registry: Option<&Registry>, silence: Option<String>) -> String {
    let name = &details.name;
    let alike = details.login_id == details.mmur_email && details.email == details.mmur_email;
    let standing = registry.map_or(Standing::Unchecked, |registry| registry.registry_standing);
    match (silence, standing) {
        (Some(why), _) => format!(
            "{name} was saved, but not checked with the state: {why} Until it is checked, {name} may not sell, void or return."
        ),
        (None, Standing::Registered) if alike => format!("{name} was saved. The state knows them, spelled exactly so."),
        (None, Standing::Registered) => {
            format!("{name} was saved. The three spellings are not the same, so {name} may not sell, void or return yet.")
        }
        (None, Standing::Unregistered) => {
            format!(
                "{name} was saved. The state does not know them by this MMUR email, so {name} may not sell, void or return yet."
            )
        }
        (None, Standing::Unchecked) => format!("{name} was saved, and still has to be checked with the state."),
    }
}

impl User {
    /// Where two of the spellings part: the shop's own three, and the state's.
    pub fn comparisons(&self) -> Vec<Comparison> {
        let Details { login_id, email, mmur_email, .. } = &self.details;
        let near = self.registry.registry_near.as_deref().unwrap_or(mmur_email);
        [
            Comparison::of("Login ID", login_id, "MMUR email", mmur_email),
            Comparison::of("Email", email, "MMUR email", mmur_email),
            Comparison::of("MMUR email", mmur_email, "State's registry", near),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// May sell, void and return, as far as spelling and registry go.
    pub fn is_known(&self) -> bool {
        self.is_spelled_alike() && self.registry.registry_standing == Standing::Registered
    }

    pub fn standing_words(&self) -> &'static str {
        match self.registry.registry_standing {
            Standing::Registered if !self.is_spelled_alike() => "Spellings differ",
            standing => standing.label(),
        }
    }

    pub fn standing_mark(&self) -> &'static str {
        match self.registry.registry_standing {
            Standing::Unchecked => "waiting",
            Standing::Registered if self.is_spelled_alike() => "accepted",
            Standing::Registered | Standing::Unregistered => "refused",
        }
    }

    pub fn checked_at(&self) -> Option<At> {
        self.registry.registry_checked_at
    }

    /// The state answered, does not know the email, and knows none like it either.
    pub fn is_a_stranger(&self) -> bool {
        self.registry.registry_standing == Standing::Unregistered && self.registry.registry_near.is_none()
    }
}
