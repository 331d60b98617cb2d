//! The store's durable append of sealed bytes, against a plain file and SQLite.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use daybook::store::disk::{self, DiskStore};
use daybook::store::{Header, Sealed, Store, Tip};
use rusqlite::Connection;

use crate::school::Vault;
use crate::sql::{self, Journal};
use crate::table::{self, Times};
use crate::{Fault, Wanted};

/// Entries of the full log that are written at once while the files are filled.
const PAGE: usize = 1_000;

/// Something that takes bytes and answers when they would survive a power cut.
trait Taker {
    fn take(&mut self, entry: &Sealed, bytes: &[u8]) -> Result<(), Fault>;
}

struct Ours(Box<dyn Store>);

impl Taker for Ours {
    fn take(&mut self, entry: &Sealed, _: &[u8]) -> Result<(), Fault> {
        let tip = self.0.tip()?;
        self.0.append(tip, std::slice::from_ref(entry))?;
        Ok(())
    }
}

/// A plain file, appended to and synced.
pub struct Plain(File);

impl Plain {
    /// Makes it, with some bytes in it already.
    pub fn make(path: &Path, filled: u64) -> Result<Self, Fault> {
        let mut file = OpenOptions::new()
            .create_new(true)
            .append(true)
            .open(path)?;
        let piece = vec![0x5A; 1 << 20];
        let mut left = filled;
        while left > 0 {
            let now = left.min(piece.len() as u64);
            file.write_all(piece.get(..usize::try_from(now)?).unwrap_or_default())?;
            left -= now;
        }
        file.sync_all()?;
        Ok(Self(file))
    }

    /// Appends bytes; durable on return.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.0.write_all(bytes)?;
        Ok(self.0.sync_data()?)
    }
}

impl Taker for Plain {
    fn take(&mut self, _: &Sealed, bytes: &[u8]) -> Result<(), Fault> {
        self.append(bytes)
    }
}

impl Taker for Connection {
    fn take(&mut self, entry: &Sealed, bytes: &[u8]) -> Result<(), Fault> {
        sql::insert(self, entry.header.seq, bytes)
    }
}

/// Measures at an empty log and at a full one.
pub fn run(wanted: &Wanted, dir: &Path, full: &Vault) -> Result<(), Fault> {
    let stock = bodies(full, wanted.rounds)?;
    let folder = dir.join("append");
    std::fs::create_dir(&folder)?;
    at(wanted, &folder, None, &stock)?;
    std::fs::remove_dir_all(&folder)?;
    std::fs::create_dir(&folder)?;
    at(wanted, &folder, Some(full), &stock)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Entries of a real log, to be numbered anew.
fn bodies(full: &Vault, many: usize) -> Result<Vec<Sealed>, Fault> {
    let store = disk::open(&full.folder)?;
    let bodies = store.read(1_000, many)?;
    store.close()?;
    Ok(bodies)
}

fn at(wanted: &Wanted, folder: &Path, full: Option<&Vault>, stock: &[Sealed]) -> Result<(), Fault> {
    let vault = folder.join("vault");
    let mut wal = sql::blobs(&folder.join("wal.db"), Journal::Wal)?;
    let mut delete = sql::blobs(&folder.join("delete.db"), Journal::Delete)?;
    let mut filled = 0;
    DiskStore::create(&vault, |store| match full {
        None => Ok(()),
        Some(full) => fill(full, store, &[&wal, &delete], &mut filled),
    })?;
    let store = disk::open(&vault)?;
    let mut tip = store.tip()?;
    let of = tip.seq;
    let mut ours = Ours(store);
    let mut plain = Plain::make(&folder.join("plain"), filled)?;

    let takers: [&mut dyn Taker; 4] = [&mut ours, &mut plain, &mut wal, &mut delete];
    let mut times: [Times; 4] = Default::default();
    let mut chance = 0x9E37_79B9_7F4A_7C15;
    for body in stock.iter().cycle().take(wanted.rounds) {
        let entry = next(tip, body);
        tip = entry.header.tip();
        let bytes = entry.encode();
        for one in shuffled::<4>(&mut chance) {
            let started = Instant::now();
            takers[one].take(&entry, &bytes)?;
            times[one].take(started.elapsed());
        }
        // What is left over of one turn is not counted against the next.
        std::thread::sleep(Duration::from_millis(1));
    }
    ours.0.close()?;
    let [ours, plain, wal, delete] = &times;
    let what = |against: &str| format!("append at {of} entries : {against}");
    table::line(&what("plain file, fdatasync"), ours, plain, Some(1.3));
    table::line(&what("SQLite FULL, wal"), ours, wal, Some(1.0));
    table::line(&what("SQLite FULL, delete"), ours, delete, Some(1.0));
    Ok(())
}

/// The order of a round's turns. Everybody follows everybody as often, in no pattern.
fn shuffled<const N: usize>(chance: &mut u64) -> [usize; N] {
    let mut order = std::array::from_fn(|place| place);
    for left in (2..=N).rev() {
        // Marsaglia's xorshift.
        *chance ^= *chance << 13;
        *chance ^= *chance >> 7;
        *chance ^= *chance << 17;
        order.swap(left - 1, (*chance % left as u64) as usize);
    }
    order
}

/// Copies a log into an empty store and beside it into the other databases.
fn fill(
    full: &Vault,
    to: &mut dyn Store,
    others: &[&Connection],
    bytes: &mut u64,
) -> Result<(), Fault> {
    let from = disk::open(&full.folder)?;
    let mut tip = Tip::EMPTY;
    loop {
        let page = from.read(tip.seq, PAGE)?;
        let encoded: Vec<_> = page.iter().map(Sealed::encode).collect();
        *bytes += encoded.iter().map(|one| one.len() as u64).sum::<u64>();
        for db in others {
            let rows = page.iter().zip(&encoded);
            sql::insert_all(db, rows.map(|(one, bytes)| (one.header.seq, &**bytes)))?;
        }
        if page.is_empty() {
            from.close()?;
            return Ok(());
        }
        tip = to.append(tip, &page)?;
    }
}

/// The same bytes as the next entry of a log.
fn next(tip: Tip, body: &Sealed) -> Sealed {
    Sealed {
        header: Header {
            seq: tip.seq + 1,
            prev: tip.hash,
            ..body.header.clone()
        },
        ciphertext: body.ciphertext.clone(),
    }
}
