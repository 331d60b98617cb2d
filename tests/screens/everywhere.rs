//! What works on every screen: help, palette, finding, the blank screen, the lock, initials, another keymap, setting up.

use chrono::Duration;
use serde_json::json;

use daybook::app::state::Screen;
use daybook::ui::theme::Theme;

use crate::desk::{Desk, ME, PASSPHRASE, morning};
use crate::scenes::{CASES, CONCERN, LISTS, READING, filled, with};
use crate::school::{busy, chat, story};
use crate::shots::text_of;

#[test]
fn help_is_searched_and_enter_runs_the_line() {
    let mut desk = story();
    desk.press("?");
    desk.write("parent contact");
    let text = desk.text();
    assert!(text.contains("Record contact with a parent"), "{text}");
    desk.press("enter");
    assert!(
        desk.form()
            .title
            .ends_with("Contact with a parent or carer")
    );
    desk.press("f1");
    desk.write("zzzz");
    assert!(desk.text().contains("Nothing fits what you typed."));
    desk.press("enter");
    assert!(desk.state.overlays.is_empty());
}

#[test]
fn the_palette_does_by_name_what_a_key_would() {
    let mut desk = busy();
    desk.press("ctrl-p");
    desk.write("whole log");
    desk.press("enter");
    let text = desk.text();
    assert!(
        text.contains("The log is whole") && text.contains("Its fingerprint is"),
        "{text}"
    );
    desk.press("enter ctrl-p");
    desk.write("new conc");
    desk.press("enter");
    assert_eq!(desk.form().title, "New concern");
}

#[test]
fn slash_narrows_the_list_and_esc_widens_it() {
    let mut desk = busy();
    let lines = |desk: &Desk| desk.text().matches("OS-2026-").count();
    assert_eq!(lines(&desk), 5, "open ones");
    desk.press("a");
    assert_eq!(lines(&desk), 6);
    desk.press("/");
    desk.write("year 4 unkind");
    assert_eq!(lines(&desk), 2, "{}", desk.text());
    desk.press("enter");
    assert!(matches!(desk.state.screen(), Some(Screen::Case(_))));
    desk.press("esc");
    assert_eq!(lines(&desk), 2, "the list is as it was left");
    desk.press("esc");
    assert_eq!(lines(&desk), 6);
    desk.press("esc");
    assert_eq!(lines(&desk), 5);
    desk.press("/");
    desk.write("madeup");
    assert!(
        desk.text().contains("OS-2026-0003") && lines(&desk) == 1,
        "{}",
        desk.text()
    );
}

#[test]
fn help_finds_words_and_not_scattered_letters() {
    let mut desk = story();
    desk.press("?");
    desk.write("sanct");
    let text = desk.text();
    let mut found = text
        .lines()
        .skip_while(|line| !line.contains("Search: sanct"));
    assert!(found.nth(1).unwrap().contains("│ s  Sanction "), "{text}");
    let next = found.next().unwrap();
    assert!(next.contains("│ t  Sanction served or lifted"), "{text}");
    assert!(!text.contains("To the shell"), "{text}");
}

#[test]
fn overdue_finds_what_is_overdue() {
    let mut desk = Desk::open();
    desk.now = morning() - Duration::days(57);
    desk.log(chat());
    desk.now = morning();
    let mut later = chat();
    later["parents_due"] = json!("in 12 days");
    desk.log(later);
    desk.press("/");
    desk.write("overdue");
    let text = desk.text();
    assert!(
        text.contains("OS-2026-0001") && !text.contains("OS-2026-0002"),
        "{text}"
    );
    desk.press("ctrl-u");
    desk.write("y4 in 12");
    let text = desk.text();
    assert!(
        text.contains("OS-2026-0002") && !text.contains("OS-2026-0001"),
        "{text}"
    );
}

