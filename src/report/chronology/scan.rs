//! Where names stand in a text.

use std::collections::BTreeSet;
use std::ops::Range;

use super::disguise;
use super::lists::is_ordinary;
use super::masked::{Doubt, Why};
use super::near;
use super::register::{Kind, Names, Register, is_title};
use super::words::{Word, is_apostrophe, joins, words};

/// A name has at most so many words.
const LONGEST: usize = 12;

/// A name that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where: with a following s that has no apostrophe.
    pub at: Range<usize>,
    /// Whose it may be.
    pub who: BTreeSet<usize>,
    /// It is a parent's.
    pub parent: bool,
    /// How sure it is.
    pub why: Why,
    /// An s without its apostrophe is part of it.
    pub s: bool,
}

/// A form that fits at a word.
struct Fit<'a> {
    form: &'a super::register::Form,
    letters: String,
    words: usize,
    s: bool,
}

/// The longest of these names that begins with that word.
fn fit<'a>(names: &'a Names, text: &str, rest: &[Word]) -> Option<Fit<'a>> {
    let mut letters = String::new();
    let mut gaps = Vec::new();
    let mut before: Option<&Word> = None;
    let mut best = None;
    for (place, word) in rest.iter().take(LONGEST).enumerate() {
        if let Some(before) = before
            && !word.glued
        {
            let gap = text.get(before.at.end..word.at.start).unwrap_or(";");
            if !joins(gap) {
                break;
            }
            gaps.push(letters.len());
        }
        letters.push_str(&word.key);
        before = Some(word);
        let fits = |letters: &str| {
            names
                .get(letters)
                .filter(|form| gaps.iter().all(|gap| form.breaks.contains(gap)))
        };
        let plain = fits(&letters).map(|form| (form, false));
        let with_s = || {
            let short = letters.strip_suffix('s').filter(|_| word.key.len() > 1)?;
            fits(short).map(|form| (form, true))
        };
        if let Some((form, s)) = plain.or_else(with_s) {
            best = Some(Fit {
                form,
                letters: letters.clone(),
                words: place + 1,
                s,
            });
        }
    }
    best
}

/// Every name in that part of a text, first to last; no two lie over each other.
pub(super) fn scan(register: &Register, text: &str, within: Range<usize>) -> Vec<Found> {
    let words = words(text, within);
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let taken = out.last().map_or(0, |found| found.at.end);
        let step = match found_at(register, text, before, rest, taken) {
            (Some(found), step) => {
                out.push(found);
                step
            }
            (None, step) => step,
        };
        at += step.max(1);
    }
    out
}

/// What begins with the first of these words, and how many words it takes.
fn found_at(
    register: &Register,
    text: &str,
    before: Option<&Word>,
    rest: &[Word],
    taken: usize,
) -> (Option<Found>, usize) {
    let Some(first) = rest.first() else {
        return (None, 1);
    };
    if let Some(disguised) = disguise::disguised(register, text, before, rest) {
        return disguised;
    }
    let handle = disguise::is_handle(text, before, &first.at);
    let own = fit(&register.own, text, rest);
    let staff = fit(&register.staff, text, rest);
    let own_words = own.as_ref().map_or(0, |fit| fit.words);
    let kept = own_words.max(staff.as_ref().map_or(0, |fit| fit.words));
    let Some(other) = fit(&register.others, text, rest) else {
        if kept > 0 {
            return (None, kept);
        }
        if let Some((found, words)) = near::initials(register, text, rest) {
            return (Some(found), words);
        }
        return (near::nearly(register, first, handle), 1);
    };
    if kept > other.words {
        return (None, kept);
    }
    let mut who = other.form.who.clone();
    let mut range = first.at.start
        ..rest
            .get(other.words - 1)
            .map_or(first.at.end, |last| last.at.end);
    let mut words = other.words;
    let mut sure = other.form.kind == Kind::Whole;
    let part = matches!(other.form.kind, Kind::Part | Kind::Short);
    // Mia P., and P. Example.
    if part && let Some((end, narrowed)) = initial_after(register, text, rest, words, &who) {
        (range.end, who, sure) = (end, narrowed, true);
        words += 1;
    } else if part
        && let Some((start, narrowed)) = initial_before(register, text, before, first, &who)
        && start >= taken
    {
        (range.start, who, sure) = (start, narrowed, true);
    }
    let title = before.is_some_and(|word| is_title(&word.key));
    let kind = other.form.kind;
    let involved = register.involves(&who);
    let each_ordinary = rest
        .iter()
        .take(other.words)
        .all(|word| is_ordinary(&word.key) || word.key.len() < 2);
    let base = other
        .letters
        .strip_suffix('s')
        .filter(|_| other.s)
        .unwrap_or(&other.letters);
    // Nobody writes will's of what will be.
    let small =
        other.words == 1 && !first.capital && !handle && !sure && !possessive(text, first.at.end);
    let doubt = if own_words == other.words && words == other.words && !involved {
        // Nobody else in these cases has it: it will be they who are meant, and a person says so.
        Some(Doubt::Namesake)
    } else if own_words == other.words {
        Some(Doubt::Subject)
    } else if staff.is_some() && kept == other.words
        || title && part && register.staff_surnames.contains(base)
    {
        Some(Doubt::Adult)
    } else if each_ordinary && (!sure || rest.iter().take(other.words).any(|word| !word.capital))
        || is_ordinary(base) && !sure
    {
        Some(if small { Doubt::Small } else { Doubt::Word })
    } else {
        match kind {
            Kind::Short if !involved && !sure => Some(Doubt::Short),
            Kind::ParentPart => Some(Doubt::Parent),
            _ => None,
        }
    };
    // A name that is also that of the child's own parent stays, when no child has it.
    let parent = matches!(kind, Kind::Parent | Kind::ParentPart);
    if parent && own_words == other.words {
        return (None, kept.max(1));
    }
    let s = other.s && words == other.words;
    let apostrophe = if s {
        written_apostrophe(text, &range)
    } else {
        0
    };
    range.end += apostrophe;
    let taken = rest
        .iter()
        .take_while(|word| word.at.start < range.end)
        .count();
    let found = Found {
        at: range,
        who,
        parent,
        why: doubt.map_or(Why::Sure, Why::Doubtful),
        s,
    };
    (Some(found), words.max(taken))
}

