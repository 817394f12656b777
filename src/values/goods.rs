//! The three classes of goods (architecture §8), cannabis as it is sold and as it is not.

use super::text_enum;

text_enum! {
    /// What a product is to the law; only cannabis is sold so far.
    Goods {
        Cannabis = "cannabis", "Cannabis";
        /// Lots and extracts: received, tested, split and converted, and never sold as they are.
        Bulk = "bulk", "Bulk cannabis, for converting";
        Device = "device", "Delivery device";
        Merchandise = "merchandise", "Merchandise";
    }
}

impl Goods {
    /// The state gives no package of it an identifier, so it is counted by product and room: "supplies".
    pub fn is_supply(self) -> bool {
        matches!(self, Self::Device | Self::Merchandise)
    }
}
