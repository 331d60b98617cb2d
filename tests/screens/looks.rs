//! The themes: every letter of every screen can be read in each of them, and one key goes through them.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use daybook::domain::data_error::DataError;
use daybook::session::look;
use daybook::ui::theme::{CONTRAST, Look, contrast, rgb};

use crate::desk::Desk;
use crate::scenes::with;
use crate::school::{story, today};
use crate::shots::in_colour;

/// Every letter that is drawn stands out from its ground; without colours, both are the terminal's own.
pub fn readable(of: &str, drawn: &Buffer) {
    for place in drawn.area.positions() {
        let cell = &drawn[place];
        if cell.symbol().trim().is_empty() {
            continue;
        }
        let at = || format!("{of}: {:?} at {place:?}", cell.symbol());
        assert!(
            !cell.modifier.intersects(Modifier::DIM | Modifier::HIDDEN),
            "{}",
            at()
        );
        match (cell.fg, cell.bg) {
            (Color::Reset, Color::Reset) => {}
            (front, back) => {
                let (Some(front), Some(back)) = (rgb(front), rgb(back)) else {
                    panic!("{}: {front:?} on {back:?}", at());
                };
                let found = contrast(front, back);
                assert!(found >= CONTRAST, "{}: {found:.2}", at());
            }
        }
    }
}

#[test]
fn a_letter_that_cannot_be_read_is_found() {
    let mut drawn = Buffer::empty(ratatui::layout::Rect::new(0, 0, 3, 1));
    drawn.set_string(
        0,
        0,
        "abc",
        ratatui::style::Style::new()
            .fg(Color::Indexed(240))
            .bg(Color::Indexed(236)),
    );
    let found = std::panic::catch_unwind(|| readable("grey on grey", &drawn));
    assert!(found.is_err());
}

/// What each theme makes of the styles: of the screen that has most of them.
#[test]
fn each_theme_once() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for look in Look::shipped() {
            let mut desk = with(today, "down down down");
            let drawn = in_colour(&mut desk, 80, 24, &look.theme);
            insta::assert_snapshot!(format!("theme-{}", look.name), drawn);
        }
    });
}

#[test]
fn one_key_goes_through_the_colours_and_they_are_remembered() {
    let mut desk = story();
    let names: Vec<_> = desk
        .state
        .looks
        .offered
        .iter()
        .map(|one| one.name.clone())
        .collect();
    assert_eq!(names, ["dark", "light", "high-contrast", "mono"]);
    for (at, title) in [
        (1, "Light"),
        (2, "High contrast"),
        (3, "None at all"),
        (0, "Dark"),
    ] {
        desk.press("f9");
        assert_eq!(desk.state.looks.chosen, at);
        let said = format!("Colours: {title}. This computer remembers them.");
        assert!(desk.text().contains(&said), "{}", desk.text());
        assert_eq!(desk.asked.last().map(String::as_str), Some("RememberLook"));
    }
}

#[test]
fn what_was_chosen_outlives_the_program_and_the_lock() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::bare(home.path().join("vault"));
    desk.press("f9 f9");
    let state = home.path().join("state");
    assert_eq!(look::remembered(&state).as_deref(), Some("high-contrast"));
    let mut desk = story();
    desk.press("f9 ctrl-l");
    assert_eq!(desk.state.looks.chosen, 1);
}

#[test]
fn a_theme_of_ones_own_is_called_as_its_file_is() {
    let text = "title = \"Ours\"\nlike = \"dark\"\n[styles]\nkey = { fg = \"#ffd75f\" }\n";
    let read = |text| Look::of_file("themes/ours.toml".as_ref(), text);
    assert_eq!(read(text).unwrap().name, "ours");
    let refused: Result<_, DataError> = read("");
    assert!(refused.is_err());
}
