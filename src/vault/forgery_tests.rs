//! Forgeries: entries that somebody writes who may not, or in another's name. None is ever taken for
//! genuine: opening refuses, or shows the entry as what it is, and `verify` names it.
//!
//! Each is tried behind another stretch of honest log each time: at the log's end, where opening refuses
//! whatever is not signed by somebody who was in the vault then; and followed by an honest signature, which
//! covers it in the chain, and must not make it genuine. An ordinary run tries each once;
//! `DAYBOOK_ATTACKS=20 cargo test --lib vault:: -- --nocapture` tries each 20 times, and prints the count.

use super::{ledger::Ledger, testing::*, *};
use crate::domain::entry::{Entry, Handed, KeyFact, PublicKeys, SchoolFact, SealedTo, What};
use crate::domain::people::Author;
use crate::store::Sealed;

/// What a forged entry would make the school be called, if it were believed.
const FORGED: &str = "Forged Primary";

/// A vault in which somebody has left and a recovery key was replaced.
struct Scene {
    vault: Sample,
    /// The keys of `gone`, who was a deputy.
    gone: Keyring,
    /// What the recovery key that was replaced stood for.
    retired: Keyring,
    /// Keys of nobody.
    stranger: Keyring,
    base: Vec<Sealed>,
}

impl Scene {
    fn new() -> Self {
        let vault = sample();
        let retired = vault.disk.load().recover(&vault.recovery_file()).unwrap();
        vault.let_in("dsl", "gone", Role::Deputy);
        let gone = vault.disk.load().unlock("gone", PASS, None).unwrap();
        let mut head = vault.disk.open("head");
        head.remove("gone", moment()).unwrap();
        let new = head.new_recovery_key();
        head.replace_recovery(&new, moment()).unwrap();
        let stranger = Keyring::new(head.vault_id(), "dsl");
        drop(head);
        let base = vault.disk.entries();
        Self {
            vault,
            gone,
            retired,
            stranger,
            base,
        }
    }

    /// The log as it was, and a few more honest entries.
    fn again(&self, chance: &mut Chance) {
        self.vault.disk.forge(self.base.clone());
        self.vault.disk.0.lock().unwrap().go_on_from_forged();
        for _ in 0..chance.below(4) {
            let (id, role) = PEOPLE_HERE[chance.below(PEOPLE_HERE.len())];
            self.honest(id, role);
        }
    }

    fn honest(&self, id: &str, role: Role) {
        let by = author(id, role);
        let what = founded("Pretend Primary");
        add(
            &self.vault,
            rogue(&self.vault, id, &by, what, Audience::Cases),
        );
    }

    fn signed(&self, keys: &Keyring, entry: &Entry, audience: Audience) -> Sealed {
        written(&self.vault, keys, entry, audience)
    }

    fn by_id(&self, id: &str, by: &Author, what: What) -> Sealed {
        let audience = match what.is_clear() {
            true => Audience::Everyone,
            false => Audience::Cases,
        };
        rogue(&self.vault, id, by, what, audience)
    }
}

const PEOPLE_HERE: [(&str, Role); 3] = [
    ("dsl", Role::Dsl),
    ("deputy", Role::Deputy),
    ("head", Role::Headteacher),
];

fn founded(school: &str) -> What {
    What::School(SchoolFact::Founded {
        school: school.to_owned(),
    })
}

fn admitted(id: &str, name: &str, role: Role, keys: PublicKeys) -> What {
    keys_fact(KeyFact::Admitted {
        person: Author {
            id: id.to_owned(),
            name: name.to_owned(),
            role: role.id().to_owned(),
        },
        keys,
        invited: false,
    })
}

/// Keys that nobody has had.
fn fresh() -> PublicKeys {
    members::public(&Keyring::new(charter::VaultId([0; 32]), "x"))
}

fn role_given(id: &str, role: Role) -> What {
    keys_fact(KeyFact::RoleGiven {
        id: id.to_owned(),
        role: role.id().to_owned(),
        handed: Handed::new(),
    })
}

