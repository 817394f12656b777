//! What an act is: a small struct with four functions, and the same thing without its type, for recovery.

use super::action::Action;
use crate::biotrack::{Answer, Decode, Message, Receipt, Trace};
use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, Permission};
use crate::values::{At, FilingId, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// The circumstances in which an act is opened.
pub struct Opening<'a> {
    pub filing: FilingId,
    pub clerk: &'a Clerk,
    /// Who gave their PIN for it.
    pub approver: Option<UserId>,
    /// The business clock.
    pub now: At,
    /// The state's own clock, for what it decides by time.
    pub state_now: At,
}

/// An act that the law cares about. `open` may say no; `accept` may not.
///
/// `open` takes `&mut self` so that it can complete the act with what only the transaction knows (a number, a price, the
/// package's room) before the act is stored as the filing's intent: `accept` then needs nothing that could have changed since.
pub trait Filing: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    const ACTION: Action;
    type Needs: Permission;
    /// Decoded in `biotrack` before `accept` sees it.
    type Answer: Decode;
    type Done: Serialize + DeserializeOwned + Send + 'static;

    /// The shop's own rules, and a hold or claim on everything that accepting will need.
    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message>;

    /// The state said yes. Nothing here may say no.
    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Self::Answer>) -> Result<Self::Done>;

    /// The state said no, or never heard of it: back to where it was. Claims are released by the door.
    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()>;

    /// How to find this act in the state's own ledger when its answer was lost.
    fn trace(&self, filing: FilingId) -> Trace;

    /// What is being done to what, for lists; never a person's name.
    fn summary(&self) -> String;

    /// The page with the form, to try again.
    fn form_url(&self) -> String;

    /// The page that shows the result.
    fn result_url(&self, done: &Self::Done) -> String;
}

/// An act as `open` left it.
pub struct Opened {
    pub intent: String,
    pub message: Message,
    pub summary: String,
    pub form_url: String,
}

/// An act as `accept` left it.
pub struct Accepted {
    pub done: String,
    pub result_url: String,
}

/// [`Filing`] without its type: what is stored is JSON, and recovery goes through the same four functions.
pub trait Act: Send + Sync {
    fn open(&self, tx: &mut Conn, intent: &str, opening: &Opening<'_>) -> Result<Opened>;
    fn accept(&self, tx: &mut Conn, intent: &str, filing: FilingId, answer: &Answer) -> Result<Accepted>;
    fn refuse(&self, tx: &mut Conn, intent: &str, filing: FilingId) -> Result<()>;
    fn trace(&self, intent: &str, filing: FilingId) -> Result<Trace>;
    /// Whether the answer can be read; one that cannot is "unknown", and is looked up like a lost one.
    fn decodes(&self, filing: FilingId, answer: &Answer) -> bool;
}

/// The one [`Act`] for each [`Filing`].
pub struct Of<A>(PhantomData<A>);

impl<A> Of<A> {
    pub const ACT: Self = Self(PhantomData);
}

impl<A: Filing> Act for Of<A> {
    fn open(&self, tx: &mut Conn, intent: &str, opening: &Opening<'_>) -> Result<Opened> {
        let mut act: A = serde_json::from_str(intent)?;
        let message = act.open(tx, opening)?;
        Ok(Opened { intent: serde_json::to_string(&act)?, message, summary: act.summary(), form_url: act.form_url() })
    }

    fn accept(&self, tx: &mut Conn, intent: &str, filing: FilingId, answer: &Answer) -> Result<Accepted> {
        let act: A = serde_json::from_str(intent)?;
        let receipt = answer.receipt(filing).map_err(anyhow::Error::new)?;
        let done = act.accept(tx, &receipt)?;
        Ok(Accepted { result_url: act.result_url(&done), done: serde_json::to_string(&done)? })
    }

    fn refuse(&self, tx: &mut Conn, intent: &str, filing: FilingId) -> Result<()> {
        serde_json::from_str::<A>(intent)?.refuse(tx, filing)
    }

    fn trace(&self, intent: &str, filing: FilingId) -> Result<Trace> {
        Ok(serde_json::from_str::<A>(intent)?.trace(filing))
    }

    fn decodes(&self, filing: FilingId, answer: &Answer) -> bool {
        answer.receipt::<A::Answer>(filing).is_ok()
    }
}
