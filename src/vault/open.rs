//! An open vault: reading and writing entries.

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::{
    agefile,
    chain::Chain,
    charter::VaultId,
    error::VaultError,
    fault::Report,
    keyring::{Keyring, Opener},
    locked::{Locked, Standing, follow},
    parallel,
    people::Person,
    ready::Ready,
    roll::Roll,
    slot, verify,
};
use crate::domain::entry::{Entry, FORMAT, KeyFact, SchoolFact, What};
use crate::store::{Audience, Header, Sealed, Store, StoreError, Tip, shut::ShutStore};

/// A vault with one person's keys.
pub struct Open {
    pub(super) store: Box<dyn Store>,
    pub(super) roll: Box<Roll>,
    pub(super) keys: Keyring,
    /// Keys that are to replace the one-time ones of an invitation.
    pub(super) unfinished: Option<Keyring>,
    pub(super) opener: Opener,
    ready: Ready,
    pub(super) me: Person,
    pub(super) chain: Chain,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Open vault {}", self.roll.vault)
    }
}

/// An entry as it was read.
#[derive(Debug)]
pub struct Opened {
    /// Its clear header: number, author, audience.
    pub header: Header,
    /// What is in it, as far as these keys go.
    pub content: Content,
}

/// What is in an entry.
#[derive(PartialEq, Eq)]
pub enum Content {
    /// The JSON that was appended.
    Plain(Zeroizing<Vec<u8>>),
    /// Sealed to the headteacher, whose keys these are not.
    SealedToHeadteacher,
    /// It cannot be read, and this is why. It is still an entry, to be shown and counted.
    Broken(String),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(bytes) => write!(f, "Plain({} bytes)", bytes.len()),
            Self::SealedToHeadteacher => f.write_str("SealedToHeadteacher"),
            Self::Broken(reason) => write!(f, "Broken({reason:?})"),
        }
    }
}

/// How the log stands to a tip that was remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// It ends where it did.
    Same,
    /// It has grown by so many entries.
    Grown(u64),
    /// Its end has been cut off, or an older copy put in its place: so many entries are gone.
    Shorter(u64),
    /// It holds other entries than it did.
    Diverged,
}

impl Open {
    pub(super) fn new(
        locked: Locked,
        keyring: Keyring,
        standing: Standing,
        chain: Chain,
        roll: Roll,
    ) -> Self {
        let mut keys = keyring;
        let mut unfinished = None;
        if standing.unfinished
            && let Some(one_time) = keys.replaces.clone()
        {
            unfinished = Some(keys.clone());
            keys.signing = one_time;
        }
        Self {
            opener: Opener::new(&keys, &roll),
            ready: Ready::to(roll.recipients()),
            store: locked.store,
            roll: Box::new(roll),
            keys,
            unfinished,
            me: standing.me,
            chain,
        }
    }

    /// Takes up what the roll now says of us and of what is sealed to whom.
    pub(super) fn look_round(&mut self) -> Result<(), VaultError> {
        self.me = self
            .roll
            .person(&self.keys.person)
            .ok_or(VaultError::Stranger("you are not in it any more"))?
            .clone();
        self.opener = Opener::new(&self.keys, &self.roll);
        self.ready = Ready::to(self.roll.recipients());
        Ok(())
    }

    /// Who opened it, as the log has them.
    #[must_use]
    pub fn me(&self) -> &Person {
        &self.me
    }