#[test]
fn a_message_goes_with_its_screen() {
    let mut desk = filled();
    desk.press("ctrl-s");
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.");
    desk.press("down");
    assert_eq!(
        desk.toast(),
        "Saved as OS-2026-0001.",
        "still the same case"
    );
    desk.press("esc n");
    assert_eq!(desk.toast(), "", "nothing is saved of the next one");
    desk.press("esc f7");
    assert_eq!(desk.toast(), "F7 does nothing here. F1 shows what does.");
    desk.press("enter");
    assert_eq!(desk.toast(), "");
    desk.press("a ctrl-s");
    assert!(desk.toast().starts_with("Not saved yet"));
    desk.press("esc");
    assert_eq!(desk.toast(), "");
}

#[test]
fn a_message_goes_after_its_time_and_a_warning_when_a_key_shows_it_was_read() {
    let mut desk = busy();
    desk.press("f7");
    desk.wait(Duration::seconds(11));
    assert!(desk.toast().starts_with("F7 does nothing"));
    desk.wait(Duration::seconds(1));
    assert_eq!(desk.toast(), "");
    desk.press("n ctrl-s");
    desk.wait(Duration::minutes(4));
    assert!(
        desk.toast().starts_with("Not saved yet"),
        "nobody has been there"
    );
    desk.press("down");
    assert_eq!(desk.toast(), "");
}

#[test]
fn at_80_columns_the_list_tells_status_age_and_what_is_next_and_when() {
    let desk = busy();
    let text = desk.text();
    assert!(text.contains("Days"), "{text}");
    let line = text.lines().find(|line| line.contains("OS-2026-0001"));
    let words: Vec<_> = line.unwrap().split_whitespace().collect();
    assert_eq!(
        words[1..],
        [
            "New", "High", "16", "Alex", "Pretend", "16", "d", "late:", "Contact", "parents"
        ]
    );
    for columns in [100, 120, 160] {
        let text = text_of(&desk.draw(columns, 24, &Theme::mono()).0);
        // At 120 columns the preview begins, which says it in full of the case at the cursor.
        assert!(columns == 120 || text.contains("Awaiting agency"), "{text}");
        assert!(text.contains("Contact"), "{text}");
    }
}

#[test]
fn at_80_columns_the_head_of_a_case_keeps_the_last_day_and_the_owner() {
    let desk = story();
    let text = desk.text();
    assert!(
        text.contains("■ B · Active until Fri 20 Nov, now past"),
        "{text}"
    );
    let head = text.lines().nth(1).unwrap();
    assert!(head.ends_with("review Thu 3 Dec · Ada Example"), "{head}");
    let mut desk = busy();
    desk.press("enter");
    assert!(desk.text().contains("· took part ·"), "{}", desk.text());
    desk.log(json!({
        "command": "close", "case": "OS-2026-0001", "outcome": "recorded-in-error", "rationale": "Twice.",
        "childs_view": "Not asked.", "parents": "withheld", "parents_reason": "Nothing happened.", "left_open": "Twice.",
    }));
    let text = desk.text();
    assert!(
        text.lines().nth(1).unwrap().ends_with("Ada Example"),
        "{text}"
    );
    assert!(
        text.contains("X reopen") && !text.contains("x close"),
        "{text}"
    );
}

#[test]
fn one_key_blanks_the_screen_and_the_next_only_brings_it_back() {
    for key in ["f12", "ctrl-b"] {
        let mut desk = filled();
        desk.press(key);
        assert_eq!(desk.text().trim(), "");
        desk.press("ctrl-s");
        assert_eq!(
            desk.form().title,
            "New concern",
            "the key that wakes it does nothing else"
        );
        assert!(desk.form().problems.is_empty());
    }
}

#[test]
fn the_lock_leaves_nothing_on_the_screen() {
    let mut desk = story();
    desk.press("ctrl-l");
    assert!(desk.state.opened.is_none());
    let text = desk.text();
    assert!(
        !text.contains("Robin") && !text.contains("OS-2026"),
        "{text}"
    );
    assert_eq!(&desk.asked[desk.asked.len() - 2..], ["Lock", "Redraw"]);
}

