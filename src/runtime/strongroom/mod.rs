//! The worker's side: it alone holds the vault and its keys.

mod leaving;
mod people;
mod summary;

use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;

use chrono::{DateTime, FixedOffset};

use super::Outbox;
use crate::app::message::{Answer, Effect, Founding, OpenedVault};
use crate::domain::report::DropBox;
use crate::domain::search::Index;
use crate::domain::vocabulary::Vocabulary;
use crate::session::founding::{Founded, Plan, found, keep_recovery};
use crate::session::{Complaint, Folders, Kind, Room, Session, Unlocking, demo, findings, look};
use crate::vault::{Role, WorkFactor};

/// Something to do, and when it was asked.
pub struct Job {
    /// What.
    pub effect: Effect,
    /// When.
    pub now: DateTime<FixedOffset>,
}

/// What the worker keeps between jobs.
enum Held {
    Nothing,
    /// A vault in memory, until its recovery key is kept; with the passphrase that opens it.
    Founded(Box<Founded>, zeroize::Zeroizing<String>),
    Locked(Room),
    Open(Box<Session>),
}

/// The vault and its keys.
pub struct Strongroom {
    folders: Folders,
    work: WorkFactor,
    held: Held,
    demo: bool,
    /// A job is under way; still so at the next one if a fault cut it short.
    busy: bool,
}

fn not_kept(what: &str, why: &dyn std::fmt::Display) -> Answer {
    Answer::NotKept(format!("The {what} could not be kept: {why}"))
}

/// Every case of the log, to be searched.
fn read_for_search(session: &Session) -> Index {
    let school = session.school();
    let own = school.vocabulary.as_deref();
    let own = own.and_then(|text| Vocabulary::parse(text).ok());
    let words = own.as_ref().unwrap_or_else(|| Vocabulary::shipped());
    let cores = available_parallelism().map_or(1, NonZero::get);
    Index::of(school, words, cores)
}

impl Strongroom {
    /// A strongroom over a vault that is there, or over none yet.
    #[must_use]
    pub fn new(folders: Folders, work: WorkFactor, room: Option<Room>) -> Self {
        Self {
            folders,
            work,
            held: room.map_or(Held::Nothing, Held::Locked),
            demo: false,
            busy: false,
        }
    }

    /// Does one job.
    pub fn work(&mut self, job: Job, outbox: &Outbox<Answer>) -> Answer {
        // After a fault nothing that was held is trusted: the files are closed and opened anew.
        if std::mem::replace(&mut self.busy, true) {
            self.held = Held::Nothing;
        }
        let before = self.fingerprint();
        let answer = self.answer(job, outbox);
        if let (Some(before), Some(now)) = (before, self.fingerprint())
            && before != now
        {
            outbox.send(Answer::Fingerprint(now));
        }
        self.busy = false;
        answer
    }

