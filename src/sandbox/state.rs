//! The state's own books: every row is one JSON object under a kind and an id, stamped with the transaction that last touched it.
//!
//! A field whose name begins with an underscore stays in the books; everything else is what `sync_*` sends.

mod select;

pub use select::Selection;

use super::profile::{Identifiers, Profile};
use super::refusal::Result;
use super::schema::{meta, nonces, rows};
use crate::db::Conn;
use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A row of one of the state's tables.
pub trait Row: Serialize + DeserializeOwned {
    const KIND: &'static str;
    fn id(&self) -> String;
    /// Whose it is: a licence, a company or a card.
    fn owner(&self) -> String;
    fn deleted(&self) -> bool {
        false
    }
}

/// A row as it lies in the books.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = rows)]
pub struct Entry {
    pub kind: String,
    pub id: String,
    pub owner: String,
    pub transaction_id: i64,
    pub transaction_original: i64,
    pub deleted: bool,
    pub body: String,
}

impl Entry {
    pub fn row<T: Row>(&self) -> Result<T> {
        Ok(serde_json::from_str(&self.body)?)
    }
}

/// The books, open inside one transaction of the database. `now` is the state's clock.
pub struct Books<'c> {
    conn: &'c mut Conn,
    pub profile: &'c Profile,
    pub now: i64,
    /// The transaction of the state that this call makes; 0 in a read.
    pub transaction: i64,
    entries: u32,
}

impl<'c> Books<'c> {
    pub fn reading(conn: &'c mut Conn, profile: &'c Profile, now: i64) -> Self {
        Self { conn, profile, now, transaction: 0, entries: 0 }
    }

    /// Takes the next transaction: it goes with everything else when the call is refused.
    pub fn writing(conn: &'c mut Conn, profile: &'c Profile, now: i64) -> Result<Self> {
        let mut books = Self { conn, profile, now, transaction: 0, entries: 0 };
        let last = books.meta("transaction")?.and_then(|text| text.parse().ok()).unwrap_or(FIRST_TRANSACTION);
        books.transaction = last + 1;
        books.set_meta("transaction", &(last + 1).to_string())?;
        Ok(books)
    }

    pub fn get<T: Row>(&mut self, id: &str) -> Result<Option<T>> {
        self.entry(T::KIND, id)?.map(|entry| entry.row()).transpose()
    }

    pub fn entry(&mut self, kind: &str, id: &str) -> Result<Option<Entry>> {
        let found = rows::table.find((kind, id)).select(Entry::as_select()).first(self.conn).optional()?;
        Ok(found)
    }

    /// Adds or replaces a row, stamped with this call's transaction. The first transaction is kept.
    pub fn put<T: Row>(&mut self, row: &T) -> Result<()> {
        let mut body = serde_json::to_value(row)?;
        if let Some(fields) = body.as_object_mut() {
            fields.insert("sessiontime".into(), self.now.into());
        }
        let (id, body) = (row.id(), body.to_string());
        let stamped = (rows::owner.eq(row.owner()), rows::transaction_id.eq(self.transaction), rows::deleted.eq(row.deleted()));
        let touched = diesel::update(rows::table.find((T::KIND, &id))).set((stamped, rows::body.eq(&body))).execute(self.conn)?;
        if touched == 0 {
            let (transaction_id, transaction_original) = (self.transaction, self.transaction);
            let (kind, owner, deleted) = (T::KIND.to_owned(), row.owner(), row.deleted());
            let entry = Entry { kind, id, owner, transaction_id, transaction_original, deleted, body };
            diesel::insert_into(rows::table).values(&entry).execute(self.conn)?;
        }
        Ok(())
    }

    /// Every row there is, for the control door.
    pub fn everything(&mut self) -> Result<Vec<Entry>> {
        let order = (rows::kind, rows::transaction_id, rows::id);
        Ok(rows::table.select(Entry::as_select()).order(order).load(self.conn)?)
    }

    /// Puts an entry into new books exactly as it is.
    pub fn restore(&mut self, entry: &Entry) -> Result<()> {
        diesel::insert_into(rows::table).values(entry).execute(self.conn)?;
        Ok(())
    }

