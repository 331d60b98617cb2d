//! A vault that people come to and leave, and beside it a note of who may read what.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use chrono::{DateTime, FixedOffset};
use daybook::domain::entry::{CaseFact, Entry, Note, What};
use daybook::store::disk::{self, DiskStore};
use daybook::store::{Audience, Sealed};
use daybook::vault::{
    Card, KeyFile, Locked, Making, NewPerson, Open, RecoveryFile, Role, VaultError, WorkFactor,
    backup, create,
};

/// Everybody whose keys are tried. `safe` and `old-safe` are the recovery key, and the one before it.
pub const PEOPLE: [&str; 9] = [
    "ada", "devi", "harper", "sam", "gone", "kay", "late", "safe", "old-safe",
];

/// The stretches of the vault's life; between them something changes about who has a key.
const STRETCHES: usize = 4;

/// The role of each in each stretch: the plain log from which it follows who may read what.
fn role(who: &str, stretch: usize) -> Option<Role> {
    use Role::{Deputy, Dsl, Headteacher};
    match (who, stretch) {
        ("ada", _) => Some(Dsl),
        ("devi" | "kay", _) => Some(Deputy),
        ("harper", _) => Some(Headteacher),
        // Headteacher for a while, and then deputy.
        ("sam", 0 | 1) => Some(Headteacher),
        ("sam", _) => Some(Deputy),
        // Left after the first stretch.
        ("gone", 0) => Some(Deputy),
        // Came for the last.
        ("late", 3) => Some(Deputy),
        // The recovery key opens everything, and was replaced before the last stretch.
        ("old-safe", 0..=2) | ("safe", 3) => Some(Headteacher),
        _ => None,
    }
}

/// Whoever had a role in that stretch that reads it; and whoever came to one later is given the past.
fn readers(audience: Audience, stretch: usize) -> BTreeSet<&'static str> {
    let reads = |who: &str, at: usize| {
        role(who, at).is_some_and(|role| role == Role::Headteacher || audience == Audience::Cases)
    };
    let may = |who: &&str| (stretch..STRETCHES).any(|at| reads(who, at));
    PEOPLE.into_iter().filter(|who| may(who)).collect()
}

fn safe_of(stretch: usize) -> &'static str {
    if stretch < 3 { "old-safe" } else { "safe" }
}

pub fn passphrase(who: &str) -> String {
    format!("{who} has 7 teal lanterns & a harbour")
}

/// Something sealed, and who may read it.
pub struct Item {
    pub kind: &'static str,
    pub name: String,
    pub sealed: Vec<u8>,
    pub readers: BTreeSet<&'static str>,
    marks: Vec<String>,
}

impl Item {
    /// Whether this is what was sealed.
    pub fn is_in(&self, plain: &[u8]) -> bool {
        let text = String::from_utf8_lossy(plain);
        self.marks.iter().all(|mark| text.contains(mark))
    }
}

pub struct Lived {
    pub items: Vec<Item>,
    /// Each person's slot; of who has left, the copy that they kept.
    pub slots: BTreeMap<&'static str, Vec<u8>>,
    /// The recovery keys.
    pub safe: BTreeMap<&'static str, String>,
    pub sticks: BTreeMap<&'static str, String>,
    log: Vec<Sealed>,
}

struct Life {
    folder: tempfile::TempDir,
    locked: Option<Locked>,
    stick: Option<KeyFile>,
    stretch: usize,
    /// The mark of each entry that was written, by its number.
    written: BTreeMap<u64, (Audience, usize, String)>,
    items: Vec<Item>,
    slots: BTreeMap<&'static str, Vec<u8>>,
    marks: usize,
}

fn moment() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-24T11:30:00+00:00").unwrap()
}

fn making() -> Making {
    Making {
        at: moment(),
        work: WorkFactor::new(2),
    }
}

fn person(id: &str, role: Role) -> NewPerson {
    NewPerson {
        id: id.to_owned(),
        name: format!("Person {id}"),
        role,
        passphrase: passphrase(id).into(),
    }
}

impl Life {
    fn vault(folder: &Path) -> std::path::PathBuf {
        folder.join("vault")
    }

    fn with<T>(&mut self, who: &str, act: impl FnOnce(&mut Open) -> Result<T, VaultError>) -> T {
        let locked = self.locked.take().unwrap();
        let stick = self.stick.as_ref().filter(|_| who == "kay");
        let keys = locked.unlock(who, &passphrase(who), stick).unwrap();
        let mut open = locked.open(keys).unwrap();
        let done = act(&mut open).unwrap();
        self.locked = Some(open.lock());
        done
    }

    /// Makes keys of one's own, after an invitation.
    fn accept(&mut self, who: &str) {
        self.with(who, |open| open.make_own_keys(&passphrase(who), making()));
    }

