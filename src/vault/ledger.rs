//! The log as entries: appended through the vault, computed into a [`School`], and kept as a snapshot
//! so that opening need not replay everything.

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::{
    Audience, Content, Fault, Open, Opened, Problem, Report, Since, Tip, VaultError, summary,
};
use crate::domain::entry::{Entry, FORMAT, What};
use crate::domain::people::Author;
use crate::domain::school::School;
use crate::store::{AppendError, StoreError};

/// Raised whenever [`School`] changes its shape or its meaning, or what a case's row says of it: older snapshots are then rebuilt.
pub const SCHEMA: u32 = 11;
/// Entries read at a time while replaying.
const PAGE: usize = 2_000;
/// A snapshot is renewed once the tail that must be replayed beside it is this long.
const TAIL: u64 = 500;

/// An open vault and everything it says.
pub struct Ledger {
    vault: Open,
    school: School,
    snapshot_at: u64,
    unread: Vec<Unread>,
}

/// An entry that could not be applied: shown and counted, never skipped in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its number in the log.
    pub seq: u64,
    /// Why, in words.
    pub why: String,
}

impl Ledger {
    /// Reads everything the vault says: the snapshot, if there is a good one, and what came after it.
    /// `progress` hears how many entries are done, of how many.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(vault: Open, progress: &mut dyn FnMut(u64, u64)) -> Result<Self, StoreError> {
        let (snapshot_at, school) = snapshot(&vault).unwrap_or_default();
        let mut ledger = Self {
            vault,
            school,
            snapshot_at,
            unread: Vec::new(),
        };
        ledger.replay(snapshot_at, progress)?;
        // A snapshot taken over unread entries would hide them: it is only taken of a whole log.
        ledger.keep_snapshot();
        Ok(ledger)
    }

    /// Checks every entry, and that the snapshot and what the screens show say what the entries say. A
    /// snapshot that does not is thrown away.
    pub fn verify(
        &mut self,
        expected: impl IntoIterator<Item = Tip>,
        progress: &mut dyn FnMut(u64),
    ) -> Report {
        let mut report = self.vault.verify(expected, progress);
        // What is lost or forged is named, and nothing adds up then.
        if report.is_whole() && self.unread.is_empty() {
            match self.odd_sums() {
                Ok(odd) => report.problems.extend(odd),
                Err(error) => report.problems.push(Problem::lost(error.to_string())),
            }
        }
        report
    }

    fn odd_sums(&mut self) -> Result<Vec<Problem>, StoreError> {
        let (at, kept) = snapshot(&self.vault).unwrap_or_default();
        let to_snapshot = Self::replayed(&self.vault, School::default(), 0, at)?;
        let mut odd = Vec::new();
        if !same(&kept, &to_snapshot) {
            let what = format!(
                "The summary of the log up to entry {at} that was kept to open it faster does not say what the entries say."
            );
            odd.push(Fault::Summary.problem(None, what));
            self.vault.drop_snapshot();
            self.snapshot_at = 0;
        }
        let end = self.vault.tip().seq;
        let to_end = Self::replayed(&self.vault, to_snapshot, at, end)?;
        if !same(&self.school, &to_end) {
            let what = "What the screens show is not what the entries say.".to_owned();
            odd.push(Fault::Summary.problem(None, what));
        }
        Ok(odd)
    }

    /// What the entries after one number and up to another add to a school, computed from the log alone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn replayed(
        vault: &Open,
        mut school: School,
        after: u64,
        end: u64,
    ) -> Result<School, StoreError> {
        let mut at = after;
        while at < end {
            let page = vault.read(at, PAGE)?;
            let Some(last) = page.last().map(|one| one.header.seq) else {
                break;
            };
            for one in page.into_iter().filter(|one| one.header.seq <= end) {
                let seq = one.header.seq;
                if let Ok(Some(entry)) = read(vault, one) {
                    school.apply(seq, &entry);
                }
            }
            at = last;
        }
        Ok(school)
    }

    fn replay(&mut self, after: u64, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        let end = self.vault.tip().seq;
        let mut at = after;
        while at < end {
            let page = self.vault.read(at, PAGE)?;
            let Some(last) = page.last().map(|one| one.header.seq) else {
                break;
            };
            for one in page {
                let seq = one.header.seq;
                match read(&self.vault, one) {
                    Ok(Some(entry)) => self.school.apply(seq, &entry),
                    Ok(None) => {}
                    Err(why) => self.unread.push(Unread { seq, why }),
                }
            }
            at = last;
            progress(at, end);
        }
        Ok(())
    }

    /// Everything the log says.
    #[must_use]
    pub fn school(&self) -> &School {
        &self.school
    }

    /// The vault beneath.
    #[must_use]
    pub fn vault(&self) -> &Open {
        &self.vault
    }

    /// The vault beneath, to keep drafts in.
    pub fn vault_mut(&mut self) -> &mut Open {
        &mut self.vault
    }

    /// Entries that could not be applied.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// Whose keys opened it, as entries name their author.
    #[must_use]
    pub fn me(&self) -> Author {
        self.vault.me().author()
    }

    /// Appends entries, all or none; they are durable when this returns. Answers those that can be
    /// read back: what is sealed to the headteacher is not kept by anybody else.
    ///
    /// # Errors
    /// When nothing was written. After [`AppendError::Conflict`] the ledger has taken up what is new:
    /// decide again.
    pub fn append(
        &mut self,
        now: DateTime<FixedOffset>,
        facts: Vec<What>,
    ) -> Result<Vec<(u64, Entry)>, VaultError> {
        let entries = dated(now, &self.me(), facts);
        let batch = plain(&entries)?;
        let before = self.vault.tip().seq;
        match self.vault.append(&batch) {
            Ok(_) => {}
            Err(VaultError::Append(AppendError::Conflict(tip))) => {
                self.vault.refresh()?;
                self.replay(before, &mut |_, _| {})?;
                return Err(AppendError::Conflict(tip).into());
            }
            Err(error) => return Err(error),
        }
        let reads_sealed = self.vault.opens(Audience::Headteacher);
        let numbered = (before + 1..).zip(entries);
        let kept: Vec<_> = numbered
            .filter(|(_, entry)| reads_sealed || !entry.what.is_sealed())
            .collect();
        for (seq, entry) in &kept {
            self.school.apply(*seq, entry);
        }
        self.school.seq = self.vault.tip().seq;
        Ok(kept)
    }

    /// Changes who has a key through the vault, and takes up what that says. Answers with the entries too.
    ///
    /// # Errors
    /// As the change itself, and when the log cannot be read.
    pub fn change_keys<T>(
        &mut self,
        change: impl FnOnce(&mut Open) -> Result<T, VaultError>,
    ) -> Result<(T, Vec<(u64, Entry)>), VaultError> {
        let before = self.vault.tip().seq;
        let changed = change(&mut self.vault);
        let mut entries = Vec::new();
        for one in self.vault.read(before, PAGE)? {
            let seq = one.header.seq;
            if let Ok(Some(entry)) = read(&self.vault, one) {
                self.school.apply(seq, &entry);
                entries.push((seq, entry));
            }
        }
        Ok((changed?, entries))
    }

    /// Takes up many entries that are made durable together.
    #[must_use]
    pub fn in_bulk(self) -> Bulk {
        Bulk {
            ledger: self,
            waiting: Vec::new(),
        }
    }

    /// Renews the snapshot if the tail has grown long. A snapshot that cannot be written costs only
    /// time at the next start.
    pub fn keep_snapshot(&mut self) {
        let tip = self.vault.tip();
        if !self.unread.is_empty() || tip.seq < self.snapshot_at + TAIL {
            return;
        }
        self.snapshot_at = tip.seq;
        self.school.cases.pack();
        if let Some(bytes) = self.summary() {
            let _ = self.vault.save_snapshot(SCHEMA, &bytes, tip);
        }
    }

    /// What a snapshot of the log as it is now would hold.
    pub fn summary(&self) -> Option<Zeroizing<Vec<u8>>> {
        summary::write(&self.school)
    }

    /// Sentences about how the log stands to the tip that was last seen.
    #[must_use]
    pub fn against(&self, remembered: Option<Tip>) -> Option<String> {
        match self.vault.since(remembered?) {
            Since::Same | Since::Grown(_) => None,
            Since::Shorter(n) => Some(format!(
                "The log has {n} fewer entries than when it was last open here: its end was cut off, or an older copy was put in its place. What is left is safe. Look for a newer copy or backup before you go on."
            )),
            Since::Diverged => Some(
                "The log holds other entries than when it was last open here: another copy was put in its place. Find out which copy is the right one before you go on."
                    .to_owned(),
            ),
        }
    }

    /// Gives the vault back; what was decrypted is dropped.
    #[must_use]
    pub fn into_vault(self) -> Open {
        self.vault
    }
}

