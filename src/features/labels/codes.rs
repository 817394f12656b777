//! The 16 digits as Code 128 and as DataMatrix, each as the path of an SVG picture.

use crate::error::{Result, internal};
use crate::values::Barcode;
use barcoders::sym::code128::Code128;
use datamatrix::{DataMatrix, SymbolList};
use std::fmt::Write;

/// Dark places of a picture that is `width` by `height` of them, without the quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// What an SVG `path` draws.
    pub path: String,
}

/// Begins Code 128 in the character set that takes two digits at once.
const DIGITS_IN_PAIRS: char = '\u{0106}';

/// And in the one that takes capitals, digits and signs.
const CAPITALS: char = '\u{0181}';

/// One row of bars, each as high as the picture.
pub fn code_128(barcode: Barcode) -> Result<Picture> {
    bars(&format!("{DIGITS_IN_PAIRS}{barcode}"))
}

/// The same of a short text in capitals, as on the sign of a room.
pub fn code_128_of(text: &str) -> Result<Picture> {
    bars(&format!("{CAPITALS}{text}"))
}

fn bars(text: &str) -> Result<Picture> {
    let code = Code128::new(text).map_err(|error| internal(format!("{text}: {error}")))?;
    let modules = code.encode();
    let mut path = String::new();
    let mut from = 0;
    for run in modules.chunk_by(|one, next| one == next) {
        if run.first() == Some(&1) {
            write!(path, "M{from} 0h{0}v1h-{0}z", run.len()).map_err(anyhow::Error::new)?;
        }
        from += run.len();
    }
    Ok(Picture { width: modules.len(), height: 1, path })
}

pub fn data_matrix(barcode: Barcode) -> Result<Picture> {
    data_matrix_of(barcode.as_str())
}

/// A short text as a square.
pub fn data_matrix_of(text: &str) -> Result<Picture> {
    let code = DataMatrix::encode(text.as_bytes(), SymbolList::default());
    let bits = code.map_err(|error| internal(format!("{text}: {error:?}")))?.bitmap();
    let mut path = String::new();
    for (x, y) in bits.pixels() {
        write!(path, "M{x} {y}h1v1h-1z").map_err(anyhow::Error::new)?;
    }
    Ok(Picture { width: bits.width(), height: bits.height(), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn barcode() -> Barcode {
        "6853296789574115".parse().unwrap()
    }

    /// The dark places of a row of bars, read back from its path.
    fn modules(picture: &Picture) -> Vec<u8> {
        let mut modules = vec![0; picture.width];
        for bar in picture.path.split('M').skip(1) {
            let (from, rest) = bar.split_once(" 0h").unwrap();
            let (width, _) = rest.split_once('v').unwrap();
            let from: usize = from.parse().unwrap();
            modules[from..from + width.parse::<usize>().unwrap()].fill(1);
        }
        modules
    }

    #[test]
    fn sixteen_digits_are_eight_pairs_between_start_check_and_stop() {
        let picture = code_128(barcode()).unwrap();
        assert_eq!(picture.width, 11 * (1 + 8 + 1) + 13);
        let modules = modules(&picture);
        // Start in set C and the stop, as ISO 15417 draws them.
        assert_eq!(modules[..11], [1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0]);
        assert_eq!(modules[picture.width - 13..], [1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1]);
    }

    #[test]
    fn the_square_reads_as_the_digits() {
        let picture = data_matrix(barcode()).unwrap();
        let mut bits = vec![false; picture.width * picture.height];
        for dark in picture.path.split('M').skip(1) {
            let (x, rest) = dark.split_once(' ').unwrap();
            let y: usize = rest.split_once('h').unwrap().0.parse().unwrap();
            bits[y * picture.width + x.parse::<usize>().unwrap()] = true;
        }
        assert_eq!(DataMatrix::decode(&bits, picture.width).unwrap(), barcode().as_str().as_bytes());
    }
}
