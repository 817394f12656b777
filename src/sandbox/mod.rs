//! A stand-in for Florida's BioTrack state system, so that everyone can run everything. Its own server, its own books.
//!
//! Real, as far as public sources go: the wire (API 4.0, JSON over HTTP), the actions and rows marked documented or observed in the
//! action table, identifiers, transactions, nonces and the texts of `refusal.rs`. Invented: everything in `florida.rs` and every
//! action marked invented, because Florida's own interface is not public; and the texts of `texts.rs`. Inferred: much of what is
//! refused and when. Being accepted here proves nothing about the state.
//!
//! Every action, whether it reads or writes, and where it is known from: `ACTIONS.md`, which a test keeps true.
//!
//! It knows nothing of the shop, which reaches it over HTTP only.

mod actions;
mod ask;
mod body;
mod calls;
mod control;
mod envelope;
mod faults;
mod florida;
mod inventory_types;
mod periods;
mod privileges;
pub mod profile;
mod quality;
mod refusal;
mod rows;
mod schema;
mod session;
mod sets;
mod shipping;
mod state;
mod texts;
mod wire;
pub mod world;

use crate::db::Conn;
use actix_web::{App, HttpServer, web};
use anyhow::Context;
use diesel::Connection;
use profile::Profile;
use refusal::{Failure, Result};
use rows::ApiUser;
use sets::{Set, Which};
use state::Books;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::OnceCell;
use world::World;

/// How to run a sandbox.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port; port 0 takes a free one.
    pub bind: String,
    /// A folder; the books are `sandbox.sqlite` in it, those of training `training.sqlite`.
    pub data: PathBuf,
    /// Whether `/control` answers: faults, the clock, the books, test data.
    pub control: bool,
    /// The rules of the state, for books that are new; others keep theirs.
    pub profile: Profile,
}

/// What was asked for by name: new books begin with it, and books that began with something else are refused.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    pub world: Option<World>,
    pub profile: Option<Profile>,
}

/// Why it does not start, in words for whoever started it: one clear line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotAllowed(pub String);

/// A sandbox that runs.
pub struct Running {
    pub address: SocketAddr,
    /// The rules that its books have.
    pub profile: Profile,
    /// The random id of these books, the same for as long as they exist.
    pub identity: String,
    pub server: actix_web::dev::ServerHandle,
    live: Set,
}

impl Running {
    /// Whether that user of that company may sign in.
    pub async fn admits(&self, ubi: &str, username: &str, password: &str) -> anyhow::Result<bool> {
        let (digest, key) = (envelope::password_digest(ubi, username, password), ApiUser::key(ubi, username));
        let profile = Arc::clone(&self.live.profile);
        let user = self.live.db.read(move |conn| Books::reading(conn, &profile, 0).get::<ApiUser>(&key)).await?;
        Ok(user.is_some_and(|user| !user.removed && user.digest == digest))
    }
}

/// What every call shares.
pub(crate) struct Sandbox {
    data: PathBuf,
    live: Set,
    training: OnceCell<Set>,
    /// How far the state's clock is ahead of the machine's; also in the books.
    ahead_seconds: AtomicI64,
    sessions: session::Sessions,
    faults: faults::Faults,
    calls: calls::Calls,
}

/// Binds, migrates, loads the demonstration world if the books are empty, and serves on the current runtime until stopped.
pub async fn start(settings: Settings) -> anyhow::Result<Running> {
    start_with(settings, Wishes::default()).await
}

/// [`start`], with the world and the profile that were asked for by name.
pub async fn start_with(settings: Settings, wishes: Wishes) -> anyhow::Result<Running> {
    std::fs::create_dir_all(&settings.data).with_context(|| format!("the folder {:?} cannot be made", settings.data))?;
    let live = Set::open(&settings.data, Which::Live, settings.profile, &wishes).await?;
    let (identity, profile, kept) = (live.identity.clone(), Profile::clone(&live.profile), live.clone());
    let sandbox = web::Data::new(Sandbox {
        data: settings.data,
        ahead_seconds: AtomicI64::new(live.ahead_seconds),
        sessions: session::Sessions::new(live.profile.session_minutes),
        live,
        training: OnceCell::new(),
        faults: faults::Faults::default(),
        calls: calls::Calls::new(settings.control),
    });
    let app = move || {
        let app = App::new().app_data(sandbox.clone()).route("/serverjson.asp", web::post().to(wire::serverjson));
        app.configure(|routes| control::routes(routes, settings.control))
    };
    let server = HttpServer::new(app).workers(1).disable_signals().bind(&settings.bind);
    let server = server.with_context(|| format!("the sandbox cannot listen on {}", settings.bind))?;
    let address = server.addrs().first().copied().context("the sandbox listens nowhere")?;
    let server = server.run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(Running { address, profile, identity, server: handle, live: kept })
}

