//! The two data sets of the state, live and training, each with books of its own (biotrack-api §1.2). Training is opened by the
//! first call that asks for it.

use super::profile::{Identifiers, Profile};
use super::refusal::{Failure, Result};
use super::state::Books;
use super::world::{self, DEMO, World};
use super::{NotAllowed, Wishes, machine_time};
use crate::db::{self, Conn, Db};
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which books a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Live,
    Training,
}

/// Identifiers of training look like it: `00000000900001xx` (biotrack-api §1.8).
const FIRST_OF_TRAINING: i64 = 90_000_100;

/// One set of books with the profile it was opened with.
#[derive(Clone)]
pub struct Set {
    pub db: Db,
    pub profile: Arc<Profile>,
    /// The random id of these books.
    pub identity: String,
    pub ahead_seconds: i64,
    /// The text of the world that they began with.
    pub world: String,
}

impl Set {
    /// Opens or makes the books in that folder. New ones begin with what was wished for; others must have begun with it. `profile` is
    /// that of new ones for which neither a wish nor their world names one.
    pub async fn open(folder: &Path, which: Which, profile: Profile, wishes: &Wishes) -> anyhow::Result<Self> {
        let world = match &wishes.world {
            Some(world) => world.clone(),
            None => World::of_text(DEMO).map_err(NotAllowed)?,
        };
        let profile = wishes.profile.clone().or(world.profile.clone()).unwrap_or(profile);
        let (file, profile) = match which {
            Which::Live => ("sandbox.sqlite", profile),
            Which::Training => {
                ("training.sqlite", Profile { identifiers: Identifiers::CountedFrom(FIRST_OF_TRAINING), ..profile })
            }
        };
        let url = db::Url::Sqlite(PathBuf::from(folder).join(file));
        db::migrate::run(&url, db::migrate::SANDBOX)?;
        let db = Db::open(&url)?;
        let first = move |conn: &mut Conn| open_books(conn, &profile, &world);
        let opened = db.write(first).await.context("the sandbox's books cannot be opened")?;
        opened.check(folder, wishes)?;
        let Opened { profile, identity, ahead_seconds, world } = opened;
        Ok(Self { db, profile: Arc::new(profile), identity, ahead_seconds, world })
    }
}

/// What the books say about themselves.
struct Opened {
    profile: Profile,
    identity: String,
    ahead_seconds: i64,
    world: String,
}

impl Opened {
    /// Refuses books that began with something else than was asked for by name.
    fn check(&self, folder: &Path, wishes: &Wishes) -> Result<(), NotAllowed> {
        let began = |with: &str, what: &str| {
            let folder = folder.display();
            NotAllowed(format!(
                "the sandbox's books in {folder} began with {with}; leave out the {what}, or use another data folder"
            ))
        };
        if let Some(profile) = wishes.profile.as_ref().filter(|profile| profile.name != self.profile.name) {
            return Err(began(&format!("the profile {}, not {}", self.profile.name, profile.name), "profile"));
        }
        match &wishes.world {
            Some(world) if world.text != self.world => Err(began("another world", "world")),
            _ => Ok(()),
        }
    }
}

/// Reads what the books say about themselves; a new set is given its world first.
fn open_books(conn: &mut Conn, wanted: &Profile, world: &World) -> Result<Opened> {
    let mut books = Books::reading(conn, wanted, machine_time());
    if books.meta("identity")?.is_none() {
        books.set_meta("identity", &uuid::Uuid::new_v4().to_string())?;
        books.set_meta("profile", &serde_json::to_string(wanted)?)?;
        books.set_meta("world", &world.text)?;
        let ahead_seconds = world.load(conn, wanted, machine_time())?;
        Books::reading(conn, wanted, machine_time()).set_meta("ahead_seconds", &ahead_seconds.to_string())?;
    }
    let mut books = Books::reading(conn, wanted, machine_time());
    let profile = match books.meta("profile")? {
        Some(kept) => world::kept_profile(&kept).map_err(Failure::World)?,
        None => Profile::florida(),
    };
    let identity = books.meta("identity")?.unwrap_or_default();
    let ahead_seconds = books.meta("ahead_seconds")?.and_then(|text| text.parse().ok()).unwrap_or(0);
    // Books from before there were other worlds began with the demonstration's.
    let world = books.meta("world")?.unwrap_or_else(|| DEMO.to_owned());
    Ok(Opened { profile, identity, ahead_seconds, world })
}
