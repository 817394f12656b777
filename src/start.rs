//! From a checked configuration to a running server: what `main` does, and what the tests do on port 0.

use crate::app::App;
use crate::biotrack::{self, Biotrack};
use crate::config::{Config, State, not_for_the_shop};
use crate::db::{Db, Url, migrate};
use crate::error::Error;
use crate::features::{self, guests, incidents, initial_uploads, inventory, products, receiving, register};
use crate::filing::{Dying, Sweeper};
use crate::outage::Outage;
use crate::sandbox::{self, Wishes};
use crate::schema::{facts, filings};
use crate::values::Clock;
use crate::web::streams::Streams;
use crate::web::{away, clerk, headers, inspected, origin, problems, session};
use crate::{demo, routes, setup};
use actix_web::HttpServer;
use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{self, from_fn};
use actix_web::web::Data;
use anyhow::Context;
use diesel::prelude::*;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;
use tracing_actix_web::TracingLogger;

/// A setting, or what is already there, does not allow a start: one clear line, and exit 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotAllowed(pub String);

/// A running Lotbook.
pub struct Running {
    pub address: SocketAddr,
    /// The sandbox in this process, if it runs one.
    pub sandbox: Option<SocketAddr>,
    pub app: App,
    server: ServerHandle,
    serving: JoinHandle<std::io::Result<()>>,
    /// What goes on by itself, until the program stops.
    tasks: Vec<JoinHandle<()>>,
    sandbox_server: Option<ServerHandle>,
    _locks: Vec<File>,
}

impl Running {
    /// Until somebody stops the server.
    pub async fn wait(&mut self) -> anyhow::Result<()> {
        Ok((&mut self.serving).await??)
    }

    /// Takes no more requests, ends the acts that are under way, then the sandbox.
    pub async fn stop(self) {
        // An open stream is a request that never ends by itself.
        self.app.streams.close();
        self.server.stop(true).await;
        self.app.under_way.close();
        self.app.under_way.wait().await;
        self.tasks.iter().for_each(JoinHandle::abort);
        if let Some(sandbox) = self.sandbox_server {
            sandbox.stop(true).await;
        }
    }
}

/// Opens everything, loads the demonstration world or the first admin on first start, and serves.
pub async fn start(config: Config) -> anyhow::Result<Running> {
    std::fs::create_dir_all(&config.data).with_context(|| format!("the data folder {} cannot be made", config.data.display()))?;
    let mut locks = vec![lock(&config.data)?];
    if let Url::Sqlite(path) = &config.database
        && let Some(folder) = path.parent().filter(|folder| *folder != config.data)
    {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        locks.push(lock(folder)?);
    }
    migrate::run(&config.database, migrate::SHOP)?;
    let db = Db::open(&config.database)?;
    let secret = secret(&config)?;
    let listener =
        TcpListener::bind(config.bind).map_err(|error| NotAllowed(format!("cannot listen on {}: {error}", config.bind)))?;
    let state = reach_state(&config).await?;
    remember_state(&db, &state.identity).await?;

    let clock = Clock::new(config.control);
    let app = App {
        biotrack: Biotrack::new(state.settings, clock.clone())?,
        runtime: tokio::runtime::Handle::current(),
        under_way: TaskTracker::new(),
        acts: features::act,
        dying: Dying::default(),
        outage: Outage::default(),
        streams: Streams::default(),
        config: Arc::new(config),
        db,
        clock,
    };
    setup::first_start(&app).await?;
    inventory::words::complete(&app).await?;
    guests::complete(&app).await?;
    learn_high_water(&app).await?;
    incidents::refresh(&app).await?;
    let address = listener.local_addr()?;
    let serving = serve(&app, listener, secret)?;
    let server = serving.handle();
    Ok(Running {
        address,
        sandbox: state.sandbox.as_ref().map(|sandbox| sandbox.address),
        tasks: tasks(&app),
        serving: tokio::spawn(serving),
        server,
        sandbox_server: state.sandbox.map(|sandbox| sandbox.server),
        app,
        _locks: locks,
    })
}

/// What every process does by itself.
fn tasks(app: &App) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(products::resume(app.clone())),
        tokio::spawn(initial_uploads::run(app.clone())),
        tokio::spawn(Sweeper(app.clone()).run()),
        tokio::spawn(register::overdue::watch(app.clone())),
        tokio::spawn(incidents::Watch::new(app.clone()).run()),
        tokio::spawn(receiving::Puller::new(app.clone()).run()),
        tokio::spawn(guests::watch(app.clone())),
        tokio::spawn(guests::ask(app.clone())),
    ]
}