/// Whether that is one ordinary word, in small letters.
pub(super) fn is_small(text: &str, at: &Range<usize>) -> bool {
    match words(text, at.clone()).as_slice() {
        [word] => {
            !word.capital
                && (is_ordinary(&word.key) || word.key.strip_suffix('s').is_some_and(is_ordinary))
                && !possessive(text, at.end)
        }
        _ => false,
    }
}

/// Whether an apostrophe and an s follow.
fn possessive(text: &str, end: usize) -> bool {
    let mut after = text.get(end..).unwrap_or_default().chars();
    after.next().is_some_and(is_apostrophe) && matches!(after.next(), Some('s' | 'S'))
}

/// How much of what follows says once more that it is somebody's: the apostrophe of Bens' phone, and what somebody may
/// put behind it.
fn written_apostrophe(text: &str, at: &Range<usize>) -> usize {
    let before = text.get(..at.start).unwrap_or_default();
    let after = text.get(at.end..).unwrap_or_default();
    let Some(apostrophe) = after.chars().next().filter(|c| is_apostrophe(*c)) else {
        return 0;
    };
    // 'Bens' stands between quotation marks.
    if before.ends_with(is_apostrophe) {
        return 0;
    }
    let end = apostrophe.len_utf8();
    let rest = after.get(end..).unwrap_or_default();
    let more = rest.strip_prefix(['s', 'S']);
    let ends = |text: &str| !text.starts_with(|c: char| c.is_alphanumeric());
    match more {
        Some(more) if ends(more) => end + 1,
        _ if ends(rest) => end,
        _ => 0,
    }
}

/// Those of the children whose name has a part that begins with that letter, other than the one that stands there.
fn with_initial(
    register: &Register,
    who: &BTreeSet<usize>,
    initial: &Word,
    name: &str,
) -> BTreeSet<usize> {
    who.iter()
        .copied()
        .filter(|one| {
            register.children.get(*one).is_some_and(|child| {
                child
                    .parts
                    .iter()
                    .any(|part| part != name && part.starts_with(&initial.key))
            })
        })
        .collect()
}

fn is_initial(word: &Word) -> bool {
    word.capitals && word.key.chars().count() == 1
}

fn initial_after(
    register: &Register,
    text: &str,
    rest: &[Word],
    words: usize,
    who: &BTreeSet<usize>,
) -> Option<(usize, BTreeSet<usize>)> {
    let last = rest.get(words.checked_sub(1)?)?;
    let initial = rest.get(words).filter(|word| is_initial(word))?;
    let gap = text.get(last.at.end..initial.at.start)?;
    // An apostrophe before an S is no initial's.
    if !joins(gap)
        || gap.contains(is_apostrophe)
        || gap.contains(['\n', '.', ','])
        || gap.is_empty()
    {
        return None;
    }
    let narrowed = with_initial(register, who, initial, &last.key);
    let dot = text
        .get(initial.at.end..)
        .is_some_and(|rest| rest.starts_with('.'));
    (!narrowed.is_empty()).then_some((initial.at.end + usize::from(dot), narrowed))
}

fn initial_before(
    register: &Register,
    text: &str,
    before: Option<&Word>,
    first: &Word,
    who: &BTreeSet<usize>,
) -> Option<(usize, BTreeSet<usize>)> {
    let initial = before.filter(|word| is_initial(word))?;
    let gap = text.get(initial.at.end..first.at.start)?;
    if gap.is_empty() || !gap.chars().all(|c| c == '.' || c == ' ') {
        return None;
    }
    let narrowed = with_initial(register, who, initial, &first.key);
    (!narrowed.is_empty()).then_some((initial.at.start, narrowed))
}
