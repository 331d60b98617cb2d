//! The filter language of the queue: `is:open year:5 -tag:trip since:half-term "group chat"`.
//!
//! | written | means |
//! |---|---|
//! | `year:5 sanction:active` | both |
//! | `year:5,6` | either |
//! | `-tag:trip` | not |
//! | `clause:"KS2 Safe 3"` | quotes where there are blanks or commas; `""` within them is one quote |
//! | `watch` | the text is somewhere in the case, letter by letter, large or small, with accents and apostrophes or without |
//!
//! Forgiven: blanks after a colon, and after the commas of a key's values; Word's curly quotes; large letters; a label in
//! place of its id. [`Query`] prints as its one canonical text. A word that moves with the calendar (`week`, `half-term`,
//! `last Tue`) stays as it was said, so that a saved view moves along; a day without its year is pinned to the one that
//! was meant.

mod complete;
mod dates;
mod key;
mod lex;
mod matches;
mod named;
mod near;
mod offers;
mod quick;
mod says;
mod test;
mod texts;
mod value;
mod views;

use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

use super::ids::Reference;
use super::policy::Policies;
use super::school::School;
use super::terms::Terms;
use super::vocabulary::Vocabulary;
use super::words::width;

pub use complete::{Completion, complete};
pub use key::Key;
pub use matches::Filter;
pub use offers::Offer;
pub use views::{View, ViewsError, shipped_views, views};

/// What a query is read and answered with.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The school.
    pub school: &'a School,
    /// The policies there are.
    pub policies: &'a Policies,
    /// The school's words.
    pub words: &'a Vocabulary,
    /// The school's term dates.
    pub terms: &'a Terms,
    /// The id of the person who asks.
    pub me: &'a str,
    /// Today.
    pub today: NaiveDate,
    /// What the person who asks has not seen.
    pub unread: Unread<'a>,
}

/// Whether the person who asks has not seen an entry of a case: by whom it is, and its number.
pub type Unread<'a> = &'a (dyn Fn(Reference, &str, u64) -> bool + Sync);

/// What is asked for: every term of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms, in the order in which they were written.
    pub terms: Vec<Term>,
}

/// One thing that is asked for, or that is not wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Not wanted.
    pub negated: bool,
    /// What.
    pub ask: Ask,
}

/// What a term is about. Of the values one is enough; there is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// These texts, anywhere in the case.
    Text(Vec<String>),
    /// A key, and its values in their canonical spelling.
    Key(Key, Vec<String>),
}

/// What is wrong in a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the text that are wrong.
    pub at: Range<usize>,
    /// A sentence for the person who wrote it.
    pub say: String,
    /// What to write there instead, where something near is right.
    pub instead: Option<String>,
}

impl Fault {
    /// The columns of the text that are wrong, for a screen: from the first cell to the one after the last.
    #[must_use]
    pub fn columns(&self, text: &str) -> Range<usize> {
        let column = |byte: usize| width(text.get(..byte).unwrap_or(text));
        column(self.at.start)..column(self.at.end)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say)?;
        match &self.instead {
            Some(right) => write!(f, " Did you mean {right}?"),
            None => Ok(()),
        }
    }
}

/// Reads a query.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn parse(text: &str, ground: &Ground<'_>) -> Result<Query, Vec<Fault>> {
    match parse_in_part(text, ground) {
        (query, faults) if faults.is_empty() => Ok(query),
        (_, faults) => Err(faults),
    }
}

