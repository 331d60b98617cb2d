//! What must be filled in before a page can do what it is for.

use super::{Page, PageKind};
use crate::app::form::Field;
use crate::domain::decide::Problem;
use crate::domain::passphrase::good_enough;

impl Page {
    /// What is missing; a passphrase may hold none of the words that are known.
    pub(super) fn missing(&self, known: &[&str]) -> Vec<Problem> {
        let form = &self.form;
        let mut problems = Vec::new();
        let mut need = |fine: bool, field: &'static str, say: &str| {
            if !fine {
                problems.push(Problem {
                    field,
                    say: say.to_owned(),
                });
            }
        };
        let filled = |name: &str| !form.text(name).trim().is_empty();
        let shown = |name: &str| form.field(name).is_some_and(|field| field.shown);
        if shown("name") {
            need(filled("name"), "name", "Type their name.");
        }
        if form.field("person").is_some() {
            need(
                !form.chosen("person").is_empty(),
                "person",
                "Say who you are.",
            );
        }
        if form.field("role").is_some() {
            need(!form.chosen("role").is_empty(), "role", "Choose the role.");
        }
        if form.field("sure").is_some() {
            need(
                form.chosen("sure") == "yes",
                "sure",
                "Say yes, or leave with Esc.",
            );
        }
        if shown("recovery") {
            need(
                filled("recovery"),
                "recovery",
                "The recovery key is needed for this: it is in the school's safe.",
            );
        }
        if form.field("reason").is_some() {
            need(
                filled("reason"),
                "reason",
                "Say why no concern is made of it.",
            );
        }
        if shown("word") {
            need(filled("word"), "word", "Type what is to be masked.");
        }
        if shown("again") {
            match good_enough(form.text("passphrase"), known) {
                Err(say) => need(false, "passphrase", &say),
                Ok(()) => need(
                    form.text("passphrase") == form.text("again"),
                    "again",
                    "The two are not the same. Type it once more.",
                ),
            }
        } else if shown("passphrase") {
            need(filled("passphrase"), "passphrase", "Type your passphrase.");
        }
        if matches!(
            self.kind,
            PageKind::NewRecovery | PageKind::Card | PageKind::Chronology | PageKind::WriteBrief(_)
        ) {
            need(filled("path"), "path", "Name a new file.");
        }
        if let PageKind::SaveSummary(_) = self.kind {
            need(filled("folder"), "folder", "Name a folder.");
            let formats = form.field("formats").and_then(Field::picker);
            let any = formats.is_some_and(|picker| !picker.chosen.is_empty());
            need(any, "formats", "Choose at least one format.");
        }
        problems
    }
}