fn removed(id: &str) -> What {
    keys_fact(KeyFact::Removed { id: id.to_owned() })
}

/// Entries sealed from here on to keys of the forger's own, in the places that are named.
fn resealed(scene: &Scene, cases: bool, headteacher: bool, recovery: bool) -> What {
    let locked = scene.vault.disk.load();
    let now = locked.roll.recipients();
    let mine = || age::x25519::Identity::generate().to_public().to_string();
    let either = |new: bool, now: &age::x25519::Recipient| match new {
        true => mine(),
        false => now.to_string(),
    };
    let mut key = fresh();
    key.recipient = either(recovery, &now.recovery);
    keys_fact(KeyFact::Resealed {
        to: SealedTo {
            cases: either(cases, &now.cases),
            headteacher: either(headteacher, &now.headteacher),
            recovery: key,
        },
        handed: Handed::new(),
    })
}

/// What opening makes of a forgery at the log's end.
#[derive(Clone, Copy, PartialEq, Debug)]
enum End {
    /// Nobody who was in the vault then has signed the end of the log.
    Refused,
    /// Its author may write; it is shown as what it is.
    Shown,
}

/// Who can tell that it is one.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Seen {
    ByAnybody,
    /// What gives it away is sealed.
    WithKeys,
}

type Make = fn(&Scene) -> Sealed;

/// A forgery: what it is, how it is made, how checking names it, words that must be said of it.
type Forgery = (&'static str, Make, Fault, &'static str, End, Seen);

fn table() -> Vec<Forgery> {
    use End::{Refused, Shown};
    use Seen::{ByAnybody, WithKeys};
    let mut all = with_the_public_card(Refused, ByAnybody);
    all.extend(by_who_has_left(Refused, ByAnybody));
    all.extend(in_anothers_name(Shown, WithKeys));
    all.extend(beyond_a_role(Shown, ByAnybody));
    all.extend(people_who_cannot_be(Shown, ByAnybody));
    all
}

fn with_the_public_card(end: End, seen: Seen) -> Vec<Forgery> {
    vec![
        (
            "with the public card, under a key of one's own",
            |scene| {
                let by = author("dsl", Role::Dsl);
                scene.signed(
                    &scene.stranger,
                    &entry(&by, founded(FORGED)),
                    Audience::Cases,
                )
            },
            Fault::UnknownAuthor,
            "nobody in this vault",
            end,
            seen,
        ),
        (
            "with the public card, claiming the DSL's key",
            |scene| {
                let by = author("dsl", Role::Dsl);
                let what = entry(&by, founded(FORGED));
                let mut forged = scene.signed(&scene.stranger, &what, Audience::Cases);
                forged.header.author = scene.vault.disk.open("dsl").me().key_id();
                forged
            },
            Fault::Forged,
            "Person dsl",
            end,
            seen,
        ),
        (
            "with the public card, for the headteacher, claiming the deputy's key",
            |scene| {
                let by = author("deputy", Role::Deputy);
                let what = entry(&by, founded(FORGED));
                let mut forged = scene.signed(&scene.stranger, &what, Audience::Headteacher);
                forged.header.author = scene.vault.disk.open("deputy").me().key_id();
                forged
            },
            Fault::Forged,
            "Person deputy",
            end,
            seen,
        ),
        (
            "with the public card, in the clear, letting somebody in",
            |scene| {
                let by = author("head", Role::Headteacher);
                let what = admitted("friend", "A Friend", Role::Headteacher, fresh());
                scene.signed(&scene.stranger, &entry(&by, what), Audience::Everyone)
            },
            Fault::UnknownAuthor,
            "nobody in this vault",
            end,
            seen,
        ),
        (
            "with the public card, in the clear, claiming the head's key",
            |scene| {
                let by = author("head", Role::Headteacher);
                let what = admitted("friend", "A Friend", Role::Headteacher, fresh());
                let mut forged =
                    scene.signed(&scene.stranger, &entry(&by, what), Audience::Everyone);
                forged.header.author = scene.vault.disk.open("head").me().key_id();
                forged
            },
            Fault::Forged,
            "Person head",
            end,
            seen,
        ),
    ]
}

