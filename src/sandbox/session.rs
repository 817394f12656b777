//! Who is calling: sessions of 128 hex digits that live as long as they are used (biotrack-api §1.3). They are not in the books: a
//! restart of the state ends them, and every client must be able to sign in again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A user of a company, signed in.
#[derive(Debug, Clone)]
pub struct Caller {
    pub ubi: String,
    pub username: String,
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
        Self { live: Mutex::default(), life: Duration::from_secs(minutes.max(0).unsigned_abs() * 60) }
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
