//! The termly summary on the screen: of which term, for whom, and what may be done with it.

use zeroize::Zeroizing;

use crate::app::action::Action;
use crate::app::assurance;
use crate::app::form::{Choice, Field, Picker};
use crate::app::message::{Effect, SummaryToSave};
use crate::app::page::{Page, PageKind};
use crate::app::state::{Opened, Screen, State};
use crate::report::chronology::named_in;
use crate::report::document::{Assurance, Profile, Protected};
use crate::report::release::has_begun_by;
use crate::report::render::Format;
use crate::report::render::plain::{Line, lines};
use crate::report::{Asked, Ledger, Period};

/// Rows that are not the document's: the head and the foot of the screen, and what is said above it.
const AROUND: u16 = 7;
/// Terms that are looked back on at most: no log goes back further.
const FURTHEST: usize = 100;

/// The screen.
pub struct SummaryScreen {
    /// Every term of the log, the running one last; and years whose terms are all released.
    pub periods: Vec<Period>,
    /// Of which, for whom, and what the headteacher wrote.
    pub asked: Asked,
    /// What came of it; nothing while it is being made.
    pub made: Option<Made>,
    /// The first line on the screen.
    pub top: usize,
}

/// What came of asking for a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// It is released, and never changes.
    Released(Box<Protected>),
    /// It may be released.
    Releasable(Box<Protected>),
    /// The term is over; this one of the same year is to be released before it.
    Waiting(Box<Protected>, Period),
    /// The term is still running.
    Preview(Box<Protected>),
    /// True counts, for the headteacher and the link governor.
    Confidential(Box<Protected>),
    /// There is none, and why.
    None(String),
}

impl Made {
    /// The document, if there is one.
    #[must_use]
    pub fn document(&self) -> Option<&Protected> {
        match self {
            Self::Released(one)
            | Self::Releasable(one)
            | Self::Waiting(one, _)
            | Self::Preview(one)
            | Self::Confidential(one) => Some(one),
            Self::None(_) => None,
        }
    }

    /// How it stands, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let said = match self {
            Self::Released(_) => {
                "Released: it never changes, and can be saved as often as you like."
            }
            Self::Releasable(_) => "Not released yet: the term is over, and saving releases it.",
            Self::Waiting(_, first) => {
                return format!(
                    "Not released yet: {} is to be released first.",
                    first.words()
                );
            }
            Self::Preview(_) => {
                "A preview: the term is still running, and looking releases nothing."
            }
            Self::Confidential(_) => {
                "Confidential: true counts; it leaves sealed, and is not for publication."
            }
            Self::None(why) => why,
        };
        said.to_owned()
    }
}

