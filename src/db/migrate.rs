//! Migrations, embedded in the binary and run at start. One folder serves both databases (see `migrations/README.md`).

use super::connect::{Conn, Url, connect};
use diesel::RunQueryDsl;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// The shop's own tables.
pub const SHOP: EmbeddedMigrations = embed_migrations!("migrations/shop");
/// The sandbox's books: another file, another schema.
pub const SANDBOX: EmbeddedMigrations = embed_migrations!("migrations/sandbox");

/// Runs what is pending. On PostgreSQL under an advisory lock: of four processes that started at once, three failed without it.
pub fn run(url: &Url, migrations: EmbeddedMigrations) -> anyhow::Result<()> {
    let mut conn = connect(url, false)?;
    if let Conn::Postgres(conn) = &mut conn {
        diesel::sql_query("SELECT pg_advisory_lock(7105000)").execute(conn)?;
    }
    // The lock ends with this connection.
    conn.run_pending_migrations(migrations).map(drop).map_err(|error| anyhow::anyhow!("migrating {url:?} failed: {error}"))
}
