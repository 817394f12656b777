//! A driving licence or state ID as a 2-D scanner types it: the AAMVA text of its PDF417 code.
//!
//! What arrives is not what was printed. The code has control characters between its parts (LF, RS, CR), and keyboards drop them, turn
//! them into Enter, into a blank, or keep them. So the parts are found in whichever of three ways finds most: by separators, by words,
//! or, when nothing is left between them, by their three-letter names. The offsets in the header are of no use then and are not read.
//!
//! Versions 01 to 10 and Canadian cards are told apart where they differ: the whole name in one part (DAA, version 1), given names in
//! one part (DCT, versions 2 and 3) or in two (DAC and DAD), and dates as MMDDCCYY or CCYYMMDD. No eight digits are both a date of the
//! first and of the second kind between 1900 and 2099, so each is read by what it can be. No crate known to us reads this text.

use crate::values::Unreadable;
use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// The key of this process alone.
static OF_THIS_PROCESS: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// What is read of a licence. Has no `Debug`: it names a person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Licence {
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub number: String,
    pub state: String,
}

/// Only to tell one content of a form from another: a digest that no other process can make again, for a name and a day of birth are
/// soon guessed from one that anybody can make. The same form sent to a second process is taken for other content, and asked for again.
impl Serialize for Licence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = (&self.first_name, &self.last_name, self.birth_date, self.expires_on, &self.number, &self.state);
        serializer.collect_str(&format_args!("{:x}", OF_THIS_PROCESS.hash_one(said)))
    }
}

/// The parts of the standard that may stand in a code, so that one ends where the next begins.
const PARTS: &[&str] = &[
    "DAA", "DAB", "DAC", "DAD", "DAE", "DAF", "DAG", "DAH", "DAI", "DAJ", "DAK", "DAL", "DAM", "DAN", "DAO", "DAP", "DAQ", "DAR",
    "DAS", "DAT", "DAU", "DAV", "DAW", "DAX", "DAY", "DAZ", "DBA", "DBB", "DBC", "DBD", "DBE", "DBF", "DBG", "DBH", "DBI", "DBJ",
    "DBK", "DBL", "DBM", "DBN", "DBO", "DBP", "DBQ", "DBR", "DBS", "DCA", "DCB", "DCD", "DCE", "DCF", "DCG", "DCH", "DCI", "DCJ",
    "DCK", "DCL", "DCM", "DCN", "DCO", "DCP", "DCQ", "DCR", "DCS", "DCT", "DCU", "DDA", "DDB", "DDC", "DDD", "DDE", "DDF", "DDG",
    "DDH", "DDI", "DDJ", "DDK", "DDL", "PAA", "PAB", "PAC", "PAD",
];

/// Between names no part can stand but these: a name may well have `DAG` or `DAN` in it.
const AFTER_NAMES: &[&str] =
    &["DDE", "DDF", "DDG", "DAC", "DAD", "DCT", "DCU", "DBD", "DBB", "DBA", "DAG", "DAQ", "DCS", "DCA", "DAE"];

/// Longer than any code, and shorter than what could be meant to keep a server busy.
const LONGEST: usize = 4_000;

/// Whether a scan is a licence at all: so that it is never taken for a package or a card.
pub fn is_licence(text: &str) -> bool {
    begin(text).is_some()
}

/// Reads a scan that [`is_licence`].
pub fn parse(text: &str) -> Result<Licence, Unreadable> {
    let Some(rest) = begin(text) else {
        return Err(Unreadable::new(
            "That is not the code on the back of a driving licence. Scan the wide one, or ask for the card.",
        ));
    };
    let body = body(rest);
    // Of those that find as much, the last: what stands between separators is surest.
    let licence = [by_names(&body), by_words(&body), by_separators(&body)].into_iter().max_by_key(Licence::completeness);
    match licence.filter(|licence| licence.birth_date.is_some() || !licence.number.is_empty()) {
        Some(licence) => Ok(licence),
        None => Err(Unreadable::new(
            "The licence's code arrived incomplete. Scan it once more, slowly and straight, or ask for the patient's card.",
        )),
    }
}

/// What stands after the word that begins every code; nothing when there is none.
fn begin(text: &str) -> Option<&str> {
    let head: String = text.chars().take(40).collect::<String>().to_ascii_uppercase();
    let after = ["ANSI", "AAMVA"].iter().find_map(|word| head.find(word).map(|at| at + word.len()))?;
    let rest = text.get(after..)?;
    let digits = rest.trim_start().chars().take_while(char::is_ascii_digit).count();
    (digits >= 6).then_some(rest)
}

/// Without the header and the list of what follows: `636010` `09` `00` `02` `DL00410278ZF03190011` `DL` …
fn body(rest: &str) -> String {
    let rest: String = rest.chars().take(LONGEST).collect::<String>().to_ascii_uppercase();
    let mut rest = rest.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit());
    while let Some(after) = designator(rest) {
        rest = after;
    }
    let rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    ["DL", "ID", "EN"].iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest).to_owned()
}

/// Past one entry of the list: two letters and eight digits.
fn designator(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    let (head, rest) = text.split_at_checked(10)?;
    let (kind, digits) = head.split_at_checked(2)?;
    let fits = kind.chars().all(|letter| letter.is_ascii_uppercase()) && digits.chars().all(|digit| digit.is_ascii_digit());
    fits.then_some(rest)
}

