//! What each page asks: letting somebody in, a passphrase, a key file, the recovery key, the card, a report.

mod chronology;
mod handover;
mod missing;
mod people;
mod report;
mod save;

use zeroize::Zeroizing;

use super::form::{Choice, Field, Form, Input, Picker};
use super::screens::summary::Saving;
use super::several::Several;
use crate::domain::ids::Reference;
use crate::domain::people::may_let_in;
use crate::domain::year::AcademicYear;
pub use people::for_people;
pub use save::save;

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

    /// Whether something was entered that would be lost. A passphrase is typed again, whether one is sure is asked again,
    /// and the formats of a summary stand there from the start.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        let mut fields = self.form.fields.iter();
        fields.any(|field| {
            let again =
                matches!(field.input, Input::Secret(_)) || matches!(field.name, "sure" | "formats");
            field.shown && !again && field.is_touched()
        })
    }

    fn secret(&self, name: &str) -> Zeroizing<String> {
        let shown = self.form.field(name).is_some_and(|field| field.shown);
        let text = if shown { self.form.text(name) } else { "" };
        Zeroizing::new(text.to_owned())
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

/// Where something is written that leaves only sealed, and to whom.
fn sealed_file(such_as: &'static str) -> Vec<Field> {
    vec![
        Field::line("path", "New file").hint(such_as),
        Field::line("to", "For recipients")
            .hint("age recipients (age1…), one after the other; or empty, and a passphrase below."),
        Field::secret("passphrase", "Or a passphrase")
            .hint("Several unrelated words with a number and a sign are strong and easy to keep."),
        Field::secret("again", "Once more"),
    ]
}
