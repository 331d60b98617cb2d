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
    /// What it says; nothing where our keys do not open it.
    pub taken: Option<TakenReport>,
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
