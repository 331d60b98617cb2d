//! Reports out of the drop box: made a concern of, or set aside.

use super::read::tidy;
use super::{Desk, Problems, Refused};
use crate::domain::entry::{SchoolFact, What};
use crate::domain::report::{TakenReport, WaitingReport};

impl<'a> Desk<'a> {
    /// A report that waits, by the name of its file.
    pub(super) fn waiting(&self, name: &str) -> Result<(&'a WaitingReport, TakenReport), String> {
        let name = name.trim();
        let waiting = self
            .reports
            .iter()
            .find(|report| report.name == name)
            .ok_or_else(|| format!("There is no report {name:?} in the drop box."))?;
        match &waiting.taken {
            Some(taken) => Ok((waiting, taken.clone())),
            None => match &waiting.unread {
                Some(why) => Err(format!("That report {why}.")),
                None if waiting.for_headteacher => {
                    Err("That report is not for you to open.".to_owned())
                }
                None => Err(format!("That report {}.", waiting.shut())),
            },
        }
    }

    /// Sets a report aside: no concern is made of it, and it is kept with the reason.
    ///
    /// # Errors
    /// When there is no such report, or no reason.
    pub fn set_aside(&self, name: &str, reason: &str) -> Result<Vec<What>, Refused> {
        let mut wrong = Problems::default();
        let found = wrong.take("report", self.waiting(name));
        let reason = tidy(reason);
        if reason.is_empty() {
            wrong.add("reason", "Say why no concern is made of it.");
        }
        let made = found.map(|(waiting, taken)| {
            let file = taken.file.clone();
            let aside = What::Report {
                sealed: false,
                taken: Box::new(taken),
                reason,
            };
            match waiting.for_headteacher {
                false => vec![aside],
                true => vec![
                    What::School(SchoolFact::ReportTaken { file }),
                    aside.sealed(),
                ],
            }
        });
        wrong.settle(made)
    }
}