/// Every screen that is not a text being written: in initials mode nobody's full name stands on it.
#[test]
fn initials_mode_shows_nobodys_name() {
    let names = [
        "Robin Sample",
        "Sam Invented",
        "Kit Fable",
        "Alex Pretend",
        "Noor Notreal",
        "Jo Madeup",
    ];
    for (name, scene) in LISTS.iter().chain(CONCERN).chain(CASES).chain(READING) {
        let mut desk = scene();
        if desk.state.opened.is_none() {
            continue;
        }
        desk.state.initials = true;
        for (columns, rows) in [(80, 24), (160, 48)] {
            desk.resize(columns, rows);
            let text = text_of(&desk.draw(columns, rows, &Theme::mono()).0);
            for full in names.iter().chain([&ME, &"Bo Teacher"]) {
                assert!(!text.contains(full), "{full} on {name}:\n{text}");
            }
        }
    }
}

#[test]
fn the_vim_keymap_makes_the_same_journey() {
    let mut desk = Desk::open_with("vim");
    desk.log(chat());
    desk.log(chat());
    desk.press("j k G g g l");
    assert!(matches!(desk.state.screen(), Some(Screen::Case(_))));
    desk.press("g g k j j G");
    desk.play(&["n", "'jkl gg G h", "ctrl-s"]);
    let saved = desk.cases().any(|case| {
        case.chronology.iter().any(|line| {
            line.fact
                .texts()
                .iter()
                .any(|(.., text)| *text == "jkl gg G h")
        })
    });
    assert!(saved, "in a text every letter is a letter: {}", desk.text());
    desk.press("J K h");
    assert!(matches!(desk.state.screen(), Some(Screen::Cases(_))));
}

#[test]
fn an_unknown_key_says_where_help_is() {
    let desk = with(busy, "f7");
    assert_eq!(desk.toast(), "F7 does nothing here. F1 shows what does.");
}

#[test]
fn a_school_is_set_up_by_keys_alone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("vault");
    let mut desk = Desk::bare(vault.clone());
    desk.play(&[
        "enter",
        "'Invented Primary",
        "enter",
        "'Ada Example",
        "enter",
    ]);
    desk.play(&["enter", "enter", "'short", "enter"]);
    desk.press("ctrl-s");
    assert_eq!(desk.focus(), "passphrase", "{}", desk.text());
    desk.press("ctrl-u");
    desk.write(PASSPHRASE);
    desk.play(&["enter", "'not the same", "enter"]);
    assert!(
        desk.text().contains("The two are not the same."),
        "{}",
        desk.text()
    );
    desk.press("ctrl-u");
    desk.write(PASSPHRASE);
    desk.press("enter");
    let kept = folder.path().join("recovery.txt");
    assert!(
        !vault.exists(),
        "nothing is written before the recovery key is kept"
    );
    desk.press("enter");
    desk.write(kept.to_str().unwrap());
    desk.press("enter");
    assert!(kept.exists(), "{}", desk.text());
    let text = std::fs::read_to_string(&kept).unwrap();
    let key = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .unwrap();
    desk.play(&["'AAAAAA", "enter"]);
    assert!(
        desk.text()
            .contains("That is not how the recovery key ends."),
        "{}",
        desk.text()
    );
    desk.press("ctrl-u");
    desk.write(&key[key.len() - 6..].to_lowercase());
    desk.press("enter");
    assert!(
        desk.text().contains("No concern has been recorded yet."),
        "{}",
        desk.text()
    );
    assert!(vault.exists());
}

