//! Under fire: sixteen clerks do random acts of every kind against a sandbox that meets them with every fault, while the app is killed
//! with SIGKILL again and again at random moments. Afterwards both books must be equal, with nothing left open.
//!
//! The sandbox is a process of its own and lives through it; the app is the real binary, on SQLite one process, on PostgreSQL (when
//! `TEST_DATABASE` is set) two, between which each click chooses. `FIRE_SECONDS` makes it longer (25), `FIRE_SEED` repeats the decisions
//! of another run (which clicks meet which deaths is up to the machine), `FIRE_BINARY` names another binary.
//!
//! Every kind of fault strikes each call with its own probability of 5 to 20 %, drawn anew every few seconds. Two exceptions. Signing in
//! to the state is only delayed, or nobody would get past the expired sessions. And a call is delivered twice only where the state
//! refuses the second: a sale that the network doubles is two sales in the state's books, and no client can know of the second
//! before it compares its sums with the state's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test says what is wrong by failing, and is sized by its environment"
)]

#[path = "fire/acts.rs"]
mod acts;
#[path = "fire/browser.rs"]
mod browser;
#[path = "fire/chance.rs"]
mod chance;
#[path = "fire/desk.rs"]
mod desk;
#[path = "fire/people.rs"]
mod people;
#[path = "fire/processes.rs"]
mod processes;
#[path = "fire/stage.rs"]
mod stage;
#[path = "fire/tickets.rs"]
mod tickets;
#[path = "fire/verdict.rs"]
mod verdict;
#[path = "fire/weather.rs"]
mod weather;

#[path = "it/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "shared with tests/it, which uses all of it")]
mod support;

use browser::{Doors, Outcome, Person};
use chance::Chance;
use diesel::prelude::*;
use lotbook::db::{Db, Url};
use lotbook::filing::Action;
use lotbook::start;
use processes::{Sandbox, Shop};
use stage::Stage;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{Database, State};
use verdict::Books;

const CLERKS: usize = 16;
/// A run of so long does some of everything, even where the machine has other work.
const LONG: Duration = Duration::from_secs(200);
/// With the faults gone, everything must be settled by then: the longest lease and the settle time, several times.
const QUIET_BY: Duration = Duration::from_secs(90);

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

#[test]
fn nothing_is_lost_or_said_twice_under_fire() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::fresh(folder.path()).await;
        let failed = fire(folder.path(), database.url()).await;
        database.drop().await;
        if failed {
            panic!("the books differ; the run's logs are in {}", folder.keep().display());
        }
    });
}

#[test]
fn every_act_that_is_told_to_the_state_is_done_under_fire_or_it_is_said_why_not() {
    for (name, why) in acts::ELSEWHERE {
        assert!(why.split(' ').count() >= 3, "{name} is left out, and nobody says why");
        assert!(acts::told().all(|action| action.as_str() != *name), "{name} is done, and said not to be");
    }
    for action in Action::ALL {
        let is_done = acts::told().any(|told| told == *action);
        let is_explained = acts::ELSEWHERE.iter().any(|(name, _)| *name == action.as_str());
        assert!(is_done || is_explained, "no clerk does `{action}` under fire: give it a line in tests/fire/acts.rs");
    }
}

type Tally = BTreeMap<&'static str, BTreeMap<Outcome, u64>>;

/// Everything that runs, and who is there.
struct Scene {
    sandbox: Sandbox,
    state: State,
    shops: Vec<Shop>,
    stage: Arc<Stage>,
    clerks: Vec<Person>,
}

impl Scene {
    async fn set(folder: &Path, url: &Url, clerks: usize, seed: u64) -> Self {
        let processes = if matches!(url, Url::Postgres(_)) { 2 } else { 1 };
        println!("fire: FIRE_SEED={seed} on {url:?}, {processes} app process(es)");
        let sandbox = Sandbox::start(folder);
        let (state, doors) = (State::at(sandbox.address), Doors::default());
        let mut shops: Vec<Shop> =
            (0..processes).map(|place| Shop::new(place, folder, url.clone(), &sandbox, doors.clone())).collect();
        for shop in &mut shops {
            shop.start();
            assert!(shop.failed_starts.is_empty(), "the app did not start: {:?}\n{}", shop.failed_starts, shop.log());
        }
        let stage = Arc::new(Stage::new(state.clone(), people::patients(&state).await));
        people::know_lots(url).await;
        let clerks = people::clerks(&state, &doors, clerks, seed).await;
        people::stock(&stage, &doors, seed).await;
        Self { sandbox, state, shops, stage, clerks }
    }
}

