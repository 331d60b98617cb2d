//! A chronology before it is written: every name that was found, and what a person says of it.

use std::ops::Range;

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::page::Page;
use crate::app::state::{Opened, Screen, State};
use crate::domain::ids::{Letter, PupilId, Reference};
use crate::domain::people::Participant;
use crate::domain::words::wrap;
use crate::report::chronology::{Masked, NotToTell, Source, Span, of_case, of_pupil};

/// Rows that are not the text's: the head and the foot of the screen, and what is said of the word at the cursor.
const AROUND: u16 = 9;

/// So many of the words that are left are named before it is written.
const LEFT: usize = 12;

/// What a chronology is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// One case, about the pupil with that letter.
    Case(Reference, Option<Letter>),
    /// Every case of that pupil; the one from which it was asked for.
    Pupil(PupilId, Reference),
}

/// The screen.
pub struct ChronologyScreen {
    /// Of what.
    pub of: Of,
    /// The cases that are told.
    pub cases: Vec<Reference>,
    /// The text and the names in it.
    pub masked: Masked,
    /// The name with the cursor.
    pub cursor: usize,
    /// The first line on the screen, when it was scrolled; otherwise the cursor is kept in sight.
    pub top: Option<usize>,
}

impl ChronologyScreen {
    fn new(of: Of, opened: &Opened, state: &State) -> Result<Self, NotToTell> {
        let from = Source {
            school: &opened.school,
            words: &opened.words,
            today: state.now.date_naive(),
            fingerprint: &opened.fingerprint,
        };
        let (masked, cases) = match of {
            Of::Case(reference, about) => (of_case(from, reference, about)?, vec![reference]),
            Of::Pupil(pupil, _) => {
                let cases = opened.school.cases_of(pupil).map(|case| case.reference);
                (of_pupil(from, pupil)?, cases.collect())
            }
        };
        Ok(Self {
            of,
            cases,
            masked,
            cursor: 0,
            top: None,
        })
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> String {
        match self.of {
            Of::Case(reference, _) => format!("chronology of {reference}"),
            Of::Pupil(..) => format!("chronology of a pupil, {} cases", self.cases.len()),
        }
    }

    /// The name with the cursor.
    #[must_use]
    pub fn span(&self) -> Option<&Span> {
        self.masked.spans().get(self.cursor)
    }

    /// The first line to be drawn of so many, when so many rows are there.
    #[must_use]
    pub fn first(&self, lines: &[Line], rows: usize) -> usize {
        let most = lines.len().saturating_sub(rows);
        let follow = || {
            let at = lines
                .iter()
                .position(|line| line.has(self.cursor))
                .unwrap_or(0);
            at.saturating_sub(rows / 2)
        };
        self.top.unwrap_or_else(follow).min(most)
    }
}

/// A line as it is drawn: pieces of text, each with the number of the name that it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The pieces.
    pub parts: Vec<(String, Option<usize>)>,
}

impl Line {
    fn has(&self, place: usize) -> bool {
        self.parts.iter().any(|(_, span)| *span == Some(place))
    }
}

/// The text as it would be written, laid out in so many columns. What is in doubt stands between marks.
#[must_use]
pub fn lines(masked: &Masked, columns: usize, shown: &dyn Fn(&str) -> String) -> Vec<Line> {
    let mut text = String::new();
    let mut places: Vec<(Range<usize>, usize)> = Vec::new();
    let mut from = 0;
    for (place, span) in masked.spans().iter().enumerate() {
        text.push_str(&shown(
            masked.text().get(from..span.at.start).unwrap_or_default(),
        ));
        let start = text.len();
        let word = shown(masked.word(span)).replace('\n', " ");
        match span.masked {
            None => text.push_str(&format!("‹{word}?›")),
            Some(true) => text.push_str(&masked.shown(span)),
            Some(false) => text.push_str(&word),
        }
        places.push((start..text.len(), place));
        from = span.at.end;
    }
    text.push_str(&shown(masked.text().get(from..).unwrap_or_default()));
    let mut places = places.into_iter().peekable();
    let mut out = Vec::new();
    for line in wrap(&text, columns) {
        let mut parts = Vec::new();
        let mut at = line.start;
        while let Some((range, place)) = places.next_if(|(range, _)| range.start < line.end) {
            let piece = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
            if range.start > at {
                parts.push((piece(at..range.start), None));
            }
            let end = range.end.min(line.end);
            parts.push((piece(range.start.max(at)..end), Some(place)));
            at = end;
        }
        // Blanks at a wrap hang over the edge.
        let rest = text.get(at..line.end).unwrap_or_default().trim_end();
        if !rest.is_empty() {
            parts.push((rest.to_owned(), None));
        }
        out.push(Line { parts });
    }
    out
}