    /// Everyone who can unlock it, as they were let in.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        let people = self.roll.people().into_iter();
        people.map(|signer| &signer.person).collect()
    }

    /// Who signs with that key, or once did; the recovery key is "Recovery key".
    #[must_use]
    pub fn author(&self, header: &Header) -> Option<&Person> {
        self.roll.author(header)
    }

    /// Whether an entry says of itself what its header says.
    pub(super) fn agrees(&self, header: &Header, entry: &Entry) -> Result<(), String> {
        let author = self.roll.stands(header).map_err(|why| why.to_string())?;
        self.roll.agrees(header, &author.person, entry)
    }

    /// Whether what is written now for that audience can be read back with these keys.
    #[must_use]
    pub fn opens(&self, audience: Audience) -> bool {
        audience == Audience::Everyone || self.opener.opens_now(audience)
    }

    /// The vault's id.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.roll.vault
    }

    /// See [`Locked::continues`](super::Locked::continues).
    #[must_use]
    pub fn continues(&self) -> Option<(VaultId, Tip)> {
        self.roll.continues()
    }

    /// The store beneath.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Where the log ends.
    #[must_use]
    pub fn tip(&self) -> Tip {
        self.chain.tip()
    }

    /// Holds the log against the tip that was last seen.
    #[must_use]
    pub fn since(&self, remembered: Tip) -> Since {
        let len = self.chain.len();
        match len.checked_sub(remembered.seq) {
            None => Since::Shorter(remembered.seq - len),
            Some(_) if !self.chain.contains(remembered) => Since::Diverged,
            Some(0) => Since::Same,
            Some(more) => Since::Grown(more),
        }
    }

    /// Seals, signs and appends entries: all of them land or none. Each is JSON, for its audience
    /// and for the recovery key, padded with spaces so that its length says little.
    ///
    /// # Errors
    /// [`crate::store::AppendError::Conflict`] when somebody else appended first: nothing was written; call
    /// [`Open::refresh`], look at what is new, and decide again.
    pub fn append(&mut self, batch: &[(Audience, Zeroizing<Vec<u8>>)]) -> Result<Tip, VaultError> {
        let clear = |(audience, _): &(Audience, _)| *audience == Audience::Everyone;
        if self.is_invited() && !batch.iter().all(clear) {
            return Err(VaultError::Invited);
        }
        let ready = &self.ready;
        let bodies = parallel::map(batch, |(audience, json)| {
            serde_json::from_slice::<serde::de::IgnoredAny>(json)
                .map_err(|_| VaultError::NotJson)?;
            match audience {
                Audience::Everyone => Ok(json.to_vec()),
                _ => ready.seal(*audience, &agefile::padded(json)),
            }
        });
        let expected = self.tip();
        let mut end = Tip {
            seq: expected.seq,
            hash: self.chain.prev(),
        };
        let mut sealed = Vec::with_capacity(batch.len());
        for (body, (audience, _)) in bodies.into_iter().zip(batch) {
            let next = self.keys.sign_entry(*audience, end, body?);
            end = next.header.tip();
            sealed.push(next);
        }
        let tip = self.store.append(expected, &sealed)?;
        for one in &sealed {
            self.chain.push(&one.header).map_err(VaultError::Broken)?;
        }
        self.roll.take_all(&sealed);
        Ok(tip)
    }

    /// Appends what changes about who has a key, and takes it up.
    pub(super) fn append_keys(
        &mut self,
        at: DateTime<FixedOffset>,
        facts: Vec<KeyFact>,
    ) -> Result<(), VaultError> {
        let by = self.me.author();
        let entry = |fact| {
            let entry = Entry {
                daybook: FORMAT,
                at,
                by: by.clone(),
                what: What::School(SchoolFact::Keys(fact)),
            };
            let json = serde_json::to_vec(&entry).map_err(|_| VaultError::NotJson)?;
            Ok((Audience::Everyone, Zeroizing::new(json)))
        };
        let batch: Result<Vec<_>, VaultError> = facts.into_iter().map(entry).collect();
        self.append(&batch?)?;
        if let Some((_, why)) = self
            .roll
            .refused()
            .iter()
            .find(|(seq, _)| *seq == self.tip().seq)
        {
            return Err(VaultError::Broken(format!("what was just written {why}")));
        }
        self.look_round()
    }

    /// Takes up what another program has appended, checking it as opening does.
    ///
    /// # Errors
    /// When what is new does not continue the log that was open.
    pub fn refresh(&mut self) -> Result<Tip, VaultError> {
        follow(&mut self.chain, &mut self.roll, &*self.store)?;
        self.look_round()?;
        Ok(self.tip())
    }

    /// Up to `limit` entries after number `after`, in order. None is skipped: one that cannot be
    /// read says so. Many are opened on all cores. What another program has appended is not among
    /// them until [`Open::refresh`] has checked it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(&self, after: u64, limit: usize) -> Result<Vec<Opened>, StoreError> {
        let mut sealed = self.store.read(after, limit)?;
        sealed.retain(|one| one.header.seq <= self.chain.len());
        let contents = self.open_all(&sealed);
        Ok(sealed
            .into_iter()
            .zip(contents)
            .map(|(sealed, content)| Opened {
                header: sealed.header,
                content,
            })
            .collect())
    }

    /// Opens what was read from the store, on all cores when it is much. The newest signature covers what
    /// stands before it in the chain; that each entry is its author's, only its own signature says.
    pub(super) fn open_all(&self, page: &[Sealed]) -> Vec<Content> {
        let (chain, roll, opener) = (&self.chain, &self.roll, &self.opener);
        parallel::map(page, |sealed| {
            if !chain.holds(&sealed.header) {
                return Content::Broken("is not the entry that the chain names".to_owned());
            }
            if let Err(unsigned) = roll.check(&sealed.header) {
                return Content::Broken(unsigned.to_string());
            }
            match roll.refusal(sealed.header.seq) {
                Some(why) => Content::Broken(why.to_owned()),
                None => opener.body(sealed),
            }
        })
    }

    /// Checks every entry: chain, signature, hash, and that what these keys should open does open.
    /// `expected` are tips that were remembered or printed; `progress` hears how many are done.
    pub fn verify(
        &self,
        expected: impl IntoIterator<Item = Tip>,
        progress: &mut dyn FnMut(u64),
    ) -> Report {
        let keys = Some(&self.keys);
        verify::run(
            &*self.store,
            &self.roll,
            keys,
            expected.into_iter().collect(),
            progress,
        )
    }

    /// Key slots that are missing or damaged, as sentences.
    #[must_use]
    pub fn missing_slots(&self) -> Vec<String> {
        slot::missing(&*self.store, &self.roll)
    }

    /// Lets the store go after a failure, so that its files can be opened anew by [`Open::go_on_with`].
    pub fn let_go(&mut self) {
        self.store = Box::new(ShutStore);
    }

    /// Goes on with the same log on a store that was opened anew: every entry that was there must be there.
    ///
    /// # Errors
    /// When the log is not the one that was open; nothing can be read or written then.
    pub fn go_on_with(&mut self, store: Box<dyn Store>) -> Result<(), VaultError> {
        let seen = self.tip();
        let mut chain = Chain::new(self.roll.vault.chain_start());
        let mut roll = self.roll.anew();
        follow(&mut chain, &mut roll, &*store)?;
        if !chain.contains(seen) {
            return Err(VaultError::Stranger("it is not the log that was open"));
        }
        self.store = store;
        self.chain = chain;
        *self.roll = roll;
        self.look_round()
    }

    /// Forgets the keys.
    #[must_use]
    pub fn lock(self) -> Locked {
        Locked {
            store: self.store,
            roll: self.roll,
        }
    }

    /// Forgets the keys and closes the store.
    ///
    /// # Errors
    /// See [`Store::close`].
    pub fn close(self) -> Result<(), StoreError> {
        self.lock().close()
    }
}

