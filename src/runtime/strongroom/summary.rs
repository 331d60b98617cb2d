//! The termly summary: made, released and saved.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::Strongroom;
use super::leaving::handed_to;
use crate::app::message::{Answer, SummaryToSave};
use crate::app::screens::summary::Made;
use crate::report::document::Profile;
use crate::report::{Asked, Summary};
use crate::runtime::Outbox;
use crate::session::Complaint;

fn telling(outbox: &Outbox<Answer>) -> impl FnMut(usize, usize) {
    |done, of| {
        outbox.send(Answer::Progress {
            what: "Counting, and withholding what could tell",
            done: done as u64,
            of: of as u64,
        });
    }
}

impl Strongroom {
    /// Makes a summary to be looked at.
    pub(super) fn summarise(
        &mut self,
        asked: Box<Asked>,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        let made = match self.open() {
            Ok(session) => match session.summary(now, &asked, &mut telling(outbox)) {
                Ok(Summary {
                    document,
                    release,
                    first,
                }) => {
                    let document = Box::new(document);
                    match (asked.profile, release, first) {
                        (Profile::Confidential, ..) => Made::Confidential(document),
                        (Profile::Public, Some(_), Some(first)) => Made::Waiting(document, first),
                        (Profile::Public, Some(_), None) => Made::Releasable(document),
                        (Profile::Public, None, _) if document.is_preview() => {
                            Made::Preview(document)
                        }
                        (Profile::Public, None, _) => Made::Released(document),
                    }
                }
                Err(complaint) => Made::None(complaint.to_string()),
            },
            Err(locked) => Made::None(locked),
        };
        Answer::Summarised { asked, made }
    }

    /// Releases a summary, where it is not, and saves it.
    pub(super) fn save_summary(
        &mut self,
        summary: SummaryToSave,
        now: DateTime<FixedOffset>,
        outbox: &Outbox<Answer>,
    ) -> Answer {
        let work = self.work;
        let SummaryToSave {
            asked,
            folder,
            formats,
            to,
            passphrase,
        } = summary;
        let saved = self
            .open()
            .map_err(|locked| Complaint::failed(locked, ""))
            .and_then(|session| {
                let (document, to) = match asked.profile {
                    Profile::Public => {
                        let (document, released) =
                            session.release(now, &asked, &mut telling(outbox))?;
                        outbox.send(Answer::Noted(released));
                        (document, None)
                    }
                    Profile::Confidential => {
                        let to = handed_to(&to, passphrase)?;
                        let made = session.summary(now, &asked, &mut telling(outbox))?;
                        (made.document, Some(to))
                    }
                };
                let sealed_to = to.as_ref().map(|to| (to, work));
                let (paths, noted) = session.write_summary(
                    now,
                    &document,
                    &formats,
                    Path::new(&folder),
                    sealed_to,
                )?;
                outbox.send(Answer::Noted(noted));
                Ok(paths)
            });
        match saved {
            Ok(paths) => {
                let names = paths.iter().filter_map(|path| path.file_name());
                let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
                let folder = std::path::absolute(&folder).unwrap_or_else(|_| folder.into());
                Answer::Written(format!("{} in {}.", names.join(", "), folder.display()))
            }
            Err(complaint) => Answer::BackupFailed(complaint.to_string()),
        }
    }
}
