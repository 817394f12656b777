//! Connecting: the backend is chosen by the URL's scheme (the derived `establish` hides the real error and opens any path as SQLite).

#![allow(clippy::disallowed_types, reason = "the one place that names both backends")]

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A connection to either database. Named in signatures `conn` where it may only read, `tx` inside a write.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(diesel::SqliteConnection),
    Postgres(diesel::PgConnection),
}

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    Sqlite(PathBuf),
    Postgres(String),
}

impl fmt::Debug for Url {
    /// Without user and password: this gets into logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => write!(f, "postgres://…@{}", url.rsplit_once('@').map_or("", |(_, place)| place)),
        }
    }
}

impl FromStr for Url {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text.to_owned()))
        } else if let Some(path) = text.strip_prefix("sqlite://")
            && !path.is_empty()
        {
            Ok(Self::Sqlite(path.into()))
        } else {
            Err(format!("“{text}” is no database: write sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME"))
        }
    }
}

/// Opens one connection, with the settings that durability needs.
pub fn connect(url: &Url, read_only: bool) -> ConnectionResult<Conn> {
    match url {
        Url::Sqlite(path) => {
            let mut conn = diesel::SqliteConnection::establish(&path.to_string_lossy())?;
            // FULL: NORMAL may lose the last commits to a power cut, and the state would know more than we do.
            let mut settings =
                "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;".to_owned();
            if read_only {
                settings.push_str("PRAGMA query_only=ON;");
            }
            conn.batch_execute(&settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Sqlite(conn))
        }
        Url::Postgres(url) => {
            let mut conn = diesel::PgConnection::establish(url)?;
            let access = if read_only { "SET default_transaction_read_only = on;" } else { "" };
            conn.batch_execute(&format!("SET TIME ZONE 'UTC'; {access}")).map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Postgres(conn))
        }
    }
}

/// Makes connections for r2d2.
pub struct Manager {
    pub url: Url,
    pub read_only: bool,
}

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = ConnectionError;

    fn connect(&self) -> Result<Conn, ConnectionError> {
        connect(&self.url, self.read_only)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), ConnectionError> {
        conn.batch_execute("SELECT 1").map_err(ConnectionError::CouldntSetupConfiguration)
    }

    /// A connection that a panic or a lost server left inside a transaction is thrown away.
    fn has_broken(&self, conn: &mut Conn) -> bool {
        use diesel::connection::TransactionManager;
        <Conn as Connection>::TransactionManager::is_broken_transaction_manager(conn)
    }
}

/// Runs the same expression on whichever backend it is: for the few queries that the common backend cannot say.
macro_rules! on_each {
    ($conn:expr, |$c:ident| $query:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($c) => $query,
            $crate::db::Conn::Postgres($c) => $query,
        }
    };
}
pub(crate) use on_each;