fn by_who_has_left(end: End, seen: Seen) -> Vec<Forgery> {
    fn left(scene: &Scene, what: What) -> Sealed {
        let audience = match what.is_clear() {
            true => Audience::Everyone,
            false => Audience::Cases,
        };
        let by = author("gone", Role::Deputy);
        scene.signed(&scene.gone, &entry(&by, what), audience)
    }
    fn retired(scene: &Scene, what: What) -> Sealed {
        let audience = match what.is_clear() {
            true => Audience::Everyone,
            false => Audience::Cases,
        };
        let by = scene.retired_person();
        scene.signed(&scene.retired, &entry(&by, what), audience)
    }
    let not_then = |name: &'static str, make: Make, who: &'static str| {
        (name, make, Fault::NotThen, who, end, seen)
    };
    let gone = "Person gone";
    vec![
        not_then("after leaving", |s| left(s, founded(FORGED)), gone),
        not_then(
            "after leaving, dated before it",
            |scene| {
                let mut old = entry(&author("gone", Role::Deputy), founded(FORGED));
                old.at -= chrono::Duration::days(400);
                scene.signed(&scene.gone, &old, Audience::Cases)
            },
            gone,
        ),
        not_then(
            "after leaving, letting oneself in again",
            |s| left(s, admitted("gone", "Person gone", Role::Deputy, fresh())),
            gone,
        ),
        not_then(
            "after leaving, letting oneself in again with the same keys",
            |s| {
                let mine = members::public(&s.gone);
                left(s, admitted("gone", "Person gone", Role::Deputy, mine))
            },
            gone,
        ),
        not_then(
            "after leaving, with new keys",
            |s| left(s, keys_fact(KeyFact::KeysMade(fresh()))),
            gone,
        ),
        not_then(
            "after leaving, giving oneself a role",
            |s| left(s, role_given("gone", Role::Headteacher)),
            gone,
        ),
        not_then(
            "after leaving, removing the DSL",
            |s| left(s, removed("dsl")),
            gone,
        ),
        not_then(
            "after leaving, sealing to keys of one's own",
            |s| left(s, resealed(s, true, true, true)),
            gone,
        ),
        not_then(
            "with a recovery key that was replaced",
            |s| retired(s, founded(FORGED)),
            "Recovery key",
        ),
        not_then(
            "with a recovery key that was replaced, letting a headteacher in",
            |s| {
                let what = admitted("friend", "A Friend", Role::Headteacher, fresh());
                retired(s, what)
            },
            "Recovery key",
        ),
        not_then(
            "with a recovery key that was replaced, putting another in its place",
            |s| retired(s, resealed(s, false, false, true)),
            "Recovery key",
        ),
    ]
}

