//! The real programs as processes of their own, so that the memory of the shop is its own: the sandbox, and the shop.

use super::support::{Database, config};
use lotbook::config::{Config, State as Whom};
use lotbook::db::Url;
use lotbook::demo;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SECRET: &str = "a secret that only the benchmark knows, long enough";

/// Ended when this is dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn command(log: &Path) -> Command {
    let program = std::env::var_os("LOTBOOK_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_lotbook").into());
    let log = std::fs::File::options().create(true).append(true).open(log).unwrap();
    let mut command = Command::new(program);
    command.env_clear().env("LOTBOOK_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
    command
}

/// What follows `begins` on the first line that begins so.
fn started(mut child: Program, begins: &str) -> (Program, String) {
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let line = lines.find_map(|line| line.strip_prefix(begins).map(str::to_owned));
    let line = line.unwrap_or_else(|| panic!("the program ended before it was {begins}: {:?}", child.0.wait()));
    std::thread::spawn(move || lines.for_each(drop));
    (child, line)
}

/// The state's stand-in.
pub struct Sandbox {
    _program: Program,
    url: String,
    pub address: SocketAddr,
}

impl Sandbox {
    pub fn start(folder: &Path) -> Self {
        let mut command = command(&folder.join("sandbox.log"));
        command.args(["sandbox", "--bind", "127.0.0.1:0", "--control", "1", "--data"]).arg(folder);
        let (program, url) = started(Program(command.spawn().unwrap()), "sandbox on ");
        let address = url.trim_start_matches("http://").trim_end_matches("/serverjson.asp").parse().unwrap();
        Self { _program: program, url, address }
    }
}

/// The shop's process.
pub struct Shop {
    program: Program,
    pub url: String,
    /// From its start to its first page.
    pub started_in: Duration,
}

impl Shop {
    pub async fn start(folder: &Path, database: &Database, sandbox: &Sandbox) -> Self {
        let begun = Instant::now();
        let mut command = command(&folder.join("shop.log"));
        command
            .env("LOTBOOK_BIND", "127.0.0.1:0")
            .env("LOTBOOK_DATA", folder.join("shop"))
            .env("LOTBOOK_SECRET", SECRET)
            .env("LOTBOOK_DEMO", "1")
            // The shop's day follows the sandbox's clock, which is set to a time at which the law lets people buy.
            .env("LOTBOOK_SANDBOX_CONTROL", "1")
            .env("BIOTRACK_URL", &sandbox.url)
            .env("BIOTRACK_UBI", demo::UBI)
            .env("BIOTRACK_USERNAME", demo::STATE_USER)
            .env("BIOTRACK_PASSWORD", demo::STATE_PASSWORD);
        match database.url() {
            Url::Sqlite(path) => command.env("DATABASE_URL", format!("sqlite://{}", path.display())),
            Url::Postgres(url) => command.env("DATABASE_URL", url),
        };
        let (program, url) = started(Program(command.spawn().unwrap()), "listening on ");
        let first = reqwest::Client::builder().no_proxy().build().unwrap().get(format!("{url}/sign-in")).send().await.unwrap();
        first.text().await.unwrap();
        Self { program, url, started_in: begun.elapsed() }
    }

    /// Memory that is really in use, as the kernel tells it.
    pub fn resident_mib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }

    /// As a process manager stops it, so that what is under way ends well.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.program.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
        assert!(self.program.0.wait().unwrap().success(), "the shop did not stop well");
    }
}

/// The same shop in this process, to load and to compare its books while the other is stopped.
pub fn inside(folder: &Path, database: &Database, sandbox: &Sandbox) -> Config {
    let state = Whom::Real {
        url: sandbox.url.clone(),
        ubi: demo::UBI.into(),
        username: demo::STATE_USER.into(),
        password: demo::STATE_PASSWORD.into(),
    };
    Config { state, ..config(&folder.join("shop"), database.url()) }
}
