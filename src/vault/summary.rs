//! The form in which a snapshot holds a school: all but the cases as JSON, then the cases in packed blocks, each case as JSON
//! and after them the entries of each as they are kept. How the cases stand can so be read on all cores while the rest is still being
//! opened, and what they say is not read before somebody asks.

use std::io::Read;
use std::sync::mpsc::{Receiver, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, available_parallelism, scope};

use zeroize::Zeroizing;

use crate::domain::case::Case;
use crate::domain::cases::Cases;
use crate::domain::chronology::{Chronology, unpack};
use crate::domain::school::School;

/// Bytes of cases that are read together.
const BLOCK: usize = 60_000;
/// Blocks that may wait to be read.
const WAITING: usize = 32;
/// No block is larger, but for one case of endless texts.
const LARGEST: usize = 256 << 20;
/// No piece is longer: what says that it is was not written by Daybook.
const LONGEST: u32 = 1 << 30;

/// Some whole cases.
type Block = Zeroizing<Vec<u8>>;

/// The pieces of a school: each is its length, in four bytes with the lowest first, and so many bytes. None where it is too
/// large for that.
#[must_use]
pub fn write(school: &School) -> Option<Block> {
    let mut out = Block::default();
    let rest = School {
        cases: Cases::default(),
        ..school.clone()
    };
    piece(&mut out, &Zeroizing::new(serde_json::to_vec(&rest).ok()?))?;
    let (mut block, mut entries) = (Block::default(), Block::default());
    for case in school.cases.values() {
        let bare = Case {
            chronology: case.chronology.bare(),
            ..case.clone()
        };
        piece(&mut block, &Zeroizing::new(serde_json::to_vec(&bare).ok()?))?;
        piece(&mut entries, &case.chronology.pack()?)?;
        if block.len() >= BLOCK {
            put(&mut out, &mut block, &mut entries)?;
        }
    }
    put(&mut out, &mut block, &mut entries)?;
    Some(out)
}

/// Puts a block to the rest: packed, how its cases stand, and after it their entries, which are packed already.
fn put(out: &mut Vec<u8>, block: &mut Block, entries: &mut Block) -> Option<()> {
    let mut both = Block::default();
    piece(&mut both, &lz4_flex::compress_prepend_size(block))?;
    both.extend_from_slice(entries);
    block.clear();
    entries.clear();
    piece(out, &both)
}

fn piece(out: &mut Vec<u8>, bytes: &[u8]) -> Option<()> {
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|one| *one <= LONGEST)?;
    out.extend(length.to_le_bytes());
    out.extend(bytes);
    Some(())
}

/// Reads what [`write`] wrote; none where it is anything else.
pub fn read(from: &mut dyn Read) -> Option<School> {
    let mut pieces = Pieces {
        from,
        broken: false,
    };
    let mut school: School = serde_json::from_slice(&pieces.next()?).ok()?;
    let helpers = available_parallelism().map_or(0, |cores| cores.get() - 1);
    let (hand, wait) = sync_channel::<Block>(WAITING);
    let wait = Mutex::new(wait);
    let found = scope(|scope| {
        let wait = &wait;
        let help = || Builder::new().spawn_scoped(scope, move || parse_all(wait));
        // A system that will give no thread gets the work done all the same.
        let helping: Vec<_> = (0..helpers).map_while(|_| help().ok()).collect();
        let mut cases = Vec::new();
        for block in pieces.by_ref() {
            let mine = match hand.try_send(block) {
                Ok(()) => continue,
                Err(TrySendError::Full(block) | TrySendError::Disconnected(block)) => block,
            };
            cases.extend(parse(&mine)?);
        }
        drop(hand);
        cases.extend(parse_all(wait)?);
        for helper in helping {
            cases.extend(helper.join().ok()??);
        }
        Some(cases)
    });
    school.cases = found?.into_iter().collect::<Cases>();
    (!pieces.broken).then_some(school)
}

/// Reads blocks until there is none any more.
fn parse_all(blocks: &Mutex<Receiver<Block>>) -> Option<Vec<Arc<Case>>> {
    let mut cases = Vec::new();
    loop {
        let block = blocks.lock().ok()?.recv();
        let Ok(block) = block else {
            return Some(cases);
        };
        cases.extend(parse(&block)?);
    }
}