fn in_anothers_name(end: End, seen: Seen) -> Vec<Forgery> {
    let other = |name: &'static str, make: Make, says: &'static str| {
        (name, make, Fault::OtherAuthor, says, end, seen)
    };
    vec![
        other(
            "by a deputy in the head's name",
            |s| {
                s.by_id(
                    "deputy",
                    &author("head", Role::Headteacher),
                    founded(FORGED),
                )
            },
            "Person deputy signed it",
        ),
        other(
            "by a deputy who calls themselves by the head's name",
            |s| {
                let mut by = author("head", Role::Headteacher);
                by.id = "deputy".to_owned();
                s.by_id("deputy", &by, founded(FORGED))
            },
            "Person deputy signed it",
        ),
        other(
            "by a deputy who calls themselves headteacher",
            |s| {
                let by = author("deputy", Role::Headteacher);
                s.by_id("deputy", &by, founded(FORGED))
            },
            "Person deputy",
        ),
        other(
            "by a deputy, listing the head as a deputy",
            |s| {
                let mut head = author("head", Role::Deputy);
                head.name = FORGED.to_owned();
                let what = What::School(SchoolFact::PersonAdded(head));
                s.by_id("deputy", &author("deputy", Role::Deputy), what)
            },
            "lists",
        ),
        other(
            "by a deputy, listing themselves as the founder did",
            |s| {
                let mut me = author("deputy", Role::Deputy);
                me.name = FORGED.to_owned();
                let what = What::School(SchoolFact::PersonAdded(me));
                s.by_id("deputy", &author("deputy", Role::Deputy), what)
            },
            "lists",
        ),
        other(
            "by a deputy, saying under seal who has a key",
            |s| {
                let by = author("deputy", Role::Deputy);
                let what = admitted("friend", FORGED, Role::Deputy, fresh());
                rogue(&s.vault, "deputy", &by, what, Audience::Cases)
            },
            "not in the clear",
        ),
        other(
            "by a deputy, sealed to the headteacher and said to be for all",
            |s| {
                let by = author("deputy", Role::Deputy);
                rogue(
                    &s.vault,
                    "deputy",
                    &by,
                    founded(FORGED),
                    Audience::Headteacher,
                )
            },
            "sealed to others",
        ),
    ]
}

fn beyond_a_role(end: End, seen: Seen) -> Vec<Forgery> {
    let not_theirs = |name: &'static str, make: Make, says: &'static str| {
        (name, make, Fault::NotTheirs, says, end, seen)
    };
    fn deputy(s: &Scene, what: What) -> Sealed {
        s.by_id("deputy", &author("deputy", Role::Deputy), what)
    }
    fn dsl(s: &Scene, what: What) -> Sealed {
        s.by_id("dsl", &author("dsl", Role::Dsl), what)
    }
    fn head(s: &Scene, what: What) -> Sealed {
        s.by_id("head", &author("head", Role::Headteacher), what)
    }
    let by_deputy = "Person deputy, who as deputy DSL could not";
    let by_dsl = "Person dsl, who as Designated Safeguarding Lead could not";
    vec![
        not_theirs(
            "by a deputy who takes the headteacher's role",
            |s| deputy(s, role_given("deputy", Role::Headteacher)),
            by_deputy,
        ),
        not_theirs(
            "by a deputy who takes the DSL's role",
            |s| deputy(s, role_given("deputy", Role::Dsl)),
            by_deputy,
        ),
        not_theirs(
            "by a deputy who lets somebody in",
            |s| deputy(s, admitted("friend", "A Friend", Role::Deputy, fresh())),
            by_deputy,
        ),
        not_theirs(
            "by a deputy who gives the head new keys",
            |s| {
                deputy(
                    s,
                    admitted("head", "Person head", Role::Headteacher, fresh()),
                )
            },
            by_deputy,
        ),
        not_theirs(
            "by a deputy who removes the DSL",
            |s| deputy(s, removed("dsl")),
            by_deputy,
        ),
        not_theirs(
            "by a deputy who seals to keys of their own",
            |s| deputy(s, resealed(s, true, false, false)),
            by_deputy,
        ),
        not_theirs(
            "by a deputy in the head's name, in the clear",
            |s| {
                let what = admitted("friend", "A Friend", Role::Headteacher, fresh());
                s.by_id("deputy", &author("head", Role::Headteacher), what)
            },
            "Person deputy signed it",
        ),
        not_theirs(
            "by a deputy who calls themselves by the head's name, in the clear",
            |s| {
                let mut by = author("head", Role::Headteacher);
                by.id = "deputy".to_owned();
                s.by_id("deputy", &by, keys_fact(KeyFact::KeysMade(fresh())))
            },
            "Person deputy signed it",
        ),
        not_theirs(
            "by a DSL who lets a headteacher in",
            |s| {
                dsl(
                    s,
                    admitted("friend", "A Friend", Role::Headteacher, fresh()),
                )
            },
            by_dsl,
        ),
        not_theirs(
            "by a DSL who takes the headteacher's role",
            |s| dsl(s, role_given("dsl", Role::Headteacher)),
            "without a",
        ),
        not_theirs(
            "by a DSL who makes the deputy headteacher",
            |s| dsl(s, role_given("deputy", Role::Headteacher)),
            by_dsl,
        ),
        not_theirs(
            "by a DSL who removes the headteacher",
            |s| dsl(s, removed("head")),
            by_dsl,
        ),
        not_theirs(
            "by a DSL who gives the head new keys",
            |s| {
                dsl(
                    s,
                    admitted("head", "Person head", Role::Headteacher, fresh()),
                )
            },
            by_dsl,
        ),
        not_theirs(
            "by a DSL who lets the head in again as a deputy",
            |s| dsl(s, admitted("head", "Person head", Role::Deputy, fresh())),
            "in another role",
        ),
        not_theirs(
            "by a DSL who seals the head's entries to keys of their own",
            |s| dsl(s, resealed(s, false, true, false)),
            by_dsl,
        ),
        not_theirs(
            "by a DSL who puts a recovery key of their own in the place of the school's",
            |s| dsl(s, resealed(s, false, false, true)),
            by_dsl,
        ),
        not_theirs(
            "by a head who removes the last DSL",
            |s| head(s, removed("dsl")),
            "without a Designated Safeguarding Lead",
        ),
        not_theirs(
            "by a deputy, a record in the clear",
            |s| {
                let by = author("deputy", Role::Deputy);
                rogue(&s.vault, "deputy", &by, founded(FORGED), Audience::Everyone)
            },
            "in the clear",
        ),
    ]
}

