//! Restoring: a backup is proved in memory, to its last entry, before anything is written.

use std::io::{BufRead, BufReader, Read};

use zeroize::Zeroizing;

use super::{
    agefile::{self, Shut},
    backup::{EntryLine, FirstLine, LastLine, READABLE, one_line},
    chain::{Chain, PAGE},
    charter::{Charter, FORMAT, HEADER, VaultId},
    codec,
    error::VaultError,
    open::unpadded,
    parallel,
    people::{Person, RECOVERY_ID},
    recovery::RecoveryFile,
    slot::{SlotFile, blob_name},
};
use crate::store::{Header, Sealed, Store, Tip};

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
    /// The recovery key's own slot is not in it, or not sound.
    #[error("this backup lacks what the recovery key needs to open the restored vault")]
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

/// A backup that has been proved: every entry is there, signed, and opens with the recovery key.
pub struct Restored {
    charter: Charter,
    header: Vec<u8>,
    slots: Vec<(String, Vec<u8>)>,
    log: Vec<Sealed>,
    tip: Tip,
    made: String,
}

impl Restored {
    /// Reads a backup to its end and checks all of it.
    ///
    /// # Errors
    /// When the key is another's, or anything in the backup is missing or altered.
    pub fn prove(from: impl Read, key: &RecoveryFile) -> Result<Self, RestoreError> {
        let opened = agefile::opener(&key.identity, BufReader::new(from));
        let mut lines = Lines {
            from: BufReader::new(opened.map_err(|shut| match shut {
                Shut::WrongKey => RestoreError::WrongKey,
                Shut::Damaged => RestoreError::CutShort(0),
                _ => RestoreError::NotABackup,
            })?),
            done: 0,
        };
        let first = first_line(&lines.next()?, key)?;
        let charter = Charter::decode(&first.header).map_err(RestoreError::Header)?;
        if charter.vault != first.vault || charter.recipients().recovery != key.identity.to_public()
        {
            return Err(RestoreError::Header(VaultError::Header(
                "its first line describes another vault",
            )));
        }
        let slots = read_slots(&first, &charter, key)?;
        let mut restored = Self {
            header: first.header,
            slots,
            log: Vec::new(),
            tip: Tip::EMPTY,
            made: first.made,
            charter,
        };
        restored.read_entries(&mut lines, key)?;
        if (restored.tip.seq, restored.tip.hash) != (first.entries, first.tip) {
            return Err(RestoreError::CutShort(restored.tip.seq));
        }
        Ok(restored)
    }

    fn read_entries(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        key: &RecoveryFile,
    ) -> Result<(), RestoreError> {
        let mut chain = Chain::new(self.charter.vault.chain_start());
        let mut page = Vec::with_capacity(PAGE);
        loop {
            let line = lines.next()?;
            let last = serde_json::from_slice::<LastLine>(&line).ok();
            if last.is_none() {
                page.push(line);
            }
            if page.len() == PAGE || last.is_some() {
                let read = parallel::map(&page, |line| read_entry(line, &self.charter, key));
                for entry in read {
                    let entry = entry.map_err(|what| entry_error(&chain, what))?;
                    chain
                        .push(&entry.header)
                        .map_err(|what| entry_error(&chain, format!("is out of place: {what}")))?;
                    self.log.push(entry);
                }
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

    /// The vault it is a backup of.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        self.charter.vault
    }

    /// Where its log ends.
    #[must_use]
    pub fn tip(&self) -> Tip {
        self.tip
    }

    /// When it was made, as it was written down then.
    #[must_use]
    pub fn made(&self) -> &str {
        &self.made
    }

    /// The people who can unlock what is restored.
    #[must_use]
    pub fn people(&self) -> Vec<&Person> {
        self.charter.people()
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
            store.swap_blob(&blob_name(person), None, bytes)?;
        }
        let mut tip = Tip::EMPTY;
        for batch in self.log.chunks(PAGE) {
            tip = store.append(tip, batch)?;
        }
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

fn first_line(line: &[u8], key: &RecoveryFile) -> Result<FirstLine, RestoreError> {
    #[derive(serde::Deserialize)]
    struct Format {
        daybook_backup: u32,
    }
    let format: Format = serde_json::from_slice(line).map_err(|_| RestoreError::NotABackup)?;
    if format.daybook_backup > FORMAT {
        return Err(RestoreError::Newer(format.daybook_backup));
    }
    let first: FirstLine = serde_json::from_slice(line).map_err(|_| RestoreError::NotABackup)?;
    match key.vault {
        Some(vault) if vault != first.vault => Err(RestoreError::OtherVault(first.vault)),
        _ if !first.lost.is_empty() => Err(RestoreError::Lost(first.lost)),
        _ => Ok(first),
    }
}

/// The slots in it. The recovery key's own is opened: without it a restored vault could be unlocked
/// by passphrases alone.
fn read_slots(
    first: &FirstLine,
    charter: &Charter,
    key: &RecoveryFile,
) -> Result<Vec<(String, Vec<u8>)>, RestoreError> {
    let mut slots = Vec::new();
    for (person, text) in &first.slots {
        let bytes = codec::unbase64(text).filter(|_| charter.person(person).is_some());
        slots.push((person.clone(), bytes.ok_or(RestoreError::NotABackup)?));
    }
    let (_, bytes) = slots
        .iter()
        .find(|(person, _)| person == RECOVERY_ID)
        .ok_or(RestoreError::RecoverySlot)?;
    let keys = SlotFile::from_bytes(charter.vault, RECOVERY_ID, bytes.clone())
        .open_with_recovery(&key.identity)
        .map_err(|_| RestoreError::RecoverySlot)?;
    if keys.recipients == *charter.recipients() && charter.person(RECOVERY_ID) == Some(&keys.me) {
        Ok(slots)
    } else {
        Err(RestoreError::RecoverySlot)
    }
}

/// One entry: signed by one of the vault's people, opened by the recovery key, and the same inside
/// as what stands readable beside it.
fn read_entry(line: &[u8], charter: &Charter, key: &RecoveryFile) -> Result<Sealed, String> {
    let garbled = || "is not written as an entry".to_owned();
    // Base64 cannot hold the mark, so the first one found is the one that was written.
    let mark = line
        .windows(READABLE.len())
        .position(|window| window == READABLE.as_bytes());
    let (sealed, readable) = match mark.and_then(|at| line.split_at_checked(at)) {
        Some((start, rest)) => {
            let readable = rest
                .strip_prefix(READABLE.as_bytes())
                .and_then(|rest| rest.strip_suffix(b"}"));
            let start = [start, b"}"].concat();
            (start, Some(readable.ok_or_else(garbled)?))
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
    charter
        .check_signature(&sealed.header)
        .map_err(|unsigned| unsigned.to_string())?;
    if !sealed.is_whole() {
        return Err("is not the one that was signed".to_owned());
    }
    let plain = agefile::open(&key.identity, &sealed.ciphertext)
        .map_err(|shut| format!("does not open with the recovery key: it {shut}"))?;
    if readable.is_some_and(|readable| *one_line(&unpadded(plain)) != *readable) {
        return Err("reads otherwise than what is sealed beside it".to_owned());
    }
    Ok(sealed)
}

/// The lines of a backup, each wiped when it is done with.
struct Lines<R> {
    from: R,
    done: u64,
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
