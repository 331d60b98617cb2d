//! Restoring: a backup is proved in memory, to its last entry, before anything is written.

use std::io::{BufRead, BufReader, Read};

use age::x25519::Identity;
use zeroize::Zeroizing;

use super::{
    agefile::{self, Shut},
    backup::{EntryLine, FirstLine, LastLine, READABLE, one_line},
    chain::{Chain, PAGE},
    charter::{Charter, FORMAT, HEADER, VaultId},
    codec,
    error::VaultError,
    keyring::{Keyring, Opener},
    open::{Content, Open},
    parallel,
    people::{Person, RECOVERY_ID},
    recovery::RecoveryFile,
    roll::Roll,
    slot::{SlotFile, blob_name, recovery_blob},
};
use crate::domain::words::clean_line;
use crate::store::{Header, Sealed, Store, Tip};

/// Under what it is noted that a vault was restored, until the log says so.
const RESTORED: &str = "restored";

impl Open {
    /// From the backup of what moment this vault was restored and how many entries it held, if the log
    /// does not say so yet.
    #[must_use]
    pub fn restored_from(&self) -> Option<(String, u64)> {
        let (_, bytes) = self.store.blob(RESTORED).ok()??;
        let note: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
        let made = note.get("made")?.as_str()?;
        Some((clean_line(made), note.get("entries")?.as_u64()?))
    }

    /// The log says so now.
    pub fn restored_is_noted(&mut self) {
        if let Ok(Some((version, _))) = self.store.blob(RESTORED) {
            let _ = self.store.swap_blob(RESTORED, Some(version), &[]);
        }
    }
}

/// Why a backup does not count.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Sealed to another key.
    #[error("this backup was not made for this recovery key")]
    WrongKey,
    /// Some other file.
    #[error("this file is not a Daybook backup")]
    NotABackup,
    /// Made by a later Daybook.
    #[error("this backup was made by a newer Daybook (format {0}); update this one to read it")]
    Newer(u32),
    /// It ends too early, or its bytes are not the ones that were written.
    #[error("this backup is cut short or damaged after entry {0}; use another one")]
    CutShort(u64),
    /// It holds what was left of a damaged log.
    #[error(
        "this backup holds what was left of a damaged log ({0}): it can be read with the recovery key and `age`, and not restored"
    )]
    Lost(String),
    /// The recovery key's text names another vault than the backup holds.
    #[error("this backup is of another vault ({0}) than the recovery key's")]
    OtherVault(VaultId),
    /// Its header is not sound.
    #[error("this backup cannot be trusted: {0}")]
    Header(#[source] VaultError),
    /// The recovery key's own slot is in it, and not sound.
    #[error("what this backup holds for the recovery key is not sound")]
    RecoverySlot,
    /// One of its entries is not sound.
    #[error("this backup cannot be trusted: entry {seq} {what}")]
    Entry {
        /// The entry's number.
        seq: u64,
        /// What is wrong with it.
        what: String,
    },
}

/// A backup that has been proved: every entry is there, signed by one of the vault's people, and opens.
pub struct Restored {
    roll: Roll,
    header: Vec<u8>,
    slots: Vec<(String, Vec<u8>)>,
    log: Vec<Sealed>,
    tip: Tip,
    made: String,
    opened: u64,
    doubts: Vec<(u64, String)>,
}

