//! Places at which a test cuts an act off, as a crash would (architecture §7.3). Nothing else sets one.

use crate::error::{Result, internal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// A point of an act, named by what was the last thing done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Step {
    /// Nothing is written yet.
    Asked = 1,
    /// The intent is committed, nothing is sent.
    Opened = 2,
    /// The state has answered, and nothing of it is written.
    Answered = 3,
    /// `accept` has run and is not committed: as if it had failed.
    Accepting = 4,
    /// The outcome is committed, its follow-ups are planned and not begun.
    Accepted = 5,
}

/// Where the next act is to be cut off, if anywhere.
#[derive(Clone, Default)]
pub struct Dying(Arc<AtomicU8>);

impl Dying {
    /// The next act that gets there is cut off, once.
    pub fn cut_off_after(&self, step: Step) {
        self.0.store(step as u8, Ordering::SeqCst);
    }

    pub(super) fn at(&self, step: Step) -> Result<()> {
        match self.0.compare_exchange(step as u8, 0, Ordering::SeqCst, Ordering::SeqCst) {
            Ok(_) => Err(internal(format!("cut off after {step:?}, for a test"))),
            Err(_) => Ok(()),
        }
    }
}
