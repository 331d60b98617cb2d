//! Handing somebody's cases to another for a while, and back.

use super::read::tidy;
use super::{Desk, Problems, Refused, refuse};
use crate::domain::command::NewCover;
use crate::domain::cover::Cover;
use crate::domain::entry::{SchoolFact, What};

impl Desk<'_> {
    /// Lets somebody look after another's cases.
    ///
    /// # Errors
    /// When one of them has no key, or the days cannot be.
    pub fn cover(&self, new: &NewCover) -> Result<Vec<What>, Refused> {
        let mut wrong = Problems::default();
        let today = self.today();
        let person = wrong.take("person", self.person(&new.person));
        let by = match tidy(&new.by).is_empty() {
            true => {
                wrong.add("by", "Say who looks after them.");
                None
            }
            false => wrong.take("by", self.person(&new.by)),
        };
        let from = wrong.take("from", self.due(&new.from, today));
        let until = match tidy(&new.until).is_empty() {
            true => Some(None),
            false => wrong.take("until", self.due(&new.until, today)).map(Some),
        };
        if let (Some(from), Some(Some(until))) = (from, until)
            && until < from
        {
            wrong.add("until", "That is before the first day.");
        }
        if let (Some((person, _)), Some((by, name))) = (&person, &by) {
            if person == by {
                wrong.add("by", "Nobody covers for themselves.");
            } else if self.school.invited.contains(by) {
                let say = format!("{name} has not been in yet, and has no key of their own.");
                wrong.add("by", say);
            } else if self.covers_back(by, person, from, until.flatten()) {
                let say = format!("{name}'s own cases are covered by them on these days.");
                wrong.add("by", say);
            }
        }
        let made = (|| {
            let ((person, person_name), (by, by_name)) = (person?, by?);
            let cover = Cover {
                person,
                person_name,
                by,
                by_name,
                from: from?,
                until: until?,
                note: tidy(&new.note),
            };
            Some(vec![What::School(SchoolFact::CoverArranged(cover))])
        })();
        wrong.settle(made)
    }

    /// Gives the cases of a cover back to their owner, from today on.
    ///
    /// # Errors
    /// When there is no such cover, or it is over.
    pub fn end_cover(&self, seq: u64) -> Result<Vec<What>, Refused> {
        let on = self.today();
        let stands = self.school.standing_covers(on).any(|line| line.seq == seq);
        match stands {
            true => Ok(vec![What::School(SchoolFact::CoverEnded {
                entry: seq,
                on,
            })]),
            false => Err(refuse("cover", "That cover is over already.")),
        }
    }

    /// Whether `person` covers for `by` on any of these days.
    fn covers_back(
        &self,
        by: &str,
        person: &str,
        from: Option<chrono::NaiveDate>,
        until: Option<chrono::NaiveDate>,
    ) -> bool {
        let from = from.unwrap_or_else(|| self.today());
        self.school.standing_covers(from).any(|line| {
            line.cover.person == by
                && line.cover.by == person
                && until.is_none_or(|until| line.cover.from <= until)
        })
    }
}
