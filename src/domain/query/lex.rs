//! How a query's text falls into terms, keys and values. Anything falls somehow.

use std::ops::Range;

use crate::domain::words::clean_line;

/// A key or a value, and the bytes it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub at: Range<usize>,
}

/// A term as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawTerm {
    pub at: Range<usize>,
    pub negated: bool,
    pub key: Option<Piece>,
    /// Empty ones are left out.
    pub values: Vec<Piece>,
    /// A quotation mark that is not closed, to the end.
    pub unclosed: Option<Range<usize>>,
}

/// The terms of a text.
pub(super) fn terms(text: &str) -> Vec<RawTerm> {
    let mut reader = Reader { text, at: 0 };
    let mut terms = Vec::new();
    loop {
        reader.skip_blanks();
        if reader.peek().is_none() {
            return terms;
        }
        terms.push(reader.term());
    }
}

/// Where the words end that follow a term, up to the next that is more than a plain word; none where the term ends in quotes
/// or a comma.
pub(super) fn words_after(text: &str, term: &RawTerm, others: &[RawTerm]) -> Vec<usize> {
    let bare = |piece: &Piece| {
        let written = text.get(piece.at.clone()).unwrap_or_default();
        !written.is_empty() && !written.contains(is_quote)
    };
    let ends_bare = |one: &RawTerm| {
        let last = one.values.last();
        last.is_some_and(|piece| bare(piece) && piece.at.end == one.at.end)
    };
    if !ends_bare(term) {
        return Vec::new();
    }
    let plain = |one: &&RawTerm| {
        !one.negated && one.key.is_none() && one.values.len() == 1 && ends_bare(one)
    };
    let words = others.iter().take(MOST_WORDS).take_while(plain);
    words.map(|one| one.at.end).collect()
}

/// No value has more words than these after its first.
const MOST_WORDS: usize = 6;

/// A value as it is written: in quotes where it must be.
pub(super) fn quoted(value: &str) -> String {
    let plain = !value.is_empty()
        && !value.starts_with('-')
        && !value.chars().any(|sign| ends_bare(sign) || is_quote(sign))
        && key_at(value).is_none();
    if plain {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('"', "\"\""))
    }
}

/// A text as it is kept: on one line, one blank between words, one kind of quotation mark.
pub(super) fn tidy(text: &str) -> String {
    let text: String = clean_line(text)
        .chars()
        .map(|sign| if is_quote(sign) { '"' } else { sign })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn ends_bare(sign: char) -> bool {
    sign == ',' || sign.is_whitespace()
}

/// The length of the key that a text begins with, its colon left out.
fn key_at(text: &str) -> Option<usize> {
    let end = text.find(|sign: char| !(sign.is_ascii_alphabetic() || sign == '-'))?;
    let begins = text.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let colon = text.get(end..)?.starts_with(':');
    (begins && colon).then_some(end)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let sign = self.peek()?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let is = self.peek() == Some(wanted);
        if is {
            self.at += wanted.len_utf8();
        }
        is
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// Skips blanks where a value follows them and not the next term's key or the end.
    fn skip_to_value(&mut self) {
        let before = self.at;
        self.skip_blanks();
        let rest = self.rest();
        let next = rest.strip_prefix('-').unwrap_or(rest);
        if before != self.at && (rest.is_empty() || key_at(next).is_some()) {
            self.at = before;
        }
    }

    fn term(&mut self) -> RawTerm {
        let start = self.at;
        let negated = self.eat('-');
        let key = key_at(self.rest()).map(|length| {
            let at = self.at..self.at + length;
            self.at = at.end + 1;
            let text = self.text.get(at.clone()).unwrap_or_default().to_owned();
            Piece { text, at }
        });
        if key.is_some() {
            self.skip_to_value();
        }
        let mut term = RawTerm {
            at: start..self.at,
            negated,
            key,
            values: Vec::new(),
            unclosed: None,
        };
        loop {
            let piece = self.piece(&mut term.unclosed);
            term.at.end = self.at;
            if !piece.text.is_empty() {
                term.values.push(piece);
            }
            if !self.eat(',') {
                return term;
            }
            if term.key.is_some() {
                self.skip_to_value();
            }
        }
    }

    fn piece(&mut self, unclosed: &mut Option<Range<usize>>) -> Piece {
        let start = self.at;
        let mut text = String::new();
        if self.peek().is_some_and(is_quote) {
            self.next();
            loop {
                match self.next() {
                    None => {
                        *unclosed = Some(start..self.at);
                        break;
                    }
                    Some(sign) if !is_quote(sign) => text.push(sign),
                    // Two of them are one, and do not end it.
                    Some(_) if self.peek().is_some_and(is_quote) => text.extend(self.next()),
                    Some(_) => break,
                }
            }
        } else {
            while let Some(sign) = self.peek().filter(|sign| !ends_bare(*sign)) {
                text.push(sign);
                self.next();
            }
        }
        Piece {
            text: tidy(&text),
            at: start..self.at,
        }
    }
}
