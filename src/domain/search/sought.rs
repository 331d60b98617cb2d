//! What was looked for: its words, and how much each of them tells.

use super::near::Asked;

/// The words that were typed, each with its weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought(Vec<(Asked, u32)>);

impl Sought {
    pub(super) fn of(asked: Vec<Asked>, weights: &[u32]) -> Self {
        Self(asked.into_iter().zip(weights.iter().copied()).collect())
    }

    /// The words and their weights.
    pub(super) fn words(&self) -> &[(Asked, u32)] {
        &self.0
    }
}

/// How much a word tells that so many of the cases have: one more for each time that they are halved until its own are
/// left. Which year group it was tells little, and a name much.
pub(super) fn weight(cases: usize, having: usize) -> u32 {
    let share = cases.checked_div(having.max(1)).unwrap_or(0);
    share.checked_ilog2().unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_few_have_tells_most() {
        assert_eq!(weight(0, 0), 1);
        assert_eq!(weight(4, 4), 1);
        assert_eq!(weight(300, 299), 1);
        assert_eq!(weight(300, 43), 3);
        assert_eq!(weight(300, 5), 6);
        assert_eq!(weight(100_000, 1), 17);
    }
}
