//! Text fields become values; everything that is wrong is collected, so that a person hears of all of it at once.
//!
//! Each reader answers `None` when the field could not be read, and notes why under the field's name. [`Fields::done`] is the only
//! way to the values, and gives them only when nothing was wrong.

use crate::error::{Problems, Result, rule};
use crate::values::{Amount, At, Cents, FormKey, Quantity, Unreadable};
use chrono::{NaiveDate, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::str::FromStr;

const MISSING: &str = "Please fill this in.";

/// The fields of one form.
#[must_use]
pub struct Fields<'a> {
    pairs: &'a [(String, String)],
    problems: RefCell<Problems>,
}

impl<'a> Fields<'a> {
    pub fn of(pairs: &'a [(String, String)]) -> Self {
        Self { pairs, problems: RefCell::default() }
    }

    /// What was typed, without blanks around it; empty when the field was not sent.
    pub fn raw(&self, name: &str) -> &'a str {
        self.pairs.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value sent under this name: boxes that share a name.
    pub fn all(&self, name: &str) -> Vec<&'a str> {
        self.pairs.iter().filter(|(field, _)| field == name).map(|(_, value)| value.trim()).collect()
    }

    /// The fields whose names begin with `prefix`, as (rest of the name, value): `accept-<line id>`.
    pub fn starting_with(&self, prefix: &str) -> Vec<(&'a str, &'a str)> {
        self.pairs.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value.trim()))).collect()
    }

    /// Notes a problem of the caller's own: a check between fields.
    pub fn problem(&self, name: &str, words: impl Into<String>) {
        self.problems.borrow_mut().add(name, words);
    }

    /// The values, if nothing was wrong with any of them; else all that was. Call it once, with every reading in it.
    pub fn done<R: Readings>(&self, readings: R) -> Result<R::Values> {
        self.problems.borrow().clone().check()?;
        match readings.values() {
            Some(values) => Ok(values),
            None => Err(crate::error::internal("a field was unreadable and nobody said why")),
        }
    }

    /// What makes a second press of the button harmless.
    pub fn form_key(&self) -> Result<FormKey> {
        match self.raw("form_key").parse() {
            Ok(key) => Ok(key),
            Err(_) => rule(
                "This form has lost its number, so we could not tell a second press from a first. Nothing was done: open the page again.",
            ),
        }
    }

    pub fn text(&self, name: &str, length: RangeInclusive<usize>) -> Option<String> {
        let (text, count) = (self.raw(name), self.raw(name).chars().count());
        if text.is_empty() && *length.start() > 0 {
            return self.wrong(name, MISSING);
        }
        if count > *length.end() {
            return self.wrong(name, format!("At most {} characters; this has {count}.", length.end()));
        }
        if count < *length.start() {
            return self.wrong(name, format!("At least {} characters; this has {count}.", length.start()));
        }
        Some(text.to_owned())
    }

    pub fn optional_text(&self, name: &str, most: usize) -> Option<Option<String>> {
        if self.raw(name).is_empty() { Some(None) } else { self.text(name, 1..=most).map(Some) }
    }

    /// To the byte, blanks around it included: what others compare to the byte.
    pub fn exact(&self, name: &str, most: usize) -> Option<String> {
        self.text(name, 1..=most)?;
        let typed = self.pairs.iter().find(|(field, _)| field == name);
        typed.map(|(_, value)| value.clone())
    }

    /// A password: exactly as typed, blanks included.
    pub fn secret(&self, name: &str, least: usize) -> Option<String> {
        let typed = self.pairs.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str());
        match typed.chars().count() {
            0 => self.wrong(name, MISSING),
            count if count < least => self.wrong(name, format!("At least {least} characters; this has {count}.")),
            count if count > 200 => self.wrong(name, "At most 200 characters."),
            _ => Some(typed.to_owned()),
        }
    }

    /// Anything that reads itself from text: an id, a choice of a list, a barcode, a licence.
    pub fn read<T: FromStr<Err = Unreadable>>(&self, name: &str) -> Option<T> {
        match self.raw(name) {
            "" => self.wrong(name, MISSING),
            text => self.noted(name, text.parse()),
        }
    }

    /// [`Fields::read`], or nothing when the field is empty.
    pub fn optional<T: FromStr<Err = Unreadable>>(&self, name: &str) -> Option<Option<T>> {
        if self.raw(name).is_empty() { Some(None) } else { self.read(name).map(Some) }
    }

    /// One of a list; the words say "choose".
    pub fn choice<T: FromStr<Err = Unreadable>>(&self, name: &str) -> Option<T> {
        if self.raw(name).is_empty() { self.wrong(name, "Please choose one.") } else { self.read(name) }
    }

    /// Every ticked box of this name, each read; none is fine.
    pub fn choices<T: FromStr<Err = Unreadable>>(&self, name: &str) -> Option<Vec<T>> {
        self.all(name).into_iter().map(|text| self.noted(name, text.parse())).collect()
    }

    pub fn quantity(&self, name: &str) -> Option<Quantity> {
        self.parsed(name, Quantity::parse)
    }

    pub fn money(&self, name: &str) -> Option<Cents> {
        self.parsed(name, Cents::parse)
    }

    pub fn optional_money(&self, name: &str) -> Option<Option<Cents>> {
        if self.raw(name).is_empty() { Some(None) } else { self.money(name).map(Some) }
    }

    /// An amount of medicine.
    pub fn amount(&self, name: &str) -> Option<Amount> {
        self.parsed(name, Amount::parse)
    }

    pub fn whole(&self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        self.parsed(name, |text| match text.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(Unreadable::new(format!("Type a whole number from {} to {}.", range.start(), range.end()))),
        })
    }

    /// A day: as the browser's field sends it (2026-11-23), or as people type it (11/23/2026).
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        self.parsed(name, |text| {
            let read = ["%Y-%m-%d", "%m/%d/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
            read.filter(|day| *day >= FIRST_DAY).ok_or_else(|| Unreadable::new("Type a date like 11/23/2026."))
        })
    }

    pub fn optional_date(&self, name: &str) -> Option<Option<NaiveDate>> {
        if self.raw(name).is_empty() { Some(None) } else { self.date(name).map(Some) }
    }

    /// A time of day, as minutes after midnight.
    pub fn minute_of_day(&self, name: &str) -> Option<i64> {
        self.parsed(name, |text| {
            let read = ["%H:%M", "%H:%M:%S", "%I:%M %p"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok());
            read.map(|time| i64::from(time.hour() * 60 + time.minute()))
                .ok_or_else(|| Unreadable::new("Type a time like 9:00 AM or 21:00."))
        })
    }

    /// A day and a time of day in a shop's zone: both, or neither.
    pub fn optional_moment(&self, day: &str, time: &str, zone: Tz) -> Option<Option<At>> {
        match (self.raw(day).is_empty(), self.raw(time).is_empty()) {
            (_, true) => return Some(None),
            (true, false) => return self.wrong(day, "Type the day, too."),
            (false, false) => {}
        }
        self.moment(day, time, zone).map(Some)
    }

    pub fn moment(&self, day: &str, time: &str, zone: Tz) -> Option<At> {
        let (on, minute) = (self.date(day), self.minute_of_day(time));
        let (on, minute) = (on?, minute?);
        let of_day =
            u32::try_from(minute * 60).ok().and_then(|seconds| NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0))?;
        match zone.from_local_datetime(&on.and_time(of_day)).earliest() {
            Some(local) => Some(local.naive_utc()),
            None => self.wrong(time, "The clocks are set forward at that time: it does not exist on that day."),
        }
    }

    pub fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    fn parsed<T>(&self, name: &str, parse: impl FnOnce(&str) -> Result<T, Unreadable>) -> Option<T> {
        match self.raw(name) {
            "" => self.wrong(name, MISSING),
            text => self.noted(name, parse(text)),
        }
    }

    fn noted<T>(&self, name: &str, read: Result<T, Unreadable>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(Unreadable(words)) => self.wrong(name, words),
        }
    }

    fn wrong<T>(&self, name: &str, words: impl Into<String>) -> Option<T> {
        self.problem(name, words);
        None
    }
}