fn people_who_cannot_be(end: End, seen: Seen) -> Vec<Forgery> {
    let cannot = |name: &'static str, make: Make, says: &'static str| {
        (name, make, Fault::NotTheirs, says, end, seen)
    };
    fn by_dsl(s: &Scene, id: &str, name: &str, keys: PublicKeys) -> Sealed {
        let what = admitted(id, name, Role::Deputy, keys);
        s.by_id("dsl", &author("dsl", Role::Dsl), what)
    }
    vec![
        cannot(
            "somebody under the recovery key's id",
            |s| by_dsl(s, "recovery", "A Friend", fresh()),
            "cannot be an id",
        ),
        cannot(
            "somebody under an id that leaves the folder",
            |s| by_dsl(s, "../../header", "A Friend", fresh()),
            "cannot be an id",
        ),
        cannot(
            "somebody under an id with a control character",
            |s| by_dsl(s, "dsl\u{1b}", "A Friend", fresh()),
            "cannot be an id",
        ),
        cannot(
            "somebody under an id that looks like another",
            |s| by_dsl(s, "d\u{455}l", "A Friend", fresh()),
            "cannot be an id",
        ),
        cannot(
            "somebody under no id",
            |s| by_dsl(s, "", "A Friend", fresh()),
            "cannot be an id",
        ),
        cannot(
            "somebody who has left, with the keys that they had",
            |s| by_dsl(s, "gone", "Person gone", members::public(&s.gone)),
            "somebody has or had already",
        ),
        cannot(
            "somebody with the head's keys",
            |s| {
                let head = s.vault.disk.load().unlock("head", PASS, None).unwrap();
                by_dsl(s, "friend", "A Friend", members::public(&head))
            },
            "somebody has or had already",
        ),
        cannot(
            "somebody under the head's name",
            |s| by_dsl(s, "friend", "PERSON HEAD", fresh()),
            "name",
        ),
        cannot(
            "somebody under the recovery key's name",
            |s| by_dsl(s, "friend", "Recovery key", fresh()),
            "name",
        ),
        cannot(
            "the deputy again, under another name",
            |s| by_dsl(s, "deputy", "Harper Head", fresh()),
            "name",
        ),
        cannot(
            "somebody whose name moves the cursor",
            |s| by_dsl(s, "friend", "A\u{1b}[2J Friend\u{202e}", fresh()),
            "name",
        ),
        cannot(
            "somebody without a name",
            |s| by_dsl(s, "friend", " \u{200b}", fresh()),
            "name",
        ),
    ]
}

