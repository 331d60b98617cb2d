//! The program: everything is in the library.

use std::io::Write as _;
use std::process::ExitCode;

use daybook::{cli, runtime};

/// Whatever is freed is wiped first: what was decrypted is gone from memory when it is dropped.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    // A system that grants none of it makes the vault no weaker.
    let _granted = runtime::harden::harden();
    // What a fault has to say may quote a record, and is never shown; the screens put theirs over it.
    runtime::panic::install(|| {});
    let code = cli::run(cli::screens::run);
    // What a fault had to say is said last, when the terminal is as it was.
    for words in runtime::take_last_words() {
        let _ = writeln!(std::io::stderr(), "{words}");
    }
    code
}
