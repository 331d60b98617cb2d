//! The list of cases as a queue: narrowed, sorted, selected, and changed several at a time.

use chrono::Duration;
use serde_json::json;

use daybook::app::message::{Answer, Message};
use daybook::app::state::{Cases, Screen};
use daybook::domain::chronology::Chronology;
use daybook::domain::ids::Reference;
use daybook::ui::theme::Theme;

use crate::desk::{Desk, morning};
use crate::scenes::{undo, with};
use crate::school::{busy, chat, deputy};
use crate::shots::text_of;

/// The list, whatever lies over it.
fn list(desk: &Desk) -> &Cases {
    let found = desk.state.screens.iter().find_map(|screen| match screen {
        Screen::Cases(cases) => Some(cases),
        _ => None,
    });
    found.expect("there is no list")
}

/// The numbers of the cases that are shown, in their order.
fn shown(desk: &Desk) -> Vec<u32> {
    let lines = list(desk).queue.lines.iter();
    lines
        .filter_map(|line| line.case())
        .map(|reference| reference.number)
        .collect()
}

fn selected(desk: &Desk) -> Vec<u32> {
    let selected = list(desk).queue.selected.iter();
    selected.map(|reference| reference.number).collect()
}

fn owners(desk: &Desk, owner: &str) -> Vec<u32> {
    let theirs = desk.cases().filter(|case| case.owner == owner);
    theirs.map(|case| case.reference.number).collect()
}

fn find(desk: &mut Desk, text: &str) {
    desk.press("/ ctrl-u");
    desk.write(text);
}

fn asked(desk: &Desk, what: &str) -> usize {
    desk.asked.iter().filter(|name| *name == what).count()
}

#[test]
fn keys_narrow_the_list_and_enter_goes_on_in_it() {
    let mut desk = busy();
    assert_eq!(shown(&desk), [1, 3, 4, 5, 6]);
    find(&mut desk, "year:4 severity:moderate");
    assert_eq!(shown(&desk), [5, 6]);
    let text = desk.text();
    assert!(text.contains("= open moderate cases of Year 4"), "{text}");
    desk.press("enter");
    assert!(matches!(desk.state.screen(), Some(Screen::Cases(_))));
    desk.press("enter");
    assert!(matches!(desk.state.screen(), Some(Screen::Case(_))));
    desk.press("]");
    assert!(
        desk.text().contains("OS-2026-0006"),
        "in the order of the list"
    );
    desk.press("esc esc");
    assert_eq!(shown(&desk), [1, 3, 4, 5, 6]);
}

#[test]
fn closed_cases_are_shown_where_they_are_asked_for() {
    let mut desk = busy();
    find(&mut desk, "is:closed");
    assert_eq!(shown(&desk), [2]);
    find(&mut desk, "year:3");
    assert!(shown(&desk).is_empty(), "{}", desk.text());
    assert!(desk.text().contains("Only open cases are looked through."));
    find(&mut desk, "circle");
    desk.press("ctrl-u esc a");
    find(&mut desk, "-is:open circle");
    assert_eq!(shown(&desk), [2], "the words of its closing");
}

#[test]
fn a_word_stands_in_the_text_of_a_case_too() {
    let mut desk = busy();
    let mut other = chat();
    other["account"] = json!("He drew a hedgehog on the tablet.");
    desk.log(other);
    find(&mut desk, "HEDGEHOG");
    assert_eq!(shown(&desk), [7]);
    find(&mut desk, "\"a hedgehog on\"");
    assert_eq!(shown(&desk), [7]);
    find(&mut desk, "-hedgehog is:new");
    assert!(!shown(&desk).contains(&7));
}

