//! The beginning of a vault: its keys are made in memory, and nothing is written before the
//! recovery key is known to be kept.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use zeroize::Zeroizing;

use super::complaint::Complaint;
use crate::domain::entry::{SchoolFact, What};
use crate::domain::policy::Policies;
use crate::domain::words::{LONGEST_NAME, is_seen, kept_name};
use crate::store::Store;
use crate::store::disk::DiskStore;
use crate::store::memory::MemoryStore;
use crate::vault::ledger::Ledger;
use crate::vault::{
    Locked, NewPerson, RecoveryFile, RecoveryKey, Role, VaultError, WorkFactor, create,
};

/// Entries that are written together.
const PAGE: usize = 256;

/// Who founds what.
pub struct Plan<'a> {
    /// The school's name.
    pub school: &'a str,
    /// The first person's name.
    pub name: &'a str,
    /// Their role.
    pub role: Role,
    /// The id of the policy in force.
    pub policy: &'a str,
    /// Their passphrase.
    pub passphrase: &'a str,
}

/// A vault that exists in memory only.
pub struct Founded {
    locked: Locked,
    /// The recovery key, to be kept before [`Founded::write`].
    pub recovery: RecoveryKey,
    /// The founder's id.
    pub person: String,
}

/// Makes the keys and the first entries.
///
/// # Errors
/// When the policy is not one of those shipped, or the machine cannot make keys.
pub fn found(
    plan: &Plan,
    work: WorkFactor,
    now: DateTime<FixedOffset>,
) -> Result<Founded, Complaint> {
    let policy = Policies::shipped().by_id(plan.policy).ok_or_else(|| {
        let known: Vec<_> = Policies::shipped().iter().map(|p| p.id.as_str()).collect();
        Complaint::failed(
            format!("There is no policy {:?}", plan.policy),
            format!("Daybook knows {}.", known.join(" and ")),
        )
    })?;
    let (school, name) = (plain("school", plan.school)?, plain("person", plan.name)?);
    let mut store = MemoryStore::default();
    let person = id_for(&name);
    let founder = NewPerson {
        id: person.clone(),
        name,
        role: plan.role,
        passphrase: Zeroizing::new(plan.passphrase.to_owned()),
    };
    let (keyring, recovery) = create(&mut store, founder, work)?;
    let locked = Locked::load(Box::new(store)).map_err(|(_, error)| error)?;
    let vault = locked.open(keyring).map_err(|refused| refused.error)?;
    let me = vault.me().author();
    let mut ledger = Ledger::open(vault, &mut |_, _| {})?;
    ledger.append(
        now,
        vec![
            What::School(SchoolFact::Founded { school }),
            What::School(SchoolFact::PersonAdded(me)),
            What::School(SchoolFact::PolicyAdopted {
                policy: policy.id.clone(),
                title: policy.title.clone(),
                from: policy.in_force_from,
            }),
        ],
    )?;
    Ok(Founded {
        locked: ledger.into_vault().lock(),
        recovery,
        person,
    })
}

/// The name of a school or a person, as it is kept: on one line, without what nobody sees.
///
/// # Errors
/// When nothing is left of it, or more than a name.
pub fn plain(whose: &str, name: &str) -> Result<String, Complaint> {
    let name = kept_name(name);
    if !is_seen(&name) {
        return Err(Complaint::failed(
            format!("The {whose}'s name is empty"),
            "Nothing has been written.",
        ));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Complaint::failed(
            format!("The {whose}'s name is longer than {LONGEST_NAME} characters"),
            "Nothing has been written.",
        ));
    }
    Ok(name)
}

impl Founded {
    /// Writes the vault to its folder, whole or not at all.
    ///
    /// # Errors
    /// When the folder is taken or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Complaint> {
        write_store(self.locked.store(), folder)
    }

    /// The vault in memory: the demo school never leaves it.
    #[must_use]
    pub fn into_locked(self) -> Locked {
        self.locked
    }
}

