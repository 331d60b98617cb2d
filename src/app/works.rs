//! Which actions would come to something now: the footer offers no other.

use super::action::Action;
use super::screens::case::{cannot, form_for};
use super::sheet::SheetKind;
use super::state::{Screen, SetupStep, State};

/// From this width on the footer of a case has room for keys that others lead to.
const ROOMY: u16 = 140;

impl State {
    /// Whether an action of the screen that is shown would come to something now.
    #[must_use]
    pub fn works(&self, action: Action) -> bool {
        if action == Action::Lock {
            return self.opened.is_some();
        }
        // What lies over the screen has actions of its own.
        let screen = self.screen().filter(|_| self.overlays.is_empty());
        match (screen, action) {
            (Some(Screen::Setup(setup)), Action::Cancel) => match setup.step {
                SetupStep::Welcome => false,
                SetupStep::Making => self.working.is_none(),
                _ => true,
            },
            (Some(Screen::Setup(setup)), Action::Save | Action::Accept | Action::NextField) => {
                !matches!(setup.step, SetupStep::Making)
            }
            (Some(Screen::Unlock(screen)), Action::Cancel) => {
                screen.demo || !screen.form.text("passphrase").is_empty()
            }
            (Some(Screen::Cases(screen)), Action::Back) => {
                screen.all || !screen.filter.is_empty() || !screen.queue.selected.is_empty()
            }
            // What can be done with one case, its own screen does better.
            (
                Some(Screen::Cases(screen)),
                Action::SetOwner | Action::SetReview | Action::SetTags,
            ) => !screen.queue.selected.is_empty(),
            (Some(Screen::Cases(_)), Action::TakeBack) => self
                .opened
                .as_deref()
                .is_some_and(|opened| opened.pending.as_ref().is_some_and(|act| !act.writing)),
            (Some(Screen::Cases(screen)), Action::Complete) => {
                let fault = screen.queue.fault(&screen.filter, screen.filtering);
                fault.map_or(!screen.queue.next.offers.is_empty(), |one| {
                    one.instead.is_some()
                })
            }
            (Some(Screen::Cases(screen)), Action::SelectAll) => {
                screen.filtering || !screen.queue.selected.is_empty()
            }
            (Some(Screen::Search(_) | Screen::Roster(_)), Action::Complete | Action::SelectAll) => {
                false
            }
            (Some(Screen::Cases(_)), Action::OpenCase) => {
                self.opened.as_deref().is_some_and(|opened| {
                    !opened.school.sealed.is_empty() || !opened.school.cases.is_empty()
                })
            }
            (
                Some(Screen::Ledger(_)),
                Action::OpenCase | Action::AddContact | Action::SanctionState,
            ) => self.ledger_lines() > 0,
            (Some(Screen::Case(screen)), _) => {
                let case = self
                    .opened
                    .as_deref()
                    .and_then(|opened| opened.school.cases.get(&screen.reference));
                match (form_for(action), case) {
                    (Some(kind), Some(case)) => cannot(kind, case).is_none(),
                    _ => true,
                }
            }
            (Some(Screen::Sheet(sheet)), Action::FollowLine) => sheet.leads_to().is_some(),
            (Some(Screen::Sheet(sheet)), Action::WriteBrief) => {
                matches!(sheet.kind, SheetKind::Brief(_))
            }
            _ => true,
        }
    }

    /// A word or two for an action in the footer; empty where it has no place there.
    #[must_use]
    pub fn footer_word(&self, action: Action) -> &'static str {
        let screen = self.screen().filter(|_| self.overlays.is_empty());
        match (screen, action) {
            // While a school is set up nothing is saved before the end.
            (Some(Screen::Setup(_)), Action::Save) => "go on",
            (Some(Screen::Setup(setup)), Action::Cancel)
                if !matches!(setup.step, SetupStep::School) =>
            {
                "back"
            }
            (Some(Screen::Unlock(screen)), Action::Cancel) if screen.demo => "to the start",
            (Some(Screen::Unlock(_)), Action::Cancel) => "clear",
            (Some(Screen::Cases(screen)), Action::Accept) if screen.queue.has_keys => "done",
            (Some(Screen::Cases(_) | Screen::Search(_)), Action::Accept) => "open",
            // A case has keys enough of its own, and on a narrow screen the way to the next comes before folding.
            (Some(Screen::Case(_)), Action::Search) => "",
            (Some(Screen::Case(_)), Action::FoldAll | Action::PreviousCase)
                if self.size.0 < ROOMY =>
            {
                ""
            }
            (Some(Screen::Ledger(_)), Action::AddContact) => "record a contact",
            (Some(Screen::Ledger(_)), Action::SanctionState) => "served or lifted",
            _ => action.info().short,
        }
    }
}
