//! The small form for somebody who is in no list yet: a new pupil, or an adult.

use serde_json::{Value, json};

use super::hits::{filter, with_send};
use super::picker::{Choice, Picker, Source};
use super::{Field, Form};
use crate::domain::decide::{Desk, Problem};
use crate::domain::people::AdultKind;
use crate::domain::policy::{Audience, Document, SendLevel, YearGroup};

/// What of somebody's needs matters to the case: the field, and its name in the command.
pub const RELEVANT: &str = "relevant";
/// A pupil's SEND: the field, and its name in the command.
pub const SEND: &str = "send";

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
            Field::line("name", "Name").name_of_somebody().with(name),
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
            Field::line("name", "Name").name_of_somebody().with(name),
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

/// Asks for a pupil's SEND document as well, where the policy in force has such documents; it reads `now`.
pub fn ask_send(desk: &Desk, form: &mut Form, now: &str) {
    let policy = desk.school.policy_on(desk.now.date_naive());
    let Some(policy) = policy.and_then(|id| desk.policies.by_id(id)) else {
        return;
    };
    let documents = SendLevel::ALL.into_iter().filter_map(|level| {
        let used = |document: &&Document| document.fits.contains(&Audience::Send(level));
        let document = policy.documents.iter().find(used)?;
        Some(Choice {
            id: level.name().to_owned(),
            label: document.code.as_str().to_owned(),
            detail: document.title.clone(),
        })
    });
    let mut choices: Vec<_> = documents.collect();
    if choices.is_empty() {
        return;
    }
    choices.insert(0, Choice::plain("no", "No"));
    choices.push(Choice {
        id: "yes".into(),
        label: "Yes".into(),
        detail: "none of these documents, or not known which".into(),
    });
    let field = Field::pick(SEND, "SEND", Picker::one_of(choices))
        .hint("The document that is used with this pupil; the pupils' list keeps it.")
        .with(now);
    let focus = form.focused().map(|field| field.name);
    form.fields.insert(1, field);
    if let Some(focus) = focus {
        form.go_to(focus);
    }
}

/// What was said of a pupil's SEND, if it is not what it was.
#[must_use]
pub fn send_said(form: &Form) -> Option<&str> {
    let picker = form.field(SEND).and_then(Field::picker)?;
    let one = picker.chosen.first().filter(|one| !one.suggested)?;
    Some(one.choice.id.as_str())
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
        let send = send_said(form).unwrap_or("");
        (
            with_send(format!("{year} {class}").trim(), send),
            json!({ "name": name, "year": year, "class": class, "send": send }),
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
