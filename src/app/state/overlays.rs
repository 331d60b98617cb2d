//! What lies over a screen: menus, questions, something to read.

use crate::app::choose::Choosing;
use crate::app::edit::TextEdit;
use crate::app::form::Form;
use crate::app::form::kind::FormKind;
use crate::app::queue::Column;
use crate::domain::ids::{PupilId, Reference};

/// What lies over a screen.
pub enum Overlay {
    /// Every key that works here, or every action, narrowed by typing.
    Menu(Menu),
    /// A question.
    Confirm(Question),
    /// A question with several answers.
    Choose(Choosing),
    /// Something to read; any key closes it.
    Read {
        /// What it is about.
        title: String,
        /// What it says.
        lines: Vec<String>,
    },
    /// Somebody who is in no list yet.
    Person(Box<Form>),
}

/// The help and the palette: lines that can be run.
pub struct Menu {
    /// Whether it is the help (what works here) or the palette.
    pub help: bool,
    /// What narrows it.
    pub filter: TextEdit,
    /// The line with the cursor.
    pub cursor: usize,
}

/// Something to say yes or no to.
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// What yes does, in a word or two.
    pub yes: &'static str,
    /// What no does.
    pub no: &'static str,
    /// What follows a yes.
    pub then: Then,
}

/// What follows a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Leave the form and keep what was typed, sealed.
    KeepForm,
    /// Leave the form and throw away what was typed.
    DropForm,
    /// Nothing: stay where one is.
    Stay,
    /// End the program.
    Quit,
    /// Go on with the draft of that number.
    Resume(u32),
    /// An empty form, whatever waits; with the entry that the person has before them.
    Fresh(FormKind, Option<u64>),
    /// Ask whether the draft of that number is to be thrown away.
    AskDropDraft(u32),
    /// Throw the draft of that number away.
    DropDraft(u32),
    /// Give up the set-up.
    LeaveSetup,
    /// Leave a page without what was entered on it.
    LeavePage,
    /// Take the log as it is for the right one.
    AcceptLog,
    /// Go back from a recovery key that is not kept yet.
    DropKey,
    /// Open that case.
    Case(Reference),
    /// Open that pupil's page.
    Pupil(PupilId),
    /// Open the page of the clause in that place of that case.
    Clause(Reference, usize),
    /// Arrange a cover.
    Cover,
    /// End the cover that this entry arranged.
    EndCover(u64),
    /// Sort the list by that, or as it begins; what it is sorted by already, the other way round.
    Sort(Option<Column>),
}

impl Menu {
    /// An open menu with nothing typed.
    #[must_use]
    pub fn new(help: bool) -> Self {
        Self {
            help,
            filter: TextEdit::line(),
            cursor: 0,
        }
    }
}
