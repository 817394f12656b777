//! Writing on PostgreSQL: a pooled connection, one transaction, and another try when PostgreSQL says that two got in each other's way.

use super::connect::{Conn, Manager};
use super::{Failure, Trouble};
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error as Fault};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

pub type Pool = r2d2::Pool<Manager>;

/// Tries in all, for serialization failures (40001), deadlocks (40P01), and a row that two inserted at once (23505): run again, the
/// closure finds the other's row and does what it does with one that is there. It has no outside effect, so running it again is safe.
const TRIES: u64 = 5;

pub async fn write<T, E, F>(pool: Pool, work: F) -> Result<T, E>
where
    F: Fn(&mut Conn) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Failure,
{
    let run = move || {
        let mut conn = pool.get().map_err(|_| Trouble::Away)?;
        let mut attempt = 1;
        loop {
            match attempt_once(&mut conn, &work) {
                Err(error) if attempt < TRIES && error.database().is_some_and(clashed) => {
                    std::thread::sleep(Duration::from_millis(attempt * 5));
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    };
    tokio::task::spawn_blocking(run).await.map_err(|_| E::from(Trouble::Panicked))?
}

fn attempt_once<T, E: Failure>(conn: &mut Conn, work: &impl Fn(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    type Manager = <Conn as diesel::Connection>::TransactionManager;
    match conn {
        Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn)?,
        Conn::Sqlite(_) => return Err(Trouble::Away.into()), // SQLite is written by its one thread
    }
    match catch_unwind(AssertUnwindSafe(|| work(conn))) {
        Ok(Ok(done)) => {
            <Manager as TransactionManager<Conn>>::commit_transaction(conn)?;
            Ok(done)
        }
        Ok(Err(error)) => {
            <Manager as TransactionManager<Conn>>::rollback_transaction(conn)?;
            Err(error)
        }
        // The depth may be off after a panic; the pool throws away what it finds inside a transaction.
        Err(_) => Err(Trouble::Panicked.into()),
    }
}

/// Diesel calls a deadlock "Unknown": only its text identifies it.
fn clashed(error: &Fault) -> bool {
    match error {
        Fault::DatabaseError(DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::UniqueViolation, _) => true,
        Fault::DatabaseError(_, information) => information.message().contains("deadlock detected"),
        _ => false,
    }
}
