//! The pages of a chronology: another word to be masked, and the file that it is written into.

use super::{Page, PageKind, sealed_file};
use crate::app::form::Field;
use crate::app::message::Effect;
use crate::app::state::{Screen, State};

impl Page {
    /// To mask another word of a chronology.
    #[must_use]
    pub fn mask_word() -> Self {
        Self::new(
            PageKind::MaskWord,
            "Mask another word",
            vec![Field::line("word", "Word or words")],
            &["It is masked wherever it stands, under a letter of its own."],
        )
    }

    /// To write a chronology into a file, sealed; `left` are the words that were found and are not masked.
    #[must_use]
    pub fn chronology(maskings: usize, left: &str) -> Self {
        let mut page = Self::new(
            PageKind::Chronology,
            "Write the chronology",
            sealed_file("Such as E:\\chronology.age or /media/usb/chronology.age"),
            &[
                "You have looked at every name, and confirm with this what is masked and what is not. The file is sealed; that it was written is noted in the log.",
            ],
        );
        let masked = match maskings {
            1 => "One name is masked.".to_owned(),
            count => format!("{count} names are masked."),
        };
        let left = match left {
            "" => String::new(),
            left => format!(" Left as they are: {left}."),
        };
        page.words.insert(0, format!("{masked}{left}"));
        page
    }
}

/// What was confirmed on the screen below, to be sealed and written.
pub(super) fn write(state: &mut State) -> Vec<Effect> {
    let [.., Screen::Chronology(screen), Screen::Page(page)] = state.screens.as_slice() else {
        return Vec::new();
    };
    let Ok(chronology) = screen.masked.clone().confirm() else {
        return Vec::new();
    };
    let effect = Effect::SaveChronology {
        chronology,
        path: page.form.text("path").trim().to_owned(),
        to: page.form.text("to").trim().to_owned(),
        passphrase: page.secret("passphrase"),
    };
    state.waits_for("Sealing the chronology");
    vec![effect]
}
