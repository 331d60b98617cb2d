//! stub
#![allow(missing_docs)]
use super::founding::{Plan, found};
use super::{Complaint, Room, Session};
use crate::vault::{Role, WorkFactor};
use chrono::{DateTime, FixedOffset};
pub fn open_in_memory(
    now: DateTime<FixedOffset>,
    p: &mut dyn FnMut(u64, u64),
) -> Result<Session, Complaint> {
    let f = found(
        &Plan {
            school: "Demo",
            name: "Ms D. Demo",
            role: Role::Dsl,
            policy: "st-james-2024",
            passphrase: "x",
        },
        WorkFactor::new(2),
        now,
    )?;
    let person = f.person.clone();
    Room::in_memory(f.into_locked())
        .unlock(&person, "x", p)
        .map_err(|e| e.1)
}
