//! A running shop for one test.

use super::browser::Clerk;
use super::database::Database;
use super::invariants;
use super::state::State;
use lotbook::config::{Config, State as Whom};
use lotbook::demo;
use lotbook::filing::Sweeper;
use lotbook::start::{self, Running};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// A shop in the demonstration world, with the sandbox's control door open.
pub struct Shop {
    running: Option<Running>,
    database: Database,
    _folder: TempDir,
    config: Config,
    pub state: State,
    may_stay_open: std::cell::Cell<usize>,
}

/// Whether cash goes into drawers: only the tests of drawers are about them.
pub async fn keep_drawers(app: &lotbook::app::App, kept: bool) {
    use diesel::prelude::*;
    use lotbook::schema::locations;
    let keep = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(locations::table).set(locations::cash_in_drawers.eq(kept)).execute(tx)?;
        Ok(())
    };
    app.db.write(keep).await.unwrap();
}

/// Runs `test` in a shop of its own, then checks every invariant.
pub fn shop(test: impl AsyncFnOnce(&mut Shop)) {
    shop_with(|_| {}, test);
}

/// [`shop`], with other settings.
pub fn shop_with(settings: impl FnOnce(&mut Config), test: impl AsyncFnOnce(&mut Shop)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut shop = Shop::open(settings).await;
        test(&mut shop).await;
        shop.close().await;
    });
}

pub fn config(folder: &Path, database: lotbook::db::Url) -> Config {
    Config {
        bind: "127.0.0.1:0".parse().unwrap(),
        data: folder.to_owned(),
        database,
        state: Whom::Sandbox { bind: "127.0.0.1:0".parse().unwrap(), wishes: Box::default(), sign_in: None },
        timeout: Duration::from_secs(10),
        send_window: Duration::from_secs(10),
        in_flight: 8,
        settle: Duration::from_secs(30),
        sweep: Duration::from_secs(3600),
        probe: Duration::from_secs(3600),
        pull: None,
        public_url: None,
        secret: Some("a secret that only tests know, long enough".to_owned()),
        first_admin: None,
        demo: true,
        control: true,
    }
}

impl Shop {
    async fn open(settings: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::of_template(folder.path()).await;
        let mut config = config(folder.path(), database.url());
        settings(&mut config);
        let running = start::start(config.clone()).await.unwrap();
        keep_drawers(&running.app, false).await;
        let state = State::at(running.sandbox.unwrap());
        Self { running: Some(running), database, _folder: folder, config, state, may_stay_open: 0.into() }
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("the shop is open")
    }

    pub fn app(&self) -> &lotbook::app::App {
        &self.running().app
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running().address)
    }

    /// Signs in as one of the demonstration's people.
    pub async fn clerk(&self, login: &str) -> Clerk {
        let clerk = self.stranger();
        clerk.sign_in(login, demo::PASSWORD).await.goes_to("/");
        clerk
    }

    /// A browser in which nobody is signed in.
    pub fn stranger(&self) -> Clerk {
        Clerk::new(self.url(""))
    }

    /// Another process on the same database and the same state: connections, session and clock of its own.
    pub fn another_process(&self) -> lotbook::app::App {
        let (mut app, clock) = (self.app().clone(), lotbook::values::Clock::new(self.config.control));
        let settings = lotbook::biotrack::Settings {
            url: format!("http://{}/serverjson.asp", self.running().sandbox.unwrap()),
            ubi: demo::UBI.to_owned(),
            username: demo::STATE_USER.to_owned(),
            password: demo::STATE_PASSWORD.to_owned(),
            timeout: self.config.timeout,
            in_flight: 8,
        };
        app.db = lotbook::db::Db::open(&self.config.database).unwrap();
        app.biotrack = lotbook::biotrack::Biotrack::new(settings, clock.clone()).unwrap();
        app.clock = clock;
        app
    }

    /// One round of the sweeper, now.
    pub async fn sweep(&self) {
        Sweeper(self.app().clone()).sweep().await.unwrap();
    }

    /// Stops everything and starts it again with the same books, as after a crash.
    pub async fn restart(&mut self) {
        self.running.take().unwrap().stop().await;
        let running = start::start(self.config.clone()).await.unwrap();
        self.state = State::at(running.sandbox.unwrap());
        self.running = Some(running);
    }

    /// This test leaves so many filings open on purpose.
    pub fn leaves_open(&self, filings: usize) {
        self.may_stay_open.set(filings);
    }

    async fn close(mut self) {
        let running = self.running.take().unwrap();
        invariants::hold(&running.app, &self.state, self.may_stay_open.get()).await;
        running.stop().await;
        self.database.drop().await;
    }
}
