//! Names in disguise: usernames and addresses that are made of them, and digits or signs for letters.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::lists::is_ordinary;
use super::masked::{Doubt, Why};
use super::register::Register;
use super::scan::Found;
use super::words::Word;

/// Fewer letters are nobody's name in disguise.
const FEWEST: usize = 3;
/// In running text, a username has at least so many letters.
const IN_TEXT: usize = 5;
/// So many words are looked at: a username is not longer.
const LONGEST: usize = 8;
/// Of so many signs that may stand for either of two letters, each way is tried.
const EITHER: usize = 4;

/// What stands before a username.
const ANNOUNCE: [&str; 9] = [
    "username", "user", "login", "account", "handle", "profile", "gamertag", "email", "alias",
];

/// The letters that a digit or a sign may stand for.
fn letters_of(c: char) -> &'static [char] {
    match c {
        '0' => &['o'],
        '1' | '!' | '|' => &['i', 'l'],
        '3' => &['e'],
        '4' | '@' => &['a'],
        '5' | '$' => &['s'],
        '6' | '9' => &['g'],
        '7' => &['t'],
        '8' => &['b'],
        _ => &[],
    }
}

/// Whether the run of letters, digits and signs around that place is a username or the like.
pub(super) fn is_handle(text: &str, before: Option<&Word>, at: &Range<usize>) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@');
    let head = text.get(..at.start).unwrap_or_default();
    let tail = text.get(at.end..).unwrap_or_default();
    let head: String = head.chars().rev().take_while(|c| inside(*c)).collect();
    let tail: String = tail.chars().take_while(|c| inside(*c)).collect();
    let marked = |c: char| matches!(c, '@' | '_') || c.is_numeric();
    // What follows the sign of an address is its school or firm.
    if head.contains('@') && !head.ends_with('@') {
        return false;
    }
    let announced = before.is_some_and(|word| ANNOUNCE.contains(&word.key.as_str()));
    announced || head.contains(marked) || tail.contains(marked)
}

/// A name in disguise that begins with the first of these words, or that it is one of the child's own, and how many
/// words it takes.
pub(super) fn disguised(
    register: &Register,
    text: &str,
    before: Option<&Word>,
    rest: &[Word],
) -> Option<(Option<Found>, usize)> {
    with_digits(register, text, rest).or_else(|| made_up(register, text, before, rest))
}

/// R0bert, W1ll, M@ya.
fn with_digits(register: &Register, text: &str, rest: &[Word]) -> Option<(Option<Found>, usize)> {
    let first = rest.first().filter(|word| !word.glued)?;
    let run = run(text, rest, |gap| matches!(gap, "" | "@" | "$" | "!" | "|"));
    let whole = first.at.start..rest.get(run - 1)?.at.end;
    let is_digit = |word: &Word| word.key.chars().all(char::is_numeric);
    // What only stands before or after a name is no part of it.
    let begins = rest.iter().take(run).position(|word| !is_digit(word))?;
    let ends = rest.iter().take(run).rposition(|word| !is_digit(word))?;
    let sign = sign_before(text, first.at.start);
    for (from, to, sign) in [
        (0, run - 1, sign),
        (0, run - 1, 0),
        (0, ends, 0),
        (begins, run - 1, 0),
        (begins, ends, 0),
    ] {
        let at = rest.get(from)?.at.start - sign..rest.get(to)?.at.end;
        let whole = whole.start - sign..whole.end;
        let written = text.get(at)?;
        if is_time(written) {
            continue;
        }
        for letters in readings(written) {
            let own =
                register.own.contains_key(&letters) || register.own_handles.contains(&letters);
            let form = register.others.get(&letters);
            let handle = register.handles.get(&letters);
            let who = form
                .map(|form| &form.who)
                .or(handle.map(|handle| &handle.who));
            let Some(who) = who else {
                if own {
                    return Some((None, run));
                }
                continue;
            };
            let sure = letters.chars().count() > FEWEST || register.involves(who);
            let why = match (own, sure) {
                (true, _) if register.involves(who) => Why::Doubtful(Doubt::Subject),
                (true, _) => Why::Doubtful(Doubt::Namesake),
                (false, true) => Why::Sure,
                (false, false) => Why::Doubtful(Doubt::Slip),
            };
            return Some((Some(found(whole, who, why)), run));
        }
    }
    None
}

