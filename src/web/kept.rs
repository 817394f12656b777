//! What survives the redirect after a form that could not be taken: the typed values (never secrets) and what is wrong with them.
//! Kept in the session row for five minutes and for one page only, and shown once.

use crate::error::{Problems, Result};
use crate::values::At;
use actix_session::Session;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// The session's entry with the words for the next page.
pub const NOTICE: &str = "notice";
const KEPT: &str = "kept";
/// Beyond this, the words come back but the typed values do not: a session row is no place for them.
const LIMIT: usize = 64 * 1024;

/// A form that came back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The page it belongs to; another tab does not get it.
    page: String,
    at: At,
    values: Vec<(String, String)>,
    problems: Problems,
    /// What was wrong with the whole, if it was no single field.
    words: Option<String>,
    /// The state's own words.
    quotation: Option<String>,
}

impl Kept {
    pub fn new(page: &str, at: At, typed: &[(String, String)]) -> Self {
        let size: usize = typed.iter().map(|(name, value)| name.len() + value.len()).sum();
        let open = |(name, _): &&(String, String)| !is_secret(name) && name != "form_key";
        let values = if size > LIMIT { Vec::new() } else { typed.iter().filter(open).cloned().collect() };
        Self { page: page.to_owned(), at, values, ..Self::default() }
    }

    pub fn problems(self, problems: Problems) -> Self {
        Self { problems, ..self }
    }

    pub fn words(self, words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), ..self }
    }

    pub fn quotation(self, words: impl Into<String>) -> Self {
        Self { quotation: Some(words.into()), ..self }
    }

    /// Puts it into the session.
    pub fn save(&self, session: &Session) -> Result<()> {
        session.insert(KEPT, self).map_err(|error| crate::error::Error::Internal(error.into()))
    }

    /// The lock was opened: the page that it belongs to is shown next, however long that took.
    pub fn renew(session: &Session, now: At) -> Result<()> {
        match session.get::<Self>(KEPT) {
            Ok(Some(kept)) => Self { at: now, ..kept }.save(session),
            _ => Ok(()),
        }
    }

    /// Takes what was kept for `page` out of the session; what is too old is dropped.
    pub fn take(session: &Session, page: &str, now: At) -> Self {
        let Ok(Some(kept)) = session.get::<Self>(KEPT) else { return Self::default() };
        let fresh = now - kept.at < TimeDelta::minutes(5);
        if fresh && kept.page != page {
            return Self::default();
        }
        session.remove(KEPT);
        if fresh { kept } else { Self::default() }
    }

    /// Nothing was sent before.
    pub fn is_empty(&self) -> bool {
        self.page.is_empty()
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether this box was ticked, or this choice chosen.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(field, typed)| field == name && typed == value)
    }

    pub fn problem(&self, name: &str) -> Option<&str> {
        self.problems.of(name)
    }

    pub fn all_problems(&self) -> &Problems {
        &self.problems
    }

    pub fn words_for_all(&self) -> Option<&str> {
        self.words.as_deref()
    }

    pub fn state_words(&self) -> Option<&str> {
        self.quotation.as_deref()
    }
}

/// Names of fields that are never kept, logged or shown again.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let has_part = |part| name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == part);
    // The form for a new password calls the old one and the repeated one so.
    let is_of_passwords = ["current", "again"].contains(&name.as_str());
    is_of_passwords || ["password", "secret", "card_key"].iter().any(|word| name.contains(word)) || has_part("pin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_kept_and_shipping_is_no_pin() {
        for name in ["password", "new_password", "manager_pin", "pin", "card_key", "api_secret", "current", "again"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["shipping", "name", "opinion", "card_id", "current_room"] {
            assert!(!is_secret(name), "{name}");
        }
        let typed = [("name".to_owned(), "Ann".to_owned()), ("password".to_owned(), "hunter2".to_owned())];
        let kept = Kept::new("/users/new", At::default(), &typed);
        assert_eq!((kept.value("name"), kept.value("password")), (Some("Ann"), None));
    }
}