/// Two-digit years are typing mistakes: nothing here happened before.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What was read from several fields: a tuple of `Option`s becomes a tuple of values.
pub trait Readings {
    type Values;
    fn values(self) -> Option<Self::Values>;
}

impl<T> Readings for Option<T> {
    type Values = T;
    fn values(self) -> Option<T> {
        self
    }
}

/// One reading per line of a form.
impl<T> Readings for Vec<Option<T>> {
    type Values = Vec<T>;
    fn values(self) -> Option<Vec<T>> {
        self.into_iter().collect()
    }
}

macro_rules! readings_of_tuples {
    ($($name:ident)+) => {
        impl<$($name: Readings),+> Readings for ($($name,)+) {
            type Values = ($($name::Values,)+);
            #[allow(non_snake_case, reason = "the type's letter names its value")]
            fn values(self) -> Option<Self::Values> {
                let ($($name,)+) = self;
                Some(($($name.values()?,)+))
            }
        }
    };
}

readings_of_tuples!(A);
readings_of_tuples!(A B);
readings_of_tuples!(A B C);
readings_of_tuples!(A B C D);
readings_of_tuples!(A B C D E);
readings_of_tuples!(A B C D E F);
readings_of_tuples!(A B C D E F G);
readings_of_tuples!(A B C D E F G H);
readings_of_tuples!(A B C D E F G H I);
readings_of_tuples!(A B C D E F G H I J);
readings_of_tuples!(A B C D E F G H I J K);
readings_of_tuples!(A B C D E F G H I J K L);
