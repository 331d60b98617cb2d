//! Lines of JSON for `add`, and everything that they bring about shown.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use daybook::cli::add;
use daybook::session::Session;
use daybook_fuzz::{Base, read_all};
use libfuzzer_sys::fuzz_target;

static BASE: LazyLock<Base> = LazyLock::new(Base::new);

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(BASE.session());
}

fuzz_target!(|data: &[u8]| {
    SESSION.with_borrow_mut(|session| {
        let before = session.tip();
        let _ = add::answers(session, data);
        if session.tip() != before {
            read_all(session.school());
            // Every input finds the same log.
            *session = BASE.session();
        }
    });
});
