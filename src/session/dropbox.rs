//! The drop box: a folder in which sealed reports wait. Anybody with the school's card can put one there;
//! only the school's keys read it.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::complaint::Complaint;
use super::working::Session;
use crate::domain::report::{REPORT_FORMAT, Report, TakenReport, WaitingReport};
use crate::store::disk;
use crate::vault::{Card, Dropped, LARGEST_REPORT, report_hash};

/// How the name of a report for the headteacher ends: what is in it is sealed to them alone.
const FOR_HEADTEACHER: &str = "-head.age";
/// So many are looked at; more is not a primary school's day but somebody filling the folder.
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
    /// The reports that wait in the drop box, the one that has waited longest first. Those that were
    /// taken already and are still there, after a crash, are removed.
    #[must_use]
    pub fn waiting_reports(&self) -> Vec<WaitingReport> {
        let Some(folder) = self.drop_box() else {
            return Vec::new();
        };
        let Ok(files) = fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut found: Vec<_> = files
            .flatten()
            .filter_map(|file| {
                let name = file.file_name().into_string().ok()?;
                let is_report = name.starts_with("report-") && name.ends_with(".age");
                // Of the link itself: nothing that is not a file is opened, as a pipe that nobody writes
                // into would keep whoever opens it waiting for ever.
                let data = file.metadata().ok()?;
                let at = data.modified().ok()?;
                (is_report && data.is_file()).then_some((at, name, file.path()))
            })
            .collect();
        found.sort();
        found.truncate(MOST);
        let waiting = found.into_iter();
        waiting
            .filter_map(|(_, name, path)| self.look_at(name, &path))
            .collect()
    }

    fn look_at(&self, name: String, path: &Path) -> Option<WaitingReport> {
        let mut sealed = Vec::new();
        fs::File::open(path)
            .and_then(|file| {
                file.take(LARGEST_REPORT as u64 + 1)
                    .read_to_end(&mut sealed)
            })
            .ok()?;
        let file = report_hash(&sealed);
        if self.school().reports.contains(&file) {
            let _ = fs::remove_file(path);
            return None;
        }
        let for_headteacher = name.ends_with(FOR_HEADTEACHER);
        let (report, old_card) = match self.ledger().vault().open_report(&sealed) {
            Dropped::Readable { json, old_card } => (read(&json), old_card),
            Dropped::Shut => (None, false),
        };
        let about_staff = report.as_ref().is_some_and(|report| report.about_staff);
        Some(WaitingReport {
            name,
            for_headteacher: for_headteacher || about_staff,
            old_card,
            taken: report.map(|report| TakenReport { file, report }),
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
fn read(json: &[u8]) -> Option<Report> {
    let report: Report = serde_json::from_slice(json).ok()?;
    (report.daybook_report == REPORT_FORMAT).then(|| report.cleaned())
}
