//! What checking found, in words.

use crate::vault::Report;

/// Lines for a person: what is wrong, what is safe, what to do; and where the log ends.
#[must_use]
pub fn in_words(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if report.is_whole() {
        lines.push(format!(
            "The log is whole: {} entries, every one in its place and signed; {} opened.",
            report.entries, report.opened
        ));
    }
    for problem in &report.problems {
        lines.push(format!(
            "{} {} {}",
            problem.what, problem.safe, problem.next
        ));
    }
    lines.push(format!(
        "It ends at {}:{}",
        report.tip.seq,
        hex(&report.tip.hash)
    ));
    lines
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
