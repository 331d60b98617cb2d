//! Keymaps: what is wrong is said with its file, its line and its key, and nothing is out of reach.

use std::collections::BTreeMap;

use daybook::app::action::{Action, Context};
use daybook::app::keys::KeyTable;
use daybook::input::{Dispatcher, Keymap, KeymapError, Outcome};

/// What is said of a user's keymap.
fn refused(text: &str) -> Vec<KeymapError> {
    Keymap::over("my.toml", text).expect_err("this keymap is not right")
}

/// The one sentence about a keymap with one mistake, on that line.
fn said(text: &str, line: usize) -> String {
    let errors = refused(text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(
        (errors[0].file.as_str(), errors[0].line),
        ("my.toml", line),
        "{errors:?}"
    );
    let sentence = errors[0].to_string();
    assert!(
        sentence.starts_with(&format!("my.toml:{line}: ")),
        "{sentence}"
    );
    sentence
}

fn tables() -> [(&'static str, KeyTable); 2] {
    ["default", "vim"].map(|name| (name, Keymap::shipped(name).unwrap().table()))
}

#[test]
fn a_key_with_two_actions_is_refused() {
    let errors = refused("[case]\n\nnote = [\"n\"]\naction = [\"n\"]\n");
    let all: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert!(
        all.iter()
            .any(|one| one == "my.toml:4: n is both action and note in [case]"),
        "{all:?}"
    );
    // And one that the default keymap has given away.
    let errors = refused("[case]\nnote = [\"c\"]\n");
    let all: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert!(
        all.iter()
            .any(|one| one == "my.toml:2: c is both note and contact in [case]"),
        "{all:?}"
    );
}

#[test]
fn a_key_given_twice_to_one_action_is_refused() {
    assert!(said("[case]\nnote = [\n  \"n\",\n  \"n\",\n]\n", 4).contains("note has n twice"));
}

#[test]
fn an_action_that_is_not_is_refused_with_the_nearest() {
    let say = said("[case]\nsancton = [\"n\"]\n", 2);
    assert!(
        say.contains("no action sancton") && say.contains("did you mean sanction?"),
        "{say}"
    );
}

#[test]
fn an_action_that_works_elsewhere_is_refused() {
    let say = said("[cases]\nnote = [\"n\"]\n", 2);
    assert!(
        say.contains("note does nothing in [cases]; it works in case"),
        "{say}"
    );
}

#[test]
fn a_context_that_is_not_is_refused_with_the_nearest() {
    let say = said("# mine\n[caes]\nnote = [\"n\"]\n", 2);
    assert!(
        say.contains("no context [caes]") && say.contains("did you mean case"),
        "{say}"
    );
}

#[test]
fn a_key_that_is_not_is_refused() {
    for key in ["hyper-x", "ctrl-", "f13", "ctrl-ctrl-x", "pgup", "return"] {
        let say = said(&format!("[case]\nnote = [\"{key}\"]\n"), 2);
        assert!(
            say.contains("there is no key") && say.contains(key),
            "{say}"
        );
    }
    assert!(said("[case]\nnote = [\"ctrl-i\"]\n", 2).contains("write tab"));
    assert!(said("[case]\nnote = [\"shift-n\"]\n", 2).contains("write \"N\""));
    assert!(said("[case]\nnote = [\"\"]\n", 2).contains("empty key"));
}

#[test]
fn what_is_not_toml_is_refused_at_its_line() {
    for (text, line) in [
        ("[case]\nnote = [\"n\"\naction = [\"a\"]\n", 3),
        ("[case\nnote = [\"n\"]\n", 1),
        ("[case]\nnote = \"n\"\n", 2),
        ("[case]\nnote = [1]\n", 2),
        ("[case]\nnote = [\"n\"]\nnote = [\"m\"]\n", 3),
    ] {
        assert!(said(text, line).len() > 20);
    }
}

#[test]
fn a_key_that_one_types_is_refused_where_one_types() {
    for (context, action, key) in [
        ("form", "save", "s"),
        ("concern", "field_people", "p"),
        ("filter", "accept", "x"),
        ("menu", "down", "j"),
        ("unlock", "accept", "space"),
        ("setup", "save", "S"),
        ("global", "lock", "?"),
        ("form", "save", "x ctrl-s"),
    ] {
        let say = said(&format!("[{context}]\n{action} = [\"{key}\"]\n"), 2);
        assert!(
            say.contains("is a character that one types in") && say.contains(action),
            "{say}"
        );
    }
}

#[test]
fn a_key_that_hides_a_longer_one_is_refused() {
    let errors = refused("[concern]\nchange_role = [\"ctrl-g\"]\n");
    assert!(
        errors
            .iter()
            .all(|one| one.file == "my.toml" && one.line == 2)
    );
    assert!(errors[0].what.contains("hides"), "{errors:?}");
}

#[test]
fn every_mistake_is_said_at_once() {
    let lines: Vec<_> = refused("[case]\nnoet = [\"n\"]\nnote = [\"hyper-x\"]\n[caes]\n")
        .iter()
        .map(|one| one.line)
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(
        [2, 3, 4].iter().all(|line| lines.contains(line)),
        "{lines:?}"
    );
}

#[test]
fn help_quitting_and_the_palette_cannot_be_taken_away() {
    for action in ["help", "quit", "palette"] {
        let errors = refused(&format!("[global]\n{action} = []\n"));
        assert!(
            errors[0]
                .to_string()
                .contains(&format!("{action} must have a key")),
            "{errors:?}"
        );
    }
    let errors =
        refused("[form]\nnext_field = []\n[setup]\nnext_field = []\n[unlock]\nnext_field = []\n");
    assert!(
        errors[0].what.contains("nothing reaches next_field"),
        "{errors:?}"
    );
}

#[test]
fn a_keymap_of_ones_own_changes_only_what_it_names() {
    let mine = Keymap::over("my.toml", "[case]\nnote = [\"w\"]\nlink = []\n")
        .unwrap()
        .table();
    let shipped = Keymap::shipped("default").unwrap().table();
    let case = [Context::Case];
    assert_eq!(mine.key(&case, Action::AddNote), Some("w"));
    assert_eq!(mine.key(&case, Action::AddLink), None);
    for line in shipped.lines() {
        if ![Action::AddNote, Action::AddLink].contains(&line.action) {
            assert_eq!(
                mine.key(&[line.context], line.action),
                line.keys.first().map(String::as_str)
            );
        }
    }
    let over_vim = Keymap::over("my.toml", "# over: vim\n[case]\nnote = [\"w\"]\n").unwrap();
    assert_eq!(
        over_vim.table().first(Action::NextCase).as_deref(),
        Some("]")
    );
    assert!(
        Keymap::shipped("emacs").unwrap_err()[0]
            .to_string()
            .contains("default and vim")
    );
}

#[test]
fn every_action_is_reachable_in_both_shipped_keymaps() {
    for (name, table) in tables() {
        for action in Action::ALL {
            let key = table.first(*action);
            assert!(
                key.is_some() || action.info().in_palette,
                "{name}: nothing reaches {action:?}"
            );
            assert!(key.is_some(), "{name}: {action:?} has no key");
        }
    }
}

#[test]
fn every_key_does_what_its_file_says() {
    for (name, text) in [
        ("default", include_str!("../../keymaps/default.toml")),
        ("vim", include_str!("../../keymaps/vim.toml")),
    ] {
        let mut dispatcher = Dispatcher::new(Keymap::shipped(name).unwrap());
        let raw: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(text).unwrap();
        for (context, action, key) in raw.iter().flat_map(|(context, actions)| {
            let pairs = actions
                .iter()
                .flat_map(|(action, keys)| keys.iter().map(move |key| (action, key)));
            pairs.map(move |(action, key)| (context, action, key))
        }) {
            let context = Context::ALL
                .into_iter()
                .find(|one| one.name() == context)
                .unwrap();
            let chords = key.split_whitespace().map(|chord| chord.parse().unwrap());
            let outcome = chords
                .map(|chord| dispatcher.feed(chord, &[context]))
                .last();
            let expected = Action::by_name(action).unwrap();
            assert_eq!(
                outcome,
                Some(Outcome::Action(expected)),
                "{name} [{}] {key}",
                context.name()
            );
        }
    }
}

#[test]
fn help_lists_every_action_that_has_a_key() {
    for (name, table) in tables() {
        for context in Context::ALL {
            let listed: Vec<_> = table
                .of(&[context])
                .iter()
                .map(|line| line.action)
                .collect();
            for action in Action::ALL {
                let bound = table.key(&[context], *action).is_some();
                assert_eq!(
                    listed.contains(action),
                    bound,
                    "{name} [{}] {action:?}",
                    context.name()
                );
            }
        }
    }
    for action in Action::ALL {
        let info = action.info();
        assert!(
            !info.title.is_empty() && info.help.ends_with(['.', '…']),
            "{}",
            info.name
        );
        assert!(!info.contexts.is_empty(), "{}", info.name);
    }
}

#[test]
fn no_two_actions_share_a_name_or_a_title_in_one_place() {
    for (at, one) in Action::ALL.iter().enumerate() {
        for other in &Action::ALL[at + 1..] {
            assert_ne!(one.info().name, other.info().name);
            let meet = one
                .info()
                .contexts
                .iter()
                .any(|context| other.info().contexts.contains(context));
            assert!(
                !meet || one.info().title != other.info().title,
                "{one:?} {other:?}"
            );
        }
    }
}
