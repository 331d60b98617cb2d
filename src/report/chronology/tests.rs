//! Names are found wherever they stand, and nothing else is hidden without being asked about.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::masked::{About, Confirmed, Doubt, Masked, Piece, Why};
use super::register::Register;
use super::words::words;
use crate::domain::ids::Letter;

/// Mia Example's file: Ben, Tom and Zoë are in the case; the rest are on the roll. Ashdown is a teacher.
fn register() -> (Register, BTreeMap<usize, Letter>) {
    let mut register = Register::default();
    register.subject("Mia Example");
    register.own_initials.insert("om".to_owned());
    register.adult("Mrs Kay Ashdown");
    for (name, involved) in [
        ("Ben Sample", true),
        ("Thomas Specimen-Jones", true),
        ("Zoë Placeholder", true),
        ("James O'Dummy", false),
        ("Rose Marsh", false),
        ("Mia Marker", false),
        ("Ida Ashdown", false),
        ("王小明", false),
        ("Olivia Mock", true),
    ] {
        register.child(&[name], "", involved);
    }
    let letters = [(0, 1), (1, 2), (2, 3), (8, 4)];
    let given = letters
        .into_iter()
        .map(|(child, at)| (child, Letter::at(at)));
    (register, given.collect())
}

fn find(text: &str) -> Masked {
    let (register, given) = register();
    Masked::find(
        &register,
        vec![Piece::Told(text.to_owned())],
        &given,
        5,
        About::default(),
    )
}

fn confirmed(text: &str) -> Confirmed {
    let mut masked = find(text);
    masked.mask_open();
    masked.confirm().unwrap()
}

fn becomes(text: &str, expected: &str) {
    assert_eq!(confirmed(text).text(), expected, "{text}");
}

#[test]
fn names_of_every_make_are_masked() {
    for (text, expected) in [
        ("Ben Sample hit Mia Example.", "[B] hit Mia Example."),
        (
            "Mia Example said Ben and BEN and ben.",
            "Mia Example said [B] and [B] and [B].",
        ),
        (
            "Ben's phone, Bens phone, James' bag, Ben’s",
            "[B]'s phone, [B]'s phone, [F]' bag, [B]’s",
        ),
        (
            "Sample, Ben; Sample Ben; B. Sample; Ben S.; Ben S said",
            "[B]; [B]; [B]; [B]; [B] said",
        ),
        (
            "Tom, Tommy, Thomas Jones, Tom Specimen-Jones",
            "[C], [C], [C], [C]",
        ),
        (
            "Mrs Specimen and Mr Jones and the Specimen-Joneses",
            "Mrs [C] and Mr [C] and the [C]-[C]",
        ),
        ("Zoe\u{308} ZOË zoe Zoë", "[D] [D] [D] [D]"),
        ("JAMES ODUMMY O’Dummy o'dummy's", "[F] [F] [F]'s"),
        (
            "ben_2015 and BenPlays and xX_Ben_Xx",
            "[B]_2015 and [B]Plays and xX_[B]_Xx",
        ),
        ("B.S. and B. S. and BS", "[B] and [B] and [B]"),
        ("B.S. B.S. then B.S. O.M.", "[B] [B] then [B] [E]"),
        ("王小明说", "[F]说"),
        ("Be\u{ad}n and B\u{200b}en", "[B] and [B]"),
        ("Ben\nSample", "[B]"),
        (
            "the bench, benign, Jamestown",
            "the bench, benign, Jamestown",
        ),
    ] {
        becomes(text, expected);
    }
}

/// A pupil's login, and what children write to be funny.
#[test]
fn names_in_disguise_are_masked_to_the_last_letter() {
    for (text, expected) in [
        ("bsample@school.example", "[B]@school.example"),
        (
            "mail to b.sample07@school.example.",
            "mail to [B]@school.example.",
        ),
        (
            "sampleb@x.example, SAMPLE.B@x.example",
            "[B]@x.example, [B]@x.example",
        ),
        (
            "ben.s@x.example and bens_2015",
            "[B]@x.example and [B]_2015",
        ),
        ("19bsample and username tspecimen", "19[B] and username [C]"),
        (
            "@jodummy wrote; jodummy@x.example",
            "@[F] wrote; [F]@x.example",
        ),
        ("rmarsh@x.example, roseM_2", "[F]@x.example, [F]_2"),
        (
            "8en and B3n and Be11 Th0mas Th0m45",
            "[B] and [B] and Be11 [C] [C]",
        ),
        ("0liv1a, 0L1V1A99, 01ivia", "[E], [E], [E]"),
        ("B3nS4mple said", "[B] said"),
        ("J@mes and $ample and c@$h", "[F] and [B] and c@$h"),
    ] {
        becomes(text, expected);
    }
    for text in [
        "at 8am, room 10B, in Year 4S, 3 of 5, 1st, 100%",
        "mexample@school.example, Mia Ex4mple, office@school.example",
    ] {
        assert!(
            find(text).spans().is_empty(),
            "{text}: {:?}",
            find(text).spans()
        );
    }
    // Without a sign that it is one, a person has to say.
    let asked = find("he logged in as bsample");
    assert_eq!(
        asked.spans().first().map(|span| span.why),
        Some(Why::Doubtful(Doubt::Handle))
    );
    let within = find("xx_jamesrules99 and gamer_odummy1");
    assert_eq!(within.spans().len(), 2, "{:?}", within.spans());
}