/// The books in that folder as a world file, without serving them.
pub async fn write_world(data: &Path) -> anyhow::Result<serde_json::Value> {
    if !data.join("sandbox.sqlite").exists() {
        return Err(NotAllowed(format!("there are no sandbox's books in {}", data.display())).into());
    }
    let live = Set::open(data, Which::Live, Profile::florida(), &Wishes::default()).await?;
    let (now, profile) = (machine_time() + live.ahead_seconds, live.profile);
    let look = move |conn: &mut Conn| world::written(&mut Books::reading(conn, &profile, now));
    Ok(live.db.read(move |conn| at_one_moment(conn, look)).await?)
}

impl Sandbox {
    /// The state's clock, in epoch seconds.
    fn now(&self) -> i64 {
        machine_time() + self.ahead_seconds.load(Ordering::Relaxed)
    }

    async fn set(&self, which: Which) -> Result<&Set> {
        if which == Which::Live {
            return Ok(&self.live);
        }
        let open = || async {
            let world = World::of_text(&self.live.world).map_err(NotAllowed)?;
            let wishes = Wishes { world: Some(world), profile: Some(Profile::clone(&self.live.profile)) };
            Set::open(&self.data, Which::Training, Profile::clone(&self.live.profile), &wishes).await
        };
        self.training.get_or_try_init(open).await.map_err(Failure::Training)
    }

    /// Reads the live books.
    async fn read<T: Send + 'static>(&self, query: impl FnOnce(&mut Books) -> Result<T> + Send + 'static) -> Result<T> {
        self.read_in(Which::Live, query).await
    }

    /// Makes one transaction of the state in the live books: `Err` undoes all of it.
    async fn write<T: Send + 'static>(&self, work: impl Fn(&mut Books) -> Result<T> + Send + 'static) -> Result<T> {
        self.write_in(Which::Live, work).await
    }

    /// In one transaction of the database, so that all an answer says is of one moment, whoever writes meanwhile.
    async fn read_in<T: Send + 'static>(
        &self,
        which: Which,
        query: impl FnOnce(&mut Books) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (now, set) = (self.now(), self.set(which).await?);
        let profile = Arc::clone(&set.profile);
        let look = move |conn: &mut Conn| query(&mut Books::reading(conn, &profile, now));
        set.db.read(move |conn| at_one_moment(conn, look)).await
    }

    async fn write_in<T: Send + 'static>(
        &self,
        which: Which,
        work: impl Fn(&mut Books) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (now, set) = (self.now(), self.set(which).await?);
        let profile = Arc::clone(&set.profile);
        set.db.write(move |conn| work(&mut Books::writing(conn, &profile, now)?)).await
    }

    /// Moves the state's clock, for good. `None`: it would be further from the machine's than it may.
    async fn advance(&self, seconds: i64) -> Result<Option<i64>> {
        let ahead = self.ahead_seconds.load(Ordering::Relaxed).saturating_add(seconds);
        if ahead.unsigned_abs() > FURTHEST_AHEAD {
            return Ok(None);
        }
        let profile = Arc::clone(&self.live.profile);
        let keep = move |conn: &mut Conn| Books::reading(conn, &profile, 0).set_meta("ahead_seconds", &ahead.to_string());
        self.live.db.write::<_, Failure, _>(keep).await?;
        self.ahead_seconds.store(ahead, Ordering::Relaxed);
        Ok(Some(self.now()))
    }
}

/// How far the state's clock may be from the machine's, in seconds: a hundred years, before or after.
const FURTHEST_AHEAD: u64 = 100 * 365 * 86_400;

/// Everything that `look` reads is as it was when it began.
#[expect(clippy::disallowed_methods, reason = "it reads and never writes: a deferred BEGIN is the snapshot that it wants")]
fn at_one_moment<T>(conn: &mut Conn, look: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    conn.transaction(look)
}

fn machine_time() -> i64 {
    chrono::Utc::now().timestamp()
}
