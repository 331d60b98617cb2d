//! The form in which a snapshot holds a school: all but the cases as JSON, what their rows speak of, what the cases have in
//! common, and then the cases in blocks, the rows of each as JSON and after them the cases as they are kept. The rows can so be
//! read on all cores while the rest is still being opened, and what the cases say is not read before somebody asks.

use std::io::Read;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, TrySendError, sync_channel};
use std::thread::{Builder, available_parallelism, scope};

use zeroize::Zeroizing;

use crate::domain::cases::{Cases, Common, Packed};
use crate::domain::rows::{Row, Things};
use crate::domain::school::School;

/// Bytes of cases that are read together.
const BLOCK: usize = 60_000;
/// Blocks that may wait to be read.
const WAITING: usize = 32;
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
    let things = serde_json::to_vec(school.cases.things()).ok()?;
    piece(&mut out, &Zeroizing::new(things))?;
    piece(&mut out, school.cases.common().bytes())?;
    let (mut rows, mut cases) = (Vec::new(), Block::default());
    for case in school.cases.packed() {
        let (row, packed) = case?;
        rows.push(row);
        piece(&mut cases, packed.bytes())?;
        if cases.len() >= BLOCK {
            put(&mut out, &mut rows, &mut cases)?;
        }
    }
    put(&mut out, &mut rows, &mut cases)?;
    Some(out)
}

/// Puts a block to the rest: the rows, and after them the cases.
fn put(out: &mut Vec<u8>, rows: &mut Vec<&Row>, cases: &mut Block) -> Option<()> {
    let mut both = Block::default();
    piece(&mut both, &Zeroizing::new(serde_json::to_vec(rows).ok()?))?;
    both.extend_from_slice(cases);
    rows.clear();
    cases.clear();
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
    let things: Things = serde_json::from_slice(&pieces.next()?).ok()?;
    let common = Common::kept(&pieces.next()?);
    let helpers = available_parallelism().map_or(0, |cores| cores.get() - 1);
    let (hand, wait) = sync_channel::<Block>(WAITING);
    let wait = Mutex::new(wait);
    let found = scope(|scope| {
        let (wait, common) = (&wait, &common);
        let help = || Builder::new().spawn_scoped(scope, move || parse_all(wait, common));
        // A system that will give no thread gets the work done all the same.
        let helping: Vec<_> = (0..helpers).map_while(|_| help().ok()).collect();
        let mut cases = Vec::new();
        for block in pieces.by_ref() {
            let mine = match hand.try_send(block) {
                Ok(()) => continue,
                Err(TrySendError::Full(block) | TrySendError::Disconnected(block)) => block,
            };
            cases.extend(parse(&mine, common)?);
        }
        drop(hand);
        cases.extend(parse_all(wait, common)?);
        for helper in helping {
            cases.extend(helper.join().ok()??);
        }
        Some(cases)
    });
    school.cases = Cases::of_packed(found?, things, common);
    (!pieces.broken).then_some(school)
}

/// Reads blocks until there is none any more.
fn parse_all(blocks: &Mutex<Receiver<Block>>, common: &Common) -> Option<Vec<(Row, Packed)>> {
    let mut cases = Vec::new();
    loop {
        let block = blocks.lock().ok()?.recv();
        let Ok(block) = block else {
            return Some(cases);
        };
        cases.extend(parse(&block, common)?);
    }
}

fn parse(mut block: &[u8], common: &Common) -> Option<Vec<(Row, Packed)>> {
    let rows: Vec<Row> = serde_json::from_slice(cut(&mut block)?).ok()?;
    let cases = rows.into_iter().map(|row| {
        let packed = Packed::kept(cut(&mut block)?, common);
        Some((row, packed))
    });
    let cases: Vec<_> = cases.collect::<Option<_>>()?;
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
    use crate::domain::case::Case;
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
        for case in back.cases.in_passing() {
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
