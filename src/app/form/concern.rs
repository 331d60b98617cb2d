//! The concern form: one screen, every field with a key of its own, and what the answers so far
//! suggest.

use serde_json::json;

use super::follow::{terms, yes_or_no};
use super::hits::NEW_NAME;
use super::picker::{Choice, Picker, Source};
use super::{Day, Field, Form, Input};
use crate::app::action::Action;
use crate::domain::decide::{
    CRITICAL, Desk, IMAGERY, Problem, TOLD_BEFORE, reserved_for, told_before,
};
use crate::domain::ids::PupilId;
use crate::domain::people::{AdultKind, Part, role_words};
use crate::domain::policy::{ClauseRef, Found, Tell};
use crate::domain::report::Report;
use crate::domain::status::{Severity, by_id};
use crate::domain::vocabulary::{Flag, List};
use crate::domain::when::read_past;

/// An empty form for a new concern.
#[must_use]
pub fn form(desk: &Desk) -> Form {
    let people = desk
        .school
        .people
        .iter()
        .map(|person| Choice {
            id: person.id.clone(),
            label: person.name.clone(),
            detail: role_words(&person.role).to_owned(),
        })
        .collect();
    let severities = Severity::ALL
        .map(|one| Choice::plain(one.id(), desk.words.label(List::Severity, one.id())))
        .to_vec();
    let parents = vec![
        Choice::plain("contact", "To be contacted"),
        Choice {
            id: "withheld".into(),
            label: "Withheld".into(),
            detail: "risk to the child, or an agency's advice".into(),
        },
    ];
    let mut owner = Picker::one_of(people);
    let me = owner.hits.iter().find(|c| c.id == desk.me.id).cloned();
    owner.suggest(me);
    let mut plan = Picker::one_of(parents);
    plan.suggest(plan.hits.first().cloned());
    let fields = vec![
        Field::pick("participants", "People", Picker::new(Source::People, true))
            .jump(Action::FieldPeople)
            .wide()
            .hint("Type a name, or add one. On a person (Up): Ctrl-R part, Ctrl-D takes out."),
        Field::pick("clauses", "Clauses", Picker::new(Source::Clauses, true))
            .jump(Action::FieldClauses)
            .wide()
            .hint("Type a number, a topic or a word of the rule. The first one leads."),
        Field::line("happened", "Happened")
            .day(Day::Past)
            .jump(Action::FieldWhen)
            .hint("today 10:40 · yesterday pm · last Tue · 14/11 9am · unknown"),
        Field::pick(
            "came_through",
            "Came to light",
            Picker::one_of(terms(desk, List::Source)),
        )
        .jump(Action::FieldHowKnown)
        .hint("Who or what brought it to you."),
        Field::pick(
            "reporter",
            "Reporter",
            Picker::new(Source::Reporters, false),
        )
        .jump(Action::FieldReporter)
        .hint("Who reported it. A new name is taken as you type it."),
        Field::line("reporter_job", "Their job")
            .jump(Action::FieldJob)
            .hint("Class teacher, midday supervisor …"),
        Field::pick("place", "Where", Picker::one_of(terms(desk, List::Place)))
            .jump(Action::FieldWhere),
        Field::pick(
            "devices",
            "On what",
            Picker::any_of(terms(desk, List::Device)),
        )
        .jump(Action::FieldOnWhat)
        .hint("Any number; Tab moves on."),
        Field::line("place_detail", "App or site")
            .extra()
            .jump(Action::FieldApp)
            .hint("Which app, game or site, or anything else about where."),
        Field::long("account", "Account")
            .jump(Action::FieldAccount)
            .hint("What happened, as fact: who, what, where, when. No opinion."),
        Field::line("question", "Asked")
            .extra()
            .jump(Action::FieldQuestion)
            .hint("The question the child was asked; or: unprompted."),
        Field::long("words", "Child's words")
            .extra()
            .jump(Action::FieldChildsWords)
            .hint("Verbatim, in the child's own words."),
        Field::long("seen", "Seen")
            .extra()
            .jump(Action::FieldSeen)
            .hint("What was seen of the child: demeanour, marks, tears."),
        Field::long("device_kept", "Device kept")
            .jump(Action::FieldDevice)
            .hint("Where the device is kept. Never the image.")
            .hidden(),
        Field::pick(
            "category",
            "Category",
            Picker::one_of(terms(desk, List::Category)),
        )
        .jump(Action::FieldCategory)
        .hint("The 4Cs: content, contact, conduct, commerce. The clause suggests one."),
        Field::pick("severity", "Severity", Picker::one_of(severities)).jump(Action::FieldSeverity),
        Field::pick("told", "Told already", Picker::any_of(Vec::new()))
            .jump(Action::FieldTold)
            .hint("Whom the clauses name. Whoever is not told yet stays as an open action."),
        Field::pick("parents", "Parents", plan)
            .jump(Action::FieldParents)
            .hint("To be contacted sets an action for each pupil."),
        Field::line("parents_due", "Parents by")
            .day(Day::Due)
            .jump(Action::FieldParentsNext)
            .extra()
            .hint("Empty: today. tomorrow · Fri · 14/12"),
        Field::line("parents_reason", "Why withheld")
            .jump(Action::FieldParentsNext)
            .hint("Why telling them would put the child at risk.")
            .hidden(),
        Field::long("immediate_action", "Done at once")
            .extra()
            .jump(Action::FieldActionNow)
            .hint("What was done straight away."),
        Field::long("opinion", "Opinion")
            .extra()
            .jump(Action::FieldOpinion)
            .hint("Your professional opinion, kept apart from the facts."),
        Field::pick("owner", "Owner", owner)
            .extra()
            .jump(Action::FieldOwner),
        Field::line("review", "Review")
            .day(Day::Due)
            .extra()
            .jump(Action::FieldReview)
            .hint("When to look at it again: Fri · in 2 weeks · 14/12. May stay empty."),
        Field::pick("linked", "Linked cases", Picker::new(Source::Cases, true))
            .extra()
            .jump(Action::FieldLinked),
        Field::line("report", "Drop box")
            .hint("The report that this is recorded from. Leave it as it is.")
            .hidden(),
        Field::line("protection_file", "CP file ref.")
            .extra()
            .jump(Action::FieldFile)
            .hint("Reference of the main child-protection file, if there is one."),
        Field::pick("told_in_person", "In person?", yes_or_no())
            .extra()
            .jump(Action::FieldInPerson)
            .hint("Were you told in person before this was recorded?"),
        Field::line("reported", "Reported")
            .day(Day::PastOrNow)
            .extra()
            .jump(Action::FieldReported)
            .hint("When you were told. Empty: when you opened this form."),
        Field::line("late_reason", "Why late")
            .jump(Action::FieldLate)
            .hint("It was reported on an earlier day: why is it recorded late?")
            .hidden(),
    ];
    let mut form = Form::new("New concern", fields);
    refresh(desk, &mut form);
    form
}

