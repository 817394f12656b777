//! A stand-in for Florida's BioTrack state system, so that everyone can run everything. Its own server, its own books.
//!
//! Real, as far as public sources go: the wire (API 4.0, JSON over HTTP), the actions and rows marked documented or observed in the
//! action table, identifiers, transactions, nonces and the texts of `refusal.rs`. Invented: everything in `florida.rs` and every
//! action marked invented, because Florida's own interface is not public; and the texts of `texts.rs`. Inferred: much of what is
//! refused and when. Being accepted here proves nothing about the state.
//!
//! It knows nothing of the shop, which reaches it over HTTP only.

mod actions;
mod ask;
mod calls;
mod control;
mod faults;
mod florida;
mod profile;
mod refusal;
mod rows;
mod schema;
mod session;
mod state;
mod texts;
mod wire;
mod world;

use crate::db::{self, Conn, Db};
use actix_web::{App, HttpServer, web};
use anyhow::Context;
use refusal::{Failure, Result};
use state::Books;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

/// How to run a sandbox.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port; port 0 takes a free one.
    pub bind: String,
    /// A folder; the books are `sandbox.sqlite` in it.
    pub data: PathBuf,
    /// Whether `/control` answers: faults, the clock, the books, test data.
    pub control: bool,
    /// How long an unused session lives.
    pub session_minutes: i64,
}

/// A sandbox that runs.
pub struct Running {
    pub address: SocketAddr,
    /// The random id of these books, the same for as long as they exist.
    pub identity: String,
    pub server: actix_web::dev::ServerHandle,
}

/// What every call shares.
pub(crate) struct Sandbox {
    db: Db,
    identity: String,
    /// How far the state's clock is ahead of the machine's; also in the books.
    ahead_seconds: AtomicI64,
    sessions: session::Sessions,
    faults: faults::Faults,
    calls: calls::Calls,
}

/// Binds, migrates, loads the demonstration world if the books are empty, and serves on the current runtime until stopped.
pub async fn start(settings: Settings) -> anyhow::Result<Running> {
    std::fs::create_dir_all(&settings.data).with_context(|| format!("the folder {:?} cannot be made", settings.data))?;
    let url = db::Url::Sqlite(settings.data.join("sandbox.sqlite"));
    db::migrate::run(&url, db::migrate::SANDBOX)?;
    let db = Db::open(&url)?;
    let (identity, ahead) = db.write(open_books).await.context("the sandbox's books cannot be opened")?;
    let sandbox = web::Data::new(Sandbox {
        db,
        identity: identity.clone(),
        ahead_seconds: AtomicI64::new(ahead),
        sessions: session::Sessions::new(settings.session_minutes),
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
    Ok(Running { address, identity, server: handle })
}

/// The books' identity and the offset of their clock; a new set is given its world first.
fn open_books(conn: &mut Conn) -> Result<(String, i64)> {
    let mut books = Books::reading(conn, machine_time());
    if books.is_empty()? {
        books.set_meta("identity", &uuid::Uuid::new_v4().to_string())?;
        books.set_meta("ahead_seconds", "0")?;
        world::load(conn, machine_time())?;
    }
    let mut books = Books::reading(conn, machine_time());
    let identity = books.meta("identity")?.unwrap_or_default();
    let ahead = books.meta("ahead_seconds")?.and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok((identity, ahead))
}

impl Sandbox {
    /// The state's clock, in epoch seconds.
    fn now(&self) -> i64 {
        machine_time() + self.ahead_seconds.load(Ordering::Relaxed)
    }

    /// Reads the books.
    async fn read<T: Send + 'static>(&self, query: impl FnOnce(&mut Books) -> Result<T> + Send + 'static) -> Result<T> {
        let now = self.now();
        self.db.read(move |conn| query(&mut Books::reading(conn, now))).await
    }

    /// Makes one transaction of the state: `Err` undoes all of it.
    async fn write<T: Send + 'static>(&self, work: impl Fn(&mut Books) -> Result<T> + Send + 'static) -> Result<T> {
        let now = self.now();
        self.db.write(move |conn| work(&mut Books::writing(conn, now)?)).await
    }

    /// Moves the state's clock, for good.
    async fn advance(&self, seconds: i64) -> Result<i64> {
        let ahead = self.ahead_seconds.load(Ordering::Relaxed).saturating_add(seconds);
        let keep = move |conn: &mut Conn| Books::reading(conn, 0).set_meta("ahead_seconds", &ahead.to_string());
        self.db.write::<_, Failure, _>(keep).await?;
        self.ahead_seconds.store(ahead, Ordering::Relaxed);
        Ok(self.now())
    }
}

fn machine_time() -> i64 {
    chrono::Utc::now().timestamp()
}
