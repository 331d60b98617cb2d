//! A key slot: any file in its place, and any text under the right passphrase.
#![no_main]

use std::io::Write as _;
use std::sync::LazyLock;

use daybook_fuzz::{Base, PASSPHRASE, PERSON, loaded, split};
use libfuzzer_sys::{Corpus, fuzz_target};

static BASE: LazyLock<Base> = LazyLock::new(Base::new);

fn sealed(plain: &[u8]) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(PASSPHRASE.to_owned().into());
    recipient.set_work_factor(1);
    let one = std::iter::once(&recipient as &dyn age::Recipient);
    let mut out = Vec::new();
    let mut writer = age::Encryptor::with_recipients(one).unwrap().wrap_output(&mut out).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    out
}

/// A slot may ask for a second of work and a gigabyte of memory; here nobody waits for that.
fn asks_for_much(slot: &[u8]) -> bool {
    let head = String::from_utf8_lossy(slot.get(..200).unwrap_or(slot));
    let factor = head.lines().nth(1).and_then(|line| line.rsplit(' ').next()?.parse::<u32>().ok());
    factor.is_some_and(|n| (11..=20).contains(&n))
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((seal, data)) = split(data) else {
        return Corpus::Reject;
    };
    let slot = match seal {
        true => sealed(data),
        false => data.to_vec(),
    };
    if asks_for_much(&slot) {
        return Corpus::Reject;
    }
    let store = BASE.with_blob(&format!("slot-{PERSON}"), &slot);
    let locked = loaded(store);
    if let Ok(keys) = locked.unlock(PERSON, PASSPHRASE, None) {
        let _ = locked.open(keys);
    }
    Corpus::Keep
});
