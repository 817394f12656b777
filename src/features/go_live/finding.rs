//! What was found of one thing that must be right before a store goes live.

use crate::may::{
    Granted, Permission, SeeFilings, SeeFleet, SeeGoLive, SeeInventory, SeeProducts, SeeReceiving, SeeRooms, SeeUsers,
};
use crate::values::{At, text_enum};
use serde::{Deserialize, Serialize};

/// So many things are listed by name; the rest is a number.
const LISTED: usize = 40;

text_enum! {
    /// What is looked at, in the order of the page.
    Subject {
        Credentials = "credentials", "Sign-in to BioTrack";
        Deliveries = "deliveries", "Deliveries and manifests";
        Rooms = "rooms", "Rooms";
        Fleet = "fleet", "Drivers and vehicles";
        Staff = "staff", "Staff in the MMUR";
        Catalog = "catalog", "Cannabis products";
        Packages = "packages", "Packages";
        Filings = "filings", "Filings";
        Uploads = "uploads", "Initial uploads";
    }
}

text_enum! {
    Outcome {
        Pass = "pass", "Pass";
        Fail = "fail", "Fail";
        Unknown = "unknown", "Unknown";
    }
}

impl Outcome {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Pass => "accepted",
            Self::Fail => "refused",
            Self::Unknown => "waiting",
        }
    }
}

impl Subject {
    /// Where it is mended, the words of the way there, and who may go.
    fn place(self) -> Option<(&'static str, &'static str, &'static str)> {
        Some(match self {
            // Of the program's own settings, which no page changes.
            Self::Credentials => return None,
            Self::Deliveries => ("/receiving", "Receive inventory", SeeReceiving::NAME),
            Self::Rooms => ("/rooms", "Rooms", SeeRooms::NAME),
            Self::Fleet => ("/drivers", "Drivers", SeeFleet::NAME),
            Self::Staff => ("/users", "Users", SeeUsers::NAME),
            Self::Catalog => ("/products", "Catalog", SeeProducts::NAME),
            Self::Packages => ("/inventory", "Inventory", SeeInventory::NAME),
            Self::Filings => ("/filings", "Filings", SeeFilings::NAME),
            Self::Uploads => ("/go-live/uploads", "Initial uploads", SeeGoLive::NAME),
        })
    }
}

/// One thing of a list, and its page if it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub words: String,
    pub url: Option<String>,
}

impl Detail {
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), url: None }
    }

    pub fn at(words: impl Into<String>, url: impl Into<String>) -> Self {
        Self { words: words.into(), url: Some(url.into()) }
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub subject: Subject,
    pub outcome: Outcome,
    pub words: String,
    pub details: Vec<Detail>,
    /// Details that are not listed.
    pub more: i64,
    pub checked_at: At,
}

impl Finding {
    /// Passes when nothing is wrong; `wrong` otherwise says how many are.
    pub fn of(subject: Subject, now: At, right: String, wrong: impl FnOnce(usize) -> String, details: Vec<Detail>) -> Self {
        if details.is_empty() {
            return Self { subject, outcome: Outcome::Pass, words: right, details, more: 0, checked_at: now };
        }
        Self::listing(subject, Outcome::Fail, now, wrong(details.len()), details)
    }

    pub fn listing(subject: Subject, outcome: Outcome, now: At, words: String, mut details: Vec<Detail>) -> Self {
        let more = i64::try_from(details.len().saturating_sub(LISTED)).unwrap_or(i64::MAX);
        details.truncate(LISTED);
        Self { subject, outcome, words, details, more, checked_at: now }
    }

    /// The state could not be asked.
    pub fn unknown(subject: Subject, now: At, why: &str) -> Self {
        let words = format!("The state gave no answer, so this is not known. {why}");
        Self::listing(subject, Outcome::Unknown, now, words, Vec::new())
    }

    /// The way to where it is mended, for whoever may go there.
    pub fn way(&self, granted: &Granted) -> Option<(&'static str, &'static str)> {
        let (url, words, _) = self.subject.place().filter(|(_, _, needs)| granted.has(needs))?;
        Some((url, words))
    }

    /// Whether somebody may open the pages of the details.
    pub fn opens(&self, granted: &Granted) -> bool {
        self.subject.place().is_some_and(|(_, _, needs)| granted.has(needs))
    }
}

/// `1 room`, `3 rooms`.
pub fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}
