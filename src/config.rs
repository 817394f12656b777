//! Environment and flags become one checked struct; the only reader of the environment. A wrong value is one clear line and exit 2.

mod command;
mod single;

use crate::db;
use crate::sandbox::profile::Profile;
use crate::sandbox::world::World;
use crate::sandbox::{Settings, Wishes};
use clap::{Args, Parser};
use command::{Beginning, Command, Log};
use single::{loopback, milliseconds, switch};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What `main` was asked to do.
pub enum Asked {
    Serve(Box<Config>),
    Sandbox(Box<(Settings, Wishes)>),
    /// The books in that folder, written out as a world.
    WriteWorld(PathBuf),
    /// The event log of that database, gone through.
    VerifyLog(db::Url),
}

/// Point of sale and backoffice for Florida's medical cannabis dispensaries. Without any setting it runs a demonstration store
/// against its own sandbox: nothing is reported to the state.
#[derive(Parser)]
#[command(name = "lotbook", version, arg_required_else_help = false)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Args)]
struct Serve {
    /// Address to listen on; port 0 picks a free one, which is printed.
    #[arg(long, env = "LOTBOOK_BIND", default_value = "127.0.0.1:8080")]
    bind: String,
    /// Folder for the embedded databases and the secret.
    #[arg(long, env = "LOTBOOK_DATA", default_value = "./data")]
    data: PathBuf,
    /// sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME; unset: SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The state's API (…/serverjson.asp); unset: the sandbox is started in this process.
    #[arg(long, env = "BIOTRACK_URL")]
    biotrack_url: Option<String>,
    /// The company's identifier at the state (UBI).
    #[arg(long, env = "BIOTRACK_UBI")]
    biotrack_ubi: Option<String>,
    #[arg(long, env = "BIOTRACK_USERNAME")]
    biotrack_username: Option<String>,
    #[arg(long, env = "BIOTRACK_PASSWORD", hide_env_values = true)]
    biotrack_password: Option<String>,
    /// How long one call to the state may take.
    #[arg(long, env = "BIOTRACK_TIMEOUT_MS", default_value_t = 10_000)]
    biotrack_timeout_ms: u64,
    /// How many calls to the state may be on their way at once: with a slow state, this many registers are served at a time.
    #[arg(long, env = "BIOTRACK_IN_FLIGHT", default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..))]
    biotrack_in_flight: u16,
    /// How long after a silent call the state's ledger is taken as final; more than the time limit and the send window together.
    #[arg(long, env = "BIOTRACK_SETTLE_MS", default_value_t = 60_000)]
    biotrack_settle_ms: u64,
    /// How often open filings are looked at.
    #[arg(long, env = "LOTBOOK_SWEEP_MS", default_value_t = 5_000)]
    sweep_ms: u64,
    /// How often the link to the state is tried when nobody uses it.
    #[arg(long, env = "LOTBOOK_PROBE_MS", default_value_t = 60_000)]
    probe_ms: u64,
    /// How often the state is asked by itself what is on its way to each location; 0 never, only when somebody looks.
    #[arg(long, env = "LOTBOOK_PULL_MS", default_value_t = 120_000)]
    pull_ms: u64,
    /// The address people use, e.g. `https://till.example.com`: decides the cookie's flags.
    #[arg(long, env = "LOTBOOK_PUBLIC_URL")]
    public_url: Option<String>,
    /// Signs the cookies; at least 32 characters. Unset: made and kept in the data folder. Required with PostgreSQL.
    #[arg(long, env = "LOTBOOK_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// Login ID of the first admin, when the demonstration world is not loaded.
    #[arg(long, env = "LOTBOOK_ADMIN_LOGIN")]
    admin_login: Option<String>,
    #[arg(long, env = "LOTBOOK_ADMIN_PASSWORD", hide_env_values = true)]
    admin_password: Option<String>,
    /// 1 loads the demonstration world on first start (the default with the sandbox in this process), 0 does not.
    #[arg(long, env = "LOTBOOK_DEMO", value_parser = switch, action = clap::ArgAction::Set)]
    demo: Option<bool>,
    /// Address of the sandbox in this process.
    #[arg(long, env = "LOTBOOK_SANDBOX_BIND", default_value = "127.0.0.1:0")]
    sandbox_bind: String,
    /// 1 opens the sandbox's control door, and lets the shop's business clock follow the sandbox's.
    #[arg(long, env = "LOTBOOK_SANDBOX_CONTROL", default_value = "0", value_parser = switch, action = clap::ArgAction::Set)]
    sandbox_control: bool,
    #[command(flatten)]
    beginning: Beginning,
}

