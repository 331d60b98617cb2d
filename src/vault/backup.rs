//! Backups: one age file to the recovery key, holding JSON lines.
//!
//! The first line describes the vault, one line follows for each entry, and the last says where the
//! log ended, so that a file cut short is seen. Each entry is there twice: as it is sealed in the log,
//! for restoring the very same chain, and readable, for whoever has only the recovery key and the
//! `age` tool. What the maker's keys do not open is there sealed only; the recovery key opens that too.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, BufWriter, Read as _, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    agefile,
    chain::PAGE,
    charter::{FORMAT, HEADER, VaultId},
    codec,
    error::VaultError,
    open::{Content, Open},
    people::{Person, RECOVERY_ID},
    slot::{blob_name, recovery_blob},
};
use crate::store::{Audience, Hash, Sealed, StoreError, Tip, disk};

/// Stands between an entry's sealed form and its readable one, which is always last on its line.
pub(super) const READABLE: &str = ",\"entry\":";

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct FirstLine {
    pub daybook_backup: u32,
    #[serde(with = "codec::text")]
    pub vault: VaultId,
    pub made: String,
    pub entries: u64,
    #[serde(with = "codec::bytes")]
    pub tip: Hash,
    #[serde(with = "codec::bytes")]
    pub header: Vec<u8>,
    pub slots: BTreeMap<String, String>,
    /// Of a damaged log, what is lost, in words: it can be read, and not restored.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lost: String,
}

/// The sealed part of an entry's line.
#[derive(Serialize, Deserialize)]
pub(super) struct EntryLine {
    pub seq: u64,
    #[serde(with = "codec::bytes")]
    pub header: Vec<u8>,
    #[serde(with = "codec::bytes")]
    pub sealed: Vec<u8>,
}

/// The last line.
#[derive(Serialize, Deserialize)]
pub(super) struct LastLine {
    pub end: bool,
    pub entries: u64,
    #[serde(with = "codec::bytes")]
    pub tip: Hash,
}

/// Writes a backup of the whole log and of all slots; `made` is the moment, as it should be read.
/// Answers the tip that it holds.
///
/// # Errors
/// When something cannot be read or written, or an entry is so broken that a restore would refuse.
pub fn backup(open: &Open, made: &str, out: &mut dyn Write) -> Result<Tip, VaultError> {
    let tip = open.tip();
    // Everyone who opens in the log what stands in the backup can prove it, whoever made it.
    let mine = open.me.role;
    let as_much = |person: &&Person| {
        !mine.opens(Audience::Headteacher) || person.role.opens(Audience::Headteacher)
    };
    let people = open.people();
    let readers = people.iter().copied().filter(as_much);
    let mut recipients: Vec<_> = readers.map(|person| &person.recipient).collect();
    recipients.push(&open.roll.recipients().recovery);
    let mut writer = agefile::sealer(&recipients, out)?;
    line(&mut writer, &first_line(open, made)?)?;
    let mut after = 0;
    while after < tip.seq {
        let page = open.store.read(after, PAGE)?;
        let contents = open.open_all(&page);
        if page.is_empty() {
            return Err(VaultError::NotWhole {
                seq: after + 1,
                reason: "is missing".to_owned(),
            });
        }
        for (sealed, content) in page.iter().zip(contents) {
            if sealed.header.seq > tip.seq {
                break; // appended by another program since
            }
            let is_logs = open.chain.holds(&sealed.header) && sealed.is_whole();
            write(&mut writer, &entry_line(sealed, &content, is_logs)?)?;
            after = sealed.header.seq;
        }
    }
    let last = LastLine {
        end: true,
        entries: tip.seq,
        tip: tip.hash,
    };
    line(&mut writer, &last)?;
    writer.finish().map_err(writing)?.flush().map_err(writing)?;
    Ok(tip)
}

