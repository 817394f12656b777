//! Which events a person wants to see; kept in the address, so that a list can be bookmarked and sent.

use crate::error::{Error, Problems, Result};
use crate::event::{Category, Kind};
use crate::values::clock::midnight;
use crate::values::{At, UserId};
use crate::web::query::{Chip, Pairs};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;

const URL: &str = "/events";

/// The filters as the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    pub category: String,
    pub kind: String,
    pub who: String,
    /// Days of the shop, both included.
    pub from: String,
    pub until: String,
    /// The id of one thing: all that ever happened to it.
    pub object: String,
}

/// The filters as the list reads them.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub search: String,
    pub category: Option<Category>,
    pub kind: Option<Kind>,
    pub who: Option<UserId>,
    /// From this moment on.
    pub from: Option<At>,
    /// Before this moment.
    pub until: Option<At>,
    pub object: String,
}

impl Filter {
    pub fn asked(&self, zone: Tz) -> Result<Asked> {
        let until = day("until", &self.until)?.and_then(|day| day.succ_opt());
        Ok(Asked {
            search: self.q.trim().to_lowercase(),
            category: read(&self.category)?,
            kind: read(&self.kind)?,
            who: read(&self.who)?,
            from: day("from", &self.from)?.map(|day| midnight(day, zone)),
            until: until.map(|day| midnight(day, zone)),
            object: self.object.trim().to_owned(),
        })
    }

    fn pairs(&self) -> Pairs {
        Pairs::of([
            ("q", self.q.trim()),
            ("category", &self.category),
            ("kind", &self.kind),
            ("who", &self.who),
            ("from", &self.from),
            ("until", &self.until),
            ("object", &self.object),
        ])
    }

    pub fn is_empty(&self) -> bool {
        self.pairs().is_empty()
    }

    /// The query of this list's address, escaped and without `?`.
    pub fn query(&self) -> String {
        self.pairs().query()
    }

    /// What is on, each with the way to take it off. `name` says who a person is.
    pub fn chips(&self, name: impl Fn(&str) -> String) -> Vec<Chip> {
        let pairs = self.pairs();
        let category = |text: &str| text.parse::<Category>().map_or_else(|_| text.to_owned(), |one| one.label().to_owned());
        let kind = |text: &str| text.parse::<Kind>().map_or_else(|_| text.to_owned(), |one| one.label().to_owned());
        [
            pairs.chip(URL, "q", |text| format!("“{text}”")),
            pairs.chip(URL, "category", category),
            pairs.chip(URL, "kind", kind),
            pairs.chip(URL, "who", |text| format!("By {}", name(text))),
            pairs.chip(URL, "from", |text| format!("From {text}")),
            pairs.chip(URL, "until", |text| format!("Until {text}")),
            pairs.chip(URL, "object", |_| "One thing".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn read<T: std::str::FromStr<Err = crate::values::Unreadable>>(text: &str) -> Result<Option<T>> {
    if text.is_empty() { Ok(None) } else { Ok(Some(text.parse()?)) }
}

fn day(field: &str, text: &str) -> Result<Option<NaiveDate>> {
    if text.is_empty() {
        return Ok(None);
    }
    let words = "Type a day like 2026-11-23.";
    text.parse().map(Some).map_err(|_| Error::Invalid(Problems::one(field, words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_the_shops_own_and_the_last_one_is_included() {
        let zone = chrono_tz::America::New_York;
        let filter = Filter { from: "2026-11-01".into(), until: "2026-11-01".into(), kind: "edit".into(), ..Filter::default() };
        let asked = filter.asked(zone).unwrap();
        assert_eq!(asked.from.unwrap().to_string(), "2026-11-01 04:00:00");
        // The clock went back that night: the day has 25 hours.
        assert_eq!(asked.until.unwrap().to_string(), "2026-11-02 05:00:00");
        assert_eq!(filter.query(), "kind=edit&from=2026-11-01&until=2026-11-01");
        let chips: Vec<String> = filter.chips(str::to_owned).into_iter().map(|chip| chip.words).collect();
        assert_eq!(chips, ["Changed", "From 2026-11-01", "Until 2026-11-01"]);
        assert!(Filter { from: "yesterday".into(), ..Filter::default() }.asked(zone).is_err());
        assert!(Filter { kind: "nonsense".into(), ..Filter::default() }.asked(zone).is_err());
    }
}