impl Scene {
    fn retired_person(&self) -> Author {
        self.vault
            .disk
            .load()
            .roll
            .founding
            .recovery_person()
            .author()
    }

    /// The forged entry is named by checking without keys, and with them where the vault opens.
    fn is_named(&self, seq: u64, forgery: &Forgery) {
        let (name, _, fault, says, end, seen) = forgery;
        let mut reports = vec![(
            Seen::ByAnybody,
            self.vault.disk.load().verify(None, &mut |_| ()),
        )];
        if *end == End::Shown {
            let open = self.vault.disk.open("head");
            reports.push((Seen::WithKeys, open.verify(None, &mut |_| ())));
        }
        let mut named = 0;
        for (with, report) in reports {
            let of_it: Vec<_> = report
                .problems
                .iter()
                .filter(|problem| problem.seq == Some(seq))
                .collect();
            assert_eq!(of_it.len(), report.problems.len(), "{name}: {report:?}");
            if *seen == Seen::WithKeys && with == Seen::ByAnybody {
                assert!(of_it.is_empty(), "{name}: {report:?}");
            }
            for problem in of_it {
                named += 1;
                assert_eq!(problem.fault, *fault, "{name}: {problem:?}");
                assert!(problem.what.contains(says), "{name}: {problem:?}");
                assert!(
                    problem.what.contains(&format!("Entry {seq} ")),
                    "{problem:?}"
                );
                assert!(!problem.safe.is_empty() && !problem.next.is_empty());
            }
        }
        assert!(named > 0, "{name} is not named");
    }

    /// Whoever opens the vault is shown the entry as what it is, and nothing of it is believed.
    fn is_not_believed(&self, seq: u64, forgery: &Forgery, before: &[String], other: &str) {
        let (name, _, _, says, _, _) = forgery;
        let mut told = 0;
        for id in [other, "head"] {
            let ledger = Ledger::open(self.vault.disk.open(id), &mut |_, _| {}).unwrap();
            let school = serde_json::to_string(ledger.school()).unwrap();
            for trace in [FORGED, "A Friend", "Harper Head", "[2J"] {
                assert!(!school.contains(trace), "{name}: {id} believes {trace}");
            }
            let people: Vec<_> = ledger
                .vault()
                .people()
                .iter()
                .map(|p| format!("{p:?}"))
                .collect();
            assert_eq!(people, before, "{name}");
            for unread in ledger.unread() {
                assert_eq!(unread.seq, seq, "{name}: {unread:?}");
                assert!(unread.why.contains(says), "{name}: {unread:?}");
                told += 1;
            }
        }
        assert!(told > 0, "{name}: nobody is told");
    }
}

#[test]
fn no_forgery_is_taken_for_genuine() {
    let scene = Scene::new();
    let mut chance = Chance(0xDA7B_004B);
    let times = attacks(1);
    let table = table();
    let mut tried = 0;
    for forgery in &table {
        let (name, make, _, says, end, _) = forgery;
        for _ in 0..times {
            scene.again(&mut chance);
            let before: Vec<_> = scene
                .vault
                .disk
                .load()
                .people()
                .iter()
                .map(|person| format!("{person:?}"))
                .collect();
            let (other, _) = PEOPLE_HERE[chance.below(2)];
            let forged = make(&scene);
            let seq = forged.header.seq;
            add(&scene.vault, forged);
            scene.is_named(seq, forgery);
            match end {
                End::Shown => scene.is_not_believed(seq, forgery, &before, other),
                End::Refused => {
                    let locked = scene.vault.disk.load();
                    let keys = locked.unlock(other, PASS, None).unwrap();
                    let error = locked.open(keys).unwrap_err().error.to_string();
                    assert!(error.contains(&format!("entry {seq} ")), "{name}: {error}");
                    assert!(error.contains(says), "{name}: {error}");
                }
            }
            // An insider, or a program that did not look, goes on behind it.
            let (id, role) = PEOPLE_HERE[chance.below(PEOPLE_HERE.len())];
            scene.honest(id, role);
            scene.is_named(seq, &(name, *make, forgery.2, says, End::Shown, forgery.5));
            scene.is_not_believed(seq, forgery, &before, other);
            tried += 2;
        }
    }
    println!(
        "{} forgeries, each {times} times at the log's end and {times} times behind an honest signature: \
         {tried} in all, none taken for genuine",
        table.len()
    );
    assert!(table.len() >= 50 && tried == table.len() * times * 2);
}

