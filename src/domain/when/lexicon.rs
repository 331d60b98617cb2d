//! The words of dates and times, and how a text falls into them.

use chrono::{NaiveDate, NaiveDateTime, Weekday};

use super::DayPart;

/// A word, or what the grammar has made of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// A number in figures, and how many figures.
    Number(u32, usize),
    /// A number in words: `a`, `two`.
    Few(u32),
    Sign(char),
    Ordinal,
    Weekday(Weekday),
    Month(u32),
    Unit(Unit),
    Part(DayPart),
    /// `am` (false) or `pm` (true).
    Meridiem(bool),
    Today(i64),
    Now,
    Last,
    Next,
    This,
    Ago,
    In,
    At,
    End,
    Past,
    To,
    /// `half`, `quarter`: minutes past or to an hour.
    Minutes(u32),
    Roughly,
    /// A word that means nothing here: `on`, `the`, `of`.
    Filler,
    Date(NaiveDate),
    Clock(Clock),
    /// About that time.
    Around(Clock),
    Moment(NaiveDateTime),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
}

/// A time of day; not `sure` while a part of the day may still move it by twelve hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub sure: bool,
}

const NOON: Clock = Clock {
    hour: 12,
    minute: 0,
    sure: true,
};

/// What people write when nobody knows.
pub(super) const UNKNOWN: [&str; 10] = [
    "unknown",
    "not known",
    "?",
    "don't know",
    "dont know",
    "don’t know",
    "not sure",
    "unsure",
    "n/k",
    "nk",
];

#[rustfmt::skip]
const WORDS: &[(&[&str], Token)] = &[
    (&["mon", "monday"], Token::Weekday(Weekday::Mon)),
    (&["tue", "tues", "tuesday"], Token::Weekday(Weekday::Tue)),
    (&["wed", "weds", "wednesday"], Token::Weekday(Weekday::Wed)),
    (&["thu", "thur", "thurs", "thursday"], Token::Weekday(Weekday::Thu)),
    (&["fri", "friday"], Token::Weekday(Weekday::Fri)),
    (&["sat", "saturday"], Token::Weekday(Weekday::Sat)),
    (&["sun", "sunday"], Token::Weekday(Weekday::Sun)),
    (&["jan", "january"], Token::Month(1)),
    (&["feb", "february"], Token::Month(2)),
    (&["mar", "march"], Token::Month(3)),
    (&["apr", "april"], Token::Month(4)),
    (&["may"], Token::Month(5)),
    (&["jun", "june"], Token::Month(6)),
    (&["jul", "july"], Token::Month(7)),
    (&["aug", "august"], Token::Month(8)),
    (&["sep", "sept", "september"], Token::Month(9)),
    (&["oct", "october"], Token::Month(10)),
    (&["nov", "november"], Token::Month(11)),
    (&["dec", "december"], Token::Month(12)),
    (&["min", "mins", "minute", "minutes"], Token::Unit(Unit::Minute)),
    (&["h", "hr", "hrs", "hour", "hours"], Token::Unit(Unit::Hour)),
    (&["d", "day", "days"], Token::Unit(Unit::Day)),
    (&["w", "wk", "wks", "week", "weeks"], Token::Unit(Unit::Week)),
    (&["fortnight", "fortnights"], Token::Unit(Unit::Fortnight)),
    (&["month", "months"], Token::Unit(Unit::Month)),
    (&["morning"], Token::Part(DayPart::Morning)),
    (&["break", "breaktime", "playtime"], Token::Part(DayPart::Break)),
    (&["lunch", "lunchtime", "dinnertime"], Token::Part(DayPart::Lunchtime)),
    (&["afternoon"], Token::Part(DayPart::Afternoon)),
    (&["evening"], Token::Part(DayPart::Evening)),
    (&["night", "overnight"], Token::Part(DayPart::Night)),
    (&["am"], Token::Meridiem(false)),
    (&["pm"], Token::Meridiem(true)),
    (&["noon", "midday"], Token::Clock(NOON)),
    (&["a", "an", "one"], Token::Few(1)),
    (&["two"], Token::Few(2)),
    (&["three"], Token::Few(3)),
    (&["four"], Token::Few(4)),
    (&["five"], Token::Few(5)),
    (&["six"], Token::Few(6)),
    (&["seven"], Token::Few(7)),
    (&["eight"], Token::Few(8)),
    (&["nine"], Token::Few(9)),
    (&["ten"], Token::Few(10)),
    (&["eleven"], Token::Few(11)),
    (&["twelve"], Token::Few(12)),
    (&["today"], Token::Today(0)),
    (&["yesterday", "yday"], Token::Today(-1)),
    (&["tomorrow", "tmrw"], Token::Today(1)),
    (&["now"], Token::Now),
    (&["last"], Token::Last),
    (&["next"], Token::Next),
    (&["this"], Token::This),
    (&["ago"], Token::Ago),
    (&["in"], Token::In),
    (&["at"], Token::At),
    (&["end"], Token::End),
    (&["past"], Token::Past),
    (&["to"], Token::To),
    (&["half"], Token::Minutes(30)),
    (&["quarter"], Token::Minutes(15)),
    (&["about", "around", "approx", "approximately", "roughly", "circa"], Token::Roughly),
    (&["st", "nd", "rd", "th"], Token::Ordinal),
    (&["on", "the", "of", "time", "oclock", "just", "t", "by"], Token::Filler),
];

/// The text as words, or `None` where it holds one that no date does.
pub(super) fn words(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(&c) = chars.peek() {
        if c.is_ascii_digit() {
            let digits = take(&mut chars, |c| c.is_ascii_digit());
            tokens.push(Token::Number(digits.parse().ok()?, digits.len()));
        } else if c.is_alphabetic() {
            // Dots and apostrophes inside a word are no part of it: `a.m.`, `o'clock`, `Nov.`
            let word = take(&mut chars, |c| c.is_alphabetic() || ".'’".contains(*c));
            tokens.push(word_token(&word.replace(['.', '\'', '’'], ""))?);
        } else {
            chars.next();
            match c {
                '.' if !chars.peek().is_some_and(char::is_ascii_digit) => {} // ends a sentence
                '/' | ':' | '-' | '+' | '.' => tokens.push(Token::Sign(c)),
                '–' | '−' => tokens.push(Token::Sign('-')),
                '~' => tokens.push(Token::Roughly),
                '@' => tokens.push(Token::At),
                c if c.is_whitespace() || c == ',' => {}
                _ => return None,
            }
        }
    }
    tokens.retain(|token| *token != Token::Filler);
    Some(tokens)
}

fn take(
    chars: &mut std::iter::Peekable<impl Iterator<Item = char>>,
    fits: impl Fn(&char) -> bool,
) -> String {
    std::iter::from_fn(|| chars.next_if(&fits)).collect()
}

fn word_token(word: &str) -> Option<Token> {
    let entry = WORDS
        .iter()
        .find(|(spellings, _)| spellings.contains(&word));
    entry.map(|(_, token)| *token)
}
