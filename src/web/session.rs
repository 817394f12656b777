//! Sessions in the database. The cookie holds a random key, the row its SHA-256, so who reads the table cannot sign in with it;
//! the row also names its user, so that dismissing somebody ends their sessions at once.

use crate::app::App;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::schema::{device_sign_ins, sessions};
use crate::values::{At, Clock, UserId};
use crate::web::clerk::USER;
use crate::web::locked::{IDLE, LOCKED};
use actix_session::config::{BrowserSession, CookieContentSecurity, TtlExtensionPolicy};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionMiddleware};
use actix_web::HttpRequest;
use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::Data;
use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A working day; every request within it begins another.
const LIFE: Duration = Duration::hours(12);
/// How much of its life a session may lose before a page view writes to extend it.
const SLACK: TimeDelta = TimeDelta::minutes(1);
/// Letters of a session's key.
const KEY_LENGTH: usize = 64;

tokio::task_local! {
    /// This request was made by a page, not by somebody in front of it.
    static UNATTENDED: bool;
}

/// Middleware around [`layer`]: the stream of the guest list, what it makes a page ask for, and the banner of an outage keep no idle
/// session alive.
pub async fn unattended<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, actix_web::Error> {
    let is_by_itself = ["/guests/events", "/outage"].contains(&request.path()) || request.query_string() == "live=1";
    UNATTENDED.scope(is_by_itself, next.call(request)).await
}

/// The middleware; `secret` signs the cookie.
pub fn layer(app: &App, secret: &str) -> SessionMiddleware<Store> {
    let https = app.config.https();
    let key = Key::derive_from(Sha256::digest(secret).as_slice());
    SessionMiddleware::builder(Store { db: app.db.clone(), clock: app.clock.clone() }, key)
        .cookie_name(cookie_name(https).to_owned())
        .cookie_secure(https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_content_security(CookieContentSecurity::Signed)
        // The store itself extends a session when it reads it, so that most page views write nothing.
        .session_lifecycle(
            BrowserSession::default().state_ttl(LIFE).state_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges),
        )
        .build()
}

/// `__Host-` binds the cookie to this host, but browsers take it over https only.
pub(super) fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-lotbook" } else { "lotbook" }
}

/// Ends every session of `user`, in the caller's transaction; no PIN brings them back anywhere, only a password.
pub fn end_all(tx: &mut crate::db::Conn, user: UserId) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(tx)?;
    diesel::delete(device_sign_ins::table.filter(device_sign_ins::user_id.eq(user))).execute(tx)?;
    Ok(())
}

/// Ends one session of `user`. Their PIN still brings them back where they gave their password today.
pub fn end_one(tx: &mut crate::db::Conn, user: UserId, row: &str) -> Result<()> {
    diesel::delete(sessions::table.find(row).filter(sessions::user_id.eq(user))).execute(tx)?;
    Ok(())
}

/// Ends every session of `user` and leaves the browsers known: they are about to go on at another one.
pub fn end_elsewhere(tx: &mut crate::db::Conn, user: UserId) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(tx)?)
}

/// One sign-in that still holds.
#[derive(Debug, Clone)]
pub struct Live {
    pub row: String,
    /// The browser and its system, as far as it says.
    pub device: String,
    pub since: Option<At>,
    pub seen_at: At,
}

/// Every session of `user` that still holds, the last seen first.
pub fn live_of(conn: &mut crate::db::Conn, user: UserId, now: At) -> Result<Vec<Live>> {
    let alive = sessions::table.filter(sessions::user_id.eq(user).and(sessions::expires_at.gt(now)));
    let rows: Vec<(String, String, At)> =
        alive.order(sessions::expires_at.desc()).select((sessions::id_hash, sessions::state, sessions::expires_at)).load(conn)?;
    let mut live = Vec::new();
    for (row, state, expires_at) in rows {
        let state: State = serde_json::from_str(&state)?;
        let said = |name: &str| state.get(name).and_then(|text| serde_json::from_str::<String>(text).ok());
        let since = said(SINCE).and_then(|text| text.parse().ok());
        let device = said(DEVICE).unwrap_or_else(|| "A browser that does not say what it is".to_owned());
        live.push(Live { row, device, since, seen_at: expires_at - TimeDelta::seconds(LIFE.whole_seconds()) });
    }
    Ok(live)
}

/// Notes in a new session where and since when it is.
pub fn begin(session: &Session, request: &HttpRequest, user: UserId, now: At) -> Result<()> {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let noted = session
        .insert(USER, user)
        .and_then(|()| session.insert(DEVICE, device(agent)))
        .and_then(|()| session.insert(SINCE, now.to_string()));
    noted.map_err(|error| Error::Internal(error.into()))
}

/// What a browser calls itself, in the two words that tell one till from another.
fn device(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let browser = first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (one, other) => one.or(other).unwrap_or("A browser that does not say what it is").to_owned(),
    }
}

/// The row of this request's session, by its hash; the middleware has looked at the cookie's signature before.
pub fn row_of(request: &HttpRequest) -> Option<String> {
    let https = request.app_data::<Data<App>>()?.config.https();
    let cookie = request.cookie(cookie_name(https))?;
    // The key stands behind the signature.
    let at = cookie.value().len().checked_sub(KEY_LENGTH)?;
    cookie.value().get(at..).map(hash_of)
}

