//! A text with names found in it, and what a person says of each.

use std::collections::BTreeMap;
use std::ops::Range;

use super::register::{Form, Kind, Names, Register, letters};
use super::scan::{Found, is_small, scan};
use super::words::words;
use crate::domain::ids::Letter;

/// Why a name is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is an ordinary word too.
    Word,
    /// It is an ordinary word in small letters, as it is written where it is no name.
    Small,
    /// The child whom the chronology is about has that name too.
    Subject,
    /// It is that child's name, and that of another who is in none of the cases.
    Namesake,
    /// An adult of the school has that name too.
    Adult,
    /// It may be short for a name.
    Short,
    /// It may be a parent's name.
    Parent,
    /// It may be initials.
    Initials,
    /// It may be a name with a slip of the pen.
    Slip,
    /// A name stands within it.
    Within,
    /// It may be a username made of a name.
    Handle,
}

impl Doubt {
    /// In a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Word => "an ordinary word too",
            Self::Small => "an ordinary word in small letters; left unless masked",
            Self::Subject => "also a name of the child whom this is about",
            Self::Namesake => {
                "the child whom this is about, or another of that name; left unless masked"
            }
            Self::Adult => "also the name of an adult of the school",
            Self::Short => "may be short for a name",
            Self::Parent => "may be a parent's name",
            Self::Initials => "may be initials",
            Self::Slip => "nearly a name",
            Self::Within => "a name stands within it",
            Self::Handle => "may be a username made of a name",
        }
    }
}

impl Doubt {
    /// The same as a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Word => "In doubt: it is an ordinary word too.",
            Self::Small => "An ordinary word, in small letters: a name as well.",
            Self::Subject => "In doubt: it is also a name of the child whom this is about.",
            Self::Namesake => "In doubt: a child who is in none of these cases has this name too.",
            Self::Adult => "In doubt: it is also the name of an adult of the school.",
            Self::Short => "In doubt: it may be short for the name of another child.",
            Self::Parent => "In doubt: it may be the name of another child's parent.",
            Self::Initials => "In doubt: it may be the initials of another child.",
            Self::Slip => "In doubt: it is nearly the name of another child.",
            Self::Within => "In doubt: the name of another child stands within it.",
            Self::Handle => "In doubt: it may be a username made of the name of another child.",
        }
    }
}

/// How sure it is that this is another child's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is one.
    Sure,
    /// A person has to say.
    Doubtful(Doubt),
    /// A person said so.
    ByHand,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands.
    pub at: Range<usize>,
    /// What takes its place: `[B]`.
    pub label: String,
    /// What follows that: an s whose apostrophe nobody wrote.
    pub tail: &'static str,
    /// How sure it is.
    pub why: Why,
    /// Whether it is masked; nothing: nobody has said yet.
    pub masked: Option<bool>,
}

impl Span {
    /// Whether a person has still to say.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.masked.is_none()
    }

    /// Whether it is an ordinary word in small letters.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.why == Why::Doubtful(Doubt::Small)
    }
}

/// A chronology with the names of other children found, and nothing confirmed yet.
///
/// It cannot be written anywhere: only what a person [confirmed](Self::confirm) can.
#[derive(Clone, Debug)]
pub struct Masked {
    text: String,
    spans: Vec<Span>,
    next: usize,
    about: About,
}

/// A chronology whose maskings a person has confirmed. There is no other way to make one:
///
/// ```compile_fail
/// let unseen = daybook::report::chronology::Confirmed { text: String::new(), maskings: 0 };
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Confirmed {
    text: String,
    maskings: usize,
    about: About,
}

impl std::fmt::Debug for Confirmed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Confirmed({} maskings)", self.maskings)
    }
}

impl Confirmed {
    /// The text, with letters instead of names.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it is a chronology of, for the log.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about.words
    }

    /// Whether it tells of a case that is sealed to the headteacher.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.about.sealed
    }

    /// How many names letters stand for.
    #[must_use]
    pub fn maskings(&self) -> usize {
        self.maskings
    }
}

/// What a chronology is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    /// In words, without names: they go into the log.
    pub words: String,
    /// One of its cases is sealed.
    pub sealed: bool,
}

/// Part of a text that is put together: the program's own words, or what somebody wrote.
pub(super) enum Piece {
    Ours(String),
    Told(String),
}

