//! Values that are names: classes, clauses, documents and people.

use super::key::Key;
use super::offers::{known, people};
use super::test::Test;
use super::{Ground, lex};
use crate::domain::folded::folded;
use crate::domain::people::Author;
use crate::domain::policy::ClauseRef;
use crate::domain::words::name_key;

/// A class of the pupils' list, or of a case.
pub(super) fn class(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    let key = name_key(asked);
    let offers = known(Key::Class, ground);
    let listed = offers.into_iter().map(|offer| offer.text);
    let in_cases = || ground.school.case_classes.get(&key).cloned();
    let mut listed = listed.filter(|class| name_key(class) == key);
    let found = listed.next().or_else(in_cases)?;
    Some((lex::tidy(&found), Test::Class(key)))
}

/// The people whose cases somebody looks to.
pub(super) fn looked_to_by(id: &str, ground: &Ground<'_>) -> Vec<String> {
    ground.school.looked_to_by(id, ground.today)
}

/// A clause, with its policy's code or without; with it go its sub-clauses.
pub(super) fn clause(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    let whole = |text: &str| {
        let name: ClauseRef = text.parse().ok()?;
        ground.policies.get(&name).map(|found| found.reference())
    };
    if let Some(found) = whole(asked) {
        let (kept, policy) = (found.to_string(), Some(found.policy));
        let (document, number) = (found.document, found.number);
        return Some((
            kept,
            Test::Clause {
                policy,
                document,
                number,
            },
        ));
    }
    let shorts = ground.policies.iter().map(|policy| &policy.short);
    let found = shorts
        .map(|short| whole(&format!("{short} {asked}")))
        .find_map(|found| found)?;
    let (document, number) = (found.document, found.number);
    Some((
        format!("{document} {number}"),
        Test::Clause {
            policy: None,
            document,
            number,
        },
    ))
}

/// A document, with its policy's code or without.
pub(super) fn document(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    let asked = tight(asked);
    let documents = ground
        .policies
        .iter()
        .flat_map(|policy| policy.documents.iter().map(move |one| (policy, one)));
    for (policy, one) in documents {
        let code = tight(one.code.as_str());
        let short = tight(&policy.short);
        let alone = code == asked || tight(&one.title) == asked;
        if alone || format!("{short}{code}") == asked {
            let document = one.code.clone();
            let policy = (!alone).then(|| policy.short.clone());
            let kept = match &policy {
                Some(policy) => format!("{policy} {document}"),
                None => document.to_string(),
            };
            return Some((kept, Test::Document { policy, document }));
        }
    }
    None
}

fn tight(text: &str) -> String {
    let letters = text.chars().filter(|sign| sign.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Me, or one person: by id, by name, or by a part that only one name has.
pub(super) fn owner(asked: &str, ground: &Ground<'_>) -> Option<(String, Test)> {
    let key = name_key(asked);
    if key == "me" {
        return Some((
            "me".to_owned(),
            Test::Owner(looked_to_by(ground.me, ground)),
        ));
    }
    let part = folded(asked);
    let by_id = people(ground).find(|one| one.id == asked);
    let found = by_id
        .or_else(|| only(ground, |name| name == key))
        .or_else(|| only_like(ground, |name| name == part))
        .or_else(|| only_like(ground, |name| name.contains(&part)))?;
    Some((
        as_written(found, ground),
        Test::Owner(looked_to_by(&found.id, ground)),
    ))
}

/// A person as a query names them: by name, or by id where the name is another's too.
pub(super) fn as_written(person: &Author, ground: &Ground<'_>) -> String {
    let name = lex::tidy(&person.name);
    let key = name_key(&name);
    let theirs = key != "me"
        && !people(ground).any(|one| one.id == name)
        && only(ground, |name| name == key).is_some();
    if theirs { name } else { person.id.clone() }
}

/// The person whose name is so, if it is one alone.
fn only<'a>(ground: &Ground<'a>, wanted: impl Fn(&str) -> bool) -> Option<&'a Author> {
    let mut having = people(ground).filter(|one| wanted(&name_key(&one.name)));
    having.next().filter(|_| having.next().is_none())
}

/// The person whose name, as names are looked for, is so, if it is one alone.
fn only_like<'a>(ground: &Ground<'a>, wanted: impl Fn(&str) -> bool) -> Option<&'a Author> {
    let mut having = people(ground).filter(|one| wanted(&folded(&one.name)));
    having.next().filter(|_| having.next().is_none())
}
