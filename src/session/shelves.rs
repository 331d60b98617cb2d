//! How the backups stand, in every folder that they go to.

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime};

use super::shelf::{Shelf, is_of_the_future};
use super::working::Session;
use crate::domain::when::full_day;

impl Session {
    pub(super) fn shelves(&self) -> Vec<Shelf<'_>> {
        let vault = self.ledger.vault().vault_id();
        let folders = self.folders.backups.iter().enumerate();
        folders
            .map(|(place, folder)| Shelf::new(folder, place == 0, vault))
            .collect()
    }

    /// When the newest backup in any of the folders was made. One dated in the future counts only where
    /// there is no other.
    #[must_use]
    pub fn last_backup(&self, now: DateTime<FixedOffset>) -> Option<NaiveDateTime> {
        let now = now.naive_local();
        let newest = self.shelves().into_iter().filter_map(|one| one.newest(now));
        let (mut past, mut future) = (None, None);
        for made in newest {
            let of = match is_of_the_future(made, now) {
                true => &mut future,
                false => &mut past,
            };
            *of = (*of).max(Some(made));
        }
        past.or(future)
    }

    /// What is amiss with the backups that no failed one tells, in sentences.
    pub(super) fn backup_notices(&self, now: DateTime<FixedOffset>) -> Vec<String> {
        let now = now.naive_local();
        let shelves = self.shelves();
        let mut notices: Vec<_> = shelves.iter().filter_map(|one| future(one, now)).collect();
        if let [first, others @ ..] = shelves.as_slice() {
            notices.extend(others.iter().filter_map(|one| behind(first, one, now)));
        }
        notices
    }
}

/// That a folder holds backups of a day that has not come.
fn future(shelf: &Shelf<'_>, now: NaiveDateTime) -> Option<String> {
    let mut all = shelf.backups();
    all.retain(|one| one.is_of_the_future(now));
    let last = full_day(all.last()?.made.date());
    let folder = shelf.folder().display();
    let (what, them) = match all.len() {
        1 => (
            format!("A backup in {folder} is dated in the future, {last}"),
            "it",
        ),
        n => (
            format!("{n} backups in {folder} are dated in the future, the last {last}"),
            "them",
        ),
    };
    Some(format!(
        "{what}: a clock was wrong then, or this computer's is now. Nothing is lost: what is dated so is kept, and takes no other's place. Put the clock right if it is wrong; if it is right, move {them} to another folder."
    ))
}

/// That the newest backup in a folder is older than that beside the vault.
fn behind(first: &Shelf<'_>, second: &Shelf<'_>, now: NaiveDateTime) -> Option<String> {
    let folder = second.folder();
    if !folder.is_dir() {
        return None; // the next backup says so
    }
    let newest = first.newest(now)?;
    if is_of_the_future(newest, now) {
        return None; // how far behind it is cannot be told
    }
    let what = match second.newest(now) {
        None => format!(
            "The folder {} holds no backup of this log",
            folder.display()
        ),
        Some(made) => {
            if newest.signed_duration_since(made) <= Duration::days(1) {
                return None;
            }
            let older = match (newest.date() - made.date()).num_days() {
                1 => "a day older".to_owned(),
                days => format!("{days} days older"),
            };
            format!(
                "The newest backup in {} is of {}, {older} than the newest in {}",
                folder.display(),
                full_day(made.date()),
                first.folder().display()
            )
        }
    };
    Some(format!(
        "{what}. Make a backup now, which goes to both folders, and prove it."
    ))
}
