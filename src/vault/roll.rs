//! Who could sign what, and to whom entries were sealed, at each place in the log.
//!
//! The roll begins with the founding record and is carried on by the entries in the clear. Each of
//! those counts only if its author could do that then; one that does not count changes nothing, and is
//! named. Being entries, they cannot be moved, dropped or put back without breaking the chain.

use age::x25519::Recipient;
use ed25519_dalek::{Signature, VerifyingKey};

use super::{
    charter::{Charter, Founding, Recipients, VaultId},
    codec,
    people::{Person, RECOVERY_ID, Role, is_id, key_id},
};
use crate::domain::entry::{Entry, Handed, KeyFact, PublicKeys, SchoolFact, SealedTo, What};
use crate::domain::people::{Author, role_words};
use crate::domain::words::{LONGEST_NAME, clean_line, is_seen, kept_name, name_key};
use crate::store::{Audience, Header, KeyId, Sealed, Tip};

/// Whose signature counts, from one entry on and up to another.
#[derive(Clone)]
pub(super) struct Signer {
    pub person: Person,
    /// Their key is a one-time one, which somebody else has held: it can only be replaced.
    pub invited: bool,
    key: KeyId,
    /// The first entry that can be theirs is the one after this.
    after: u64,
    /// The last entry that can be theirs, once there is one.
    until: Option<u64>,
}

/// The roll of a vault.
#[derive(Clone)]
pub(super) struct Roll {
    pub vault: VaultId,
    pub founding: Founding,
    signers: Vec<Signer>,
    sealing: Vec<(u64, Recipients)>,
    handed: Vec<(String, Vec<u8>)>,
    refused: Vec<(u64, String)>,
    /// The first entry in the clear that was signed and is not what was signed: what it said is not known.
    altered: Option<u64>,
    through: u64,
}

impl Roll {
    /// The roll that a charter begins.
    pub(super) fn new(charter: Charter) -> Self {
        Self::begin(charter.vault, charter.founding)
    }

    /// The vault that this one was sealed anew from, and where its log ended.
    pub(super) fn continues(&self) -> Option<(VaultId, Tip)> {
        let before = self.founding.continues.as_ref()?;
        Some((before.vault, self.founding.continued()))
    }

    fn begin(vault: VaultId, founding: Founding) -> Self {
        let begin = |person: Person| Signer {
            key: person.key_id(),
            person,
            invited: false,
            after: 0,
            until: None,
        };
        Self {
            vault,
            signers: vec![
                begin(founding.recovery_person()),
                begin(founding.founder.clone()),
            ],
            sealing: vec![(0, founding.recipients.clone())],
            handed: Vec::new(),
            refused: Vec::new(),
            altered: None,
            through: 0,
            founding,
        }
    }

    /// The roll as the vault began with it.
    pub(super) fn anew(&self) -> Self {
        Self::begin(self.vault, self.founding.clone())
    }

