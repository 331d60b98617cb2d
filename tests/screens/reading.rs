//! Reading cases that somebody else wrote, and handing one's own over.

use daybook::app::sheet::SheetKind;
use daybook::app::state::{Overlay, Screen};
use daybook::domain::ids::{PupilId, Reference};
use daybook::ui::theme::Theme;

use crate::desk::Desk;
use crate::scenes::{covered, found, new_since, with};
use crate::school::{busy, deputy, story};
use crate::shots::text_of;

fn sheet(desk: &Desk) -> &SheetKind {
    match desk.state.screen() {
        Some(Screen::Sheet(sheet)) => &sheet.kind,
        _ => panic!("no sheet: {}", desk.text()),
    }
}

#[track_caller]
fn case(desk: &Desk) -> Reference {
    match desk.state.screen() {
        Some(Screen::Case(screen)) => screen.reference,
        _ => panic!("no case: {}", desk.text()),
    }
}

fn folded(desk: &Desk) -> usize {
    match desk.state.screen() {
        Some(Screen::Case(screen)) => screen.folded.len(),
        _ => panic!("no case: {}", desk.text()),
    }
}

#[test]
fn entries_fold_one_by_one_and_all_together() {
    let mut desk = with(story, "home down down down");
    let text = desk.text();
    assert!(text.contains("He had seen the messages"), "{text}");
    desk.press("space");
    let text = desk.text();
    assert!(
        text.contains("+ Wed 18 Nov 2026 11:50 · Parent contact · Robin"),
        "{text}"
    );
    assert!(!text.contains("He had seen the messages"), "{text}");
    desk.press("space");
    assert!(desk.text().contains("He had seen the messages"));
    desk.press("z");
    assert_eq!(folded(&desk), desk.case().chronology.len());
    desk.press("z");
    assert_eq!(folded(&desk), 0);
}

#[test]
fn who_reads_headlines_goes_on_with_headlines() {
    let mut desk = with(busy, "enter z");
    let first = case(&desk);
    assert!(folded(&desk) > 0);
    desk.press("]");
    assert_ne!(case(&desk), first);
    assert!(folded(&desk) > 0);
    desk.press("z [");
    assert_eq!(case(&desk), first);
    assert_eq!(
        folded(&desk),
        0,
        "and with the whole when that is what is read"
    );
}

#[test]
fn j_and_k_walk_through_the_cases_of_the_list() {
    let mut desk = with(busy, "enter");
    assert!(desk.text().contains("j next"), "{}", desk.text());
    let first = case(&desk);
    desk.press("j");
    assert_ne!(case(&desk), first);
    desk.press("k");
    assert_eq!(case(&desk), first);
}

#[test]
fn what_is_new_is_where_one_begins() {
    let desk = new_since();
    let text = desk.text();
    assert!(text.contains("new since you looked, Thu 19 Nov"), "{text}");
    assert!(text.contains(" · NEW"), "{text}");
    assert!(desk.cursor() < desk.case().chronology.len() - 1);
    let mut desk = with(story, "esc enter");
    assert!(!desk.text().contains("NEW"), "nobody's own is");
    desk.press("n");
    desk.write("Seen.");
    desk.press("ctrl-s");
    let last = desk.case().chronology.len() - 1;
    assert_eq!(desk.cursor(), last, "what was written is shown");
}

#[test]
fn a_case_that_one_has_never_opened_begins_at_the_concern() {
    let mut desk = with(story, "esc");
    desk.state.opened.as_mut().unwrap().me.id = "bea-deputy".into();
    desk.press("enter");
    assert_eq!(desk.cursor(), 0, "{}", desk.text());
    let desk = with(story, "esc enter");
    let last = desk.case().chronology.len() - 1;
    assert_eq!(desk.cursor(), last, "one's own story is known");
}

#[test]
fn how_a_case_stands_gives_way_to_no_name() {
    let mut desk = with(covered, "enter");
    let school = &mut desk.state.opened.as_mut().unwrap().school;
    for person in &mut school.people {
        person.name = format!("{} Featherstonehaugh-Cholmondeley", person.name);
    }
    let text = desk.text();
    let first = text.lines().nth(1).unwrap();
    assert!(first.contains("Open · Moderate"), "{text}");
    assert!(first.contains("Bea Deputy Feather"), "{text}");
}

#[test]
fn a_pupils_page_leads_to_their_cases_and_back() {
    let mut desk = with(busy, "end enter");
    let from = case(&desk);
    desk.press("p down enter");
    assert_eq!(sheet(&desk), &SheetKind::Pupil(PupilId(2)));
    desk.press("home enter");
    assert!(desk.toast().contains("leads nowhere"), "{}", desk.toast());
    assert!(!desk.text().contains("Enter open"), "{}", desk.text());
    desk.press("esc p down enter");
    assert!(
        desk.text().contains("Enter open"),
        "one goes on at once: {}",
        desk.text()
    );
    desk.press("enter");
    case(&desk);
    desk.press("esc");
    assert_eq!(sheet(&desk), &SheetKind::Pupil(PupilId(2)));
    desk.press("esc");
    assert_eq!(case(&desk), from);
}

#[test]
fn a_clauses_page_is_reached_from_its_case_and_by_typing() {
    let mut desk = with(story, "C");
    assert!(
        matches!(sheet(&desk), SheetKind::Clause(clause) if clause.to_string() == "SJ24 KS2 Safe 1")
    );
    desk.press("F");
    desk.write("robin");
    desk.press("enter");
    assert_eq!(sheet(&desk), &SheetKind::Pupil(PupilId(1)));
    // Out of the page, out of what was typed, out of the finding.
    desk.press("esc esc esc");
    assert!(matches!(sheet(&desk), SheetKind::Clause(_)));
}