    fn answer(&mut self, job: Job, outbox: &Outbox<Answer>) -> Answer {
        let now = job.now;
        match job.effect {
            Effect::Generate(founding) => self.generate(&founding, now),
            Effect::KeepRecovery(path) => self.keep_recovery(&path),
            Effect::Found => self.found(now, outbox),
            Effect::Abandon => {
                self.held = Held::Nothing;
                self.demo = false;
                Answer::Done
            }
            Effect::Unlock {
                person,
                passphrase,
                key_file,
            } => match people::key_file(&key_file) {
                Ok(key_file) => {
                    let with = Unlocking {
                        person,
                        passphrase,
                        key_file,
                        now,
                    };
                    self.unlock(with, outbox)
                }
                Err(complaint) => Answer::KeyFileNeeded(complaint.to_string()),
            },
            Effect::Recover {
                person,
                recovery,
                passphrase,
            } => self.recover(&person, &recovery, &passphrase, now, outbox),
            Effect::People(change) => self.people(*change, now),
            Effect::NoteOpened(cases) => {
                match self.open().map(|session| session.note_opened(now, &cases)) {
                    Ok(Ok(entries)) => Answer::Noted(entries),
                    Ok(Err(complaint)) => Answer::NoteFailed(complaint.to_string()),
                    Err(locked) => Answer::NoteFailed(locked),
                }
            }
            Effect::LookInDropBox => match self.open() {
                Ok(session) => Answer::Reports(session.waiting_reports()),
                Err(_) => Answer::Reports(DropBox::default()),
            },
            Effect::ReadForSearch => match self.open() {
                Ok(session) => Answer::Searchable(Box::new(read_for_search(session))),
                Err(_) => Answer::Done,
            },
            Effect::Drill => self.drill(now),
            Effect::SaveCard(path) => self.save_card(&path),
            Effect::SaveChronology {
                chronology,
                path,
                to,
                passphrase,
            } => {
                let to = leaving::handed_to(&to, passphrase);
                self.hand_out(&chronology, path.as_ref(), to, now, outbox)
            }
            Effect::Summarise(asked) => self.summarise(asked, now, outbox),
            Effect::SaveSummary(summary) => self.save_summary(*summary, now, outbox),
            Effect::TakeOut(taken) => self.take_out(*taken, now, outbox),
            Effect::Demo => self.open_demo(now, outbox),
            Effect::Append { facts, purpose } => match self.open() {
                Ok(session) => match session.append(now, facts) {
                    Ok(entries) => Answer::Appended { entries, purpose },
                    // Of a damaged log nothing is saved, however often it is opened.
                    Err(complaint) if complaint.kind == Kind::Damaged => {
                        Answer::AppendFailed(complaint.to_string())
                    }
                    // After a failed write the files answer only once they were opened anew.
                    Err(complaint) => Answer::AppendFailed(format!(
                        "{complaint} What you typed is still here: lock and unlock before you save again."
                    )),
                },
                Err(locked) => Answer::AppendFailed(locked),
            },
            Effect::SaveDraft(slot, bytes) => match self.open().map(|s| s.save_draft(slot, &bytes))
            {
                Ok(Ok(())) => Answer::DraftSaved,
                Ok(Err(complaint)) => Answer::DraftFailed(complaint.to_string()),
                Err(locked) => Answer::DraftFailed(locked),
            },
            Effect::DropDraft(slot) => match self.open().map(|s| s.drop_draft(slot)) {
                Ok(Ok(())) => Answer::Done,
                Ok(Err(complaint)) => Answer::DraftFailed(complaint.to_string()),
                Err(locked) => Answer::DraftFailed(locked),
            },
            Effect::RememberLook(name) => match look::remember(&self.folders.state, &name) {
                Ok(()) => Answer::Done,
                Err(error) => not_kept("choice of colours", &error),
            },
            Effect::SaveViews(bytes) => match self.open().map(|s| s.save_views(&bytes)) {
                Ok(Ok(())) => Answer::Done,
                Ok(Err(complaint)) => not_kept("view", &complaint),
                Err(locked) => not_kept("view", &locked),
            },
            Effect::SaveAssurance(bytes) => {
                let bytes = bytes.as_deref().map(Vec::as_slice);
                match self.open().map(|s| s.save_assurance(bytes)) {
                    Ok(Ok(())) => Answer::Done,
                    Ok(Err(complaint)) => not_kept("assurance", &complaint),
                    Err(locked) => not_kept("assurance", &locked),
                }
            }
            Effect::Backup => self.backup(now),
            Effect::Verify => self.verify(outbox),
            Effect::AcceptLog => match self.open().map(Session::accept) {
                Ok(Ok(())) => Answer::LogAccepted,
                Ok(Err(complaint)) => Answer::LogNotAccepted(complaint.to_string()),
                Err(locked) => Answer::LogNotAccepted(locked),
            },
            Effect::Lock => self.lock(now),
            Effect::Quit => self.close(now),
            Effect::Suspend | Effect::Redraw => Answer::Done,
        }
    }

    /// The open log's fingerprint.
    fn fingerprint(&self) -> Option<String> {
        match &self.held {
            Held::Open(session) => Some(session.fingerprint()),
            _ => None,
        }
    }

    /// Where the vault is, or would be.
    fn folder(&self) -> PathBuf {
        self.folders.vault.clone().unwrap_or_default()
    }

