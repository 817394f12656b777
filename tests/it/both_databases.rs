//! One folder of migrations makes the same tables on both databases, and `schema.rs` says what they are.

use crate::support::shop;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use lotbook::db::Conn;
use std::collections::BTreeMap;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    required: bool,
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, c.type AS kind, c.\"notnull\" AS required
    FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text AS kind, is_nullable = 'NO' AS required
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";

type Tables = BTreeMap<String, BTreeMap<String, (String, bool)>>;

#[test]
fn schema_rs_is_what_the_migrations_make() {
    shop(async |shop| {
        let made: Tables = shop.app().read(|conn| Ok(columns(conn))).await.unwrap();
        assert_eq!(made, of_schema_rs(include_str!("../../src/schema.rs")));
    });
}

fn columns(conn: &mut Conn) -> Tables {
    let sql = if matches!(conn, Conn::Sqlite(_)) { SQLITE } else { POSTGRES };
    let mut tables = Tables::new();
    for column in diesel::sql_query(sql).load::<Column>(conn).unwrap() {
        let kind = match column.kind.to_lowercase().as_str() {
            "text" => "Text",
            "bigint" => "BigInt",
            "boolean" => "Bool",
            "date" => "Date",
            "timestamp" | "timestamp without time zone" => "Timestamp",
            other => panic!("{}.{} is {other}, which only one database has", column.table_name, column.column_name),
        };
        tables.entry(column.table_name).or_default().insert(column.column_name, (kind.to_owned(), column.required));
    }
    tables
}

/// Reads the `table!` blocks, which are written one column a line.
fn of_schema_rs(source: &str) -> Tables {
    let mut tables = Tables::new();
    let mut current = String::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, kind)) = line.trim_end_matches(',').split_once(" -> ").filter(|(name, _)| !name.contains('(')) {
            let (kind, required) = match kind.strip_prefix("Nullable<") {
                Some(inner) => (inner.trim_end_matches('>'), false),
                None => (kind, true),
            };
            tables.get_mut(&current).unwrap().insert(name.to_owned(), (kind.to_owned(), required));
        } else if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut current);
            tables.insert(current.clone(), BTreeMap::new());
        }
    }
    assert!(tables.len() > 20);
    tables
}