#[test]
fn one_goes_from_a_case_to_the_childrens_others_and_comes_back() {
    let mut desk = with(busy, "end enter");
    let from = case(&desk);
    desk.press("b");
    assert!(matches!(
        desk.state.overlays.last(),
        Some(Overlay::Choose(_))
    ));
    desk.press("enter");
    assert_ne!(case(&desk), from);
    desk.press("esc");
    assert_eq!(case(&desk), from);
    let mut desk = with(story, "b");
    assert!(
        desk.toast().starts_with("No case is linked"),
        "{}",
        desk.toast()
    );
    desk.press("esc");
}

#[test]
fn plain_text_is_plain_has_the_whole_width_and_follows_the_cursor() {
    let mut desk = with(story, "A");
    assert!(matches!(sheet(&desk), SheetKind::Aloud(_)));
    let drawn = |c: char| ('\u{2500}'..='\u{25ff}').contains(&c);
    let mut read = String::new();
    for _ in 0..200 {
        let text = desk.text();
        assert!(!text.contains(drawn), "{text}");
        let (_, cursor) = desk.draw(80, 24, &Theme::mono());
        let (_, row) = cursor.expect("the terminal's cursor is at what is read");
        read.push_str(text.lines().nth(usize::from(row)).unwrap_or_default());
        read.push('\n');
        desk.press("down");
    }
    assert!(read.contains("OS-2026-0001 · "), "{read}");
    assert!(
        read.contains("Participants") && read.contains("Review date"),
        "{read}"
    );
    let wide = text_of(&desk.draw(160, 48, &Theme::mono()).0);
    assert!(!wide.contains(drawn));
    desk.press("f8 home");
    let text = desk.text();
    assert!(!text.contains("Robin") && text.contains("R.S."), "{text}");
}

#[test]
fn pages_show_initials_where_names_are() {
    for mut desk in [found("sam inv"), with(busy, "H"), with(busy, "F")] {
        desk.press("f8");
        let text = desk.text();
        for name in ["Sam", "Invented,", "Robin", "Madeup"] {
            assert!(!text.contains(name), "{name}: {text}");
        }
        desk.press("f8");
        assert!(desk.text().contains("Sam Invented") || desk.text().contains("Madeup"));
    }
}

#[test]
fn cases_are_handed_over_for_a_while_and_given_back() {
    let mut desk = with(story, "esc O");
    assert!(
        desk.toast().starts_with("Nobody else has a key yet"),
        "{}",
        desk.toast()
    );
    desk.append(vec![deputy()]);
    let invited = |desk: &mut Desk| {
        let school = &mut desk.state.opened.as_mut().unwrap().school;
        if !school.invited.remove("bea-deputy") {
            school.invited.insert("bea-deputy".into());
        }
    };
    invited(&mut desk);
    desk.press("O");
    assert_eq!(
        desk.toast(),
        "Bea Deputy has not been in yet: cases can be handed over once they have."
    );
    invited(&mut desk);
    desk.press("O");
    // Both are there: oneself, and the only other.
    desk.press("tab tab");
    desk.write("tomorrow");
    desk.press("tab");
    desk.write("yesterday");
    desk.press("ctrl-s");
    assert!(
        matches!(desk.state.screen(), Some(Screen::Page(_))),
        "{}",
        desk.text()
    );
    desk.press("ctrl-u");
    desk.write("in 2 weeks");
    desk.press("ctrl-s");
    assert_eq!(
        desk.toast(),
        "Bea Deputy looks after Ada Example's cases from tomorrow until Tue 8 Dec."
    );
    let opened = desk.state.opened.as_ref().unwrap();
    let day = |text: &str| text.parse().unwrap();
    let who = |text| opened.school.looks_after(desk.case(), day(text)).to_owned();
    assert_eq!(who("2026-12-08"), "bea-deputy");
    assert_eq!(who("2026-12-09"), opened.me.id);
    desk.press("O down enter");
    assert_eq!(
        desk.toast(),
        "Ada Example's cases are theirs again, from today."
    );
    desk.press("O");
    assert!(
        matches!(desk.state.screen(), Some(Screen::Page(_))),
        "{}",
        desk.text()
    );
}

#[test]
fn whoever_covers_is_named_beside_the_owner() {
    let desk = with(covered, "enter");
    assert!(
        desk.text().contains("Bea Deputy for Ada Example"),
        "{}",
        desk.text()
    );
}

#[test]
fn a_handover_is_written_sealed_and_noted() {
    let mut desk = Desk::on_a_disk();
    desk.log(crate::school::chat());
    desk.press("H");
    assert!(desk.text().contains("1 case is open"), "{}", desk.text());
    desk.press("w ctrl-s");
    assert!(matches!(desk.state.screen(), Some(Screen::Page(_))));
    let path = desk.folder("handover.age");
    desk.write(path.to_str().unwrap());
    desk.press("tab");
    let key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    desk.write(key);
    desk.press("ctrl-s");
    assert!(
        desk.text().contains("The handover is in"),
        "{}",
        desk.text()
    );
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    desk.press("enter");
    assert!(matches!(sheet(&desk), SheetKind::Brief(_)));
    let audit = &desk.state.opened.as_ref().unwrap().school.audit;
    let words = audit.last().unwrap().fact.words();
    assert_eq!(words, "took out a handover, sealed to one recipient");
}
