//! The termly summary: made from the log, released into it, and written for others.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::complaint::Complaint;
use super::founding::keep_new_bytes;
use super::working::{Session, hash_in_words};
use crate::domain::entry::{AuditFact, Entry, SchoolFact, What};
use crate::domain::policy::Policies;
use crate::report::chronology::named_in;
use crate::report::document::{Profile, Protected};
use crate::report::ledger::{Ledger, Unreadable};
use crate::report::release::{self, THRESHOLDS};
use crate::report::render::Format;
use crate::report::{Asked, Refusal, Request, Summary};
use crate::vault::{HandedTo, WorkFactor};

/// Entries that were written, each with its number.
type Noted = Vec<(u64, Entry)>;

impl From<Refusal> for Complaint {
    fn from(refusal: Refusal) -> Self {
        Self::failed(refusal.to_string(), "Nothing has been released.")
    }
}

impl From<Unreadable> for Complaint {
    fn from(unreadable: Unreadable) -> Self {
        Self::failed(
            unreadable.to_string(),
            "Nothing has been released: what was printed before decides what may be printed now. `daybook verify` checks the log.",
        )
    }
}

impl Session {
    /// Every release so far.
    ///
    /// # Errors
    /// When one of them cannot be read: without it nobody can tell what may be printed.
    pub fn releases(&self) -> Result<Ledger, Complaint> {
        Ok(Ledger::read(&self.school().releases)?)
    }

    /// A summary as it would be printed, or as it was released. Nothing is written.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn summary(
        &self,
        now: DateTime<FixedOffset>,
        asked: &Asked,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Summary, Complaint> {
        self.requested(now, asked, |request| request.make(progress))
    }

