//! A backup: any file, and any lines sealed to the right key.
#![no_main]

use std::sync::LazyLock;

use daybook::store::memory::MemoryStore;
use daybook::vault::Restored;
use daybook_fuzz::{Base, sealed, split};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);

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
        restored
            .into_store(&mut store)
            .expect("what is proved can be written");
    }
});