impl Restored {
    /// Reads a backup to its end and checks all of it with the recovery key.
    ///
    /// # Errors
    /// When the key is another's, or anything in the backup is missing or altered.
    pub fn prove(from: impl Read, key: &RecoveryFile) -> Result<Self, RestoreError> {
        let mut lines = Lines::open(from, &key.identity)?;
        let first = first_line(&lines.next()?)?;
        if key.vault.is_some_and(|vault| vault != first.vault) {
            return Err(RestoreError::OtherVault(first.vault));
        }
        let slot = match first.slots.get(RECOVERY_ID) {
            None => None,
            Some(text) => Some(
                codec::unbase64(text)
                    .map(|bytes| SlotFile::from_bytes(first.vault, RECOVERY_ID, bytes))
                    .and_then(|slot| slot.open_with_recovery(&key.identity).ok())
                    .ok_or(RestoreError::RecoverySlot)?,
            ),
        };
        let has_slot = slot.is_some();
        let mut keys = slot.unwrap_or_else(|| Keyring::new(first.vault, RECOVERY_ID));
        keys.own = key.identity.clone();
        let restored = Self::read(first, lines, &keys)?;
        // The key must be the one that this very log names, or it opens nothing after the restore.
        let known = restored.roll.person(RECOVERY_ID);
        let signs = known.is_some_and(|one| one.key == keys.signing.verifying_key());
        if restored.roll.recipients().recovery != key.identity.to_public() || (has_slot && !signs) {
            return Err(RestoreError::RecoverySlot);
        }
        Ok(restored)
    }

    /// Whether the recovery key will let somebody in to what is restored; it has opened it all the same.
    #[must_use]
    pub fn has_recovery_slot(&self) -> bool {
        self.slots.iter().any(|(id, _)| id == RECOVERY_ID)
    }

    /// Reads a backup of this vault to its end and checks all of it with the keys at hand: the drill.
    /// Only whoever made a backup, and the recovery key, can open it.
    ///
    /// # Errors
    /// As [`Restored::prove`].
    pub fn prove_own(from: impl Read, open: &Open) -> Result<Self, RestoreError> {
        let mut lines = Lines::open(from, &open.keys.own)?;
        let first = first_line(&lines.next()?)?;
        if first.vault != open.vault_id() {
            return Err(RestoreError::OtherVault(first.vault));
        }
        Self::read(first, lines, &open.keys)
    }

    fn read(
        first: FirstLine,
        mut lines: Lines<impl BufRead>,
        keys: &Keyring,
    ) -> Result<Self, RestoreError> {
        let charter = Charter::decode(&first.header).map_err(RestoreError::Header)?;
        if charter.vault != first.vault {
            return Err(RestoreError::Header(VaultError::Header(
                "its first line describes another vault",
            )));
        }
        let mut restored = Self {
            header: first.header,
            slots: Vec::new(),
            log: Vec::new(),
            tip: Tip::EMPTY,
            made: first.made,
            opened: 0,
            doubts: Vec::new(),
            roll: Roll::new(charter),
        };
        restored.read_entries(&mut lines, keys)?;
        // It covers all that is before it. Without that the restored vault would not open.
        if let Some(last) = restored.log.last()
            && let Err(unsigned) = restored.roll.check(&last.header)
        {
            return Err(RestoreError::Entry {
                seq: last.header.seq,
                what: unsigned.to_string(),
            });
        }
        if (restored.tip.seq, restored.tip.hash) != (first.entries, first.tip) {
            return Err(RestoreError::CutShort(restored.tip.seq));
        }
        for (id, text) in &first.slots {
            let known = restored.roll.person(id).is_some();
            let bytes = codec::unbase64(text).filter(|_| known);
            let slot = (id.clone(), bytes.ok_or(RestoreError::NotABackup)?);
            restored.slots.push(slot);
        }
        Ok(restored)
    }

    fn read_entries(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        keys: &Keyring,
    ) -> Result<(), RestoreError> {
        let mut chain = Chain::new(self.roll.vault.chain_start());
        let mut page = Vec::with_capacity(PAGE);
        loop {
            let line = lines.next()?;
            let last = serde_json::from_slice::<LastLine>(&line).ok();
            if last.is_none() {
                page.push(line);
            }
            if page.len() == PAGE || last.is_some() {
                self.read_page(&mut chain, &page, keys)?;
                page.clear();
                lines.done = chain.len();
            }
            let Some(last) = last else { continue };
            self.tip = chain.tip();
            if !last.end || (last.entries, last.tip) != (self.tip.seq, self.tip.hash) {
                return Err(RestoreError::CutShort(chain.len()));
            }
            return lines.end();
        }
    }