/// Whether the session still is this person's.
pub fn is_alive(conn: &mut crate::db::Conn, row: &str, user: UserId, now: At) -> Result<bool> {
    let alive = sessions::table.find(row).filter(sessions::user_id.eq(user)).filter(sessions::expires_at.gt(now));
    Ok(alive.select(sessions::id_hash).first::<String>(conn).optional()?.is_some())
}

/// actix-session's store over the `sessions` table.
pub struct Store {
    db: Db,
    clock: Clock,
}

type State = HashMap<String, String>;

/// The session's entries with its browser and its beginning.
const DEVICE: &str = "device";
const SINCE: &str = "since";

impl Store {
    fn expiry(&self, life: &Duration) -> At {
        self.clock.machine() + TimeDelta::seconds(life.whole_seconds())
    }

    async fn read(&self, key: &SessionKey) -> Result<Option<State>> {
        let (hash, now, full) = (hash(key), self.clock.machine(), self.expiry(&LIFE));
        let find = hash.clone();
        let row: Option<(String, At)> = self
            .db
            .read(move |conn| {
                let alive = sessions::table.find(&find).filter(sessions::expires_at.gt(now));
                Ok::<_, Error>(alive.select((sessions::state, sessions::expires_at)).first(conn).optional()?)
            })
            .await?;
        let Some((state, expires_at)) = row else { return Ok(None) };
        // What a page asks for by itself shows nobody at the till.
        let is_touched = !UNATTENDED.try_with(|unattended| *unattended).unwrap_or_default();
        if is_touched && full - expires_at > SLACK {
            self.extend(hash, full).await?;
        }
        let mut state: State = serde_json::from_str(&state)?;
        state.insert(IDLE.to_owned(), (full - expires_at).num_minutes().to_string());
        Ok(Some(state))
    }

    async fn extend(&self, hash: String, until: At) -> Result<()> {
        self.db
            .write(move |tx| {
                diesel::update(sessions::table.find(&hash)).set(sessions::expires_at.eq(until)).execute(tx)?;
                Ok(())
            })
            .await
    }

    async fn insert(&self, state: &State, life: &Duration) -> Result<SessionKey> {
        let key = new_key()?;
        let (hash, user, text, until, now) =
            (hash(&key), user_of(state), serde_json::to_string(state)?, self.expiry(life), self.clock.machine());
        self.db
            .write(move |tx| {
                diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(tx)?;
                diesel::insert_into(sessions::table)
                    .values((
                        sessions::id_hash.eq(&hash),
                        sessions::user_id.eq(user),
                        sessions::state.eq(&text),
                        sessions::expires_at.eq(until),
                    ))
                    .execute(tx)?;
                Ok::<_, Error>(())
            })
            .await?;
        Ok(key)
    }

    /// Fails when the row is gone: a session that was ended must not come back with the next page. One that was locked meanwhile,
    /// from another tab, stays so under this key.
    async fn replace(&self, key: &SessionKey, state: &State, life: &Duration) -> Result<()> {
        let (hash, user, state, until) = (hash(key), user_of(state), state.clone(), self.expiry(life));
        self.db
            .write(move |tx| {
                let mut state = state.clone();
                let before: Option<String> = sessions::table.find(&hash).select(sessions::state).first(tx).optional()?;
                let before: State = before.map_or_else(|| Ok(State::new()), |text| serde_json::from_str(&text))?;
                if let Some(locked) = before.get(LOCKED) {
                    state.insert(LOCKED.to_owned(), locked.clone());
                }
                let text = serde_json::to_string(&state)?;
                let changed = diesel::update(sessions::table.find(&hash))
                    .set((sessions::user_id.eq(user), sessions::state.eq(&text), sessions::expires_at.eq(until)))
                    .execute(tx)?;
                if changed == 1 { Ok(()) } else { Err(Error::SignedOut) }
            })
            .await
    }

    async fn remove(&self, key: &SessionKey) -> Result<()> {
        let hash = hash(key);
        self.db
            .write(move |tx| {
                diesel::delete(sessions::table.find(&hash)).execute(tx)?;
                Ok(())
            })
            .await
    }
}

impl SessionStore for Store {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        self.read(key).await.map_err(|error| LoadError::Other(error.into()))
    }

    async fn save(&self, state: State, life: &Duration) -> Result<SessionKey, SaveError> {
        self.insert(&state, life).await.map_err(|error| SaveError::Other(error.into()))
    }

    async fn update(&self, key: SessionKey, state: State, life: &Duration) -> Result<SessionKey, UpdateError> {
        self.replace(&key, &state, life).await.map_err(|error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, life: &Duration) -> anyhow::Result<()> {
        Ok(self.extend(hash(key), self.expiry(life)).await?)
    }

    async fn delete(&self, key: &SessionKey) -> anyhow::Result<()> {
        Ok(self.remove(key).await?)
    }
}

/// 244 random bits.
fn new_key() -> Result<SessionKey> {
    let text = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    SessionKey::try_from(text).map_err(|error| Error::Internal(error.into()))
}

fn hash(key: &SessionKey) -> String {
    hash_of(key.as_ref())
}

fn hash_of(key: &str) -> String {
    Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The state's values are JSON texts.
fn user_of(state: &State) -> Option<UserId> {
    state.get(USER).and_then(|text| serde_json::from_str(text).ok())
}
