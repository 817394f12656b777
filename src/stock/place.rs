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
    /// Between a package and what was split off it.
    Split,
    /// Between what was converted and what came of it.
    Converted,
    /// Given to a laboratory, a vendor or an employee.
    Sampled,
    /// With other licensees, or on the way to them.
    Sent,
    /// What lay on the shelf before the state had books of it.
    TakenOver,
}

impl Place {
    pub fn room(self) -> Option<RoomId> {
        match self {
            Self::Room(room) => Some(room),
            _ => None,
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
            Self::Split => f.write_str("split"),
            Self::Converted => f.write_str("converted"),
            Self::Sampled => f.write_str("sampled"),
            Self::Sent => f.write_str("sent"),
            Self::TakenOver => f.write_str("taken over"),
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
            "split" => Ok(Self::Split),
            "converted" => Ok(Self::Converted),
            "sampled" => Ok(Self::Sampled),
            "sent" => Ok(Self::Sent),
            "taken over" => Ok(Self::TakenOver),
            room => room.parse().map(Self::Room),
        }
    }
}
