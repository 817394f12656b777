//! What must be true of goods that leave the store, and of who carries them (florida-rules 4.3.5, 6.10; biotrack-api §2.9).

/// In any vehicle that carries marijuana (s. 381.986(8)(g), F.S.); one of them stays in it.
pub const PERSONS_IN_VEHICLE: usize = 2;

/// The most packages that the state takes on one manifest.
pub const MOST_PACKAGES: usize = 1000;

/// What a laboratory said of a package that is to leave.
#[derive(Debug, Clone, Copy)]
pub struct Tested {
    pub inventory_type: i64,
    /// −1 failed, 0 pending, 1 passed, 2 rejected; none: no sample known.
    pub result: Option<i64>,
    /// A customer brought it back: it was tested before it was sold.
    pub returned: bool,
}

impl Tested {
    /// Why it may go to laboratories only, if so: the end of a sentence that begins with the package.
    pub fn obstacle(self) -> Option<&'static str> {
        if self.returned || is_exempt(self.inventory_type) {
            return None;
        }
        match self.result {
            Some(1) => None,
            Some(-1) => Some("failed its lab test. It may go to a laboratory only."),
            Some(0) => Some("waits for its lab result. Until then it may go to a laboratory only."),
            Some(_) => Some("was rejected by the lab, so it has no passed result. It may go to a laboratory only."),
            None => Some("has no lab result. It may go to a laboratory only."),
        }
    }
}

/// Seeds and plants, waste, and what is itself a sample.
fn is_exempt(inventory_type: i64) -> bool {
    matches!(inventory_type, 7 | 10..=12 | 26 | 27 | 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_passed_leaves_unless_it_is_exempt() {
        let tested = |inventory_type, result, returned| Tested { inventory_type, result, returned }.obstacle();
        assert_eq!(tested(28, Some(1), false), None);
        assert!(tested(28, Some(-1), false).is_some_and(|words| words.contains("failed")));
        assert!(tested(28, Some(0), false).is_some_and(|words| words.contains("waits")));
        assert!(tested(28, Some(2), false).is_some_and(|words| words.contains("rejected")));
        assert!(tested(28, None, false).is_some_and(|words| words.contains("no lab result")));
        assert_eq!(tested(28, None, true), None);
        assert_eq!(tested(27, None, false), None);
    }
}
