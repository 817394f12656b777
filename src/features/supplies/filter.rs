//! What is asked of the list of supplies, as it stands in the address.

use crate::features::rooms::Room;
use crate::values::Goods;
use crate::web::fields::Fields;
use crate::web::query::{Chip, Pairs};

/// The list's own address.
pub const URL: &str = "/inventory/supplies";

/// What is asked for; empty text is "any".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    pub room: String,
    /// One of [`Goods`].
    pub goods: String,
    /// Not empty: rooms where nothing of a product is left, too.
    pub zero_quantity: String,
}

impl Filter {
    pub fn of(fields: &Fields) -> Self {
        let typed = |name| fields.raw(name).to_owned();
        Self { q: typed("q"), room: typed("room"), goods: typed("goods"), zero_quantity: typed("zero_quantity") }
    }

    pub fn pairs(&self) -> Pairs {
        Pairs::of([("q", &self.q), ("room", &self.room), ("goods", &self.goods), ("zero_quantity", &self.zero_quantity)])
    }

    pub fn shows_zero(&self) -> bool {
        !self.zero_quantity.is_empty()
    }

    /// What is set, each to be taken off.
    pub fn chips(&self, rooms: &[Room]) -> Vec<Chip> {
        let pairs = self.pairs();
        let room = |id: &str| rooms.iter().find(|room| room.id.as_str() == id).map(|room| room.name.clone());
        let goods = |value: &str| match value.parse::<Goods>() {
            Ok(goods) => goods.label().to_owned(),
            Err(_) => value.to_owned(),
        };
        [
            pairs.chip(URL, "q", |value| format!("“{value}”")),
            pairs.chip(URL, "room", |value| room(value).unwrap_or_else(|| "Another room".to_owned())),
            pairs.chip(URL, "goods", goods),
            pairs.chip(URL, "zero_quantity", |_| "With zero quantity".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// One pattern for each word; a person's own `%` and `_` are letters.
    pub fn patterns(&self) -> Vec<String> {
        let escaped = |word: &str| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        self.q.split_whitespace().map(|word| format!("%{}%", escaped(word))).collect()
    }
}
