//! Every screen, drawn: any change of a word, a column or a colour shows in review.

use crate::scenes::{self, Scene};
use crate::shots::shot;

/// Columns and rows: the smallest terminal that is fully usable, and a large one.
const SIZES: [(u16, u16); 2] = [(80, 24), (160, 48)];

fn compare(scenes: &[Scene]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, scene) in scenes {
            let mut desk = scene();
            for (columns, rows) in SIZES {
                let drawn = shot(&mut desk, columns, rows);
                insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), drawn);
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
    for item in std::fs::read_dir(folder).unwrap() {
        let name = item.unwrap().file_name().into_string().unwrap();
        let known = scenes.iter().any(|(scene, _)| {
            SIZES
                .iter()
                .any(|(columns, rows)| name == format!("{scene}-{columns}x{rows}.snap"))
        });
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
