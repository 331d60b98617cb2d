//! The people of a vault: letting in, changing, removing; passphrases, key files and the recovery key.

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::complaint::Complaint;
use super::founding::{id_for, plain};
use super::working::Session;
use crate::domain::entry::Entry;
use crate::domain::passphrase::good_enough;
use crate::domain::people::Author;
use crate::domain::rows::Thing;
use crate::domain::words::name_key;
use crate::vault::{
    Card, KeyFile, Making, NewPerson, Open, RecoveryFile, Role, VaultError, WorkFactor,
    one_time_passphrase,
};

/// What came of a change: what was written, and what there is to know and do now.
#[derive(Default)]
pub struct Changed {
    /// The entries.
    pub entries: Vec<(u64, Entry)>,
    /// Sentences.
    pub say: Vec<String>,
    /// Who was let in, and what they are to be given.
    pub invited: Option<Invited>,
}

/// Somebody who has been let in, and what they are to be given.
pub struct Invited {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// It opens their slot once, until they have chosen a passphrase of their own.
    pub passphrase: Zeroizing<String>,
}

/// When and how hard: what every change of slots asks for.
fn making(now: DateTime<FixedOffset>, work: WorkFactor) -> Making {
    Making { at: now, work }
}

impl Session {
    /// Lets somebody in with a one-time passphrase. The recovery key lets in whom we cannot.
    ///
    /// # Errors
    /// When the name is taken or empty, or the role is not ours to give.
    pub fn invite(
        &mut self,
        name: &str,
        role: Role,
        recovery: Option<&RecoveryFile>,
        now: DateTime<FixedOffset>,
        work: WorkFactor,
    ) -> Result<Changed, Complaint> {
        let name = plain("person", name)?;
        let taken = |one: &Author| name_key(&one.name) == name_key(&name);
        if self.school().people.iter().any(taken) {
            return Err(Complaint::failed(
                format!("{name} has a key already"),
                "Where a passphrase is forgotten, give them a new one instead. Two people of one name need something to tell them apart.",
            ));
        }
        let id = self.free_id(&name);
        let passphrase = one_time_passphrase();
        let new = NewPerson {
            id: id.clone(),
            name: name.clone(),
            role,
            passphrase: passphrase.clone(),
        };
        let invited = Invited {
            id,
            name,
            passphrase,
        };
        let ((), entries) =
            self.change_people(recovery, |vault| vault.admit(new, making(now, work)))?;
        Ok(Changed {
            entries,
            invited: Some(invited),
            ..Changed::default()
        })
    }

    /// An id that nobody has or had.
    fn free_id(&self, name: &str) -> String {
        let school = self.school();
        let known = |id: &str| {
            let mut everybody = school.people.iter().chain(&school.former);
            everybody.any(|person| person.id == id)
        };
        let plain = id_for(name);
        let short: String = plain.chars().take(28).collect();
        std::iter::once(plain.clone())
            .chain((2..).map(|n| format!("{short}-{n}")))
            .find(|id| !known(id))
            .unwrap_or(plain)
    }

    /// Gives somebody who has forgotten their passphrase a one-time one.
    ///
    /// # Errors
    /// When nobody has that name, or their role is not ours to give.
    pub fn invite_again(
        &mut self,
        person: &str,
        recovery: Option<&RecoveryFile>,
        now: DateTime<FixedOffset>,
        work: WorkFactor,
    ) -> Result<Changed, Complaint> {
        let person = self.person_called(person)?;
        if person.id == self.me().id {
            return Err(Complaint::failed(
                "That is you",
                "Change your own passphrase instead.",
            ));
        }
        let passphrase = one_time_passphrase();
        let ((), entries) = self.change_people(recovery, |vault| {
            vault.readmit(&person.id, &passphrase, true, making(now, work))
        })?;
        let invited = Invited {
            id: person.id,
            name: person.name,
            passphrase,
        };
        Ok(Changed {
            entries,
            invited: Some(invited),
            ..Changed::default()
        })
    }

    /// Removes somebody.
    ///
    /// # Errors
    /// When nobody has that name, they are not ours to remove, or the last of their role.
    pub fn remove_person(
        &mut self,
        person: &str,
        recovery: Option<&RecoveryFile>,
        now: DateTime<FixedOffset>,
    ) -> Result<Changed, Complaint> {
        let person = self.person_called(person)?;
        let ((), entries) = self.change_people(recovery, |vault| vault.remove(&person.id, now))?;
        let mut say = vec![
            format!(
                "{} is removed. What is recorded from now on is sealed to new keys, which they do not have.",
                person.name
            ),
            "What they could read until now they could have kept: a copy of the vault or a backup, and their passphrase. `daybook rekey` seals the past anew on this disk; it cannot reach a copy elsewhere.".to_owned(),
            "Hand out the public card anew (`daybook card`): reports sealed with the old one could still be opened by them.".to_owned(),
        ];
        let owner = Thing::Person(person.id.clone());
        let owner = self.school().cases.things().number_of(&owner);
        let theirs = self
            .school()
            .cases
            .rows()
            .filter(|row| row.status.is_open() && Some(row.owner) == owner)
            .count();
        if theirs > 0 {
            say.push(format!(
                "They look after {theirs} open {}: give each to somebody.",
                if theirs == 1 { "case" } else { "cases" }
            ));
        }
        Ok(Changed {
            entries,
            say,
            invited: None,
        })
    }