fn first_line(open: &Open, made: &str) -> Result<FirstLine, VaultError> {
    let mut slots = BTreeMap::new();
    let people = open.people().into_iter();
    let recovery = recovery_blob(&open.roll.recipients().recovery);
    let named = people.map(|person| (person.id.as_str(), blob_name(&person.id)));
    for (id, blob) in named.chain([(RECOVERY_ID, recovery)]) {
        // A slot that is missing or damaged can be given anew; the backup is worth making all the same.
        match open.store.blob(&blob) {
            Ok(Some((_, bytes))) => {
                slots.insert(id.to_owned(), codec::base64(&bytes));
            }
            Ok(None) | Err(StoreError::Damaged(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let Some((_, header)) = open.store.blob(HEADER)? else {
        return Err(VaultError::Missing);
    };
    let tip = open.tip();
    Ok(FirstLine {
        daybook_backup: FORMAT,
        vault: open.vault_id(),
        made: made.to_owned(),
        entries: tip.seq,
        tip: tip.hash,
        header,
        slots,
        lost: open.store.wound().unwrap_or_default().to_owned(),
    })
}

/// An entry's line. One that is in the log as it was written and does not count as genuine is carried as it
/// is, sealed: whoever forges one must not be able to stop all backups by it.
fn entry_line(
    sealed: &Sealed,
    content: &Content,
    is_logs: bool,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let seq = sealed.header.seq;
    let text = serde_json::to_string(&EntryLine {
        seq,
        header: sealed.header.encode().to_vec(),
        sealed: sealed.ciphertext.clone(),
    })
    .map_err(|error| VaultError::Seal(error.to_string()))?;
    let start = text.strip_suffix('}').unwrap_or(&text);
    let plain = match content {
        Content::Plain(plain) => one_line(plain),
        Content::SealedToHeadteacher => return Ok(Zeroizing::new((text + "\n").into_bytes())),
        Content::Broken(_) if is_logs => return Ok(Zeroizing::new((text + "\n").into_bytes())),
        Content::Broken(reason) => {
            return Err(VaultError::NotWhole {
                seq,
                reason: reason.clone(),
            });
        }
    };
    let mut out = Zeroizing::new(Vec::with_capacity(start.len() + plain.len() + 16));
    out.extend_from_slice(start.as_bytes());
    out.extend_from_slice(READABLE.as_bytes());
    out.extend_from_slice(&plain);
    out.extend_from_slice(b"}\n");
    Ok(out)
}

/// JSON on one line: a newline in it can only stand between tokens.
pub(super) fn one_line(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let spaced = json.iter().map(|byte| match byte {
        b'\n' | b'\r' => b' ',
        other => *other,
    });
    Zeroizing::new(spaced.collect())
}

fn line<T: Serialize>(out: &mut impl Write, value: &T) -> Result<(), VaultError> {
    let mut text =
        serde_json::to_vec(value).map_err(|error| VaultError::Seal(error.to_string()))?;
    text.push(b'\n');
    write(out, &text)
}

fn write(out: &mut impl Write, bytes: &[u8]) -> Result<(), VaultError> {
    out.write_all(bytes).map_err(writing)
}

fn writing(source: io::Error) -> VaultError {
    VaultError::Io {
        doing: "writing the backup",
        source,
    }
}

/// Writes a backup to a file: beside it first, then durably in its place. What was there before
/// stays until the new one is whole.
///
/// # Errors
/// See [`backup`]; nothing half-made is left behind.
pub fn backup_to_file(open: &Open, made: &str, path: &Path) -> Result<Tip, VaultError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = write_beside(open, made, &beside)
        .and_then(|tip| disk::rename(&beside, path).map(|()| tip).map_err(writing))
        .and_then(|tip| sync_folder(path).map(|()| tip).map_err(writing));
    if written.is_err() {
        let _ = fs::remove_file(&beside); // the first error is the one to show
    }
    written
}

fn write_beside(open: &Open, made: &str, beside: &Path) -> Result<Tip, VaultError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true); // never through somebody's link of that name
    let _ = fs::remove_file(beside); // left by a crash, if anything
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::new(options.open(beside).map_err(writing)?);
    let tip = backup(open, made, &mut out)?;
    let file = out
        .into_inner()
        .map_err(|error| writing(error.into_error()))?;
    file.sync_all().map_err(writing)?;
    Ok(tip)
}

/// Whether a file begins as a backup does, which an empty one or a web page saved in its place does not.
/// Only proving it shows that it would restore.
#[must_use]
pub fn begins_as_backup(path: &Path) -> bool {
    // Opening what is no file, a pipe say, could wait for ever.
    if !fs::metadata(path).is_ok_and(|data| data.is_file()) {
        return false;
    }
    let mut beginning = [0; agefile::BEGINNING.len()];
    fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut beginning).is_ok())
        && beginning == agefile::BEGINNING
}

/// A rename lasts only when its folder is synced too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::File::open(parent)?.sync_all(),
        _ => fs::File::open(".")?.sync_all(),
    }
}

/// Windows keeps a rename with its file, and has no way to sync a folder.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
