//! A whole save as the program does it, sealing and signing included, against a plain file.

use std::path::Path;
use std::time::{Duration, Instant};

use daybook::domain::entry::What;

use crate::append::Plain;
use crate::school::{self, Vault};
use crate::table::{self, Times};
use crate::{Fault, Wanted};

/// Measures one vault, however full it is.
pub fn run(wanted: &Wanted, dir: &Path, vault: &Vault) -> Result<(), Fault> {
    let mut session = vault.open()?;
    let of = session.tip().seq;
    let path = dir.join(format!("plain-{of}"));
    let journal = vault.folder.join("journal");
    let mut plain = Plain::make(&path, std::fs::metadata(journal)?.len())?;
    let (mut ours, mut reference) = (Times::default(), Times::default());
    // The same bytes: those of the note that was saved before.
    let mut bytes = Vec::new();
    for round in 0..=wanted.rounds {
        let note = school::note(round as u64, session.school())?;
        // Whoever writes in a case has it before them.
        if let What::Case { reference, .. } = &note {
            std::hint::black_box(session.school().cases.get(reference));
        }
        let mut save = |ours: &mut Times| {
            let started = Instant::now();
            session
                .append(school::now(), vec![note.clone()])
                .map_err(school::words)?;
            ours.take(started.elapsed());
            let last = session.tip().seq - 1;
            let entries = session.ledger().vault().store().read(last, 1)?;
            Ok::<_, Fault>(entries.concat())
        };
        if round == 0 {
            bytes = save(&mut Times::default())?;
            continue;
        }
        let plainly = |reference: &mut Times, plain: &mut Plain| {
            let started = Instant::now();
            plain.append(&bytes)?;
            reference.take(started.elapsed());
            Ok::<_, Fault>(())
        };
        if round % 2 == 0 {
            plainly(&mut reference, &mut plain)?;
            bytes = save(&mut ours)?;
        } else {
            let saved = save(&mut ours)?;
            plainly(&mut reference, &mut plain)?;
            bytes = saved;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    session.close(school::now()).map_err(school::words)?;
    std::fs::remove_file(&path)?;
    let what = format!("save at {of} entries : plain file, fdatasync");
    table::line(&what, &ours, &reference, Some(2.0));
    Ok(())
}

trait Concat {
    fn concat(&self) -> Vec<u8>;
}

impl Concat for Vec<daybook::store::Sealed> {
    fn concat(&self) -> Vec<u8> {
        self.iter().flat_map(|one| one.encode()).collect()
    }
}
