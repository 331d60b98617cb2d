use super::super::sheet;
use super::*;
use crate::domain::entry::{Entry, FORMAT};
use crate::domain::people::Author;
use crate::domain::policy::{SendLevel, YearGroup};

const TODAY: &str = "2026-11-24";

/// Imports a file into a school and answers with the summary.
fn import_bytes(school: &mut School, bytes: &[u8]) -> String {
    let today = TODAY.parse().unwrap();
    let sheet = sheet::read(bytes, today).unwrap();
    let made = plan(school, Policies::shipped(), sheet, today);
    let summary = made.summary();
    for what in made.facts {
        let entry = Entry {
            daybook: FORMAT,
            at: "2026-11-24T09:00:00+00:00".parse().unwrap(),
            by: Author {
                id: "ada".to_owned(),
                name: "Ada Example".to_owned(),
                role: "dsl".to_owned(),
            },
            what,
        };
        school.apply(school.seq + 1, &entry);
    }
    summary
}

fn import(school: &mut School, text: &str) -> String {
    import_bytes(school, text.as_bytes())
}

fn names(school: &School) -> Vec<&str> {
    school.pupils.values().map(|p| p.name.as_str()).collect()
}

const SIMS: &str = "\u{feff}Pupil list\r\n\r\n\
    Legal Surname,Preferred Surname,Forename,Year,Reg Group,DOB,SEN Status,SEND document\r\n\
    Sample,,Robin,Year  4,4S,03/09/2017,K - SEN support,P4-P7\r\n\
    \"Invented, Jr\",Invented,Sam,5,5E,14/02/2017,N,\r\n\
    Pretend,,Alex,R,RP,,,\r\n";

#[test]
fn a_sims_export_is_read_and_read_again_without_doubles() {
    let mut school = School::default();
    assert_eq!(import(&mut school, SIMS), "3 added, 0 changed, 0 as before");
    assert_eq!(import(&mut school, SIMS), "0 added, 0 changed, 3 as before");
    assert_eq!(
        names(&school),
        ["Robin Sample", "Sam Invented", "Alex Pretend"]
    );
    let robin = &school.pupils[&PupilId(1)];
    assert_eq!((robin.year, robin.class.as_str()), (YearGroup::Year4, "4S"));
    assert_eq!(
        (robin.send, robin.has_send),
        (Some(SendLevel::P4ToP7), true)
    );
    assert_eq!(robin.born, Some("2017-09-03".parse().unwrap()));
}

#[test]
fn the_next_year_changes_the_pupils_there_are() {
    let mut school = School::default();
    import(&mut school, SIMS);
    // Arbor, a year later, with the names in one column and fewer others.
    let later = "Name;Year Group;Registration Form\n\
        Sample, Robin;Year 5;5S\nSam Invented;Year 6;6E\nalex pretend;Year 1;1P\nNew Child;Year 1;1P\n";
    assert_eq!(
        import(&mut school, later),
        "1 added, 3 changed, 0 as before"
    );
    assert_eq!(school.pupils.len(), 4);
    let robin = &school.pupils[&PupilId(1)];
    assert_eq!((robin.year, robin.class.as_str()), (YearGroup::Year5, "5S"));
    // What the file does not speak of is as before.
    assert!(robin.has_send && robin.born.is_some());
}

#[test]
fn two_children_of_one_name_are_told_apart_by_their_birthdays() {
    let mut school = School::default();
    let twins = "Full name\tNC Year\tDate of Birth\n\
        Sam Example\t3\t2018-10-01\nSam Example\t3\t2018-12-24\n";
    assert_eq!(
        import(&mut school, twins),
        "2 added, 0 changed, 0 as before"
    );
    assert_eq!(
        import(&mut school, twins),
        "0 added, 0 changed, 2 as before"
    );
    let said = import(&mut school, "Full name,Year\nSam Example,3\n");
    assert!(
        said.contains("2 pupils in the list could be Sam Example"),
        "{said}"
    );
    let mut other = School::default();
    let said = import(&mut other, "Full name,Year\nSam Example,3\nSam Example,3\n");
    assert!(
        said.starts_with("1 added") && said.contains("line 3: Sam Example"),
        "{said}"
    );
    // A birthday is learnt, not taken for another child's.
    assert_eq!(
        import(&mut other, "Name,Year,DOB\nSam Example,3,1/10/2018\n"),
        "0 added, 1 changed, 0 as before"
    );
}

