//! Whose names are looked for: every other child of the school and the parents that are known of, the child whom
//! the chronology is about, and the adults of the school.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::lists::called;
use super::words::{Word, joins, words};

/// How adults are addressed.
const TITLES: [&str; 11] = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "rev", "revd", "sir", "madam", "prof",
];

/// Parts of a name that are nobody's name alone.
const PARTICLES: [&str; 26] = [
    "de", "la", "le", "du", "van", "von", "der", "den", "del", "da", "di", "dos", "bin", "bint",
    "ibn", "al", "el", "ul", "ur", "abu", "st", "mc", "mac", "ap", "ter", "ten",
];

/// What kind of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Two parts of a name or more.
    Whole,
    /// A first name, a surname or half of one.
    Part,
    /// What somebody of that first name may be called.
    Short,
    /// The whole name of a parent.
    Parent,
    /// Part of a parent's name.
    ParentPart,
}

/// A name as it may stand in a text: its letters alone are the key in a [`Names`].
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Where something may stand between its letters.
    pub breaks: BTreeSet<usize>,
    /// The surest of what it is.
    pub kind: Kind,
    /// Whose: places in [`Register::children`].
    pub who: BTreeSet<usize>,
}

/// Names by their letters.
pub(super) type Names = HashMap<String, Form>;

/// A child who is not to be named.
#[derive(Debug)]
pub(super) struct Child {
    /// They are in a case that is told.
    pub involved: bool,
    /// First name, surnames.
    pub parts: Vec<String>,
    /// Their initials, each way they may be written.
    pub initials: HashSet<String>,
}

/// A username that may be made of a name.
#[derive(Debug)]
pub(super) struct Handle {
    /// Whose: places in [`Register::children`].
    pub who: BTreeSet<usize>,
    /// It has a surname in it, and an initial.
    pub surname: bool,
}

/// Whose names are looked for.
#[derive(Debug, Default)]
pub(super) struct Register {
    /// The children who are not to be named.
    pub children: Vec<Child>,
    /// Their names.
    pub others: Names,
    /// The names of the child whom it is about, and of their parents.
    pub own: Names,
    /// That child's initials.
    pub own_initials: HashSet<String>,
    /// Whole names of adults of the school.
    pub staff: Names,
    /// Their surnames.
    pub staff_surnames: HashSet<String>,
    /// Usernames that are made of an initial and a name, by their letters.
    pub handles: HashMap<String, Handle>,
    /// Those that are made of the name of the child whom it is about.
    pub own_handles: HashSet<String>,
    /// Those that are made of the names of adults of the school.
    pub staff_handles: HashSet<String>,
}

impl Register {
    /// A child who is not to be named, by every name that is known of them, and number if the list has one.
    pub fn child(&mut self, names: &[&str], number: &str, involved: bool) -> usize {
        let place = self.children.len();
        let mut parts = Vec::new();
        let mut initials = HashSet::new();
        for name in names {
            let read = Read::of(name);
            read.enter(&mut self.others, place);
            parts.extend(read.parts());
            initials.extend(read.initials());
            for (letters, surname) in read.handles() {
                let handle = self.handles.entry(letters).or_insert_with(|| Handle {
                    who: BTreeSet::new(),
                    surname,
                });
                handle.who.insert(place);
                handle.surname |= surname;
            }
        }
        for word in words(number, 0..number.len()).iter().take(1) {
            let whole = [word.clone()];
            enter(
                &mut self.others,
                letters(number).unwrap_or_else(|| joined(&whole)),
                Kind::Whole,
                place,
            );
        }
        self.children.push(Child {
            involved,
            parts,
            initials,
        });
        place
    }

    /// A parent of that child, as they were named somewhere.
    pub fn parent(&mut self, name: &str, of: usize) {
        let read = Read::of(name);
        for whole in read.wholes() {
            enter(&mut self.others, whole, Kind::Parent, of);
        }
        if let Some(last) = read.last() {
            enter(&mut self.others, last, Kind::ParentPart, of);
        }
    }

    /// The child whom it is about, who stays named.
    pub fn subject(&mut self, name: &str) {
        let read = Read::of(name);
        read.enter(&mut self.own, 0);
        self.own_handles
            .extend(read.handles().into_iter().map(|(letters, _)| letters));
        self.own_initials.extend(read.initials());
    }

