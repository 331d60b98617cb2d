//! An entry with anything in it that is JSON, signed by one of the vault's people.
#![no_main]

use std::sync::LazyLock;

use daybook::vault::Audience;
use daybook::vault::ledger::Ledger;
use daybook_fuzz::{Base, read_all};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);

fuzz_target!(|data: &[u8]| {
    let Some((audience, data)) = data.split_first() else {
        return;
    };
    let audience = match audience % 3 {
        0 => Audience::Cases,
        1 => Audience::Headteacher,
        _ => Audience::Everyone,
    };
    let mut open = BASE.open();
    // Two, so that the second stands on what the first has said.
    let batch = [0, 1].map(|_| (audience, data.to_vec().into()));
    if open.append(&batch).is_err() {
        return;
    }
    let _ = open.verify(None, &mut |_| {});
    if let Ok(open) = open.lock().open(BASE.keys.clone()) {
        let ledger = Ledger::open(open, &mut |_, _| {}).unwrap();
        read_all(ledger.school());
    }
});
