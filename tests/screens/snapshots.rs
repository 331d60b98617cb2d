//! Every screen, drawn: any change of a word, a column or a colour shows in review.

use crate::scenes::{self, Scene};
use crate::shots::shot;

fn compare(scenes: &[Scene]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, scene) in scenes {
            let mut desk = scene();
            for (columns, rows) in [(80, 24), (160, 48)] {
                let drawn = shot(&mut desk, columns, rows);
                insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), drawn);
            }
        }
    });
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
fn the_concern_form() {
    compare(scenes::CONCERN);
}

#[test]
fn cases_and_what_follows() {
    compare(scenes::CASES);
}
