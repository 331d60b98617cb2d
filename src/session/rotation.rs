//! Which of a vault's backups are kept: the newest of each of 7 days, 5 weeks and 12 months. Older ones go once a newer
//! one is safely written.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{Datelike as _, NaiveDateTime};

use super::shelf::Shelf;
use crate::vault::begins_as_backup;

/// Days, weeks and months of which the newest backup is kept.
const DAYS: usize = 7;
const WEEKS: usize = 5;
const MONTHS: usize = 12;

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

/// Removes from a shelf the backups that are not kept, and never the one just `written`. What is dated in the
/// future, may be another vault's or does not begin as a backup takes nobody's place and is left alone.
pub fn prune(shelf: &Shelf<'_>, written: &Path, now: NaiveDateTime) {
    let mut found = shelf.backups();
    found.retain(|one| one.certain && !one.is_of_the_future(now) && begins_as_backup(&one.path));
    let moments: Vec<_> = found.iter().map(|one| one.made).collect();
    let kept = kept(&moments);
    for one in found {
        if !kept.contains(&one.made) && one.path != written {
            let _ = std::fs::remove_file(one.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::VaultId;
    use chrono::{Duration, NaiveDate};
    use proptest::prelude::*;

    fn noon(year: i32, month: u32, day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day)
            .unwrap()
            .and_hms_opt(12, 0, 0)
            .unwrap()
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

    const AGE: &[u8] = b"age-encryption.org/v1\n";

    fn vault(digit: &str) -> VaultId {
        digit.repeat(64).parse().unwrap()
    }

    #[test]
    fn a_folder_is_pruned_of_the_vaults_own_backups_alone() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(dir.path(), false, vault("a"));
        let another = Shelf::new(dir.path(), false, vault("b"));
        let mut foreign = vec![dir.path().join("letter.age")];
        for day in 1..=28 {
            std::fs::write(shelf.file(noon(2026, 2, day)), AGE).unwrap();
            foreign.push(another.file(noon(2026, 2, day)));
            let untagged = format!("daybook-2026-02-{day:02}-130000.age");
            foreign.push(dir.path().join(untagged));
        }
        for path in &foreign {
            std::fs::write(path, AGE).unwrap();
        }
        let last = noon(2026, 2, 28);
        prune(&shelf, &shelf.file(last), last);
        let left = std::fs::read_dir(dir.path()).unwrap().count() - foreign.len();
        assert!(shelf.file(last).exists());
        assert!((7..=12).contains(&left), "{left}");
        assert!(foreign.iter().all(|path| path.exists()));
        let nowhere = dir.path().join("no such folder");
        prune(&Shelf::new(&nowhere, true, vault("a")), &nowhere, last);
    }

    #[test]
    fn beside_the_vault_backups_from_before_the_tags_go_in_their_turn() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(dir.path(), true, vault("a"));
        let untagged = dir.path().join("daybook-2026-02-28-110000.age");
        let last = noon(2026, 2, 28);
        for path in [&untagged, &shelf.file(last)] {
            std::fs::write(path, AGE).unwrap();
        }
        prune(&shelf, &shelf.file(last), last);
        assert!(!untagged.exists() && shelf.file(last).exists());
    }

    #[test]
    fn neither_the_future_nor_a_file_that_is_no_backup_costs_one() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(dir.path(), true, vault("a"));
        let now = noon(2026, 2, 28);
        let good = shelf.file(noon(2026, 2, 27));
        let mut all = vec![shelf.file(now), good.clone()];
        for ahead in 1..=400 {
            all.push(shelf.file(now + Duration::days(ahead)));
        }
        for path in &all {
            std::fs::write(path, AGE).unwrap();
        }
        let empty = shelf.file(noon(2026, 2, 27) + Duration::hours(1));
        std::fs::write(&empty, b"").unwrap();
        all.push(empty);
        prune(&shelf, &shelf.file(now), now);
        assert!(all.iter().all(|path| path.exists()));
        // By a clock that was put back a little, what was just written is not the newest of its day.
        let back = now - Duration::minutes(30);
        std::fs::write(shelf.file(back), AGE).unwrap();
        prune(&shelf, &shelf.file(back), back);
        assert!(shelf.file(back).exists() && good.exists());
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
