//! The logins of the state's interface: whoever may speak for the company there. They are not the people of a shop.

use super::Write;
use crate::biotrack::answer::Plain;
use crate::biotrack::trace::Trace;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A password on its way to the state. Shows nothing in its `Debug` and is left out of what is kept; an act must not keep it in its
/// intent either.
#[derive(Clone, Serialize)]
pub struct NewPassword(pub String);

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••••")
    }
}

/// A new login.
#[derive(Debug, Clone, Serialize)]
pub struct UserAdd {
    pub new_username: String,
    pub new_password: NewPassword,
    /// 0 or 1: may manage logins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_admin: Option<u8>,
    /// By the name of the action: 0 or 1.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub new_permissions: BTreeMap<String, u8>,
}

/// A login as it is from now on; at least one change.
#[derive(Debug, Clone, Serialize)]
pub struct UserModify {
    pub new_username: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_password: Option<NewPassword>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_admin: Option<u8>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub new_permissions: BTreeMap<String, u8>,
}

/// A login that ends.
#[derive(Debug, Clone, Serialize)]
pub struct UserRemove {
    pub new_username: String,
}

impl Write for UserAdd {
    const ACTION: &'static str = "user_add";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::nowhere()
    }
}

impl Write for UserModify {
    const ACTION: &'static str = "user_modify";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::nowhere()
    }
}

impl Write for UserRemove {
    const ACTION: &'static str = "user_remove";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::nowhere()
    }
}
