//! A database for each test: the demonstration world is loaded once into a template, and copied.

use lotbook::db::Url;
use lotbook::start;
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

pub enum Database {
    Sqlite(PathBuf),
    Postgres { server: String, name: String },
}

/// The template's folder, with the sandbox's books in it; on PostgreSQL also a template database.
static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();

fn server() -> Option<String> {
    #[allow(clippy::disallowed_methods, reason = "tests choose their database by TEST_DATABASE")]
    std::env::var("TEST_DATABASE").ok().map(|url| url.trim_end_matches('/').to_owned())
}

impl Database {
    pub async fn of_template(folder: &Path) -> Self {
        let template = TEMPLATE.get_or_init(make_template).await;
        std::fs::copy(template.join("sandbox.sqlite"), folder.join("sandbox.sqlite")).unwrap();
        match server() {
            None => {
                let path = folder.join("lotbook.sqlite");
                std::fs::copy(template.join("lotbook.sqlite"), &path).unwrap();
                Self::Sqlite(path)
            }
            Some(server) => {
                let name = format!("lotbook_test_{}", unique());
                let made = format!("CREATE DATABASE {name} TEMPLATE {}", template_name());
                postgres(&server, &made).await;
                Self::Postgres { server, name }
            }
        }
    }

    /// An empty one.
    pub async fn fresh(folder: &Path) -> Self {
        match server() {
            None => Self::Sqlite(folder.join("lotbook.sqlite")),
            Some(server) => {
                let name = format!("lotbook_test_{}", unique());
                postgres(&server, &format!("CREATE DATABASE {name} LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")).await;
                Self::Postgres { server, name }
            }
        }
    }

    pub fn url(&self) -> Url {
        match self {
            Self::Sqlite(path) => Url::Sqlite(path.clone()),
            Self::Postgres { server, name } => in_server(server, name),
        }
    }

    pub async fn drop(self) {
        if let Self::Postgres { server, name } = self {
            postgres(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

/// One per run of the test program, so that two runs do not meet.
fn template_name() -> String {
    format!("lotbook_template_{}", std::process::id())
}

pub fn unique() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// The database `name` on the server that `TEST_DATABASE` names (its own database is only where we ask from).
fn in_server(server: &str, name: &str) -> Url {
    let (base, query) = server.split_once('?').map_or((server, String::new()), |(base, query)| (base, format!("?{query}")));
    let host = base.rsplit_once('/').filter(|(left, _)| !left.ends_with('/')).map_or(base, |(left, _)| left);
    Url::Postgres(format!("{host}/{name}{query}"))
}

async fn make_template() -> PathBuf {
    let folder = tempfile::tempdir().unwrap().keep();
    let database = match server() {
        None => Url::Sqlite(folder.join("lotbook.sqlite")),
        Some(server) => {
            postgres(&server, &format!("CREATE DATABASE {} LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", template_name()))
                .await;
            in_server(&server, &template_name())
        }
    };
    let folder_of_template = folder.clone();
    // A runtime of its own: what it starts must be gone before the files are copied.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let running = start::start(super::shop::config(&folder_of_template, database)).await.unwrap();
            running.stop().await;
        });
    })
    .join()
    .unwrap();
    for name in ["lotbook.sqlite", "sandbox.sqlite"] {
        checkpoint(&folder.join(name));
    }
    folder
}

/// Moves what is in the write-ahead log into the file itself, so that the file alone is the database.
#[allow(clippy::disallowed_types, reason = "a test prepares files; the program's own door is not meant for that")]
fn checkpoint(path: &Path) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    if path.exists() {
        let mut conn = diesel::SqliteConnection::establish(&path.to_string_lossy()).unwrap();
        conn.batch_execute("PRAGMA busy_timeout=5000; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;").unwrap();
    }
}

#[allow(clippy::disallowed_types, reason = "CREATE DATABASE runs outside a transaction, which the program's doors never are")]
async fn postgres(server: &str, sql: &str) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    let (server, sql) = (server.to_owned(), sql.to_owned());
    tokio::task::spawn_blocking(move || {
        let mut conn = diesel::PgConnection::establish(&server).unwrap();
        // The template may still have a connection that is closing.
        for attempt in 0..50 {
            match conn.batch_execute(&sql) {
                Ok(()) => return,
                Err(error) if attempt < 49 && error.to_string().contains("being accessed") => {
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
                Err(error) => panic!("{sql}: {error}"),
            }
        }
    })
    .await
    .unwrap();
}