#[test]
fn a_bad_row_stops_no_other() {
    let mut school = School::default();
    let said = import(
        &mut school,
        "Name,Year,DOB\nAda Example,Year 9,\n,,\n\"Open, Quote\",2,\nBo Sample,3,soon\n,4,\nCy Sample,4,\n",
    );
    assert_eq!(
        said,
        "2 added, 0 changed, 0 as before, 3 not read (line 2: \"Year 9\" is not a year group from Nursery to Year 6; \
         line 5: \"soon\" is not a date of birth: write it like 31/12/2016; line 6: there is no name in it)"
    );
    assert_eq!(names(&school), ["Quote Open", "Cy Sample"]);
}

#[test]
fn older_encodings_are_read() {
    let mut school = School::default();
    import_bytes(
        &mut school,
        b"Forename;Surname;Year\nZo\xeb;O\x92Sample;2\n",
    );
    let utf16: Vec<u8> = "\u{feff}Name\tYear\nŻaneta Example\t2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    import_bytes(&mut school, &utf16);
    assert_eq!(names(&school), ["Zoë O’Sample", "Żaneta Example"]);
    assert_eq!(
        import(&mut school, "Name,Year\nZoë O'Sample,2\n"),
        "0 added, 1 changed, 0 as before"
    );
}

#[test]
fn signed_agreements_are_recorded_once() {
    let mut school = School {
        adopted: vec![crate::domain::school::Adopted {
            policy: "st-james-2024".to_owned(),
            from: "2024-09-01".parse().unwrap(),
        }],
        ..School::default()
    };
    let file = "Name,Year,AUP signed,AUP signed by\nAda Example,2,05/09/2026,B. Example\nBo Sample,2,,\nCy Sample,2,yes,\n";
    assert_eq!(
        import(&mut school, file),
        "3 added, 0 changed, 0 as before, 1 signed agreement"
    );
    assert_eq!(import(&mut school, file), "0 added, 0 changed, 3 as before");
    let signed = school.agreement(PupilId(1)).unwrap();
    assert_eq!(signed.document, "SJ24 Agreement");
    assert_eq!(signed.parent, "B. Example");
}

#[test]
fn a_file_without_the_headings_is_refused_in_words() {
    let today = TODAY.parse().unwrap();
    let why = sheet::read(b"a,b\n1,2\n", today).unwrap_err();
    assert!(
        why.contains("needs headings") && why.contains("a, b"),
        "{why}"
    );
    assert!(sheet::read(b"", today).unwrap_err().contains("empty"));
    assert!(sheet::read(b"\xff\xfe\x00", today).is_err());
}

/// The pupils as "number name, year class", so that whose history is whose can be seen.
fn roll(school: &School) -> Vec<String> {
    let pupils = school.pupils.values();
    pupils
        .map(|p| format!("{} {}, {} {}", p.id.0, p.name, p.year, p.class))
        .collect()
}

#[test]
fn namesakes_move_up_together() {
    let mut school = School::default();
    import(&mut school, "Name,Year,Class\nTom Sky,3,3A\nTom Sky,4,4A\n");
    let said = import(&mut school, "Name,Year,Class\nTom Sky,5,5A\nTom Sky,4,4A\n");
    assert_eq!(said, "0 added, 2 changed, 0 as before");
    assert_eq!(
        roll(&school),
        ["1 Tom Sky, Year 4 4A", "2 Tom Sky, Year 5 5A"]
    );
    // The same year again.
    let said = import(&mut school, "Name,Year,Class\nTom Sky,5,5A\nTom Sky,4,4A\n");
    assert_eq!(said, "0 added, 0 changed, 2 as before");
}