#[test]
fn a_fault_is_shown_where_it_is_and_the_list_stays_as_it_was() {
    let mut desk = busy();
    find(&mut desk, "year:4 statsu:open");
    let text = desk.text();
    let line = |part: &str| {
        let found = text.lines().find(|line| line.contains(part));
        found.unwrap_or_else(|| panic!("no {part}: {text}"))
    };
    let at = line("Find: ").find("statsu").unwrap();
    assert_eq!(line("^").find('^'), Some(at), "{text}");
    assert!(text.contains("Did you mean status:?"), "{text}");
    assert_eq!(shown(&desk), [4, 5, 6], "as for year:4");
    desk.press("tab");
    assert_eq!(list(&desk).filter.text(), "year:4 status:open");
    assert!(!desk.text().contains('^'));
}

#[test]
fn what_is_being_written_is_no_fault_yet() {
    let mut desk = busy();
    for text in ["severity:", "is:cri"] {
        find(&mut desk, text);
        assert!(!desk.text().contains("^ "), "{}", desk.text());
    }
    desk.press("tab");
    assert_eq!(list(&desk).filter.text(), "is:critical ");
    assert_eq!(shown(&desk), [3]);
    desk.write("ye");
    desk.press("tab");
    assert_eq!(list(&desk).filter.text(), "is:critical year:");
    desk.write("4");
    assert!(shown(&desk).is_empty());
}

#[test]
fn number_keys_are_views_whose_words_can_be_changed() {
    let mut desk = busy();
    desk.press("2");
    assert_eq!(list(&desk).filter.text(), "is:open due:overdue");
    assert_eq!(shown(&desk), [1, 3, 4, 5, 6]);
    desk.press("/");
    desk.write(" year:6");
    assert_eq!(shown(&desk), [3]);
    desk.press("enter 8");
    assert_eq!(list(&desk).filter.text(), "is:open year:5");
    assert_eq!(shown(&desk), [1]);
    desk.press("esc");
    assert_eq!(shown(&desk).len(), 5);
}

#[test]
fn a_view_of_ones_own_is_kept_on_a_number_key() {
    let mut desk = busy();
    desk.press("w");
    assert!(
        desk.toast().contains("narrows the list first"),
        "{}",
        desk.toast()
    );
    find(&mut desk, "year:6 severity:critical");
    desk.press("enter w ctrl-s");
    assert_eq!(desk.toast(), "Give it a short name.");
    desk.write("Grave in Y6");
    desk.press("tab");
    desk.write("3");
    desk.press("enter");
    assert_eq!(desk.toast(), "Kept: 3 shows it.");
    desk.press("ctrl-l");
    desk.unlock();
    let wide = text_of(&desk.draw(200, 60, &Theme::mono()).0);
    assert!(wide.contains("3 Grave in Y6"), "{wide}");
    desk.press("3");
    assert_eq!(shown(&desk), [3]);
    desk.press("2");
    assert_eq!(
        list(&desk).filter.text(),
        "is:open due:overdue",
        "the others stay"
    );
}

#[test]
fn every_view_has_its_number_however_long_the_names_are() {
    let mut desk = busy();
    find(&mut desk, "year:6");
    desk.press("enter w");
    desk.write("Everything that is grave in Year 6");
    desk.press("tab");
    desk.write("3");
    desk.press("enter ctrl-s");
    assert_eq!(
        desk.toast(),
        "A name has 24 letters at most: this one has 34."
    );
    desk.press("ctrl-u");
    desk.write("Everything grave, Year 6");
    desk.press("ctrl-s");
    assert_eq!(desk.toast(), "Kept: 3 shows it.");
    let text = desk.text();
    let bar = text.lines().nth(1).unwrap().to_owned();
    for number in 1..=9 {
        assert!(bar.contains(&format!(" {number}")), "{number}: {bar}");
    }
    assert!(bar.contains(" 3 Everything grave, Year 6 4 "), "{bar}");
    // The one that is shown has its name, wherever it stands.
    desk.press("9");
    let text = desk.text();
    let bar = text.lines().nth(1).unwrap();
    assert!(bar.trim_end().ends_with("9 Since half-term"), "{bar}");
    desk.press("3 w tab");
    desk.write("back");
    desk.press("enter");
    assert_eq!(desk.toast(), "3 is No parent contact again.");
    assert!(!desk.text().contains("grave"), "{}", desk.text());
}

