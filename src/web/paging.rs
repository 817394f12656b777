//! Keyset paging: "older" and "newer" beside a row's key, never a page number, so ten thousand rows cost what fifty do.
//!
//! A model reads [`PAGE`] + 1 rows in the order of the screen (newest first) after or before the cursor's key, and hands them to
//! [`Paged::new`], which cuts the extra row off and knows which ways there are.

use serde::Deserialize;

/// Rows on a page.
pub const PAGE: usize = 50;
/// What a model asks the database for.
pub const PAGE_AND_ONE: i64 = 51;

/// The part of an address that says where a list begins: `?older=<key>` or `?newer=<key>`. Flatten it into a filter, or take
/// it as a second `Query`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Cursor {
    /// Rows that come after this key on the screen.
    pub older: Option<String>,
    /// Rows that come before it, read in the opposite order.
    pub newer: Option<String>,
}

impl Cursor {
    /// True when the rows are read in the opposite order of the screen.
    pub fn is_backwards(&self) -> bool {
        self.older.is_none() && self.newer.is_some()
    }
}

/// One page of rows, and the keys of its neighbours.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    /// `older=<key>`, to follow the filter's own query.
    pub older: Option<String>,
    pub newer: Option<String>,
}

impl<T> Paged<T> {
    /// `rows` as read for `cursor`, at most [`PAGE_AND_ONE`] of them; `key` is what the order compares.
    pub fn new(mut rows: Vec<T>, cursor: &Cursor, key: impl Fn(&T) -> String) -> Self {
        let there_is_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let backwards = cursor.is_backwards();
        if backwards {
            rows.reverse();
        }
        let (has_older, has_newer) = if backwards { (true, there_is_more) } else { (there_is_more, cursor.older.is_some()) };
        let older = rows.last().filter(|_| has_older).map(|row| format!("older={}", key(row)));
        let newer = rows.first().filter(|_| has_newer).map(|row| format!("newer={}", key(row)));
        Self { rows, older, newer }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there is anything to turn to.
    pub fn has_neighbours(&self) -> bool {
        self.older.is_some() || self.newer.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_its_neighbours_both_ways() {
        let key = |row: &i32| row.to_string();
        let first = Paged::new((0..51).rev().collect(), &Cursor::default(), key);
        assert_eq!((first.rows.len(), first.older.as_deref(), first.newer), (50, Some("older=1"), None));
        let last = Paged::new(vec![0], &Cursor { older: Some("1".into()), newer: None }, key);
        assert_eq!((last.older, last.newer.as_deref()), (None, Some("newer=0")));
        let back = Paged::new((1..51).collect(), &Cursor { older: None, newer: Some("0".into()) }, key);
        assert_eq!((back.rows.first(), back.older.as_deref(), back.newer), (Some(&50), Some("older=1"), None));
    }
}