    /// Does something with what somebody asks for.
    fn requested<T>(
        &self,
        now: DateTime<FixedOffset>,
        asked: &Asked,
        act: impl FnOnce(&Request<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Complaint> {
        let ledger = self.releases()?;
        let terms = self.school().terms();
        let request = Request {
            school: self.school(),
            policies: Policies::shipped(),
            terms: &terms,
            ledger: &ledger,
            period: asked.period,
            profile: asked.profile,
            threshold: self.threshold(),
            assurance: &asked.assurance,
            fingerprint: &hash_in_words(self.tip()),
            entries: self.tip().seq,
            today: now.date_naive(),
        };
        Ok(act(&request)?)
    }

    /// The fewest pupils behind a figure of a public summary.
    #[must_use]
    pub fn threshold(&self) -> u32 {
        let set = self.school().threshold;
        set.unwrap_or_else(release::usual_threshold)
    }

    /// Sets how many pupils must stand behind a figure, from the next year on of which nothing is released.
    ///
    /// # Errors
    /// When it is out of bounds, or not theirs to set, or cannot be written.
    pub fn set_threshold(
        &mut self,
        now: DateTime<FixedOffset>,
        pupils: u32,
    ) -> Result<Noted, Complaint> {
        self.may_release(
            "A threshold is set by the headteacher and the DSL",
            "Ask one of them to set it.",
        )?;
        if !THRESHOLDS.contains(&pupils) {
            return Err(Complaint::failed(
                format!(
                    "A figure is of at least {} pupils, and of at most {}",
                    THRESHOLDS.start(),
                    THRESHOLDS.end()
                ),
                "Nothing has been changed.",
            ));
        }
        if self.threshold() == pupils {
            return Ok(Vec::new());
        }
        self.append(
            now,
            vec![What::School(SchoolFact::SummaryThresholdSet { pupils })],
        )
    }

    /// Whether this person may do that with summaries, by their role; else why not and what to do.
    fn may_release(&self, why: impl Into<String>, then: &str) -> Result<(), Complaint> {
        match self.me().role.as_str() {
            "deputy" => Err(Complaint::failed(why, then)),
            _ => Ok(()),
        }
    }

    /// Releases the public summary of a period, unless it is released already: it is written into the log and is from
    /// then on what it is.
    ///
    /// # Errors
    /// When it cannot be released, or not be written.
    pub fn release(
        &mut self,
        now: DateTime<FixedOffset>,
        asked: &Asked,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(Protected, Noted), Complaint> {
        // What is not to be had is said first: nobody is to be asked for it.
        match self.requested(now, asked, |request| request.may_release()) {
            Err(complaint) if self.releases()?.find(asked.period).is_none() => {
                return Err(complaint);
            }
            Err(_) => self.may_release(
                format!("{} is released already", asked.period.words()),
                "You can look at it; its files are saved by the headteacher and the DSL.",
            )?,
            Ok(()) => self.may_release(
                "Summaries are released by the headteacher and the DSL",
                "You can look at one; ask them to release it.",
            )?,
        }
        let Summary {
            document, release, ..
        } = self.summary(now, asked, progress)?;
        let Some(release) = release else {
            return Ok((document, Vec::new()));
        };
        let named = named_in(self.school(), &asked.assurance.text()).surely;
        if !named.is_empty() {
            let named: Vec<_> = named.into_iter().collect();
            return Err(Complaint::failed(
                format!("In the assurance a child is named: {}", named.join(", ")),
                "Nothing has been released: it would be public for good. Take it out first.",
            ));
        }
        let fact = SchoolFact::SummaryReleased(release.keep()?);
        let entries = self.append(now, vec![What::School(fact)])?;
        Ok((document, entries))
    }

    /// Writes a summary that may leave into a folder, one file a format. A public one as it is; a confidential one sealed,
    /// and to nobody it is refused. A file that is there and is the same is left as it is; one that is not is never
    /// written over. That they were taken out is noted in the log.
    ///
    /// # Errors
    /// When something could not be noted or written.
    pub fn write_summary(
        &mut self,
        now: DateTime<FixedOffset>,
        document: &Protected,
        formats: &[Format],
        folder: &Path,
        sealed_to: Option<(&HandedTo, WorkFactor)>,
    ) -> Result<(Vec<PathBuf>, Noted), Complaint> {
        self.may_release(
            "Summaries are saved by the headteacher and the DSL",
            "You can look at one; ask them for its files.",
        )?;
        let confidential = document.profile() == Profile::Confidential;
        if confidential == sealed_to.is_none() {
            return Err(Complaint::failed(
                match confidential {
                    true => "A confidential summary leaves only sealed",
                    false => "A public summary is for everybody, and is not sealed",
                },
                "Nothing has been written.",
            ));
        }
        if document.is_preview() && !confidential {
            return Err(Complaint::failed(
                "The term is not over: this is a preview, and a preview is not written",
                "Nothing has been written.",
            ));
        }
        let mut files = Vec::new();
        for format in formats {
            let bytes = format.render(document).map_err(|why| {
                Complaint::failed(
                    format!("Of the {}, {why}", format.words()),
                    "Nothing has been written.",
                )
            })?;
            let name = format.file_name(document);
            files.push(match sealed_to {
                Some((to, work)) => (folder.join(format!("{name}.age")), to.seal(work, &bytes)?),
                None => (folder.join(name), bytes),
            });
        }
        std::fs::create_dir_all(folder).map_err(|error| {
            Complaint::failed(
                format!("The folder {} cannot be made: {error}", folder.display()),
                "Nothing has been written.",
            )
        })?;
        files.retain(|(path, bytes)| !is_there(path, bytes));
        if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
            return Err(Complaint::failed(
                format!("There is another file {} already", path.display()),
                "Nothing has been written. Move it, or name another folder.",
            ));
        }
        let kinds: Vec<_> = formats.iter().map(|one| one.words()).collect();
        let to = sealed_to.map_or_else(String::new, |(to, _)| format!(", {}", to.words()));
        let what = format!(
            "the {} summary {} ({}){to}",
            document.profile().id(),
            document.release(),
            kinds.join(", ")
        );
        let noted = self.note(now, vec![AuditFact::Exported { what }])?;
        for (path, bytes) in &files {
            keep_new_bytes("The summary", bytes, path)?;
        }
        let paths = formats.iter().map(|format| {
            let name = format.file_name(document);
            folder.join(match sealed_to {
                Some(_) => format!("{name}.age"),
                None => name,
            })
        });
        Ok((paths.collect(), noted))
    }
}

/// Whether that file is there and holds that already.
fn is_there(path: &Path, bytes: &[u8]) -> bool {
    std::fs::read(path).is_ok_and(|found| found == bytes)
}