#[test]
fn a_list_that_goes_on_below_says_so() {
    let mut desk = busy();
    assert!(desk.text().contains("Next step"));
    assert!(!desk.text().contains(" of 5"), "{}", desk.text());
    desk.resize(80, 8);
    let text = text_of(&desk.draw(80, 8, &Theme::mono()).0);
    assert!(text.contains(" of 5 ↓"), "{text}");
    desk.press("end");
    let text = text_of(&desk.draw(80, 8, &Theme::mono()).0);
    assert!(text.contains("–5 of 5") && !text.contains('↓'), "{text}");
}

#[test]
fn what_others_wrote_is_unread_until_it_is_opened() {
    let mut desk = busy();
    desk.append(vec![deputy()]);
    desk.press("5");
    assert!(shown(&desk).is_empty(), "one's own is not");
    for case in &mut desk
        .state
        .opened
        .as_mut()
        .unwrap()
        .school
        .cases
        .keys()
        .copied()
        .collect::<Vec<_>>()
    {
        let school = &mut desk.state.opened.as_mut().unwrap().school;
        if case.number == 4 {
            let changed = school.cases.change(case, |case| {
                let mut by_another = Chronology::default();
                for (place, line) in case.chronology.iter().enumerate() {
                    let mut line = line.clone();
                    if place == 0 {
                        line.by.id = "bea-deputy".into();
                    }
                    by_another.push(line);
                }
                case.chronology = by_another;
            });
            changed.unwrap();
            school.seq += 1;
        }
    }
    desk.tell(Message::Tick);
    assert_eq!(shown(&desk), [4]);
    desk.press("enter esc");
    assert!(shown(&desk).is_empty(), "{}", desk.text());
}

#[test]
fn the_list_is_sorted_by_any_column_and_turned_round() {
    let mut desk = busy();
    let sort = |desk: &mut Desk, place: usize| {
        desk.press("s");
        desk.press("up up up up up up up");
        for _ in 0..place {
            desk.press("down");
        }
        desk.press("enter");
        shown(desk)
    };
    assert_eq!(sort(&mut desk, 1), [1, 3, 4, 5, 6]);
    assert_eq!(sort(&mut desk, 1), [6, 5, 4, 3, 1]);
    assert_eq!(sort(&mut desk, 2), [3, 6, 5, 4, 1], "written to last");
    assert_eq!(sort(&mut desk, 3), [6, 5, 4, 3, 1]);
    assert_eq!(sort(&mut desk, 4), [3, 1, 6, 5, 4]);
    assert_eq!(desk.toast(), "Sorted by severity, the gravest first.");
    desk.press("s enter");
    assert_eq!(shown(&desk), [4, 6, 5, 1, 3]);
    assert_eq!(sort(&mut desk, 6), [6, 5, 4, 1, 3]);
    assert_eq!(sort(&mut desk, 0), [1, 3, 4, 5, 6]);
    // Words put what is called so first; an order that somebody chose is the same with them.
    let orders: Vec<_> = (1..=6).map(|column| sort(&mut desk, column)).collect();
    sort(&mut desk, 0);
    find(&mut desk, "4 is:open");
    desk.press("enter");
    assert_eq!(shown(&desk), [4, 5, 6, 1, 3]);
    for (column, order) in (1..).zip(orders) {
        assert_eq!(sort(&mut desk, column), order, "column {column}");
    }
}

