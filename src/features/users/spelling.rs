//! Where two spellings part, character by character. Pure.

/// Longer texts are compared without being aligned: nobody's email is so long.
const LONGEST: usize = 300;
/// More differences than these are counted, not listed.
const LISTED: usize = 4;

/// Two spellings of what should be one, aligned, each character with whether it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub first: Spelling,
    pub second: Spelling,
    /// Where they part, in words.
    pub words: String,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The field it stands in.
    pub place: &'static str,
    pub marks: Vec<Mark>,
}

/// One character as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub shown: char,
    pub differs: bool,
}

/// A character of each text, or only of one.
type Pair = (Option<char>, Option<char>);

impl Comparison {
    /// Nothing when the two are the same to the byte.
    pub fn of(first_place: &'static str, first: &str, second_place: &'static str, second: &str) -> Option<Self> {
        if first == second {
            return None;
        }
        let pairs = aligned(&first.chars().collect::<Vec<_>>(), &second.chars().collect::<Vec<_>>());
        let mark = |one: Option<char>, other: Option<char>| Mark { shown: one.map_or('·', visible), differs: one != other };
        Some(Self {
            words: words(&pairs, first_place, second_place),
            first: Spelling { place: first_place, marks: pairs.iter().map(|(one, other)| mark(*one, *other)).collect() },
            second: Spelling { place: second_place, marks: pairs.iter().map(|(one, other)| mark(*other, *one)).collect() },
        })
    }
}

/// What cannot be seen gets a sign.
fn visible(letter: char) -> char {
    match letter {
        ' ' => '␣',
        '\t' => '⇥',
        letter if letter.is_whitespace() || letter.is_control() || is_invisible(letter) => '□',
        letter => letter,
    }
}

/// Characters without width that copying out of a mail leaves behind.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn name(letter: char) -> String {
    match letter {
        ' ' => "a blank".to_owned(),
        '\t' => "a tab".to_owned(),
        letter if visible(letter) == '□' => format!("an invisible character (U+{:04X})", u32::from(letter)),
        letter if letter.is_ascii() => format!("“{letter}”"),
        letter => format!("“{letter}” (U+{:04X})", u32::from(letter)),
    }
}

fn words(pairs: &[Pair], first: &str, second: &str) -> String {
    let (mut at_first, mut at_second, mut said) = (0, 0, Vec::new());
    for (one, other) in pairs {
        at_first += usize::from(one.is_some());
        at_second += usize::from(other.is_some());
        match (one, other) {
            (Some(one), Some(other)) if one != other && at_first == at_second => {
                said.push(format!("character {at_first} is {} in the {first} and {} in the {second}", name(*one), name(*other)));
            }
            (Some(one), Some(other)) if one != other => said.push(format!(
                "character {at_first} of the {first} is {}, character {at_second} of the {second} is {}",
                name(*one),
                name(*other)
            )),
            (Some(one), None) => {
                said.push(format!("the {first} has {} as character {at_first}, the {second} has nothing there", name(*one)))
            }
            (None, Some(other)) => {
                said.push(format!("the {second} has {} as character {at_second}, the {first} has nothing there", name(*other)));
            }
            _ => {}
        }
    }
    let more = said.len().saturating_sub(LISTED);
    said.truncate(LISTED);
    let text = said.join("; ");
    let rest = if more == 0 { String::new() } else { format!("; and {more} more") };
    let mut letters = text.chars();
    let capital = letters.next().map_or_else(String::new, |letter| letter.to_uppercase().collect());
    format!("{capital}{}{rest}.", letters.as_str())
}

/// The pairing with the least difference: a stray blank shifts the rest, it does not make all of it wrong.
fn aligned(first: &[char], second: &[char]) -> Vec<Pair> {
    if first.len() > LONGEST || second.len() > LONGEST {
        let longest = first.len().max(second.len());
        return (0..longest).map(|place| (first.get(place).copied(), second.get(place).copied())).collect();
    }
    let costs = Costs::of(first, second);
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < first.len() || j < second.len() {
        let (one, other) = (first.get(i).copied(), second.get(j).copied());
        let here = costs.at(i, j);
        if let (Some(one), Some(other)) = (one, other)
            && here == costs.at(i + 1, j + 1) + difference(one, other)
        {
            pairs.push((Some(one), Some(other)));
            (i, j) = (i + 1, j + 1);
        } else if one.is_some() && here == costs.at(i + 1, j) + GAP {
            pairs.push((one, None));
            i += 1;
        } else {
            pairs.push((None, other));
            j += 1;
        }
    }
    pairs
}

