//! What a summary says in words, whatever the figures.

use super::Request;
use crate::report::document::{Assurance, Cell, FORMAT, Profile, Protected, Section};

/// The headings of sections 1 to 9.
pub(super) const HEADINGS: [&str; 9] = [
    "At a glance",
    "What",
    "Which rules",
    "Where and on what",
    "How we came to know",
    "What we did",
    "Agencies",
    "Repeat involvement",
    "Timeliness",
];

impl Request<'_> {
    /// The document around its sections.
    pub(super) fn document(
        &self,
        sections: Vec<Section>,
        corrections: &[String],
        preview: bool,
    ) -> Protected {
        Protected {
            format: FORMAT,
            release: self.release_id(),
            school: self.school.name.clone(),
            period: self.period.words(),
            profile: self.profile,
            preview,
            sections,
            assurance: Assurance::clone(self.assurance),
            method: self.method(),
            fingerprint: match self.profile {
                Profile::Public => self.fingerprint.to_owned(),
                Profile::Confidential => format!("{} · {}", self.entries, self.fingerprint),
            },
            threshold: self.threshold(),
            corrections: corrections.to_vec(),
        }
    }

    fn release_id(&self) -> String {
        match self.profile {
            Profile::Public => self.period.to_string(),
            Profile::Confidential => format!("{}-confidential", self.period),
        }
    }

    fn method(&self) -> Vec<String> {
        let threshold = self.threshold();
        let counted = "Counted is every online-safety concern that was reported in the term. Terms divide \
            the year from 1 September to 31 August, holidays included. Concerns recorded in error are not \
            counted, nor those about staff, visitors or volunteers, which are kept apart.";
        let once = "Each concern is counted once in each table, under its lead value: the first clause \
            it cites, the weightiest action taken, the phase of the pupil harmed or else of the first pupil \
            it is about. Agencies are those to which a concern was referred.";
        let moment = "What was done, and whether a concern was open, is as it was on the last day of the term in \
            which the concern was reported: what was done later is not counted. What was only written down or \
            put right after that day is counted as it was, if that was before this summary was made.";
        let mut method = vec![counted.to_owned(), once.to_owned(), moment.to_owned()];
        if self.profile == Profile::Public {
            method.push(format!(
                "{} means: fewer than {threshold} (none included), or withheld to protect another figure. A \
                 figure is printed only if at least {threshold} different pupils stand behind it, and only if \
                 no figure that is withheld can be worked out from all that has been released. Where that \
                 would leave too little to read, categories are put together, the year to date stands in for \
                 the term, or a table is printed once more as an earlier summary had it. A year is the sum of its terms as they were released.",
                Cell::MARK
            ));
            method.push(format!(
                "A summary that is released never changes. Concerns that are recorded or put right afterwards are \
                 told in a note of a later one, where they are at least {threshold} and of as many pupils; where \
                 there is no such note, they are fewer, or none."
            ));
        } else {
            method.push(
                "Every figure is a true count, small ones included. It is for the headteacher and the link \
                 governor alone, and must not be published or copied into minutes."
                    .to_owned(),
            );
        }
        method
    }
}