    fn read_page(
        &mut self,
        chain: &mut Chain,
        page: &[Zeroizing<Vec<u8>>],
        keys: &Keyring,
    ) -> Result<(), RestoreError> {
        let read = parallel::map(page, |line| read_entry(line));
        // Who could sign an entry is said by those before it, so what is before a garbled one is taken.
        let good = read.iter().map_while(|one| one.as_ref().ok());
        self.roll.take_all(good.map(|(sealed, _)| sealed));
        let opener = Opener::new(keys, &self.roll);
        let checked = parallel::map(&read, |one| match one {
            Ok((sealed, readable)) => check(
                sealed,
                readable.as_ref().map(|r| r.as_slice()),
                &self.roll,
                &opener,
            ),
            Err(what) => Err(what.clone()),
        });
        for (one, opened) in read.into_iter().zip(checked) {
            let proved = opened.map_err(|what| entry_error(chain, what))?;
            let (sealed, _) = one.map_err(|what| entry_error(chain, what))?;
            chain
                .push(&sealed.header)
                .map_err(|what| entry_error(chain, format!("is out of place: {what}")))?;
            match proved {
                Proved::Opened => self.opened += 1,
                Proved::Shut => {}
                Proved::Doubted(why) => self.doubts.push((sealed.header.seq, why)),
            }
            self.log.push(sealed);
        }
        Ok(())
    }

    /// The vault it is a backup of.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.roll.vault
    }

    /// Where its log ends.
    #[must_use]
    pub fn tip(&self) -> Tip {
        self.tip
    }

    /// Of its entries, how many were opened to prove it.
    #[must_use]
    pub fn opened(&self) -> u64 {
        self.opened
    }

    /// Those of its entries that do not count as genuine, and why. They are in it as they are in the log,
    /// where they are named too: that somebody forges one keeps nobody from restoring the rest.
    #[must_use]
    pub fn doubts(&self) -> &[(u64, String)] {
        &self.doubts
    }

    /// When it was made, as it was written down then.
    #[must_use]
    pub fn made(&self) -> &str {
        &self.made
    }

    /// The people who can unlock what is restored.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        let people = self.roll.people().into_iter();
        people.map(|signer| &signer.person).collect()
    }

    /// Writes the vault into an empty store.
    ///
    /// # Errors
    /// When the store is not empty, or cannot be written.
    pub fn into_store(self, store: &mut dyn Store) -> Result<Tip, VaultError> {
        if store.tip()? != Tip::EMPTY || !store.blob_keys()?.is_empty() {
            return Err(VaultError::Exists);
        }
        for (person, bytes) in &self.slots {
            let blob = match person.as_str() {
                RECOVERY_ID => recovery_blob(&self.roll.recipients().recovery),
                person => blob_name(person),
            };
            store.swap_blob(&blob, None, bytes)?;
        }
        let mut tip = Tip::EMPTY;
        for batch in self.log.chunks(PAGE) {
            tip = store.append_each(tip, batch)?;
        }
        let came_from = serde_json::json!({"made": self.made, "entries": tip.seq}).to_string();
        store.swap_blob(RESTORED, None, came_from.as_bytes())?;
        // The header last: without it there is no vault, so half a restore is never opened.
        store.swap_blob(HEADER, None, &self.header)?;
        Ok(tip)
    }
}

fn entry_error(chain: &Chain, what: String) -> RestoreError {
    RestoreError::Entry {
        seq: chain.len() + 1,
        what,
    }
}

fn first_line(line: &[u8]) -> Result<FirstLine, RestoreError> {
    #[derive(serde::Deserialize)]
    struct Format {
        daybook_backup: u32,
    }
    let format: Format = serde_json::from_slice(line).map_err(|_| RestoreError::NotABackup)?;
    if format.daybook_backup > FORMAT {
        return Err(RestoreError::Newer(format.daybook_backup));
    }
    let first: FirstLine = serde_json::from_slice(line).map_err(|_| RestoreError::NotABackup)?;
    if !first.lost.is_empty() {
        return Err(RestoreError::Lost(first.lost));
    }
    Ok(first)
}

/// An entry as it is sealed, and what stands readable beside it.
type EntryRead = (Sealed, Option<Zeroizing<Vec<u8>>>);

