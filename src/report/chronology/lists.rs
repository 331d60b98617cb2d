//! What English makes of names: those that are words too, and what children are called for short.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static ORDINARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../../../data/names/ordinary.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});

static SHORT: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    lines(include_str!("../../../data/names/short.txt"))
        .filter_map(|line| line.split_once(':'))
        .map(|(name, short)| (name.trim(), short.split_whitespace().collect()))
        .collect()
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Whether it is a word that need not be a name.
pub(super) fn is_ordinary(key: &str) -> bool {
    ORDINARY.contains(key)
}

/// What somebody of that first name may be called; of somebody who is listed by a short name, the long ones
/// and theirs.
pub(super) fn called(first: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = SHORT.get(first).cloned().unwrap_or_default();
    for (long, short) in SHORT.iter() {
        if short.contains(&first) {
            out.push(long);
            out.extend(short);
        }
    }
    out.retain(|short| *short != first);
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sound() {
        for word in ["will", "rose", "may", "mark", "grace", "the"] {
            assert!(is_ordinary(word), "{word}");
        }
        assert!(!is_ordinary("mia") && !is_ordinary("#"));
        assert!(called("thomas").contains(&"tom"));
        assert!(called("tom").contains(&"thomas"));
        assert!(called("nobody").is_empty());
        for (name, short) in SHORT.iter() {
            for one in std::iter::once(name).chain(short) {
                assert!(one.chars().all(|c| c.is_ascii_lowercase()), "{one}");
            }
        }
    }
}