#[test]
fn one_namesake_alone_is_known_by_how_far_the_others_moved() {
    let list = "Name,Year,Class\nTom Sky,3,3A\nTom Sky,4,4A\n";
    let others = "Ada Sample,2,2A\nBo Sample,1,1A\n";
    // Nothing says which of the two it is.
    let mut school = School::default();
    import(&mut school, list);
    let before = roll(&school);
    let said = import(&mut school, "Name,Year,Class\nTom Sky,4,4A\n");
    assert!(
        said.contains("1 not read (line 2: 2 pupils in the list could be Tom Sky (Year 4)"),
        "{said}"
    );
    assert_eq!(roll(&school), before);
    // The other children say so.
    for (years, expected) in [(0, "2 Tom Sky, Year 4 4B"), (1, "1 Tom Sky, Year 4 4B")] {
        let mut school = School::default();
        import(&mut school, &format!("{list}{others}"));
        let (ada, bo) = (2 + years, 1 + years);
        let later =
            format!("Name,Year,Class\nAda Sample,{ada},X\nBo Sample,{bo},X\nTom Sky,4,4B\n");
        import(&mut school, &later);
        assert!(
            roll(&school).contains(&expected.to_owned()),
            "{:?}",
            roll(&school)
        );
        assert_eq!(school.pupils.len(), 4);
    }
}

#[test]
fn nobody_goes_down_years() {
    let mut school = School::default();
    import(&mut school, "Name,Year,Class\nLee Old,6,6A\n");
    let today = TODAY.parse().unwrap();
    let sheet = sheet::read(b"Name,Year,Class\nLee Old,R,R1\n", today).unwrap();
    let made = plan(&school, Policies::shipped(), sheet, today);
    assert_eq!(made.summary(), "1 added, 0 changed, 0 as before");
    assert!(
        made.notes[0].contains("another child than Lee Old (Year 6)"),
        "{:?}",
        made.notes
    );
    import(&mut school, "Name,Year,Class\nLee Old,R,R1\n");
    assert_eq!(
        roll(&school),
        ["1 Lee Old, Year 6 6A", "2 Lee Old, Reception R1"]
    );
    // A date of birth or a number is better evidence than the year.
    let mut school = School::default();
    import(&mut school, "Name,Year,DOB\nLee Old,5,3/9/2016\n");
    let said = import(&mut school, "Name,Year,DOB\nLee Old,4,3/9/2016\n");
    assert_eq!(said, "0 added, 1 changed, 0 as before");
}

#[test]
fn a_unique_pupil_number_stays_when_all_else_is_put_right() {
    let mut school = School::default();
    import(
        &mut school,
        "UPN,Name,Year,DOB\nA123456789012,Tom Sky,3,1/10/2018\n'b999999999999,Tom Sky,3,\n",
    );
    // The first learns another surname, the second a date of birth that looks like the first one's.
    let said = import(
        &mut school,
        "Upn,Name,Year,DOB\nB999999999999,Tom Sky,4,1/10/2018\na1234 56789012,Tom Moon,4,2/10/2018\n",
    );
    assert_eq!(said, "0 added, 2 changed, 0 as before");
    assert_eq!(roll(&school), ["1 Tom Moon, Year 4 ", "2 Tom Sky, Year 4 "]);
    let said = import(
        &mut school,
        "UPN,Name,Year,DOB\nA123456789012,Kim Other,2,5/5/2019\n",
    );
    assert!(said.contains("that of Tom Moon in the list"), "{said}");
    // Without the column the number is kept; one that is learnt is kept as well.
    import(&mut school, "Name,Year\nTom Moon,4\n");
    assert_eq!(school.pupils[&PupilId(1)].upn, "A123456789012");
    let said = import(
        &mut school,
        "UPN,Name,Year\nA123456789012,Tom Moon,4\nA123456789012,Bo Sample,4\n",
    );
    assert!(
        said.contains("line 3: Bo Sample (Year 4) is in line 2 already"),
        "{said}"
    );
    // Two namesakes with numbers are two children.
    let said = import(
        &mut school,
        "UPN,Name,Year\nC123456789012,Jo Star,4\nD123456789012,Jo Star,4\n",
    );
    assert_eq!(said, "2 added, 0 changed, 0 as before");
}

