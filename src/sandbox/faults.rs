//! Faults on demand: what a network and a tired server do to a call (biotrack-api §3.1). Set through the control door.

use serde::Deserialize;
use std::sync::{Mutex, PoisonError};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The connection closes without an answer; nothing was done.
    DropBefore,
    /// It was done; the connection closes without an answer.
    DropAfter,
    /// The call waits before it is done: the caller may have given up, and it is done all the same.
    Delay,
    /// It was done; the answer waits.
    DelayAfter,
    /// Status 500, and nothing was done.
    #[serde(rename = "error_500")]
    Error500,
    /// It was done; status 200 with an empty body.
    Empty,
    /// It was done; the answer is cut off in the middle.
    Garbage,
    /// It was done; a header leaks into the body before the answer.
    HeaderLeak,
    /// The session ends just before the call.
    ExpireSession,
    /// The call is refused with the given code and text.
    Refuse,
}

/// One fault: for an action (`*` is any), so many times.
#[derive(Debug, Clone, Deserialize)]
pub struct Fault {
    #[serde(default = "any")]
    pub action: String,
    pub kind: Kind,
    #[serde(default = "once")]
    pub count: u64,
    #[serde(default)]
    pub millis: u64,
    pub code: Option<i64>,
    pub text: Option<String>,
}

fn any() -> String {
    "*".into()
}

fn once() -> u64 {
    1
}

/// The faults that wait for their calls.
#[derive(Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub fn add(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The oldest fault for that action, used once.
    pub fn take(&self, action: &str) -> Option<Fault> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = waiting.iter_mut().find(|fault| fault.count > 0 && (fault.action == action || fault.action == "*"))?;
        fault.count -= 1;
        let taken = fault.clone();
        waiting.retain(|fault| fault.count > 0);
        Some(taken)
    }
}