async fn fire(folder: &Path, url: Url) -> bool {
    let seed = number("FIRE_SEED", u64::from(std::process::id()) ^ chrono::Utc::now().timestamp().unsigned_abs());
    let length = Duration::from_secs(number("FIRE_SECONDS", 25));
    let Scene { sandbox, state, shops, stage, clerks } = Scene::set(folder, &url, CLERKS, seed).await;

    let end = Instant::now() + length;
    let weather = tokio::spawn(weather::blow_until(state.clone(), end, seed));
    let dying: Vec<_> =
        shops.into_iter().zip(100..).map(|(shop, whose)| tokio::spawn(shop.die_until(end, Chance::new(seed, whose)))).collect();
    let working: Vec<_> = clerks.into_iter().map(|clerk| tokio::spawn(work(clerk, stage.clone(), end))).collect();
    let (mut tally, mut broken, mut words) = (Tally::new(), Vec::new(), BTreeMap::<String, u64>::new());
    for clerk in working {
        let (of_one, clerk) = clerk.await.unwrap();
        broken.extend(clerk.broken);
        clerk.words.into_iter().for_each(|said| *words.entry(said).or_default() += 1);
        for (act, outcomes) in of_one {
            for (outcome, times) in outcomes {
                *tally.entry(act).or_default().entry(outcome).or_default() += times;
            }
        }
    }
    let mut shops = Vec::new();
    for dead in dying {
        shops.push(dead.await.unwrap());
    }
    weather.await.unwrap();
    let struck = state.faults_struck().await;
    state.no_faults().await;
    let quiet_after = until_quiet(&url).await;
    let kills: u64 = shops.iter().map(|shop| shop.kills).sum();
    shops.iter_mut().for_each(Shop::kill);
    println!("the clerks saw:");
    tally.iter().for_each(|(act, outcomes)| println!("  {act}: {outcomes:?}"));
    let mut words: Vec<(u64, String)> = words.into_iter().map(|(said, times)| (times, said)).collect();
    words.sort_unstable_by(|one, other| other.cmp(one));
    words.iter().take(40).for_each(|(times, said)| println!("  {times} × {said}"));
    println!("killed {kills} times; failed starts {:?}", shops.iter().map(|shop| &shop.failed_starts).collect::<Vec<_>>());
    println!("faults: {struck}");
    let every_act = length >= LONG;
    judge((folder, url, &sandbox), &state, &shops, broken, quiet_after, every_act).await
}

async fn work(mut clerk: Person, stage: Arc<Stage>, end: Instant) -> (Tally, Person) {
    let mut tally = Tally::new();
    while Instant::now() < end {
        let (act, outcome) = acts::any(&mut clerk, &stage).await;
        *tally.entry(act).or_default().entry(outcome).or_default() += 1;
        tokio::time::sleep(clerk.chance.millis(0, 60)).await;
    }
    (tally, clerk)
}

/// The comparison is not blind: a sale that the network doubles is two in the state's books, and that is said.
#[test]
fn a_sale_that_the_network_doubles_is_seen_in_the_comparison() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::fresh(folder.path()).await;
        let Scene { sandbox, state, mut shops, stage, mut clerks } = Scene::set(folder.path(), &database.url(), 1, 7).await;
        let twice = serde_json::json!([{ "kind": "duplicate", "action": "sale_dispense", "count": 1 }]);
        state.mix(twice, None).await;
        let begun = Instant::now();
        while acts::sell(&mut clerks[0], &stage).await.unwrap() != Outcome::Done {
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing could be sold");
        }
        shops.iter_mut().for_each(Shop::kill);
        let config = processes::config(&folder.path().join("judge"), database.url(), &sandbox);
        let running = start::start(config).await.unwrap();
        let differences = Books::read(&running.app, &state).await.differences().join("\n");
        running.stop().await;
        database.drop().await;
        for words in ["the state did [", "is in sale and not ours", "here, Some(", "the registry debited"] {
            assert!(differences.contains(words), "“{words}” is not said:\n{differences}");
        }
    });
}

/// Waits until nothing is open or planned; how long that took, or nothing when it never came.
async fn until_quiet(url: &Url) -> Option<Duration> {
    use lotbook::schema::filings;
    let (db, begun) = (Db::open(url).unwrap(), Instant::now());
    while begun.elapsed() < QUIET_BY {
        let unfinished = |conn: &mut lotbook::db::Conn| -> lotbook::error::Result<i64> {
            Ok(filings::table.filter(filings::status.eq_any(["open", "planned"])).count().get_result(conn)?)
        };
        if db.read(unfinished).await.unwrap() == 0 {
            return Some(begun.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    None
}

/// Prints the figures and every difference; whether anything is wrong.
async fn judge(
    (folder, url, sandbox): (&Path, Url, &Sandbox),
    state: &State,
    shops: &[Shop],
    broken: Vec<String>,
    quiet_after: Option<Duration>,
    every_act: bool,
) -> bool {
    let running = start::start(processes::config(&folder.join("judge"), url, sandbox)).await.unwrap();
    let books = Books::read(&running.app, state).await;
    println!("filings:");
    books.outcomes().iter().for_each(|(action, outcomes)| println!("  {action}: {outcomes:?}"));
    println!(
        "{} acts accepted, {} refused; quiet {quiet_after:?} after the last fault",
        books.count("accepted"),
        books.count("refused")
    );
    let mut differences = books.differences();
    differences.extend(desk::differences(&running.app, state).await);
    if every_act {
        differences
            .extend(acts::told().filter(|action| books.accepted(*action) == 0).map(|action| format!("{action}: never accepted")));
    }
    if books.count("accepted") < 20 {
        differences.push("so little was done that nothing is shown".into());
    }
    if quiet_after.is_none() {
        differences.push(format!("not everything was settled within {QUIET_BY:?}"));
    }
    differences.extend(broken);
    for shop in shops {
        differences.extend(
            shop.log().lines().filter(|line| line.contains("panicked") || line.contains("contradiction")).map(str::to_owned),
        );
    }
    let (app, seen) = (running.app.clone(), state.clone());
    if tokio::spawn(async move { support::invariants::hold(&app, &seen, 0).await }).await.is_err() {
        differences.push("an invariant is broken (see above)".into());
    }
    running.stop().await;
    println!("differences: {}", differences.len());
    differences.iter().take(40).for_each(|difference| println!("- {difference}"));
    !differences.is_empty()
}
