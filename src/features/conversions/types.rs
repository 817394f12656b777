//! What a shop may make of what (biotrack-api §4.6): only what patients may buy. Lots and extracts are made by growers and processors,
//! and an infused mix takes two sources, which a shop's shelf does not have.

/// Types of the result, by types of the source.
const PAIRS: [(&[i64], &[i64]); 3] = [(&[17, 18, 19], &[22, 23, 24, 25, 34, 35, 36, 37]), (&[13], &[28]), (&[30], &[31])];

/// What may be made of this type; nothing of what is sold as it is.
pub fn targets(source: i64) -> &'static [i64] {
    PAIRS.iter().find(|(sources, _)| sources.contains(&source)).map_or(&[], |(_, results)| results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sold_as_it_is_becomes_nothing_else_and_the_known_refusals_are_not_offered() {
        for source in [5, 22, 28, 31, 37] {
            assert!(targets(source).is_empty(), "{source}");
        }
        for (from, into) in [(17, 28), (18, 28), (30, 28), (13, 31), (13, 24), (30, 24)] {
            assert!(!targets(from).contains(&into), "{from} into {into}");
        }
        for (from, into) in [(13, 28), (30, 31), (19, 37)] {
            assert!(targets(from).contains(&into), "{from} into {into}");
        }
    }
}
