//! A snapshot: any bytes in its place, and any text that our own key has signed.
#![no_main]

use std::sync::LazyLock;

use daybook::vault::ledger::{Ledger, SCHEMA};
use daybook_fuzz::{Base, loaded, read_all, split};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);

fuzz_target!(|data: &[u8]| {
    let Some((sign, data)) = split(data) else {
        return;
    };
    let open = match sign {
        true => {
            let mut open = BASE.open();
            let tip = open.tip();
            open.save_snapshot(SCHEMA, data, tip).unwrap();
            open
        }
        false => {
            let me = BASE.open().me().key_id();
            let id: String = me.iter().map(|byte| format!("{byte:02x}")).collect();
            let store = BASE.with_blob(&format!("snapshot-{id}"), data);
            loaded(store).open(BASE.keys.clone()).unwrap()
        }
    };
    let ledger = Ledger::open(open, &mut |_, _| {}).unwrap();
    read_all(ledger.school());
});