impl Keyring {
    pub(super) fn sign_entry(&self, audience: Audience, end: Tip, ciphertext: Vec<u8>) -> Sealed {
        use sha2::{Digest as _, Sha256};
        let mut header = Header {
            audience,
            seq: end.seq + 1,
            prev: end.hash,
            author: super::people::key_id(&self.signing.verifying_key()),
            len: ciphertext.len() as u64,
            body: Sha256::digest(&ciphertext).into(),
            signature: [0; 64],
        };
        header.signature = self.sign(&header.signed_bytes());
        Sealed { header, ciphertext }
    }
}

impl Opener {
    /// Opens what a header speaks of. The header itself is the caller's to check.
    pub(super) fn body(&self, sealed: &Sealed) -> Content {
        let header = &sealed.header;
        if !sealed.is_whole() {
            return Content::Broken("has been altered or damaged".to_owned());
        }
        if header.audience == Audience::Everyone {
            return Content::Plain(Zeroizing::new(sealed.ciphertext.clone()));
        }
        match self.identity(header.audience, header.seq) {
            Some(identity) => match agefile::open(identity, &sealed.ciphertext) {
                Ok(plain) => Content::Plain(unpadded(plain)),
                Err(shut) => Content::Broken(shut.to_string()),
            },
            None if header.audience == Audience::Headteacher => Content::SealedToHeadteacher,
            None => Content::Broken("is sealed to a key that is not at hand".to_owned()),
        }
    }
}

pub(super) fn unpadded(mut plain: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    let len = plain.trim_ascii_end().len();
    plain.truncate(len);
    plain
}
