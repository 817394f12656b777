//! Everything that can go wrong, in the words of the person at the counter, and what an error of the database means to them.

use crate::values::{FilingId, Unreadable};
use actix_web::http::StatusCode;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("We could not find that.")]
    NotFound,
    #[error("Please sign in.")]
    SignedOut,
    #[error("Your account may not do that.")]
    Forbidden,
    /// What is wrong with which field.
    #[error("Please correct the marked fields.")]
    Invalid(Problems),
    /// A rule of the shop or of the law said no. Nothing was done.
    #[error("{0}")]
    Rule(String),
    /// The state said no; its own words.
    #[error("The state refused: {0}")]
    Refused(String),
    #[error("The state has not answered yet.")]
    Waiting(FilingId),
    /// Too much at once, or the database is away: nothing was written.
    #[error("{0}")]
    Busy(&'static str),
    #[error("Something broke on our side.")]
    Internal(#[source] anyhow::Error),
}

/// A message for each field that is wrong, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(field, message);
        problems
    }

    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.to_owned(), message.into()));
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message.as_str()))
    }

    /// `Ok` when nothing is wrong.
    pub fn check(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// A rule said no: what happened, to what, and what to do next.
pub fn rule<T>(words: impl Into<String>) -> Result<T> {
    Err(Error::Rule(words.into()))
}

pub fn not_found<T>() -> Result<T> {
    Err(Error::NotFound)
}

/// A fault of ours that no person can mend: logged with its chain, shown as a number only.
pub fn internal(words: impl Into<String>) -> Error {
    Error::Internal(anyhow::anyhow!(words.into()))
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            other => Self::Internal(other.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<Unreadable> for Error {
    /// For text that is not of a form (a path, a row): a form names its field instead.
    fn from(error: Unreadable) -> Self {
        Self::Rule(error.0)
    }
}

/// Turns a unique violation into words where the word is known.
pub trait OnUnique<T> {
    fn on_unique(self, words: impl FnOnce() -> Error) -> Result<T>;
}

impl<T> OnUnique<T> for Result<T, diesel::result::Error> {
    fn on_unique(self, words: impl FnOnce() -> Error) -> Result<T> {
        use diesel::result::{DatabaseErrorKind::UniqueViolation, Error::DatabaseError};
        self.map_err(|error| match error {
            DatabaseError(UniqueViolation, _) => words(),
            other => other.into(),
        })
    }
}

/// Only the status; `web/problems.rs` sees the request and makes the page.
impl actix_web::ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignedOut | Self::Waiting(_) => StatusCode::SEE_OTHER,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Invalid(_) | Self::Rule(_) | Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
