//! A backup: any file, and any lines sealed to the right key.
#![no_main]

use std::io::Write as _;
use std::sync::LazyLock;

use daybook::store::memory::MemoryStore;
use daybook::vault::Restored;
use daybook_fuzz::{Base, here, split};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);
static KEY: LazyLock<age::x25519::Recipient> = LazyLock::new(|| {
    let text = std::fs::read_to_string(here().join("recovery")).unwrap();
    let line = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap();
    line.parse::<age::x25519::Identity>().unwrap().to_public()
});

fn sealed(plain: &[u8]) -> Vec<u8> {
    let to = std::iter::once(&*KEY as &dyn age::Recipient);
    let mut out = Vec::new();
    let mut writer = age::Encryptor::with_recipients(to).unwrap().wrap_output(&mut out).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    out
}

fuzz_target!(|data: &[u8]| {
    let Some((seal, data)) = split(data) else {
        return;
    };
    let file = match seal {
        true => sealed(data),
        false => data.to_vec(),
    };
    if let Ok(restored) = Restored::prove(&file[..], &BASE.recovery) {
        let mut store = MemoryStore::default();
        restored.into_store(&mut store).expect("what is proved can be written");
    }
});
