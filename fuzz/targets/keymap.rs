//! A keymap of one's own.
#![no_main]

use daybook::input::Keymap;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match Keymap::over("own.toml", text) {
        Ok(keymap) => {
            let _ = (keymap.table(), keymap.markdown());
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(error.to_string().len() > 8);
            }
        }
    }
});
