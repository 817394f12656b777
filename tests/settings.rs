//! The binary's own promises: settings, one clear line and exit 2, the printed addresses, a restart with the same books.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

fn lotbook(settings: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lotbook"));
    command
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in settings {
        command.env(name, value);
    }
    command
}

/// One line on stderr, and exit 2.
#[track_caller]
fn refuses(settings: &[(&str, &str)], arguments: &[&str], words: &str) {
    let output = lotbook(settings, arguments).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{settings:?}: {errors}");
    assert_eq!(errors.trim().lines().count(), 1, "{settings:?}: {errors}");
    assert!(errors.contains(words), "{settings:?}: “{}” does not say “{words}”", errors.trim());
}

struct Running {
    child: Child,
    address: String,
    sandbox: Option<String>,
}

impl Running {
    fn start(settings: &[(&str, &str)]) -> Self {
        let mut child = lotbook(settings, &[]).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next = |begin: &str| {
            let line = lines.next().unwrap_or_else(|| panic!("it ended instead of printing “{begin}”")).unwrap();
            line.strip_prefix(begin).unwrap_or_else(|| panic!("“{line}” does not begin with “{begin}”")).to_owned()
        };
        let address = next("listening on ");
        let sandbox = (!settings.iter().any(|(name, _)| *name == "BIOTRACK_URL")).then(|| next("sandbox on "));
        // The rest is read away, so that the program never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, sandbox }
    }

    fn get(&self, path: &str) -> (u16, String) {
        let url = format!("{}{path}", self.address);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let response = client.get(url).send().await.unwrap();
            (response.status().as_u16(), response.text().await.unwrap())
        })
    }

    /// Politely, as a service manager does.
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        for _ in 0..200 {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "ended with {status}");
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it did not end in ten seconds");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

#[test]
fn a_wrong_setting_is_one_clear_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for (name, value, words) in [
        ("LOTBOOK_BIND", "nowhere", "LOTBOOK_BIND"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL"),
        ("DATABASE_URL", "postgres://lotbook@127.0.0.1/lotbook", "LOTBOOK_SECRET is required"),
        ("LOTBOOK_SECRET", "short", "32 characters"),
        ("BIOTRACK_URL", "https://state.example/serverjson.asp", "BIOTRACK_UBI is required"),
        ("BIOTRACK_URL", "ftp://state.example", "BIOTRACK_URL"),
        ("BIOTRACK_TIMEOUT_MS", "soon", "soon"),
        ("BIOTRACK_IN_FLIGHT", "0", "0"),
        ("BIOTRACK_SETTLE_MS", "100", "BIOTRACK_SETTLE_MS"),
        ("LOTBOOK_SWEEP_MS", "0", "LOTBOOK_SWEEP_MS"),
        ("LOTBOOK_PROBE_MS", "3600001", "LOTBOOK_PROBE_MS"),
        ("LOTBOOK_PUBLIC_URL", "till.example.com", "LOTBOOK_PUBLIC_URL"),
        ("LOTBOOK_DEMO", "yes", "write 0 or 1"),
        ("LOTBOOK_SANDBOX_BIND", "0.0.0.0:0", "loopback only"),
        ("LOTBOOK_ADMIN_LOGIN", "admin@example.com", "go together"),
        ("LOTBOOK_DEMO", "0", "nobody can sign in yet"),
        ("LOTBOOK_WORLD", "/nowhere/world.json", "LOTBOOK_WORLD: /nowhere/world.json cannot be read"),
        ("LOTBOOK_PROFILE", "georgia", "florida, generic"),
        ("LOTBOOK_PROFILE", "generic", "Florida's additions"),
        ("BIOTRACK_UBI", "600000100", "go together"),
    ] {
        refuses(&[("LOTBOOK_DATA", data), ("LOTBOOK_BIND", "127.0.0.1:0"), (name, value)], &[], words);
    }
    refuses(&[("LOTBOOK_DATA", data)], &["--colour"], "--colour");
}

#[test]
fn help_explains_every_setting() {
    let output = lotbook(&[], &["--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for name in [
        "LOTBOOK_BIND",
        "LOTBOOK_DATA",
        "DATABASE_URL",
        "BIOTRACK_URL",
        "BIOTRACK_UBI",
        "BIOTRACK_USERNAME",
        "BIOTRACK_PASSWORD",
        "BIOTRACK_TIMEOUT_MS",
        "BIOTRACK_IN_FLIGHT",
        "BIOTRACK_SETTLE_MS",
        "LOTBOOK_SWEEP_MS",
        "LOTBOOK_PROBE_MS",
        "LOTBOOK_PUBLIC_URL",
        "LOTBOOK_SECRET",
        "LOTBOOK_ADMIN_LOGIN",
        "LOTBOOK_ADMIN_PASSWORD",
        "LOTBOOK_DEMO",
        "LOTBOOK_SANDBOX_BIND",
        "LOTBOOK_SANDBOX_CONTROL",
        "LOTBOOK_WORLD",
        "LOTBOOK_PROFILE",
        "sandbox",
    ] {
        assert!(help.contains(name), "--help does not explain {name}");
    }
}

#[test]
fn it_prints_where_it_is_keeps_its_books_and_runs_once_per_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let settings = [("LOTBOOK_DATA", data), ("LOTBOOK_BIND", "127.0.0.1:0")];
    let first = Running::start(&settings);
    assert!(first.address.starts_with("http://127.0.0.1:"));
    assert!(first.sandbox.as_ref().unwrap().ends_with("/serverjson.asp"));
    let (status, health) = first.get("/health");
    assert_eq!(status, 200, "{health}");
    assert!(health.contains("\"database\":true"));
    refuses(&settings, &[], "another Lotbook already runs");
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(folder.path().join("secret")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "the secret is readable by others");
    first.stop();
    let again = Running::start(&settings);
    assert_eq!(again.get("/sign-in").0, 200);
    again.stop();
    // Another state's books under the same shop.
    std::fs::remove_file(folder.path().join("sandbox.sqlite")).unwrap();
    for left in ["sandbox.sqlite-wal", "sandbox.sqlite-shm"] {
        drop(std::fs::remove_file(folder.path().join(left)));
    }
    refuses(&settings, &[], "belongs to another state");
}

