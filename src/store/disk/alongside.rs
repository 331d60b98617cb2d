//! sled brought alongside the journal, on a thread of its own: it begins with the first append, and
//! nobody waits for it but who closes the vault or holds the two copies against each other. Until it is
//! there the journal serves alone.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};

use super::files;
use super::journal::Journal;
use super::place::{self, Names};
use super::sled_side::{Fault, SledSide};
use crate::store::Sealed;

/// Entries handed to sled at once.
const AT_ONCE: usize = 256;

/// sled, on its way or there.
pub(super) struct Alongside {
    start: Start,
    state: State,
    notice: Option<String>,
}

/// What there was when the vault was opened.
#[derive(Clone)]
struct Start {
    folder: PathBuf,
    /// What lies there was left by a crash, and is not to be believed.
    crashed: bool,
    /// The last entry, and the bytes of the journal up to it.
    through: u64,
    bytes: u64,
}

enum State {
    Asleep,
    Coming(JoinHandle<Result<SledSide, Fault>>, Arc<AtomicBool>),
    There(SledSide),
    /// Stale, damaged, or it could not be built.
    Gone,
}

impl Alongside {
    /// For a vault whose journal is open; `donor` is a sled that was opened already and is its equal.
    pub(super) fn new(
        names: &Names,
        journal: &Journal,
        crashed: bool,
        donor: Option<SledSide>,
    ) -> Self {
        let start = Start {
            folder: names.folder.clone(),
            crashed,
            through: journal.tip().seq,
            bytes: journal.bytes(),
        };
        let mut new = Self {
            state: donor.map_or(State::Asleep, State::There),
            start,
            notice: None,
        };
        // This much can be said at once.
        if matches!(new.state, State::Asleep)
            && (crashed || !names.sled().is_dir())
            && let Err(fault) = new.start.has_room()
        {
            new.is_gone(&fault);
        }
        new
    }

    /// What to say of it, if there is anything.
    pub(super) fn notice(&self) -> Option<&String> {
        self.notice.as_ref()
    }

    /// sled, if it is there by now.
    pub(super) fn by_now(&mut self, journal: &Journal) -> Option<&mut SledSide> {
        if let State::Coming(thread, _) = &self.state
            && thread.is_finished()
        {
            return self.wait(journal);
        }
        match &mut self.state {
            State::There(side) => Some(side),
            _ => None,
        }
    }

    /// sled, once it is there.
    pub(super) fn wait(&mut self, journal: &Journal) -> Option<&mut SledSide> {
        self.begin();
        if let State::Coming(..) = self.state
            && let State::Coming(thread, _) = std::mem::replace(&mut self.state, State::Gone)
        {
            let come = thread.join().unwrap_or(Err(Fault::Panicked));
            match come.and_then(|side| self.start.catch_up(side, journal)) {
                Ok(side) => self.state = State::There(side),
                Err(fault) => self.is_gone(&fault),
            }
        }
        match &mut self.state {
            State::There(side) => Some(side),
            _ => None,
        }
    }

    /// Hands on a batch that the journal has made durable.
    pub(super) fn append(&mut self, journal: &Journal, batch: &[Sealed]) {
        if let State::There(side) = &mut self.state {
            if side.append(batch).is_err() {
                self.state = State::Gone;
            }
            return;
        }
        // It takes what it lacks from the journal, this batch too.
        self.begin();
        self.by_now(journal);
    }

    /// It is not to be asked again.
    pub(super) fn give_up(&mut self) {
        self.state = State::Gone;
    }

    /// The vault is left without being closed: what was on its way still comes, so that as much as can be is
    /// in both copies.
    pub(super) fn leave(&mut self, journal: &Journal) {
        if matches!(self.state, State::Coming(..)) {
            self.wait(journal);
        }
    }

    /// Writes everything out and closes it: whether it is the journal's equal on the disk.
    pub(super) fn close(&mut self, journal: &Journal) -> bool {
        self.wait(journal);
        match std::mem::replace(&mut self.state, State::Gone) {
            State::There(side) => side.close().is_ok(),
            _ => false,
        }
    }

    fn begin(&mut self) {
        if !matches!(self.state, State::Asleep) {
            return;
        }
        let (start, stop) = (self.start.clone(), Arc::new(AtomicBool::new(false)));
        let stopped = Arc::clone(&stop);
        let thread = Builder::new()
            .name("daybook-sled-start".to_owned())
            .spawn(move || start.bring(&stopped));
        match thread {
            Ok(thread) => self.state = State::Coming(thread, stop),
            Err(error) => self.is_gone(&error.into()),
        }
    }

    fn is_gone(&mut self, reason: &Fault) {
        self.state = State::Gone;
        let _ = files::remove_tree_if_there(&self.start.names().sled());
        self.notice = Some(format!(
            "The second copy of the log could not be built ({reason}). Every entry is safe in the \
             first, and Daybook works from that. Make room on the disk when you can."
        ));
    }
}

impl Drop for Alongside {
    /// Waits, so that nobody opens or deletes the folder while sled is at work there.
    fn drop(&mut self) {
        if let State::Coming(thread, stop) = std::mem::replace(&mut self.state, State::Gone) {
            stop.store(true, Ordering::Relaxed);
            let _ = thread.join();
        }
    }
}

impl Start {
    fn names(&self) -> Names {
        Names {
            folder: self.folder.clone(),
        }
    }

    /// The sled of a clean close if it is the journal's equal, and in any doubt one that is made anew.
    fn bring(&self, stop: &AtomicBool) -> Result<SledSide, Fault> {
        let equal = |side: &SledSide| {
            let through = (self.through, self.through);
            side.extent().is_ok_and(|extent| extent == through)
        };
        if !self.crashed
            && let Some(side) = open_existing(&self.names()).filter(equal)
        {
            return Ok(side);
        }
        self.rebuild(stop)
    }

    fn rebuild(&self, stop: &AtomicBool) -> Result<SledSide, Fault> {
        let names = self.names();
        files::remove_tree_if_there(&names.sled())?;
        self.has_room()?;
        let journal = Journal::up_to(&names, self.bytes)?;
        let side = SledSide::open(&names.sled())?;
        hand_over(side, &journal, 0, || stop.load(Ordering::Relaxed))
    }

    /// sled takes up to twice the journal's room while it is being filled.
    fn has_room(&self) -> Result<(), Fault> {
        let needed = self.bytes.saturating_mul(2).saturating_add(4 << 20);
        match place::free_bytes(&self.folder).is_some_and(|free| free < needed) {
            true => Err(Fault::System(io::Error::from(ErrorKind::StorageFull))),
            false => Ok(()),
        }
    }

    /// Hands sled what was appended while it was on its way.
    fn catch_up(&self, side: SledSide, journal: &Journal) -> Result<SledSide, Fault> {
        hand_over(side, journal, self.through, || false)
    }
}

/// Hands sled the entries after one number.
fn hand_over(
    mut side: SledSide,
    journal: &Journal,
    mut after: u64,
    stopped: impl Fn() -> bool,
) -> Result<SledSide, Fault> {
    while !stopped() {
        let batch = journal.read(after, AT_ONCE).map_err(io::Error::other)?;
        let Some(last) = batch.last() else {
            break;
        };
        after = last.header.seq;
        side.append(&batch)?;
    }
    Ok(side)
}

/// The sled that a clean close left, if it can be opened.
pub(super) fn open_existing(names: &Names) -> Option<SledSide> {
    if !names.sled().is_dir() {
        return None;
    }
    SledSide::open(&names.sled()).ok()
}
