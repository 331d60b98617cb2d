//! The worker's work on people and keys.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::{Held, Strongroom};
use crate::app::message::{Answer, PeopleChange};
use crate::domain::passphrase::good_enough;
use crate::runtime::Outbox;
use crate::session::founding::keep_new_file;
use crate::session::{Changed, Complaint, Room, Session, Unlocking};
use crate::vault::{KeyFile, RecoveryFile, Role};

impl Strongroom {
    pub(super) fn people(&mut self, change: PeopleChange, now: DateTime<FixedOffset>) -> Answer {
        let work = self.work;
        let session = match self.open() {
            Ok(session) => session,
            Err(locked) => return Answer::PeopleFailed(locked),
        };
        let was_invited = session.is_invited();
        let done = match change {
            PeopleChange::Invite {
                name,
                role,
                recovery,
            } => recovery_key(&recovery)
                .and_then(|key| session.invite(&name, named(&role)?, key.as_ref(), now, work)),
            PeopleChange::InviteAgain { person, recovery } => recovery_key(&recovery)
                .and_then(|key| session.invite_again(&person, key.as_ref(), now, work)),
            PeopleChange::GiveRole {
                person,
                role,
                recovery,
            } => recovery_key(&recovery)
                .and_then(|key| session.give_role(&person, named(&role)?, key.as_ref(), now)),
            PeopleChange::Remove { person, recovery } => recovery_key(&recovery)
                .and_then(|key| session.remove_person(&person, key.as_ref(), now)),
            PeopleChange::OwnPassphrase(passphrase) => session
                .choose_passphrase(&passphrase, now, work)
                .map(|entries| Changed {
                    entries,
                    say: vec!["Your passphrase is changed.".to_owned()],
                    invited: None,
                }),
            PeopleChange::KeyFile { path, passphrase } => {
                key_file_changed(session, &path, &passphrase, work)
            }
            PeopleChange::NewRecovery(path) => new_recovery(session, &path, now),
        };
        match done {
            Err(complaint) => Answer::PeopleFailed(complaint.to_string()),
            // Keys of one's own are made: now the log is there to be read.
            Ok(_) if was_invited => self.open_after_invitation(now),
            Ok(changed) => Answer::PeopleChanged {
                entries: changed.entries,
                say: changed.say,
                one_time: changed.invited.map(|one| (one.name, one.passphrase)),
            },
        }
    }

    fn open_after_invitation(&mut self, now: DateTime<FixedOffset>) -> Answer {
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Open(mut session) => {
                session.begin(now);
                self.opened(*session, false, now)
            }
            other => {
                self.held = other;
                Answer::UnlockFailed("The vault is locked. Unlock it again.".to_owned())
            }
        }
    }

    /// Lets somebody in with the recovery key, and opens the vault for them.
    pub(super) fn recover(
        &mut self,
        person: &str,
        recovery: &str,
        passphrase: &Zeroizing<String>,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        let key = match recovery_key(recovery) {
            Ok(Some(key)) => key,
            Ok(None) => return Answer::UnlockFailed("There is no recovery key.".to_owned()),
            Err(complaint) => return Answer::UnlockFailed(complaint.to_string()),
        };
        let room = match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Locked(room) => room,
            Held::Nothing => match Room::open(self.folders.clone()) {
                Ok(room) => room,
                Err(complaint) => return Answer::UnlockFailed(complaint.to_string()),
            },
            other => {
                self.held = other;
                return Answer::UnlockFailed("The vault is open already.".to_owned());
            }
        };
        let name = room
            .people()
            .into_iter()
            .find(|one| one.id == person)
            .map(|one| one.name);
        if let Err(why) = good_enough(passphrase, &[&name.unwrap_or_default()]) {
            self.held = Held::Locked(room);
            return Answer::UnlockFailed(why);
        }
        let mut session = match room.recover(&key, now, &mut |_, _| {}) {
            Ok(session) => session,
            Err(refused) => return self.refused(*refused),
        };
        let let_in = session.let_in_again(person, passphrase, now, self.work);
        let (room, failed) = session.lock(now);
        self.held = Held::Locked(room);
        if let Err(complaint) = let_in {
            return Answer::UnlockFailed(complaint.to_string());
        }
        drop(failed); // the next lock makes the backup again, and says if it cannot
        let with = Unlocking {
            person: person.to_owned(),
            passphrase: passphrase.clone(),
            key_file: None,
            now,
        };
        self.unlock(with, outbox)
    }

    pub(super) fn save_card(&mut self, path: &str) -> Answer {
        let written = self
            .open()
            .map_err(|locked| Complaint::failed(locked, ""))
            .and_then(|session| {
                let card = session.card();
                keep_new_file("The card", &card.text()?, Path::new(path))?;
                Ok(card.fingerprint())
            });
        match written {
            Ok(fingerprint) => Answer::Written(format!(
                "The card is in {path} ({fingerprint}). With `daybook report` it seals reports to this school, and reads nothing."
            )),
            Err(complaint) => Answer::BackupFailed(complaint.to_string()),
        }
    }
}

fn named(role: &str) -> Result<Role, Complaint> {
    Role::by_id(role).ok_or_else(|| Complaint::failed("There is no such role", "Choose one."))
}

/// The recovery key that somebody typed, or whose file they named; none where nothing was typed.
fn recovery_key(text: &str) -> Result<Option<RecoveryFile>, Complaint> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let key = if text.to_uppercase().starts_with("AGE-SECRET-KEY-") {
        RecoveryFile::parse(text)?
    } else {
        RecoveryFile::parse(&read(text, "recovery key")?)?
    };
    Ok(Some(key))
}

/// The key file at a path; none for an empty one.
pub(super) fn key_file(path: &str) -> Result<Option<KeyFile>, Complaint> {
    match path.trim() {
        "" => Ok(None),
        path => Ok(Some(KeyFile::parse(&read(path, "key file")?)?)),
    }
}

fn read(path: &str, what: &str) -> Result<Zeroizing<String>, Complaint> {
    std::fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|error| {
            Complaint::failed(
                format!("The {what} {path} cannot be read: {error}"),
                "Look whether the memory stick is in, and the path right.",
            )
        })
}

fn key_file_changed(
    session: &mut Session,
    path: &str,
    passphrase: &str,
    work: crate::vault::WorkFactor,
) -> Result<Changed, Complaint> {
    let path = path.trim();
    let wanted = !path.is_empty();
    session.choose_key_file(wanted, passphrase, work, &mut |text| {
        keep_new_file("The key file", text, Path::new(path))
    })?;
    let say = match wanted {
        true => format!(
            "From now on unlocking asks for {path} as well. Keep it on a memory stick of your own, and keep a second copy in the safe."
        ),
        false => "No key file is asked for any more.".to_owned(),
    };
    Ok(Changed {
        say: vec![say],
        ..Changed::default()
    })
}

fn new_recovery(
    session: &mut Session,
    path: &str,
    now: DateTime<FixedOffset>,
) -> Result<Changed, Complaint> {
    let path = path.trim();
    let entries = session.replace_recovery(now, &mut |text| {
        keep_new_file("The recovery key", text, Path::new(path))
    })?;
    Ok(Changed {
        entries,
        say: vec![
            format!("The new recovery key is in {path}. Print it, put it into the school's safe, then delete the file."),
            "The old one opens nothing that is recorded or backed up from now on. What it could open before it still can, wherever a copy is.".to_owned(),
        ],
        invited: None,
    })
}
