//! Every action there is, in one table: the keymap's names, the footer, the help, the palette and
//! the README's key table are all made from it.

/// Where keys are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere, after the screen's own keys.
    Global,
    /// Setting a school up.
    Setup,
    /// The locked vault.
    Unlock,
    /// How things stand today.
    Today,
    /// The list of cases.
    Cases,
    /// The list, while its filter has the keys.
    Filter,
    /// The people with a key.
    People,
    /// Who read what.
    Audit,
    /// The drop box.
    Reports,
    /// The ledger of sanctions.
    Sanctions,
    /// The ledger of contacts.
    Contacts,
    /// The calendar.
    Calendar,
    /// One case.
    Case,
    /// A chronology before it is written.
    Chronology,
    /// The termly summary.
    Summary,
    /// A page to read.
    Sheet,
    /// Any form.
    Form,
    /// The concern form, before [`Context::Form`].
    Concern,
    /// Help and palette.
    Menu,
    /// A question.
    Confirm,
    /// A question with several answers.
    Choosing,
    /// Something to read.
    Reading,
}

impl Context {
    /// Every context.
    pub const ALL: [Self; 22] = [
        Self::Global,
        Self::Setup,
        Self::Unlock,
        Self::Today,
        Self::Cases,
        Self::Filter,
        Self::People,
        Self::Audit,
        Self::Reports,
        Self::Sanctions,
        Self::Contacts,
        Self::Calendar,
        Self::Case,
        Self::Chronology,
        Self::Summary,
        Self::Sheet,
        Self::Form,
        Self::Concern,
        Self::Menu,
        Self::Confirm,
        Self::Choosing,
        Self::Reading,
    ];

    /// Its name in keymaps.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Setup => "setup",
            Self::Unlock => "unlock",
            Self::Today => "today",
            Self::Cases => "cases",
            Self::Filter => "filter",
            Self::People => "people",
            Self::Audit => "audit",
            Self::Reports => "reports",
            Self::Sanctions => "sanctions",
            Self::Contacts => "contacts",
            Self::Calendar => "calendar",
            Self::Case => "case",
            Self::Chronology => "chronology",
            Self::Summary => "summary",
            Self::Sheet => "sheet",
            Self::Form => "form",
            Self::Concern => "concern",
            Self::Menu => "menu",
            Self::Confirm => "confirm",
            Self::Choosing => "choosing",
            Self::Reading => "reading",
        }
    }

    /// In words, for the key table.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Setup => "Setting up",
            Self::Unlock => "Unlocking",
            Self::Today => "Today",
            Self::Cases => "The list of cases",
            Self::Filter => "Narrowing the list",
            Self::People => "The people with a key",
            Self::Audit => "Who read what",
            Self::Reports => "The drop box",
            Self::Sanctions => "Sanctions in force",
            Self::Contacts => "Parents to be reached",
            Self::Calendar => "The calendar",
            Self::Case => "A case",
            Self::Chronology => "A chronology",
            Self::Summary => "The termly summary",
            Self::Sheet => "A page to read",
            Self::Form => "Any form",
            Self::Concern => "The concern form",
            Self::Menu => "Help and palette",
            Self::Confirm => "A question",
            Self::Choosing => "A question with several answers",
            Self::Reading => "A message",
        }
    }

    /// Whether plain characters are text here, so that no action can have one as its key.
    #[must_use]
    pub fn types_text(self) -> bool {
        matches!(
            self,
            Self::Global
                | Self::Setup
                | Self::Unlock
                | Self::Filter
                | Self::Form
                | Self::Concern
                | Self::Menu
        )
    }

    /// The contexts in which keys are looked up after this one.
    #[must_use]
    pub fn then(self) -> &'static [Self] {
        match self {
            Self::Global => &[],
            Self::Concern => &[Self::Form, Self::Global],
            _ => &[Self::Global],
        }
    }
}

/// What the table says of an action.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// Its name in keymaps.
    pub name: &'static str,
    /// In a word or two, for the footer; empty: not shown there.
    pub short: &'static str,
    /// In a few words, for the help and the palette.
    pub title: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Where it works.
    pub contexts: &'static [Context],
    /// Worth a line in the palette: not a mere movement of the cursor.
    pub in_palette: bool,
}

