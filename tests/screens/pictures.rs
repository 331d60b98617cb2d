//! The README's pictures: real screens of the invented school, drawn as SVG. Where one is no longer what the program
//! shows, this fails; `.ci/pictures` draws them anew.

use std::fmt::Write as _;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use daybook::ui::theme::{Look, rgb};

use crate::desk::Desk;

type Picture = (&'static str, (u16, u16), &'static str, &'static [Step]);

/// A name, columns and rows, the theme, and the keys from the first screen after unlocking.
const PICTURES: &[Picture] = &[
    ("today", (100, 28), "dark", &[]),
    ("today-light", (100, 28), "light", &[]),
    (
        "concern",
        (100, 30),
        "dark",
        &[Step::Keys("n"), Step::Write("ma"), Step::Keys("down")],
    ),
    (
        "queue",
        (132, 32),
        "dark",
        &[
            Step::Keys("c /"),
            Step::Write("is:open sanction:active "),
            Step::Keys("enter down"),
        ],
    ),
    ("case", (100, 34), "dark", &[Step::Keys("3 enter")]),
    ("parents", (100, 24), "high-contrast", &[Step::Keys("p")]),
    ("month", (100, 32), "light", &[Step::Keys("m")]),
];

enum Step {
    Keys(&'static str),
    Write(&'static str),
}

/// Pixels of one letter.
const WIDE: usize = 9;
const HIGH: usize = 19;
const MARGIN: usize = 12;

fn picture(columns: u16, rows: u16, look: &Look, steps: &[Step]) -> String {
    let mut desk = Desk::demo();
    desk.resize(columns, rows);
    for step in steps {
        match step {
            Step::Keys(keys) => desk.press(keys),
            Step::Write(text) => desk.write(text),
        }
    }
    // Each school's keys, and so its log, are its own: the picture has one that stays.
    let opened = desk.state.opened.as_deref_mut().unwrap();
    opened.fingerprint = "1,842 · 3f0a 9c1e 77b2 04d5".to_owned();
    desk.state.toast = None;
    let (drawn, _) = desk.draw(columns, rows, &look.theme);
    svg(&drawn)
}

fn hex(colour: Color) -> String {
    let [red, green, blue] = rgb(colour).unwrap();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The two colours that are seen.
fn seen(cell: &Cell) -> (Color, Color) {
    match cell.modifier.contains(Modifier::REVERSED) {
        true => (cell.bg, cell.fg),
        false => (cell.fg, cell.bg),
    }
}

fn svg(drawn: &Buffer) -> String {
    let (columns, rows) = (
        usize::from(drawn.area.width),
        usize::from(drawn.area.height),
    );
    let (width, height) = (columns * WIDE + 2 * MARGIN, rows * HIGH + 2 * MARGIN);
    let ground = hex(drawn[(drawn.area.width - 1, 1)].bg);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{ground}\"/>\n"
    );
    for row in drawn.area.rows() {
        let top = MARGIN + usize::from(row.y) * HIGH;
        for (start, end, text, cell) in runs(drawn, row.y) {
            let (front, back) = seen(&cell);
            let (left, wide) = (MARGIN + start * WIDE, (end - start) * WIDE);
            if hex(back) != ground {
                let fill = hex(back);
                let _ = writeln!(
                    out,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{HIGH}\" fill=\"{fill}\"/>"
                );
            }
            // Blanks at either end are not drawn: what is spread over the columns is the words.
            let words = text.trim_end();
            let end = end - (text.chars().count() - words.chars().count());
            let words = words.trim_start();
            let start = start + (end - start - words.chars().count().min(end - start));
            if words.is_empty() {
                continue;
            }
            let (left, wide) = (MARGIN + start * WIDE, (end - start) * WIDE);
            let mut looks = String::new();
            for (modifier, attribute) in [
                (Modifier::BOLD, " font-weight=\"bold\""),
                (Modifier::ITALIC, " font-style=\"italic\""),
                (Modifier::UNDERLINED, " text-decoration=\"underline\""),
            ] {
                if cell.modifier.contains(modifier) {
                    looks.push_str(attribute);
                }
            }
            let (base, fill) = (top + HIGH - 5, hex(front));
            let text = quick_xml::escape::escape(words);
            // The width is said, so that every font keeps to the columns.
            let _ = writeln!(
                out,
                "<text x=\"{left}\" y=\"{base}\" fill=\"{fill}\"{looks} textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{text}</text>"
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

/// The runs of one style in a row: first column, the one after the last, what stands there, and how.
fn runs(drawn: &Buffer, y: u16) -> Vec<(usize, usize, String, Cell)> {
    let mut runs: Vec<(usize, usize, String, Cell)> = Vec::new();
    let alike = |one: &Cell, other: &Cell| {
        (one.fg, one.bg, one.modifier) == (other.fg, other.bg, other.modifier)
    };
    for x in 0..drawn.area.width {
        let cell = &drawn[(x, y)];
        match runs.last_mut() {
            Some((_, end, text, like)) if alike(like, cell) => {
                *end += 1;
                text.push_str(cell.symbol());
            }
            _ => runs.push((
                usize::from(x),
                usize::from(x) + 1,
                cell.symbol().to_owned(),
                cell.clone(),
            )),
        }
    }
    runs
}

#[test]
fn the_readmes_pictures_are_what_the_program_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
    let draw = std::env::var_os("UPDATE_PICTURES").is_some();
    let mut stale = Vec::new();
    for (name, (columns, rows), look, steps) in PICTURES {
        let drawn = picture(*columns, *rows, &Look::named(look).unwrap(), steps);
        let file = folder.join(format!("{name}.svg"));
        if draw {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        if kept.replace("\r\n", "\n") != drawn {
            stale.push(*name);
        }
    }
    assert!(
        stale.is_empty(),
        "not what the program shows: {stale:?}; .ci/pictures draws them anew"
    );
}

#[test]
fn every_picture_is_in_the_readme_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let named = |name: &str| readme.contains(&format!("pictures/{name}.svg"));
    for (name, ..) in PICTURES {
        assert!(named(name), "the README does not show {name}");
    }
    assert_eq!(readme.matches("pictures/").count(), PICTURES.len());
    for file in std::fs::read_dir(root.join("pictures")).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(
            PICTURES.iter().any(|(one, ..)| *one == name),
            "nothing draws {name}"
        );
    }
}
