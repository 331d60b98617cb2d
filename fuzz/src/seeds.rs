//! Writes what each fuzzer begins with: `daybook schema | DAYBOOK_CORPUS=FOLDER seeds -runs=0`. It is a fuzzer
//! only in that it is built as they are.
#![no_main]

use std::io::Read as _;
use std::path::Path;

use daybook::vault::{backup, ledger::Ledger};
use daybook_fuzz::{Base, PASSPHRASE, here, recovery_identity};

libfuzzer_sys::fuzz_target!(init: write(), |_data: &[u8]| {});

fn write() {
    let to = std::env::var("DAYBOOK_CORPUS").expect("DAYBOOK_CORPUS names a folder");
    let put = |target: &str, name: &str, sealed: &[u8], bytes: &[u8]| {
        let folder = Path::new(&to).join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), [sealed, bytes].concat()).unwrap();
    };
    let base = Base::new();
    let vault = here().join("vault");
    // A value lies under eight letters and its SHA-256.
    let blob = |name: &str| std::fs::read(vault.join("blobs").join(name)).unwrap()[40..].to_vec();
    let journal = std::fs::read(vault.join("journal")).unwrap();
    put("header", "charter", b"\x01", &blob("b-header"));
    put("header", "entry", b"\x00", &journal[36..]);
    put("journal", "whole", b"\x01", &journal);
    put("journal", "short", b"\x01", &journal[..2500]);
    let slot = blob("b-slot-ada");
    put("slot", "sealed", b"\x00", &slot);
    put("slot", "plain", b"\x01", &opened(&slot));
    put(
        "slot",
        "recovery",
        b"\x00",
        &blob("b-recovery-1ba7895bb797766d"),
    );
    let school = Ledger::open(base.open(), &mut |_, _| {})
        .unwrap()
        .summary()
        .unwrap();
    put("snapshot", "school", b"\x01", &school);
    let open = base.open();
    for one in open.read(0, 100).unwrap() {
        if let daybook::vault::Content::Plain(plain) = one.content {
            put(
                "entry",
                &format!("{}", one.header.seq),
                &[one.header.audience as u8],
                &plain,
            );
        }
    }
    let mut sealed = Vec::new();
    backup(&open, "2026-11-26T10:00:00+00:00", &mut sealed).unwrap();
    put("backup", "sealed", b"\x00", &sealed[..4000]);
    let key = recovery_identity();
    let decryptor = age::Decryptor::new(&sealed[..]).unwrap();
    let mut plain = Vec::new();
    let keys = [&key as &dyn age::Identity];
    decryptor
        .decrypt(keys.into_iter())
        .unwrap()
        .read_to_end(&mut plain)
        .unwrap();
    put("backup", "plain", b"\x01", &plain);
    let report = br#"{"daybook_report":1,"written":"2026-11-25T09:00:00+00:00","from":"Bo Teacher","job":"Teacher","about_staff":false,"who":"Robin","when":"yesterday pm","place":"ICT room","account":"An account.","words":"","done":""}"#;
    put("dropbox", "plain", b"\x01", report);
    let card = open.card("Invented");
    put(
        "dropbox",
        "sealed",
        b"\x00",
        &card.seal(report, false).unwrap(),
    );
    for name in ["default", "vim"] {
        let text = std::fs::read(here().join(format!("../keymaps/{name}.toml"))).unwrap();
        put("keymap", name, b"", &text);
    }
    put(
        "keymap",
        "own",
        b"",
        b"# over: vim\n[cases]\nnew_concern = [\"n\", \"g n\"]\nopen_case = []\n",
    );
    // A concern first, for "last" to mean something.
    let schema: serde_json::Value = serde_json::from_reader(std::io::stdin()).unwrap();
    let examples = schema["examples"].as_array().unwrap();
    for (n, example) in examples.iter().enumerate() {
        let lines = format!("{}\n{example}\n", examples[0]);
        put("add", &n.to_string(), b"", lines.as_bytes());
    }
}

fn opened(slot: &[u8]) -> Vec<u8> {
    let identity = age::scrypt::Identity::new(PASSPHRASE.to_owned().into());
    let mut plain = Vec::new();
    let keys = [&identity as &dyn age::Identity];
    let decryptor = age::Decryptor::new(slot).unwrap();
    decryptor
        .decrypt(keys.into_iter())
        .unwrap()
        .read_to_end(&mut plain)
        .unwrap();
    plain
}
