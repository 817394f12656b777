//! Numbers that others give out: identifiers of the state. Text, never integers: leading zeros count (biotrack-api §1.8).

use super::{Unreadable, stored::stored_as_text};
use std::fmt;
use std::str::FromStr;

/// Declares a 16-digit identifier of the state: stored as digits, shown in groups of four.
macro_rules! sixteen_digits {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub struct $name([u8; 16]);

        impl $name {
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default() // only digits are ever put in
            }

            /// `6853 2967 8957 4115`, as people read it.
            pub fn grouped(&self) -> String {
                self.as_str().as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
            }
        }

        impl FromStr for $name {
            type Err = Unreadable;
            /// Blanks and hyphens between the digits are ignored, so what is shown may be typed.
            fn from_str(text: &str) -> Result<Self, Unreadable> {
                let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b' ' | b'-')).collect();
                match <[u8; 16]>::try_from(digits) {
                    Ok(all) if all.iter().all(u8::is_ascii_digit) => Ok(Self(all)),
                    _ => Err(Unreadable::new("A BioTrack identifier has 16 digits.")),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.as_str()) }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }

        stored_as_text!($name);
    )+};
}

sixteen_digits! {
    /// BioTrack's identifier of a package: the "package id".
    Barcode;
    /// BioTrack's identifier of a manifest.
    ManifestNumber;
    /// BioTrack's identifier of a sample at a laboratory.
    SampleNumber;
}

/// Declares a number that others choose: opaque text of at most so many bytes, no blanks around.
macro_rules! opaque_text {
    ($($(#[$doc:meta])* $name:ident, $most:literal, $words:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
                 diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Unreadable;
            fn from_str(text: &str) -> Result<Self, Unreadable> {
                let bare = text.trim();
                if bare.is_empty() || bare.len() > $most { Err(Unreadable::new($words)) } else { Ok(Self(bare.to_owned())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = Unreadable;
            fn try_from(text: String) -> Result<Self, Unreadable> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        stored_as_text!($name);
    )+};
}

opaque_text! {
    /// A location's licence as the state writes it (biotrack-api §1.2).
    License, 40, "A licence number has 1 to 40 characters.";
    /// The number that we gave an employee at the state: the drivers of manifests (biotrack-api §2.1).
    EmployeeNumber, 40, "An employee's number has 1 to 40 characters.";
    /// The registry's number of an allotment that it holds for us (invented: `florida-additions.md`).
    HoldNumber, 100, "The number of a hold has 1 to 100 characters.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_may_be_typed_as_it_is_shown() {
        let barcode: Barcode = "0358 5605 7965 5606".parse().unwrap();
        assert_eq!(barcode.as_str(), "0358560579655606");
        assert_eq!(barcode.grouped(), "0358 5605 7965 5606");
        for wrong in ["", "123", "03585605796556061", "035856057965560a"] {
            assert!(wrong.parse::<Barcode>().is_err(), "{wrong}");
        }
    }
}
