//! What each page asks: letting somebody in, a passphrase, a key file, the recovery key, the card, a report.

mod handover;

use zeroize::Zeroizing;

use super::action::Action;
use super::assurance;
use super::form::{Choice, Field, Form, Picker};
use super::message::{Effect, PeopleChange, Purpose};
use super::screens::chronology;
use super::screens::cover;
use super::screens::summary::{self, Saving};
use super::several::{self, Several};
use super::state::{Screen, State, Working};
use super::views;
use crate::domain::decide::Problem;
use crate::domain::ids::Reference;
use crate::domain::passphrase::good_enough;
use crate::domain::people::{Author, may_let_in, role_words};
use crate::domain::year::AcademicYear;

/// A page.
pub struct Page {
    /// What it is for.
    pub kind: PageKind,
    /// Its fields.
    pub form: Form,
    /// What it says above them.
    pub words: Vec<String>,
}

/// What a page is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// To let somebody in. Whether we may let in a headteacher by ourselves.
    Invite {
        /// The role of whoever lets them in.
        mine: String,
    },
    /// To give that person a new one-time passphrase.
    InviteAgain(String),
    /// To give that person another role.
    GiveRole {
        /// Who: an id.
        person: String,
        /// Their role now.
        now: String,
        /// The role of whoever gives it.
        mine: String,
    },
    /// To remove that person.
    Remove(String),
    /// To choose a passphrase of one's own.
    OwnPassphrase {
        /// After an invitation: nothing else can be done before.
        first: bool,
    },
    /// To ask for a key file beside the passphrase, or for none any more.
    KeyFile,
    /// To make a new recovery key.
    NewRecovery,
    /// To let oneself in with the recovery key.
    Recover,
    /// To write the public card into a file.
    Card,
    /// To set a report aside.
    SetAside(String),
    /// To set the term dates of that year.
    TermDates(AcademicYear),
    /// A one-time passphrase, shown once.
    OneTime,
    /// To do one thing with several cases.
    Several(Several, Vec<Reference>),
    /// To keep what narrows the list as a view.
    KeepView(String),
    /// To mask another word of a chronology.
    MaskWord,
    /// To write a chronology into a file.
    Chronology,
    /// What the headteacher writes into the summary.
    Assurance,
    /// To save a summary as files.
    SaveSummary(Saving),
    /// To let somebody look after another's cases.
    Cover,
    /// To write that person's handover into a file.
    WriteBrief(String),
}

const RECOVERY_HINT: &str =
    "The recovery key itself, or the path of the file that it is in: E:\\recovery-key.txt";

fn recovery() -> Field {
    Field::secret("recovery", "Recovery key").hint(RECOVERY_HINT)
}

fn roles() -> Vec<Choice> {
    let role = |id: &str, label: &str, detail: &str| Choice {
        id: id.into(),
        label: label.into(),
        detail: detail.into(),
    };
    vec![
        role("deputy", "Deputy DSL", "reads and records every case"),
        role(
            "dsl",
            "Designated Safeguarding Lead",
            "the same, and lets people in",
        ),
        role(
            "headteacher",
            "Headteacher",
            "also opens what is sealed to the head",
        ),
    ]
}

impl Page {
    pub(super) fn new(kind: PageKind, title: &str, fields: Vec<Field>, words: &[&str]) -> Self {
        let mut page = Self {
            kind,
            form: Form::new(title, fields),
            words: words.iter().map(|text| (*text).to_owned()).collect(),
        };
        page.refresh();
        page
    }

    /// To let somebody in.
    #[must_use]
    pub fn invite(me: &Author) -> Self {
        Self::new(
            PageKind::Invite {
                mine: me.role.clone(),
            },
            "Let somebody in",
            vec![
                Field::line("name", "Name").hint("As colleagues will read it: Mr B. Sample."),
                Field::pick("role", "Role", Picker::one_of(roles())),
                recovery(),
            ],
            &["They are given a one-time passphrase, and choose their own when they first unlock."],
        )
    }

    /// To give somebody a new one-time passphrase.
    #[must_use]
    pub fn invite_again(me: &Author, them: &Author) -> Self {
        let mut fields = vec![sure("Give a new one-time passphrase")];
        if !may_let_in(&me.role, &them.role) {
            fields.push(recovery());
        }
        let mut page = Self::new(
            PageKind::InviteAgain(them.id.clone()),
            "A forgotten passphrase",
            fields,
            &[
                "Their old passphrase opens nothing any more. A draft that they had not saved is lost to them.",
            ],
        );
        page.words.insert(0, them.name.clone());
        page
    }