#[test]
fn a_forgery_keeps_nobody_from_backing_up_and_is_named_in_what_is_restored() {
    let scene = Scene::new();
    let mut chance = Chance(0xDA7B_004B);
    // The recovery key of the scene is the new one's; a fresh one is put in its place to be at hand.
    let mut head = scene.vault.disk.open("head");
    let key = head.new_recovery_key();
    head.replace_recovery(&key, moment()).unwrap();
    drop(head);
    let scene = Scene {
        base: scene.vault.disk.entries(),
        ..scene
    };
    let key = RecoveryFile::parse(&key.file()).unwrap();
    let some = if attacks(1) > 1 { 1 } else { 4 };
    for forgery in table().into_iter().step_by(some) {
        let (name, make, fault, says, _, _) = &forgery;
        scene.again(&mut chance);
        let forged = make(&scene);
        let seq = forged.header.seq;
        add(&scene.vault, forged);
        scene.honest("dsl", Role::Dsl);
        let head = scene.vault.disk.open("head");
        let mut bytes = Vec::new();
        backup(&head, "now", &mut bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let drilled = Restored::prove_own(&*bytes, &head).unwrap();
        let restored =
            Restored::prove(&*bytes, &key).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(drilled.doubts(), restored.doubts());
        // Who wrote what is in a record is told when it is opened; all else by the proof as well.
        if *fault != Fault::OtherAuthor {
            let [(at, why)] = restored.doubts() else {
                panic!("{name}: {:?}", restored.doubts())
            };
            assert_eq!(*at, seq);
            assert!(why.contains(says), "{name}: {why}");
        }
        let mut disk = Disk::default();
        restored.into_store(&mut disk).unwrap();
        assert_eq!(disk.entries(), scene.vault.disk.entries());
        let report = disk.open("head").verify(None, &mut |_| ());
        assert_eq!(report.problems[0].seq, Some(seq), "{name}");
    }
    // One that stands at the end and is not signed by anybody here would not open, and is not believed.
    scene.again(&mut chance);
    let mut bytes = Vec::new();
    backup(&scene.vault.disk.open("head"), "now", &mut bytes).unwrap();
    let by = author("dsl", Role::Dsl);
    let forged = scene.signed(
        &scene.stranger,
        &entry(&by, founded(FORGED)),
        Audience::Cases,
    );
    let tip = forged.header.tip();
    let plain = agefile::open(&key.identity, &bytes).unwrap();
    let text = String::from_utf8(plain.to_vec()).unwrap();
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    let line = serde_json::json!({
        "seq": tip.seq,
        "header": codec::base64(&forged.header.encode()),
        "sealed": codec::base64(&forged.ciphertext),
    });
    let end = lines.len() - 1;
    lines.insert(end, line.to_string());
    let mut first: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
    first["entries"] = tip.seq.into();
    first["tip"] = codec::base64(&tip.hash).into();
    lines[0] = first.to_string();
    let last =
        serde_json::json!({"end": true, "entries": tip.seq, "tip": codec::base64(&tip.hash)});
    *lines.last_mut().unwrap() = last.to_string();
    let text = lines.join("\n") + "\n";
    let sealed = agefile::seal(&[&key.identity.to_public()], text.as_bytes()).unwrap();
    let error = Restored::prove(&*sealed, &key).err().unwrap();
    assert!(
        matches!(&error, RestoreError::Entry { seq, .. } if *seq == tip.seq),
        "{error}"
    );
}