#[test]
fn a_possessive_is_not_said_twice() {
    for (text, expected) in [
        ("Bens' phone and Zoes’ bag", "[B]'s phone and [D]'s bag"),
        ("Bens's phone; Ben's, Zoe’s", "[B]'s phone; [B]'s, [D]’s"),
        ("he said 'Bens' and 'Ben'", "he said '[B]'s' and '[B]'"),
    ] {
        becomes(text, expected);
    }
}

/// Will, May and Rose go to school where it will rain in May, and nobody could read it.
#[test]
fn an_ordinary_word_in_small_letters_is_left_and_shown() {
    let mut register = Register::default();
    register.subject("Mia Example");
    register.child(&["Will Sample"], "", true);
    register.child(&["May Dummy"], "", false);
    let given = [(0, Letter::at(1))].into();
    let text = "Will will say that may and may be; may's and will's and @may; so be it, May.";
    let find = || {
        let told = vec![Piece::Told(text.to_owned())];
        Masked::find(&register, told, &given, 2, About::default())
    };
    let mut masked = find();
    let spans = masked.spans().iter();
    let said: Vec<_> = spans
        .map(|span| (masked.word(span), span.is_small(), span.masked))
        .collect();
    assert_eq!(
        said,
        [
            ("Will", false, None),
            ("will", true, None),
            ("may", true, Some(false)),
            ("may", true, Some(false)),
            ("may", false, None),
            ("will", false, None),
            ("may", false, None),
            ("May", false, None),
        ]
    );
    let read = "[B] will say that may and may be; [C]'s and [B]'s and @[C]; so be it, [C].";
    let mut rest = masked.clone();
    rest.mask_open();
    assert_eq!(rest.confirm().unwrap().text(), read);
    // One answer serves the name, another the word.
    assert_eq!(masked.same(0), 2);
    assert_eq!(masked.say_word("will", true), 1);
    assert_eq!(masked.say_word("May", false), 3);
    masked.mask_open();
    assert_eq!(
        masked.confirm().unwrap().text(),
        "[B] [B] say that may and may be; may's and [B]'s and @may; so be it, May."
    );
    let mut added = find();
    added.add("May");
    added.mask_open();
    assert_eq!(added.confirm().unwrap().text(), read);
}

#[test]
fn what_may_be_a_name_is_asked_about() {
    for (text, word, doubt) in [
        ("A rose and marsh", "rose", Doubt::Small),
        ("A Rose and marsh", "Rose", Doubt::Word),
        ("O.M. hid", "O.M.", Doubt::Subject),
        ("Mrs Ashdown said", "Ashdown", Doubt::Adult),
        ("then Olvia cried", "Olvia", Doubt::Slip),
        ("by oliviaxo", "oliviaxo", Doubt::Within),
        ("BS said", "BS", Doubt::Initials),
        ("Jim cried", "Jim", Doubt::Short),
    ] {
        let masked = find(text);
        let found: Vec<_> = masked
            .spans()
            .iter()
            .map(|span| (masked.word(span), span.why))
            .collect();
        assert!(
            found.contains(&(word, Why::Doubtful(doubt))),
            "{text}: {found:?}"
        );
    }
    // What a child in the case is called for short is a name.
    for short in ["said Livs", "he was ollie"] {
        assert_eq!(
            find(short).spans().first().map(|span| span.why),
            Some(Why::Sure),
            "{short}"
        );
    }
    // With a surname there is no doubt of either.
    let sure = |text: &str| find(text).spans().iter().all(|span| span.why == Why::Sure);
    assert!(
        sure("Rose Marsh said")
            && sure("Mia Marker hid")
            && sure("Rose M. hid")
            && sure("Mia Example")
    );
}

/// Most likely it is she whom the file is about. Another Mia is on the roll, and a person has to say.
#[test]
fn a_name_shared_with_a_child_of_no_case_is_asked_about_and_stays_unless_one_says_otherwise() {
    let mut masked = find("Mia Example came. Mia hid; Ben saw Mia.");
    let asked: Vec<_> = masked
        .spans()
        .iter()
        .filter(|span| span.is_open())
        .map(|span| (masked.word(span), span.why))
        .collect();
    let doubt = Why::Doubtful(Doubt::Namesake);
    assert_eq!(asked, [("Mia", doubt), ("Mia", doubt)]);
    let mut other = masked.clone();
    assert!(masked.clone().confirm().is_err());
    masked.mask_open();
    assert_eq!(
        masked.confirm().unwrap().text(),
        "Mia Example came. Mia hid; [B] saw Mia."
    );
    assert_eq!(other.say_word("Mia", true), 2);
    assert_eq!(
        other.confirm().unwrap().text(),
        "Mia Example came. [F] hid; [B] saw [F]."
    );
}