    /// Takes the next entries of the log; only those in the clear can change anything.
    pub(super) fn take_all<'a>(&mut self, entries: impl IntoIterator<Item = &'a Sealed>) {
        for sealed in entries {
            let seq = sealed.header.seq;
            if sealed.header.audience != Audience::Everyone || seq <= self.through {
                continue;
            }
            self.through = seq;
            if let Err(why) = self.take(sealed) {
                self.refused.push((seq, why));
            }
        }
    }

    fn take(&mut self, sealed: &Sealed) -> Result<(), String> {
        let author = self
            .check(&sealed.header)
            .map_err(|unsigned| unsigned.to_string())?
            .clone();
        if !sealed.is_whole() {
            self.altered.get_or_insert(sealed.header.seq);
            return Err("is not the one that was signed: it was altered or damaged".to_owned());
        }
        let entry: Entry = serde_json::from_slice(&sealed.ciphertext)
            .map_err(|_| "is in a form this Daybook does not know".to_owned())?;
        is_by(&entry, &author.person)?;
        let What::School(SchoolFact::Keys(fact)) = entry.what else {
            return Err("is in the clear, and says nothing of who has a key".to_owned());
        };
        let seq = sealed.header.seq;
        match fact {
            KeyFact::KeysMade(keys) => self.keys_made(seq, &author, &keys),
            // With a one-time key nothing else can be done.
            _ if author.invited => Err(Unsigned::Invited(author.person.name).to_string()),
            KeyFact::Admitted {
                person,
                keys,
                invited,
            } => {
                let role = Role::by_id(&person.role).ok_or("gives a role that there is not")?;
                let (key, recipient) = self.new_keys(&keys)?;
                let person = Person {
                    id: person.id,
                    name: person.name,
                    role,
                    key,
                    recipient,
                };
                self.admitted(seq, &author, person, invited)
            }
            KeyFact::RoleGiven { id, role, handed } => {
                let role = Role::by_id(&role).ok_or("gives a role that there is not")?;
                self.role_given(seq, &author, &id, role)?;
                self.hand(handed)
            }
            KeyFact::Removed { id } => self.removed(seq, &author, &id),
            KeyFact::Resealed { to, handed } => {
                self.resealed(seq, &author, &to)?;
                self.hand(handed)
            }
        }
    }

    fn keys_made(&mut self, seq: u64, author: &Signer, keys: &PublicKeys) -> Result<(), String> {
        if author.person.id == RECOVERY_ID {
            return Err("changes a key that cannot be changed so".to_owned());
        }
        let (key, recipient) = self.new_keys(keys)?;
        let person = Person {
            key,
            recipient,
            ..author.person.clone()
        };
        self.replace(seq, person, false);
        Ok(())
    }

    fn admitted(
        &mut self,
        seq: u64,
        author: &Signer,
        person: Person,
        invited: bool,
    ) -> Result<(), String> {
        if !is_id(&person.id) {
            return Err(format!("lets in {:?}, which cannot be an id", person.id));
        }
        self.may(author, person.role)?;
        self.is_nameable(&person.id, &person.name)?;
        if self
            .person(&person.id)
            .is_some_and(|now| now.role != person.role)
        {
            return Err("lets somebody in again in another role".to_owned());
        }
        self.replace(seq, person, invited);
        Ok(())
    }

    /// Whether somebody of that id can be called so: the screens name people by it, so it can be read,
    /// stays the same, and is nobody else's.
    pub(super) fn is_nameable(&self, id: &str, name: &str) -> Result<(), String> {
        let len = name.chars().count();
        if !is_seen(name) || kept_name(name) != name || len > LONGEST_NAME {
            return Err("lets somebody in by a name that cannot be shown as it is".to_owned());
        }
        if self.person(id).is_some_and(|now| now.name != name) {
            return Err("lets somebody in again under another name".to_owned());
        }
        let same = |signer: &Signer| name_key(&signer.person.name) == name_key(name);
        if self.now().any(|one| one.person.id != id && same(one)) {
            return Err(format!(
                "lets somebody in under a name that is taken: {name}"
            ));
        }
        Ok(())
    }

    fn role_given(
        &mut self,
        seq: u64,
        author: &Signer,
        id: &str,
        role: Role,
    ) -> Result<(), String> {
        let now = self.leaving(author, id)?.clone();
        self.may(author, role)?;
        let person = Person { role, ..now.person };
        self.replace(seq, person, now.invited);
        Ok(())
    }

    fn removed(&mut self, seq: u64, author: &Signer, id: &str) -> Result<(), String> {
        self.leaving(author, id)?;
        self.end(seq, id);
        Ok(())
    }

    fn resealed(&mut self, seq: u64, author: &Signer, to: &SealedTo) -> Result<(), String> {
        let read = |text: &String| {
            text.parse::<Recipient>()
                .map_err(|_| "names a recipient that is none".to_owned())
        };
        let new = Recipients {
            cases: read(&to.cases)?,
            headteacher: read(&to.headteacher)?,
            recovery: read(&to.recovery.recipient)?,
        };
        let now = self.recipients();
        let beyond_cases = new.headteacher != now.headteacher || new.recovery != now.recovery;
        let may = match author.person.role {
            Role::Headteacher => true,
            Role::Dsl => !beyond_cases || !self.has(Role::Headteacher),
            Role::Deputy => false,
        };
        if !may {
            return Err(not_theirs(&author.person));
        }
        if new.recovery != now.recovery {
            let (key, recipient) = self.new_keys(&to.recovery)?;
            let person = Person {
                key,
                recipient,
                ..self.founding.recovery_person()
            };
            self.replace(seq, person, false);
        }
        self.sealing.push((seq, new));
        Ok(())
    }

    fn hand(&mut self, handed: Handed) -> Result<(), String> {
        for (id, text) in handed {
            let sealed = codec::unbase64(&text).ok_or("hands on a key that cannot be read")?;
            self.handed.push((id, sealed));
        }
        Ok(())
    }

    fn new_keys(&self, keys: &PublicKeys) -> Result<(VerifyingKey, Recipient), String> {
        let key = codec::verifying_key(&keys.signing);
        let recipient = keys.recipient.parse::<Recipient>().ok();
        let (Some(key), Some(recipient)) = (key, recipient) else {
            return Err("names a key that is none".to_owned());
        };
        let id = key_id(&key);
        if self.signers.iter().any(|signer| signer.key == id) {
            return Err("names a key that somebody has or had already".to_owned());
        }
        Ok((key, recipient))
    }

    fn may(&self, author: &Signer, role: Role) -> Result<(), String> {
        if author.person.role.may_admit(role) {
            Ok(())
        } else {
            Err(not_theirs(&author.person))
        }
    }

    /// Somebody who is to leave their role, if the author may say so and another is left in it.
    fn leaving(&self, author: &Signer, id: &str) -> Result<&Signer, String> {
        let now = self
            .current(id)
            .filter(|signer| is_id(&signer.person.id))
            .ok_or_else(|| format!("is about {id:?}, who is not in the vault"))?;
        self.may(author, now.person.role)?;
        if self.is_last(&now.person) {
            return Err(format!(
                "would leave the vault without a {}",
                now.person.role.title()
            ));
        }
        Ok(now)
    }

    fn replace(&mut self, seq: u64, person: Person, invited: bool) {
        self.end(seq, &person.id);
        self.signers.push(Signer {
            key: person.key_id(),
            person,
            invited,
            after: seq,
            until: None,
        });
    }

    fn end(&mut self, seq: u64, id: &str) {
        for signer in &mut self.signers {
            if signer.person.id == id && signer.until.is_none() {
                signer.until = Some(seq);
            }
        }
    }

    fn now(&self) -> impl Iterator<Item = &Signer> {
        self.signers.iter().filter(|signer| signer.until.is_none())
    }

    /// Whether anybody has that role now.
    pub(super) fn has(&self, role: Role) -> bool {
        self.bearers(role).next().is_some()
    }

    fn bearers(&self, role: Role) -> impl Iterator<Item = &Signer> {
        self.now()
            .filter(move |signer| signer.person.role == role && signer.person.id != RECOVERY_ID)
    }

    /// Whether the vault would be without a DSL or headteacher if this person left. Whoever has
    /// only been invited may never come.
    pub(super) fn is_last(&self, person: &Person) -> bool {
        person.role != Role::Deputy
            && !self
                .bearers(person.role)
                .any(|other| other.person.id != person.id && !other.invited)
    }

    /// The person of that id as they are now, the recovery key included.
    pub(super) fn current(&self, id: &str) -> Option<&Signer> {
        self.now().find(|signer| signer.person.id == id)
    }

    /// See [`Roll::current`].
    pub(super) fn person(&self, id: &str) -> Option<&Person> {
        self.current(id).map(|signer| &signer.person)
    }

    /// Everyone with a key now, in the order in which they came; not the recovery key.
    pub(super) fn people(&self) -> Vec<&Signer> {
        let mut people: Vec<&Signer> = Vec::new();
        for signer in &self.signers {
            let id = &signer.person.id;
            if id != RECOVERY_ID && people.iter().all(|one| one.person.id != *id) {
                people.extend(self.current(id));
            }
        }
        people
    }

    /// Whoever once signed with this key, the recovery key included.
    pub(super) fn author(&self, header: &Header) -> Option<&Person> {
        let of_key = |signer: &&Signer| signer.key == header.author;
        let then = self
            .signers
            .iter()
            .filter(of_key)
            .find(|s| s.at(header.seq));
        then.or_else(|| self.signers.iter().find(of_key))
            .map(|signer| &signer.person)
    }

    /// Whether the header was signed by somebody who was in the vault then.
    pub(super) fn check(&self, header: &Header) -> Result<&Signer, Unsigned> {
        let of_key = self.signers.iter().find(|s| s.key == header.author);
        let person = &of_key.ok_or(Unsigned::Unknown)?.person;
        let signature = Signature::from_bytes(&header.signature);
        match person.key.verify_strict(&header.signed_bytes(), &signature) {
            Ok(()) => self.stands(header),
            Err(_) => Err(Unsigned::Forged(person.name.clone())),
        }
    }

    /// Whether whoever the header names was in the vault then. The signature itself is not checked:
    /// this is for an entry that a later signature covers.
    pub(super) fn stands(&self, header: &Header) -> Result<&Signer, Unsigned> {
        let mut of_key = self.signers.iter().filter(|s| s.key == header.author);
        let first = of_key.clone().next().ok_or(Unsigned::Unknown)?;
        let signer = of_key.find(|signer| signer.at(header.seq)).unwrap_or(first);
        let name = || signer.person.name.clone();
        match signer.until {
            _ if signer.at(header.seq) => {}
            Some(until) if header.seq > until => return Err(Unsigned::NoLonger(name(), until)),
            _ => return Err(Unsigned::NotYet(name())),
        }
        if signer.invited && header.audience != Audience::Everyone {
            return Err(Unsigned::Invited(name()));
        }
        Ok(signer)
    }

    /// Whether an entry says of itself what its header says: who wrote it, and for whom.
    pub(super) fn agrees(
        &self,
        header: &Header,
        author: &Person,
        entry: &Entry,
    ) -> Result<(), String> {
        // What another log was sealed anew from was written by others, and signed by one.
        let carried_over = header.seq <= self.founding.continued().seq;
        if !carried_over {
            is_by(entry, author)?;
        }
        if let What::School(SchoolFact::PersonAdded(person)) = &entry.what
            && (*person != entry.by || (author.id != self.founding.founder.id && !carried_over))
        {
            return Err("lists somebody as having a key, whom it cannot let in".to_owned());
        }
        if let What::School(SchoolFact::SummaryReleased(made)) = &entry.what
            && author.role == Role::Deputy
        {
            return Err(format!(
                "releases the summary {}, which only the headteacher and the DSL can",
                clean_line(&made.release)
            ));
        }
        if let What::School(SchoolFact::SummaryThresholdSet { .. }) = &entry.what
            && author.role == Role::Deputy
        {
            return Err(
                "sets the summaries' threshold, which only the headteacher and the DSL can"
                    .to_owned(),
            );
        }
        if entry.what.is_sealed() != (header.audience == Audience::Headteacher) {
            return Err("is sealed to others than it says".to_owned());
        }
        if entry.what.is_clear() != (header.audience == Audience::Everyone) && !carried_over {
            return Err("says who has a key, and is not in the clear".to_owned());
        }
        Ok(())
    }

    /// To whom entries are sealed now.
    pub(super) fn recipients(&self) -> &Recipients {
        self.sealing
            .last()
            .map_or(&self.founding.recipients, |(_, to)| to)
    }

    /// To whom entries were sealed, each with the entry after which they were.
    pub(super) fn sealing(&self) -> &[(u64, Recipients)] {
        &self.sealing
    }

    /// The keys that were handed to somebody, sealed to them.
    pub(super) fn handed_to(&self, id: &str) -> impl Iterator<Item = &[u8]> {
        self.handed
            .iter()
            .filter(move |(to, _)| to == id)
            .map(|(_, sealed)| sealed.as_slice())
    }

    /// The entries in the clear that do not count, and why.
    pub(super) fn refused(&self) -> &[(u64, String)] {
        &self.refused
    }

    /// The first entry in the clear of which it is not known what it said.
    pub(super) fn altered(&self) -> Option<u64> {
        self.altered
    }

    /// Why an entry in the clear does not count, if it does not.
    pub(super) fn refusal(&self, seq: u64) -> Option<&str> {
        let found = self.refused.iter().find(|(at, _)| *at == seq);
        found.map(|(_, why)| why.as_str())
    }
}