/// Reads of a query what can be read, and says everything that is wrong with the rest: a term of which something is wrong
/// is left out as a whole.
#[must_use]
pub fn parse_in_part(text: &str, ground: &Ground<'_>) -> (Query, Vec<Fault>) {
    read(text, |key, piece, more| {
        let wrong = match value::read(key, &piece.text, ground) {
            Ok((canonical, _)) => return Ok(canonical),
            Err(wrong) => wrong,
        };
        // The longest that is a value is what was meant.
        for end in more.iter().rev() {
            let at = piece.at.start..*end;
            let words = lex::tidy(text.get(at.clone()).unwrap_or_default());
            if let Some(meant) = near::unquoted(key, &words, ground) {
                return Err(Fault {
                    at,
                    say: format!("{words:?} is several words: they stand in quotation marks."),
                    instead: Some(lex::quoted(&meant)),
                });
            }
        }
        Err(Fault {
            at: piece.at.clone(),
            say: wrong.say,
            instead: wrong.near.map(|near| lex::quoted(&near)),
        })
    })
}

/// Reads a query, and each value of a key with `value`, which is told where the words end that follow it.
fn read(
    text: &str,
    mut value: impl FnMut(Key, &lex::Piece, &[usize]) -> Result<String, Fault>,
) -> (Query, Vec<Fault>) {
    let mut query = Query::default();
    let mut faults: Vec<Fault> = Vec::new();
    let terms = lex::terms(text);
    for (place, raw) in terms.iter().enumerate() {
        // What belongs to a value that was not put in quotes is no text to look for.
        if faults
            .last()
            .is_some_and(|fault| raw.at.start < fault.at.end)
        {
            continue;
        }
        let right = faults.len();
        if let Some(at) = raw.unclosed.clone() {
            let say = "This quotation mark is not closed.".to_owned();
            let instead = None;
            faults.push(Fault { at, say, instead });
        }
        let ask = match &raw.key {
            None if raw.values.is_empty() => {
                if raw.negated {
                    let say = "After a minus comes what is not wanted, without a blank.".to_owned();
                    let at = raw.at.clone();
                    let instead = None;
                    faults.push(Fault { at, say, instead });
                }
                continue;
            }
            None => Ask::Text(raw.values.iter().map(|piece| piece.text.clone()).collect()),
            Some(named) => match Key::named(&named.text) {
                None => {
                    faults.push(unknown_key(named));
                    continue;
                }
                Some(key) => {
                    if raw.values.is_empty() {
                        faults.push(Fault {
                            at: raw.at.clone(),
                            say: format!("{key}: is followed by {}.", key.takes()),
                            instead: None,
                        });
                        continue;
                    }
                    let more =
                        lex::words_after(text, raw, terms.get(place + 1..).unwrap_or_default());
                    let mut values = Vec::new();
                    for (place, piece) in raw.values.iter().enumerate() {
                        let more = if place + 1 == raw.values.len() {
                            &*more
                        } else {
                            &[]
                        };
                        match value(key, piece, more) {
                            Ok(value) if values.contains(&value) => {}
                            Ok(value) => values.push(value),
                            Err(fault) => faults.push(fault),
                        }
                    }
                    Ask::Key(key, values)
                }
            },
        };
        let negated = raw.negated;
        if faults.len() == right {
            query.terms.push(Term { negated, ask });
        }
    }
    (query, faults)
}

fn unknown_key(named: &lex::Piece) -> Fault {
    let near = super::data_error::nearest(&named.text, Key::ALL.iter().map(|key| key.name()));
    // Of a short word half the letters may be others: that is no slip.
    let alike = |name: &String| {
        let common = name.chars().filter(|letter| named.text.contains(*letter));
        2 * common.count() > name.len()
    };
    let near = near.filter(alike);
    Fault {
        at: named.at.clone(),
        say: format!(
            "There is no {:?} to filter by. To look for it as text, put it in quotes.",
            named.text
        ),
        instead: near.map(|name| format!("{name}:")),
    }
}

/// The canonical text: read, it is the same query.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, term) in self.terms.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        let values = match &self.ask {
            Ask::Text(values) => values,
            Ask::Key(key, values) => {
                write!(f, "{key}:")?;
                values
            }
        };
        let written: Vec<_> = values.iter().map(|value| lex::quoted(value)).collect();
        f.write_str(&written.join(","))
    }
}
