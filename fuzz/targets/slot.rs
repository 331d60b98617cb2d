//! A key slot: any file in its place, and any text under the right key.
//!
//! A passphrase costs some 20 ms whatever its work factor (age times the machine first), so most inputs take
//! the place of the recovery key's slot, which is read by the same code.
#![no_main]

use std::sync::LazyLock;

use daybook::store::Store as _;
use daybook_fuzz::{Base, PASSPHRASE, PERSON, loaded, sealed, split};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);
static RECOVERY_SLOT: LazyLock<String> = LazyLock::new(|| {
    let mut keys = BASE.store.blob_keys().unwrap().into_iter();
    keys.find(|key| key.starts_with("recovery-")).unwrap()
});

/// A slot may ask for a second of work and a gigabyte of memory; here nobody waits for that.
fn asks_for_little(slot: &[u8]) -> bool {
    let head = String::from_utf8_lossy(slot.get(..200).unwrap_or(slot));
    let factor = head.lines().nth(1).and_then(|line| {
        line.strip_prefix("-> scrypt ")?
            .rsplit(' ')
            .next()?
            .parse::<u32>()
            .ok()
    });
    factor.is_some_and(|n| !(11..=20).contains(&n))
}

fuzz_target!(|data: &[u8]| {
    let Some((seal, data)) = split(data) else {
        return;
    };
    let slot = match seal {
        true => sealed(data),
        false => data.to_vec(),
    };
    let locked = loaded(BASE.with_blob(&RECOVERY_SLOT, &slot));
    if let Ok(keys) = locked.recover(&BASE.recovery) {
        let _ = locked.open(keys);
    }
    if !seal && asks_for_little(&slot) {
        let locked = loaded(BASE.with_blob(&format!("slot-{PERSON}"), &slot));
        if let Ok(keys) = locked.unlock(PERSON, PASSPHRASE, None) {
            let _ = locked.open(keys);
        }
    }
});