    /// A parent of theirs.
    pub fn own_parent(&mut self, name: &str) {
        let read = Read::of(name);
        for whole in read.wholes() {
            enter(&mut self.own, whole, Kind::Parent, 0);
        }
        if let Some(last) = read.last() {
            enter(&mut self.own, last, Kind::ParentPart, 0);
        }
    }

    /// An adult of the school.
    pub fn adult(&mut self, name: &str) {
        let read = Read::of(name);
        for whole in read.wholes() {
            enter(&mut self.staff, whole, Kind::Whole, 0);
        }
        self.staff_handles
            .extend(read.handles().into_iter().map(|(letters, _)| letters));
        if let Some((last, _)) = read.last() {
            self.staff_surnames.insert(last);
        }
    }

    /// Whether one of them is in a case that is told.
    pub fn involves(&self, who: &BTreeSet<usize>) -> bool {
        let mut children = who.iter().filter_map(|one| self.children.get(*one));
        children.any(|child| child.involved)
    }
}

/// Whether it is how adults are addressed.
pub(super) fn is_title(key: &str) -> bool {
    TITLES.contains(&key)
}

/// Letters, and where something may stand between them.
type Letters = (String, BTreeSet<usize>);

fn enter(names: &mut Names, (letters, breaks): Letters, kind: Kind, who: usize) {
    // One letter is nobody's name.
    if letters.chars().count() < 2 {
        return;
    }
    let form = names.entry(letters).or_insert_with(|| Form {
        breaks: BTreeSet::new(),
        kind,
        who: BTreeSet::new(),
    });
    form.breaks.extend(breaks);
    form.kind = form.kind.min(kind);
    form.who.insert(who);
}

fn joined(words: &[Word]) -> Letters {
    let mut letters = String::new();
    let mut breaks = BTreeSet::new();
    for word in words {
        if !letters.is_empty() {
            breaks.insert(letters.len());
        }
        letters.push_str(&word.key);
    }
    (letters, breaks)
}

fn together(one: &Letters, other: &Letters) -> Letters {
    let (mut letters, mut breaks) = one.clone();
    let by = letters.len();
    breaks.insert(by);
    breaks.extend(other.1.iter().map(|at| at + by));
    letters.push_str(&other.0);
    (letters, breaks)
}

/// The letters of something that somebody typed.
pub(super) fn letters(text: &str) -> Option<Letters> {
    let words = words(text, 0..text.len());
    (!words.is_empty()).then(|| joined(&words))
}

/// A name, taken apart: between white space first, and each piece into its words.
struct Read {
    pieces: Vec<Vec<Word>>,
}

impl Read {
    fn of(name: &str) -> Self {
        let mut pieces: Vec<Vec<Word>> = Vec::new();
        let mut end = None;
        for word in words(name, 0..name.len()) {
            if is_title(&word.key) {
                continue;
            }
            let gap = end.and_then(|end| name.get(end..word.at.start));
            let apart = gap.is_none_or(|gap| gap.contains(char::is_whitespace) || !joins(gap));
            end = Some(word.at.end);
            match pieces.last_mut() {
                Some(piece) if !apart => piece.push(word),
                _ => pieces.push(vec![word]),
            }
        }
        Self { pieces }
    }

    /// First name and surnames, and the halves of those that have two.
    fn part_letters(&self) -> Vec<Letters> {
        let mut out = Vec::new();
        for (place, piece) in self.pieces.iter().enumerate() {
            let whole = joined(piece);
            let particle = |key: &str| place > 0 && PARTICLES.contains(&key);
            if !particle(&whole.0) {
                out.push(whole);
            }
            if piece.len() > 1 {
                out.extend(
                    piece
                        .iter()
                        .filter(|word| !PARTICLES.contains(&word.key.as_str()))
                        .map(|word| joined(std::slice::from_ref(word))),
                );
            }
        }
        out.retain(|(letters, _)| letters.chars().count() > 1);
        out
    }

    fn parts(&self) -> impl Iterator<Item = String> {
        self.part_letters().into_iter().map(|(letters, _)| letters)
    }

    fn last(&self) -> Option<Letters> {
        self.pieces.last().map(|piece| joined(piece))
    }

