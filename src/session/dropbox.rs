//! The drop box: a folder in which sealed reports wait. Anybody with the school's card can put one there;
//! only the school's keys read it.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::complaint::Complaint;
use super::paths;
use super::working::Session;
use crate::domain::report::{DropBox, REPORT_FORMAT, Report, TakenReport, WaitingReport};
use crate::domain::words::clean_line;
use crate::store::disk;
use crate::vault::{Card, Dropped, LARGEST_REPORT, report_hash};

/// How the name of a report for the headteacher ends: what is in it is sealed to them alone.
const FOR_HEADTEACHER: &str = "-head.age";
/// So many are looked at, the newest; more is not a primary school's day but somebody filling the folder.
const MOST: usize = 500;

/// Seals a report and puts it into a folder, whole or not at all. Answers with the file.
///
/// # Errors
/// When it lacks something, or the file cannot be written.
pub fn drop_report(card: &Card, report: &Report, place: &Path) -> Result<PathBuf, Complaint> {
    let report = report.clone().cleaned();
    report
        .check()
        .map_err(|why| Complaint::failed(why, "Nothing was written."))?;
    let json = serde_json::to_vec(&report)
        .map_err(|error| Complaint::failed(format!("This cannot be sealed: {error}"), ""))?;
    let sealed = card.seal(&json, report.about_staff)?;
    let path = match place.is_dir() {
        false => place.to_owned(),
        true => place.join(file_name(&sealed, report.about_staff)),
    };
    let mut beside = path.clone().into_os_string();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = (|| {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let mut file = options.open(&beside)?;
        file.write_all(&sealed)?;
        file.sync_all()?;
        drop(file);
        if path.exists() {
            return Err(std::io::ErrorKind::AlreadyExists.into());
        }
        disk::rename(&beside, &path)
    })();
    written
        .map(|()| path.clone())
        .map_err(|error: std::io::Error| {
            let _ = fs::remove_file(&beside);
            Complaint::failed(
                format!(
                    "The report could not be written to {}: {error}",
                    path.display()
                ),
                "Tell the DSL in person, or name another place with --out.",
            )
        })
}

/// Random to whoever sees it: the start of the sealed bytes' hash.
fn file_name(sealed: &[u8], for_headteacher: bool) -> String {
    let short: String = report_hash(sealed).chars().take(16).collect();
    match for_headteacher {
        true => format!("report-{short}{FOR_HEADTEACHER}"),
        false => format!("report-{short}.age"),
    }
}

impl Session {
    /// What waits in the drop box, the newest where there is too much. Those that were taken already and
    /// are still there, after a crash, are removed. What cannot be looked at is told: a report that nobody
    /// sees is one that nobody acts on.
    #[must_use]
    pub fn waiting_reports(&self) -> DropBox {
        let Some(folder) = self.drop_box() else {
            return DropBox::default();
        };
        let files = match fs::read_dir(folder) {
            Ok(files) => files,
            Err(_) if self.awaits_its_first(folder) => return DropBox::default(),
            Err(error) => return unseen(folder, &error),
        };
        let mut seen = DropBox::default();
        let mut found = Vec::new();
        for file in files {
            let file = match file {
                Ok(file) => file,
                Err(error) => {
                    seen = unseen(folder, &error);
                    break;
                }
            };
            let name = file.file_name().to_string_lossy().into_owned();
            if !(name.starts_with("report-") && name.ends_with(".age")) {
                continue;
            }
            // Of the link itself: nothing that is not a file is opened, as a pipe that nobody writes
            // into would keep whoever opens it waiting for ever.
            let unread = match file.metadata() {
                Ok(data) if data.is_file() => None,
                Ok(_) => Some("cannot be read: it is no plain file".to_owned()),
                // Taken up in the meantime.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => Some(unreadable(&error)),
            };
            let at = file.metadata().and_then(|data| data.modified());
            found.push((
                at.unwrap_or(SystemTime::UNIX_EPOCH),
                name,
                file.path(),
                unread,
            ));
        }
        found.sort();
        seen.more = found.len().saturating_sub(MOST);
        let waiting = found.into_iter().skip(seen.more);
        seen.reports = waiting
            .filter_map(|(_, name, path, unread)| match unread {
                None => self.look_at(name, &path),
                unread => Some(shut(name, unread)),
            })
            .collect();
        seen
    }

    /// The folder beside the vault is made by whoever puts the first report there; one that was named is
    /// there, or a share or a stick is missing.
    fn awaits_its_first(&self, folder: &Path) -> bool {
        let usual = self.vault_folder().map(|vault| paths::drop_box(&vault));
        let there = fs::symlink_metadata(folder);
        usual.as_deref() == Some(folder)
            && there.is_err_and(|error| error.kind() == ErrorKind::NotFound)
    }

    fn look_at(&self, name: String, path: &Path) -> Option<WaitingReport> {
        let mut sealed = Vec::new();
        let read = fs::File::open(path).and_then(|file| {
            file.take(LARGEST_REPORT as u64 + 1)
                .read_to_end(&mut sealed)
        });
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => return Some(shut(name, Some(unreadable(&error)))),
        }
        let file = report_hash(&sealed);
        if self.school().reports.contains(&file) {
            let _ = fs::remove_file(path);
            return None;
        }
        let (report, old_card) = match self.ledger().vault().open_report(&sealed) {
            Dropped::Readable { json, old_card } => (read_report(&json), old_card),
            Dropped::Shut => (None, false),
        };
        let about_staff = report.as_ref().is_some_and(|report| report.about_staff);
        let waiting = shut(name, None);
        Some(WaitingReport {
            for_headteacher: waiting.for_headteacher || about_staff,
            old_card,
            taken: report.map(|report| TakenReport { file, report }),
            ..waiting
        })
    }

    /// Removes a report's file once it is in the log.
    pub fn remove_report(&self, name: &str) {
        let plain = Path::new(name).file_name().is_some_and(|file| file == name);
        if let (Some(folder), true) = (self.drop_box(), plain) {
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

/// A report out of its JSON, cleaned; nothing when it is none.
fn read_report(json: &[u8]) -> Option<Report> {
    let report: Report = serde_json::from_slice(json).ok()?;
    (report.daybook_report == REPORT_FORMAT).then(|| report.cleaned())
}

/// A report of which nothing but its name is known.
fn shut(name: String, unread: Option<String>) -> WaitingReport {
    WaitingReport {
        for_headteacher: name.ends_with(FOR_HEADTEACHER),
        name,
        old_card: false,
        unread,
        taken: None,
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read ({error}): ask whoever looks after the folder to let you read it")
}

fn unseen(folder: &Path, error: &io::Error) -> DropBox {
    DropBox {
        unseen: Some(format!(
            "The drop box {} cannot be looked into ({error}), so reports may wait there that are not shown. Nothing in it has been changed. If it is on a share or a stick, connect that first; otherwise ask whoever looks after the folder to let you read it, or name the right one with --drop-box.",
            clean_line(&folder.to_string_lossy())
        )),
        ..DropBox::default()
    }
}
