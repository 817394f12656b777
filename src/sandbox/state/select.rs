//! Reading a kind of rows by whose they are and by their transactions. Every question here is answered from an index
//! (`migrations/sandbox`): a `sync_*` from a transaction on must not cost more when the books have grown.

use super::{Books, Entry, Row};
use crate::sandbox::refusal::Result;
use crate::sandbox::schema::rows;
use diesel::prelude::*;

/// Which rows of a table.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Inclusive, as the state has it.
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// Only what is not deleted.
    pub active: bool,
    /// Only of these owners; `None` for all.
    pub owners: Option<Vec<String>>,
    /// Only what that transaction made, whoever changed it since.
    pub made_by: Option<i64>,
}

impl Selection {
    pub fn of(owner: &str) -> Self {
        Self { owners: Some(vec![owner.to_owned()]), ..Self::default() }
    }

    pub fn made_by(transaction: i64) -> Self {
        Self { made_by: Some(transaction), ..Self::default() }
    }

    fn has(&self, entry: &Entry) -> bool {
        self.start.is_none_or(|start| start <= entry.transaction_id)
            && self.end.is_none_or(|end| entry.transaction_id <= end)
            && !(self.active && entry.deleted)
    }
}

impl Books<'_> {
    /// The entries of a kind, oldest change first.
    pub fn select(&mut self, kind: &str, which: &Selection) -> Result<Vec<Entry>> {
        let mut query = rows::table.select(Entry::as_select()).filter(rows::kind.eq(kind)).into_boxed();
        if let Some(start) = which.start {
            query = query.filter(rows::transaction_id.ge(start));
        }
        if let Some(end) = which.end {
            query = query.filter(rows::transaction_id.le(end));
        }
        if which.active {
            query = query.filter(rows::deleted.eq(false));
        }
        if let Some(owners) = &which.owners {
            query = query.filter(rows::owner.eq_any(owners.clone()));
        }
        if let Some(transaction) = which.made_by {
            query = query.filter(rows::transaction_original.eq(transaction));
        }
        let mut entries: Vec<Entry> = query.load(self.conn)?;
        // Not by the database: asked for this order, SQLite reads the whole kind in it, whoever's the rows are.
        entries.sort_by(|a, b| (a.transaction_id, &a.id).cmp(&(b.transaction_id, &b.id)));
        Ok(entries)
    }

    /// The entry of that identifier and those under it (`id/…`), of 16-digit identifiers: none is the beginning of another.
    pub fn under(&mut self, kind: &str, id: &str, which: &Selection) -> Result<Vec<Entry>> {
        let query =
            rows::table.select(Entry::as_select()).filter(rows::kind.eq(kind)).filter(rows::id.between(id, format!("{id}0")));
        let mut entries: Vec<Entry> = query.order(rows::id).load(self.conn)?;
        entries.retain(|entry| which.has(entry));
        Ok(entries)
    }

    /// The ids alone of what is of these owners.
    pub fn ids(&mut self, kind: &str, owners: &[String]) -> Result<Vec<String>> {
        let query = rows::table.filter(rows::kind.eq(kind)).filter(rows::owner.eq_any(owners.to_vec()));
        Ok(query.select(rows::id).load(self.conn)?)
    }

    pub fn of_owner<T: Row>(&mut self, owner: &str) -> Result<Vec<T>> {
        self.select(T::KIND, &Selection::of(owner))?.iter().map(Entry::row).collect()
    }

    pub fn all<T: Row>(&mut self) -> Result<Vec<T>> {
        self.select(T::KIND, &Selection::default())?.iter().map(Entry::row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{self, Conn, Db};
    use crate::sandbox::refusal::Failure;
    use diesel::sql_types::Text;

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }

    /// How the database would answer this, as it has been told nothing about the sizes of things.
    fn plan(conn: &mut Conn, condition: &str) -> Result<String> {
        let question = format!("EXPLAIN QUERY PLAN SELECT * FROM rows WHERE {condition}");
        let steps: Vec<Step> = diesel::sql_query(question).load(conn)?;
        Ok(steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("; "))
    }

    #[tokio::test]
    async fn no_question_reads_more_than_its_answer() {
        let folder = tempfile::tempdir().unwrap();
        let url = db::Url::Sqlite(folder.path().join("books.sqlite"));
        db::migrate::run(&url, db::migrate::SANDBOX).unwrap();
        let books = Db::open(&url).unwrap();
        let questions = [
            ("kind = 'sale' AND transaction_id >= 5 AND owner IN ('A', 'B')", "(kind=? AND owner=? AND transaction_id>?)"),
            ("kind = 'sale' AND owner IN ('A', 'B')", "(kind=? AND owner=?)"),
            (
                "kind = 'vendor' AND transaction_id >= 5 AND transaction_id <= 9",
                "(kind=? AND transaction_id>? AND transaction_id<?)",
            ),
            (
                "kind = 'sale' AND owner IN ('A', 'B') AND deleted = 0 AND transaction_original = 5",
                "(kind=? AND transaction_original=?)",
            ),
            ("kind = 'manifest_stop' AND id BETWEEN '12' AND '120'", "(kind=? AND id>? AND id<?)"),
        ];
        for (condition, by) in questions {
            let plan = books.read::<_, Failure, _>(move |conn| plan(conn, condition)).await.unwrap();
            assert!(plan.contains(by), "{condition}: {plan}");
        }
    }
}
