//! Who is calling: sessions of 128 hex digits that live as long as they are used (biotrack-api §1.3). They are not in the books: a
//! restart of the state ends them, and every client must be able to sign in again.

use super::rows::ApiUser;
use super::sets::Which;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A user of a company, signed in to one of the two data sets.
#[derive(Debug, Clone)]
pub struct Caller {
    pub ubi: String,
    pub username: String,
    signed_in_to: Which,
    /// The transaction that made the user: one removed and added again is another.
    since: i64,
    digest: String,
}

impl Caller {
    pub fn of(user: &ApiUser, signed_in_to: Which) -> Self {
        let (ubi, username) = (user.ubi.clone(), user.username.clone());
        Self { ubi, username, signed_in_to, since: user.since, digest: user.digest.clone() }
    }

    /// Whether this user of the data set `which` is the one who signed in. In the other set it must have the same password: a
    /// password of training opens nothing that is live.
    pub fn is(&self, user: &ApiUser, which: Which) -> bool {
        let same = if which == self.signed_in_to { user.since == self.since } else { user.digest == self.digest };
        same && !user.removed
    }
}

struct Session {
    caller: Caller,
    used_at: Instant,
}

/// The sessions that live.
pub struct Sessions {
    live: Mutex<HashMap<String, Session>>,
    life: Duration,
}

impl Sessions {
    pub fn new(minutes: i64) -> Self {
        Self::lasting(Duration::from_secs(minutes.max(0).unsigned_abs().saturating_mul(60)))
    }

    fn lasting(life: Duration) -> Self {
        Self { live: Mutex::default(), life }
    }

    /// Opens a session and forgets those that have ended.
    pub fn open(&self, caller: Caller) -> String {
        let id = std::iter::repeat_with(|| uuid::Uuid::new_v4().simple().to_string()).take(4).collect::<String>();
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.retain(|_, session| session.used_at.elapsed() < self.life);
        live.insert(id.clone(), Session { caller, used_at: Instant::now() });
        id
    }

    /// Whose session it is; using it keeps it alive.
    pub fn caller(&self, id: &str) -> Option<Caller> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let session = live.get_mut(id).filter(|session| session.used_at.elapsed() < self.life)?;
        session.used_at = Instant::now();
        Some(session.caller.clone())
    }

    pub fn end(&self, id: &str) {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::sleep;

    #[test]
    fn a_session_lives_as_long_as_it_is_used() {
        let sessions = Sessions::lasting(Duration::from_millis(600));
        let id = sessions.open(Caller::of(&ApiUser::new("1", "u", 0, String::new()), Which::Live));
        for _ in 0..3 {
            sleep(Duration::from_millis(300));
            assert!(sessions.caller(&id).is_some(), "it was used within its life");
        }
        sleep(Duration::from_millis(700));
        assert!(sessions.caller(&id).is_none());
    }
}
