//! A mistake in a policy or vocabulary file, said so that a school can mend it.

use std::fmt;

/// What is wrong in a data file, on which line, and which word was probably meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct DataError {
    /// The line, from 1; `None` when the fault is what the file lacks.
    pub line: Option<usize>,
    /// One plain sentence, without its full stop.
    pub message: String,
    /// The nearest right word.
    pub nearest: Option<String>,
}

impl fmt::Display for DataError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(out, "line {line}: ")?;
        }
        out.write_str(&self.message)?;
        match &self.nearest {
            Some(word) => write!(out, "; did you mean `{word}`?"),
            None => Ok(()),
        }
    }
}

impl DataError {
    /// A fault of the file as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self {
            line: None,
            message: message.into(),
            nearest: None,
        }
    }

    /// A fault at a byte of the file.
    pub(crate) fn at(text: &str, byte: usize, message: impl Into<String>) -> Self {
        Self {
            line: Some(line_of(text, byte)),
            ..Self::whole(message)
        }
    }

    /// A word at a byte of the file that is none of `known`.
    pub(crate) fn unknown<'a>(
        text: &str,
        byte: usize,
        what: &str,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            nearest: nearest(word, known),
            ..Self::at(text, byte, format!("`{word}` is not a known {what}"))
        }
    }

    /// What the TOML reader found, with the nearest of the words it would have taken.
    pub(crate) fn from_toml(text: &str, error: &toml::de::Error) -> Self {
        let message = error.message();
        // serde's wording: unknown field `x`, expected one of `a`, `b`
        let mut quoted = message.split('`').skip(1).step_by(2);
        let wrong = quoted.next().filter(|_| message.starts_with("unknown "));
        Self {
            line: error.span().map(|span| line_of(text, span.start)),
            message: message.lines().collect::<Vec<_>>().join(" "),
            nearest: wrong.and_then(|word| nearest(word, quoted)),
        }
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().iter().take(byte);
    before.filter(|&&each| each == b'\n').count() + 1
}

/// The known word that is fewest edits away, if it is near enough to have been meant.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_within(word.chars().count() / 2 + 1, word, known)
}

/// As [`nearest`], where no more than so many letters may be others.
pub(super) fn nearest_within<'a>(
    far: usize,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|right| (edits(&word, &right.to_lowercase()), right))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, right)| right.to_owned())
}

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut older: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut before = None;
    for (row, from) in one.chars().enumerate() {
        let mut left = row + 1;
        let mut line = vec![left];
        let mut neighbour = None;
        for (column, &to) in other.iter().enumerate() {
            let cell =
                |cells: &[usize], at: usize| cells.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (cell(&last, column) + usize::from(from != to))
                .min(cell(&last, column + 1) + 1)
                .min(left + 1);
            if before == Some(to) && neighbour == Some(from) && column > 0 {
                best = best.min(cell(&older, column - 1) + 1);
            }
            line.push(best);
            left = best;
            neighbour = Some(to);
        }
        older = std::mem::replace(&mut last, line);
        before = Some(from);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits_and_swaps() {
        assert_eq!(edits("dsl", "dsl"), 0);
        assert_eq!(edits("dls", "dsl"), 1);
        assert_eq!(edits("", "dsl"), 3);
        assert_eq!(edits("headteacher", "headteachers"), 1);
    }

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(
            nearest("polcie", ["police", "dsl"]).as_deref(),
            Some("police")
        );
        assert_eq!(nearest("zzzzzz", ["police", "dsl"]), None);
    }
}
