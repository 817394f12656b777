//! Where goods come from and go to.

use crate::values::{RoomId, Unreadable};
use std::fmt;
use std::str::FromStr;

/// A room of ours, or somewhere outside. The sum over all places of a package's moves is always zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Room(RoomId),
    Supplier,
    Customer,
    Destroyed,
    Adjusted,
}

impl Place {
    pub fn room(self) -> Option<RoomId> {
        match self {
            Self::Room(room) => Some(room),
            Self::Supplier | Self::Customer | Self::Destroyed | Self::Adjusted => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Room(room) => f.write_str(room.as_str()),
            Self::Supplier => f.write_str("supplier"),
            Self::Customer => f.write_str("customer"),
            Self::Destroyed => f.write_str("destroyed"),
            Self::Adjusted => f.write_str("adjusted"),
        }
    }
}

impl FromStr for Place {
    type Err = Unreadable;
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        match text {
            "supplier" => Ok(Self::Supplier),
            "customer" => Ok(Self::Customer),
            "destroyed" => Ok(Self::Destroyed),
            "adjusted" => Ok(Self::Adjusted),
            room => room.parse().map(Self::Room),
        }
    }
}
