//! A journal with anything in it: walked, read over its gaps, checked, and opened.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use daybook::store::disk;
use daybook::vault::Locked;
use daybook::vault::ledger::Ledger;
use daybook_fuzz::{Base, folder, read_all, split, vault_in};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);
static VAULT: LazyLock<PathBuf> = LazyLock::new(|| vault_in(&folder().keep()));

const MAGIC: [u8; 8] = [0xDB, b'J', b'r', b'n', b'l', b'1', 0x0D, 0x0A];

/// Puts the checksums of every record right, as far as its length is one.
fn mended(data: &[u8]) -> Vec<u8> {
    let mut out = data.to_vec();
    let mut at = 0;
    while at + 32 <= out.len() {
        if out[at..at + 8] != MAGIC {
            at += 1;
            continue;
        }
        let len = u32::from_be_bytes(out[at + 8..at + 12].try_into().unwrap()) as usize;
        let end = at.saturating_add(32).saturating_add(len);
        if let Some(payload) = out.get(at + 32..end) {
            let crc = crc32fast::hash(payload).to_be_bytes();
            out[at + 24..at + 28].copy_from_slice(&crc);
        }
        let crc = crc32fast::hash(&out[at..at + 28]).to_be_bytes();
        out[at + 28..at + 32].copy_from_slice(&crc);
        at += 32;
    }
    out
}

fuzz_target!(|data: &[u8]| {
    let Some((mend, data)) = split(data) else {
        return;
    };
    let bytes = match mend {
        true => mended(data),
        false => data.to_vec(),
    };
    std::fs::write(VAULT.join("journal"), bytes).unwrap();
    let Some(store) = disk::left(&VAULT) else {
        return;
    };
    let _ = store.read(0, usize::MAX);
    let _ = store.read(u64::MAX, 2);
    if let Ok(locked) = Locked::load(store) {
        let _ = locked.verify(None, &mut |_| {});
        if let Ok(open) = locked.open(BASE.keys.clone())
            && let Ok(ledger) = Ledger::open(open, &mut |_, _| {})
        {
            read_all(ledger.school());
        }
    }
});