    /// Gives somebody another role.
    ///
    /// # Errors
    /// As [`Session::remove_person`], and when the new role is not ours to give.
    pub fn give_role(
        &mut self,
        person: &str,
        role: Role,
        recovery: Option<&RecoveryFile>,
        now: DateTime<FixedOffset>,
    ) -> Result<Changed, Complaint> {
        let person = self.person_called(person)?;
        let was_head = person.role == Role::Headteacher.id();
        let ((), entries) =
            self.change_people(recovery, |vault| vault.give_role(&person.id, role, now))?;
        let mut say = vec![format!("{} is now {}.", person.name, role.title())];
        if was_head && role != Role::Headteacher {
            say.push(
                "What is sealed to the headteacher from now on they cannot open. What they could read until now they could have kept."
                    .to_owned(),
            );
        }
        Ok(Changed {
            entries,
            say,
            invited: None,
        })
    }

    /// Changes the passphrase of whoever unlocked. After an invitation new keys are made as well.
    ///
    /// # Errors
    /// When the passphrase is too weak, or it could not be written.
    pub fn choose_passphrase(
        &mut self,
        passphrase: &str,
        now: DateTime<FixedOffset>,
        work: WorkFactor,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        let me = self.me();
        good_enough(passphrase, &[&me.name, &self.school().name])
            .map_err(|why| Complaint::failed(why, "Nothing has been changed."))?;
        if self.is_invited() {
            if self.ledger().vault().is_mine(passphrase).is_ok() {
                return Err(Complaint::failed(
                    "That is the one-time passphrase, and whoever gave it to you has seen it",
                    "Choose one of your own. Nothing has been changed.",
                ));
            }
            let ((), entries) = self.change_people(None, |vault| {
                vault.make_own_keys(passphrase, making(now, work))
            })?;
            return Ok(entries);
        }
        let vault = self.ledger_mut().vault_mut();
        vault.set_passphrase(passphrase, work)?;
        Ok(Vec::new())
    }

    /// Asks for a key file beside the passphrase from now on, which `keep` writes first; or for none.
    ///
    /// # Errors
    /// When the passphrase is not theirs, or something could not be written; what was asked for before
    /// then still holds.
    pub fn choose_key_file(
        &mut self,
        wanted: bool,
        passphrase: &str,
        work: WorkFactor,
        keep: &mut dyn FnMut(&str) -> Result<(), Complaint>,
    ) -> Result<(), Complaint> {
        let file = wanted.then(KeyFile::generate);
        self.ledger().vault().is_mine(passphrase)?;
        if let Some(file) = &file {
            keep(&file.text())?;
        }
        let vault = self.ledger_mut().vault_mut();
        Ok(vault.set_key_file(file.as_ref(), passphrase, work)?)
    }

    /// Makes a new recovery key in place of a lost one. `keep` writes it down first: a key that nobody has
    /// must not be the vault's.
    ///
    /// # Errors
    /// When it is not ours to do, or was not kept.
    pub fn replace_recovery(
        &mut self,
        now: DateTime<FixedOffset>,
        keep: &mut dyn FnMut(&str) -> Result<(), Complaint>,
    ) -> Result<Vec<(u64, Entry)>, Complaint> {
        self.ledger().vault().may_replace_recovery()?;
        let new = self.ledger().vault().new_recovery_key();
        keep(&new.file())?;
        let ((), entries) = self.change_people(None, |vault| vault.replace_recovery(&new, now))?;
        Ok(entries)
    }

    /// Gives somebody a passphrase that they chose themselves: the recovery key has unlocked the vault.
    ///
    /// # Errors
    /// When nobody has that id, or it could not be written.
    pub fn let_in_again(
        &mut self,
        person: &str,
        passphrase: &str,
        now: DateTime<FixedOffset>,
        work: WorkFactor,
    ) -> Result<(), Complaint> {
        self.change_people(None, |vault| {
            vault.readmit(person, passphrase, false, making(now, work))
        })?;
        Ok(())
    }

    /// The school's public card.
    #[must_use]
    pub fn card(&self) -> Card {
        self.ledger().vault().card(&self.school().name)
    }

    /// Somebody with a key, by id or name.
    ///
    /// # Errors
    /// When nobody is meant.
    pub fn person_called(&self, text: &str) -> Result<Author, Complaint> {
        let asked = text.trim().to_lowercase();
        let people = &self.school().people;
        people
            .iter()
            .find(|one| one.id == asked || one.name.to_lowercase() == asked)
            .cloned()
            .ok_or_else(|| {
                let names: Vec<_> = people.iter().map(|one| one.name.as_str()).collect();
                Complaint::failed(
                    format!("Nobody called {:?} has a key to this vault", text.trim()),
                    format!("It can be opened by {}.", names.join(", ")),
                )
            })
    }

    fn change_people<T>(
        &mut self,
        recovery: Option<&RecoveryFile>,
        change: impl FnOnce(&mut Open) -> Result<T, VaultError>,
    ) -> Result<(T, Vec<(u64, Entry)>), Complaint> {
        self.changed();
        let done = self.ledger_mut().change_keys(|vault| match recovery {
            Some(key) => vault.with_recovery(key, change),
            None => change(vault),
        });
        Ok(done?)
    }
}
