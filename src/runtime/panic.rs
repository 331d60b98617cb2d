//! What happens when the program itself is at fault. A panic's payload can quote a record, so it is never shown:
//! only the place in the source is.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::thread;

/// What a person reads when Daybook stops because of a panic; the place in the source follows.
pub const SENTENCE: &str = "Daybook has stopped because of a fault in the program. \
What you had saved is safe, and what you were writing was kept at your last pause. Please start Daybook again.";

thread_local! {
    /// How many fences this thread is inside of.
    static FENCES: Cell<u32> = const { Cell::new(0) };
    /// Where the last fenced panic of this thread came from.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A fault in the program that was caught, with its place in the source and nothing of its message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Something went wrong inside Daybook ({place}). Nothing that was saved is lost.")]
pub struct Fault {
    /// File and line, such as `src/report/summary.rs:120`.
    pub place: String,
}

/// Installs the hook on this thread, the one that draws. `restore` gives the terminal back. Installing again
/// replaces what was there.
///
/// A panic on any other thread is silent: its owner catches it, and the screen is still ours.
pub fn install(restore: impl Fn() + Send + Sync + 'static) {
    let drawing = thread::current().id();
    set_hook(Box::new(move |info| {
        let place = place(info);
        if FENCES.get() > 0 || thread::current().id() != drawing {
            // A thread that is being torn down has no place to write to, and nobody who reads it.
            let _ = PLACE.try_with(|last| *last.borrow_mut() = Some(place));
            return;
        }
        restore();
        // Not `eprintln!`: it panics when the terminal is gone.
        let _ = writeln!(std::io::stderr(), "{SENTENCE}\n(The place: {place})");
    }));
}

/// Runs `work` and turns a panic in it into a [`Fault`].
///
/// # Errors
/// The fault, when `work` panicked. What it borrowed may be half changed: throw it away or check it.
pub fn fence<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    FENCES.set(FENCES.get().saturating_add(1));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    FENCES.set(FENCES.get().saturating_sub(1));
    outcome.map_err(|payload| {
        discard(payload);
        let place = PLACE.with(|last| last.borrow_mut().take());
        Fault {
            place: place.unwrap_or_else(|| "place unknown".to_owned()),
        }
    })
}

/// Drops a payload whose own drop might panic.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(
        || "place unknown".to_owned(),
        |at| format!("{}:{}", short(at.file()), at.line()),
    )
}

/// A path of the machine Daybook was built on says nothing to its user: the crate, folder and file are enough.
fn short(file: &str) -> String {
    if file.starts_with("src") {
        return file.to_owned();
    }
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let from = parts.len().saturating_sub(3);
    parts.get(from..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// Run only as a child of the tests below: it panics for real.
    #[test]
    #[ignore = "the child of other tests"]
    fn child_that_panics() {
        install(|| {
            let _ = std::io::stderr().write_all(b"<restored>");
        });
        let secret = std::hint::black_box("Robin Example told a teacher");
        match std::env::var("DAYBOOK_TEST_PANIC").as_deref() {
            Ok("here") => panic!("{secret}"),
            Ok("thread") => {
                let ended = thread::spawn(move || panic!("{secret}")).join();
                assert!(ended.is_err());
            }
            _ => {
                let fault = fence(|| panic!("{secret}")).unwrap_err();
                assert!(fault.place.starts_with("src/runtime/panic.rs:"), "{fault}");
                assert_eq!(fence(|| 7), Ok(7));
            }
        }
    }

    /// Runs the child and returns whether it succeeded and all that it printed.
    fn child(kind: &str) -> (bool, String) {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "--test-threads=1"])
            .arg("runtime::panic::tests::child_that_panics")
            .env("DAYBOOK_TEST_PANIC", kind)
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    }

    #[test]
    fn a_panic_restores_the_terminal_and_never_quotes_its_payload() {
        let (success, text) = child("here");
        assert!(!success);
        assert!(!text.contains("Robin"), "{text}");
        let (restored, said) = (text.find("<restored>"), text.find(SENTENCE));
        assert!(restored.is_some() && restored < said, "{text}");
        assert!(text.contains("src/runtime/panic.rs:"), "{text}");
    }

    #[test]
    fn a_panic_that_is_caught_leaves_the_screen_alone() {
        for kind in ["thread", "fence"] {
            let (success, text) = child(kind);
            assert!(success, "{text}");
            assert!(
                !text.contains("Robin") && !text.contains("<restored>"),
                "{text}"
            );
            assert!(!text.contains(SENTENCE), "{text}");
        }
    }

    #[test]
    fn a_place_is_short() {
        assert_eq!(short("src/ui/theme.rs"), "src/ui/theme.rs");
        assert_eq!(
            short("/home/x/sled-0.34.7/src/lib.rs"),
            "sled-0.34.7/src/lib.rs"
        );
    }
}
