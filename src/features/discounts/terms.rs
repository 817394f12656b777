//! The terms of a discount: what it gives, on what, when, and what must be in the cart for it.

use super::pricing::Item;
use crate::values::{Cents, DiscountId, ProductId, Unreadable, text_enum};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

text_enum! {
    /// How a discount comes into a cart.
    Method {
        Automatic = "automatic", "By itself";
        Chosen = "chosen", "Chosen at the register";
        Code = "code", "By a code";
    }
}

/// A part of a hundred, in hundredths of a percent; more than nothing, at most everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Percent(i64);

impl Percent {
    pub fn of_hundredths(hundredths: i64) -> Result<Self, Unreadable> {
        if (1..=10_000).contains(&hundredths) { Ok(Self(hundredths)) } else { Err(Unreadable::new(PERCENT)) }
    }

    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// Rounded down: a discount never takes off more than it says.
    pub fn of(self, cents: Cents) -> Cents {
        Cents(i64::try_from(i128::from(cents.0) * i128::from(self.0) / 10_000).unwrap_or(0))
    }
}

const PERCENT: &str = "Type a percentage above 0 and up to 100, like 10 or 12.5.";

impl FromStr for Percent {
    type Err = Unreadable;
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let typed = Cents::parse(text.trim().trim_end_matches('%')).map_err(|_| Unreadable::new(PERCENT))?;
        Self::of_hundredths(typed.0)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}"),
        }
    }
}

/// What a discount takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gives {
    Percent(Percent),
    OffEach(Cents),
    /// Each unit costs so much; what costs less already, costs less.
    PriceOfEach(Cents),
    /// Off all that it is for, together.
    OffTheCart(Cents),
}

impl Gives {
    pub fn words(self) -> String {
        match self {
            Self::Percent(percent) => format!("{percent} % off"),
            Self::OffEach(cents) => format!("{cents} off each"),
            Self::PriceOfEach(cents) => format!("{cents} each"),
            Self::OffTheCart(cents) => format!("{cents} off the cart"),
        }
    }
}

/// What a discount is for. An empty list does not narrow it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    pub products: Vec<ProductId>,
    pub categories: Vec<String>,
    pub brands: Vec<String>,
    pub tags: Vec<String>,
}

impl Scope {
    pub fn takes_in(&self, item: &Item) -> bool {
        let among = |names: &[String], name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        (self.products.is_empty() || self.products.contains(&item.product))
            && (self.categories.is_empty() || among(&self.categories, &item.category))
            && (self.brands.is_empty() || among(&self.brands, &item.brand))
            && (self.tags.is_empty() || item.tags.iter().any(|tag| among(&self.tags, tag)))
    }

    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        match self.products.len() {
            0 => {}
            1 => parts.push("one product".to_owned()),
            several => parts.push(format!("{several} products")),
        }
        parts.extend(
            [&self.categories, &self.brands, &self.tags]
                .into_iter()
                .filter(|names| !names.is_empty())
                .map(|names| names.join(" or ")),
        );
        if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") }
    }
}

/// Weekdays as bits, Monday the lowest; none is every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Weekdays(i64);

impl Weekdays {
    pub fn of_bits(bits: i64) -> Self {
        Self(bits & 0b111_1111)
    }

    pub fn bits(self) -> i64 {
        self.0
    }

    pub fn has(self, day: Weekday) -> bool {
        self.0 == 0 || self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Of all seven, whether each was chosen.
    pub fn chosen(self) -> Vec<(&'static str, bool)> {
        DAYS.iter().enumerate().map(|(place, name)| (*name, self.0 & (1 << place) != 0)).collect()
    }

    pub fn words(self) -> String {
        let chosen: Vec<&str> = self.chosen().into_iter().filter(|(_, chosen)| *chosen).map(|(name, _)| name).collect();
        if chosen.is_empty() { "every day".to_owned() } else { chosen.join(", ") }
    }
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A moment by the shop's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    pub day: NaiveDate,
    /// After midnight.
    pub minute: i64,
}

impl When {
    pub fn of(local: NaiveDateTime) -> Self {
        Self { day: local.date(), minute: i64::from(local.hour() * 60 + local.minute()) }
    }
}

/// All that decides whether a discount comes, and how much it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub id: DiscountId,
    pub name: String,
    pub gives: Gives,
    pub scope: Scope,
    /// It goes with others.
    pub stacks: bool,
    pub least_units: i64,
    pub least_spend: Cents,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub weekdays: Weekdays,
    /// Minutes after midnight; equal: all day. The end may be past midnight.
    pub from_minute: i64,
    pub to_minute: i64,
}

impl Terms {
    /// Why it does not hold at that moment.
    pub fn must_hold(&self, when: When) -> Result<(), String> {
        if let Some(first) = self.starts_on.filter(|first| when.day < *first) {
            return Err(format!("It begins on {}.", first.format("%b %-d, %Y")));
        }
        if let Some(last) = self.ends_on.filter(|last| *last < when.day) {
            return Err(format!("It ended on {}.", last.format("%b %-d, %Y")));
        }
        if !self.is_hour(when.minute) {
            return Err(format!("It holds from {} to {}.", clock(self.from_minute), clock(self.to_minute)));
        }
        // What began before midnight is still that day's.
        let begun =
            if self.from_minute > self.to_minute && when.minute < self.to_minute { when.day.pred_opt() } else { Some(when.day) };
        if begun.is_some_and(|day| self.weekdays.has(day.weekday())) {
            Ok(())
        } else {
            Err(format!("It holds on {}.", self.weekdays.words()))
        }
    }

    fn is_hour(&self, minute: i64) -> bool {
        let (from, to) = (self.from_minute, self.to_minute);
        from == to || if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }

    /// Why what is in the cart is not enough for it.
    pub fn must_be_earned(&self, units: i64, spent: Cents) -> Result<(), String> {
        if units < self.least_units {
            return Err(format!("It needs {} of {}; the cart has {units}.", self.least_units, self.scope.words()));
        }
        if spent < self.least_spend {
            return Err(format!("It needs {} of {}; the cart has {spent}.", self.least_spend, self.scope.words()));
        }
        Ok(())
    }

    /// `Monday, Friday, 4:00 PM to 6:00 PM, until Dec 31, 2026`.
    pub fn when_words(&self) -> String {
        let mut words = vec![self.weekdays.words()];
        if self.from_minute != self.to_minute {
            words.push(format!("{} to {}", clock(self.from_minute), clock(self.to_minute)));
        }
        words.extend(self.starts_on.map(|first| format!("from {}", first.format("%b %-d, %Y"))));
        words.extend(self.ends_on.map(|last| format!("until {}", last.format("%b %-d, %Y"))));
        words.join(", ")
    }
}

/// `4:30 PM`.
fn clock(minute: i64) -> String {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    format!("{}:{minute:02} {half}", if hour % 12 == 0 { 12 } else { hour % 12 })
}