impl Masked {
    /// Finds the names in what somebody wrote. `given` are the letters that children have already; the others are
    /// given the letters from `next` on, in the order in which they are found.
    pub(super) fn find(
        register: &Register,
        pieces: Vec<Piece>,
        given: &BTreeMap<usize, Letter>,
        next: usize,
        about: About,
    ) -> Self {
        let mut text = String::new();
        let mut told: Vec<Range<usize>> = Vec::new();
        for piece in pieces {
            let start = text.len();
            match piece {
                Piece::Ours(ours) => text.push_str(&ours),
                Piece::Told(words) => {
                    text.push_str(&words);
                    match told.last_mut() {
                        Some(last) if last.end == start => last.end = text.len(),
                        _ => told.push(start..text.len()),
                    }
                }
            }
        }
        let mut labels = Labels {
            register,
            given,
            groups: BTreeMap::new(),
            next,
        };
        let mut spans = Vec::new();
        for range in told {
            for found in scan(register, &text, range) {
                spans.push(Span {
                    label: labels.of(&found),
                    tail: if found.s { "'s" } else { "" },
                    masked: match found.why {
                        Why::Sure => Some(true),
                        // What is a word to all but a child who has nothing to do with it is left, and shown.
                        Why::Doubtful(Doubt::Small) if !register.involves(&found.who) => {
                            Some(false)
                        }
                        _ => None,
                    },
                    at: found.at,
                    why: found.why,
                });
            }
        }
        let next = labels.next;
        Self {
            text,
            spans,
            next,
            about,
        }
    }

    /// The text as it was written, names and all.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names in it, first to last.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// What it is a chronology of, for the log: a reference, or whose.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about.words
    }

    /// The words that a span stands over.
    #[must_use]
    pub fn word(&self, span: &Span) -> &str {
        self.text.get(span.at.clone()).unwrap_or_default()
    }

    /// How many a person has still to say something of.
    #[must_use]
    pub fn open(&self) -> usize {
        self.spans.iter().filter(|span| span.is_open()).count()
    }

    /// How many are masked.
    #[must_use]
    pub fn maskings(&self) -> usize {
        self.spans
            .iter()
            .filter(|span| span.masked == Some(true))
            .count()
    }

    /// Words that were found and are left as they are, in the order of the alphabet: each with how often it stands.
    #[must_use]
    pub fn left(&self) -> BTreeMap<&str, usize> {
        let mut left = BTreeMap::new();
        let spans = self.spans.iter();
        for span in spans.filter(|span| span.masked == Some(false)) {
            *left.entry(self.word(span)).or_default() += 1;
        }
        left
    }

    /// Says of one whether it is masked.
    pub fn say(&mut self, place: usize, masked: bool) {
        if let Some(span) = self.spans.get_mut(place) {
            span.masked = Some(masked);
        }
    }

    /// Says the other thing of one; what is in doubt is masked first.
    pub fn toggle(&mut self, place: usize) {
        if let Some(span) = self.spans.get_mut(place) {
            span.masked = Some(!span.masked.unwrap_or(false));
        }
    }

    /// Says of every other place where the same word stands what was said of this one. How many there are. An ordinary
    /// word in small letters is another than the name.
    pub fn same(&mut self, place: usize) -> usize {
        let Some(span) = self.spans.get(place) else {
            return 0;
        };
        let small = span.is_small();
        let (key, masked) = (key(self.word(span)), span.masked.unwrap_or(!small));
        self.say_of(&key, masked, |span| span.is_small() == small)
    }

    /// Says whether a word is masked, wherever it stands among what was found. How many there are. Written with a
    /// capital it is not the ordinary word; in small letters it is that alone, where it stands.
    pub fn say_word(&mut self, word: &str, masked: bool) -> usize {
        let wanted = key(word);
        if is_capital(word) {
            return self.say_of(&wanted, masked, |span| !span.is_small());
        }
        match self.say_of(&wanted, masked, Span::is_small) {
            0 => self.say_of(&wanted, masked, |_| true),
            count => count,
        }
    }

    fn say_of(&mut self, wanted: &str, masked: bool, such: impl Fn(&Span) -> bool) -> usize {
        let text = &self.text;
        let mut count = 0;
        for span in self.spans.iter_mut().filter(|span| such(span)) {
            if key(text.get(span.at.clone()).unwrap_or_default()) == wanted {
                span.masked = Some(masked);
                count += 1;
            }
        }
        count
    }

    /// Masks whatever is still open; a name that will be that of the child whom it is about stays, and an ordinary
    /// word in small letters.
    pub fn mask_open(&mut self) {
        for span in &mut self.spans {
            let stays = matches!(span.why, Why::Doubtful(Doubt::Namesake | Doubt::Small));
            span.masked = Some(span.masked.unwrap_or(!stays));
        }
    }

    /// Masks a word or words, wherever they stand: with a new letter. How many places there are.
    pub fn add(&mut self, word: &str) -> usize {
        let Some((letters, breaks)) = letters(word.trim()) else {
            return 0;
        };
        let form = Form {
            breaks,
            kind: Kind::Whole,
            who: [0].into(),
        };
        let register = Register {
            others: Names::from([(letters, form)]),
            ..Register::default()
        };
        let label = format!("[{}]", Letter::at(self.next));
        let mut count = 0;
        let mut new = 0;
        for found in scan(&register, &self.text, 0..self.text.len()) {
            // Whoever masks Will does not mean what will be.
            if is_capital(word) && is_small(&self.text, &found.at) {
                continue;
            }
            count += 1;
            let over =
                |span: &&mut Span| span.at.start < found.at.end && found.at.start < span.at.end;
            let mut free = true;
            for span in self.spans.iter_mut().filter(over) {
                span.masked = Some(true);
                // The whole of both is masked.
                free = false;
                span.at = span.at.start.min(found.at.start)..span.at.end.max(found.at.end);
            }
            if free {
                new += 1;
                self.spans.push(Span {
                    at: found.at,
                    label: label.clone(),
                    tail: if found.s { "'s" } else { "" },
                    why: Why::ByHand,
                    masked: Some(true),
                });
            }
        }
        self.spans.sort_by_key(|span| span.at.start);
        self.spans.dedup_by(|next, kept| {
            let over = next.at.start < kept.at.end;
            if over {
                kept.at.end = kept.at.end.max(next.at.end);
                kept.masked = Some(true);
            }
            over
        });
        if new > 0 {
            self.next += 1;
        }
        count
    }

    /// What takes the place of that span as it stands: the label, or the word itself.
    #[must_use]
    pub fn shown(&self, span: &Span) -> String {
        if span.masked == Some(false) {
            return self.word(span).to_owned();
        }
        format!("{}{}", span.label, span.tail)
    }

    /// A person has looked at every masking and confirms them.
    ///
    /// # Errors
    /// Given back as it is, while there is something that nobody has said anything of.
    pub fn confirm(self) -> Result<Confirmed, Box<Self>> {
        if self.open() > 0 {
            return Err(Box::new(self));
        }
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for span in &self.spans {
            text.push_str(self.text.get(from..span.at.start).unwrap_or_default());
            text.push_str(&self.shown(span));
            from = span.at.end;
        }
        text.push_str(self.text.get(from..).unwrap_or_default());
        let maskings = self.maskings();
        Ok(Confirmed {
            text,
            maskings,
            about: self.about,
        })
    }
}