/// One process per data folder, and per folder of a SQLite file: a second one on the same file would not see the first one's queue.
fn lock(data: &Path) -> anyhow::Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(data.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(NotAllowed(format!("another Lotbook already runs with the data folder {}", data.display())).into())
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Given, or made once and kept where only its owner reads it.
fn secret(config: &Config) -> anyhow::Result<String> {
    if let Some(secret) = &config.secret {
        return Ok(secret.clone());
    }
    let path = config.data.join("secret");
    if !path.exists() {
        let fresh = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let mut file = File::options().create_new(true).write(true).mode(0o600).open(&path)?;
        file.write_all(fresh.as_bytes())?;
        file.sync_all()?;
    }
    let mut secret = String::new();
    File::open(&path)?.read_to_string(&mut secret)?;
    if secret.trim().len() < 32 {
        return Err(NotAllowed(format!(
            "{} is too short to sign cookies; delete it and everyone signs in again",
            path.display()
        ))
        .into());
    }
    Ok(secret.trim().to_owned())
}

/// The state, or its stand-in.
struct Reached {
    settings: biotrack::Settings,
    /// What tells this state from another.
    identity: String,
    sandbox: Option<sandbox::Running>,
}

async fn reach_state(config: &Config) -> anyhow::Result<Reached> {
    let in_flight = config.in_flight;
    match &config.state {
        State::Real { url, ubi, username, password } => Ok(Reached {
            identity: format!("{url} {ubi}"),
            settings: biotrack::Settings {
                url: url.clone(),
                ubi: ubi.clone(),
                username: username.clone(),
                password: password.clone(),
                timeout: config.timeout,
                in_flight,
            },
            sandbox: None,
        }),
        State::Sandbox { bind, wishes, sign_in } => {
            let (bind, data, profile) = (bind.to_string(), config.data.clone(), sandbox::profile::Profile::florida());
            let settings = sandbox::Settings { bind, data, control: config.control, profile };
            let running = sandbox::start_with(settings, Wishes::clone(wishes)).await?;
            let [ubi, username, password] = sign_in.clone().unwrap_or_else(demo::sign_in);
            if !running.profile.florida_additions {
                return Err(NotAllowed(not_for_the_shop(&running.profile.name)).into());
            }
            if !running.admits(&ubi, &username, &password).await? {
                let words = "set BIOTRACK_UBI, BIOTRACK_USERNAME and BIOTRACK_PASSWORD to a user of its world";
                return Err(NotAllowed(format!(
                    "the sandbox has no user {username} of company {ubi} with that password; {words}"
                ))
                .into());
            }
            Ok(Reached {
                identity: format!("sandbox {}", running.identity),
                settings: biotrack::Settings {
                    url: format!("http://{}/serverjson.asp", running.address),
                    ubi,
                    username,
                    password,
                    timeout: config.timeout,
                    in_flight,
                },
                sandbox: Some(running),
            })
        }
    }
}

/// The database belongs to the state it was first used with: mixing two states' books cannot be undone.
async fn remember_state(db: &Db, identity: &str) -> anyhow::Result<()> {
    let identity = identity.to_owned();
    let now = identity.clone();
    let known: String = db
        .write(move |tx| {
            let known: Option<String> = facts::table.find("state").select(facts::value).first(tx).optional()?;
            if let Some(known) = known {
                return Ok::<_, Error>(known);
            }
            diesel::insert_into(facts::table).values((facts::name.eq("state"), facts::value.eq(&identity))).execute(tx)?;
            Ok(identity.clone())
        })
        .await?;
    if known == now {
        return Ok(());
    }
    let words = format!(
        "this database belongs to another state system ({known}), not to {now}; start it against its own, or use another database"
    );
    Err(NotAllowed(words).into())
}

/// Where searches of the state's ledger begin. What we know ourselves is enough when the state is silent at this moment.
async fn learn_high_water(app: &App) -> anyhow::Result<()> {
    let known: Option<i64> =
        app.read(|conn| Ok(filings::table.select(diesel::dsl::max(filings::state_transaction)).first(conn)?)).await?;
    app.biotrack.saw_transaction(known.unwrap_or_default());
    if let Err(silence) = app.biotrack.refresh_high_water().await {
        tracing::warn!(%silence, "the state's ledger could not be read at start");
    }
    Ok(())
}

fn serve(app: &App, listener: TcpListener, secret: String) -> anyhow::Result<Server> {
    let app = app.clone();
    let server = HttpServer::new(move || {
        // Outermost last: a request meets the headers, the log, the session, who it is, the page for problems, where it
        // came from, and whether it only reads.
        actix_web::App::new()
            .app_data(Data::new(app.clone()))
            .configure(routes::all)
            .wrap(from_fn(inspected::read_only))
            .wrap(from_fn(origin::same_site))
            .wrap(from_fn(problems::answer))
            .wrap(from_fn(clerk::recognise))
            .wrap(session::layer(&app, &secret))
            .wrap(from_fn(session::unattended))
            .wrap(from_fn(away::answer))
            .wrap(TracingLogger::default())
            .wrap(from_fn(headers::add))
            .wrap(middleware::Compress::default())
    })
    // Longer than browsers keep an idle connection: a form must not meet one that we are just closing.
    .keep_alive(std::time::Duration::from_secs(75))
    .disable_signals()
    .shutdown_timeout(15)
    .listen(listener)?;
    Ok(server.run())
}