#[test]
fn cases_are_selected_one_by_one_or_all_that_are_shown() {
    let mut desk = with(busy, "space down space");
    assert_eq!(selected(&desk), [1, 4]);
    assert!(desk.text().contains("2 cases selected"));
    desk.press("esc");
    assert!(selected(&desk).is_empty());
    find(&mut desk, "year:4");
    desk.press("ctrl-a");
    assert_eq!(selected(&desk), [4, 5, 6]);
    desk.press("ctrl-a");
    assert!(selected(&desk).is_empty());
    // What is selected stays so when the list shows something else.
    desk.press("home space");
    find(&mut desk, "year:5");
    desk.press("enter space v");
    assert!(
        desk.text().contains("2 cases: OS-2026-0001, OS-2026-0004"),
        "{}",
        desk.text()
    );
}

#[test]
fn an_act_on_several_cases_can_be_taken_back_before_it_is_written() {
    let mut desk = undo();
    assert!(owners(&desk, "bea-deputy").is_empty());
    let text = desk.text();
    assert!(
        text.contains("Gave 2 cases to Bea Deputy: u takes it back."),
        "{text}"
    );
    desk.wait(Duration::seconds(5));
    desk.press("u");
    assert_eq!(selected(&desk), [1, 3], "to be done otherwise");
    desk.wait(Duration::seconds(60));
    assert_eq!(asked(&desk, "Append"), 0);
    desk.press("u");
    assert!(
        desk.toast().contains("nothing to take back"),
        "{}",
        desk.toast()
    );
}

#[test]
fn a_day_that_is_none_is_said_before_what_one_of_the_cases_lacks() {
    let mut desk = with(busy, "a ctrl-a");
    let all = selected(&desk);
    desk.press("v");
    desk.write("31/02");
    desk.press("ctrl-s");
    assert!(!desk.toast().contains("closed"), "{}", desk.toast());
    assert!(desk.text().contains("!Review on"), "{}", desk.text());
    desk.press("ctrl-u");
    desk.write("fri");
    desk.press("ctrl-s u");
    assert_eq!(
        selected(&desk),
        all,
        "those too that it could not be done with"
    );
}

#[test]
fn it_is_written_in_one_piece_once_the_time_is_over() {
    let mut desk = undo();
    let due = desk.state.next_tick();
    assert!(
        due <= desk.now + Duration::seconds(6),
        "the clock wakes for it"
    );
    desk.wait(Duration::seconds(6));
    assert_eq!(owners(&desk, "bea-deputy"), [1, 3]);
    assert_eq!(asked(&desk, "Append"), 1);
    assert_eq!(desk.toast(), "Gave 2 cases to Bea Deputy.");
    desk.press("u");
    assert_eq!(owners(&desk, "bea-deputy"), [1, 3], "what is written stays");
}

#[test]
fn whoever_goes_on_locks_or_leaves_has_it_written_first() {
    for keys in ["enter", "n", "f", "P", "space o", "ctrl-l", "ctrl-z"] {
        let mut desk = undo();
        desk.press(keys);
        assert_eq!(asked(&desk, "Append"), 1, "{keys}");
        if keys == "ctrl-l" {
            let place = |what: &str| desk.asked.iter().rposition(|name| name == what);
            assert!(place("Append") < place("Lock"), "{:?}", desk.asked);
            assert!(!desk.text().contains("Bea"), "{}", desk.text());
            desk.unlock();
        }
        assert_eq!(owners(&desk, "bea-deputy"), [1, 3], "{keys}");
    }
    let mut desk = undo();
    desk.wait(Duration::minutes(6));
    assert!(desk.state.opened.is_none(), "locked by itself");
    desk.unlock();
    assert_eq!(owners(&desk, "bea-deputy"), [1, 3]);
    let mut desk = undo();
    desk.tell(Message::Shutdown);
    assert!(desk.closed && asked(&desk, "Append") == 1);
}

#[test]
fn what_could_not_be_written_is_selected_again() {
    let mut desk = undo();
    desk.hold(|desk| desk.wait(Duration::seconds(6)));
    let why = "The disk is full.".to_owned();
    desk.tell(Message::Answer(Answer::AppendFailed(why)));
    assert_eq!(desk.toast(), "The disk is full.");
    assert_eq!(selected(&desk), [1, 3]);
    assert!(owners(&desk, "bea-deputy").is_empty());
}

