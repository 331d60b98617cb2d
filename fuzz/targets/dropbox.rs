//! A file in the drop box: anything, and anything sealed with the school's card.
#![no_main]

use std::path::PathBuf;

use daybook::domain::report::Report;
use daybook::session::{Folders, Room, Session};
use daybook::vault::Card;
use daybook_fuzz::{folder, split, unlocked, vault_in};
use libfuzzer_sys::fuzz_target;

struct School {
    session: Session,
    card: Card,
    file: PathBuf,
}

thread_local! {
    static SCHOOL: School = {
        let home = folder().keep();
        let drop_box = home.join("drop-box");
        std::fs::create_dir(&drop_box).unwrap();
        let folders = Folders {
            vault: Some(vault_in(&home)),
            backups: Vec::new(),
            drop_box: Some(drop_box.clone()),
            state: home.join("state"),
        };
        let session = unlocked(Room::open(folders).unwrap());
        School { card: session.card(), file: drop_box.join("report-0123456789abcdef.age"), session }
    };
}

fuzz_target!(|data: &[u8]| {
    let Some((seal, data)) = split(data) else {
        return;
    };
    SCHOOL.with(|school| {
        let bytes = match seal {
            true => school.card.seal(data, false).unwrap(),
            false => data.to_vec(),
        };
        std::fs::write(&school.file, bytes).unwrap();
        let waiting = school.session.waiting_reports();
        assert_eq!(
            waiting.len(),
            1,
            "what cannot be read is shown all the same"
        );
        for report in waiting {
            if let Some(taken) = report.taken {
                let _ = taken.report.check();
                let again: Report = taken.report.clone().cleaned();
                assert_eq!(again, taken.report, "what is cleaned stays as it is");
            }
        }
    });
});