#[test]
fn nothing_is_confirmed_while_a_person_has_something_to_say() {
    let masked = find("Ben gave a rose to Rose and OM.");
    assert_eq!(masked.open(), 2);
    let mut masked = *masked.confirm().unwrap_err();
    let place = |masked: &Masked, word: &str| {
        masked
            .spans()
            .iter()
            .position(|span| masked.word(span) == word)
            .unwrap()
    };
    masked.toggle(place(&masked, "OM"));
    masked.toggle(place(&masked, "OM"));
    masked.say(place(&masked, "rose"), false);
    masked.say(place(&masked, "Rose"), true);
    let done = masked.confirm().unwrap();
    assert_eq!(done.text(), "[B] gave a rose to [F] and OM.");
    assert_eq!(done.maskings(), 2);
}

#[test]
fn one_answer_serves_every_place_of_the_word_and_a_word_can_be_added() {
    let mut masked = find("May Rose; the Roses Rose. Big Bear, big bear's");
    assert_eq!(masked.open(), 3);
    masked.say(0, false);
    assert_eq!(masked.same(0), 2);
    assert_eq!(masked.add("Big Bear"), 2);
    assert_eq!(masked.add("nobody"), 0);
    masked.mask_open();
    assert_eq!(
        masked.confirm().unwrap().text(),
        "May Rose; the [F]'s Rose. [G], [G]'s"
    );
}

#[test]
fn a_word_added_over_a_name_takes_both_away() {
    let mut masked = find("Benny boy Ben is here");
    masked.add("boy Ben");
    assert_eq!(masked.confirm().unwrap().text(), "[B] [B] is here");
}

/// Every way in which the children of [`register`] are surely named.
const NAMES: [&str; 22] = [
    "Ben",
    "Sample",
    "ben sample",
    "Thomas",
    "TOM",
    "Jones",
    "Specimen-Jones",
    "Tom Jones",
    "Zoë",
    "Zoe\u{308}",
    "zoe placeholder",
    "James",
    "O'Dummy",
    "o’dummy",
    "James ODummy",
    "Rose Marsh",
    "Mia Marker",
    "Marker, Mia",
    "Olivia",
    "Livvy",
    "Ida Ashdown",
    "B.S.",
];

fn text() -> impl Strategy<Value = String> {
    let name = proptest::sample::select(&NAMES[..]).prop_map(str::to_owned);
    let word = prop_oneof![
        Just("then".to_owned()),
        Just("é\u{301}🙂".to_owned()),
        Just("phone".to_owned()),
        Just("[B]".to_owned()),
        Just("Mia Example".to_owned()),
        "\\PC{0,6}",
    ];
    let gap = proptest::sample::select(&[" ", ", ", "; ", "'s ", "\n", ". ", " (", "_", " – "][..]);
    proptest::collection::vec((prop_oneof![name, word], gap), 0..12).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(part, gap)| format!("{part}{gap}"))
            .collect()
    })
}

proptest! {
    #[test]
    fn no_name_of_another_child_is_left(text in text()) {
        let done = confirmed(&text);
        let left = words(done.text(), 0..done.text().len());
        for name in ["ben", "sample", "thomas", "tom", "jones", "specimen", "zoe", "placeholder", "james", "odummy",
            "dummy", "olivia", "livvy", "marker", "ida", "ashdown", "marsh"] {
            prop_assert!(left.iter().all(|word| word.key != name), "{} in {}", name, done.text());
        }
    }

    #[test]
    fn masking_what_is_masked_changes_nothing(text in text()) {
        let once = confirmed(&text);
        let masked = find(once.text());
        let twice = confirmed(once.text());
        prop_assert!(masked.spans().iter().all(|span| span.why != Why::Sure), "{}", once.text());
        prop_assert_eq!(once.text(), twice.text());
    }

    #[test]
    fn places_are_in_order_and_between_characters(text in "\\PC{0,60}", names in text()) {
        let text = format!("{text} {names}");
        let masked = find(&text);
        let mut end = 0;
        for span in masked.spans() {
            prop_assert!(span.at.start >= end && span.at.start < span.at.end);
            prop_assert!(text.get(span.at.clone()).is_some());
            end = span.at.end;
        }
    }

    #[test]
    fn what_is_left_as_it_is_reads_as_it_was_written(text in text()) {
        let mut masked = find(&text);
        for place in 0..masked.spans().len() {
            masked.say(place, false);
        }
        let done = masked.confirm().unwrap();
        prop_assert_eq!(done.text(), text.as_str());
    }
}