/// Entries made one after the other and made durable many at a time: for a log that is written at
/// once, not for one that somebody waits for. While it lasts, the school runs ahead of what is on the
/// disk; a failure therefore ends in no ledger at all.
pub struct Bulk {
    ledger: Ledger,
    waiting: Vec<Entry>,
}

impl Bulk {
    /// Entries that are sealed and written together.
    const MANY: usize = 512;

    /// Everything the log says, with what is not durable yet.
    #[must_use]
    pub fn school(&self) -> &School {
        self.ledger.school()
    }

    /// Whose keys opened it.
    #[must_use]
    pub fn me(&self) -> Author {
        self.ledger.me()
    }

    /// Takes entries up. They are durable only after [`Bulk::finish`].
    ///
    /// # Errors
    /// When those that waited could not be written.
    pub fn add(&mut self, at: DateTime<FixedOffset>, facts: Vec<What>) -> Result<(), VaultError> {
        for entry in dated(at, &self.ledger.me(), facts) {
            let seq = self.ledger.school.seq + 1;
            self.ledger.school.apply(seq, &entry);
            self.waiting.push(entry);
        }
        if self.waiting.len() < Self::MANY {
            return Ok(());
        }
        self.write()
    }

    fn write(&mut self) -> Result<(), VaultError> {
        if !self.waiting.is_empty() {
            self.ledger.vault.append(&plain(&self.waiting)?)?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// When the last of it could not be written.
    pub fn finish(mut self) -> Result<Ledger, VaultError> {
        self.write()?;
        Ok(self.ledger)
    }
}

/// What the log added up to when that was last kept, and up to which entry.
fn snapshot(vault: &Open) -> Option<(u64, School)> {
    let (tip, school) = vault.snapshot(SCHEMA, summary::read)?;
    (school.seq <= tip.seq).then_some((tip.seq, school))
}

/// Whether two schools say the same. Up to which number they were told depends on who reads: what is
/// sealed to the headteacher counts for those alone who open it.
fn same(one: &School, other: &School) -> bool {
    let other = School {
        seq: one.seq,
        ..other.clone()
    };
    *one == other
}

/// An entry, nothing where it is sealed to the headteacher as it should be, or why it does not count.
fn read(vault: &Open, one: Opened) -> Result<Option<Entry>, String> {
    let bytes = match one.content {
        Content::Plain(bytes) => bytes,
        Content::SealedToHeadteacher => return Ok(None),
        Content::Broken(why) => return Err(why),
    };
    let entry = serde_json::from_slice(&bytes)
        .map_err(|_| "is in a form this Daybook does not know".to_owned())?;
    vault.agrees(&one.header, &entry)?;
    Ok(Some(entry))
}

fn dated(at: DateTime<FixedOffset>, by: &Author, facts: Vec<What>) -> Vec<Entry> {
    let entry = |what| Entry {
        daybook: FORMAT,
        at,
        by: by.clone(),
        what,
    };
    facts.into_iter().map(entry).collect()
}

/// What is to be sealed, and for whom.
type Plain = (Audience, Zeroizing<Vec<u8>>);

/// Entries as they are sealed.
fn plain(entries: &[Entry]) -> Result<Vec<Plain>, VaultError> {
    let json = |entry: &Entry| {
        let json = serde_json::to_vec(entry).map_err(|_| VaultError::NotJson)?;
        let audience = match &entry.what {
            what if what.is_sealed() => Audience::Headteacher,
            what if what.is_clear() => Audience::Everyone,
            _ => Audience::Cases,
        };
        Ok((audience, Zeroizing::new(json)))
    };
    entries.iter().map(json).collect()
}
