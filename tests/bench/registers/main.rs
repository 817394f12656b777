//! How fast the registers are, and whether they stay so: prints, and asserts nothing about time (these machines are shared).
//!
//! `cargo bench --bench registers` starts the release binary and its sandbox in a temporary folder, signs clerks in by HTTP, and lets them
//! sell as a browser does; with `TEST_DATABASE` on PostgreSQL. First the new shop: tenders (the request that sells, its cart prepared)
//! and whole visits at 1, 8, 32 and 128 clerks, with a state that answers at once and after 50 and 200 ms; the delay is of *every* call,
//! and a tender makes two (the registry is read once more, then the sale is told). Then with more packages and with years of sales: the
//! pages of the backoffice, and tenders again. At the end both books are compared. Client, shop, sandbox and PostgreSQL share the
//! machine's cores.
//!
//! `BENCH_SECONDS` (5) for each row, `BENCH_PACKAGES` (`1000,10000,100000`), `BENCH_SALES` (1000000), `BENCH_JSON` (where the JSON lines
//! go), `LOTBOOK_BIN` (another binary).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise, and is sized by its environment"
)]

mod browser;
mod load;
mod people;
mod program;
mod rows;
mod visit;

#[path = "../../it/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "shared with tests/it, which uses all of it")]
mod support;

use browser::Browser;
use futures_util::{StreamExt, stream};
use lotbook::app::App;
use lotbook::db::Url;
use lotbook::start;
use people::{CLERKS, Control};
use program::{Sandbox, Shop, inside};
use rows::{Measured, Rows};
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::{Database, MANAGER, State, aged, crowd, invariants};
use visit::Till;

const CLERKS_AT_ONCE: [usize; 4] = [1, 8, 32, 128];
const STATE_MS: [u64; 3] = [0, 50, 200];
/// People in the backoffice.
const MANAGERS: usize = 8;

