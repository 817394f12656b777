//! The one writer: what happens to the others when one job fails, panics or fills the disk.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use lotbook::db::{Conn, Db, Queue, Url};
use lotbook::error::{Error, Result, rule};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Barrier;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

struct Books {
    db: Db,
    _folder: TempDir,
}

impl Books {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Url::Sqlite(folder.path().join("books.sqlite"))).unwrap();
        db.write(|tx| -> Result<()> { Ok(tx.batch_execute("CREATE TABLE lines (number BIGINT NOT NULL, pad TEXT NOT NULL)")?) })
            .await
            .unwrap();
        Self { db, _folder: folder }
    }

    async fn lines(&self) -> i64 {
        self.db.read(|conn| -> Result<i64> { Ok(number(conn, "SELECT COUNT(*) AS number FROM lines")) }).await.unwrap()
    }

    /// Keeps the writer busy, so that what is sent meanwhile becomes one batch.
    fn occupy(&self) -> tokio::task::JoinHandle<Result<()>> {
        let db = self.db.clone();
        tokio::spawn(async move {
            db.write(|_| {
                std::thread::sleep(Duration::from_millis(150));
                Ok(())
            })
            .await
        })
    }
}

fn number(conn: &mut Conn, sql: &str) -> i64 {
    diesel::sql_query(sql).get_result::<Number>(conn).unwrap().number
}

fn add(tx: &mut Conn, value: i64) -> Result<()> {
    diesel::sql_query("INSERT INTO lines VALUES ($1, '')").bind::<BigInt, _>(value).execute(tx)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_undoes_itself_and_nobody_else() {
    let books = Books::open().await;
    let busy = books.occupy();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let jobs: Vec<_> = (0..40)
        .map(|value| {
            let db = books.db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    add(tx, value)?;
                    if value % 4 == 0 { rule("no") } else { Ok(()) }
                })
                .await
            })
        })
        .collect();
    busy.await.unwrap().unwrap();
    let mut refused = 0;
    for job in jobs {
        match job.await.unwrap() {
            Ok(()) => {}
            Err(Error::Rule(words)) => {
                assert_eq!(words, "no");
                refused += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((refused, books.lines().await), (10, 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_panic_everybody_in_the_batch_hears_that_nothing_was_written() {
    let books = Books::open().await;
    let busy = books.occupy();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let start = Arc::new(Barrier::new(5));
    let jobs: Vec<_> = (0..5)
        .map(|value| {
            let (db, start) = (books.db.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                db.write(move |tx| {
                    add(tx, value)?;
                    assert_ne!(value, 2, "a panic on purpose");
                    Ok::<_, Error>(())
                })
                .await
            })
        })
        .collect();
    busy.await.unwrap().unwrap();
    let mut told = 0;
    for job in jobs {
        told += usize::from(job.await.unwrap().is_err());
    }
    let lines = books.lines().await;
    assert!(told >= 1, "the one that panicked must hear of it");
    assert_eq!(lines, 5 - i64::try_from(told).unwrap(), "who was told nothing has been written, and nobody else was");
    // And the writer goes on.
    books.db.write(|tx| add(tx, 9)).await.unwrap();
    assert_eq!(books.lines().await, lines + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_an_answer_and_not_a_loss() {
    let books = Books::open().await;
    books.db.write(|tx| add(tx, 1)).await.unwrap();
    let fill = |tx: &mut Conn| -> Result<()> {
        tx.batch_execute("PRAGMA max_page_count = 8")?;
        for _ in 0..200 {
            diesel::sql_query("INSERT INTO lines VALUES (7, hex(randomblob(2000)))").execute(tx)?;
        }
        Ok(())
    };
    assert!(books.db.write(fill).await.is_err(), "a full disk was not noticed");
    assert_eq!(books.lines().await, 1, "half of a job stayed");
    books.db.write(|tx| tx.batch_execute("PRAGMA max_page_count = 100000").map_err(Error::from)).await.unwrap();
    books.db.write(|tx| add(tx, 2)).await.unwrap();
    assert_eq!(books.lines().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nested_transaction_left_open_undoes_the_batch() {
    let books = Books::open().await;
    let left_open = |tx: &mut Conn| -> Result<()> {
        add(tx, 1)?;
        use diesel::connection::TransactionManager;
        <Conn as Connection>::TransactionManager::begin_transaction(tx)?;
        Ok(())
    };
    assert!(books.db.write(left_open).await.is_err());
    assert_eq!(books.lines().await, 0);
    books.db.write(|tx| add(tx, 2)).await.unwrap();
    assert_eq!(books.lines().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_cannot_write() {
    let books = Books::open().await;
    assert!(books.db.read(|conn| add(conn, 1)).await.is_err());
    assert_eq!(books.lines().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_too_many_wait_the_next_is_told_so_in_words() {
    let books = Books::open().await;
    let busy = books.occupy();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let jobs: Vec<_> = (0..1200)
        .map(|value| {
            let db = books.db.clone();
            tokio::spawn(async move { db.write(move |tx| add(tx, value)).await })
        })
        .collect();
    busy.await.unwrap().unwrap();
    let mut busy_words = 0;
    for job in jobs {
        if let Err(Error::Busy(words)) = job.await.unwrap() {
            assert!(words.contains("Nothing was done"));
            busy_words += 1;
        }
    }
    assert!(busy_words > 0, "a queue without an end");
    assert_eq!(books.lines().await, 1200 - busy_words);
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_work_gives_way_to_the_counter_and_none_of_it_is_forgotten() {
    let books = Books::open().await;
    let busy = books.occupy();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let jobs: Vec<_> = (0..6)
        .map(|value| {
            let db = books.db.clone();
            let queue = if value < 3 { Queue::Bulk } else { Queue::Counter };
            tokio::spawn(async move { db.write_on(queue, move |tx| add(tx, value)).await })
        })
        .collect();
    busy.await.unwrap().unwrap();
    for job in jobs {
        let done = tokio::time::timeout(Duration::from_secs(5), job).await.expect("a bulk job was forgotten");
        done.unwrap().unwrap();
    }
    let last_two = books
        .db
        .read(|conn| -> Result<i64> {
            Ok(number(conn, "SELECT MIN(number) AS number FROM (SELECT number, rowid AS place FROM lines) AS l WHERE place > 4"))
        })
        .await
        .unwrap();
    assert!(last_two < 3, "the counter waited behind bulk work");
    assert_eq!(books.lines().await, 6);
}