/// Everything that can be set, checked.
#[derive(Debug, Clone)]
pub struct Config {
    pub bind: SocketAddr,
    pub data: PathBuf,
    pub database: db::Url,
    pub state: State,
    pub timeout: Duration,
    /// Within this a call leaves, or never does.
    pub send_window: Duration,
    /// Calls to the state on their way at once.
    pub in_flight: usize,
    pub settle: Duration,
    pub sweep: Duration,
    /// How long the link to the state may be quiet before it is tried.
    pub probe: Duration,
    /// How often shipments are asked for by themselves; `None`: never.
    pub pull: Option<Duration>,
    pub public_url: Option<String>,
    /// Given, or `None`: kept in the data folder.
    pub secret: Option<String>,
    pub first_admin: Option<(String, String)>,
    pub demo: bool,
    pub control: bool,
}

/// Whom we report to.
#[derive(Debug, Clone)]
pub enum State {
    /// `sign_in` is company, username and password; `None` is the demonstration's.
    Sandbox {
        bind: SocketAddr,
        wishes: Box<Wishes>,
        sign_in: Option<[String; 3]>,
    },
    Real {
        url: String,
        ubi: String,
        username: String,
        password: String,
    },
}

impl Config {
    /// Nothing is reported to the state: the sandbox in this process, or one on this machine.
    pub fn is_sandbox(&self) -> bool {
        match &self.state {
            State::Sandbox { .. } => true,
            State::Real { url, .. } => {
                ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"].iter().any(|here| url.starts_with(here))
            }
        }
    }