fn setting(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

struct Bench {
    folder: PathBuf,
    database: Database,
    sandbox: Sandbox,
    control: Control,
    shop: Option<Shop>,
    tills: Vec<Till>,
    managers: Vec<Browser>,
    goods: Vec<String>,
    rows: Rows,
    seconds: Duration,
    packages: i64,
    sales: i64,
}

impl Bench {
    async fn open(folder: &Path) -> Self {
        let database = Database::fresh(folder).await;
        std::fs::create_dir_all(folder.join("shop")).unwrap();
        let name = if matches!(database.url(), Url::Sqlite(_)) { "SQLite" } else { "PostgreSQL" };
        let sandbox = Sandbox::start(folder);
        let control = Control::at(sandbox.address);
        Self {
            folder: folder.to_owned(),
            database,
            sandbox,
            control,
            shop: None,
            tills: Vec::new(),
            managers: Vec::new(),
            goods: Vec::new(),
            rows: Rows::new(name),
            seconds: Duration::from_secs(setting("BENCH_SECONDS", "5").parse().unwrap()),
            packages: 0,
            sales: 0,
        }
    }

    /// Does something with the shop's own database while the program is stopped, and starts it again.
    async fn in_the_books(&mut self, work: impl AsyncFnOnce(&App)) {
        if let Some(shop) = self.shop.take() {
            shop.stop();
        }
        let running = start::start(inside(&self.folder, &self.database, &self.sandbox)).await.unwrap();
        work(&running.app).await;
        running.stop().await;
        let shop = Shop::start(&self.folder, &self.database, &self.sandbox).await;
        self.rows.note("start to first page", shop.started_in.as_millis() as u64, "ms");
        for till in &mut self.tills {
            till.browser.moved(&shop.url);
        }
        self.managers.iter_mut().for_each(|manager| manager.moved(&shop.url));
        self.shop = Some(shop);
    }

    fn url(&self) -> String {
        self.shop.as_ref().unwrap().url.clone()
    }

    fn resident(&mut self, when: &str) {
        let mib = self.shop.as_ref().unwrap().resident_mib();
        self.rows.note(&format!("resident {when}"), mib, "MiB");
    }

    async fn hire(&mut self) {
        self.control.noon().await;
        self.control.people().await;
        self.in_the_books(people::hired).await;
        let url = self.url();
        let signing_in = (0..CLERKS).map(|number| {
            let url = &url;
            async move { Till::new(Browser::signed_in(url, &people::login(number)).await, number) }
        });
        self.tills = stream::iter(signing_in).buffered(4).collect().await;
        for _ in 0..MANAGERS {
            self.managers.push(Browser::signed_in(&url, MANAGER).await);
        }
        people::open_drawer(&self.tills[0].browser).await;
        self.goods = self.control.goods(&url).await;
    }

    fn add(&mut self, what: &str, clerks: usize, state_ms: u64, (spent, took): (Duration, Vec<Duration>)) {
        let (what, packages, sales) = (what.to_owned(), self.packages, self.sales);
        self.rows.add(Measured { what, clerks, state_ms, packages, sales, spent, took });
    }

    async fn tenders(&mut self, clerks: usize, state_ms: u64) {
        load::prepare(&mut self.tills, &self.goods).await;
        self.control.takes(state_ms).await;
        // What is prepared in between is so with the state as slow as it is then.
        let measured = load::tenders(&mut self.tills, &self.goods, clerks, self.seconds).await;
        self.control.takes(0).await;
        self.add("tenders", clerks, state_ms, measured);
    }

    async fn visits(&mut self, clerks: usize, state_ms: u64) {
        self.control.takes(state_ms).await;
        let measured = load::visits(&mut self.tills, &self.goods, clerks, self.seconds).await;
        self.control.takes(0).await;
        self.add("visits", clerks, state_ms, measured);
    }

    /// The pages of the backoffice, and the registers beside them.
    async fn pages(&mut self) {
        let inventory = self.managers[0].get("/inventory").await.is(200).page;
        let package =
            inventory.split('"').find(|part| part.starts_with("/inventory/019")).expect("a package is listed").to_owned();
        for (what, path) in
            [("inventory", "/inventory"), ("package", package.as_str()), ("filings", "/filings"), ("sales", "/sales")]
        {
            let measured = load::pages(&self.managers, path, self.seconds).await;
            self.add(what, MANAGERS, 0, measured);
        }
    }

    /// A new shop, at every load.
    async fn rush(&mut self) {
        for state_ms in STATE_MS {
            for clerks in CLERKS_AT_ONCE {
                self.tenders(clerks, state_ms).await;
            }
        }
        for clerks in CLERKS_AT_ONCE {
            self.visits(clerks, 0).await;
        }
        self.visits(32, 50).await;
        self.resident("after the rush");
    }

    /// More packages, then years of sales.
    async fn grow(&mut self) {
        let sizes: Vec<i64> =
            setting("BENCH_PACKAGES", "1000,10000,100000").split(',').map(|size| size.parse().unwrap()).collect();
        for size in sizes {
            self.in_the_books(async |app| {
                crowd::desert(app).await;
                crowd::crowd(app, size).await;
                crowd::analyze(app).await;
            })
            .await;
            self.packages = size;
            self.tenders(8, 0).await;
            self.pages().await;
        }
        let sales: i64 = setting("BENCH_SALES", "1000000").parse().unwrap();
        self.in_the_books(async |app| {
            aged::age(app, sales).await;
            crowd::analyze(app).await;
        })
        .await;
        self.sales = sales;
        for clerks in [1, 8, 32] {
            self.tenders(clerks, 0).await;
        }
        self.visits(32, 0).await;
        self.pages().await;
        self.resident("after all of it");
    }

    /// Both books, once nothing moves any more.
    async fn close(mut self) {
        // What was prepared and not sold is as a clerk leaves it.
        self.tills.iter_mut().for_each(|till| till.browser.moved(""));
        let state = State::at(self.sandbox.address);
        self.in_the_books(async |app| {
            aged::rejuvenate(app).await;
            crowd::desert(app).await;
            invariants::hold(app, &state, 0).await;
        })
        .await;
        println!("Both books agree.");
        drop(self.shop.take());
        self.database.drop().await;
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Bench::open(folder.path()).await;
        bench.hire().await;
        bench.resident("at the start");
        bench.rush().await;
        bench.grow().await;
        bench.close().await;
    });
}
