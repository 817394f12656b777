//! The part of an address after `?`: filters stay in it, so that a page can be bookmarked and sent, and each can be taken away alone.

/// Names and values, without the empty ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(&'static str, String)>);

/// A filter that is on, and the address without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub words: String,
    pub without: String,
}

impl Pairs {
    pub fn of<const N: usize>(pairs: [(&'static str, &str); N]) -> Self {
        Self(pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.to_owned())).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, for hidden fields of a form.
    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.0.iter()
    }

    /// `q=blue%20dream&room=…`; empty when nothing is on.
    pub fn query(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// The chip of one of the pairs; `None` when it is not on.
    pub fn chip(&self, url: &str, name: &str, words: impl FnOnce(&str) -> String) -> Option<Chip> {
        let (_, value) = self.0.iter().find(|(known, _)| *known == name)?;
        let rest = Self(self.0.iter().filter(|(known, _)| *known != name).cloned().collect());
        let without = if rest.is_empty() { url.to_owned() } else { format!("{url}?{}", rest.query()) };
        Some(Chip { words: words(value), without })
    }
}

/// A value that can stand in an address.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_takes_only_itself_away() {
        let pairs = Pairs::of([("q", "blue & green"), ("room", ""), ("status", "active")]);
        assert_eq!(pairs.query(), "q=blue%20%26%20green&status=active");
        let chip = pairs.chip("/inventory", "q", |value| format!("“{value}”")).unwrap();
        assert_eq!((chip.words.as_str(), chip.without.as_str()), ("“blue & green”", "/inventory?status=active"));
        assert_eq!(pairs.chip("/inventory", "room", str::to_owned), None);
    }
}