impl SummaryScreen {
    fn new(opened: &Opened, today: chrono::NaiveDate) -> Result<Self, String> {
        let ledger = Ledger::read(&opened.school.releases).map_err(|why| why.to_string())?;
        let terms = opened.school.terms();
        let now = Period::of(&terms, today);
        let first = opened
            .school
            .cases
            .rows()
            .filter_map(|row| row.reported.day());
        let first = first
            .min()
            .map_or(now, |day| Period::of(&terms, day))
            .min(now);
        // A term without a concern is to be released as well, before those of the same year that follow.
        let begun = |one: &Period| {
            *one >= first || one.year == first.year && has_begun_by(&opened.school, &terms, *one)
        };
        let back = std::iter::successors(Some(now), |one| Some(one.previous()));
        let mut periods: Vec<_> = back.take(FURTHEST).take_while(begun).collect();
        let years: Vec<_> = periods
            .iter()
            .map(|one| Period { term: None, ..*one })
            .collect();
        let whole = |year: &Period| {
            ledger
                .of_year(year.year)
                .filter(|one| one.period.term.is_some())
                .count()
                == 3
        };
        periods.extend(years.into_iter().filter(whole));
        // A year comes after its terms.
        periods.sort_unstable_by_key(|one| (one.year, one.term.is_none(), one.term));
        periods.dedup();
        // Terms are released in their order: the first of the newest year that can be is what one comes for.
        let can = |one: &&Period| {
            one.is_over(&terms, today) && ledger.find(**one).is_none() && !ledger.is_past(**one)
        };
        let newest = periods.iter().rev().find(can).map(|one| one.year);
        let waits = periods
            .iter()
            .copied()
            .find(|one| Some(one.year) == newest && can(&one));
        let last = ledger.releases().last();
        Ok(Self {
            asked: Asked {
                period: waits.unwrap_or(now),
                profile: Profile::Public,
                assurance: opened.assurance.clone().unwrap_or_else(|| {
                    last.map_or_else(Assurance::default, |one| one.document.assurance().clone())
                }),
            },
            periods,
            made: None,
            top: 0,
        })
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> String {
        format!("summary, {}", self.asked.period.words())
    }

    /// The lines of the document, in so many columns.
    #[must_use]
    pub fn lines(&self, columns: usize) -> Vec<Line> {
        let document = self.made.as_ref().and_then(Made::document);
        document.map_or_else(Vec::new, |one| lines(one, columns))
    }
}

/// Opens it.
pub fn open(state: &mut State) -> Vec<Effect> {
    let today = state.now.date_naive();
    let Some(opened) = state.opened.as_deref() else {
        return Vec::new();
    };
    match SummaryScreen::new(opened, today) {
        Ok(screen) => {
            state.screens.push(Screen::Summary(Box::new(screen)));
            make(state)
        }
        Err(why) => {
            state.warn(why);
            Vec::new()
        }
    }
}

/// Has the summary made that is asked for now.
pub fn make(state: &mut State) -> Vec<Effect> {
    let Some(Screen::Summary(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    screen.made = None;
    screen.top = 0;
    let effect = Effect::Summarise(Box::new(screen.asked.clone()));
    state.waits_for("Counting, and withholding what could tell");
    vec![effect]
}

/// The summary that was asked for is made.
pub fn made(state: &mut State, asked: &Asked, made: Made) {
    if let Some(Screen::Summary(screen)) = state.screens.last_mut()
        && screen.asked == *asked
    {
        screen.made = Some(made);
    }
}

/// Takes an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let rows = usize::from(state.size.1.saturating_sub(AROUND)).max(1);
    let columns = usize::from(state.size.0.saturating_sub(2)).max(1);
    let Some(Screen::Summary(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let most = screen.lines(columns).len().saturating_sub(rows);
    let top = screen.top.min(most);
    let page = rows.saturating_sub(1).max(1);
    match action {
        Action::Up => screen.top = top.saturating_sub(1),
        Action::Down => screen.top = (top + 1).min(most),
        Action::PageUp => screen.top = top.saturating_sub(page),
        Action::PageDown => screen.top = (top + page).min(most),
        Action::First => screen.top = 0,
        Action::Last => screen.top = most,
        Action::PreviousTerm => return go(state, -1),
        Action::NextTerm => return go(state, 1),
        Action::OtherProfile => {
            screen.asked.profile = match screen.asked.profile {
                Profile::Public => Profile::Confidential,
                Profile::Confidential => Profile::Public,
            };
            return make(state);
        }
        Action::Assurance => {
            if let Some(Made::Released(_)) = screen.made {
                state.say("It is released: what was written stands in it, and does not change.");
            } else {
                assurance::open(state);
            }
        }
        Action::SaveSummary => save(state),
        Action::Back | Action::Cancel => {
            state.screens.pop();
        }
        _ => {}
    }
    Vec::new()
}

fn go(state: &mut State, by: isize) -> Vec<Effect> {
    let Some(Screen::Summary(screen)) = state.screens.last_mut() else {
        return Vec::new();
    };
    let at = screen
        .periods
        .iter()
        .position(|one| *one == screen.asked.period);
    let next = at.and_then(|at| at.checked_add_signed(by));
    match next.and_then(|next| screen.periods.get(next)) {
        Some(period) => {
            screen.asked.period = *period;
            make(state)
        }
        None => {
            state.say(match by {
                ..0 => "The log begins here.",
                _ => "This is the newest. A year follows once its three terms are released.",
            });
            Vec::new()
        }
    }
}

fn save(state: &mut State) {
    let deputy = state
        .opened
        .as_deref()
        .is_some_and(|one| one.me.role == "deputy");
    let Some(Screen::Summary(screen)) = state.screens.last() else {
        return;
    };
    let period = screen.asked.period.words();
    let page = match &screen.made {
        None => return,
        Some(Made::None(why)) => {
            let why = why.clone();
            state.warn(why);
            return;
        }
        Some(Made::Preview(_)) => {
            state.say(format!(
                "{period} is not over: it can be looked at, and not saved."
            ));
            return;
        }
        Some(Made::Waiting(_, first)) => {
            let first = first.words();
            state.warn(format!(
                "{first} is to be released first: once a later term is, it never can be."
            ));
            return;
        }
        // What is not to be had was said first: nobody is to be asked for it.
        Some(Made::Releasable(_)) if deputy => {
            state.say("Summaries are released by the headteacher and the DSL: ask one of them.");
            return;
        }
        Some(Made::Released(_)) if deputy => {
            state.say(format!(
                "{period} is released already; its files are saved by the headteacher and the DSL."
            ));
            return;
        }
        Some(Made::Confidential(_)) if deputy => {
            state.say(
                "A confidential summary is saved by the headteacher and the DSL: ask one of them.",
            );
            return;
        }
        Some(Made::Confidential(_)) => Page::save_summary(&period, Saving::Confidential),
        Some(Made::Released(_)) => Page::save_summary(&period, Saving::Again),
        Some(Made::Releasable(_)) => {
            let mut page = Page::save_summary(&period, Saving::Release);
            page.words.extend(may_name(state, &screen.asked.assurance));
            page
        }
    };
    crate::app::screens::page::open(state, page);
}

/// That what was written may name children, if it may.
fn may_name(state: &State, written: &Assurance) -> Option<String> {
    let opened = state.opened.as_deref()?;
    let named = named_in(&opened.school, &written.text());
    let named: Vec<_> = named.surely.into_iter().chain(named.perhaps).collect();
    (!named.is_empty()).then(|| {
        format!(
            "In the assurance stands what may be a pupil's name: {}. Esc goes back to it.",
            state.shown(&named.join(", "))
        )
    })
}

/// What saving comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// It is released by it.
    Release,
    /// As it was released.
    Again,
    /// True counts, sealed.
    Confidential,
}

impl Page {
    /// Where a summary is to be saved, and as what.
    #[must_use]
    pub fn save_summary(period: &str, saving: Saving) -> Self {
        let formats = Format::ALL.into_iter();
        let formats = formats
            .map(|one| Choice::plain(one.id(), one.words()))
            .collect();
        let mut picker = Picker::any_of(formats);
        for one in [Format::Docx, Format::Html, Format::Csv] {
            let choice = Choice::plain(one.id(), one.words());
            picker.choose(choice, serde_json::json!(one.id()));
        }
        let mut fields = vec![
            Field::line("folder", "Into the folder").hint(
                "Such as E:\\governors or /media/usb/governors; it is made if it is not there.",
            ),
            Field::pick("formats", "As", picker),
        ];
        let words = match saving {
            Saving::Release => format!(
                "{period} is released with this, for good: it goes into the log, it never changes, and every later summary is withheld against it. What is recorded later of that term is told in a note of a later one, where it can be."
            ),
            Saving::Again => format!("{period} is saved again, byte for byte as it was released."),
            Saving::Confidential => format!(
                "{period} with its true counts, for the headteacher and the link governor. It leaves sealed."
            ),
        };
        if saving == Saving::Confidential {
            fields.push(Field::line("to", "For recipients").hint(
                "age recipients (age1…), one after the other; or empty, and a passphrase below.",
            ));
            fields.push(Field::secret("passphrase", "Or a passphrase").hint(
                "Several unrelated words with a number and a sign are strong and easy to keep.",
            ));
            fields.push(Field::secret("again", "Once more"));
        }
        if saving == Saving::Release {
            fields.push(crate::app::page::sure("Release it, and save it"));
        }
        Self::new(
            PageKind::SaveSummary(saving),
            "Save the summary",
            fields,
            &[&words],
        )
    }
}

/// What the page above asks for: the summary below it, saved.
pub fn to_be_saved(state: &mut State) -> Vec<Effect> {
    let [.., Screen::Summary(screen), Screen::Page(page)] = state.screens.as_slice() else {
        return Vec::new();
    };
    let chosen = page.form.field("formats").and_then(Field::picker);
    let chosen = chosen.into_iter().flat_map(|picker| &picker.chosen);
    let formats = chosen
        .filter_map(|one| Format::by_id(&one.choice.id))
        .collect();
    let secret = |name| Zeroizing::new(page.form.text(name).to_owned());
    let effect = Effect::SaveSummary(Box::new(SummaryToSave {
        asked: screen.asked.clone(),
        folder: page.form.text("folder").trim().to_owned(),
        formats,
        to: page.form.text("to").trim().to_owned(),
        passphrase: secret("passphrase"),
    }));
    state.waits_for("Saving the summary");
    vec![effect]
}