#[test]
fn initials_mode_reaches_the_names_that_are_being_entered() {
    let mut desk = Desk::open();
    desk.play(&["f8", "n", "'Ella Newcomer"]);
    let text = desk.text();
    assert!(text.contains("Add “E.N.” as a new pupil"), "{text}");
    desk.press("enter");
    let text = desk.text();
    assert!(
        text.contains("New pupil") && text.contains("E.N."),
        "{text}"
    );
    let box_alone: Vec<_> = text.lines().filter(|line| line.contains("Name ")).collect();
    assert!(!box_alone.join("").contains("Ella"), "{text}");
    desk.play(&["'year 4", "enter", "enter", "tab", "'safe 1", "enter"]);
    desk.play(&[
        "alt-w",
        "'today",
        "tab",
        "'teacher",
        "enter",
        "'Mr K. Ashdown",
        "enter",
    ]);
    desk.play(&[
        "alt-e",
        "enter",
        "alt-a",
        "'Mr Ashdown saw Ellas phone.",
        "alt-v",
    ]);
    for (columns, rows) in [(80, 24), (160, 48)] {
        let text = text_of(&desk.draw(columns, rows, &Theme::mono()).0);
        assert!(
            !text.contains("Ashdown") && !text.contains("Ella"),
            "{text}"
        );
    }
    desk.press("ctrl-s");
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    let text = text_of(&desk.draw(160, 48, &Theme::mono()).0);
    assert!(text.contains("Mr A. saw E.s phone."), "{text}");
    assert!(
        !text.contains("Ashdown") && !text.contains("Ella"),
        "{text}"
    );
}

#[test]
fn a_log_in_doubt_is_taken_as_right_by_a_person_only() {
    use daybook::app::message::{Answer, Message, OpenedVault};
    let mut desk = Desk::open();
    let opened = |desk: &Desk| {
        let open = desk.state.opened.as_deref().unwrap();
        Message::Answer(Answer::Opened(Box::new(OpenedVault {
            views: None,
            assurance: None,
            school: open.school.clone(),
            me: open.me.clone(),
            drafts: Vec::new(),
            drop_box: Default::default(),
            wound: None,
            last_backup: None,
            has_key_file: false,
            notices: Vec::new(),
            doubt: Some("The log has 6 fewer entries than when it was last open here.".into()),
            fingerprint: open.fingerprint.clone(),
            demo: false,
        })))
    };
    for (key, asked) in [("n", false), ("esc", false), ("y", true)] {
        let message = opened(&desk);
        desk.tell(message);
        let text = desk.text();
        assert!(text.contains("6 fewer entries"), "{text}");
        assert!(text.contains("y it is right"), "{text}");
        desk.asked.clear();
        desk.press(key);
        assert_eq!(desk.asked.contains(&"AcceptLog".to_owned()), asked, "{key}");
        assert!(desk.state.overlays.is_empty());
    }
    assert!(desk.toast().contains("counts as right"));
}

#[test]
fn whoever_was_in_is_asked_for_their_passphrase_after_a_lock() {
    let mut desk = Desk::open();
    let me = desk.state.opened.as_ref().unwrap().me.clone();
    let bea = daybook::domain::people::Author {
        id: "bea-deputy".into(),
        name: "Bea Deputy".into(),
        role: "deputy".into(),
    };
    desk.state.people = vec![bea, me.clone()];
    desk.press("ctrl-l");
    assert_eq!(desk.focus(), "passphrase");
    assert_eq!(desk.form().chosen("person"), me.id);
    desk.unlock_to_today();
}

#[test]
fn what_was_entered_on_a_page_is_not_thrown_away_unasked() {
    let mut desk = with(crate::school::today, "m y");
    let page = |desk: &Desk| matches!(desk.state.screen(), Some(Screen::Page(_)));
    assert!(page(&desk), "{}", desk.text());
    desk.press("esc");
    assert!(!page(&desk), "nothing was entered: {}", desk.text());
    desk.press("y ctrl-u");
    desk.write("4 Sep");
    desk.press("esc");
    assert!(desk.text().contains("is not kept"), "{}", desk.text());
    desk.press("n");
    assert!(page(&desk) && desk.text().contains("4 Sep"));
    desk.press("esc y");
    assert!(!page(&desk), "{}", desk.text());
}
