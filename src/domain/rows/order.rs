//! The orders in which rows can stand.

use super::Row;
use crate::domain::cores::on_every_core;
use crate::domain::status::Status;

/// The rows by their rank, the lowest first, and of those that are alike the one that came last first: of rows in the order of
/// their references the newer.
#[must_use]
pub fn sorted<'a>(rows: &[&'a Row], rank: impl Fn(&Row) -> u64 + Sync) -> Vec<&'a Row> {
    // One number for each, of which the lower half says where it came: nothing but numbers is then moved.
    let mut keys = on_every_core(rows, |start, share| {
        let places = (0..).map(|place: u64| place + start as u64);
        let key = |(row, place): (&&Row, u64)| u128::from(rank(row)) << 64 | u128::from(!place);
        let mut keys: Vec<_> = share.iter().zip(places).map(key).collect();
        keys.sort_unstable();
        keys
    });
    // The shares are in order by themselves, which this sort makes use of.
    keys.sort();
    let row = |key: &u128| rows.get(usize::try_from(!(*key as u64)).ok()?).copied();
    keys.iter().filter_map(row).collect()
}

/// Where a case comes in the list, as [`crate::domain::next::list_order`], but for the references.
#[must_use]
pub fn list_rank(row: &Row) -> u64 {
    let bit = |is: bool, place: u32| u64::from(is) << place;
    let due = u64::from(row.due.place().cast_unsigned() ^ 1 << 31);
    let severity = 0xff - row.severity as u64;
    bit(!row.status.is_open(), 63) | due << 16 | bit(row.status != Status::New, 8) | severity
}