/// The length of a sign that may be the first letter of what follows: $am.
fn sign_before(text: &str, at: usize) -> usize {
    let mut before = text.get(..at).unwrap_or_default().chars().rev();
    let sign = before.next().filter(|c| matches!(c, '$' | '@'));
    let apart = before.next().is_none_or(|c| !c.is_alphanumeric());
    sign.filter(|_| apart).map_or(0, char::len_utf8)
}

/// "at 5am" is nobody called Sam.
fn is_time(written: &str) -> bool {
    let unit = written.trim_start_matches(|c: char| c.is_numeric());
    unit.len() < written.len() && matches!(unit.to_lowercase().as_str(), "am" | "pm")
}

/// What it may read as, if a digit or a sign in it may stand for a letter.
fn readings(written: &str) -> Vec<String> {
    let signs = written
        .chars()
        .filter(|c| !letters_of(*c).is_empty())
        .count();
    let either = written.chars().filter(|c| letters_of(*c).len() > 1).count();
    if signs == 0 || either > EITHER {
        return Vec::new();
    }
    let mut out = HashSet::from([String::new()]);
    for c in written.chars() {
        let of = letters_of(c);
        out = out
            .iter()
            .flat_map(|read| -> Vec<String> {
                if of.is_empty() {
                    let small: String = c.to_lowercase().collect();
                    return vec![format!("{read}{small}")];
                }
                of.iter().map(|letter| format!("{read}{letter}")).collect()
            })
            .collect();
    }
    let mut out: Vec<_> = out.into_iter().collect();
    out.retain(|read| {
        read.chars().count() >= FEWEST && !read.contains(|c: char| !c.is_alphabetic())
    });
    out.sort_unstable();
    out
}

/// rhill@, hill.r_07, roberth.
fn made_up(
    register: &Register,
    text: &str,
    before: Option<&Word>,
    rest: &[Word],
) -> Option<(Option<Found>, usize)> {
    let run = run(text, rest, |gap| matches!(gap, "" | "." | "_" | "-" | "+"));
    let first = rest.first()?;
    for words in (1..=run).rev() {
        let letters: String = rest.iter().take(words).map(|w| w.key.as_str()).collect();
        let handle = register.handles.get(&letters);
        let own = register.own_handles.contains(&letters);
        if handle.is_none() && !own {
            continue;
        }
        let end = rest.get(words - 1)?.at.end;
        let sure = is_handle(text, before, &(first.at.start..end));
        let Some(handle) = handle else {
            return sure.then_some((None, words));
        };
        // In running text it is a word first.
        let may_be = words == 1
            && handle.surname
            && letters.chars().count() >= IN_TEXT
            && !is_ordinary(&letters)
            && !register.others.contains_key(&letters)
            && register.involves(&handle.who);
        if !sure && !may_be {
            continue;
        }
        let why = match (own, register.staff_handles.contains(&letters), sure) {
            (true, ..) => Why::Doubtful(Doubt::Subject),
            (_, true, _) => Why::Doubtful(Doubt::Adult),
            (.., true) => Why::Sure,
            _ => Why::Doubtful(Doubt::Handle),
        };
        // The year that is put behind it says whose it is as well.
        let digits = rest.iter().skip(words);
        let digits = digits
            .take_while(|word| word.glued && word.key.chars().all(char::is_numeric))
            .count();
        let words = words + digits;
        let at = first.at.start..rest.get(words - 1)?.at.end;
        return Some((Some(found(at, &handle.who, why)), words));
    }
    None
}

/// How many words follow each other with nothing else between them.
fn run(text: &str, rest: &[Word], joins: fn(&str) -> bool) -> usize {
    let pairs = rest.iter().zip(rest.iter().skip(1)).take(LONGEST - 1);
    let joined = pairs.take_while(|(one, next)| {
        let gap = text.get(one.at.end..next.at.start);
        gap.is_some_and(joins)
    });
    1 + joined.count()
}

fn found(at: Range<usize>, who: &BTreeSet<usize>, why: Why) -> Found {
    Found {
        at,
        who: who.clone(),
        parent: false,
        why,
        s: false,
    }
}
