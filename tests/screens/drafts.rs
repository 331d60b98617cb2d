//! What has been typed is not lost: drafts, the lock, undo, leaving and quitting.

use chrono::Duration;

use crate::desk::Desk;
use crate::scenes::filled;

#[test]
fn a_draft_is_kept_at_a_pause_and_offered_after_unlocking() {
    let mut desk = filled();
    assert!(!desk.asked.contains(&"SaveDraft".to_owned()));
    desk.wait(Duration::milliseconds(900));
    assert_eq!(desk.asked.last().unwrap(), "SaveDraft");
    desk.write(" And then");
    desk.press("ctrl-l");
    assert!(desk.state.opened.is_none() && desk.text().contains("This log is locked."));
    assert!(
        desk.asked
            .ends_with(&["SaveDraft".into(), "Lock".into(), "Redraw".into()]),
        "{:?}",
        desk.asked
    );

    desk.unlock();
    let text = desk.text();
    assert!(
        text.contains("(new concern) is waiting: d goes on with it"),
        "{text}"
    );
    desk.press("d");
    let form = desk.form();
    assert!(
        form.text("account").ends_with("hid the page. And then"),
        "to the last letter"
    );
    assert_eq!(desk.focus(), "account", "where one was");
    assert_eq!(form.chosen("came_through"), "teacher");
    assert_eq!(
        form.field("participants")
            .unwrap()
            .picker()
            .unwrap()
            .chosen
            .len(),
        2
    );
    desk.press("ctrl-s");
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.");
    desk.press("esc ctrl-l");
    desk.unlock();
    assert!(
        !desk.text().contains("is waiting"),
        "what is saved is no draft any more"
    );
}

#[test]
fn idle_locks_and_keeps_what_was_typed() {
    let mut desk = filled();
    desk.write(" Mid-sente");
    desk.wait(Duration::minutes(4));
    assert!(desk.state.opened.is_some());
    desk.wait(Duration::minutes(1));
    assert!(desk.state.opened.is_none());
    assert!(!desk.text().contains("Mid-sente"));
    desk.unlock();
    desk.press("d");
    assert!(desk.form().text("account").ends_with("Mid-sente"));
}

/// A day of the form as the field shows that it is understood.
fn day_of(desk: &Desk, field: &str) -> String {
    let field = desk.form().field(field).unwrap();
    let understood = field.understood(desk.now.naive_local(), false);
    understood.unwrap_or_else(|| field.edit().text().to_owned())
}

#[test]
fn a_draft_taken_up_days_later_means_the_days_that_were_meant() {
    let mut desk = filled();
    desk.play(&["alt-w", "ctrl-u", "'yesterday pm", "alt-v", "'fri"]);
    desk.wait(Duration::seconds(1));
    desk.press("ctrl-l");
    desk.now += Duration::days(2);
    desk.unlock();
    desk.press("d");
    assert_eq!(day_of(&desk, "happened"), "Mon 23 Nov 2026, afternoon");
    assert_eq!(day_of(&desk, "review"), "Fri 27 Nov 2026");
    assert_eq!(
        desk.form().text("reported"),
        "Tue 24 Nov 2026, 10:50",
        "it was reported when it was begun, not now"
    );
    desk.press("ctrl-s");
    assert_eq!(desk.focus(), "late_reason", "{}", desk.text());
    desk.play(&["'The laptop was out of reach.", "ctrl-s"]);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.");
    let concern = &desk.case().concern;
    assert_eq!(concern.reported.to_rfc3339(), "2026-11-24T10:50:00+00:00");
    assert_eq!(concern.happened.to_string(), "Mon 23 Nov 2026, afternoon");
}

#[test]
fn a_draft_taken_up_twice_still_knows_when_it_was_begun() {
    let mut desk = filled();
    for _ in 0..2 {
        desk.press("ctrl-l");
        desk.now += Duration::days(1);
        desk.unlock();
        assert!(desk.text().contains("A draft from Tue 24 Nov, 10:50"));
        desk.press("d");
        desk.write(" More.");
    }
    assert_eq!(desk.form().text("reported"), "Tue 24 Nov 2026, 10:50");
    assert_eq!(day_of(&desk, "happened"), "Tue 24 Nov 2026, 10:15");
}

#[test]
fn a_draft_taken_up_the_same_day_reads_as_it_was_left() {
    let mut desk = filled();
    desk.play(&["alt-w", "ctrl-u", "'this morning", "ctrl-l"]);
    desk.now += Duration::hours(1);
    desk.unlock();
    desk.press("d");
    assert_eq!(desk.form().text("happened"), "this morning");
    assert_eq!(desk.form().text("reported"), "");
}

#[test]
fn a_form_left_open_past_midnight_means_the_days_that_were_meant() {
    let mut desk = filled();
    desk.state.idle = Duration::days(1);
    desk.play(&["alt-w", "ctrl-u", "'yesterday", "alt-a", "' In full."]);
    desk.wait(Duration::hours(13));
    assert_eq!(desk.form().text("happened"), "yesterday");
    desk.wait(Duration::hours(1));
    assert_eq!(day_of(&desk, "happened"), "Mon 23 Nov 2026");
    assert_eq!(desk.form().text("reported"), "Tue 24 Nov 2026, 10:50");
    assert_eq!(desk.focus(), "account");
}

#[test]
fn how_long_ago_is_counted_from_when_it_was_typed() {
    let mut desk = filled();
    desk.play(&["alt-w", "ctrl-u", "'20 mins ago", "alt-a"]);
    for _ in 0..4 {
        desk.wait(Duration::minutes(3));
        desk.write(" More.");
    }
    assert_eq!(day_of(&desk, "happened"), "Tue 24 Nov 2026, 10:30");
}

