//! Talks to the state's traceability interface. Knows no tables and no features.
//!
//! What it guards: a write leaves at most once. There are four answers to a send — yes, no, "it never left" and "we do not
//! know" — and only a yes makes an [`Answer`], from which alone a [`Receipt`] can be made. What is not known is asked about
//! ([`Biotrack::replay`], [`Biotrack::search`]), never sent again. The one exception is an expired session, which the state
//! raises before any effect. Bodies, secrets and names are never logged.

mod answer;
mod client;
mod florida;
mod health;
mod loose;
pub mod messages;
mod reads;
mod registry;
mod replay;
mod session;
#[cfg(test)]
mod tests;
mod trace;
mod wire;

pub use answer::{
    Answer, Decode, Derivative, Derivatives, FiledTax, NewBarcodes, NewHold, NewLot, NewManifest, NewPackages, NewSample,
    NewSamples, OneBarcode, Plain, Receipt, RetestSamples, Undecodable,
};
pub use client::Biotrack;
pub use florida::{Fulfilment, HeldLine, HoldStatus, StaffRole, StaffStanding, StateHold};
pub use health::Health;
pub use messages::{Message, Write};
pub use reads::{
    Adjustment, Checked, IncomingLine, IncomingManifest, Item, LabResult, LabSample, Look, Manifest, ManifestItem, ManifestStop,
    Returned, SaleRow, SampleGiven, StateEmployee, StateRoom, StateVehicle, SumAnswer, SumAsked, Table, TaxReport, Transfer,
    Transporter, Vendor, Window,
};
pub use registry::{
    CardStatus, Caregiver, ExceptionKind, PastDispensation, PastStatus, RegistryAnswer, RegistryException, RegistryOrder,
};
pub use trace::{Found, Trace};

use std::fmt;
use std::time::Duration;

/// Where the state's interface is, who we are there, and our limits. Has no `Debug`: it holds a password.
#[derive(Clone)]
pub struct Settings {
    /// The whole address, `https://<state-host>/serverjson.asp`.
    pub url: String,
    /// The company's number, which the login calls `license_number`.
    pub ubi: String,
    pub username: String,
    pub password: String,
    /// For one call, from its first byte to the last of its answer.
    pub timeout: Duration,
    /// How many calls may be under way at once.
    pub in_flight: usize,
}

/// What became of one write.
#[derive(Debug)]
pub enum Reply {
    /// The state did it.
    Accepted(Answer),
    /// The state did not do it.
    Refused(Refusal),
    /// It never reached the state, and will not; in words.
    NotSent(String),
    /// The state may have done it or not; why we do not know. To be asked about, never sent again.
    Unknown(String),
}

/// The state's no, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: Option<i64>,
    pub text: String,
}

impl Refusal {
    /// Codes are coarse (602 is a catch-all), so what was meant is in the text (biotrack-api §1.6).
    pub fn says(&self, words: &str) -> bool {
        self.text.to_lowercase().contains(words)
    }

    /// The code alone (63) is not enough: it also means a wrong location. What counts is `session.+expired`.
    pub fn is_expired_session(&self) -> bool {
        let text = self.text.to_lowercase();
        text.split_once("session").is_some_and(|(_, rest)| rest.rfind("expired").is_some_and(|between| between > 0))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A question got no usable answer; why, in words for the screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Silence(pub String);

/// A question got a no, or no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("The state refused: {0}")]
    Refused(Refusal),
    #[error("{0}")]
    Silent(Silence),
}

impl From<Silence> for ReadError {
    fn from(silence: Silence) -> Self {
        Self::Silent(silence)
    }
}