/// After a change: what the answers so far suggest, ask and warn of.
pub fn refresh(desk: &Desk, form: &mut Form) {
    let clauses = cited(desk, form);
    let lead = clauses.first().copied();
    suggest_category(desk, form, lead);
    suggest_severity(desk, form, lead);
    suggest_job(form);
    let tells = desk.to_tell(clauses.iter().copied());
    offer_told(desk, form, &tells);
    let withheld = form.chosen("parents") == "withheld";
    form.show("parents_due", !withheld);
    form.show("parents_reason", withheld);
    if told_too_early(desk, form).is_none() {
        form.unmark("reported", TOLD_BEFORE);
    }
    let late = is_late(desk, form.text("reported"));
    form.show("late_reason", late);
    let from_report = !form.text("report").is_empty();
    form.show("report", from_report);
    let imagery = desk
        .words
        .find(List::Category, form.chosen("category"))
        .is_some_and(|term| term.is(Flag::Imagery));
    form.show("device_kept", imagery);
    form.advice = advice(desk, form, &clauses, &tells, imagery);
}

/// The clauses chosen so far.
fn cited<'a>(desk: &Desk<'a>, form: &Form) -> Vec<Found<'a>> {
    let chosen = form.field("clauses").and_then(Field::picker);
    chosen
        .into_iter()
        .flat_map(|picker| &picker.chosen)
        .filter_map(|one| one.choice.id.parse::<ClauseRef>().ok())
        .filter_map(|clause| desk.policies.get(&clause))
        .collect()
}

fn suggest_category(desk: &Desk, form: &mut Form, lead: Option<Found<'_>>) {
    let suggested = lead
        .and_then(|found| found.clause.category.as_deref())
        .and_then(|id| desk.words.find(List::Category, id))
        .map(|term| Choice::plain(&term.id, &term.label));
    if let Some(picker) = form.field_mut("category").and_then(Field::picker_mut) {
        picker.suggest(suggested);
    }
}

/// The job that the reporter has had before, as long as nobody has written another.
fn suggest_job(form: &mut Form) {
    let reporter = form.field("reporter").and_then(Field::picker);
    let job = reporter
        .and_then(|picker| picker.chosen.first())
        .map(|one| one.choice.detail.clone())
        .filter(|job| job != NEW_NAME)
        .unwrap_or_default();
    if let Some(field) = form.field_mut("reporter_job") {
        let own = field.edit().text() == field.initial.as_str();
        if own && job != field.initial.as_str() {
            field.edit_mut().set_text(&job);
            *field.initial = job;
        }
    }
}

fn suggest_severity(desk: &Desk, form: &mut Form, lead: Option<Found<'_>>) {
    let category = form.chosen("category").to_owned();
    let category = (!category.is_empty()).then_some(category);
    let suggested = desk
        .suggested_severity(category.as_deref(), lead)
        .map(|one| Choice::plain(one.id(), desk.words.label(List::Severity, one.id())));
    if let Some(picker) = form.field_mut("severity").and_then(Field::picker_mut) {
        picker.suggest(suggested);
    }
}

