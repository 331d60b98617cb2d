//! Keeps other programs out of this one's memory, as far as the system lets a program ask for that.

/// What the system granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hardening {
    /// A crash leaves no core file with records in it.
    pub no_core_files: bool,
    /// Another program of the same user cannot attach to this one or read its memory.
    pub not_traceable: bool,
}

/// Asks for all of it. Call this first, before a passphrase is read. A refusal does not stop Daybook: it is
/// reported, and the vault is no weaker for it.
#[must_use]
pub fn harden() -> Hardening {
    Hardening {
        no_core_files: no_core_files(),
        not_traceable: not_traceable(),
    }
}

#[cfg(unix)]
fn no_core_files() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none).is_ok()
}

/// Windows writes no core file of a program that has not asked for one.
#[cfg(not(unix))]
fn no_core_files() -> bool {
    true
}

#[cfg(target_os = "linux")]
fn not_traceable() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

/// Elsewhere there is no way to ask without unsafe code.
#[cfg(not(target_os = "linux"))]
fn not_traceable() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn linux_grants_both() {
        let granted = harden();
        assert!(granted.no_core_files && granted.not_traceable);
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
