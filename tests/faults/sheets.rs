//! Lists of pupils that no management system would export.

use std::collections::BTreeMap;

use crate::hostile::UNSEEN;
use crate::support::World;

#[test]
fn a_hostile_list_of_pupils_harms_nothing() {
    let world = World::new();
    let long = format!("Name,Year\n{},4\nKim Sound,4\n", "n".repeat(1 << 20));
    let wide = format!("Name,Year\nKim Sound,4{}\n", ",x".repeat(100_000));
    let quote = "Name,Year\nKim Sound,4\n\"never closed,5\nSam,6\n";
    let many = format!("Name,Year\n{}", "\"\n".repeat(1001));
    let sheets: BTreeMap<&str, Vec<u8>> = BTreeMap::from([
        ("empty", Vec::new()),
        ("blank", b"\n\n\n".to_vec()),
        ("zeros", vec![0; 4096]),
        ("noise", (0..=255).cycle().take(9000).collect()),
        ("half UTF-16", b"\xff\xfeN\0a\0m\0e\0,\0Y\0e".to_vec()),
        ("Latin-1", b"Name,Year\nZo\xeb Sound,4\n".to_vec()),
        ("NUL", b"Name,Year\nKim\0Sound,4\nKim Sound,\0\n".to_vec()),
        ("bidi", "Name,Year\nKim \u{202e}Sound\u{1b}[2J,4\n".into()),
        (
            "formula",
            b"Name,Year\n=cmd|'/c calc'!A1,4\n@SUM(1),4\n".to_vec(),
        ),
        (
            "dates",
            b"Name,Year,DOB\nKim Sound,4,00/00/0000\nKim Sound,4,31/12/9999\nKim Sound,4,1e999\n"
                .to_vec(),
        ),
        (
            "years",
            b"Name,Year\nA B,0\nC D,9999\nE F,-1\nG H,99999999999999999999\n".to_vec(),
        ),
        ("headings alone", b"Name,Year\n".to_vec()),
        (
            "headings twice",
            b"Name,Name,Year,Year\nA B,C D,4,5\n".to_vec(),
        ),
        ("no ending", b"Name,Year\r\nKim Sound,4".to_vec()),
        ("mark", b"\xef\xbb\xbfName;Year\r\nKim Sound;4\r\n".to_vec()),
        ("long", long.into()),
        ("wide", wide.into()),
        ("quote", quote.into()),
        ("quotes", many.into()),
    ]);
    for (name, bytes) in sheets {
        let file = world.aside_file("pupils.csv", bytes);
        let ran = world.run(&["pupils", "import", &file]);
        assert!(matches!(ran.code, Some(0 | 1)), "{name}: {ran:?}");
        assert!(
            ran.code == Some(0) || ran.out.len() + ran.err.len() > 20,
            "{name}: {ran:?}"
        );
        let said = ran.out + &ran.err;
        assert!(
            said.len() < 100_000,
            "{name}: {} bytes are said",
            said.len()
        );
        let unseen: Vec<_> = said.chars().filter(|c| UNSEEN.contains(c)).collect();
        assert!(unseen.is_empty(), "{name}: {unseen:?}");
    }
    let pupils = world.run(&["pupils", "list"]).code(0).out;
    assert!(
        pupils.contains("Kim Sound") && pupils.contains("Zoë Sound"),
        "{pupils:.2000}"
    );
    assert!(!pupils.contains(UNSEEN), "{pupils:.2000}");
    world.verified();
}