macro_rules! actions {
    ($( $variant:ident $name:literal [$($context:ident),+] $palette:literal $short:literal $title:literal $help:literal )+) => {
        /// Something that a key can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $( #[doc = $help] $variant, )+
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// What the table says of it.
            #[must_use]
            pub fn info(self) -> Info {
                match self {
                    $( Self::$variant => Info {
                        name: $name,
                        short: $short,
                        title: $title,
                        help: $help,
                        contexts: &[$( Context::$context ),+],
                        in_palette: $palette,
                    }, )+
                }
            }
        }
    };
}

actions! {
    // How things stand today.
    OpenCases "open_cases" [Today] true "cases" "The list of cases" "Every open case, what is due soonest first."
    OpenHere "open_here" [Today, Calendar] true "open" "Open it" "Open what is under the cursor: the cases that are counted, a case, a day."
    ShowUnread "show_unread" [Today] true "" "New, unread by you" "The open cases in which others wrote something since you last opened them."
    ShowCritical "show_critical" [Today] true "" "Critical cases" "The open cases that are critical."
    ShowOverdue "show_overdue" [Today] true "" "Overdue cases" "The cases in which an action, a review or a contact is overdue."
    ShowUntold "show_untold" [Today] true "" "Parents not told" "The cases in which parents have been neither told nor deliberately not."
    ShowEnding "show_ending" [Today] true "" "Sanctions ending" "The cases with a sanction that ends within a week."
    ShowLapsed "show_lapsed" [Today] true "" "Sanctions lapsed" "The cases with a sanction past its last day that nobody has ended."
    ShowAwaiting "show_awaiting" [Today] true "" "Awaiting an agency" "The cases that wait for an agency."
    ShowMine "show_mine" [Today] true "" "Your cases" "The open cases that you look after."
    OpenSanctions "open_sanctions" [Today, Contacts] true "sanctions" "Sanctions in force" "Every sanction in force, by class and child: what is past its end, what ends this week."
    OpenContacts "open_contacts" [Today, Sanctions] true "parents" "Parents to be reached" "Every child whose parents are still to be contacted, and the attempts so far."
    OpenCalendar "open_calendar" [Today] true "month" "The calendar" "What is due, day by day: contacts, sanctions, actions, reviews."
    SetTerms "set_terms" [Calendar] true "term dates" "Term dates" "Set the term dates of the school year that is shown."
    ThisDay "this_day" [Calendar] true "today" "Back to today" "Back to today in the calendar."

    // The list of cases.
    NewConcern "new_concern" [Cases, Today] true "new concern" "New concern" "Record a concern that has been reported."
    OpenCase "open_case" [Cases, Sanctions, Contacts] true "open" "Open the case" "Open the case under the cursor."
    Filter "filter" [Cases, Audit, Today] true "find" "Find in the list" "Narrow the list by typing: a name, a class, a reference, or keys such as year:5 and is:overdue."
    Search "search" [Today, Cases, Case] true "search" "Search every case" "Search as you type: references, names, clauses and the text of every case."
    Sort "sort" [Cases] true "sort" "Sort the list" "Sort the list by what is due, severity, owner and more; once more turns it round."
    Select "select" [Cases] true "select" "Select the case" "Select the case under the cursor, or let it go: then give, review or tag several in one act."
    SelectAll "select_all" [Cases, Filter] true "select all" "Select all that are shown" "Select every case that the list shows, or let them go."
    SetTags "tags" [Cases] true "tag" "Tag the cases" "Put tags on the selected cases, or on the one under the cursor, or take some off."
    TakeBack "take_back" [Cases] true "take it back" "Take the last act back" "Take an act on several cases back, before it is written."
    View1 "view_1" [Cases] false "" "Saved view 1" "The first saved view; Esc leaves it."
    View2 "view_2" [Cases] false "" "Saved view 2" "The second saved view."
    View3 "view_3" [Cases] false "" "Saved view 3" "The third saved view."
    View4 "view_4" [Cases] false "" "Saved view 4" "The fourth saved view."
    View5 "view_5" [Cases] false "" "Saved view 5" "The fifth saved view."
    View6 "view_6" [Cases] false "" "Saved view 6" "The sixth saved view."
    View7 "view_7" [Cases] false "" "Saved view 7" "The seventh saved view."
    View8 "view_8" [Cases] false "" "Saved view 8" "The eighth saved view."
    View9 "view_9" [Cases] false "" "Saved view 9" "The ninth saved view."
    KeepView "keep_view" [Cases] true "" "Keep it as a view" "Keep what narrows the list now as a view of your own, on a number key."
    Complete "complete" [Filter] false "complete" "Take the completion" "Put the first completion into the filter."
    ShowAll "show_all" [Cases] true "all/open" "Closed cases too, or open ones only" "Show closed cases as well, or open ones only."
    ResumeDraft "resume_draft" [Cases, Today] true "" "Take up a draft" "Go on with a form that was left unfinished."
    DropDraft "drop_draft" [Cases, Today] true "" "Throw a draft away" "Throw an unfinished form away, after a question."
    BackupNow "backup_now" [Cases, Today] true "" "Make a backup" "Make a backup now, encrypted to the recovery key."
    VerifyLog "verify_log" [Cases, Today] true "" "Check the whole log" "Check every entry and signature of the log."
    Drill "drill" [Cases, Today] true "" "Prove the newest backup" "Restore the newest backup in memory, and hold it against the log."
    OpenPeople "open_people" [Cases, Today] true "people" "People with a key" "Who has a key: let somebody in, change a role, your own passphrase."
    OpenAudit "open_audit" [Cases, Today] true "" "Who read what" "Unlockings, cases that were opened, and what left the vault."
    OpenReports "open_reports" [Cases, Today] true "drop box" "The drop box" "Reports from staff that wait to be made concerns of."
    Brief "brief" [Today, Cases] true "handover" "Your handover" "What is open with you on one page, the most pressing first."
    Cover "cover" [Today, Cases] true "" "Hand cases over for a while" "Let somebody look after another's cases for some days, and give them back."
    OpenSummary "open_summary" [Today, Cases] true "" "The termly summary" "What governors and others may read of a term: look at it, release it, save it."

    // The people with a key.
    Invite "invite" [People] true "let in" "Let somebody in" "Give somebody a key, with a one-time passphrase."
    InviteAgain "invite_again" [People] true "forgotten" "A forgotten passphrase" "Give whoever is under the cursor a new one-time passphrase."
    GiveRole "give_role" [People] true "role" "Another role" "Give whoever is under the cursor another role."
    RemovePerson "remove_person" [People] true "remove" "Remove somebody" "Take the key from whoever is under the cursor."
    OwnPassphrase "own_passphrase" [People] true "passphrase" "Your passphrase" "Choose another passphrase for yourself."
    KeyFile "key_file" [People] true "key file" "A key file" "Ask for a file on a memory stick beside your passphrase, or no longer."
    NewRecovery "new_recovery" [People] true "" "A new recovery key" "Make a new recovery key, when the old one is lost."
    SaveCard "save_card" [People] true "card" "The public card" "Write the card with which staff can seal reports to the school."

    // The drop box.
    OpenReport "open_report" [Reports] true "make a concern" "Make a concern of it" "Begin a concern with what the report says."
    SetAside "set_aside" [Reports] true "set aside" "Set it aside" "Make no concern of it; it is kept with your reason."

    // The locked vault.
    Recover "recover" [Unlock] true "recovery key" "Use the recovery key" "Let yourself in with the recovery key, and choose a new passphrase."

    // One case.
    AddNote "note" [Case] true "note" "Note" "Add a note to the case."
    AddAction "action" [Case] true "action" "Action" "Set something to do, or record what was done."
    ActionDone "action_done" [Case] true "done" "Action done" "Say that an action is done or not needed."
    AddContact "contact" [Case, Contacts] true "parents" "Parent contact" "Record contact with a parent, or that it is withheld."
    AddSanction "sanction" [Case] true "sanction" "Sanction" "Record a sanction: playtime, access, a device."
    SanctionState "sanction_state" [Case, Sanctions] true "lift" "Sanction served or lifted" "Say what became of a sanction."
    AddReferral "referral" [Case] true "refer" "Referral" "Record that an agency was asked or told."
    AddDecision "decision" [Case] true "decide" "Decision" "Record a decision, why, and what was rejected."
    SetReview "review" [Case, Cases] true "review" "Review date" "Say when to look at the case again."
    SetOwner "owner" [Case, Cases] true "owner" "Owner" "Give the case to somebody."
    SetStatus "status" [Case] true "status" "Status" "Set the status: open, monitoring, awaiting agency."
    SetSeverity "severity" [Case] true "severity" "Severity" "Judge the severity anew, with the reason."
    AddLink "link" [Case] true "link" "Link to another case" "Tie this case to another."
    Amend "amend" [Case] true "amend" "Amend an entry" "Correct an entry, with the reason; the first version stays."
    CloseCase "close_case" [Case] true "close" "Close the case" "Close it: outcome, rationale, the child's view, the parents."
    ReopenCase "reopen_case" [Case] true "reopen" "Reopen the case" "Open a closed case again, with the reason."
    PupilPage "pupil_page" [Case] true "pupil" "The pupil's page" "All cases of a pupil in this case, with sanctions and contacts."
    ClausePage "clause_page" [Case] true "" "The clause's page" "How often a clause of this case was touched, where and in which years."
    OtherCases "other_cases" [Case] true "" "Linked cases and the children's others" "Go to a case that is linked, or to another of one of the children."
    Fold "fold" [Case] true "" "Fold the entry" "Fold the entry under the cursor into one line, or open it again."
    FoldAll "fold_all" [Case] true "fold" "Fold every entry" "Fold every entry into one line, or open them all again."
    ReadAloud "read_aloud" [Case] true "" "As plain text" "The case as plain text from top to bottom, for a screen reader."
    NextCase "next_case" [Case] true "next" "Next case" "On to the next case of the list."
    PreviousCase "previous_case" [Case] true "previous" "Previous case" "Back to the case before it in the list."

    OpenChronology "chronology" [Case] true "" "A chronology for one child's file" "The case as one child's file may hold it, every other child masked; sealed into a file."
    // A chronology before it is written.
    ConfirmMasking "confirm_masking" [Chronology] true "confirm" "Confirm and write" "Confirm what is masked, and say where it is to be written, sealed."
    ToggleMasking "toggle_masking" [Chronology] true "mask or leave" "Mask the word or leave it" "Mask the word at the cursor, or leave it as it is."
    SameMasking "same_masking" [Chronology] true "all alike" "The same wherever it stands" "Say the same of every place where this word stands."
    NextDoubt "next_doubt" [Chronology] true "next in doubt" "Next word in doubt" "On to the next word of which nobody has said yet whether it is a name."
    AddMasking "add_masking" [Chronology] true "add a word" "Mask another word" "Mask a word or words that were not found, wherever they stand."
    AboutWhom "about_whom" [Chronology] true "whom" "About another child" "About the next pupil of the case, who then stays named."
    EveryCase "every_case" [Chronology] true "every case" "Every case of the child" "Every case of the child whom it is about, or the one again."
    // The termly summary.
    PreviousTerm "previous_term" [Summary] false "term before" "The term before" "The summary of the term before."
    NextTerm "next_term" [Summary] false "term after" "The term after" "The summary of the term after."
    OtherProfile "other_profile" [Summary] true "public/confidential" "For another reader" "For anybody, or with true counts for the headteacher and the link governor."
    Assurance "assurance" [Summary] true "assurance" "Write the assurance" "Training, filtering tests, agreements, lessons, parents, next steps."
    SaveSummary "save_summary" [Summary] true "save" "Save it as files" "Save it as Word, web page, CSV or Markdown; the first time a term is released by it."
    // Pages to read.
    FindPage "find_page" [Today, Cases, Case, Sheet] true "" "A pupil's or a clause's page" "Find a pupil or a clause by typing, and read their page."
    FollowLine "follow_line" [Sheet] true "open" "Open the case of the line" "Open the case that the line under the cursor is about."
    WriteBrief "write_brief" [Sheet] true "to a file" "Write it into a file" "Write the handover into a new file, sealed."

    // Forms.
    Save "save" [Form, Setup] true "save" "Save" "Check the form and save it; go on, while setting up."
    NextField "next_field" [Form, Setup, Unlock] false "next" "Next field" "On to the next field."
    PreviousField "previous_field" [Form, Setup, Unlock] false "" "Previous field" "Back to the field before."
    Accept "accept" [Form, Setup, Unlock, Menu, Filter, Choosing] false "choose" "Choose, or go on" "Take the line under the cursor, go on, or begin a new line in a long text."
    ChangeRole "change_role" [Concern] true "part" "Change the part" "Change the part of the person with the cursor, or added last: harmed, alleged, took part …"
    EditPerson "edit_person" [Concern] true "needs" "More about the person" "SEND or vulnerability of the person with the cursor, or added last, when relevant here; and their part."
    RemoveItem "remove_item" [Form] true "" "Take one out" "Take out the chosen one with the cursor, or the last of this field."
    Notices "notices" [Form] true "" "Read what the form says" "Everything that the form has to say now, in full."
    Cancel "cancel" [Form, Setup, Unlock, Menu, Filter, Choosing] false "leave" "Leave" "Clear what was typed to choose; else leave, after a question where anything was entered."

    // The concern form: one key for each field.
    FieldPeople "field_people" [Concern] true "" "Go to: people" "Who is in it, and in what part."
    FieldClauses "field_clauses" [Concern] true "" "Go to: clauses" "Which rules it touches."
    FieldWhen "field_when" [Concern] true "" "Go to: when" "When it happened."
    FieldHowKnown "field_how_known" [Concern] true "" "Go to: came to light" "How it came to light."
    FieldReporter "field_reporter" [Concern] true "" "Go to: reporter" "Who reported it."
    FieldJob "field_job" [Concern] true "" "Go to: reporter's job" "What the reporter does."
    FieldWhere "field_where" [Concern] true "" "Go to: where" "Where it happened."
    FieldOnWhat "field_on_what" [Concern] true "" "Go to: on what" "On which devices, accounts or apps."
    FieldApp "field_app" [Concern] true "" "Go to: app or site" "Which app or site."
    FieldAccount "field_account" [Concern] true "" "Go to: account" "What happened, as fact."
    FieldQuestion "field_question" [Concern] true "" "Go to: question asked" "The question the child was asked."
    FieldChildsWords "field_childs_words" [Concern] true "" "Go to: child's words" "The child's own words."
    FieldSeen "field_seen" [Concern] true "" "Go to: seen" "What was seen of the child."
    FieldDevice "field_device" [Concern] true "" "Go to: device kept" "Where a device with imagery is kept."
    FieldCategory "field_category" [Concern] true "" "Go to: category" "Which of the 4Cs."
    FieldSeverity "field_severity" [Concern] true "" "Go to: severity" "How severe it is."
    FieldTold "field_told" [Concern] true "" "Go to: told already" "Who has been told already."
    FieldParents "field_parents" [Concern] true "" "Go to: parents" "Whether the parents are to be contacted."
    FieldParentsNext "field_parents_next" [Concern] true "" "Go to: parents by, or the reason" "By when the parents are to be contacted, or why they are not."
    FieldActionNow "field_action_now" [Concern] true "" "Go to: done at once" "What was done at once."
    FieldOpinion "field_opinion" [Concern] true "" "Go to: opinion" "Your professional opinion."
    FieldOwner "field_owner" [Concern] true "" "Go to: owner" "Who looks after the case."
    FieldReview "field_review" [Concern] true "" "Go to: review" "When to look at it again."
    FieldLinked "field_linked" [Concern] true "" "Go to: linked cases" "Which cases belong with it."
    FieldFile "field_file" [Concern] true "" "Go to: child-protection file" "The main file's reference."
    FieldInPerson "field_in_person" [Concern] true "" "Go to: told in person" "Whether you were told in person."
    FieldReported "field_reported" [Concern] true "" "Go to: reported" "When you were told, if not now."
    FieldLate "field_late" [Concern] true "" "Go to: why late" "Why it is recorded on a later day."

    // Moving about.
    Up "up" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Today, Sanctions, Contacts, Calendar, Form, Setup, Unlock, Menu, Filter, Choosing] false "" "Up" "One line up."
    Down "down" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Today, Sanctions, Contacts, Calendar, Form, Setup, Unlock, Menu, Filter, Choosing] false "" "Down" "One line down."
    PageUp "page_up" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Sanctions, Contacts, Calendar, Form, Menu, Filter] false "" "Page up" "One screen up."
    PageDown "page_down" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Sanctions, Contacts, Calendar, Form, Menu, Filter] false "" "Page down" "One screen down."
    First "first" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Today, Sanctions, Contacts, Calendar] false "" "First" "To the first line."
    Last "last" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Today, Sanctions, Contacts, Calendar] false "" "Last" "To the last line."
    Back "back" [Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Sanctions, Contacts, Calendar, Reading] false "back" "Back" "Back to where you came from; in the list, one step wider."

    // Editing text.
    Left "left" [Today, Calendar, Form, Setup, Unlock, Menu, Filter] false "" "Left" "One character, or one place, to the left."
    Right "right" [Today, Calendar, Form, Setup, Unlock, Menu, Filter] false "" "Right" "One character, or one place, to the right."
    WordLeft "word_left" [Form, Setup, Unlock, Menu, Filter] false "" "Word left" "One word left."
    WordRight "word_right" [Form, Setup, Unlock, Menu, Filter] false "" "Word right" "One word right."
    LineStart "line_start" [Form, Setup, Unlock, Menu, Filter] false "" "Line start" "To the start of the line."
    LineEnd "line_end" [Form, Setup, Unlock, Menu, Filter] false "" "Line end" "To the end of the line."
    Backspace "backspace" [Form, Setup, Unlock, Menu, Filter] false "" "Backspace" "Delete to the left; in an empty choice, take the last one out."
    Delete "delete" [Form, Setup, Unlock, Menu, Filter] false "" "Delete" "Delete to the right."
    DeleteWordBack "delete_word_back" [Form, Setup, Unlock, Menu, Filter] false "" "Delete word" "Delete the word to the left."
    DeleteWordForward "delete_word_forward" [Form, Setup, Unlock, Menu, Filter] false "" "Delete word right" "Delete the word to the right."
    ClearLine "clear_line" [Form, Setup, Unlock, Menu, Filter] false "" "Clear the line" "Delete to the start of the line."
    Undo "undo" [Form, Setup] true "undo" "Undo" "Take back the last change of this text."
    Redo "redo" [Form, Setup] true "" "Redo" "Make it again."

    // Questions.
    Yes "yes" [Confirm] false "yes" "Yes" "Yes, do it."
    No "no" [Confirm] false "no" "No" "No, stay here."

    // Everywhere.
    Help "help" [Global, Cases, People, Audit, Reports, Case, Chronology, Summary, Sheet, Today, Sanctions, Contacts, Calendar] true "help" "Help" "Every key that works here; type to search, Enter runs the line."
    Palette "palette" [Global] false "menu" "Do something by name" "Everything that can be done here, by name."
    BlankScreen "blank_screen" [Global] true "blank" "Blank the screen" "Blank the screen at once; any key brings it back."
    Lock "lock" [Global] true "lock" "Lock" "Lock the vault; what was typed is kept, sealed."
    InitialsMode "initials_mode" [Global] true "" "Initials instead of names" "Show initials instead of names, or names again."
    ChangeColours "change_colours" [Global] true "" "Change the colours" "Go on to the next colours: dark, light, high contrast, none at all."
    Redraw "redraw" [Global] true "" "Draw the screen anew" "Draw the screen anew."
    Suspend "suspend" [Cases, Case, Chronology, Summary, Sheet, Today] true "" "To the shell and back" "Leave the terminal to the shell; fg comes back."
    Quit "quit" [Global, Cases, Today] true "quit" "Close Daybook" "Close Daybook, after a question."
}

impl Action {
    /// The action of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.info().name == name)
    }
}