const GAP: usize = 3;

/// Other case is the commonest slip, so it is the cheapest; two gaps cost more than any one exchange.
fn difference(one: char, other: char) -> usize {
    match () {
        () if one == other => 0,
        () if one.to_lowercase().eq(other.to_lowercase()) => 1,
        () => 5,
    }
}

/// For each pair of places, the least difference of what follows.
struct Costs {
    rows: Vec<Vec<usize>>,
}

impl Costs {
    fn of(first: &[char], second: &[char]) -> Self {
        let mut costs = Self { rows: vec![vec![0; second.len() + 1]; first.len() + 1] };
        for i in (0..=first.len()).rev() {
            for j in (0..=second.len()).rev() {
                let exchange =
                    first.get(i).zip(second.get(j)).map(|(one, other)| costs.at(i + 1, j + 1) + difference(*one, *other));
                let without_first = first.get(i).map(|_| costs.at(i + 1, j) + GAP);
                let without_second = second.get(j).map(|_| costs.at(i, j + 1) + GAP);
                let least = [exchange, without_first, without_second].into_iter().flatten().min().unwrap_or(0);
                if let Some(cost) = costs.rows.get_mut(i).and_then(|row| row.get_mut(j)) {
                    *cost = least;
                }
            }
        }
        costs
    }

    fn at(&self, i: usize, j: usize) -> usize {
        self.rows.get(i).and_then(|row| row.get(j)).copied().unwrap_or(usize::MAX / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(first: &str, second: &str) -> (String, String, String) {
        let comparison = Comparison::of("Login ID", first, "MMUR email", second).unwrap();
        let shown = |spelling: &Spelling| {
            spelling
                .marks
                .iter()
                .map(|mark| if mark.differs { format!("[{}]", mark.shown) } else { mark.shown.to_string() })
                .collect()
        };
        (shown(&comparison.first), shown(&comparison.second), comparison.words)
    }

    #[test]
    fn another_case_is_named_with_its_place() {
        let (first, second, words) = compared("pat@x.org", "Pat@x.org");
        assert_eq!((first.as_str(), second.as_str()), ("[p]at@x.org", "[P]at@x.org"));
        assert_eq!(words, "Character 1 is “p” in the Login ID and “P” in the MMUR email.");
    }

    #[test]
    fn a_stray_blank_is_seen_and_does_not_shift_the_rest() {
        let (first, second, words) = compared("pat@x.org ", "pat@x.org");
        assert_eq!((first.as_str(), second.as_str()), ("pat@x.org[␣]", "pat@x.org[·]"));
        assert_eq!(words, "The Login ID has a blank as character 10, the MMUR email has nothing there.");
        let (first, second, _) = compared("pat@x.org", " pat@X.org");
        assert_eq!((first.as_str(), second.as_str()), ("[·]pat@[x].org", "[␣]pat@[X].org"));
    }

    #[test]
    fn letters_that_only_look_alike_are_told_apart() {
        let (_, second, words) = compared("pat@x.org", "p\u{430}t@x.org");
        assert_eq!(second, "p[\u{430}]t@x.org");
        assert_eq!(words, "Character 2 is “a” in the Login ID and “\u{430}” (U+0430) in the MMUR email.");
        let (_, second, words) = compared("pat@x.org", "pat@x.org\u{200b}");
        assert_eq!(second, "pat@x.org[□]");
        assert!(words.contains("an invisible character (U+200B)"), "{words}");
    }

    #[test]
    fn the_same_bytes_are_no_comparison_and_many_differences_are_counted() {
        assert_eq!(Comparison::of("Email", "a", "MMUR email", "a"), None);
        let (_, _, words) = compared("ABCDEF", "abcdef");
        assert!(words.ends_with("; and 2 more."), "{words}");
    }
}