    /// To give somebody another role.
    #[must_use]
    pub fn give_role(me: &Author, them: &Author) -> Self {
        let mut page = Self::new(
            PageKind::GiveRole {
                person: them.id.clone(),
                now: them.role.clone(),
                mine: me.role.clone(),
            },
            "Another role",
            vec![
                Field::pick("role", "Role", Picker::one_of(roles())),
                recovery(),
            ],
            &[],
        );
        page.words
            .push(format!("{} is {} now.", them.name, role_words(&them.role)));
        page
    }

    /// To remove somebody.
    #[must_use]
    pub fn remove(me: &Author, them: &Author) -> Self {
        let mut fields = vec![sure("Remove them")];
        if !may_let_in(&me.role, &them.role) {
            fields.push(recovery());
        }
        let mut page = Self::new(
            PageKind::Remove(them.id.clone()),
            "Remove somebody",
            fields,
            &[
                "What is recorded from now on is sealed to new keys, which they do not have. What they could read until now they could have kept: nothing can take that back.",
            ],
        );
        page.words.insert(0, them.name.clone());
        page
    }

    /// To choose a passphrase of one's own.
    #[must_use]
    pub fn own_passphrase(first: bool) -> Self {
        let words: &[&str] = if first {
            &[
                "You unlocked with a one-time passphrase. Choose your own now: nobody else has ever known it, and only it opens the log with your name.",
            ]
        } else {
            &["Only this passphrase opens the log with your name. Nobody can read it back to you."]
        };
        Self::new(
            PageKind::OwnPassphrase { first },
            "Your passphrase",
            vec![
                Field::secret("passphrase", "New passphrase").hint(
                    "Several unrelated words with a number and a sign are strong and easy to keep.",
                ),
                Field::secret("again", "Once more"),
            ],
            words,
        )
    }

    /// To ask for a key file, or for none any more.
    #[must_use]
    pub fn key_file(has: bool) -> Self {
        let (path, words): (Field, &[&str]) = if has {
            (
                Field::line("path", "New key file")
                    .hint("A new file takes the old one's place. Empty: no key file from now on."),
                &["Your name asks for a key file beside the passphrase."],
            )
        } else {
            (
                Field::line("path", "Key file").hint(
                    "A new file on a memory stick: E:\\daybook.key or /media/usb/daybook.key",
                ),
                &[
                    "A key file is a second lock: a file on a memory stick of your own, asked for beside your passphrase. If it is lost, the recovery key lets you in.",
                ],
            )
        };
        Self::new(
            PageKind::KeyFile,
            "A key file",
            vec![path, Field::secret("passphrase", "Your passphrase")],
            words,
        )
    }

    /// To make a new recovery key.
    #[must_use]
    pub fn new_recovery() -> Self {
        Self::new(
            PageKind::NewRecovery,
            "A new recovery key",
            vec![
                Field::line("path", "New file")
                    .hint("On a memory stick: E:\\recovery-key.txt or /media/usb/recovery-key.txt"),
            ],
            &[
                "For when the old one is lost. Print the new one, put it into the school's safe, then delete the file. The old one opens nothing that is recorded or backed up from now on.",
            ],
        )
    }

    /// To let oneself in with the recovery key.
    #[must_use]
    pub fn recover(people: &[Author], chosen: &str) -> Self {
        let mut who = Picker::one_of(
            people
                .iter()
                .map(|one| Choice {
                    id: one.id.clone(),
                    label: one.name.clone(),
                    detail: role_words(&one.role).into(),
                })
                .collect(),
        );
        let first = who.hits.iter().find(|hit| hit.id == chosen).cloned();
        who.suggest(first);
        Self::new(
            PageKind::Recover,
            "The recovery key",
            vec![
                Field::pick("person", "Who you are", who),
                recovery(),
                Field::secret("passphrase", "New passphrase"),
                Field::secret("again", "Once more"),
            ],
            &[
                "With the recovery key from the school's safe you choose a new passphrase. That it was used is written in the log.",
            ],
        )
    }

    /// To write the public card into a file.
    #[must_use]
    pub fn card() -> Self {
        Self::new(
            PageKind::Card,
            "The school's public card",
            vec![
                Field::line("path", "New file")
                    .hint("A file that you then give to staff: daybook-card.json"),
            ],
            &[
                "With the card alone, any member of staff can seal a report to the school (`daybook report`). It reads nothing.",
            ],
        )
    }

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
            vec![
                Field::line("path", "New file")
                    .hint("Such as E:\\chronology.age or /media/usb/chronology.age"),
                Field::line("to", "For recipients")
                    .hint("age recipients (age1…), one after the other; or empty, and a passphrase below."),
                Field::secret("passphrase", "Or a passphrase")
                    .hint("Several unrelated words with a number and a sign are strong and easy to keep."),
                Field::secret("again", "Once more"),
            ],
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

