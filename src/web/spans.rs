//! Lengths of time as people say them.

use chrono::TimeDelta;

/// `in 3 h 12 min`, `4 min ago`, `now`.
pub fn relative(when: TimeDelta) -> String {
    match span(when) {
        words if words.is_empty() => "now".to_owned(),
        words if when > TimeDelta::zero() => format!("in {words}"),
        words => format!("{words} ago"),
    }
}

/// A length of time in the two largest units that matter; nothing for less than a minute.
pub fn span(length: TimeDelta) -> String {
    let minutes = length.num_minutes().abs();
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    match (days, hours, rest) {
        (0, 0, 0) => String::new(),
        (0, 0, rest) => format!("{rest} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, rest) => format!("{hours} h {rest} min"),
        (days, 0, _) if days >= 3 => format!("{days} days"),
        (days, hours, _) if days < 3 && hours > 0 => format!("{days} d {hours} h"),
        (1, ..) => "1 day".to_owned(),
        (days, ..) => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_as_people_say_them() {
        for (minutes, words) in [
            (0, "now"),
            (4, "in 4 min"),
            (-4, "4 min ago"),
            (192, "in 3 h 12 min"),
            (-120, "2 h ago"),
            (1440, "in 1 day"),
            (1500, "in 1 d 1 h"),
            (4320, "in 3 days"),
            (-10_000, "6 days ago"),
        ] {
            assert_eq!(relative(TimeDelta::minutes(minutes)), words, "{minutes}");
        }
    }
}