    fn let_in(&mut self, by: &str, who: &str, role: Role) {
        self.with(by, |open| open.admit(person(who, role), making()));
        self.accept(who);
    }

    fn mark(&mut self, what: &str) -> String {
        self.marks += 1;
        format!("{what} mark-{}-{}.", self.stretch, self.marks)
    }

    /// Some of everything, written by whoever is there.
    fn live(&mut self, card: &Card) {
        let stretch = self.stretch;
        let here = |who: &&str| role(who, stretch).is_some() && !who.ends_with("safe");
        for who in PEOPLE.into_iter().filter(here) {
            for audience in [Audience::Cases, Audience::Headteacher] {
                let text = self.mark("An entry");
                let seq = self.with(who, |open| write(open, audience, &text));
                self.written.insert(seq, (audience, stretch, text));
            }
        }
        for who in PEOPLE.into_iter().filter(here) {
            self.private_things(who);
        }
        for (to_head, audience) in [(false, Audience::Cases), (true, Audience::Headteacher)] {
            let mark = self.mark("A report");
            let sealed = card.seal(mark.as_bytes(), to_head).unwrap();
            self.items.push(Item {
                kind: "reports",
                name: format!("a report to {audience:?} in stretch {stretch}"),
                sealed,
                readers: readers(audience, stretch),
                marks: vec![mark],
            });
        }
        for who in ["ada", "harper"] {
            let sealed = self.with(who, |open| {
                let mut out = Vec::new();
                backup(open, "now", &mut out).map(|_| out)
            });
            let reads_all = role(who, stretch) == Some(Role::Headteacher);
            let in_it = self.written.values();
            let in_it = in_it.filter(|(audience, _, _)| reads_all || *audience == Audience::Cases);
            self.items.push(Item {
                kind: "backups",
                name: format!("the backup of {who} in stretch {stretch}"),
                sealed,
                readers: PEOPLE
                    .into_iter()
                    .filter(|one| match role(one, stretch) {
                        Some(Role::Headteacher) => true,
                        Some(_) => !reads_all,
                        None => *one == safe_of(stretch),
                    })
                    .collect(),
                marks: in_it.map(|(_, _, mark)| mark.clone()).collect(),
            });
        }
    }

    fn private_things(&mut self, who: &'static str) {
        let stretch = self.stretch;
        let (draft, snapshot) = (self.mark("A draft"), self.mark("A snapshot"));
        let name = format!("draft-{stretch}");
        let keys = self.with(who, |open| {
            open.put_private(&name, draft.as_bytes())?;
            open.save_snapshot(1, snapshot.as_bytes(), open.tip())?;
            Ok(open.store().blob_keys()?)
        });
        // The signature stands before the age file, and is no secret.
        let age = |bytes: Vec<u8>| {
            let at = bytes.windows(3).position(|w| w == b"age").unwrap();
            bytes[at..].to_vec()
        };
        let me = self.with(who, |open| Ok(open.me().key_id()));
        let me: String = me.iter().map(|byte| format!("{byte:02x}")).collect();
        for key in keys.iter().filter(|key| key.contains(&me)) {
            let sealed = age(self.blob(key));
            if key.ends_with(&name) {
                self.items.push(Item {
                    kind: "drafts",
                    name: format!("the draft of {who} in stretch {stretch}"),
                    sealed,
                    readers: [who, safe_of(stretch)].into(),
                    marks: vec![draft.clone()],
                });
            } else if key.starts_with("snapshot-") {
                self.items.push(Item {
                    kind: "snapshots",
                    name: format!("the snapshot of {who} in stretch {stretch}"),
                    sealed,
                    readers: [who].into(),
                    marks: vec![snapshot.clone()],
                });
            }
        }
    }

    fn blob(&self, key: &str) -> Vec<u8> {
        let locked = self.locked.as_ref().unwrap();
        locked.store().blob(key).unwrap().unwrap().1
    }

    /// Keeps a copy of a slot as it is now.
    fn keep_slot(&mut self, who: &'static str) {
        let key = match who {
            "safe" | "old-safe" => {
                let keys = self.locked.as_ref().unwrap().store().blob_keys().unwrap();
                keys.into_iter()
                    .find(|key| key.starts_with("recovery-"))
                    .unwrap()
            }
            who => format!("slot-{who}"),
        };
        let slot = self.blob(&key);
        self.slots.insert(who, slot);
    }
}

fn write(open: &mut Open, audience: Audience, text: &str) -> Result<u64, VaultError> {
    let note = Note {
        text: text.to_owned(),
        opinion: false,
    };
    let what = What::case("OS-2026-0001".parse().unwrap(), CaseFact::Note(note));
    let entry = Entry {
        daybook: 1,
        at: moment(),
        by: open.me().author(),
        what: match audience {
            Audience::Headteacher => what.sealed(),
            _ => what,
        },
    };
    let json = serde_json::to_vec(&entry).unwrap();
    Ok(open.append(&[(audience, json.into())])?.seq)
}

