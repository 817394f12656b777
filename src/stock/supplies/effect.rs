//! Which act moves supplies from where to where: the whole policy on one screen.

use crate::stock::Place;
use crate::values::RoomId;

/// The two ends of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub from: Place,
    pub to: Place,
}

/// What an act does to supplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Purchased { into: RoomId },
    ReturnedToVendor { from: RoomId },
    Moved { from: RoomId, to: RoomId },
    CountedMore { into: RoomId },
    CountedLess { from: RoomId },
    Sold { from: RoomId },
    SaleVoided { into: RoomId },
    ReturnedByCustomer { into: RoomId },
}

impl Effect {
    /// The name under which the ledger keeps it.
    pub fn act(self) -> &'static str {
        match self {
            Self::Purchased { .. } => "purchased",
            Self::ReturnedToVendor { .. } => "returned to vendor",
            Self::Moved { .. } => "moved",
            Self::CountedMore { .. } | Self::CountedLess { .. } => "adjusted",
            Self::Sold { .. } => "sold",
            Self::SaleVoided { .. } => "sale voided",
            Self::ReturnedByCustomer { .. } => "returned by a customer",
        }
    }

    pub fn ends(self) -> Move {
        let (from, to) = match self {
            Self::Purchased { into } => (Place::Supplier, Place::Room(into)),
            Self::ReturnedToVendor { from } => (Place::Room(from), Place::Supplier),
            Self::Moved { from, to } => (Place::Room(from), Place::Room(to)),
            Self::CountedMore { into } => (Place::Adjusted, Place::Room(into)),
            Self::CountedLess { from } => (Place::Room(from), Place::Adjusted),
            Self::Sold { from } => (Place::Room(from), Place::Customer),
            Self::SaleVoided { into } | Self::ReturnedByCustomer { into } => (Place::Customer, Place::Room(into)),
        };
        Move { from, to }
    }

    /// To a patient, or back.
    pub fn is_dispensing(self) -> bool {
        matches!(self, Self::Sold { .. } | Self::SaleVoided { .. } | Self::ReturnedByCustomer { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_corrects_an_act_is_its_mirror() {
        let room = RoomId::new();
        for (act, mirror) in [
            (Effect::Purchased { into: room }, Effect::ReturnedToVendor { from: room }),
            (Effect::CountedMore { into: room }, Effect::CountedLess { from: room }),
            (Effect::SaleVoided { into: room }, Effect::Sold { from: room }),
            (Effect::ReturnedByCustomer { into: room }, Effect::Sold { from: room }),
        ] {
            let (there, back) = (act.ends(), mirror.ends());
            assert_eq!((there.from, there.to), (back.to, back.from), "{}", act.act());
        }
    }
}
