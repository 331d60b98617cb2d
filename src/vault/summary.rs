//! The form in which a snapshot holds a school: as JSON, first all but the cases on one line, then each
//! case on a line of its own. They can so be read on all cores while the rest is still being opened, and
//! what is open at a time is little.

use std::io::Read;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, TrySendError, sync_channel};
use std::thread::{Builder, available_parallelism, scope};

use zeroize::Zeroizing;

use crate::domain::case::Case;
use crate::domain::cases::Cases;
use crate::domain::school::School;

/// Bytes of lines that are read together.
const BLOCK: usize = 60_000;
/// Blocks that may wait to be read.
const WAITING: usize = 32;

/// Whole lines.
type Block = Zeroizing<Vec<u8>>;

/// The lines of a school.
pub(super) fn write(school: &mut School) -> Option<Zeroizing<Vec<u8>>> {
    let cases = std::mem::take(&mut school.cases);
    let rest = serde_json::to_vec(school);
    school.cases = cases;
    let mut lines = Zeroizing::new(rest.ok()?);
    for case in school.cases.values() {
        lines.push(b'\n');
        serde_json::to_writer(&mut *lines, case).ok()?;
    }
    Some(lines)
}

/// Reads what [`write`] wrote.
pub(super) fn read(from: &mut dyn Read) -> Option<School> {
    let mut blocks = Blocks {
        from,
        rest: Block::default(),
    };
    let first = blocks.next()?;
    let (line, lines) = match first.iter().position(|byte| *byte == b'\n') {
        Some(end) => first.split_at_checked(end)?,
        None => (first.as_slice(), Default::default()),
    };
    let mut school: School = serde_json::from_slice(line).ok()?;
    // With its cases in it, it is in the form that came before this one.
    if !school.cases.is_empty() {
        return None;
    }
    let mut cases = parse(lines)?;
    let helpers = available_parallelism().map_or(0, |cores| cores.get() - 1);
    let (hand, wait) = sync_channel::<Block>(WAITING);
    let wait = Mutex::new(wait);
    let found = scope(|scope| {
        let wait = &wait;
        let help = || Builder::new().spawn_scoped(scope, move || parse_all(wait));
        // A system that will give no thread gets the work done all the same.
        let helping: Vec<_> = (0..helpers).map_while(|_| help().ok()).collect();
        for block in blocks {
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
    Some(school)
}

/// Reads blocks until there is none any more.
fn parse_all(blocks: &Mutex<Receiver<Block>>) -> Option<Vec<Case>> {
    let mut cases = Vec::new();
    loop {
        let block = blocks.lock().ok()?.recv();
        let Ok(block) = block else {
            return Some(cases);
        };
        cases.extend(parse(&block)?);
    }
}

fn parse(lines: &[u8]) -> Option<Vec<Case>> {
    let lines = lines.split(|byte| *byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).ok())
        .collect()
}

/// Cuts what is read into blocks of whole lines.
struct Blocks<'r> {
    from: &'r mut dyn Read,
    /// The beginning of a line whose end is still to come.
    rest: Block,
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    /// What cannot be read ends the blocks: whoever reads learns of it at the end of the stream.
    fn next(&mut self) -> Option<Block> {
        let mut block = std::mem::take(&mut self.rest);
        loop {
            let begin = block.len();
            // Room is made at once, so that no half-filled buffer is left behind by growing.
            let mut wider = Block::new(Vec::with_capacity(begin + BLOCK));
            wider.extend_from_slice(&block);
            block = wider;
            let read = self.from.take(BLOCK as u64).read_to_end(&mut block);
            let new = block.get(begin..).unwrap_or_default();
            if read.is_err() || new.is_empty() {
                return (!block.is_empty()).then_some(block);
            }
            if let Some(end) = new.iter().rposition(|byte| *byte == b'\n') {
                let end = begin + end;
                self.rest = Block::new(block.get(end + 1..).unwrap_or_default().to_vec());
                block.truncate(end);
                return Some(block);
            }
        }
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

    #[test]
    fn a_school_of_many_blocks_comes_back_and_a_bad_line_is_none() {
        let mut school = School {
            name: "Invented Primary".to_owned(),
            cases: (1..500).map(case).collect(),
            ..School::default()
        };
        let lines = write(&mut school).unwrap();
        assert_eq!(school.cases.len(), 499);
        assert!(lines.len() > 10 * BLOCK, "{} bytes", lines.len());
        assert!(read(&mut lines.as_slice()).unwrap() == school);
        let ends = (0..lines.len()).filter(|at| lines[*at] == b'\n');
        for end in ends.step_by(50).chain([lines.len() - 1]) {
            let mut bad = lines.clone();
            bad[end] = b'{';
            assert!(read(&mut bad.as_slice()).is_none(), "byte {end}");
        }
        for cut in [0, 1, lines.len() / 2, lines.len() - 1] {
            assert!(read(&mut &lines[..cut]).is_none(), "{cut}");
        }
        let whole = serde_json::to_vec(&school).unwrap();
        assert!(read(&mut whole.as_slice()).is_none());
        let mut empty = School::default();
        let lines = write(&mut empty).unwrap();
        assert!(read(&mut lines.as_slice()).unwrap() == empty);
    }
}