#[test]
fn tags_and_review_dates_are_set_for_several() {
    let mut desk = with(busy, "space space t");
    desk.write("Group chat");
    desk.press("ctrl-s");
    desk.wait(Duration::seconds(6));
    assert_eq!(desk.toast(), "Tagged 2 cases Group chat.");
    find(&mut desk, "tag:group-chat");
    assert_eq!(shown(&desk), [1, 3]);
    desk.press("enter ctrl-a v");
    desk.write("in 2 weeks");
    desk.press("ctrl-s");
    desk.wait(Duration::seconds(6));
    let on = morning().date_naive() + Duration::days(14);
    assert!(desk.cases().filter(|case| case.review == Some(on)).count() == 2);
    desk.press("ctrl-a t");
    desk.write("group-chat");
    desk.press("ctrl-s");
    assert!(
        desk.toast().contains("Its tags are so already"),
        "{}",
        desk.toast()
    );
}

#[test]
fn what_the_rules_do_not_allow_is_left_and_said() {
    let mut desk = with(busy, "a");
    desk.append(vec![deputy()]);
    desk.press("ctrl-a o");
    desk.write("bea");
    desk.press("enter ctrl-s");
    let text = desk.text();
    assert!(
        text.contains("Gave 5 cases to Bea Deputy (not OS-2026-0002"),
        "{text}"
    );
    desk.wait(Duration::seconds(6));
    assert_eq!(owners(&desk, "bea-deputy"), [1, 3, 4, 5, 6]);
}

#[test]
fn the_case_under_the_cursor_needs_no_selecting() {
    let mut desk = with(busy, "down v");
    desk.write("fri");
    desk.press("ctrl-s");
    desk.wait(Duration::seconds(6));
    let reviewed: Vec<_> = desk.cases().filter(|case| case.review.is_some()).collect();
    let second: Reference = "OS-2026-0003".parse().unwrap();
    assert_eq!(
        reviewed
            .iter()
            .map(|case| case.reference)
            .collect::<Vec<_>>(),
        [second]
    );
}

#[test]
fn while_names_are_initials_none_is_offered_or_repeated() {
    let mut desk = with(busy, "f8");
    for text in ["pupil:", "owner:", "pupil:rob"] {
        find(&mut desk, text);
        let screen = desk.text();
        for name in ["Robin", "Sample", "Ada", "rob\u{201d}"] {
            assert!(!screen.contains(name), "{name}: {screen}");
        }
    }
    find(&mut desk, "pupil:");
    desk.press("tab");
    assert_eq!(list(&desk).filter.text(), "pupil:");
}

#[test]
fn every_column_of_the_list_sorts_it() {
    let mut desk = busy();
    let mut by = |downs: usize| {
        desk.press("s");
        // It begins at what the list is sorted by.
        (0..12).for_each(|_| desk.press("up"));
        for _ in 0..downs {
            desk.press("down");
        }
        desk.press("enter");
        let cases: Vec<_> = list(&desk)
            .queue
            .lines
            .iter()
            .filter_map(|line| line.case())
            .collect();
        let school = &desk.state.opened.as_deref().unwrap().school;
        let rows = cases
            .iter()
            .map(|case| school.cases.row(case).unwrap().clone());
        (rows.collect::<Vec<_>>(), desk.text())
    };
    let (rows, text) = by(7);
    assert!(text.contains("Status") && rows.len() == 5, "{text}");
    assert!(rows.is_sorted_by_key(|row| row.status as u8));
    let (rows, _) = by(8);
    assert!(rows.is_sorted_by_key(|row| row.reported));
    let (rows, _) = by(9);
    let things = desk.state.opened.as_deref().unwrap().school.cases.things();
    let names: Vec<_> = rows
        .iter()
        .map(|row| row.called(things).to_lowercase())
        .collect();
    assert!(
        names.is_sorted() && names.first() != names.last(),
        "{names:?}"
    );
}
