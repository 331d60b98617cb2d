//! What stands in the clear: the header of an entry, and the vault's own header with all that hangs on it.
#![no_main]

use std::sync::LazyLock;

use daybook::store::{Header, Sealed};
use daybook::vault::{Card, KeyFile, Locked, RecoveryFile};
use daybook_fuzz::{Base, split};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);

fuzz_target!(|data: &[u8]| {
    let Some((charter, data)) = split(data) else {
        return;
    };
    if !charter {
        if let Ok(header) = Header::decode(data) {
            assert_eq!(Header::decode(&header.encode()), Ok(header));
        }
        if let Ok(sealed) = Sealed::decode(data) {
            assert_eq!(sealed.encode(), data);
            let _ = sealed.is_whole();
        }
        if let Ok(text) = std::str::from_utf8(data) {
            let _ = (RecoveryFile::parse(text), KeyFile::parse(text));
            if let Ok(card) = Card::read(text.as_bytes()) {
                let _ = card.fingerprint();
                card.seal(b"{}", data.len() % 2 == 0)
                    .expect("a card that is read can seal");
            }
        }
        return;
    }
    let store = BASE.with_blob("header", data);
    if let Ok(locked) = Locked::load(Box::new(store)) {
        let _ = locked.people();
        let _ = locked.verify(None, &mut |_| {});
        let _ = locked.open(BASE.keys.clone());
    }
});
