//! The match in a case, with what surrounds it.

use std::ops::Range;

use super::near::mask;
use super::sought::Sought;
use super::texts::{Place, each_text};
use super::tokens::each_word;
use crate::domain::case::Case;
use crate::domain::vocabulary::Vocabulary;
use crate::domain::words::{offset_at, width};

/// A piece of one of a case's texts, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Where it stands.
    pub place: Place,
    /// The piece, with an ellipsis where the text goes on.
    pub text: String,
    /// What of it was asked for, in bytes.
    pub marks: Vec<Range<usize>>,
}

/// A word of a text that is near to one that was typed.
struct Match {
    /// Which of the words typed.
    asked: usize,
    place: Range<usize>,
    points: u16,
    weight: u32,
}

/// The text of the case that has most of what was sought, cut to so many columns around the match that tells most.
/// Nothing where the case has none of it.
#[must_use]
pub fn excerpt(
    case: &Case,
    words: &Vocabulary,
    sought: &Sought,
    columns: usize,
) -> Option<Excerpt> {
    let mut best: Option<(u32, Place, String, Vec<Match>)> = None;
    each_text(case, words, &mut |place, text| {
        let matches = matches(text, sought);
        // Names and references stand in the line above it: what was written is worth more here.
        let written = u32::from(matches!(place, Place::Entry(_)));
        let points = (0..sought.words().len()).map(|n| {
            let of = matches.iter().filter(|one| one.asked == n);
            of.map(|one| (u32::from(one.points) + written) * one.weight)
                .max()
                .unwrap_or(0)
        });
        let points: u32 = points.sum();
        if points > best.as_ref().map_or(0, |best| best.0) {
            best = Some((points, place, text.to_owned(), matches));
        }
    });
    let (_, place, text, matches) = best?;
    let text = text.replace('\n', " ");
    let centre = matches.iter().max_by_key(|one| {
        let points = u32::from(one.points) * one.weight;
        (points, usize::MAX - one.place.start)
    })?;
    let window = window(&text, centre.place.clone(), columns);
    let piece = text.get(window.clone())?;
    let before = if window.start > 0 { "…" } else { "" };
    let after = if window.end < text.len() { "…" } else { "" };
    let marks = matches.iter().filter_map(|one| {
        let start = one.place.start.max(window.start);
        let end = one.place.end.min(window.end);
        let shift = |at: usize| at - window.start + before.len();
        (start < end).then(|| shift(start)..shift(end))
    });
    Some(Excerpt {
        place,
        marks: marks.collect(),
        text: format!("{before}{piece}{after}"),
    })
}

/// What of a text was asked for, in bytes: to be shown in it.
#[must_use]
pub fn marks(text: &str, sought: &Sought) -> Vec<Range<usize>> {
    let matches = matches(text, sought);
    matches.into_iter().map(|one| one.place).collect()
}

/// Every word of the text that is near to one that was typed, in the text's order, once each.
fn matches(text: &str, sought: &Sought) -> Vec<Match> {
    let mut all = Vec::new();
    each_word(text, &mut String::new(), &mut |place, word| {
        let has = mask(word);
        let near = sought.words().iter().enumerate();
        let near = near.filter_map(|(n, (one, weight))| {
            let points = one.points_of(word, has)?;
            Some((points, n, one, *weight))
        });
        let nearest = near.max_by_key(|(points, n, ..)| (*points, usize::MAX - n));
        if let Some((points, n, one, weight)) = nearest {
            all.push(Match {
                asked: n,
                place: part(text, place, word, &one.word),
                points,
                weight,
            });
        }
    });
    all
}

/// The part of a word that was typed; the whole word where its letters are not those that are compared.
fn part(text: &str, place: Range<usize>, word: &str, typed: &str) -> Range<usize> {
    let seen = text.get(place.clone()).unwrap_or_default();
    let same = seen.eq_ignore_ascii_case(word);
    match word.find(typed) {
        Some(at) if same => place.start + at..place.start + at + typed.len(),
        _ => place,
    }
}

/// So much of a line around a place as fits, between words where it can be, a third of it before the place.
fn window(line: &str, place: Range<usize>, columns: usize) -> Range<usize> {
    if width(line) <= columns {
        return 0..line.len();
    }
    let room = columns.saturating_sub(2); // an ellipsis on either side
    let before = line.get(..place.start).unwrap_or_default();
    let begins = before.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]);
    let near = begins.take_while(|at| width(before.get(*at..).unwrap_or_default()) <= room / 3);
    let start = near.last().unwrap_or(place.start);
    let rest = line.get(start..).unwrap_or_default();
    let end = start + offset_at(rest, room);
    let whole = line.get(..end).and_then(|cut| cut.rfind(' '));
    match whole {
        Some(at) if end < line.len() && at >= place.end => start..at,
        _ => start..end,
    }
}

#[cfg(test)]
mod tests {
    use super::super::near::asked;
    use super::*;

    fn cut(line: &str, of: &str, columns: usize) -> String {
        let at = line.find(of).unwrap();
        line[window(line, at..at + of.len(), columns)].to_owned()
    }

    #[test]
    fn a_line_is_cut_around_the_match_between_words() {
        let line = "He found the watch under a coat peg behind the shed and gave it to the office.";
        assert_eq!(cut(line, "watch", 200), line);
        assert_eq!(cut(line, "coat", 30), "under a coat peg behind the");
        assert_eq!(cut(line, "office", 30), "to the office.");
        assert_eq!(cut(line, "found", 3), "f");
    }

    #[test]
    fn what_is_asked_for_is_marked_where_it_stands() {
        let marked = |text: &str, typed: &str| {
            let sought = Sought::of(asked(typed), &[1; 9]);
            let marks = marks(text, &sought).into_iter();
            marks.map(|mark| text[mark].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(marked("Zoë's Password", "zoes passw"), ["Zoë's", "Passw"]);
        assert_eq!(marked("OS-2026-0042", "42"), ["0042"]);
        assert_eq!(marked("her smartwatch, watch", "watch"), ["watch", "watch"]);
        assert_eq!(marked("evryone", "everyone"), ["evryone"]);
    }
}
