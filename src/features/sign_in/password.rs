//! Passwords as Argon2id: 19 MiB and two passes (OWASP's setting), two at a time, so that a rush at the door leaves the counter its cores.

use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::Semaphore;

static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What an unknown person's password is compared with: the same work, and never right.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_password_now(&uuid::Uuid::new_v4().to_string()).unwrap_or_default());

/// The hash to store; off the worker's thread.
pub async fn hash_password(password: String) -> Result<String> {
    taking_turns(move || hash_password_now(&password)).await
}

/// [`hash_password`] on this thread: for filling a new database.
pub fn hash_password_now(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Error::Internal(anyhow::anyhow!("a password could not be hashed: {error}")))
}

/// Whether `password` is the one behind `hash`; without a hash (nobody of that name) the same work, and no.
pub async fn is_right(password: String, hash: Option<String>) -> Result<bool> {
    taking_turns(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let matches = PasswordVerifier::<str>::verify_password(&Argon2::default(), password.as_bytes(), &hash).is_ok();
        Ok(known && matches)
    })
    .await
}

async fn taking_turns<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let turn = tokio::time::timeout(Duration::from_secs(5), AT_ONCE.acquire()).await;
    let _turn = match turn {
        Ok(Ok(turn)) => turn,
        _ => return Err(Error::Busy("Too many people are signing in at once. Nothing was done; please try again in a moment.")),
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.into()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_somebody_opens() {
        let hash = hash_password("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_right("correct horse".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!is_right("correct hors".to_owned(), Some(hash)).await.unwrap());
        assert!(!is_right("correct horse".to_owned(), None).await.unwrap());
    }
}