    /// The key of the next ledger row of this transaction.
    pub fn ledger_key(&mut self) -> String {
        self.entries += 1;
        format!("{}-{:04}", self.transaction, self.entries)
    }

    /// A 16-digit identifier that nothing has yet, made as the profile says: random-looking, leading zeros and all (biotrack-api
    /// §1.8), or counted.
    pub fn new_identifier(&mut self) -> Result<String> {
        loop {
            let identifier = match self.profile.identifiers {
                Identifiers::Random => format!("{:016}", uuid::Uuid::new_v4().as_u128() % 10_000_000_000_000_000),
                Identifiers::CountedFrom(first) => format!("{:016}", self.counted(first)?),
            };
            let taken = rows::table.filter(rows::id.eq(&identifier)).filter(rows::kind.eq_any([
                "inventory",
                "manifest",
                "inventory_qa_sample",
                "id_preassign",
            ]));
            if taken.select(rows::id).first::<String>(self.conn).optional()?.is_none() {
                return Ok(identifier);
            }
        }
    }

    /// The next number of a counter that begins at `first`.
    fn counted(&mut self, first: i64) -> Result<i64> {
        let next = self.meta("identifier")?.and_then(|text| text.parse().ok()).unwrap_or(first);
        self.set_meta("identifier", &(next + 1).to_string())?;
        Ok(next)
    }

    pub fn answer_to(&mut self, ubi: &str, nonce: &str) -> Result<Option<String>> {
        Ok(nonces::table.find((ubi, nonce)).select(nonces::answer).first(self.conn).optional()?)
    }

    /// Keeps the answer to a nonce; a nonce used twice replays the later one.
    pub fn keep_answer(&mut self, ubi: &str, nonce: &str, answer: &Value) -> Result<()> {
        let answer = answer.to_string();
        let kept = diesel::update(nonces::table.find((ubi, nonce))).set(nonces::answer.eq(&answer)).execute(self.conn)?;
        if kept == 0 {
            let new = (nonces::ubi.eq(ubi), nonces::nonce.eq(nonce), nonces::answer.eq(&answer));
            diesel::insert_into(nonces::table).values(new).execute(self.conn)?;
        }
        Ok(())
    }

    pub fn meta(&mut self, name: &str) -> Result<Option<String>> {
        Ok(meta::table.find(name).select(meta::value).first(self.conn).optional()?)
    }

    pub fn set_meta(&mut self, name: &str, value: &str) -> Result<()> {
        let kept = diesel::update(meta::table.find(name)).set(meta::value.eq(value)).execute(self.conn)?;
        if kept == 0 {
            diesel::insert_into(meta::table).values((meta::name.eq(name), meta::value.eq(value))).execute(self.conn)?;
        }
        Ok(())
    }
}

/// The books begin here: live ones are never at 1.
const FIRST_TRANSACTION: i64 = 71_000_000;

/// Values kept in the books as the decimal text of the wire.
pub mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use serde_json::Value;

    /// A small type that is written and read as a decimal.
    pub trait Decimal: Sized {
        fn written(&self) -> String;
        fn read(text: &str) -> Option<Self>;
    }

    impl Decimal for crate::values::Quantity {
        fn written(&self) -> String {
            self.wire()
        }
        fn read(text: &str) -> Option<Self> {
            super::super::ask::rounded(text, 2).map(Self)
        }
    }

    impl Decimal for crate::values::Cents {
        fn written(&self) -> String {
            self.plain()
        }
        fn read(text: &str) -> Option<Self> {
            super::super::ask::rounded(text, 2).map(Self)
        }
    }

    impl Decimal for crate::values::Amount {
        fn written(&self) -> String {
            self.to_string()
        }
        fn read(text: &str) -> Option<Self> {
            super::super::ask::rounded(text, 3).map(Self)
        }
    }

    pub fn serialize<T: Decimal, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.written())
    }

    pub fn deserialize<'de, T: Decimal, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Null => "0".to_owned(), // an order for smoking has no daily dose
            other => other.to_string(),
        };
        T::read(&text).ok_or_else(|| D::Error::custom(format!("“{text}” is no decimal number")))
    }
}