    /// To set a report aside.
    #[must_use]
    pub fn set_aside(name: &str) -> Self {
        Self::new(
            PageKind::SetAside(name.to_owned()),
            "Set the report aside",
            vec![Field::long("reason", "Why")],
            &[
                "No concern is made of it. It is kept in the log as it was written, with your reason.",
            ],
        )
    }

    /// A one-time passphrase, shown once.
    #[must_use]
    pub fn one_time(name: &str, passphrase: &Zeroizing<String>, save: &str) -> Self {
        let mut page = Self::new(PageKind::OneTime, "A one-time passphrase", Vec::new(), &[]);
        page.words = vec![
            format!("{name} unlocks with this once, and then chooses a passphrase of their own:"),
            passphrase.as_str().to_owned(),
            "Write it down and hand it over in person. It is not shown again.".to_owned(),
            format!("{save} when it is written down."),
        ];
        page
    }

    /// Shows the fields that are needed now.
    pub fn refresh(&mut self) {
        super::form::person::refresh(&mut self.form);
        let needed = match &self.kind {
            PageKind::Invite { mine } => {
                let role = self.form.chosen("role");
                !role.is_empty() && !may_let_in(mine, role)
            }
            PageKind::GiveRole { now, mine, .. } => {
                let role = self.form.chosen("role");
                !may_let_in(mine, now) || (!role.is_empty() && !may_let_in(mine, role))
            }
            PageKind::Chronology
            | PageKind::SaveSummary(Saving::Confidential)
            | PageKind::WriteBrief(_) => {
                let needed = self.form.text("to").trim().is_empty();
                self.form.show("passphrase", needed);
                self.form.show("again", needed);
                return;
            }
            _ => return,
        };
        self.form.show("recovery", needed);
    }

    fn secret(&self, name: &str) -> Zeroizing<String> {
        let shown = self.form.field(name).is_some_and(|field| field.shown);
        let text = if shown { self.form.text(name) } else { "" };
        Zeroizing::new(text.to_owned())
    }

