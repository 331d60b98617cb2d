//! Today, the ledgers and the calendar: what is counted, what opens behind it, and what is recorded from there.

use serde_json::json;

use daybook::app::screens::ledger::LedgerKind;
use daybook::app::state::Screen;
use daybook::domain::entry::CaseFact;
use daybook::domain::status::SanctionState;
use daybook::domain::today::Tile;
use daybook::ui::theme::Theme;

use crate::desk::{Desk, morning};
use crate::school::{busy, quiet, today};

/// The references on the screen, from the top.
fn listed(desk: &Desk) -> Vec<String> {
    let text = desk.text();
    let lines = text.lines().filter_map(|line| line.trim().get(..12));
    lines
        .filter(|start| start.starts_with("OS-2026-"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn today_comes_first_and_the_list_is_one_key_away() {
    let mut desk = Desk::locked("default");
    desk.unlock_to_today();
    assert!(matches!(desk.state.screen(), Some(Screen::Today(_))));
    desk.press("c");
    assert!(desk.text().contains("open cases"), "{}", desk.text());
    desk.press("esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Today(_))));
    desk.press("esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Today(_))));
    desk.press("/");
    desk.write("zzz");
    assert!(desk.text().contains("Nothing fits"), "{}", desk.text());
    desk.press("esc esc n");
    assert_eq!(desk.form().title, "New concern");
}

#[test]
fn a_tile_opens_the_list_of_exactly_the_cases_that_it_counts() {
    let mut desk = today();
    for (key, tile) in (1..).zip(Tile::ALL) {
        if tile == Tile::Reports {
            continue;
        }
        let counted = desk.state.opened.as_deref().unwrap().today().unwrap();
        let mut cases: Vec<_> = counted
            .cases(tile)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(!cases.is_empty(), "{tile:?}: {}", desk.text());
        desk.press(&key.to_string());
        let mut shown = listed(&desk);
        shown.sort();
        cases.sort();
        assert_eq!(shown, cases, "{tile:?}: {}", desk.text());
        assert!(desk.text().contains(tile.title()));
        desk.press("esc");
        // The cursor stands where the key led: Enter goes there again.
        desk.press("enter");
        assert_eq!(listed(&desk).len(), cases.len());
        desk.press("esc");
    }
    desk.press("8");
    assert!(matches!(desk.state.screen(), Some(Screen::Roster(_))));
}

#[test]
fn a_tile_that_counts_nothing_says_so() {
    let mut desk = quiet();
    desk.press("3");
    assert_eq!(desk.toast(), "Nothing is overdue.");
    assert!(desk.text().contains("Nothing is due, and nothing is late."));
}

#[test]
fn what_i_have_opened_is_no_longer_new_and_stays_in_the_list_until_i_leave_it() {
    let mut desk = today();
    let unread = |desk: &Desk| {
        let today = desk.state.opened.as_deref().unwrap().today().unwrap();
        today.cases(Tile::Unread).len()
    };
    assert_eq!(unread(&desk), 1);
    desk.press("1 enter");
    assert!(matches!(desk.state.screen(), Some(Screen::Case(_))));
    desk.press("esc");
    assert_eq!(listed(&desk), ["OS-2026-0007"]);
    desk.press("esc");
    assert_eq!(unread(&desk), 0, "before the log has it noted");
}

#[test]
fn the_agenda_is_walked_with_the_arrows_and_enter_opens_the_case() {
    let mut desk = today();
    desk.press("right down down down down down enter");
    let text = desk.text();
    assert!(text.contains("Daybook · OS-2026-0003"), "{text}");
    desk.press("esc up up up right enter");
    let text = desk.text();
    assert!(text.contains("Nothing waits in the drop box."), "{text}");
    desk.press("esc end enter");
    assert!(
        desk.text().contains("Daybook · OS-2026-0005"),
        "{}",
        desk.text()
    );
}

/// From wherever a case was opened, `]` goes on to what stands below it there, and Esc comes back.
#[test]
fn a_case_is_followed_by_the_next_of_the_list_it_was_opened_from() {
    let shown = |desk: &Desk| match desk.state.screen() {
        Some(Screen::Case(case)) => case.reference,
        _ => panic!("no case is shown"),
    };
    for (keys, cases) in [
        ("s", 2),
        ("p", 3),
        ("down down down down", 2),
        ("c", 4),
        ("f", 4),
    ] {
        let mut desk = today();
        desk.press(keys);
        desk.press("enter");
        let first = shown(&desk);
        let mut seen = vec![first];
        for _ in 1..cases {
            desk.press("]");
            let next = shown(&desk);
            assert!(!seen.contains(&next), "{keys}: {seen:?}");
            seen.push(next);
        }
        desk.press(&"[ ".repeat(cases - 1));
        assert_eq!(shown(&desk), first, "{keys}");
        desk.press("[");
        assert_eq!(shown(&desk), first);
        assert!(desk.text().contains("That was the first one."));
        desk.press("esc");
        assert!(
            !matches!(desk.state.screen(), Some(Screen::Case(_))),
            "{keys}"
        );
    }
    let mut desk = today();
    desk.press("c enter ] ] esc");
    let Some(Screen::Cases(list)) = desk.state.screen() else {
        panic!("no list is shown");
    };
    assert_eq!(list.cursor, 2, "at the case that was read last");
}

#[test]
fn lapsed_access_is_lifted_from_the_ledger() {
    let mut desk = today();
    desk.presses = 0;
    desk.press("s t");
    assert_eq!(desk.form().chosen("number"), "1");
    assert_eq!(desk.focus(), "state");
    desk.play(&["'lift", "enter", "'Given back this morning.", "ctrl-s"]);
    let case = desk.cases().next().unwrap();
    assert_eq!(case.sanctions[0].state, SanctionState::Lifted);
    assert!(
        matches!(desk.state.screen(), Some(Screen::Ledger(ledger)) if ledger.kind == LedgerKind::Sanctions)
    );
    let text = desk.text();
    assert!(!text.contains("Past the last day"), "{text}");
    assert!(desk.presses <= 5, "{}", desk.presses);
    desk.press("esc 6");
    assert_eq!(desk.toast(), "No sanction is past its end.");
}

#[test]
fn the_sanction_under_the_cursor_is_the_one_that_is_ended() {
    let mut desk = today();
    desk.log(
        json!({ "command": "sanction", "case": "OS-2026-0005", "about": "B", "kind": "reminder", "from": "today", "until": "in 2 days", "why": "So that Sam knows.", "send_considered": "None known." }),
    );
    desk.press("s down");
    let text = desk.text();
    assert!(text.contains("Reminder or re-teaching · Sam"), "{text}");
    desk.press("t");
    assert_eq!(desk.form().chosen("number"), "2", "{}", desk.text());
}

#[test]
fn a_parent_who_was_reached_leaves_the_ledger() {
    let mut desk = today();
    desk.press("p");
    let text = desk.text();
    assert!(
        text.contains("Tried, and still to be reached (1)"),
        "{text}"
    );
    assert!(text.contains("Message left (no detail)"), "{text}");
    desk.press("c");
    assert_eq!(desk.form().chosen("about"), "B");
    assert_eq!(desk.focus(), "result");
    desk.play(&[
        "'informed",
        "enter",
        "'phone",
        "enter",
        "'S. Invented",
        "enter",
        "'Told.",
        "ctrl-s",
    ]);
    let text = desk.text();
    assert!(!text.contains("Tried, and still"), "{text}");
    assert!(matches!(
        desk.cases().nth(4).unwrap().chronology.last().unwrap().fact,
        CaseFact::Contact(_)
    ));
    desk.press("tab enter");
    assert!(matches!(desk.state.screen(), Some(Screen::Case(_))));
}

#[test]
fn the_calendar_goes_by_day_and_month_and_lists_a_day() {
    let mut desk = busy();
    desk.now = morning();
    desk.press("esc m");
    assert!(desk.text().contains("November 2026"), "{}", desk.text());
    desk.press("pageup pageup end");
    let text = desk.text();
    assert!(
        text.contains("September 2026") && text.contains("Wed 30 Sep 2026"),
        "{text}"
    );
    desk.press("enter");
    assert_eq!(desk.toast(), "Nothing is due that day.");
    desk.press("t up");
    let text = desk.text();
    assert!(text.contains("Tue 17 Nov 2026"), "{text}");
    desk.press("down left enter enter");
    assert!(
        matches!(desk.state.screen(), Some(Screen::Case(_))),
        "{}",
        desk.text()
    );
    desk.press("esc esc esc");
    assert!(matches!(desk.state.screen(), Some(Screen::Today(_))));
}

#[test]
fn term_dates_are_set_from_the_calendar_for_the_year_that_is_shown() {
    let mut desk = today();
    desk.press("m y");
    let text = desk.text();
    assert!(text.contains("Term dates 2026-27"), "{text}");
    desk.press("tab tab ctrl-u");
    desk.write("next week perhaps");
    desk.press("ctrl-s");
    assert!(
        matches!(desk.state.screen(), Some(Screen::Page(_))),
        "{}",
        desk.text()
    );
    desk.press("ctrl-u");
    desk.write("6 Nov");
    desk.press("ctrl-s");
    assert_eq!(
        desk.toast(),
        "The term dates of 2026-27 are set.",
        "{}",
        desk.text()
    );
    let terms = desk.state.opened.as_ref().unwrap().school.terms();
    let until = "2026-11-06".parse().unwrap();
    assert!(terms.is_holiday(until));
    let text = desk.text();
    assert!(text.contains("6 holiday"), "{text}");
    desk.press("y ctrl-s");
    assert_eq!(desk.toast(), "These are the school's dates already.");
    desk.press("esc pagedown");
    assert!(desk.text().contains("21 holiday"), "{}", desk.text());
}

#[test]
fn a_childs_name_is_whole_in_a_ledger_where_there_is_room() {
    let mut desk = today();
    desk.press("p");
    let counted = desk.state.opened.as_mut().unwrap().today.as_mut().unwrap();
    counted.today.contacts[0].child.name = "Dilys Lanternnorthcote".to_owned();
    let text = desk.text();
    assert!(text.contains("Dilys Lanternnorthcote "), "{text}");
}

#[test]
fn every_size_draws_them_and_none_panics() {
    for keys in ["", "s", "p", "m", "m enter", "m y", "end", "3"] {
        let mut desk = today();
        desk.press(keys);
        for columns in [1, 3, 10, 20, 26, 40, 69, 70, 80, 120, 200] {
            for rows in [1, 2, 4, 8, 12, 24, 60] {
                desk.resize(columns, rows);
                desk.draw(columns, rows, &Theme::mono());
            }
        }
    }
}
