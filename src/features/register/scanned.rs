//! What became of a scan or a change of a line, as the screen says it.

use super::advice::Advice;
use super::cart::Cart;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::values::{CartId, CartLineId};
use serde::{Deserialize, Serialize};

/// What became of a scan or a change. A refusal is written down as well: the screen shows it until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    pub words: String,
    pub refused: bool,
    /// The line that came of it.
    #[serde(default)]
    pub line: Option<CartLineId>,
    /// It named a product, and we chose the package.
    #[serde(default)]
    pub by_product: bool,
}

/// What was done, in words, to which line.
pub struct Said {
    pub words: String,
    pub line: CartLineId,
    pub by_product: bool,
}

impl Said {
    pub fn of_line(words: String, line: CartLineId) -> Self {
        Self { words, line, by_product: false }
    }
}

/// Why nothing was done.
pub enum No {
    Error(Error),
    /// A rule said no, and this would make room.
    Advised(String, Advice),
}

impl From<Error> for No {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Scanned {
    /// `done` in words, or what a rule said against it; either is the cart's newest message.
    pub fn note(tx: &mut Conn, cart: CartId, done: Result<Said, No>, not: &str) -> Result<Self> {
        // Nothing has been written when a rule says no: holding the stock is the last check and the first write.
        let refused = |words| Self { words: format!("{not} {words}"), refused: true, line: None, by_product: false };
        let (scanned, advice) = match done {
            Ok(Said { words, line, by_product }) => (Self { words, refused: false, line: Some(line), by_product }, None),
            Err(No::Advised(words, advice)) => (refused(words), Some(advice)),
            Err(No::Error(Error::Rule(words))) => (refused(words), None),
            Err(No::Error(other)) => return Err(other),
        };
        Cart::note_scan(tx, cart, Some(&scanned.words), scanned.refused)?;
        Cart::advise(tx, cart, advice)?;
        Ok(scanned)
    }
}
