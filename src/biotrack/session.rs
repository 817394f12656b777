//! Our session with the state: signed in on demand, once for all who wait, renewed before it can run out.

use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// The life of a session is not published; others renew after 50 to 55 minutes (biotrack-api §1.3).
const RENEWED_AFTER: Duration = Duration::from_secs(50 * 60);

/// The secret of a session. Has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token(Arc<str>);

impl Token {
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The one session, or none.
#[derive(Default)]
pub(super) struct Session(Mutex<Slot>);

#[derive(Default)]
struct Slot {
    open: Option<(Token, Instant)>,
    failed: Option<(Instant, String)>,
}

impl Session {
    /// The token, signing in if there is none that is still good. `sign_in` gives a token or the words of its failure.
    pub async fn token(&self, sign_in: impl Future<Output = Result<Token, String>>) -> Result<Token, String> {
        let asked = Instant::now();
        let mut slot = self.0.lock().await;
        if let Some((token, since)) = &slot.open
            && since.elapsed() < RENEWED_AFTER
        {
            return Ok(token.clone());
        }
        // Whoever waited while a sign-in failed has its answer: the next in line must not wait for a time limit of its own.
        if let Some((at, words)) = &slot.failed
            && *at > asked
        {
            return Err(words.clone());
        }
        match sign_in.await {
            Ok(token) => {
                slot.open = Some((token.clone(), Instant::now()));
                Ok(token)
            }
            Err(words) => {
                slot.failed = Some((Instant::now(), words.clone()));
                Err(words)
            }
        }
    }

    /// The state no longer knows this token. A newer one, made by somebody else meanwhile, stays.
    pub async fn forget(&self, stale: &Token) {
        let mut slot = self.0.lock().await;
        if slot.open.as_ref().is_some_and(|(token, _)| token == stale) {
            slot.open = None;
        }
    }
}
