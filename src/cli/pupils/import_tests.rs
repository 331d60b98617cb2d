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
