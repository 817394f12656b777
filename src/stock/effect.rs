//! Which act moves what from where to where: the whole stock policy on one screen.

use super::Place;
use crate::values::{PackageId, Quantity, RoomId};

/// One move of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub package: PackageId,
    pub from: Place,
    pub to: Place,
    pub quantity: Quantity,
}

/// What an accepted act does to one package.
#[derive(Debug, Clone, Copy)]
pub enum Effect {
    Received {
        into: RoomId,
    },
    Moved {
        from: RoomId,
        to: RoomId,
    },
    CountedMore {
        into: RoomId,
    },
    CountedLess {
        from: RoomId,
    },
    Sold {
        from: RoomId,
    },
    SaleVoided {
        into: RoomId,
    },
    /// What a customer brings back, as a package of its own.
    ReturnedByCustomer {
        into: RoomId,
    },
    Destroyed {
        from: RoomId,
    },
    /// What a sublot takes out of its source.
    SplitOff {
        from: RoomId,
    },
    /// A sublot comes into being.
    SplitInto {
        into: RoomId,
    },
    /// What a conversion uses up.
    UsedUp {
        from: RoomId,
    },
    /// What comes of a conversion.
    Made {
        into: RoomId,
    },
    /// A conversion taken back: its sources have what they gave.
    GivenBack {
        into: RoomId,
    },
    /// A conversion taken back: what came of it is no more.
    Unmade {
        from: RoomId,
    },
    Sampled {
        from: RoomId,
    },
    /// A sample taken back before it was tested.
    SampleVoided {
        into: RoomId,
    },
    /// Left on a manifest.
    SentAway {
        from: RoomId,
    },
    /// A shipment that was called off before anything of it was received.
    Recalled {
        into: RoomId,
    },
    /// What a receiver did not take.
    SentBack {
        into: RoomId,
    },
    /// On the shelf when this store was taken over.
    TakenOver {
        into: RoomId,
    },
}

impl Effect {
    /// The name under which the ledger keeps it.
    pub fn act(self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Moved { .. } => "moved",
            Self::CountedMore { .. } | Self::CountedLess { .. } => "adjusted",
            Self::Sold { .. } => "sold",
            Self::SaleVoided { .. } => "sale voided",
            Self::ReturnedByCustomer { .. } => "returned by a customer",
            Self::Destroyed { .. } => "destroyed",
            Self::SplitOff { .. } | Self::SplitInto { .. } => "sublot",
            Self::UsedUp { .. } | Self::Made { .. } => "converted",
            Self::GivenBack { .. } | Self::Unmade { .. } => "conversion undone",
            Self::Sampled { .. } => "sampled",
            Self::SampleVoided { .. } => "sample voided",
            Self::SentAway { .. } => "sent away",
            Self::Recalled { .. } => "shipment voided",
            Self::SentBack { .. } => "sent back",
            Self::TakenOver { .. } => "taken over",
        }
    }

    /// The move for `quantity` of `package`.
    pub fn of(self, package: PackageId, quantity: Quantity) -> Move {
        let (from, to) = match self {
            Self::Received { into } => (Place::Supplier, Place::Room(into)),
            Self::Moved { from, to } => (Place::Room(from), Place::Room(to)),
            Self::CountedMore { into } => (Place::Adjusted, Place::Room(into)),
            Self::CountedLess { from } => (Place::Room(from), Place::Adjusted),
            Self::Sold { from } => (Place::Room(from), Place::Customer),
            Self::SaleVoided { into } | Self::ReturnedByCustomer { into } => (Place::Customer, Place::Room(into)),
            Self::Destroyed { from } => (Place::Room(from), Place::Destroyed),
            Self::SplitOff { from } => (Place::Room(from), Place::Split),
            Self::SplitInto { into } => (Place::Split, Place::Room(into)),
            Self::UsedUp { from } | Self::Unmade { from } => (Place::Room(from), Place::Converted),
            Self::Made { into } | Self::GivenBack { into } => (Place::Converted, Place::Room(into)),
            Self::Sampled { from } => (Place::Room(from), Place::Sampled),
            Self::SampleVoided { into } => (Place::Sampled, Place::Room(into)),
            Self::SentAway { from } => (Place::Room(from), Place::Sent),
            Self::Recalled { into } | Self::SentBack { into } => (Place::Sent, Place::Room(into)),
            Self::TakenOver { into } => (Place::TakenOver, Place::Room(into)),
        };
        Move { package, from, to, quantity }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voided_sale_is_the_mirror_of_the_sale() {
        let (package, room) = (PackageId::new(), RoomId::new());
        let sold = Effect::Sold { from: room }.of(package, Quantity::units(2));
        let voided = Effect::SaleVoided { into: room }.of(package, Quantity::units(2));
        assert_eq!((sold.from, sold.to), (voided.to, voided.from));
    }

    /// Every effect there is: where the goods were, and where they are.
    #[test]
    fn each_act_moves_goods_between_a_room_and_one_place_of_its_own() {
        let (package, room, other) = (PackageId::new(), RoomId::new(), RoomId::new());
        let here = Place::Room(room);
        let cases = [
            (Effect::Received { into: room }, Place::Supplier, here),
            (Effect::Moved { from: other, to: room }, Place::Room(other), here),
            (Effect::CountedMore { into: room }, Place::Adjusted, here),
            (Effect::CountedLess { from: room }, here, Place::Adjusted),
            (Effect::Sold { from: room }, here, Place::Customer),
            (Effect::SaleVoided { into: room }, Place::Customer, here),
            (Effect::ReturnedByCustomer { into: room }, Place::Customer, here),
            (Effect::Destroyed { from: room }, here, Place::Destroyed),
            (Effect::SplitOff { from: room }, here, Place::Split),
            (Effect::SplitInto { into: room }, Place::Split, here),
            (Effect::UsedUp { from: room }, here, Place::Converted),
            (Effect::Made { into: room }, Place::Converted, here),
            (Effect::GivenBack { into: room }, Place::Converted, here),
            (Effect::Unmade { from: room }, here, Place::Converted),
            (Effect::Sampled { from: room }, here, Place::Sampled),
            (Effect::SampleVoided { into: room }, Place::Sampled, here),
            (Effect::SentAway { from: room }, here, Place::Sent),
            (Effect::Recalled { into: room }, Place::Sent, here),
            (Effect::SentBack { into: room }, Place::Sent, here),
            (Effect::TakenOver { into: room }, Place::TakenOver, here),
        ];
        for (effect, from, to) in cases {
            // A new effect does not compile before it has its line above.
            match effect {
                Effect::Received { .. }
                | Effect::Moved { .. }
                | Effect::CountedMore { .. }
                | Effect::CountedLess { .. }
                | Effect::Sold { .. }
                | Effect::SaleVoided { .. }
                | Effect::ReturnedByCustomer { .. }
                | Effect::Destroyed { .. }
                | Effect::SplitOff { .. }
                | Effect::SplitInto { .. }
                | Effect::UsedUp { .. }
                | Effect::Made { .. }
                | Effect::GivenBack { .. }
                | Effect::Unmade { .. }
                | Effect::Sampled { .. }
                | Effect::SampleVoided { .. }
                | Effect::SentAway { .. }
                | Effect::Recalled { .. }
                | Effect::SentBack { .. }
                | Effect::TakenOver { .. } => {}
            }
            let done = effect.of(package, Quantity::ONE);
            assert_eq!((done.from, done.to), (from, to), "{}", effect.act());
        }
    }
}