    /// Every two parts of it, either way round, and all of it.
    fn wholes(&self) -> Vec<Letters> {
        let pieces: Vec<_> = self.pieces.iter().map(|piece| joined(piece)).collect();
        let mut out: Vec<Letters> = Vec::new();
        for (place, one) in pieces.iter().enumerate() {
            let mut run = one.clone();
            for other in pieces.iter().skip(place + 1) {
                run = together(&run, other);
                out.push(run.clone());
                out.push(together(one, other));
                out.push(together(other, one));
            }
        }
        // Mia Jones, of Mia Example-Jones.
        if let (Some(first), Some(surname), true) =
            (pieces.first(), self.pieces.last(), pieces.len() > 1)
            && surname.len() > 1
        {
            out.extend(
                surname
                    .iter()
                    .map(|half| together(first, &joined(std::slice::from_ref(half)))),
            );
        }
        // The surname first, then all the others.
        if let Some((last, before)) = pieces.split_last()
            && before.len() > 1
        {
            out.push(
                before
                    .iter()
                    .fold(last.clone(), |run, one| together(&run, one)),
            );
        }
        out
    }

    fn enter(&self, names: &mut Names, who: usize) {
        for whole in self.wholes() {
            enter(names, whole, Kind::Whole, who);
        }
        for part in self.part_letters() {
            enter(names, part, Kind::Part, who);
        }
        let Some(first) = self.pieces.first().map(|piece| joined(piece)) else {
            return;
        };
        for short in called(&first.0) {
            let short = (short.to_owned(), BTreeSet::new());
            if let (Some(last), true) = (self.last(), self.pieces.len() > 1) {
                enter(names, together(&short, &last), Kind::Whole, who);
            }
            enter(names, short, Kind::Short, who);
        }
    }

    /// Usernames of an initial and a surname, or of a first name and an initial; and whether there is a surname in it.
    fn handles(&self) -> Vec<(String, bool)> {
        let Some((first, others)) = self.pieces.split_first() else {
            return Vec::new();
        };
        let first = joined(first).0;
        let Some(initial) = first.chars().next() else {
            return Vec::new();
        };
        let mut out = Vec::new();
        let heads = others.iter().flatten();
        let heads: String = heads
            .filter_map(|word| word.key.chars().next())
            .take(others.len().saturating_sub(1))
            .collect();
        for surname in others {
            let halves = surname.iter().map(|half| half.key.clone());
            for surname in halves.chain([joined(surname).0]) {
                out.push((format!("{initial}{surname}"), true));
                out.push((format!("{surname}{initial}"), true));
                out.push((format!("{initial}{heads}{surname}"), true));
                let Some(its) = surname.chars().next() else {
                    continue;
                };
                out.push((format!("{its}{first}"), false));
                for called in called(&first).into_iter().chain([first.as_str()]) {
                    out.push((format!("{called}{its}"), false));
                }
            }
        }
        out.retain(|(letters, _)| letters.chars().count() > 2);
        out
    }

    /// Of all of it and of its first and last part, halves of surnames counted and not.
    fn initials(&self) -> HashSet<String> {
        let of = |words: &[&Word]| -> String {
            words
                .iter()
                .filter_map(|word| word.key.chars().next())
                .collect()
        };
        let every: Vec<_> = self.pieces.iter().flatten().collect();
        let heads: Vec<_> = self
            .pieces
            .iter()
            .filter_map(|piece| piece.first())
            .collect();
        let ends: Vec<_> = heads
            .first()
            .into_iter()
            .chain(heads.last())
            .copied()
            .collect();
        let out = [of(&every), of(&heads), of(&ends)];
        out.into_iter()
            .filter(|initials| initials.chars().count() > 1)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_its_parts_and_what_they_are_called_for_short() {
        let mut register = Register::default();
        register.child(&["Thomas Lee O'Sample-Jones"], "", true);
        for (letters, kind) in [
            ("thomasleeosamplejones", Kind::Whole),
            ("thomasjones", Kind::Whole),
            ("osamplejonesthomas", Kind::Whole),
            ("tomosamplejones", Kind::Whole),
            ("thomas", Kind::Part),
            ("lee", Kind::Part),
            ("osamplejones", Kind::Part),
            ("jones", Kind::Part),
            ("sample", Kind::Part),
            ("tommy", Kind::Short),
        ] {
            assert_eq!(
                register.others.get(letters).map(|form| form.kind),
                Some(kind),
                "{letters}"
            );
        }
        assert!(!register.others.contains_key("o"));
        assert!(register.children[0].initials.contains("to"));
        let mut register = Register::default();
        register.child(&["Ana de la Cruz"], "", true);
        assert!(!register.others.contains_key("de") && register.others.contains_key("cruz"));
    }
}
