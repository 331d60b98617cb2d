//! A report from somebody who never sees the log: what they wrote, and who they say they are.

use serde::{Deserialize, Serialize};

use super::words::{clean, clean_line};

/// The format of reports that this version writes and reads.
pub const REPORT_FORMAT: u32 = 1;

/// A report as it was written. Nobody signed it: who it is from is what it claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// The report's format, [`REPORT_FORMAT`].
    pub daybook_report: u32,
    /// When it was written, by the clock of the computer where it was.
    pub written: String,
    /// Who it says it is from.
    pub from: String,
    /// What they say they do.
    pub job: String,
    /// It is about staff, a visitor or a volunteer.
    pub about_staff: bool,
    /// Who is in it.
    pub who: String,
    /// When it happened.
    pub when: String,
    /// Where, and on what.
    pub place: String,
    /// What happened.
    pub account: String,
    /// The child's own words, and what was asked.
    pub words: String,
    /// What was done already.
    pub done: String,
}

/// A report that became a concern, or was set aside: as it was written, so that nothing of it is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenReport {
    /// The SHA-256 of the sealed file, in hexadecimal: the same file is never taken twice.
    pub file: String,
    /// What it said.
    pub report: Report,
}

/// A report that lies in the drop box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingReport {
    /// The name of its file.
    pub name: String,
    /// It was written for the headteacher alone.
    pub for_headteacher: bool,
    /// The card it was sealed with has been replaced since.
    pub old_card: bool,
    /// Why its file could not even be read, in words.
    pub unread: Option<String>,
    /// What it says; nothing where our keys do not open it.
    pub taken: Option<TakenReport>,
}

impl WaitingReport {
    /// Why it cannot be opened, in words.
    #[must_use]
    pub fn shut(&self) -> &str {
        match &self.unread {
            Some(why) => why,
            None if self.for_headteacher => "for the headteacher: sealed, and not for you to open",
            None => {
                "cannot be opened: damaged, another school's, or sealed with a card from before the log was sealed anew (ask for it again, with the new card)"
            }
        }
    }
}

/// The drop box as it was found: what waits in it, and what of it could not be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DropBox {
    /// The reports that wait, the one that has waited longest first.
    pub reports: Vec<WaitingReport>,
    /// Why the folder could not be looked into, or not to its end, in words.
    pub unseen: Option<String>,
    /// How many more files lie there than are looked at: all of them older.
    pub more: usize,
}

impl DropBox {
    /// Whether everything that lies there was looked at.
    #[must_use]
    pub fn is_seen_whole(&self) -> bool {
        self.unseen.is_none() && self.more == 0
    }

    /// What is not shown of it, in sentences.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let more = match self.more {
            0 => None,
            1 => Some("1 more file lies in the drop box".to_owned()),
            n => Some(format!("{n} more files lie in the drop box")),
        };
        let more = more.map(|more| {
            format!("{more}, older than these, and may be reports. Take up or set aside what is here, or have what is no report removed from the folder.")
        });
        self.unseen.iter().cloned().chain(more).collect()
    }

    /// How many of them can be opened with the keys at hand.
    #[must_use]
    pub fn readable(&self) -> usize {
        let taken = self.reports.iter().filter(|one| one.taken.is_some());
        taken.count()
    }
}

impl Report {
    /// The longest text that is taken of any field.
    pub const LONGEST: usize = 20_000;

    /// What is wrong with it, if anything: it needs an author and an account, and has bounds.
    ///
    /// # Errors
    /// A sentence for the person who wrote it.
    pub fn check(&self) -> Result<(), String> {
        if self.from.trim().is_empty() {
            return Err("Say who you are: the report is not signed in any other way.".to_owned());
        }
        if self.account.trim().is_empty() {
            return Err("Write what happened.".to_owned());
        }
        if self.texts().iter().any(|text| text.len() > Self::LONGEST) {
            return Err("That is too long for a report: tell the DSL in person.".to_owned());
        }
        Ok(())
    }

    fn texts(&self) -> [&str; 9] {
        [
            &self.written,
            &self.from,
            &self.job,
            &self.who,
            &self.when,
            &self.place,
            &self.account,
            &self.words,
            &self.done,
        ]
    }

    /// Its texts without what a terminal or a reader could be misled by.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let line = |text: String| clean_line(&text);
        let text = |text: String| clean(&text);
        Self {
            daybook_report: self.daybook_report,
            written: line(self.written),
            from: line(self.from),
            job: line(self.job),
            about_staff: self.about_staff,
            who: text(self.who),
            when: line(self.when),
            place: line(self.place),
            account: text(self.account),
            words: text(self.words),
            done: text(self.done),
        }
    }
}
