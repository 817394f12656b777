//! Which filings a person wants to see; kept in the address, so that a list can be bookmarked and sent.

use crate::error::Result;
use crate::filing::Action;
use crate::values::text_enum;
use serde::Deserialize;

text_enum! {
    /// The statuses as people ask for them.
    Which {
        All = "all", "All";
        Waiting = "waiting", "Waiting";
        Refused = "refused", "Refused";
        Contradictions = "contradictions", "Contradictions";
    }
}

/// The filters as the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub status: String,
    pub action: String,
    pub q: String,
}

/// The filters as the list reads them.
#[derive(Debug, Clone)]
pub struct Asked {
    pub which: Which,
    pub action: Option<Action>,
    /// Without blanks around it; empty: everything.
    pub search: String,
}

/// A filter that is on, and the address of the list without it.
pub struct Chip {
    pub words: String,
    pub without: String,
}

impl Filter {
    pub fn asked(&self) -> Result<Asked> {
        let which = if self.status.is_empty() { Which::All } else { self.status.parse()? };
        let action = if self.action.is_empty() { None } else { Some(self.action.parse()?) };
        Ok(Asked { which, action, search: self.q.trim().to_owned() })
    }

    pub fn is_empty(&self) -> bool {
        self.chips().is_empty()
    }

    /// What is on, each with the way to take it off.
    pub fn chips(&self) -> Vec<Chip> {
        let Ok(asked) = self.asked() else { return Vec::new() };
        let mut chips = Vec::new();
        if asked.which != Which::All {
            chips.push(self.chip(asked.which.label().to_owned(), Self { status: String::new(), ..self.clone() }));
        }
        if let Some(action) = asked.action {
            chips.push(self.chip(action.label().to_owned(), Self { action: String::new(), ..self.clone() }));
        }
        if !asked.search.is_empty() {
            chips.push(self.chip(format!("“{}”", asked.search), Self { q: String::new(), ..self.clone() }));
        }
        chips
    }

    fn chip(&self, words: String, without: Self) -> Chip {
        let query = without.query();
        Chip { words, without: if query.is_empty() { "/filings".to_owned() } else { format!("/filings?{query}") } }
    }

    /// The query of this list's address, escaped and without `?`.
    pub fn query(&self) -> String {
        let pairs = [("status", &self.status), ("action", &self.action), ("q", &self.q)];
        let set = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
        set.map(|(name, value)| format!("{name}={}", escaped(value.trim()))).collect::<Vec<_>>().join("&")
    }
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_its_address_and_each_chip_takes_itself_off() {
        let filter = Filter { status: "refused".into(), action: "sell".into(), q: " A&B 1 ".into() };
        assert_eq!(filter.query(), "status=refused&action=sell&q=A%26B%201");
        let without: Vec<String> = filter.chips().into_iter().map(|chip| chip.without).collect();
        assert_eq!(without[0], "/filings?action=sell&q=A%26B%201");
        assert_eq!(without[2], "/filings?status=refused&action=sell");
        assert!(Filter { status: "all".into(), ..Filter::default() }.is_empty());
        assert!(Filter { status: "bogus".into(), ..Filter::default() }.asked().is_err());
    }
}
