//! The three classes of goods (architecture §8).

use super::text_enum;

text_enum! {
    /// What a product is to the law; only cannabis is sold so far.
    Goods {
        Cannabis = "cannabis", "Cannabis";
        Device = "device", "Delivery device";
        Merchandise = "merchandise", "Merchandise";
    }
}

impl Goods {
    /// The state gives no package of it an identifier, so it is counted by product and room: "supplies".
    pub fn is_supply(self) -> bool {
        self != Self::Cannabis
    }
}