    fn open(&mut self) -> Result<&mut Session, String> {
        match &mut self.held {
            Held::Open(session) => Ok(session),
            _ => Err("The vault is locked. Unlock it and try again.".to_owned()),
        }
    }

    fn generate(&mut self, founding: &Founding, now: DateTime<FixedOffset>) -> Answer {
        let role = match founding.role.as_str() {
            "headteacher" => Role::Headteacher,
            "deputy" => Role::Deputy,
            _ => Role::Dsl,
        };
        let plan = Plan {
            school: &founding.school,
            name: &founding.name,
            role,
            policy: &founding.policy,
            passphrase: &founding.passphrase,
        };
        match found(&plan, self.work, now) {
            Ok(founded) => {
                let key = founded.recovery.text();
                self.held = Held::Founded(Box::new(founded), founding.passphrase.clone());
                Answer::Generated(key)
            }
            Err(complaint) => Answer::FoundingFailed(complaint.to_string()),
        }
    }

    fn keep_recovery(&mut self, path: &str) -> Answer {
        let Held::Founded(founded, _) = &self.held else {
            return Answer::FoundingFailed("There is no key to keep.".to_owned());
        };
        // Where it is must be plain to whoever looks for it in years to come.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
        match keep_recovery(&founded.recovery, &path) {
            Ok(()) => Answer::RecoveryKept(path.display().to_string()),
            Err(complaint) => Answer::FoundingFailed(complaint.to_string()),
        }
    }

    fn found(&mut self, now: DateTime<FixedOffset>, outbox: &Outbox<Answer>) -> Answer {
        let Held::Founded(founded, passphrase) = &self.held else {
            return Answer::FoundingFailed("There is no vault to write.".to_owned());
        };
        let with = Unlocking {
            person: founded.person.clone(),
            passphrase: passphrase.clone(),
            key_file: None,
            now,
        };
        let written = founded
            .write(&self.folder())
            .and_then(|()| Room::open(self.folders.clone()));
        match written {
            Ok(room) => {
                self.held = Held::Locked(room);
                self.unlock(with, outbox)
            }
            Err(complaint) => Answer::FoundingFailed(complaint.to_string()),
        }
    }

