//! The chain of headers: each names the one before it, and the first names the vault.

use super::roll::Roll;
use crate::store::{Hash, Header, Sealed, Store, StoreError, Tip};

/// How many entries are held in memory at a time.
pub(super) const PAGE: usize = 1024;

/// Stands for the hash of an entry that is lost. No header has it.
const LOST: Hash = [0; 32];

/// The hashes of all headers of a log, in order, each checked against the one before it.
pub(super) struct Chain {
    start: Hash,
    hashes: Vec<Hash>,
}

impl Chain {
    pub(super) fn new(start: Hash) -> Self {
        Self {
            start,
            hashes: Vec::new(),
        }
    }

    pub(super) fn tip(&self) -> Tip {
        self.hashes.last().map_or(Tip::EMPTY, |hash| Tip {
            seq: self.len(),
            hash: *hash,
        })
    }

    pub(super) fn len(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// What the next header must name as the one before it.
    pub(super) fn prev(&self) -> Hash {
        self.hashes.last().copied().unwrap_or(self.start)
    }

    /// Takes the next header, or says in words why it is not the next.
    pub(super) fn push(&mut self, header: &Header) -> Result<(), String> {
        let wanted = self.len() + 1;
        if header.seq != wanted {
            return Err(format!(
                "entry {} stands where entry {wanted} belongs",
                header.seq
            ));
        }
        if header.prev != self.prev() {
            return Err(if wanted == 1 {
                "entry 1 was written for another vault".to_owned()
            } else {
                format!("entry {wanted} does not follow from the one before it")
            });
        }
        self.hashes.push(header.hash());
        Ok(())
    }

    /// Whether the log ran through that tip.
    pub(super) fn contains(&self, tip: Tip) -> bool {
        if tip.seq == 0 {
            return tip == Tip::EMPTY;
        }
        self.hash_at(tip.seq) == Some(&tip.hash)
    }

    /// Whether this very header is in the log.
    pub(super) fn holds(&self, header: &Header) -> bool {
        self.hash_at(header.seq) == Some(&header.hash())
    }

    fn hash_at(&self, seq: u64) -> Option<&Hash> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.hashes.get(at)
    }

    /// Goes over entries that are lost. The last of them is known by what the next one names.
    fn leap_to(&mut self, next: &Header) {
        let Some(last) = next.seq.checked_sub(1).filter(|last| *last > self.len()) else {
            return;
        };
        let lost = usize::try_from(last).unwrap_or(usize::MAX);
        self.hashes.resize(lost - 1, LOST);
        self.hashes.push(next.prev);
    }

    /// Takes what the store has held together: its first entry must follow, and its last be the one that
    /// its hash says. Answers with the last.
    fn take_linked(
        &mut self,
        store: &dyn Store,
        roll: &mut Roll,
        hashes: Vec<Hash>,
    ) -> Result<Option<Header>, Stopped> {
        let before = self.len();
        let end = before + hashes.len() as u64;
        let Some(last) = hashes.last().copied() else {
            return Ok(None);
        };
        let ends = [store.read(before, 1)?, store.read(end - 1, 1)?].concat();
        let [first, newest] = ends.as_slice() else {
            return Ok(None); // entry by entry, then
        };
        self.push(&first.header).map_err(Stopped::Broken)?;
        let tip = newest.header.tip();
        if self.tip().hash != hashes.first().copied().unwrap_or(LOST)
            || (tip.seq, tip.hash) != (end, last)
        {
            self.hashes.pop();
            return Ok(None);
        }
        self.hashes.extend(hashes.into_iter().skip(1));
        // Only those in the clear say anything to the roll.
        let clear = store.in_the_clear()?;
        roll.take_all(
            clear
                .iter()
                .filter(|one| (before + 1..=end).contains(&one.header.seq)),
        );
        Ok(Some(newest.header.clone()))
    }

    /// Takes all that the store holds beyond the chain's end, and carries the roll on with it; answers
    /// the headers whose signatures cover all of it: the newest, and where entries are lost, the last
    /// one before each gap.
    pub(super) fn follow(
        &mut self,
        store: &dyn Store,
        roll: &mut Roll,
    ) -> Result<Vec<Header>, Stopped> {
        let mut ends: Vec<Header> = Vec::new();
        if let Some(hashes) = store.hashes(self.len()) {
            ends.extend(self.take_linked(store, roll, hashes)?);
        }
        let wounded = store.wound().is_some();
        loop {
            let page: Vec<Sealed> = store.read(self.len(), PAGE)?;
            if page.is_empty() {
                return Ok(ends);
            }
            roll.take_all(&page);
            for sealed in page {
                if wounded {
                    self.leap_to(&sealed.header);
                }
                self.push(&sealed.header).map_err(Stopped::Broken)?;
                // One that the next follows is covered by it.
                ends.pop_if(|end| end.seq + 1 == sealed.header.seq);
                ends.push(sealed.header);
            }
        }
    }
}

/// Why a chain could not be followed to its end.
pub(super) enum Stopped {
    Store(StoreError),
    Broken(String),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
