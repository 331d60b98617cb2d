//! Every screen, drawn: any change of a word, a column or a style shows in review.

use daybook::ui::theme::Look;

use crate::looks::readable;
use crate::scenes::{self, Scene};
use crate::shots::{shot, text_at};

/// Columns and rows: the smallest terminal that is fully usable, and a large one and a very large one, of which what
/// stands on them is compared.
const SMALL: (u16, u16) = (80, 24);
const LARGER: [(u16, u16); 2] = [(120, 36), (200, 60)];

fn compare(scenes: &[Scene]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, scene) in scenes {
            let mut desk = scene();
            for (columns, rows) in LARGER {
                let drawn = text_at(&mut desk, columns, rows);
                insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), drawn);
            }
            let (columns, rows) = SMALL;
            let drawn = shot(&mut desk, columns, rows);
            insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), drawn);
            for look in Look::shipped() {
                let (drawn, _) = desk.draw(columns, rows, &look.theme);
                readable(&format!("{name} in {}", look.name), &drawn);
            }
        }
    });
}

/// A picture that no scene draws would be compared with nothing.
#[test]
fn no_picture_is_left_over() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/screens/snapshots");
    let scenes = [
        scenes::SETUP,
        scenes::LISTS,
        scenes::QUEUE,
        scenes::CONCERN,
        scenes::CASES,
        scenes::READING,
    ]
    .concat();
    let looks = Look::shipped();
    for item in std::fs::read_dir(folder).unwrap() {
        let name = item.unwrap().file_name().into_string().unwrap();
        let known = scenes.iter().any(|(scene, _)| {
            let sizes = LARGER.iter().chain([&SMALL]);
            sizes
                .into_iter()
                .any(|(columns, rows)| name == format!("{scene}-{columns}x{rows}.snap"))
        }) || looks
            .iter()
            .any(|look| name == format!("theme-{}.snap", look.name));
        assert!(known, "no scene draws {name}");
    }
}

#[test]
fn setting_up() {
    compare(scenes::SETUP);
}

#[test]
fn unlocking_and_the_list() {
    compare(scenes::LISTS);
}

#[test]
fn the_queue_and_the_search() {
    compare(scenes::QUEUE);
}

#[test]
fn the_concern_form() {
    compare(scenes::CONCERN);
}

#[test]
fn cases_and_what_follows() {
    compare(scenes::CASES);
}

#[test]
fn reading_and_handover() {
    compare(scenes::READING);
}