/// Writes what is in memory to a folder, whole or not at all.
///
/// # Errors
/// When the folder is taken or cannot be written.
pub(super) fn write_store(from: &dyn Store, folder: &Path) -> Result<(), Complaint> {
    let made: Result<(), VaultError> = DiskStore::create(folder, |disk| {
        for key in from.blob_keys()? {
            if let Some((_, value)) = from.blob(&key)? {
                disk.swap_blob(&key, None, &value)?;
            }
        }
        // Each by itself, so that no damage to one reaches the next; the folder takes its place as a whole.
        let mut tip = disk.tip()?;
        loop {
            let page = from.read(tip.seq, PAGE)?;
            if page.is_empty() {
                return Ok(());
            }
            tip = disk.append_each(tip, &page)?;
        }
    });
    made.map_err(Complaint::from)
}

/// Refuses a place for the recovery key where there is one already: that of another vault, or what an
/// interrupted set-up has left.
///
/// # Errors
/// When there is one.
pub fn refuse_leftover(path: &Path) -> Result<(), Complaint> {
    let text = Zeroizing::new(std::fs::read_to_string(path).unwrap_or_default());
    if RecoveryFile::parse(&text).is_err() {
        return Ok(());
    }
    Err(Complaint::failed(
        format!("There is a recovery key in {} already", path.display()),
        "If it was left by a set-up that was cut short, it opens nothing, for its vault was never made: delete the file, or name another one, and begin again. If it could be another vault's, keep it and name another file: `daybook keys --check FILE --vault DIR` says whether it is. Nothing has been written.",
    ))
}

/// Writes the recovery key to a new file that only its owner may read. A file that holds this very key is left as
/// it is.
///
/// # Errors
/// When the file holds something else or cannot be written.
pub fn keep_recovery(key: &RecoveryKey, path: &Path) -> Result<(), Complaint> {
    let text = key.file();
    if std::fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    refuse_leftover(path)?;
    keep_new_file("The recovery key", &text, path)
}

/// Writes something that is to be kept to a new file that only its owner may read.
///
/// # Errors
/// When the file exists or cannot be written.
pub fn keep_new_file(what: &str, text: &str, path: &Path) -> Result<(), Complaint> {
    keep_new_bytes(what, text.as_bytes(), path)
}

/// The same for what is no text.
///
/// # Errors
/// When the file exists or cannot be written.
pub(super) fn keep_new_bytes(what: &str, bytes: &[u8], path: &Path) -> Result<(), Complaint> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| {
        let next = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "Name a file that does not exist yet.",
            std::io::ErrorKind::NotFound => {
                "There is no such folder. Name one that exists, such as that of a USB stick."
            }
            _ => "Name another place. Nothing else has been written.",
        };
        Complaint::failed(
            format!("{what} could not be written to {}: {error}", path.display()),
            next,
        )
    })
}

/// A person's id, from their name: it names their key slot.
pub(super) fn id_for(name: &str) -> String {
    let mut id: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    while id.contains("--") {
        id = id.replace("--", "-");
    }
    let id: String = id.trim_matches('-').chars().take(32).collect();
    let id = id.trim_matches('-');
    if id.is_empty() || id == "recovery" {
        "founder".to_owned()
    } else {
        id.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{id_for, plain};

    #[test]
    fn names_are_plain() {
        assert_eq!(
            plain("person", " Ada\n \u{1b}[31mExample\u{202e}\u{200b}").unwrap(),
            "Ada [31mExample"
        );
        for wrong in ["", " \n", "\u{200b}\u{200d}", &"long ".repeat(30)] {
            assert!(plain("school", wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn ids_are_made_of_plain_letters() {
        assert_eq!(id_for("Ms A. Example-Jones"), "ms-a-example-jones");
        assert_eq!(id_for("Żaneta"), "aneta");
        assert_eq!(id_for("李"), "founder");
        assert_eq!(id_for("Recovery"), "founder");
        assert!(id_for(&"long ".repeat(20)).len() <= 32);
    }
}
