//! The database: SQLite embedded, or PostgreSQL, chosen by the URL. The only place that names either.
//!
//! Two doors, both taking *synchronous* closures, so that no network call can ever happen inside a transaction:
//! [`Db::read`] on a pool of readers, and [`Db::write`], which on SQLite goes through the one writer thread (`writer.rs`) and on
//! PostgreSQL through a pool. A write closure is `Fn` and has no outside effect, because it may be run again.

mod connect;
pub mod migrate;
mod postgres;
mod sql;
mod writer;

use connect::Manager;
pub(crate) use connect::on_each;
pub use connect::{Conn, Url};
use postgres::Pool;
pub(crate) use sql::lower;
use std::time::Duration;
use writer::Writer;

/// The database could not take the work; nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("Too many are writing at once. Nothing was done; please try again.")]
    Full,
    #[error("The database does not answer. Nothing was done; please try again in a moment.")]
    Away,
    #[error("the work on the database panicked; nothing was written")]
    Panicked,
}

/// What a closure's error must be able to say.
pub trait Failure: From<diesel::result::Error> + From<Trouble> + Send + 'static {
    /// The database's own error, if that is what it was: PostgreSQL's clashes are tried again.
    fn database(&self) -> Option<&diesel::result::Error>;
}

impl Failure for crate::error::Error {
    fn database(&self) -> Option<&diesel::result::Error> {
        match self {
            Self::Internal(error) => error.downcast_ref(),
            _ => None,
        }
    }
}

impl From<Trouble> for crate::error::Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Full => Self::Busy("Too many are writing at once. Nothing was done; please try again."),
            Trouble::Away => Self::Busy("The database does not answer. Nothing was done; please try again in a moment."),
            Trouble::Panicked => Self::Internal(anyhow::Error::new(trouble)),
        }
    }
}

/// How urgent a write is: a sale never waits behind an import (architecture §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    Counter,
    /// Jobs of at most 200 rows; one at a time, behind what waits at the counter.
    Bulk,
}

#[derive(Clone)]
enum Writing {
    Thread(Writer),
    Pool(Pool),
}

/// One open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Pool,
    writing: Writing,
}

impl Db {
    /// Opens and, on SQLite, starts the writer thread. Migrates nothing.
    pub fn open(url: &Url) -> anyhow::Result<Self> {
        let readers = pool(url, true, 4)?;
        let writing = match url {
            Url::Sqlite(_) => Writing::Thread(Writer::start(url.clone())?),
            Url::Postgres(_) => Writing::Pool(pool(url, false, 8)?),
        };
        Ok(Self { readers, writing })
    }

    /// Runs `query` on a reader. Nothing it does can write: the readers are read-only.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Failure,
    {
        let readers = self.readers.clone();
        let work = move || query(&mut *readers.get().map_err(|_| Trouble::Away)?);
        tokio::task::spawn_blocking(work).await.map_err(|_| E::from(Trouble::Panicked))?
    }

    /// Runs `work` in one transaction and answers after its commit. `Err` rolls back everything it did.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: Fn(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Failure,
    {
        self.write_on(Queue::Counter, work).await
    }

    /// [`Db::write`], with its urgency.
    pub async fn write_on<T, E, F>(&self, queue: Queue, work: F) -> Result<T, E>
    where
        F: Fn(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Failure,
    {
        match &self.writing {
            Writing::Thread(writer) => writer.write(queue, work).await,
            Writing::Pool(pool) => postgres::write(pool.clone(), work).await,
        }
    }

    /// How many connections are handed out now: a test shows that none is while the state thinks.
    pub fn connections_in_use(&self) -> u32 {
        let used = |pool: &Pool| pool.state().connections - pool.state().idle_connections;
        used(&self.readers)
            + match &self.writing {
                Writing::Thread(_) => 0,
                Writing::Pool(pool) => used(pool),
            }
    }
}

fn pool(url: &Url, read_only: bool, size: u32) -> anyhow::Result<Pool> {
    let manager = Manager { url: url.clone(), read_only };
    let pool = r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(5))
        .build(manager)
        .map_err(|error| anyhow::anyhow!("the database cannot be opened: {error}"))?;
    Ok(pool)
}