#[test]
fn a_namesake_with_a_birthday_is_not_refused_for_the_one_without() {
    let mut school = School::default();
    import(&mut school, "Name,Year,Class\nTom Sky,4,4A\n");
    let said = import(
        &mut school,
        "Name,Year,Class,DOB\nTom Sky,4,4A,1/10/2017\nTom Sky,4,4B,2/10/2017\n",
    );
    assert_eq!(said, "1 added, 1 changed, 0 as before");
    assert_eq!(
        roll(&school),
        ["1 Tom Sky, Year 4 4A", "2 Tom Sky, Year 4 4B"]
    );
    assert_eq!(
        school.pupils[&PupilId(1)].born,
        Some("2017-10-01".parse().unwrap())
    );
    // Where nothing tells them apart, neither is guessed at.
    let mut school = School::default();
    import(&mut school, "Name,Year\nTom Sky,4\n");
    let said = import(
        &mut school,
        "Name,Year,DOB\nTom Sky,4,1/10/2017\nTom Sky,4,2/10/2017\n",
    );
    assert!(
        said.starts_with("0 added, 0 changed")
            && said.contains("which of lines 2 and 3 is the Tom Sky"),
        "{said}"
    );
}

#[test]
fn one_name_is_one_name_however_it_is_written() {
    let mut school = School::default();
    import(
        &mut school,
        "Name,Year\nZo\u{eb} Sample,2\nMary-Jane Example,2\n",
    );
    assert_eq!(
        import(
            &mut school,
            "Name,Year\nZoe\u{308} Sample,2\nMary\u{2011}Jane Example,2\n"
        ),
        "0 added, 1 changed, 1 as before"
    );
    let mut school = School::default();
    import(
        &mut school,
        "Preferred Name,Surname,Year Grp,Class\nAda,Example,4,4A\n",
    );
    import(&mut school, "Name,Surname,Year,Class\nHal,Example,4,4A\n");
    assert_eq!(names(&school), ["Ada Example", "Hal Example"]);
}

#[test]
fn a_quotation_mark_left_open_takes_no_other_row_with_it() {
    let mut school = School::default();
    let said = import(
        &mut school,
        "Name,Year\nAda Example,2\n\"Never, Closed,2\nBo Sample,3\nCy Sample,4\n",
    );
    assert!(
        said.starts_with("3 added") && said.contains("1 not read (line 3: a quotation mark"),
        "{said}"
    );
    let mut school = School::default();
    let said = import(
        &mut school,
        "Name,Year\n\"Never,2\nBo Sample,3\nCy Sample,4\n\"Quote, Open\",4\nDi Sample,4\n",
    );
    assert!(
        said.starts_with("1 added")
            && said.contains("line 2: a quotation mark in it is not closed before line 5"),
        "{said}"
    );
    // An address on two lines is no such thing.
    let mut school = School::default();
    let said = import(
        &mut school,
        "Name,Year,Address\nAda Example,2,\"1 Street,\nTown\"\nBo Sample,3,x\n",
    );
    assert_eq!(said, "2 added, 0 changed, 0 as before");
}

#[test]
fn a_name_is_no_novel() {
    let mut school = School::default();
    let said = import(
        &mut school,
        &format!("Name,Year\n{},3\nBo Sample,3\n", "n".repeat(1 << 20)),
    );
    assert!(
        said.starts_with("1 added") && said.contains("longer than 120"),
        "{said:.300}"
    );
}