/// Offers those whom the clauses name, less whoever sits at the keyboard.
fn offer_told(desk: &Desk, form: &mut Form, tells: &[Tell]) {
    let offered: Vec<_> = tells
        .iter()
        .filter(|tell| !desk.is_me(**tell))
        .map(|tell| Choice::plain(tell.id(), tell.label()))
        .collect();
    if let Some(picker) = form.field_mut("told").and_then(Field::picker_mut)
        && picker.source != Source::List(offered.clone())
    {
        picker
            .chosen
            .retain(|one| offered.iter().any(|choice| choice.id == one.choice.id));
        picker.hits.clone_from(&offered);
        picker.source = Source::List(offered);
    }
}

fn is_late(desk: &Desk, reported: &str) -> bool {
    let today = desk.now.date_naive();
    match read_past(reported, desk.now.naive_local()) {
        Ok(told) => told.date().is_some_and(|day| day < today),
        Err(_) => false,
    }
}

/// What is wrong with when it was reported, held against when it happened, where both can be read.
#[must_use]
pub fn told_too_early(desk: &Desk, form: &Form) -> Option<Problem> {
    let read = |field| read_past(form.text(field), desk.now.naive_local()).ok();
    let (told, happened) = (read("reported")?, read("happened")?);
    told_before(told, happened).then(|| Problem {
        field: "reported",
        say: TOLD_BEFORE.to_owned(),
    })
}

/// Begins a concern with what a report says; nobody has signed it.
pub fn from_report(form: &mut Form, name: &str, report: &Report) {
    let mut account = report.account.clone();
    if !report.who.is_empty() {
        account.push_str(&format!("\n\nWho the report names: {}", report.who));
    }
    let place = report.place.as_str();
    for (field, text) in [
        ("report", name),
        ("account", account.as_str()),
        ("reporter", report.from.as_str()),
        ("reporter_job", report.job.as_str()),
        ("happened", report.when.as_str()),
        ("place_detail", place),
        ("words", report.words.as_str()),
        ("immediate_action", report.done.as_str()),
    ] {
        if let Some(field) = form.field_mut(field) {
            match &mut field.input {
                Input::Pick(picker) => {
                    let choice = Choice::plain(text, text);
                    picker.choose(choice, json!(text));
                }
                _ => field.edit_mut().set_text(text),
            }
        }
    }
    if !report.words.is_empty()
        && let Some(field) = form.field_mut("question")
    {
        field.edit_mut().set_text("As the report has it.");
    }
}

/// Everything the form has to say at this point, most pressing first.
fn advice(
    desk: &Desk,
    form: &Form,
    clauses: &[Found<'_>],
    tells: &[Tell],
    imagery: bool,
) -> Vec<String> {
    let mut say = Vec::new();
    if !form.text("report").is_empty() {
        say.push(
            "From the drop box, unsigned: speak to whoever it says it is from before you rely on it."
                .to_owned(),
        );
    }
    let people = form.field("participants").and_then(Field::picker);
    for one in people.into_iter().flat_map(|picker| &picker.chosen) {
        let text = |name: &str| one.value.get(name).and_then(|v| v.as_str()).unwrap_or("");
        let kind = by_id(&AdultKind::ALL, AdultKind::id, text("adult"));
        let part = by_id(&Part::ALL, Part::id, text("part"));
        if let (Some(kind), Some(part)) = (kind, part)
            && let Some(reserved) = reserved_for(kind, part)
        {
            say.push(reserved.words().to_owned());
        }
    }
    if form.chosen("severity") == Severity::Critical.id() {
        say.push(CRITICAL.to_owned());
    }
    if imagery {
        say.push(IMAGERY.to_owned());
    }
    if clauses.iter().any(|found| found.clause.protects) {
        say.push(
            "Telling an adult is never a breach: that clause is recorded as kept, not broken."
                .to_owned(),
        );
    }
    let untold: Vec<_> = tells
        .iter()
        .filter(|tell| !desk.is_me(**tell))
        .filter(|tell| {
            form.field("told")
                .and_then(Field::picker)
                .is_none_or(|picker| picker.chosen.iter().all(|one| one.choice.id != tell.id()))
        })
        .map(|tell| tell.label())
        .collect();
    if !untold.is_empty() {
        say.push(format!(
            "To tell: {} (kept as open actions).",
            untold.join(", ")
        ));
    }
    for one in people.into_iter().flat_map(|picker| &picker.chosen) {
        let id = one.value.get("pupil").and_then(serde_json::Value::as_u64);
        let id = id.and_then(|id| u32::try_from(id).ok()).map(PupilId);
        if let Some(id) = id
            && !desk.school.agreements.is_empty()
            && desk.school.agreement(id).is_none()
        {
            say.push(format!(
                "{}: no signed agreement in the log.",
                one.choice.label
            ));
        }
    }
    say
}