    /// What is missing.
    fn missing(&self, known: &[&str]) -> Vec<Problem> {
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

/// A question that is answered on purpose: nothing is chosen beforehand.
pub(super) fn sure(yes: &str) -> Field {
    let choices = vec![
        Choice {
            id: "no".into(),
            label: "No".into(),
            detail: "nothing is changed".into(),
        },
        Choice {
            id: "yes".into(),
            label: "Yes".into(),
            detail: yes.to_owned(),
        },
    ];
    Field::pick("sure", "Are you sure", Picker::one_of(choices))
}

/// Checks the page and does what it is for, or says what is missing.
pub fn save(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let (school, me) = state.opened.as_deref().map_or_else(
        || (String::new(), String::new()),
        |opened| (opened.school.name.clone(), opened.me.name.clone()),
    );
    let Some(Screen::Page(page)) = state.screens.last_mut() else {
        return Vec::new();
    };
    if page.form.chosen("sure") == "no" || page.kind == PageKind::OneTime {
        state.screens.pop();
        return Vec::new();
    }
    if page.kind == PageKind::Cover {
        return cover::save(state);
    }
    if matches!(page.kind, PageKind::Several(..)) {
        several::decide(state);
        return Vec::new();
    }
    if matches!(page.kind, PageKind::KeepView(_)) {
        return views::keep(state);
    }
    let known = [school.as_str(), me.as_str()];
    let problems = page.missing(&known);
    if let Some(first) = problems.first() {
        let say = first.say.clone();
        page.form.refuse(problems);
        page.refresh();
        state.warn(say);
        return Vec::new();
    }
    if page.kind == PageKind::MaskWord {
        let word = page.form.text("word").to_owned();
        chronology::add(state, &word);
        return Vec::new();
    }
    match page.kind {
        PageKind::Chronology => return write_chronology(state),
        PageKind::Assurance => return assurance::written(state),
        PageKind::SaveSummary(_) => return summary::to_be_saved(state),
        PageKind::WriteBrief(ref person) => {
            let person = person.clone();
            return handover::write_brief(state, person);
        }
        PageKind::TermDates(year) => return super::term_dates::save(state, year),
        _ => {}
    }
    let (what, effect) = asked(page);
    if let Effect::Append { .. } = effect {
        return set_aside(state);
    }
    state.working = Some(Working {
        what: what.to_owned(),
        since: now,
        progress: None,
        blocks: true,
    });
    vec![effect]
}

/// What the page asks of the world, and what that is called while it is done.
fn asked(page: &Page) -> (&'static str, Effect) {
    let form = &page.form;
    let recovery = page.secret("recovery");
    let people = |change| Effect::People(Box::new(change));
    let path = form.text("path").trim().to_owned();
    match &page.kind {
        PageKind::Invite { .. } => (
            "Letting them in",
            people(PeopleChange::Invite {
                name: form.text("name").trim().to_owned(),
                role: form.chosen("role").to_owned(),
                recovery,
            }),
        ),
        PageKind::InviteAgain(person) => (
            "Making new keys",
            people(PeopleChange::InviteAgain {
                person: person.clone(),
                recovery,
            }),
        ),
        PageKind::GiveRole { person, .. } => (
            "Giving the role",
            people(PeopleChange::GiveRole {
                person: person.clone(),
                role: form.chosen("role").to_owned(),
                recovery,
            }),
        ),
        PageKind::Remove(person) => (
            "Removing them",
            people(PeopleChange::Remove {
                person: person.clone(),
                recovery,
            }),
        ),
        PageKind::OwnPassphrase { .. } => (
            "Changing your passphrase",
            people(PeopleChange::OwnPassphrase(page.secret("passphrase"))),
        ),
        PageKind::KeyFile => (
            "Changing your key file",
            people(PeopleChange::KeyFile {
                path,
                passphrase: page.secret("passphrase"),
            }),
        ),
        PageKind::NewRecovery => (
            "Making a new recovery key",
            people(PeopleChange::NewRecovery(path)),
        ),
        PageKind::Recover => (
            "Opening the vault",
            Effect::Recover {
                person: form.chosen("person").to_owned(),
                recovery,
                passphrase: page.secret("passphrase"),
            },
        ),
        PageKind::Card => ("Writing the card", Effect::SaveCard(path)),
        PageKind::SetAside(_)
        | PageKind::OneTime
        | PageKind::Several(..)
        | PageKind::KeepView(_)
        | PageKind::MaskWord
        | PageKind::Chronology
        | PageKind::Assurance
        | PageKind::SaveSummary(_)
        | PageKind::Cover
        | PageKind::WriteBrief(_)
        | PageKind::TermDates(_) => (
            "",
            Effect::Append {
                facts: Vec::new(),
                purpose: Purpose::Quiet,
            },
        ),
    }
}

/// What was confirmed on the screen below, to be sealed and written.
fn write_chronology(state: &mut State) -> Vec<Effect> {
    let now = state.now;
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
    state.working = Some(Working {
        what: "Sealing the chronology".to_owned(),
        since: now,
        progress: None,
        blocks: true,
    });
    vec![effect]
}

fn set_aside(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let Some(Screen::Page(page)) = state.screens.last() else {
        return Vec::new();
    };
    let (PageKind::SetAside(name), Some(opened)) = (&page.kind, state.opened.as_deref()) else {
        return Vec::new();
    };
    let decided = opened.desk(now).set_aside(name, page.form.text("reason"));
    match decided {
        Ok(facts) => {
            state.screens.pop();
            let append = Effect::Append {
                facts,
                purpose: Purpose::Quiet,
            };
            vec![append, Effect::LookInDropBox]
        }
        Err(refused) => {
            state.warn(refused.to_string());
            Vec::new()
        }
    }
}

/// The page whose key was pressed in the list of people, for whoever is under the cursor.
#[must_use]
pub fn for_people(
    action: Action,
    me: &Author,
    them: Option<&Author>,
    key_file: bool,
) -> Option<Page> {
    match (action, them) {
        (Action::Invite, _) => Some(Page::invite(me)),
        (Action::OwnPassphrase, _) => Some(Page::own_passphrase(false)),
        (Action::KeyFile, _) => Some(Page::key_file(key_file)),
        (Action::NewRecovery, _) => Some(Page::new_recovery()),
        (Action::SaveCard, _) => Some(Page::card()),
        (Action::InviteAgain, Some(them)) => Some(Page::invite_again(me, them)),
        (Action::GiveRole, Some(them)) => Some(Page::give_role(me, them)),
        (Action::RemovePerson, Some(them)) => Some(Page::remove(me, them)),
        _ => None,
    }
}
