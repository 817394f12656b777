//! What a pack holds, file by file. Each is read in parts: [`File::part`] answers what comes after a key.

use super::span::Span;
use super::{goods, ledger, told};
use crate::db::Conn;
use crate::error::Result;

/// Rows, packages or filings read at once.
pub const PART: i64 = 400;

/// Some rows of a file, and where the next ones begin.
pub struct Part {
    pub rows: Vec<Vec<String>>,
    /// None: that was all.
    pub next: Option<String>,
}

impl Part {
    /// Of what was read with [`PART`] as its limit; `keys` are theirs, in order.
    pub fn of(rows: Vec<Vec<String>>, keys: &[String]) -> Self {
        let is_full = i64::try_from(keys.len()).is_ok_and(|read| read >= PART);
        Self { rows, next: keys.last().filter(|_| is_full).cloned() }
    }
}

/// One file of a pack.
pub struct File {
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    pub headings: &'static [&'static str],
    pub part: fn(&mut Conn, &Span, &str) -> Result<Part>,
}

/// Every file of a pack.
pub const FILES: [File; 8] = [
    File { name: "packages.csv", title: "Packages", headings: &goods::PACKAGE, part: goods::packages },
    File { name: "moves.csv", title: "Moves", headings: &ledger::MOVE, part: ledger::moves },
    File { name: "adjustments.csv", title: "Adjustments", headings: &ledger::ADJUSTMENT, part: ledger::adjustments },
    File { name: "changes.csv", title: "Changes to packages", headings: &ledger::CHANGE, part: ledger::changes },
    File { name: "destructions.csv", title: "Destructions", headings: &goods::DESTRUCTION, part: goods::destructions },
    File { name: "filings.csv", title: "Filings and the state's answers", headings: &told::FILING, part: told::filings },
    File { name: "users.csv", title: "Users", headings: &told::USER, part: told::users },
    File { name: "events.csv", title: "Event log", headings: &told::EVENT, part: told::events },
];

/// A number or a name, or nothing.
pub fn maybe(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