/// Each part on its own line, as it was printed.
fn by_separators(body: &str) -> Licence {
    let mut licence = Licence::default();
    for line in body.split(|letter: char| letter.is_control()) {
        licence.take_line(line.trim());
    }
    licence
}

/// The separators have become blanks: a word that begins like a part is one, the others go on with the part before.
fn by_words(body: &str) -> Licence {
    let (mut licence, mut line) = (Licence::default(), String::new());
    for word in body.split_whitespace() {
        if word.get(..3).is_some_and(|name| PARTS.contains(&name)) {
            licence.take_line(&line);
            line.clear();
        } else {
            line.push(' ');
        }
        line.push_str(word);
    }
    licence.take_line(&line);
    licence
}

/// Nothing is left between the parts: each ends where the next name begins.
fn by_names(body: &str) -> Licence {
    let mut licence = Licence::default();
    let compact: String = body.chars().filter(|letter| !letter.is_control()).collect();
    // Since version 4 each name is followed by a part that says whether it was cut, which no name contains by chance as easily.
    for (name, end) in [("DCS", "DDE"), ("DAC", "DDF"), ("DCT", "DDF"), ("DAB", ""), ("DAA", ""), ("DAD", "DDG")] {
        if let Some(rest) = after(&compact, name) {
            let cut = Some(end).filter(|end| !end.is_empty()).and_then(|end| rest.find(end)).and_then(|at| rest.get(..at));
            // What lies further away than a name is long belongs to another part.
            licence.take(name, cut.filter(|cut| cut.len() <= 40).unwrap_or_else(|| until(rest, AFTER_NAMES)));
        }
    }
    for name in ["DBB", "DBA"] {
        if let Some(date) = dated(&compact, name) {
            licence.take(name, date);
        }
    }
    for name in ["DAQ", "DAJ"] {
        if let Some(value) = after(&compact, name).map(|rest| until(rest, PARTS)) {
            licence.take(name, value);
        }
    }
    licence
}

fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.find(name).and_then(|at| text.get(at + name.len()..))
}

fn until<'a>(text: &'a str, names: &[&str]) -> &'a str {
    let end = names.iter().filter_map(|name| text.find(name)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The first place where the name is followed by eight digits.
fn dated<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.match_indices(name).find_map(|(at, _)| {
        let digits = text.get(at + name.len()..at + name.len() + 8)?;
        digits.chars().all(|digit| digit.is_ascii_digit()).then_some(digits)
    })
}

impl Licence {
    fn take_line(&mut self, line: &str) {
        if let Some((name, value)) = line.split_at_checked(3) {
            self.take(name, value);
        }
    }

    /// The first of each counts: what a shop's own part repeats does not.
    fn take(&mut self, name: &str, value: &str) {
        let value = value.trim().trim_matches(',').trim();
        if value.is_empty() || matches!(value, "NONE" | "UNAVL" | "UNAVAIL" | "UNKNOWN") {
            return;
        }
        match name {
            "DCS" | "DAB" => keep(&mut self.last_name, value),
            "DAC" => keep(&mut self.first_name, value),
            "DCT" => keep(&mut self.first_name, value.split([',', ' ']).next().unwrap_or_default()),
            "DAA" => self.take_whole_name(value),
            "DBB" => self.birth_date = self.birth_date.or_else(|| date(value)),
            "DBA" => self.expires_on = self.expires_on.or_else(|| date(value)),
            "DAQ" => keep(&mut self.number, &value.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>()),
            "DAJ" => keep(&mut self.state, &value.chars().take(2).collect::<String>()),
            _ => {}
        }
    }

    /// `LINDQVIST,ADA,MARIA`, or as it is spoken.
    fn take_whole_name(&mut self, value: &str) {
        if value.contains(',') {
            let mut parts = value.split(',').map(str::trim);
            keep(&mut self.last_name, parts.next().unwrap_or_default());
            keep(&mut self.first_name, parts.next().unwrap_or_default());
        } else {
            let words: Vec<&str> = value.split_whitespace().collect();
            keep(&mut self.first_name, words.first().copied().unwrap_or_default());
            keep(&mut self.last_name, words.last().copied().unwrap_or_default());
        }
    }

    /// How much was found; dates and the number most of all.
    fn completeness(&self) -> usize {
        let texts = [&self.first_name, &self.last_name, &self.state].into_iter().filter(|text| !text.is_empty()).count();
        let dates = [self.birth_date, self.expires_on].into_iter().flatten().count();
        texts + 2 * dates + 2 * usize::from(!self.number.is_empty())
    }

    /// `AL`, as far as the licence says.
    pub fn initials(&self) -> String {
        [&self.first_name, &self.last_name].iter().filter_map(|name| name.chars().next()).collect()
    }
}

fn keep(field: &mut String, value: &str) {
    if field.is_empty() {
        value.trim().clone_into(field);
    }
}

/// Eight digits as MMDDCCYY or CCYYMMDD.
fn date(value: &str) -> Option<NaiveDate> {
    let digits: String = value.chars().filter(char::is_ascii_digit).take(8).collect();
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let day = |year: Option<u32>, month: Option<u32>, day: Option<u32>| {
        NaiveDate::from_ymd_opt(i32::try_from(year?).ok()?, month?, day?).filter(|day| (1900..=2099).contains(&day.year()))
    };
    day(number(4, 8), number(0, 2), number(2, 4)).or_else(|| day(number(0, 4), number(4, 6), number(6, 8)))
}

#[cfg(test)]
#[path = "licence_tests.rs"]
mod tests;
