//! Which backups are kept: the newest of each of 7 days, 5 weeks and 12 months. Older ones go once a newer
//! one is safely written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDateTime};

/// Days, weeks and months of which the newest backup is kept.
const DAYS: usize = 7;
const WEEKS: usize = 5;
const MONTHS: usize = 12;

const FORM: &str = "daybook-%Y-%m-%d-%H%M%S.age";

/// The name of a backup made at a moment. It says when and nothing else.
#[must_use]
pub fn name(made: NaiveDateTime) -> String {
    made.format(FORM).to_string()
}

/// When the backup of that name was made; nothing for a file that is no backup of Daybook's.
#[must_use]
pub fn made(name: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(name, FORM).ok()
}

/// The backups of a folder, oldest first.
#[must_use]
pub fn backups(folder: &Path) -> Vec<(NaiveDateTime, PathBuf)> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<_> = files
        .flatten()
        .filter_map(|file| Some((made(file.file_name().to_str()?)?, file.path())))
        .collect();
    found.sort();
    found
}

/// Of these moments, oldest first, those whose backups are kept.
#[must_use]
pub fn kept(all: &[NaiveDateTime]) -> BTreeSet<NaiveDateTime> {
    let mut kept = BTreeSet::new();
    newest_of_each(all, DAYS, |at| at.date(), &mut kept);
    newest_of_each(all, WEEKS, |at| at.iso_week(), &mut kept);
    newest_of_each(all, MONTHS, |at| (at.year(), at.month()), &mut kept);
    kept
}

fn newest_of_each<P: PartialEq>(
    all: &[NaiveDateTime],
    most: usize,
    period: impl Fn(&NaiveDateTime) -> P,
    kept: &mut BTreeSet<NaiveDateTime>,
) {
    let mut periods = Vec::new();
    for at in all.iter().rev() {
        let of = period(at);
        if periods.contains(&of) {
            continue;
        }
        if periods.len() == most {
            break;
        }
        periods.push(of);
        kept.insert(*at);
    }
}

/// Removes from a folder the backups that are not kept.
pub fn prune(folder: &Path) {
    let found = backups(folder);
    let moments: Vec<_> = found.iter().map(|(at, _)| *at).collect();
    let kept = kept(&moments);
    for (at, path) in found {
        if !kept.contains(&at) {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, NaiveDate};
    use proptest::prelude::*;

    fn noon(year: i32, month: u32, day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day)
            .unwrap()
            .and_hms_opt(12, 0, 0)
            .unwrap()
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let at = noon(2026, 11, 24);
        assert_eq!(name(at), "daybook-2026-11-24-120000.age");
        assert_eq!(made(&name(at)), Some(at));
        for other in [
            "notes.age",
            "daybook-2026-11-24-120000.age.part-7",
            "daybook-x.age",
        ] {
            assert_eq!(made(other), None, "{other}");
        }
    }

    #[test]
    fn a_school_year_of_backups_twice_a_day_leaves_seven_days_five_weeks_twelve_months() {
        let mut all = Vec::new();
        for day in 0..400 {
            let at = noon(2025, 9, 1) + Duration::days(day);
            all.extend([at, at + Duration::hours(3)]);
        }
        let kept: Vec<_> = kept(&all).into_iter().collect();
        let last = *all.last().unwrap();
        assert!(kept.contains(&last));
        assert!(
            kept.iter().all(|at| at.time() == last.time()),
            "the newest of each day"
        );
        let recent = kept
            .iter()
            .filter(|at| last - **at < Duration::days(7))
            .count();
        assert_eq!(recent, 7);
        // 7 days reach into 2 weeks at most, and weeks and months share some of theirs.
        assert!((20..=24).contains(&kept.len()), "{}", kept.len());
        let months: BTreeSet<_> = kept.iter().map(|at| (at.year(), at.month())).collect();
        assert_eq!(months.len(), 12);
    }

    #[test]
    fn a_folder_is_pruned_of_daybooks_own_backups_alone() {
        let dir = tempfile::tempdir().unwrap();
        for day in 1..=28 {
            std::fs::write(dir.path().join(name(noon(2026, 2, day))), b"x").unwrap();
        }
        std::fs::write(dir.path().join("letter.age"), b"x").unwrap();
        prune(dir.path());
        let left = backups(dir.path());
        assert_eq!(left.last().unwrap().0, noon(2026, 2, 28));
        assert!(left.len() >= 7 && left.len() <= 12, "{}", left.len());
        assert!(dir.path().join("letter.age").exists());
        prune(&dir.path().join("no such folder"));
    }

    proptest! {
        #[test]
        fn the_newest_always_stays_and_pruning_twice_changes_nothing(
            hours in proptest::collection::btree_set(0_i64..20_000, 1..200)
        ) {
            let all: Vec<_> = hours.iter().map(|h| noon(2024, 1, 1) + Duration::hours(*h)).collect();
            let once = kept(&all);
            prop_assert!(once.contains(all.last().unwrap()));
            prop_assert!(once.len() <= DAYS + WEEKS + MONTHS);
            let left: Vec<_> = once.iter().copied().collect();
            prop_assert_eq!(kept(&left), once);
        }
    }
}