fn read_entry(line: &[u8]) -> Result<EntryRead, String> {
    let garbled = || "is not written as an entry".to_owned();
    // Base64 cannot hold the mark, so the first one found is the one that was written.
    let mark = line
        .windows(READABLE.len())
        .position(|window| window == READABLE.as_bytes());
    let (sealed, readable) = match mark.and_then(|at| line.split_at_checked(at)) {
        Some((start, rest)) => {
            let readable = rest
                .strip_prefix(READABLE.as_bytes())
                .and_then(|rest| rest.strip_suffix(b"}"))
                .ok_or_else(garbled)?;
            let start = [start, b"}"].concat();
            (start, Some(Zeroizing::new(readable.to_vec())))
        }
        None => (line.to_vec(), None),
    };
    let entry: EntryLine = serde_json::from_slice(&sealed).map_err(|_| garbled())?;
    let sealed = Sealed {
        header: Header::decode(&entry.header).map_err(|error| format!("has {error}"))?,
        ciphertext: entry.sealed,
    };
    if sealed.header.seq != entry.seq {
        return Err("is written under another number".to_owned());
    }
    Ok((sealed, readable))
}

/// What was found of one entry.
enum Proved {
    /// It is its author's, and says what stands readable beside it.
    Opened,
    /// It is its author's, and no key at hand opens it.
    Shut,
    /// It does not count as genuine in the log either.
    Doubted(String),
}

/// One entry: as it was signed, by somebody who was in the vault then, and the same inside as what stands
/// readable beside it.
fn check(
    sealed: &Sealed,
    readable: Option<&[u8]>,
    roll: &Roll,
    opener: &Opener,
) -> Result<Proved, String> {
    if !sealed.is_whole() {
        return Err("is not the one that was signed".to_owned());
    }
    let unsigned = roll.check(&sealed.header).err().map(|why| why.to_string());
    let refused = || roll.refusal(sealed.header.seq).map(str::to_owned);
    let content = match unsigned.or_else(refused) {
        Some(why) => Content::Broken(why),
        None => opener.body(sealed),
    };
    match (content, readable) {
        (Content::Plain(plain), Some(readable)) if *one_line(&plain) != *readable => {
            Err("reads otherwise than what is sealed beside it".to_owned())
        }
        (Content::Plain(_), _) => Ok(Proved::Opened),
        (Content::SealedToHeadteacher, _) => Ok(Proved::Shut),
        (Content::Broken(why), None) => Ok(Proved::Doubted(why)),
        // What cannot be held against what is sealed is not written beside it.
        (Content::Broken(why), Some(_)) => Err(why),
    }
}

/// The lines of a backup, each wiped when it is done with.
struct Lines<R> {
    from: R,
    done: u64,
}

impl<R: Read> Lines<BufReader<agefile::Plain<BufReader<R>>>> {
    fn open(from: R, identity: &Identity) -> Result<Self, RestoreError> {
        let opened = agefile::opener(identity, BufReader::new(from));
        Ok(Self {
            from: BufReader::new(opened.map_err(|shut| match shut {
                Shut::WrongKey => RestoreError::WrongKey,
                Shut::Damaged => RestoreError::CutShort(0),
                _ => RestoreError::NotABackup,
            })?),
            done: 0,
        })
    }
}

impl<R: BufRead> Lines<R> {
    /// The longest line that is believed: a whole entry is far shorter.
    const LONGEST: u64 = 64 << 20;

    fn next(&mut self) -> Result<Zeroizing<Vec<u8>>, RestoreError> {
        let mut line = Zeroizing::new(Vec::new());
        let read = (&mut self.from)
            .take(Self::LONGEST)
            .read_until(b'\n', &mut line);
        match (read, line.pop()) {
            (Ok(_), Some(b'\n')) => Ok(line),
            _ => Err(RestoreError::CutShort(self.done)),
        }
    }

    /// Nothing may follow the last line, and only at the end is the file known to be whole.
    fn end(&mut self) -> Result<(), RestoreError> {
        match self.from.fill_buf() {
            Ok([]) => Ok(()),
            _ => Err(RestoreError::CutShort(self.done)),
        }
    }
}
