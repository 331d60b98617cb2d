//! The pages about who has a key, and what opens with which.

use zeroize::Zeroizing;

use super::{Page, PageKind, sure};
use crate::app::action::Action;
use crate::app::form::{Choice, Field, Picker};
use crate::domain::people::{Author, may_let_in, role_words};

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