fn is_capital(word: &str) -> bool {
    word.trim().chars().next().is_some_and(char::is_uppercase)
}

/// A word as it is compared with others.
fn key(word: &str) -> String {
    words(word, 0..word.len())
        .into_iter()
        .map(|word| word.key)
        .collect()
}

/// The letters that children are given.
struct Labels<'a> {
    register: &'a Register,
    given: &'a BTreeMap<usize, Letter>,
    /// Those who are not in the case, by whom a name may be of.
    groups: BTreeMap<Vec<usize>, Letter>,
    next: usize,
}

impl Labels<'_> {
    fn of(&mut self, found: &Found) -> String {
        // Somebody in the case is likelier meant than somebody who is not.
        let involved = |one: &usize| {
            self.register
                .children
                .get(*one)
                .is_some_and(|child| child.involved)
        };
        let likely: Vec<usize> = found.who.iter().copied().filter(involved).collect();
        let known: Vec<Letter> = likely
            .iter()
            .filter_map(|one| self.given.get(one).copied())
            .collect();
        let name = if known.is_empty() {
            let group: Vec<usize> = found.who.iter().copied().collect();
            let next = &mut self.next;
            let letter = self.groups.entry(group).or_insert_with(|| {
                *next += 1;
                Letter::at(next.saturating_sub(1))
            });
            letter.to_string()
        } else {
            let known: Vec<_> = known.iter().map(ToString::to_string).collect();
            known.join("/")
        };
        let parent = if found.parent { "'s parent" } else { "" };
        format!("[{name}{parent}]")
    }
}
