//! PINs that somebody who watches, or knows a birthday, would try first.

/// Lines of a keypad, and what tables of leaked PINs begin with beyond the patterns below.
const POPULAR: [&str; 8] = ["2580", "0852", "1379", "147258", "258369", "159753", "789456", "741852"];

/// Why `pin` (digits only) would be guessed, in words; none: it would not at once.
pub fn weakness(pin: &str) -> Option<&'static str> {
    let digits: Vec<u32> = pin.chars().filter_map(|digit| digit.to_digit(10)).collect();
    if digits.iter().all(|digit| Some(digit) == digits.first()) {
        return Some("The same digit all along is the first that anybody tries. Choose another PIN.");
    }
    let steps: Vec<u32> = digits.iter().zip(digits.iter().skip(1)).map(|(one, next)| (next + 10 - one) % 10).collect();
    if steps.iter().all(|step| *step == 1) || steps.iter().all(|step| *step == 9) {
        return Some("Digits in a row are among the first that anybody tries. Choose another PIN.");
    }
    if is_repeated(pin) {
        return Some("A piece that repeats itself is soon guessed. Choose another PIN.");
    }
    if is_date(pin) {
        return Some("That could be a birthday or a year, which others know. Choose another PIN.");
    }
    POPULAR.contains(&pin).then_some("That one is on every list of common PINs. Choose another PIN.")
}

/// `1212`, `123123`, `112233`.
fn is_repeated(pin: &str) -> bool {
    let again = |length: usize| pin.get(..length).is_some_and(|piece| piece.repeat(pin.len() / length) == pin);
    let halves = (2..pin.len()).any(|length| pin.len().is_multiple_of(length) && again(length));
    let digits: Vec<char> = pin.chars().collect();
    let pairs = digits.len() >= 4 && digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| pair.first() == pair.last());
    halves || pairs
}

/// A day written in one of the usual orders, or a year of our times.
fn is_date(pin: &str) -> bool {
    let part = |from: usize, to: usize| pin.get(from..to).and_then(|text| text.parse::<u32>().ok()).unwrap_or_default();
    let is_day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_year = |year: u32| (1900..2100).contains(&year);
    match pin.len() {
        4 => is_year(part(0, 4)) || is_day(part(0, 2), part(2, 4)) || is_day(part(2, 4), part(0, 2)),
        5 => is_day(part(0, 1), part(1, 3)),
        6 => is_day(part(0, 2), part(2, 4)) || is_day(part(2, 4), part(0, 2)) || is_day(part(2, 4), part(4, 6)),
        7 => is_day(part(0, 1), part(1, 3)) && is_year(part(3, 7)),
        8 => {
            let year_last = is_year(part(4, 8)) && (is_day(part(0, 2), part(2, 4)) || is_day(part(2, 4), part(0, 2)));
            year_last || (is_year(part(0, 4)) && is_day(part(4, 6), part(6, 8)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::weakness;

    #[test]
    fn what_anybody_would_try_first_is_refused_with_the_reason() {
        for (pin, reason) in [
            ("111111", "same digit"),
            ("0000", "same digit"),
            ("123456", "in a row"),
            ("987654", "in a row"),
            ("890123", "in a row"),
            ("121212", "repeats"),
            ("837837", "repeats"),
            ("112299", "repeats"),
            ("073185", "birthday"),
            ("310785", "birthday"),
            ("850731", "birthday"),
            ("1987", "birthday"),
            ("12241987", "birthday"),
            ("19871224", "birthday"),
            ("2241987", "birthday"),
            ("90417", "birthday"),
            ("2580", "every list"),
            ("159753", "every list"),
        ] {
            assert!(weakness(pin).is_some_and(|words| words.contains(reason)), "{pin}: {:?}", weakness(pin));
        }
    }

    #[test]
    fn what_has_no_pattern_is_taken() {
        for pin in ["739214", "482917", "7392", "25803", "6039472", "73921468"] {
            assert_eq!(weakness(pin), None, "{pin}");
        }
    }

    #[test]
    fn nearly_all_of_the_million_stay_possible() {
        let weak = (0..1_000_000).filter(|pin| weakness(&format!("{pin:06}")).is_some()).count();
        assert!((80_000..120_000).contains(&weak), "{weak}");
    }
}
