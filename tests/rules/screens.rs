//! What a screen may show: no shaming words, initials, and the keys that hide it all.

use daybook::app::action::{Action, Context};
use daybook::app::message::{Effect, Message};
use daybook::app::screens::roster::backup_age;
use daybook::app::screens::today::TodayScreen;
use daybook::app::state::{Cases, Opened, Screen, State, Working};
use daybook::app::update::update;
use daybook::domain::people::AdultKind;
use daybook::domain::vocabulary::{List, Vocabulary};
use daybook::domain::words;
use daybook::input::Keymap;
use daybook::ui::theme::Theme;
use daybook::ui::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::json;

use crate::amending::story;
use crate::log::{Log, closing};

/// Words that brand a child.
const SHAMING: [&str; 9] = [
    "offender",
    "perpetrator",
    "culprit",
    "victim",
    "abuser",
    "guilty",
    "bully ",
    "bullies",
    "naughty",
];

fn shames(text: &str) -> bool {
    let text = format!("{} ", text.to_lowercase());
    SHAMING.iter().any(|word| text.contains(word))
}

#[test]
fn no_word_of_the_vocabulary_shames() {
    let words = Vocabulary::shipped();
    for list in List::ALL {
        for term in words.list(list) {
            let hint = term.hint.as_deref().unwrap_or("");
            assert!(
                !shames(&term.id) && !shames(&term.label) && !shames(hint),
                "{term:?}"
            );
        }
    }
    assert_eq!(
        words.label(List::Role, "alleged"),
        "Alleged to have caused harm"
    );
}

#[test]
fn no_word_of_the_screens_shames() {
    for action in Action::ALL {
        let info = action.info();
        assert!(!shames(info.title) && !shames(info.help), "{}", info.name);
    }
    for kind in AdultKind::ALL {
        assert!(!shames(kind.words()));
    }
    let mut log = Log::new();
    log.concern(json!({}));
    log.follow("close", closing(json!({})));
    let told = story(&log, &str::to_owned);
    assert!(!shames(&told), "{told}");
}

#[test]
fn in_initials_mode_no_name_of_the_case_is_shown() {
    let mut log = Log::new();
    let who = json!([{ "pupil": 1, "part": "harmed" }, { "pupil": 2, "part": "alleged" }, { "pupil": 5, "part": "witness" }]);
    log.concern(json!({
        "participants": who,
        "account": "Alex sent it to Jo. Jo Fictional told SAM, and Sam's friends saw it.",
        "question": "What did Alex do?", "words": "alex is mean",
    }));
    log.follow(
        "note",
        json!({ "text": "Alex Pretend was at home, says Jo." }),
    );
    log.follow("contact", json!({ "about": "A", "with": "Ada Invented", "method": "phone", "result": "informed", "text": "Sam is well." }));
    log.follow(
        "amend",
        json!({ "field": "remove-participant", "to": "B", "reason": "Alex was at home." }),
    );
    let names = story(&log, &str::to_owned);
    assert!(names.contains("Alex Pretend") && names.contains("Sam's friends"));
    let told = story(&log, &words::initials);
    for name in ["sam", "invented", "alex", "pretend", "jo", "fictional"] {
        let shown = told.to_lowercase();
        let mut all = shown.split(|c: char| !c.is_alphanumeric());
        assert!(!all.any(|word| word == name), "{name}:\n{told}");
    }
    assert!(
        !told.contains("Tim Example"),
        "the reporter's name:\n{told}"
    );
}

#[test]
fn somebody_known_by_an_initial_does_not_uncover_the_rest() {
    let mut log = Log::new();
    let who = json!([{ "name": "K.", "adult": "outside", "part": "alleged" }, { "pupil": 1, "part": "harmed" }]);
    log.concern(json!({ "participants": who, "account": "K. wrote to Sam." }));
    let told = story(&log, &words::initials);
    assert!(!told.contains("Sam"), "{told}");
}

#[test]
fn blanking_locking_and_initials_have_a_key_on_every_screen() {
    for name in ["default", "vim"] {
        let table = Keymap::shipped(name).unwrap().table();
        for action in [Action::BlankScreen, Action::Lock, Action::InitialsMode] {
            let key = table.key(&[Context::Global], action);
            assert!(key.is_some(), "{name}: {action:?}");
        }
    }
}

#[test]
fn a_backup_dated_in_the_future_is_not_of_today() {
    let mut state = opened(Log::new());
    let now = state.now.naive_local();
    let mut age = |days| {
        let opened = state.opened.as_deref_mut().unwrap();
        opened.last_backup = Some(now + chrono::Duration::days(days));
        backup_age(opened, now)
    };
    assert_eq!(age(0), ("backup today".to_owned(), false));
    assert_eq!(age(-1), ("backup yesterday".to_owned(), false));
    let (words, late) = age(700);
    assert!(words.starts_with("backup dated ") && late, "{words}");
}