    fn unlock(&mut self, mut with: Unlocking, outbox: &Outbox<Answer>) -> Answer {
        if let Held::Locked(room) = &self.held
            && !room.is_sound()
        {
            self.held = Held::Nothing;
        }
        let room = match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Locked(room) => room,
            // After a failed write or a fault the files may have been left: they are opened anew.
            Held::Nothing => match Room::open(self.folders.clone()) {
                Ok(room) => room,
                Err(complaint) => return Answer::UnlockFailed(complaint.to_string()),
            },
            other => {
                self.held = other;
                return Answer::UnlockFailed("The vault is open already.".to_owned());
            }
        };
        let mut progress = |done, of| {
            outbox.send(Answer::Progress {
                what: "Reading the log",
                done,
                of,
            });
        };
        // Nobody was ever told a passphrase of the invented school.
        let demo = self.demo;
        if demo {
            demo::PASSPHRASE.clone_into(&mut with.passphrase);
        }
        match room.unlock(&with, &mut progress) {
            Ok(session) => self.opened(session, demo, with.now),
            Err(refused) => self.refused(*refused),
        }
    }

    fn refused(&mut self, (room, complaint): (Option<Room>, Complaint)) -> Answer {
        self.held = room.map_or(Held::Nothing, Held::Locked);
        match complaint.kind {
            Kind::KeyFile => Answer::KeyFileNeeded(complaint.to_string()),
            Kind::Passphrase => Answer::WrongPassphrase(complaint.to_string()),
            _ => Answer::UnlockFailed(complaint.to_string()),
        }
    }

    fn opened(&mut self, mut session: Session, demo: bool, now: DateTime<FixedOffset>) -> Answer {
        if session.is_invited() {
            let name = session.me().name;
            self.held = Held::Open(Box::new(session));
            return Answer::Invited { name };
        }
        let mut notices = std::mem::take(&mut session.notices);
        let found = session.drafts().unwrap_or_else(|complaint| {
            notices.push(complaint.to_string());
            Vec::new()
        });
        let drafts = found
            .into_iter()
            .map(|(slot, draft)| {
                let bytes = draft.map_err(|complaint| notices.push(complaint.to_string()));
                (slot, bytes.ok())
            })
            .collect();
        let views = session.views().unwrap_or_else(|complaint| {
            notices.push(complaint.to_string());
            None
        });
        let assurance = session.assurance().unwrap_or_else(|complaint| {
            notices.push(complaint.to_string());
            None
        });
        let opened = OpenedVault {
            school: session.school().clone(),
            me: session.me(),
            drafts,
            drop_box: session.waiting_reports(),
            views,
            assurance,
            wound: session.wound().map(|wound| wound.to_string()),
            last_backup: session.last_backup(now),
            has_key_file: session.has_key_file(),
            notices,
            doubt: session.doubt().map(str::to_owned),
            fingerprint: session.fingerprint(),
            demo,
        };
        self.demo = demo;
        self.held = Held::Open(Box::new(session));
        Answer::Opened(Box::new(opened))
    }

    fn open_demo(&mut self, now: DateTime<FixedOffset>, outbox: &Outbox<Answer>) -> Answer {
        let mut progress = |done, of| {
            outbox.send(Answer::Progress {
                what: "Inventing a school",
                done,
                of,
            });
        };
        match demo::open_in_memory(now, &mut progress) {
            Ok(session) => self.opened(session, true, now),
            Err(complaint) => Answer::FoundingFailed(complaint.to_string()),
        }
    }

    fn backup(&mut self, now: DateTime<FixedOffset>) -> Answer {
        if self.demo {
            return Answer::BackedUp("The demo school is not kept, so there is no backup.".into());
        }
        match self.open().map(|session| session.backup(now)) {
            Ok(Ok(files)) => {
                let files: Vec<_> = files.iter().map(|f| f.display().to_string()).collect();
                Answer::BackedUp(format!("Backup made: {}", files.join(" and ")))
            }
            Ok(Err(complaint)) => Answer::BackupFailed(complaint.to_string()),
            Err(locked) => Answer::BackupFailed(locked),
        }
    }

    fn drill(&mut self, now: DateTime<FixedOffset>) -> Answer {
        if self.demo {
            return Answer::BackedUp("The demo school is not kept, so there is no backup.".into());
        }
        match self.open().map(|session| session.drill(now)) {
            Ok(Ok((words, entries))) => Answer::Drilled { words, entries },
            Ok(Err(complaint)) => Answer::BackupFailed(complaint.to_string()),
            Err(locked) => Answer::BackupFailed(locked),
        }
    }

    fn verify(&mut self, outbox: &Outbox<Answer>) -> Answer {
        let session = match self.open() {
            Ok(session) => session,
            Err(locked) => return Answer::BackupFailed(locked),
        };
        let of = session.tip().seq;
        let report = session.verify(None, &mut |done| {
            outbox.send(Answer::Progress {
                what: "Checking the log",
                done,
                of,
            });
        });
        let mut lines = findings::in_words(&report);
        lines.extend(session.remarks());
        Answer::Verified {
            ok: report.is_whole(),
            lines,
        }
    }

    fn lock(&mut self, now: DateTime<FixedOffset>) -> Answer {
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Open(session) => {
                let (room, failed) = session.lock(now);
                self.held = Held::Locked(room);
                match failed {
                    Some(complaint) => Answer::BackupFailed(format!("Locked. {complaint}")),
                    None => Answer::Locked,
                }
            }
            other => {
                self.held = other;
                Answer::Locked
            }
        }
    }

    fn close(&mut self, now: DateTime<FixedOffset>) -> Answer {
        let closed: Result<(), Complaint> = match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Open(session) => session.close(now),
            Held::Locked(room) => room.close().map_err(Complaint::from),
            Held::Founded(..) | Held::Nothing => Ok(()),
        };
        // There is no screen left to say it on: the shell's is used once the terminal is back.
        if let Err(complaint) = closed {
            super::last_words(&complaint.to_string());
        }
        Answer::Locked
    }
}
