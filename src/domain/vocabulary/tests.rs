use super::*;

fn shipped_with(from: &str, to: &str) -> String {
    assert!(SHIPPED.contains(from), "{from}");
    SHIPPED.replacen(from, to, 1)
}

fn fault(from: &str, to: &str) -> String {
    Vocabulary::parse(&shipped_with(from, to))
        .unwrap_err()
        .to_string()
}

#[test]
fn the_shipped_file_reads_and_is_what_shipped_gives() {
    assert_eq!(&Vocabulary::parse(SHIPPED).unwrap(), Vocabulary::shipped());
    let counts = List::ALL.map(|list| Vocabulary::shipped().list(list).len());
    assert_eq!(counts, [6, 4, 4, 25, 11, 10, 7, 6, 9, 7, 4, 5, 12, 8, 5]);
}

#[test]
fn lists_have_names_that_find_them() {
    for list in List::ALL {
        assert_eq!(List::named(list.name()), Some(list));
    }
    assert_eq!(List::named("colour"), None);
}

#[test]
fn labels_fall_back_to_the_id() {
    let words = Vocabulary::shipped();
    assert_eq!(words.label(List::Agency, "lado"), "LADO");
    assert_eq!(words.label(List::Agency, "school-nurse"), "school-nurse");
}

#[test]
fn categories_suggest_a_severity_and_belong_to_an_area() {
    let words = Vocabulary::shipped();
    for term in words.list(List::Category) {
        assert!(term.severity.is_some(), "{}", term.id);
    }
    assert_eq!(words.suggested_severity("conduct.device-rule"), Some("low"));
    assert_eq!(
        words.suggested_severity("contact.grooming"),
        Some("critical")
    );
    assert_eq!(words.suggested_severity("conduct.nude-image"), Some("high"));
    let sizes =
        ["content", "contact", "conduct", "commerce"].map(|area| words.categories(area).count());
    assert_eq!(sizes, [7, 5, 9, 4]);
}

#[test]
fn only_images_of_children_carry_the_imagery_rule() {
    let flagged: Vec<_> = Vocabulary::shipped()
        .list(List::Category)
        .iter()
        .filter(|term| term.is(Flag::Imagery))
        .map(|term| term.id.as_str())
        .collect();
    assert_eq!(flagged, ["conduct.nude-image"]);
}

#[test]
fn no_contact_result_both_tells_and_withholds() {
    for term in Vocabulary::shipped().list(List::ContactResult) {
        assert!(
            !(term.is(Flag::Tells) && term.is(Flag::Withholds)),
            "{}",
            term.id
        );
        assert!(
            !term.is(Flag::Tells) || term.is(Flag::Reached),
            "{}",
            term.id
        );
    }
}

#[test]
fn a_sanction_knows_whether_a_document_names_it() {
    let words = Vocabulary::shipped();
    let playtime = words.term(List::Sanction, "playtime-loss").unwrap();
    assert!(playtime.named_by(&[Follows::ParentsTold, Follows::PlaytimeLoss]));
    assert!(!playtime.named_by(&[Follows::ParentsTold, Follows::TechnologyRemoved]));
    assert!(
        words
            .term(List::Sanction, "reminder")
            .unwrap()
            .named_by(&[])
    );
    assert!(
        !words
            .term(List::Sanction, "other")
            .unwrap()
            .named_by(&[Follows::BehaviourSteps])
    );
}

#[test]
fn mistakes_are_named_by_line_and_nearest_word() {
    let text = fault("contact_method =", "contact_mehtod =");
    assert!(text.contains("did you mean `contact_method`"), "{text}");
    let text = fault("flags = [\"imagery\"]", "flags = [\"imagry\"]");
    assert!(
        text.starts_with("line ") && text.contains("did you mean `imagery`"),
        "{text}"
    );
    let text = fault("severity = \"critical\"", "severity = \"critcal\"");
    assert!(
        text.starts_with("line ") && text.contains("did you mean `critical`"),
        "{text}"
    );
    let text = fault("\"conduct.ai-misuse\"", "\"condct.ai-misuse\"");
    assert!(text.contains("did you mean `conduct`"), "{text}");
}

#[test]
fn what_the_rules_rely_on_cannot_be_dropped() {
    let text = fault("id = \"withheld-risk\"", "id = \"withheld\"");
    assert!(
        text.contains("`withheld-risk` is missing from contact_result"),
        "{text}"
    );
    let text = fault(", flags = [\"imagery\"]", "");
    assert!(text.contains("lost a flag"), "{text}");
    let text = fault("id = \"monitoring\"", "id = \"watching\"");
    assert!(text.contains("`monitoring` is missing"), "{text}");
}

#[test]
fn a_school_may_relabel_retire_and_add() {
    let text = shipped_with("label = \"Letter\"", "label = \"Letter home\", retired = true").replace(
        "  { id = \"gate\", label = \"At the gate\" },",
        "  { id = \"gate\", label = \"At the gate\" },\n  { id = \"app\", label = \"School app\" },",
    );
    let words = Vocabulary::parse(&text).unwrap();
    assert_eq!(words.label(List::ContactMethod, "letter"), "Letter home");
    assert!(
        words
            .offered(List::ContactMethod)
            .all(|term| term.id != "letter")
    );
    assert_eq!(words.label(List::ContactMethod, "app"), "School app");
}

#[test]
fn doubles_bad_ids_and_idle_flags_are_refused() {
    assert!(fault("id = \"meeting\"", "id = \"phone\"").contains("twice"));
    assert!(fault("id = \"meeting\"", "id = \"Meeting!\"").contains("small letters"));
    assert!(fault("label = \"Meeting\"", "label = \" \"").contains("empty"));
    assert!(
        fault("label = \"Meeting\"", "label = \"M\", flags = [\"tells\"]")
            .contains("means nothing")
    );
}