    pub fn https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// Reads flags and environment. `Err` is the line to print before exit 2; help and version end the process by themselves.
pub fn read(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Asked, String> {
    let cli = Cli::try_parse_from(arguments).map_err(|error| {
        use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
        if matches!(error.kind(), DisplayHelp | DisplayVersion) {
            error.exit();
        }
        let text = error.to_string();
        let line = text.lines().next().unwrap_or_default();
        line.trim_start_matches("error: ").to_owned()
    })?;
    match cli.command {
        Some(Command::Sandbox { data, write_world: true, .. }) => Ok(Asked::WriteWorld(data)),
        Some(Command::Sandbox { bind, data, control, beginning, .. }) => {
            loopback("--bind", &bind)?;
            let settings = Settings { bind, data, control, profile: Profile::florida() };
            Ok(Asked::Sandbox(Box::new((settings, wishes(&beginning)?))))
        }
        Some(Command::VerifyLog(Log { data, database_url })) => database(database_url.as_deref(), &data).map(Asked::VerifyLog),
        None => check(cli.serve).map(|config| Asked::Serve(Box::new(config))),
    }
}

fn check(serve: Serve) -> Result<Config, String> {
    let bind = serve.bind.parse().map_err(|_| format!("LOTBOOK_BIND: “{}” is no address; write 127.0.0.1:8080", serve.bind))?;
    let database = database(serve.database_url.as_deref(), &serve.data)?;
    if matches!(database, db::Url::Postgres(_)) && serve.secret.is_none() {
        return Err("LOTBOOK_SECRET is required with PostgreSQL: every process must sign cookies alike".to_owned());
    }
    if serve.secret.as_ref().is_some_and(|secret| secret.len() < 32) {
        return Err("LOTBOOK_SECRET must have at least 32 characters".to_owned());
    }
    let timeout = milliseconds("BIOTRACK_TIMEOUT_MS", serve.biotrack_timeout_ms)?;
    let send_window = timeout;
    let settle = milliseconds("BIOTRACK_SETTLE_MS", serve.biotrack_settle_ms)?;
    if settle < send_window + timeout {
        return Err(format!("BIOTRACK_SETTLE_MS must be at least twice BIOTRACK_TIMEOUT_MS ({} ms)", 2 * timeout.as_millis()));
    }
    let first_admin = match (serve.admin_login.clone(), serve.admin_password.clone()) {
        (Some(login), Some(password)) => Some((login, password)),
        (None, None) => None,
        _ => return Err("LOTBOOK_ADMIN_LOGIN and LOTBOOK_ADMIN_PASSWORD go together".to_owned()),
    };
    if let Some(url) = &serve.public_url
        && !(url.starts_with("http://") || url.starts_with("https://"))
    {
        return Err(format!("LOTBOOK_PUBLIC_URL: “{url}” must begin with http:// or https://"));
    }
    let state = state(&serve)?;
    Ok(Config {
        bind,
        database,
        timeout,
        send_window,
        in_flight: usize::from(serve.biotrack_in_flight),
        settle,
        sweep: milliseconds("LOTBOOK_SWEEP_MS", serve.sweep_ms)?,
        probe: milliseconds("LOTBOOK_PROBE_MS", serve.probe_ms)?,
        pull: if serve.pull_ms == 0 { None } else { Some(milliseconds("LOTBOOK_PULL_MS", serve.pull_ms)?) },
        public_url: serve.public_url,
        secret: serve.secret,
        first_admin,
        demo: serve.demo.unwrap_or(matches!(state, State::Sandbox { .. })),
        control: serve.sandbox_control,
        data: serve.data,
        state,
    })
}

fn database(url: Option<&str>, data: &Path) -> Result<db::Url, String> {
    match url {
        Some(url) => url.parse().map_err(|words| format!("DATABASE_URL: {words}")),
        None => Ok(db::Url::Sqlite(data.join("lotbook.sqlite"))),
    }
}

fn state(serve: &Serve) -> Result<State, String> {
    let Some(url) = serve.biotrack_url.clone() else {
        return sandbox(serve);
    };
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return Err(format!("BIOTRACK_URL: “{url}” must begin with https://"));
    }
    let needed =
        |name: &str, value: &Option<String>| value.clone().ok_or_else(|| format!("{name} is required with BIOTRACK_URL"));
    Ok(State::Real {
        url,
        ubi: needed("BIOTRACK_UBI", &serve.biotrack_ubi)?,
        username: needed("BIOTRACK_USERNAME", &serve.biotrack_username)?,
        password: needed("BIOTRACK_PASSWORD", &serve.biotrack_password)?,
    })
}

/// The sandbox in this process, which must be one that the shop can use.
fn sandbox(serve: &Serve) -> Result<State, String> {
    let wishes = wishes(&serve.beginning)?;
    let of_world = wishes.world.as_ref().and_then(|world| world.profile.as_ref());
    if let Some(profile) = wishes.profile.as_ref().or(of_world).filter(|profile| !profile.florida_additions) {
        return Err(not_for_the_shop(&profile.name));
    }
    let sign_in = match [&serve.biotrack_ubi, &serve.biotrack_username, &serve.biotrack_password] {
        [Some(ubi), Some(username), Some(password)] => Some([ubi.clone(), username.clone(), password.clone()]),
        [None, None, None] => None,
        _ => return Err("BIOTRACK_UBI, BIOTRACK_USERNAME and BIOTRACK_PASSWORD go together".to_owned()),
    };
    Ok(State::Sandbox { bind: loopback("LOTBOOK_SANDBOX_BIND", &serve.sandbox_bind)?, wishes: Box::new(wishes), sign_in })
}

fn wishes(asked: &Beginning) -> Result<Wishes, String> {
    let world = asked.world.as_deref().map(World::named).transpose().map_err(|words| format!("LOTBOOK_WORLD: {words}"))?;
    let profile =
        asked.profile.as_deref().map(Profile::by_name).transpose().map_err(|words| format!("LOTBOOK_PROFILE: {words}"))?;
    Ok(Wishes { world, profile })
}

/// Why the shop cannot use a sandbox of that profile.
pub fn not_for_the_shop(profile: &str) -> String {
    format!("the shop needs Florida's additions, which the profile {profile} has not; run `lotbook sandbox` by itself for it")
}