impl Signer {
    fn at(&self, seq: u64) -> bool {
        self.after < seq && self.until.is_none_or(|until| seq <= until)
    }
}

fn not_theirs(person: &Person) -> String {
    format!(
        "was written by {}, who as {} could not do that",
        person.name,
        person.role.title()
    )
}

/// Whether an entry names as its author the one who signed it, as they were called and in the role that
/// they had then.
fn is_by(entry: &Entry, signed: &Person) -> Result<(), String> {
    let (named, signed) = (&entry.by, signed.author());
    if *named == signed {
        return Ok(());
    }
    let as_whom = |one: &Author| format!("{} as {}", clean_line(&one.name), role_words(&one.role));
    let (named, signed) = match (named.id == signed.id, named.name == signed.name) {
        (true, true) => (as_whom(named), as_whom(&signed)),
        (false, true) => (format!("another {}", signed.name), signed.name),
        (_, false) => (clean_line(&named.name), signed.name),
    };
    Err(format!(
        "says that {named} wrote it, but {signed} signed it: it does not count as genuine"
    ))
}

/// Why a signature does not count.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsigned {
    #[error("is signed by nobody in this vault: it is forged, or comes from another vault")]
    Unknown,
    #[error("says that {0} wrote it, and their signature does not fit: it was altered or forged")]
    Forged(String),
    #[error(
        "is signed by {0}, whose key had not counted since entry {1}: it does not count as genuine"
    )]
    NoLonger(String, u64),
    #[error("is signed by {0}, who was not in the vault then: it does not count as genuine")]
    NotYet(String),
    #[error("is signed by {0} with a one-time key, with which nothing can be recorded")]
    Invited(String),
}
