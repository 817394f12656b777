//! What was scanned or typed, told apart by its content alone: the one place that knows what a code looks like. Pure.

use crate::values::Barcode;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code<'a> {
    Nothing,
    /// Longer than any code of a package or product.
    TooLong,
    /// The text of the wide code on the back of a driving licence (AAMVA). It is about a person, and kept nowhere.
    Licence,
    /// 16 digits, however they are grouped.
    Package(Barcode),
    /// The sign on the door of a room.
    Room,
    /// The number of one of our receipts.
    Receipt(i64),
    /// The number on the pick ticket of a pre-order.
    PreOrder(i64),
    /// A SKU, a UPC, or an older label of a package.
    Goods(&'a str),
}

/// A code, and how many of it: `3*FLW-BD-35` is three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan<'a> {
    pub units: Option<&'a str>,
    pub code: Code<'a>,
}

const LONGEST: usize = 64;

impl<'a> Code<'a> {
    pub fn of(text: &'a str) -> Self {
        let bare = text.trim();
        if bare.is_empty() {
            return Self::Nothing;
        }
        if is_licence(bare) {
            return Self::Licence;
        }
        if bare.chars().count() > LONGEST {
            return Self::TooLong;
        }
        if let Ok(barcode) = bare.parse() {
            return Self::Package(barcode);
        }
        match (numbered(bare, "ROOM"), numbered(bare, "SALE"), numbered(bare, "PRE")) {
            (Some(_), ..) => Self::Room,
            (_, Some(number), _) => Self::Receipt(number),
            (.., Some(number)) => Self::PreOrder(number),
            _ => Self::Goods(bare),
        }
    }

    /// Why this does not go into a cart, if it does not.
    pub fn obstacle(&self) -> Option<String> {
        Some(match self {
            Self::Nothing => "Nothing was scanned or typed. Scan a package.".to_owned(),
            Self::TooLong => "That is longer than any code of a package or product. Scan it again.".to_owned(),
            Self::Licence => {
                "That is a driving licence, not goods. Check people in under Guests; this cart stays as it is.".to_owned()
            }
            Self::Room => "That is the sign of a room, not goods. Rooms are scanned under Move by scanning.".to_owned(),
            Self::Receipt(number) => format!("That is the receipt of sale {number}, not goods. Its sale is under Sales."),
            Self::PreOrder(number) => {
                format!("That is the ticket of pre-order {number}, not goods. At the register it fills the patient's cart.")
            }
            Self::Package(_) | Self::Goods(_) => return None,
        })
    }
}

impl<'a> Scan<'a> {
    pub fn of(text: &'a str) -> Self {
        match text.split_once('*') {
            Some((units, code)) if is_count(units.trim()) => Self { units: Some(units.trim()), code: Code::of(code) },
            _ => Self { units: None, code: Code::of(text) },
        }
    }
}

fn is_count(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `@`, a line feed, a record separator, a carriage return, then `ANSI ` or `AAMVA`; a scanner may drop any of the signs.
fn is_licence(text: &str) -> bool {
    let head = text.trim_start_matches('@').trim_start_matches(|letter: char| letter.is_control() || letter.is_whitespace());
    let begins = |word: &str| head.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word));
    text == "@" || begins("ANSI ") || (begins("AAMVA") && head.len() > LONGEST)
}

/// `SALE-12`, `ROOM 3`.
fn numbered(text: &str, prefix: &str) -> Option<i64> {
    let head = text.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix))?;
    let rest = text.get(head.len()..)?;
    let digits = rest.strip_prefix(['-', ' ', ':'])?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_told_by_what_is_in_it() {
        let package = || Code::Package("6853296789574115".parse().unwrap());
        for (text, code) in [
            ("", Code::Nothing),
            (" \t", Code::Nothing),
            ("6853296789574115", package()),
            ("6853 2967 8957 4115", package()),
            ("FLW-BD-35", Code::Goods("FLW-BD-35")),
            ("4006381333931", Code::Goods("4006381333931")),
            ("ROOM-3", Code::Room),
            ("room 12", Code::Room),
            ("ROOMY-TRAY", Code::Goods("ROOMY-TRAY")),
            ("SALE-12", Code::Receipt(12)),
            ("SALE-", Code::Goods("SALE-")),
            ("SALEM-1", Code::Goods("SALEM-1")),
            ("PRE-7", Code::PreOrder(7)),
            ("PREROLL-1", Code::Goods("PREROLL-1")),
            ("AAMVA-BAG", Code::Goods("AAMVA-BAG")),
            ("@\n\u{1e}\rANSI 636010090002DL00410278ZF03190011DLDAQL532001804740", Code::Licence),
            ("@ANSI 636010090002DL", Code::Licence),
            ("@", Code::Licence),
        ] {
            assert_eq!(Code::of(text), code, "{text:?}");
        }
        assert_eq!(Code::of(&"9".repeat(65)), Code::TooLong);
    }

    #[test]
    fn a_number_and_a_star_before_a_code_is_how_many() {
        let three = Scan { units: Some("3"), code: Code::Goods("FLW-BD-35") };
        assert_eq!((Scan::of("3*FLW-BD-35"), Scan::of(" 3 * FLW-BD-35 ")), (three.clone(), three));
        assert_eq!(Scan::of("A*B"), Scan { units: None, code: Code::Goods("A*B") });
        assert_eq!(Scan::of("1234*B").units, None);
    }

    #[test]
    fn only_goods_go_into_a_cart_and_everything_else_says_where_it_belongs() {
        assert!(Code::of("MER-TRAY").obstacle().is_none() && Code::of("6853296789574115").obstacle().is_none());
        assert!(Code::of("SALE-12").obstacle().unwrap().contains("sale 12"));
        for other in ["", "@", "ROOM-1"] {
            assert!(Code::of(other).obstacle().is_some(), "{other}");
        }
    }
}
