//! A folder that a vault's backups go to: what they are called, which are the vault's own, and which is the newest.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use chrono::{Duration, NaiveDateTime};

use crate::vault::{VaultId, begins_as_backup};

const FORM: &str = "daybook-%Y-%m-%d-%H%M%S";
/// Hex digits of a tag: enough to tell the vaults of a school apart.
const TAG: usize = 6;

/// When the clocks go back, what was just made is dated up to an hour from now.
const SLACK: Duration = Duration::hours(1);

/// A backup, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// When it was made, by the clock of then.
    pub made: NaiveDateTime,
    /// The file.
    pub path: PathBuf,
    /// It is this vault's for certain, not one from before names had a tag in a folder that others may use.
    pub certain: bool,
}

impl Backup {
    /// Whether it is dated after now: some clock was wrong, or is.
    #[must_use]
    pub fn is_of_the_future(&self, now: NaiveDateTime) -> bool {
        is_of_the_future(self.made, now)
    }
}

/// Whether a moment is after now by more than the clocks ever go back.
#[must_use]
pub fn is_of_the_future(made: NaiveDateTime, now: NaiveDateTime) -> bool {
    made.signed_duration_since(now) > SLACK
}

/// A folder that a vault's backups go to.
#[derive(Clone, Debug)]
pub struct Shelf<'a> {
    folder: &'a Path,
    own: bool,
    tag: String,
}

impl<'a> Shelf<'a> {
    /// A vault's shelf. `own` is the folder beside the vault, where no other vault's backups go.
    #[must_use]
    pub fn new(folder: &'a Path, own: bool, vault: VaultId) -> Self {
        // The id is a hash: it says nothing about anybody.
        let tag = vault.to_string().chars().take(TAG).collect();
        Self { folder, own, tag }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &'a Path {
        self.folder
    }

    /// Whether it is the folder beside the vault.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// The file for a backup made at a moment. Its name says when, and tells one vault's from another's.
    #[must_use]
    pub fn file(&self, made: NaiveDateTime) -> PathBuf {
        self.folder.join(name(made, Some(&self.tag)))
    }

    /// The vault's backups, oldest first, and those from before names had a tag; another vault's are not among them.
    #[must_use]
    pub fn backups(&self) -> Vec<Backup> {
        let Ok(files) = std::fs::read_dir(self.folder) else {
            return Vec::new();
        };
        let mut found: Vec<_> = files
            .flatten()
            .filter_map(|file| self.backup(file.file_name().to_str()?))
            .collect();
        found.sort_by(|a, b| (a.made, &a.path).cmp(&(b.made, &b.path)));
        found
    }

    fn backup(&self, name: &str) -> Option<Backup> {
        let (made, tag) = read(name)?;
        if tag.is_some_and(|tag| tag != self.tag) {
            return None;
        }
        Some(Backup {
            made,
            path: self.folder.join(name),
            certain: self.own || tag.is_some(),
        })
    }

    /// The backups, the newest first. What is dated in the future is last, and what may be another vault's
    /// after what is not.
    #[must_use]
    pub fn newest_first(&self, now: NaiveDateTime) -> Vec<Backup> {
        let mut found = self.backups();
        found.sort_by_key(|one| (one.is_of_the_future(now), !one.certain, Reverse(one.made)));
        found
    }

    /// When the newest was made that begins as a backup does. Whether it would restore, proving it shows.
    #[must_use]
    pub fn newest(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let mut found = self.newest_first(now).into_iter();
        let newest = found.find(|one| begins_as_backup(&one.path))?;
        Some(newest.made)
    }
}

fn name(made: NaiveDateTime, tag: Option<&str>) -> String {
    let made = made.format(FORM);
    match tag {
        Some(tag) => format!("{made}-{tag}.age"),
        None => format!("{made}.age"),
    }
}

/// When the backup of that name was made, and the tag in it; nothing for a file that is no backup of Daybook's.
fn read(file: &str) -> Option<(NaiveDateTime, Option<&str>)> {
    let stem = file.strip_suffix(".age")?;
    let moment = |text| NaiveDateTime::parse_from_str(text, FORM).ok();
    let (made, tag) = match moment(stem) {
        Some(made) => (made, None),
        None => {
            let (made, tag) = stem.rsplit_once('-')?;
            (moment(made)?, Some(tag))
        }
    };
    let hex = |tag: &str| tag.len() == TAG && tag.chars().all(|c| c.is_ascii_hexdigit());
    // Only what is written so: dates are read more freely than they are written.
    (tag.is_none_or(hex) && name(made, tag) == file).then_some((made, tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn noon(year: i32, month: u32, day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day)
            .unwrap()
            .and_hms_opt(12, 0, 0)
            .unwrap()
    }

    fn vault(digit: &str) -> VaultId {
        digit.repeat(64).parse().unwrap()
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let at = noon(2026, 11, 24);
        let shelf = Shelf::new(Path::new("b"), false, vault("a"));
        let tagged = "daybook-2026-11-24-120000-aaaaaa.age";
        assert_eq!(shelf.file(at), Path::new("b").join(tagged));
        assert_eq!(read(tagged), Some((at, Some("aaaaaa"))));
        assert_eq!(read("daybook-2026-11-24-120000.age"), Some((at, None)));
        for other in [
            "notes.age",
            "daybook-2026-11-24-120000.age.part-7",
            "daybook-2026-11-24-120000-aaaaaa.age.part-7",
            "daybook-2026-11-24-120000-letter.age",
            "daybook-2026-11-24-120000-aaa.age",
            "daybook-2026-11-24-120000-.age",
            "daybook-2026-11-24-aaaaaa.age",
            "daybook-2026-1-4-120000.age",
            "daybook-x.age",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn the_newest_is_the_vaults_own_of_today_or_before_that_begins_as_a_backup() {
        let dir = tempfile::tempdir().unwrap();
        let now = noon(2026, 11, 24);
        let put = |made, tag, bytes: &[u8]| {
            std::fs::write(dir.path().join(name(made, tag)), bytes).unwrap();
        };
        let age = b"age-encryption.org/v1\n-> X25519";
        let named = Shelf::new(dir.path(), false, vault("a"));
        assert_eq!(named.newest(now), None);
        put(noon(2028, 1, 1), Some("aaaaaa"), age);
        assert_eq!(
            named.newest(now),
            Some(noon(2028, 1, 1)),
            "better than none"
        );
        put(noon(2026, 11, 3), None, age);
        assert_eq!(named.newest(now), Some(noon(2026, 11, 3)));
        put(noon(2026, 11, 2), Some("aaaaaa"), age);
        put(noon(2026, 11, 24), Some("aaaaaa"), b"");
        put(
            noon(2026, 11, 23),
            Some("aaaaaa"),
            b"<html>age-encryption.org/v1",
        );
        put(noon(2026, 11, 22), Some("bbbbbb"), age);
        assert_eq!(named.newest(now), Some(noon(2026, 11, 2)));
        // Beside the vault nobody else's are.
        let own = Shelf::new(dir.path(), true, vault("a"));
        assert_eq!(own.newest(now), Some(noon(2026, 11, 3)));
        let clocks_went_back = now - Duration::minutes(50);
        put(now, Some("aaaaaa"), age);
        assert_eq!(own.newest(clocks_went_back), Some(now));
    }
}
