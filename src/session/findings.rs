//! What checking a log found, in words: for the command line and the screens alike.

use super::working::fingerprint;
use crate::vault::Report;

/// A report as sentences: that the log is whole, or what is wrong, what is safe and what to do.
/// What several problems have in common is said once.
#[must_use]
pub fn in_words(report: &Report) -> Vec<String> {
    let entries = match report.entries {
        0 => "The log is empty".to_owned(),
        1 => "The log holds 1 entry".to_owned(),
        n => format!("The log holds {n} entries"),
    };
    let mut say = Vec::new();
    if report.is_whole() {
        say.push(format!(
            "{entries}, and it is whole: nothing is missing, changed or out of place."
        ));
        if report.opened < report.entries {
            say.push(format!(
                "{} of them were opened; the others were checked by signature and hash alone.",
                report.opened
            ));
        }
        say.push(format!("Its fingerprint is {}.", fingerprint(report.tip)));
        return say;
    }
    let problems = match report.problems.len() {
        1 => "1 problem was found".to_owned(),
        n => format!("{n} problems were found"),
    };
    say.push(format!("{entries}. It is not whole: {problems}."));
    say.extend(report.problems.iter().map(|problem| problem.what.clone()));
    let mut advice: Vec<&str> = Vec::new();
    let safe = report.problems.iter().map(|problem| problem.safe);
    let next = report.problems.iter().map(|problem| problem.next);
    for sentence in safe.chain(next) {
        if !advice.contains(&sentence) {
            advice.push(sentence);
        }
    }
    say.extend(advice.into_iter().map(str::to_owned));
    say
}
