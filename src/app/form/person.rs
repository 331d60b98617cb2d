//! The small form for somebody who is in no list yet: a new pupil, or an adult.

use serde_json::{Value, json};

use super::hits::filter;
use super::picker::{Choice, Picker, Source};
use super::{Field, Form};
use crate::domain::decide::Problem;
use crate::domain::people::AdultKind;
use crate::domain::policy::YearGroup;

/// What of somebody's needs matters to the case: the field, and its name in the command.
pub const RELEVANT: &str = "relevant";

/// A pupil who is not in the school's list.
#[must_use]
pub fn pupil(name: &str) -> Form {
    let years = YearGroup::ALL
        .iter()
        .map(|year| Choice::plain(year.to_string(), year.to_string()))
        .collect();
    let mut form = Form::new(
        "New pupil",
        vec![
            Field::line("name", "Name").with(name),
            Field::pick("year", "Year group", Picker::one_of(years)),
            Field::line("class", "Class").hint("As the school calls it; may stay empty."),
        ],
    );
    form.go_to("year");
    form
}

/// An adult.
#[must_use]
pub fn adult(name: &str) -> Form {
    let kinds = AdultKind::ALL
        .map(|kind| Choice::plain(kind.id(), kind.words()))
        .to_vec();
    let mut form = Form::new(
        "An adult",
        vec![
            Field::line("name", "Name").with(name),
            Field::pick("adult", "Who", Picker::one_of(kinds)),
            Field::line("job", "Job or relation").hint("Mother of …, caretaker, not known."),
        ],
    );
    form.go_to("adult");
    form
}

/// More about somebody who was chosen: their part, and what of their needs matters here.
#[must_use]
pub fn details(name: &str, part: &str, relevant: &str, parts: Vec<Choice>) -> Form {
    let mut known = Field::pick("part", "Part", Picker::one_of(parts));
    known.set(&json!(part));
    let mut form = Form::new(
        format!("About {name}"),
        vec![
            known,
            Field::line(RELEVANT, "Needs")
                .hint("SEND or vulnerability, only when it matters to this case.")
                .with(relevant),
        ],
    );
    form.go_to(RELEVANT);
    form
}

/// After a change: what fits what was typed.
pub fn refresh(form: &mut Form) {
    if let Some(picker) = form.focused_mut().and_then(Field::picker_mut)
        && let Source::List(choices) = &picker.source
    {
        picker.hits = filter(choices.iter(), picker.typing.text().trim());
        picker.cursor = picker.cursor.min(picker.hits.len().saturating_sub(1));
    }
}

/// What was entered: as a choice, and as the command has it.
///
/// # Errors
/// What is missing.
pub fn done(form: &Form) -> Result<(Choice, Value), Problem> {
    let name = form.text("name").trim().to_owned();
    let missing = |field: &'static str, say: &str| Problem {
        field,
        say: say.to_owned(),
    };
    if name.is_empty() {
        return Err(missing("name", "Type the name."));
    }
    let (detail, value) = if form.field("year").is_some() {
        let year = form.chosen("year");
        if year.is_empty() {
            return Err(missing("year", "Choose the year group."));
        }
        let class = form.text("class").trim();
        (
            format!("{year} {class}"),
            json!({ "name": name, "year": year, "class": class }),
        )
    } else {
        let kind = form.chosen("adult");
        if kind.is_empty() {
            return Err(missing("adult", "Choose who they are."));
        }
        let job = form.text("job").trim();
        (
            kind.to_owned(),
            json!({ "name": name, "adult": kind, "job": job }),
        )
    };
    let choice = Choice {
        id: format!("new-{name}"),
        label: name,
        detail,
    };
    Ok((choice, value))
}