fn parse(mut block: &[u8]) -> Option<Vec<Arc<Case>>> {
    let mut cases = Vec::new();
    let stand = Zeroizing::new(unpack(cut(&mut block)?, LARGEST)?);
    let mut stand = stand.as_slice();
    while !stand.is_empty() {
        let mut case: Case = serde_json::from_slice(cut(&mut stand)?).ok()?;
        let trail = case.chronology.trail().clone();
        case.chronology = Chronology::kept(trail, cut(&mut block)?);
        cases.push(Arc::new(case));
    }
    block.is_empty().then_some(cases)
}

/// Cuts the first piece off.
fn cut<'b>(block: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, rest) = block.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (piece, rest) = rest.split_at_checked(length)?;
    *block = rest;
    Some(piece)
}

/// Reads one piece after the other.
struct Pieces<'r> {
    from: &'r mut dyn Read,
    /// What was read last was no whole piece.
    broken: bool,
}

impl Iterator for Pieces<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let mut length = Vec::with_capacity(4);
        let read = self.from.take(4).read_to_end(&mut length);
        if read.is_ok() && length.is_empty() {
            return None;
        }
        self.broken = true;
        let length = u32::from_le_bytes(*length.first_chunk()?);
        if read.is_err() || length > LONGEST {
            return None;
        }
        // Room for what is usual is made at once, so that no half-filled buffer is left behind by growing; for more
        // than that only as it comes.
        let room = usize::try_from(length).ok()?.min(4 * BLOCK);
        let mut piece = Block::new(Vec::with_capacity(room));
        let whole = self.from.take(u64::from(length)).read_to_end(&mut piece);
        self.broken = whole.ok() != usize::try_from(length).ok();
        (!self.broken).then_some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Author;
    use crate::vault::testing::moment;
    use serde_json::json;

    /// A case whose account is longer than a block now and then.
    fn case(number: u32) -> Case {
        let account = "Line one,\nand another. ".repeat(40 + number as usize % 100 / 99 * 3_000);
        let concern = json!({
            "reported": moment(), "happened": "unknown", "came_through": "pupil", "reporter": "A",
            "place": "home", "participants": [], "clauses": [], "category": "content",
            "severity": "low", "account": account, "owner": "dsl",
        });
        let by = Author {
            id: "dsl".to_owned(),
            name: "Person dsl".to_owned(),
            role: "DSL".to_owned(),
        };
        let reference = format!("OS-1990-{number:04}").parse().unwrap();
        let concern = serde_json::from_value(concern).unwrap();
        Case::begin(reference, number.into(), moment(), &by, &concern)
    }

    fn a_school() -> School {
        School {
            name: "Invented Primary".to_owned(),
            cases: (1..500).map(case).collect(),
            ..School::default()
        }
    }

    #[test]
    fn a_school_of_many_blocks_comes_back_with_every_entry() {
        let school = a_school();
        let kept = write(&school).unwrap();
        let pieces = Pieces {
            from: &mut kept.as_slice(),
            broken: false,
        };
        assert!(pieces.count() > 4);
        let back = read(&mut kept.as_slice()).unwrap();
        assert!(back == school);
        // Written again before anybody has read the entries, it is the same.
        assert!(write(&back).unwrap() == kept);
        for case in back.cases.values() {
            let before = school.cases.get(&case.reference).unwrap();
            assert_eq!(case.chronology[..], before.chronology[..]);
        }
        let empty = School::default();
        let kept = write(&empty).unwrap();
        assert!(read(&mut kept.as_slice()).unwrap() == empty);
    }

    #[test]
    fn what_is_cut_or_bent_is_no_school() {
        let kept = write(&a_school()).unwrap();
        for cut in [0, 1, 4, 5, kept.len() / 2, kept.len() - 1] {
            assert!(read(&mut &kept[..cut]).is_none(), "{cut}");
        }
        // The lengths and the JSON; bent entries are told from good ones by the seal alone.
        let first = 4 + u32::from_le_bytes(kept[..4].try_into().unwrap()) as usize;
        for at in (0..first + 40).step_by(7).chain([first + 3, first + 7]) {
            let mut bent = kept.clone();
            bent[at] = 0xff;
            assert!(read(&mut bent.as_slice()).is_none(), "byte {at}");
        }
        let mut endless = kept.clone();
        endless[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(read(&mut endless.as_slice()).is_none());
        let json = serde_json::to_vec(&School::default()).unwrap();
        assert!(
            read(&mut json.as_slice()).is_none(),
            "the form before this one"
        );
    }
}