impl Lived {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Life::vault(folder.path());
        let mut made = None;
        DiskStore::create(&place, |store| {
            made = Some(create(store, person("ada", Role::Dsl), making().work)?);
            Ok::<_, VaultError>(())
        })
        .unwrap();
        let (_, first) = made.unwrap();
        let store = disk::open(&place).unwrap();
        let locked = Locked::load(store).map_err(|(_, error)| error).unwrap();
        let mut life = Life {
            folder,
            locked: Some(locked),
            stick: None,
            stretch: 0,
            written: BTreeMap::new(),
            items: Vec::new(),
            slots: BTreeMap::new(),
            marks: 0,
        };
        let key = RecoveryFile::parse(&first.file()).unwrap();
        life.with("ada", |open| {
            open.with_recovery(&key, |open| {
                open.admit(person("harper", Role::Headteacher), making())
            })
        });
        life.accept("harper");
        for who in ["devi", "gone", "kay"] {
            life.let_in("ada", who, Role::Deputy);
        }
        life.let_in("harper", "sam", Role::Headteacher);
        let stick = KeyFile::generate();
        life.with("kay", |open| {
            open.set_key_file(Some(&stick), &passphrase("kay"), making().work)
        });
        let sticks = [("kay", stick.text().to_string())].into();
        life.stick = Some(stick);

        let card = |life: &mut Life| life.with("ada", |open| Ok(open.card("Invented Primary")));
        let now = card(&mut life);
        life.live(&now);
        life.keep_slot("gone");
        life.with("ada", |open| open.remove("gone", moment()));

        life.stretch = 1;
        let now = card(&mut life);
        life.live(&now);
        life.with("harper", |open| {
            open.give_role("sam", Role::Deputy, moment())
        });

        life.stretch = 2;
        let now = card(&mut life);
        life.live(&now);
        life.keep_slot("old-safe");
        let second = life.with("harper", |open| {
            let new = open.new_recovery_key();
            open.replace_recovery(&new, moment()).map(|()| new)
        });
        life.let_in("ada", "late", Role::Deputy);

        life.stretch = 3;
        let now = card(&mut life);
        life.live(&now);
        for who in PEOPLE {
            if !["gone", "old-safe"].contains(&who) {
                life.keep_slot(who);
            }
        }
        life.locked.take().unwrap().close().unwrap();
        let lived = Self::taken(life);
        Self {
            safe: [
                ("old-safe", first.text().to_string()),
                ("safe", second.text().to_string()),
            ]
            .into(),
            sticks,
            ..lived
        }
    }

    /// Everything out of the store, as whoever has carried the disk away reads it.
    fn taken(mut life: Life) -> Self {
        let store = disk::open(&Life::vault(life.folder.path())).unwrap();
        let log = store.read(0, usize::MAX).unwrap();
        assert_eq!(log.len() as u64, store.tip().unwrap().seq);
        for sealed in &log {
            let (audience, seq) = (sealed.header.audience, sealed.header.seq);
            let Some((noted, stretch, mark)) = life.written.remove(&seq) else {
                // All else is about keys, in the clear, and about no child.
                assert_eq!(audience, Audience::Everyone);
                assert!(!String::from_utf8_lossy(&sealed.ciphertext).contains("mark-"));
                continue;
            };
            assert_eq!(audience, noted);
            life.items.push(Item {
                kind: match audience {
                    Audience::Cases => "cases",
                    _ => "sealed to the headteacher",
                },
                name: format!("entry {seq} to {audience:?} in stretch {stretch}"),
                sealed: sealed.ciphertext.clone(),
                readers: readers(audience, stretch),
                marks: vec![mark],
            });
        }
        assert!(life.written.is_empty());
        Self {
            items: life.items,
            slots: life.slots,
            safe: BTreeMap::new(),
            sticks: BTreeMap::new(),
            log,
        }
    }

    /// The keys that the log hands on to somebody, as they lie in it.
    pub fn handed_to(&self, id: &str) -> Vec<Vec<u8>> {
        let clear = self.log.iter();
        let clear = clear.filter(|one| one.header.audience == Audience::Everyone);
        let mut found = Vec::new();
        for sealed in clear {
            let entry: serde_json::Value = serde_json::from_slice(&sealed.ciphertext).unwrap();
            let fact = entry["what"]["school"]["keys"].as_object().unwrap();
            let handed = fact.values().next().unwrap()["handed"][id].as_str();
            let decoded = handed.map(|text| base64::prelude::BASE64_STANDARD.decode(text).unwrap());
            found.extend(decoded);
        }
        found
    }
}
