//! The one writer of a SQLite file: a thread that takes waiting closures in batches, each in its own savepoint, one `COMMIT` for
//! the batch, and answers each only after it. A pool of writers polls the lock and has a p99 of a second; this has 19 ms (stack.md §3).
//!
//! It knows no tables. What it guarantees: a job's `Err` undoes exactly that job; a panic, a full disk or any unexpected depth undoes
//! the whole batch, and everybody in it hears that nothing was written.

use super::connect::{Conn, Url, connect};
use super::{Failure, Queue, Trouble};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use tokio::sync::oneshot;

/// Jobs in one commit at the most.
const BATCH: usize = 64;
/// Jobs that may wait; one more is told to come again.
const WAITING: usize = 1024;

/// What became of the job's own part.
enum Ran {
    Done,
    Undone,
}

/// One closure and the way to answer it.
trait Job: Send {
    /// Runs inside the job's savepoint and keeps its result.
    fn run(&mut self, conn: &mut Conn) -> Ran;
    /// The batch is committed (or `Some`: it is not). Tells whoever waits.
    fn answer(self: Box<Self>, trouble: Option<Trouble>);
}

struct Waiting<T, E, F> {
    work: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T: Send, E: Failure, F: Fn(&mut Conn) -> Result<T, E> + Send> Job for Waiting<T, E, F> {
    fn run(&mut self, conn: &mut Conn) -> Ran {
        let result = (self.work)(conn);
        let ran = if result.is_ok() { Ran::Done } else { Ran::Undone };
        self.result = Some(result);
        ran
    }

    fn answer(self: Box<Self>, trouble: Option<Trouble>) {
        let answer = match (self.result, trouble) {
            // A job that failed by itself keeps its own words, whatever became of the others.
            (Some(Err(error)), _) => Err(error),
            (_, Some(trouble)) => Err(trouble.into()),
            (Some(done), None) => done,
            (None, None) => Err(Trouble::Panicked.into()),
        };
        // Whoever asked may have gone; the write stands all the same.
        drop(self.reply.send(answer));
    }
}

type Bell = mpsc::SyncSender<Box<dyn Job>>;

/// The way to the writer thread. Cheap to clone; the thread ends when the last clone is dropped.
#[derive(Clone)]
pub struct Writer {
    counter: Bell,
    bulk: Bell,
}

impl Writer {
    pub fn start(url: Url) -> anyhow::Result<Self> {
        let conn = connect(&url, false)?;
        let (counter, counter_jobs) = mpsc::sync_channel(WAITING);
        let (bulk, bulk_jobs) = mpsc::sync_channel(WAITING);
        let thread = Thread { url, conn: Some(conn), counter: counter_jobs, bulk: bulk_jobs };
        std::thread::Builder::new().name("writer".into()).spawn(move || thread.work())?;
        Ok(Self { counter, bulk })
    }

    pub async fn write<T, E, F>(&self, queue: Queue, work: F) -> Result<T, E>
    where
        F: Fn(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Failure,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Waiting { work, result: None, reply });
        let bell = if queue == Queue::Counter { &self.counter } else { &self.bulk };
        bell.try_send(job).map_err(|error| match error {
            mpsc::TrySendError::Full(_) => E::from(Trouble::Full),
            mpsc::TrySendError::Disconnected(_) => E::from(Trouble::Away),
        })?;
        if queue == Queue::Bulk {
            self.nudge();
        }
        answer.await.map_err(|_| E::from(Trouble::Away))?
    }

    /// Wakes the thread, which sleeps on the counter's queue. A full queue needs no waking.
    fn nudge(&self) {
        drop(self.counter.try_send(Box::new(Nudge)));
    }
}

/// Does nothing; its arrival is the message.
struct Nudge;

impl Job for Nudge {
    fn run(&mut self, _: &mut Conn) -> Ran {
        Ran::Done
    }
    fn answer(self: Box<Self>, _: Option<Trouble>) {}
}

struct Thread {
    url: Url,
    conn: Option<Conn>,
    counter: mpsc::Receiver<Box<dyn Job>>,
    bulk: mpsc::Receiver<Box<dyn Job>>,
}

impl Thread {
    /// The counter's batch first, then one bulk job, so that neither waits for ever. It sleeps only when no bulk job waits: one ring of
    /// the bell may stand for several.
    fn work(mut self) {
        loop {
            let bulk = self.bulk.try_iter().next();
            let first = if bulk.is_some() { self.counter.try_iter().next() } else { self.counter.iter().next() };
            if first.is_none() && bulk.is_none() {
                return; // nobody is left who could ask
            }
            let mut batch: Vec<_> = first.into_iter().collect();
            while batch.len() < BATCH
                && let Ok(next) = self.counter.try_recv()
            {
                batch.push(next);
            }
            if !batch.is_empty() {
                self.commit(batch);
            }
            if let Some(job) = bulk {
                self.commit(vec![job]);
            }
        }
    }

    fn commit(&mut self, mut batch: Vec<Box<dyn Job>>) {
        let trouble = match self.connection() {
            Some(mut conn) => match run_batch(&mut conn, &mut batch) {
                Ok(()) => {
                    self.conn = Some(conn);
                    None
                }
                // The connection is dropped here: what it held is rolled back by SQLite itself.
                Err(trouble) => Some(trouble),
            },
            None => Some(Trouble::Away),
        };
        for job in batch {
            job.answer(trouble);
        }
    }

    fn connection(&mut self) -> Option<Conn> {
        self.conn.take().or_else(|| {
            connect(&self.url, false).inspect_err(|error| tracing::error!(%error, "the writer cannot open the database")).ok()
        })
    }
}

type Depth = AnsiTransactionManager;

/// One transaction for the batch, a savepoint for each job.
fn run_batch(conn: &mut Conn, batch: &mut [Box<dyn Job>]) -> Result<(), Trouble> {
    begin(conn).map_err(broken)?;
    for job in batch {
        conn.batch_execute("SAVEPOINT job").map_err(broken)?;
        let ran = catch_unwind(AssertUnwindSafe(|| job.run(conn))).map_err(|_| Trouble::Panicked)?;
        // A nested transaction that did not end leaves the depth off by one; a full disk resets it.
        if depth(conn) != Some(1) {
            return Err(Trouble::Away);
        }
        let end = match ran {
            Ran::Done => "RELEASE job",
            Ran::Undone => "ROLLBACK TO job; RELEASE job",
        };
        conn.batch_execute(end).map_err(broken)?;
    }
    commit(conn).map_err(broken)
}

fn broken(error: diesel::result::Error) -> Trouble {
    tracing::error!(%error, "a batch of writes was undone");
    Trouble::Away
}

fn begin(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        // IMMEDIATE: a deferred BEGIN that reads and then writes fails with "database is locked" whatever the timeout.
        Conn::Sqlite(conn) => Depth::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        Conn::Postgres(conn) => Depth::begin_transaction(conn),
    }
}

fn commit(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => Depth::commit_transaction(conn),
        Conn::Postgres(conn) => Depth::commit_transaction(conn),
    }
}

fn depth(conn: &mut Conn) -> Option<u32> {
    let status = match conn {
        Conn::Sqlite(conn) => Depth::transaction_manager_status_mut(conn),
        Conn::Postgres(conn) => Depth::transaction_manager_status_mut(conn),
    };
    status.transaction_depth().ok().flatten().map(std::num::NonZeroU32::get)
}
