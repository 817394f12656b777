//! The real programs, as processes of their own: the sandbox by itself, and the app, which is killed and started again.

use super::browser::Doors;
use super::chance::Chance;
use lotbook::config::{Config, State as Whom};
use lotbook::db::Url;
use lotbook::demo;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A call to the state may take so long; everything else follows from it.
pub const TIMEOUT: Duration = Duration::from_millis(600);
const SETTLE: Duration = Duration::from_millis(4_500);
const SWEEP: Duration = Duration::from_millis(200);
const SECRET: &str = "a secret that only the fire knows, long enough";
/// A cold machine may take its time; a program that does not listen by then never will.
const PATIENCE: Duration = Duration::from_secs(90);

fn program() -> PathBuf {
    #[allow(clippy::disallowed_methods, reason = "a run of its own may bring its own binary, which nobody rebuilds under it")]
    std::env::var_os("FIRE_BINARY").map_or_else(|| env!("CARGO_BIN_EXE_lotbook").into(), PathBuf::from)
}

/// One process; ended when this is dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Program {
    /// Starts it, and reads the line that says where it listens.
    fn start(command: &mut Command, log: &Path, begins: &str) -> Result<(Self, String), String> {
        let log = File::options().create(true).append(true).open(log).unwrap();
        let mut child = Self(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap());
        let lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
        let (say, hear) = std::sync::mpsc::channel();
        // Read on to the end, so that the program never waits for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(say.send(line))));
        let begun = Instant::now();
        while let Ok(line) = hear.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
            if let Some(rest) = line.strip_prefix(begins) {
                return Ok((child, rest.to_owned()));
            }
        }
        Err(format!("it said nothing and {:?}", child.0.try_wait()))
    }
}

/// The state's stand-in, which lives through all of it.
pub struct Sandbox {
    _program: Program,
    pub url: String,
    pub address: SocketAddr,
}

impl Sandbox {
    pub fn start(folder: &Path) -> Self {
        let mut command = Command::new(program());
        command.env_clear().env("LOTBOOK_LOG", "error").args(["sandbox", "--bind", "127.0.0.1:0", "--control", "1", "--data"]);
        let started = Program::start(command.arg(folder), &folder.join("sandbox.log"), "sandbox on ");
        let (program, url) = started.unwrap_or_else(|why| panic!("the sandbox did not start: {why}"));
        let address = url.trim_start_matches("http://").trim_end_matches("/serverjson.asp").parse().unwrap();
        Self { _program: program, url, address }
    }
}

/// One process of the app, or none for the moment.
pub struct Shop {
    place: usize,
    data: PathBuf,
    database: Url,
    state: String,
    doors: Doors,
    running: Option<Program>,
    pub kills: u64,
    pub failed_starts: Vec<String>,
}

impl Shop {
    pub fn new(place: usize, folder: &Path, database: Url, sandbox: &Sandbox, doors: Doors) -> Self {
        let data = folder.join(format!("app-{place}"));
        std::fs::create_dir_all(&data).unwrap();
        Self { place, data, database, state: sandbox.url.clone(), doors, running: None, kills: 0, failed_starts: Vec::new() }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.join("log")).unwrap_or_default()
    }

    /// Starts it on the same data.
    pub fn start(&mut self) {
        let mut command = Command::new(program());
        command
            .env_clear()
            .env("LOTBOOK_BIND", "127.0.0.1:0")
            .env("LOTBOOK_DATA", &self.data)
            .env("LOTBOOK_SECRET", SECRET)
            .env("LOTBOOK_DEMO", "1")
            .env("LOTBOOK_SANDBOX_CONTROL", "1")
            .env("LOTBOOK_LOG", "error")
            .env("LOTBOOK_SWEEP_MS", SWEEP.as_millis().to_string())
            .env("BIOTRACK_URL", &self.state)
            .env("BIOTRACK_UBI", demo::UBI)
            .env("BIOTRACK_USERNAME", demo::STATE_USER)
            .env("BIOTRACK_PASSWORD", demo::STATE_PASSWORD)
            .env("BIOTRACK_TIMEOUT_MS", TIMEOUT.as_millis().to_string())
            .env("BIOTRACK_SETTLE_MS", SETTLE.as_millis().to_string());
        match &self.database {
            Url::Sqlite(path) => command.env("DATABASE_URL", format!("sqlite://{}", path.display())),
            Url::Postgres(url) => command.env("DATABASE_URL", url),
        };
        match Program::start(&mut command, &self.data.join("log"), "listening on ") {
            Ok((program, url)) => {
                self.running = Some(program);
                self.doors.set(self.place, Some(url));
            }
            Err(why) => self.failed_starts.push(why),
        }
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.doors.set(self.place, None);
        self.running = None;
        self.kills += 1;
    }

    /// Kills it again and again at random moments until that time, and leaves it running.
    pub async fn die_until(mut self, end: Instant, mut chance: Chance) -> Self {
        loop {
            let lives = chance.millis(300, 6_000);
            if Instant::now() + lives >= end {
                break;
            }
            tokio::time::sleep(lives).await;
            self.kill();
            tokio::time::sleep(chance.millis(0, 800)).await;
            self = tokio::task::spawn_blocking(move || {
                self.start();
                self
            })
            .await
            .unwrap();
        }
        if self.running.is_none() {
            self.start();
        }
        self
    }
}

/// The same shop in this process, to look into its books once the others have ended.
pub fn config(folder: &Path, database: Url, sandbox: &Sandbox) -> Config {
    let state = Whom::Real {
        url: sandbox.url.clone(),
        ubi: demo::UBI.into(),
        username: demo::STATE_USER.into(),
        password: demo::STATE_PASSWORD.into(),
    };
    Config { state, ..crate::support::config(folder, database) }
}
