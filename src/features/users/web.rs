//! `/users`: the list, and the form that asks the state's staff registry before it saves.

use super::model::{Details, Kind, Paper, Registry, User};
use super::records::{AddUser, ChangeUser};
use super::registry_checks::{Asked, asked};
use super::said::said;
use super::spelling::Comparison;
use crate::db::Conn;
use crate::features::locations::Location;
use crate::features::second_factors::SecondFactor;
use crate::features::sign_in::hash_password;
use crate::may::{Entry, Granted, Group, Standing};
use crate::values::{At, LocationId, UserId};
use crate::web::prelude::*;
use crate::web::session::live_of;
use actix_session::Session;

#[derive(Template)]
#[template(path = "users/index.html")]
struct Index {
    shell: Shell,
    users: Vec<Person>,
    may_edit: bool,
}

/// A row of the board.
struct Person {
    user: User,
    group: String,
    /// Devices they are signed in on now.
    devices: usize,
    /// What they may not do until the state knows them as they are written here; of what their group allows.
    barred: Vec<String>,
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
    /// Their group, as it is kept.
    role: String,
    groups: Vec<(String, String)>,
    paper: Paper,
    extra: Granted,
    may_assign: bool,
    password_help: String,
    has_second_factor: bool,
    /// The person who reads this is the person it is about.
    is_self: bool,
}

/// GET /users
pub async fn index(app: Data<App>, clerk: May<may::SeeUsers>, shell: Shell) -> Result<Html> {
    let (location, may_edit) = (clerk.location, clerk.may::<may::EditUsers>());
    let now = app.clock.machine();
    let users = app
        .read(move |conn| {
            let groups = Group::all(conn)?;
            let users = User::listed(conn, location)?;
            users.into_iter().map(|user| Person::of(conn, user, &groups, now)).collect::<Result<Vec<_>>>()
        })
        .await?;
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
        role: empty(),
        groups: choices(&app, "").await?,
        paper: Paper::blank(),
        extra: Granted::default(),
        may_assign: may.may::<may::AssignPermissions>(),
        password_help,
        has_second_factor: false,
        is_self: false,
    })
}

/// POST /users
pub async fn create(app: Data<App>, may: May<may::EditUsers>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let least = password_length(&app, may.location).await?;
    let groups = app.read(Group::all).await?;
    let said = said(&fields, &may, &groups, &Paper::blank());
    let ((details, paper), password) = fields.done((said, fields.secret("password", least)))?;
    let Asked { registry, silence } = asked(&app, &details.mmur_email).await;
    let notice = saved(&details, Some(&registry), silence);
    let password_hash = hash_password(password).await?;
    let user = app.record(&may, key, AddUser { details, paper, password_hash, registry }).await?;
    Ok(see_other(format!("/users/{user}/edit")).notice(notice))
}

/// GET /users/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let (user, factor) = app.read(move |conn| Ok((User::find(conn, location, id)?, SecondFactor::in_use(conn, id)?))).await?;
    let least = password_length(&app, location).await?;
    let Details { name, login_id, email, mmur_email, .. } = user.details.clone();
    let password_help =
        format!("At least {least} characters. Left empty, the password stays. A new one signs them out everywhere.");
    page(FormPage {
        shell,
        is_self: user.id == may.user,
        role: user.group().to_owned(),
        groups: choices(&app, user.group()).await?,
        extra: user.paper.extra()?,
        paper: user.paper.clone(),
        may_assign: may.may::<may::AssignPermissions>(),
        user: Some(user),
        name,
        login_id,
        email,
        mmur_email,
        password_help,
        has_second_factor: factor.is_some(),
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
    let groups = app.read(Group::all).await?;
    let ((details, paper), password) =
        fields.done((said(&fields, &may, &groups, &before.paper), new_password(&fields, least)))?;
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
    app.record(&may, key, ChangeUser { user, details, paper, password_hash, registry }).await?;
    if signs_out && user == may.user {
        // All their sessions ended, this one too; the person who sits here goes on under a new key.
        session.renew();
    }
    Ok(see_other(format!("/users/{user}/edit")).notice(notice))
}

/// The groups in use, and the one somebody is in.
async fn choices(app: &App, own: &str) -> Result<Vec<(String, String)>> {
    let own = own.to_owned();
    let all = app.read(Group::all).await?;
    Ok(all.into_iter().filter(|group| group.active || group.id == own).map(|group| (group.id, group.name)).collect())
}

impl Person {
    fn of(conn: &mut Conn, user: User, groups: &[Group], now: At) -> Result<Self> {
        let group = groups.iter().find(|group| group.id == user.group()).map_or_else(String::new, |group| group.name.clone());
        let devices = live_of(conn, user.id, now)?.len();
        let granted = Group::granted_to(conn, user.id)?;
        let told = [("Sell", "sell"), ("VoidSale", "void"), ("ReturnSale", "return")];
        let may = told.into_iter().filter(|(name, _)| granted.has(name)).map(|(_, words)| words.to_owned());
        let barred = if user.is_known() || !user.active { Vec::new() } else { may.collect() };
        Ok(Self { user, group, devices, barred })
    }

    fn barred_words(&self) -> String {
        format!("May not {} until this is mended.", self.barred.join(", "))
    }
}

impl FormPage {
    fn kinds(&self) -> &'static [Kind] {
        Kind::ALL
    }

    fn entries(&self) -> &'static [Entry] {
        may::ALL
    }

    fn has_extra(&self, entry: &Entry) -> bool {
        if self.shell.came_back() { self.shell.sent("extra", entry.name) } else { self.extra.has(entry.name) }
    }

    fn day(&self, day: &Option<chrono::NaiveDate>) -> String {
        day.map_or_else(String::new, |day| day.to_string())
    }
}

async fn password_length(app: &App, location: LocationId) -> Result<usize> {
    app.read(move |conn| Location::find(conn, location)?.shortest_password()).await
}

fn new_password(fields: &Fields, least: usize) -> Option<Option<String>> {
    if fields.raw("password").is_empty() { Some(None) } else { fields.secret("password", least).map(Some) }
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
