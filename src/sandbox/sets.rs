//! The two data sets of the state, live and training, each with books of its own (biotrack-api §1.2). Training is opened by the
//! first call that asks for it.

use super::profile::{Identifiers, Profile};
use super::refusal::Result;
use super::state::Books;
use super::{machine_time, world};
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
}

impl Set {
    /// Opens or makes the books in that folder. `profile` counts for new ones only.
    pub async fn open(folder: &Path, which: Which, profile: Profile) -> anyhow::Result<Self> {
        let (file, profile) = match which {
            Which::Live => ("sandbox.sqlite", profile),
            Which::Training => {
                ("training.sqlite", Profile { identifiers: Identifiers::CountedFrom(FIRST_OF_TRAINING), ..profile })
            }
        };
        let url = db::Url::Sqlite(PathBuf::from(folder).join(file));
        db::migrate::run(&url, db::migrate::SANDBOX)?;
        let db = Db::open(&url)?;
        let first = move |conn: &mut Conn| open_books(conn, &profile);
        let (profile, identity, ahead_seconds) = db.write(first).await.context("the sandbox's books cannot be opened")?;
        Ok(Self { db, profile: Arc::new(profile), identity, ahead_seconds })
    }
}

/// The profile and identity of the books and the offset of their clock; a new set is given its world first.
fn open_books(conn: &mut Conn, wanted: &Profile) -> Result<(Profile, String, i64)> {
    let mut books = Books::reading(conn, wanted, machine_time());
    if books.is_empty()? {
        books.set_meta("identity", &uuid::Uuid::new_v4().to_string())?;
        books.set_meta("ahead_seconds", "0")?;
        books.set_meta("profile", &serde_json::to_string(wanted)?)?;
        world::load(conn, wanted, machine_time())?;
    }
    let mut books = Books::reading(conn, wanted, machine_time());
    let profile = match books.meta("profile")? {
        Some(kept) => serde_json::from_str(&kept)?,
        None => Profile::florida(),
    };
    let identity = books.meta("identity")?.unwrap_or_default();
    let ahead = books.meta("ahead_seconds")?.and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok((profile, identity, ahead))
}