/// The list of cases of an open vault.
fn open() -> State {
    let mut log = Log::new();
    log.concern(json!({}));
    let mut state = opened(log);
    state.screens = vec![Screen::Cases(Cases::default())];
    state
}

/// The first screen of an open vault.
fn opened(log: Log) -> State {
    let keys = Keymap::shipped("default").unwrap().table();
    let mut state = State::new(log.now, keys, log.school.people.clone());
    state.opened = Some(Box::new(Opened {
        pending: None,
        assurance: None,
        searching: Default::default(),
        views: Vec::new(),
        drop_box: Default::default(),
        wound: None,
        last_backup: None,
        has_key_file: false,
        reading: Vec::new(),
        unnoted: None,
        since: 0,
        today: None,
        words: Vocabulary::shipped().clone(),
        me: log.me.clone(),
        drafts: Vec::new(),
        shut_drafts: Vec::new(),
        fingerprint: String::new(),
        demo: false,
        school: log.school,
    }));
    state.screens = vec![Screen::Today(TodayScreen::default())];
    state
}

#[test]
fn one_key_blanks_the_screen_at_once_and_any_key_only_brings_it_back() {
    let mut state = open();
    // Even while a job has the screen.
    state.working = Some(Working {
        what: "Making a backup".into(),
        since: state.now,
        progress: None,
        blocks: true,
    });
    let now = state.now;
    update(&mut state, Message::Act(Action::BlankScreen), now);
    assert!(state.blank);
    state.working = None;
    let effects = update(&mut state, Message::Act(Action::NewConcern), now);
    assert!(!state.blank && effects.is_empty() && state.screens.len() == 1);
    update(&mut state, Message::Act(Action::NewConcern), now);
    assert_eq!(state.screens.len(), 2);
}

#[test]
fn initials_are_a_mode_of_every_screen() {
    let mut state = open();
    let now = state.now;
    assert_eq!(state.name("Sam Invented"), "Sam Invented");
    update(&mut state, Message::Act(Action::InitialsMode), now);
    assert_eq!(state.name("Sam Invented"), "S.I.");
}

#[test]
fn it_locks_itself_when_idle_and_forgets_what_was_open() {
    let mut state = open();
    let (now, idle) = (state.now, state.idle);
    update(&mut state, Message::Act(Action::NewConcern), now);
    update(&mut state, Message::Type("Sa".into()), now);
    let second = chrono::TimeDelta::seconds(1);
    update(&mut state, Message::Tick, now + idle - second);
    assert!(state.opened.is_some());
    // A key begins the time anew.
    update(&mut state, Message::Type("m".into()), now + idle - second);
    update(&mut state, Message::Tick, now + idle);
    assert!(state.opened.is_some());
    let effects = update(&mut state, Message::Tick, now + idle + idle);
    assert!(state.opened.is_none());
    assert!(matches!(state.screens.as_slice(), [Screen::Unlock(_)]));
    assert!(effects.iter().any(|one| matches!(one, Effect::Lock)));
}

#[test]
fn locking_in_the_middle_of_a_sentence_seals_the_draft_first() {
    let mut state = open();
    let now = state.now;
    update(&mut state, Message::Act(Action::NewConcern), now);
    update(&mut state, Message::Act(Action::FieldAccount), now);
    update(&mut state, Message::Type("Alex took a ph".into()), now);
    let effects = update(&mut state, Message::Act(Action::Lock), now);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::SaveDraft(..), Effect::Lock, Effect::Redraw]
        ),
        "{effects:?}"
    );
}

/// How long a frame of 200 by 60 takes on each screen that counts, of a hundred the second longest.
pub fn frames(log: Log) -> Vec<(&'static str, std::time::Duration)> {
    let mut state = opened(log);
    let now = state.now;
    update(&mut state, Message::Tick, now);
    let mut found = Vec::new();
    for (name, keys) in [
        ("today", &[][..]),
        ("sanctions", &[Action::OpenSanctions][..]),
        ("contacts", &[Action::OpenContacts][..]),
        ("calendar", &[Action::Back, Action::OpenCalendar][..]),
    ] {
        for action in keys {
            update(&mut state, Message::Act(*action), now);
        }
        let mut terminal = Terminal::new(TestBackend::new(200, 60)).unwrap();
        let mut times: Vec<_> = (0..100)
            .map(|_| {
                let begun = std::time::Instant::now();
                let theme = Theme::mono();
                terminal.draw(|frame| view(&state, &theme, frame)).unwrap();
                begun.elapsed()
            })
            .collect();
        times.sort();
        found.push((name, times[98]));
    }
    found
}