#[test]
fn a_correction_of_a_day_means_it_too() {
    let mut desk = Desk::in_a_case();
    desk.play(&["home m", "'when it", "enter", "'yesterday", "tab"]);
    desk.press("ctrl-l");
    desk.now += Duration::days(1);
    desk.unlock();
    desk.press("d");
    assert_eq!(day_of(&desk, "to"), "Mon 23 Nov 2026");
}

#[test]
fn undo_and_redo_take_back_text_and_choices() {
    let mut desk = filled();
    desk.press("alt-o");
    desk.write("They all laughed.");
    desk.press("ctrl-z");
    assert_eq!(desk.form().text("words"), "They all ", "a word at a time");
    desk.press("ctrl-z ctrl-z");
    assert_eq!(desk.form().text("words"), "");
    desk.press("ctrl-y ctrl-y ctrl-y");
    assert_eq!(desk.form().text("words"), "They all laughed.");
    desk.press("alt-p backspace");
    let count = |desk: &Desk| {
        desk.form()
            .focused()
            .unwrap()
            .picker()
            .unwrap()
            .chosen
            .len()
    };
    assert_eq!(count(&desk), 1);
    desk.press("ctrl-z");
    assert_eq!(count(&desk), 2);
    desk.press("ctrl-y");
    assert_eq!(count(&desk), 1);
}

#[test]
fn leaving_a_form_that_holds_something_asks_first() {
    let mut desk = filled();
    desk.press("esc esc");
    assert!(desk.form().text("account").starts_with("During"));
    desk.press("esc down enter");
    assert!(desk.text().contains("No concern has been recorded yet."));
    desk.press("ctrl-l");
    desk.unlock();
    assert!(
        !desk.text().contains("is waiting"),
        "thrown away is thrown away"
    );
    desk.press("n esc");
    assert!(
        desk.state.overlays.is_empty(),
        "an untouched form is left without a word"
    );
}

#[test]
fn quitting_says_that_a_draft_is_kept_and_keeps_it() {
    let mut desk = filled();
    desk.press("ctrl-q");
    assert!(
        desk.text().contains("What you have typed is kept, sealed,"),
        "{}",
        desk.text()
    );
    desk.press("n");
    assert!(!desk.closed && desk.state.overlays.is_empty());
    desk.press("ctrl-q y");
    assert!(desk.closed && desk.state.ending);
    assert!(
        desk.asked.ends_with(&["SaveDraft".into(), "Quit".into()]),
        "{:?}",
        desk.asked
    );
    let mut desk = Desk::open();
    desk.press("q");
    assert!(desk.text().contains("Close Daybook?") && !desk.text().contains("kept"));
}

#[test]
fn a_form_is_kept_for_later_and_hinders_no_other() {
    let mut desk = filled();
    desk.press("esc");
    let text = desk.text();
    assert!(text.contains("› Keep it for later, sealed"), "{text}");
    desk.press("enter");
    assert_eq!(
        desk.toast(),
        "Kept for later: d in the list goes on with it."
    );
    // Another concern is recorded from beginning to end meanwhile, though the same form waits.
    desk.press("n");
    assert!(
        desk.text()
            .contains("This form was begun before, and waits.")
    );
    desk.play(&["down enter", "'kit", "enter", "tab", "'4", "enter"]);
    desk.play(&["alt-w", "'today", "tab", "'anon", "enter", "alt-e enter"]);
    desk.play(&["alt-a", "'Kit was called names.", "ctrl-s"]);
    assert_eq!(desk.toast(), "Saved as OS-2026-0001.", "{}", desk.text());
    // So is what follows in the case; and that form is put away as well.
    desk.play(&[
        "c",
        "'informed",
        "enter",
        "esc enter",
        "n",
        "'Seen.",
        "ctrl-s",
    ]);
    desk.play(&["a", "'Ask the carers", "esc enter", "esc"]);
    assert!(
        desk.text()
            .contains("3 drafts are waiting: d goes on with one of them")
    );
    desk.press("ctrl-l");
    desk.unlock();
    assert!(
        desk.text().contains("3 drafts are waiting"),
        "each is sealed"
    );
    // The same form offers its own draft, and no other's.
    desk.press("enter c");
    assert_eq!(desk.text().matches("Go on with it:").count(), 1);
    desk.press("enter");
    assert_eq!(desk.form().chosen("result"), "informed");
    desk.press("esc enter esc d");
    let text = desk.text();
    assert!(text.contains("Robin Sample, Sam Invented"), "{text}");
    // What was put away last comes first.
    desk.press("down down enter");
    assert!(
        desk.form().text("account").starts_with("During"),
        "{}",
        desk.text()
    );
    desk.press("ctrl-s");
    assert_eq!(desk.toast(), "Saved as OS-2026-0002.", "{}", desk.text());
    desk.press("esc esc");
    assert!(
        desk.text().contains("2 drafts are waiting"),
        "{}",
        desk.text()
    );
    // One of several is thrown away, after a question.
    desk.press("D enter n");
    assert!(desk.text().contains("2 drafts are waiting"));
    desk.press("D enter y");
    assert!(
        desk.text().contains("is waiting: d goes on with it"),
        "{}",
        desk.text()
    );
    desk.press("ctrl-l");
    desk.unlock();
    assert!(
        desk.text().contains("is waiting: d goes on with it"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_draft_that_cannot_be_read_is_not_sealed_over() {
    let mut desk = filled();
    desk.press("esc enter");
    let opened = desk.state.opened.as_mut().unwrap();
    let shut = opened.drafts.remove(0).slot;
    opened.shut_drafts.push(shut);
    desk.play(&["n", "'rob", "enter", "esc enter"]);
    assert_ne!(desk.state.opened.as_ref().unwrap().drafts[0].slot, shut);
}