/// Opens the chronology of the case on the screen, about its leading pupil.
pub fn open(state: &mut State, reference: Reference) {
    show(state, Of::Case(reference, None), false);
}

fn show(state: &mut State, of: Of, in_place: bool) {
    let Some(opened) = state.opened.as_deref() else {
        return;
    };
    match ChronologyScreen::new(of, opened, state) {
        Ok(screen) => {
            if in_place {
                state.screens.pop();
            }
            state.screens.push(Screen::Chronology(Box::new(screen)));
        }
        Err(why) => state.say(format!("{why}.")),
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(AROUND)).max(1);
    let columns = usize::from(state.size.0.saturating_sub(2)).max(1);
    let Some(Screen::Chronology(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let last = screen.masked.spans().len().saturating_sub(1);
    match action {
        Action::Up => go(screen, screen.cursor.saturating_sub(1)),
        Action::Down => go(screen, (screen.cursor + 1).min(last)),
        Action::First => go(screen, 0),
        Action::Last => go(screen, last),
        Action::PageUp | Action::PageDown => {
            let lines = lines(&screen.masked, columns, &str::to_owned);
            let first = screen.first(&lines, rows);
            let step = rows.saturating_sub(1).max(1);
            screen.top = Some(match action {
                Action::PageUp => first.saturating_sub(step),
                _ => (first + step).min(lines.len().saturating_sub(rows)),
            });
        }
        Action::ToggleMasking => screen.masked.toggle(screen.cursor),
        Action::SameMasking => {
            let count = screen.masked.same(screen.cursor);
            state.say(match count {
                0 => "No name was found.".to_owned(),
                1 => "It stands here only.".to_owned(),
                count => format!("The same is said of all {count} places."),
            });
        }
        Action::NextDoubt => {
            let found = next_doubt(screen);
            if !found {
                state.say("Nothing is in doubt.");
            }
        }
        Action::AddMasking => state
            .screens
            .push(Screen::Page(Box::new(Page::mask_word()))),
        Action::AboutWhom => about_whom(state),
        Action::EveryCase => every_case(state),
        Action::ConfirmMasking => confirm(state),
        Action::Back | Action::Cancel => {
            state.screens.pop();
        }
        _ => {}
    }
    Vec::new()
}

fn go(screen: &mut ChronologyScreen, cursor: usize) {
    screen.cursor = cursor;
    screen.top = None;
}

/// On to what is in doubt, after the cursor first. Says whether there is any.
fn next_doubt(screen: &mut ChronologyScreen) -> bool {
    let here = screen.cursor;
    let open = || {
        let spans = screen.masked.spans().iter().enumerate();
        spans
            .filter(|(_, span)| span.is_open())
            .map(|(place, _)| place)
    };
    let next = open().find(|place| *place > here).or_else(|| open().next());
    match next {
        Some(place) => {
            go(screen, place);
            true
        }
        None => false,
    }
}

/// Where a person has said of everything what it is, asks where it is to be written.
fn confirm(state: &mut State) {
    let Some(Screen::Chronology(screen)) = state.screens.last_mut() else {
        return;
    };
    let open = screen.masked.open();
    if open > 0 {
        next_doubt(screen);
        let key = |action| state.keys.first(action).unwrap_or_default();
        let (toggle, same) = (key(Action::ToggleMasking), key(Action::SameMasking));
        state.warn(format!(
            "Still in doubt: {open}. {toggle} masks a word or leaves it, {same} says the same wherever it stands."
        ));
        return;
    }
    let maskings = screen.masked.maskings();
    let words = screen.masked.left().into_iter();
    let mut left: Vec<_> = words
        .map(|(word, count)| format!("{} ({count})", word.replace('\n', " ")))
        .collect();
    let more = left.len().saturating_sub(LEFT);
    left.truncate(LEFT);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more words"),
    };
    let left = state.shown(&format!("{}{more}", left.join(", ")));
    super::page::open(state, Page::chronology(maskings, &left));
}

/// About the next pupil of the case.
fn about_whom(state: &mut State) {
    let (Some(Screen::Chronology(screen)), Some(opened)) =
        (state.screens.last(), state.opened.as_deref())
    else {
        return;
    };
    let Of::Case(reference, about) = screen.of else {
        state.say("It is about one pupil already: every case of theirs.");
        return;
    };
    let pupils: Vec<_> = pupils(opened, reference).collect();
    let now = about.or_else(|| leading(opened, reference));
    let at = pupils.iter().position(|(letter, _)| Some(*letter) == now);
    let next = at.map_or(0, |at| (at + 1) % pupils.len().max(1));
    match pupils.get(next) {
        Some((letter, _)) if pupils.len() > 1 => {
            let of = Of::Case(reference, Some(*letter));
            show(state, of, true);
        }
        _ => state.say("There is no other pupil in this case."),
    }
}

/// Every case of the pupil whom it is about, or back to the one.
fn every_case(state: &mut State) {
    let (Some(Screen::Chronology(screen)), Some(opened)) =
        (state.screens.last(), state.opened.as_deref())
    else {
        return;
    };
    let of = match screen.of {
        Of::Pupil(_, reference) => Some(Of::Case(reference, None)),
        Of::Case(reference, about) => {
            let letter = about.or_else(|| leading(opened, reference));
            let found = pupils(opened, reference).find(|(place, _)| Some(*place) == letter);
            found
                .and_then(|(_, one)| one.who.pupil())
                .map(|pupil| Of::Pupil(pupil, reference))
        }
    };
    match of {
        Some(of) => show(state, of, true),
        None => state.say("There is no pupil in this case."),
    }
}

fn pupils(opened: &Opened, reference: Reference) -> impl Iterator<Item = (Letter, &Participant)> {
    let case = opened.school.cases.get(&reference);
    case.into_iter()
        .flat_map(|case| case.people())
        .filter(|(_, one)| one.who.pupil().is_some())
}

/// The letter of the pupil whom a case's chronology is about unless another is chosen.
fn leading(opened: &Opened, reference: Reference) -> Option<Letter> {
    let lead = opened.school.cases.get(&reference)?.lead()?.who.pupil();
    let found = pupils(opened, reference).find(|(_, one)| one.who.pupil() == lead);
    found
        .or_else(|| pupils(opened, reference).next())
        .map(|(letter, _)| letter)
}

/// Masks what was typed on the page above, wherever it stands.
pub fn add(state: &mut State, word: &str) {
    state.screens.pop();
    let Some(Screen::Chronology(screen)) = state.screens.last_mut() else {
        return;
    };
    let count = screen.masked.add(word);
    let at = screen.masked.spans().iter().position(|span| {
        span.masked == Some(true) && screen.masked.word(span).eq_ignore_ascii_case(word.trim())
    });
    if let Some(at) = at {
        go(screen, at);
    }
    let spoken = match count {
        0 => "That stands nowhere in it.".to_owned(),
        1 => "Masked in one place.".to_owned(),
        count => format!("Masked in {count} places."),
    };
    state.say(spoken);
}
