//! SQL functions that both databases have and Diesel does not name.

#![allow(clippy::disallowed_types, reason = "the macro names SQLite's connection for a function that nothing here registers")]

diesel::define_sql_function! {
    /// Lower case, on both databases.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