#[test]
fn without_the_demonstration_the_first_admin_comes_from_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("LOTBOOK_DATA", folder.path().to_str().unwrap()),
        ("LOTBOOK_BIND", "127.0.0.1:0"),
        ("LOTBOOK_DEMO", "0"),
        ("LOTBOOK_ADMIN_LOGIN", "alex.admin@demo.example"),
        ("LOTBOOK_ADMIN_PASSWORD", "a long enough password"),
    ];
    let running = Running::start(&settings);
    let (status, page) = running.get("/sign-in");
    assert_eq!(status, 200);
    assert!(!page.contains("maria.manager"), "demonstration sign-ins on a shop that has none");
    running.stop();
}

#[test]
fn the_sandbox_runs_alone_and_a_shop_can_use_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("state");
    let mut child = lotbook(&[], &["sandbox", "--bind", "127.0.0.1:0", "--data", data.to_str().unwrap()]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("sandbox on ").unwrap().to_owned();
    let shop = folder.path().join("shop");
    let settings = [
        ("LOTBOOK_DATA", shop.to_str().unwrap()),
        ("LOTBOOK_BIND", "127.0.0.1:0"),
        ("BIOTRACK_URL", url.as_str()),
        ("BIOTRACK_UBI", "600000100"),
        ("BIOTRACK_USERNAME", "lotbook@demo.example"),
        ("BIOTRACK_PASSWORD", "demo-state-password"),
        ("LOTBOOK_ADMIN_LOGIN", "alex.admin@demo.example"),
        ("LOTBOOK_ADMIN_PASSWORD", "a long enough password"),
    ];
    let running = Running::start(&settings);
    assert_eq!(running.get("/health").0, 200);
    running.stop();
    refuses(&[("LOTBOOK_BIND", "127.0.0.1:0"), ("LOTBOOK_DATA", shop.to_str().unwrap())], &[], "belongs to another state");
    child.kill().unwrap();
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    child.wait().unwrap();
    assert!(errors.is_empty(), "{errors}");
}

/// Reads the line that says where the sandbox is, and ends it.
fn sandbox_once(settings: &[(&str, &str)], arguments: &[&str]) {
    let mut child = lotbook(settings, arguments).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("sandbox on "), "{line}");
}

#[test]
fn the_sandbox_begins_with_a_world_and_a_profile_and_writes_its_books_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (data, world, wrong) = (path("state"), path("world.json"), path("wrong.json"));
    std::fs::write(&world, r#"{"licences": [{"ubi": "1", "location": "R1", "name": "Shop"}]}"#).unwrap();
    std::fs::write(&wrong, "{\n  \"licences\": [\n    {\"ubi\": 1,}]}").unwrap();
    refuses(&[], &["sandbox", "--data", &data, "--world", &wrong], "line 3 column");
    refuses(&[], &["sandbox", "--data", &data, "--profile", "georgia"], "florida, generic");
    refuses(&[], &["sandbox", "--data", &data, "--write-world"], "there are no sandbox's books");
    sandbox_once(&[("LOTBOOK_PROFILE", "generic")], &["sandbox", "--data", &data, "--world", &world]);
    sandbox_once(&[], &["sandbox", "--data", &data]);
    refuses(&[], &["sandbox", "--data", &data, "--world", "demo"], "began with another world");
    refuses(&[], &["sandbox", "--data", &data, "--profile", "florida"], "began with the profile generic");
    let output = lotbook(&[], &["sandbox", "--data", &data, "--write-world"]).output().unwrap();
    let written: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&written["profile"], &written["licences"][0]["name"]), (&"generic".into(), &"Shop".into()));
    // The shop cannot work with such books.
    refuses(&[("LOTBOOK_BIND", "127.0.0.1:0"), ("LOTBOOK_DATA", &data)], &[], "Florida's additions");
    let other = path("other");
    let foreign = [("LOTBOOK_BIND", "127.0.0.1:0"), ("LOTBOOK_DATA", other.as_str()), ("LOTBOOK_WORLD", world.as_str())];
    refuses(&foreign, &[], "has no user lotbook@demo.example");
}
