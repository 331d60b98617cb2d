//! What cannot be done, and the exit code and sentence of each.

use std::io::{BufRead as _, BufReader, Write as _};

use crate::desk::Desk;

#[test]
fn usage_errors_are_told_from_failures() {
    let desk = Desk::bare();
    assert!(desk.run(&["--help"]).code(0).out.contains("verify"));
    desk.run(&["--version"]).code(0);
    desk.run(&["frobnicate"]).code(2);
    desk.run(&["--idle", "0"]).code(2);
    desk.run(&["verify", "--tip", "nonsense"]).code(2);
    let missing = desk.run(&["list"]).code(1);
    assert!(
        missing.err.starts_with("daybook: There is no vault here."),
        "{}",
        missing.err
    );
    let mut without_passphrase = desk.command("vault", &["add", "--from", "-"]);
    let output = without_passphrase
        .env_remove("DAYBOOK_PASSPHRASE_FILE")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_named_wrongly_is_told_as_it_was_named() {
    let desk = Desk::new();
    let file = desk.run(&["pupils", "import", "pupils.csv"]).code(1);
    assert!(
        file.err.contains("The file pupils.csv cannot be read"),
        "{}",
        file.err
    );
    for command in ["list", "keys", "schema"] {
        let keymap = desk.run(&["--keymap", "nofile", command]).code(1);
        assert!(
            keymap.err.contains("The keymap nofile cannot be read"),
            "{}",
            keymap.err
        );
        assert!(keymap.out.is_empty(), "{}", keymap.out);
        desk.run(&["--keymap", "vim", command]).code(0);
    }
    let day = desk
        .run(&["demo", "invented", "--until", "1900-01-01"])
        .code(2);
    assert!(day.err.contains("from 2010 to 2099"), "{}", day.err);
    assert!(!desk.path("invented").exists());
}

#[test]
fn a_backup_is_proved_where_there_is_no_vault() {
    let desk = Desk::new();
    let out = desk.path("kept.age");
    let (out, key) = (out.to_str().unwrap(), desk.path("recovery"));
    desk.run(&["backup", "--out", out]).code(0);
    let drill = [
        "verify",
        "--backup",
        out,
        "--recovery",
        key.to_str().unwrap(),
        "--json",
    ];
    let proved = desk.run_in("nowhere", &drill).code(0);
    assert!(
        proved.err.contains("There is no vault here"),
        "{}",
        proved.err
    );
    // The three of the founding, and that somebody unlocked and took a backup out.
    assert_eq!(proved.json()["entries"], 5);
    let bytes = std::fs::read(out).unwrap();
    std::fs::write(out, &bytes[..bytes.len() - 9]).unwrap();
    desk.run_in("nowhere", &drill).code(5);
    desk.run_in("nowhere", &["verify"]).code(1);
}

#[test]
fn a_vault_is_founded_once_and_with_care() {
    let desk = Desk::bare();
    desk.write("passphrase", "password\n");
    let weak = desk.init("vault", "recovery").code(1);
    assert!(weak.err.contains("policy"), "{}", weak.err);
    desk.write("passphrase", crate::desk::PASSPHRASE);
    desk.write("there", "");
    desk.init("vault", "there").code(1);
    assert!(!desk.path("vault").exists());
    // A folder with something else in it is left alone, and no key stays behind.
    std::fs::create_dir(desk.path("full")).unwrap();
    desk.write("full/letter", "mine");
    desk.init("full", "recovery").code(1);
    assert!(!desk.path("recovery").exists());
    desk.init("vault", "recovery").code(0);
    desk.init("vault", "another").code(1);
    assert!(!desk.path("another").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = desk
            .path("recovery")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_key_left_by_a_set_up_that_was_cut_short_is_told_for_what_it_is() {
    let desk = Desk::new();
    std::fs::remove_dir_all(desk.path("vault")).unwrap();
    let again = desk.init("vault", "recovery").code(1);
    for words in [
        "a recovery key in",
        "opens nothing",
        "delete the file",
        "another",
    ] {
        assert!(again.err.contains(words), "{}", again.err);
    }
    std::fs::remove_file(desk.path("recovery")).unwrap();
    desk.init("vault", "recovery").code(0);
    desk.run(&["list"]).code(0);
}

#[test]
fn a_name_brings_no_signs_that_nobody_sees() {
    let desk = Desk::bare();
    let out = desk.path("recovery");
    let init = |school: &str, name: &str| {
        let args = [
            "init", "--school", school, "--name", name, "--role", "dsl", "--policy", "sj24",
        ];
        let mut args = args.to_vec();
        args.extend(["--recovery-out", out.to_str().unwrap()]);
        desk.run(&args)
    };
    init("Invented", "\u{200b} ").code(1);
    init(&"long ".repeat(60), "Ada").code(1);
    let made = init("Invented\n\u{1b}[2JPrimary", "Ada\u{202e}\r\nExample").code(0);
    let keys = desk.run(&["keys"]).code(0);
    assert!(keys.out.contains("Ada Example"), "{}", keys.out);
    for text in [made.err, keys.out] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
}

#[test]
fn a_wrong_passphrase_name_or_key() {
    let desk = Desk::new();
    assert!(
        desk.run(&["list", "--user", "ada example"])
            .code(0)
            .err
            .is_empty()
    );
    desk.run(&["list", "--user", "Somebody"]).code(1);
    let wrong = desk.write("wrong", "Not the passphrase of anyone 9!\n");
    desk.run(&["list", "--passphrase-file", &wrong]).code(3);
    desk.run(&["verify", "--passphrase-file", &wrong]).code(3);
    desk.run(&["verify", "--no-keys"]).code(0);
    desk.init("other", "other-recovery").code(0);
    let other = desk.path("other-recovery");
    desk.run(&["keys", "--check", other.to_str().unwrap()])
        .code(1);
    let people = desk.run(&["keys"]).code(0).out;
    assert!(people.contains("Ada Example"), "{people}");
    desk.run(&["backup"]).code(0);
    let backup = crate::desk::files(&desk.path("vault-backups")).remove(0);
    let args = [
        "restore",
        backup.to_str().unwrap(),
        "--recovery",
        other.to_str().unwrap(),
    ];
    desk.run_in("again", &args).code(1);
    assert!(!desk.path("again").exists());
}

#[test]
fn a_vault_in_use_is_not_opened_twice() {
    let desk = Desk::new();
    let mut holder = desk.adding();
    let mut stdin = holder.stdin.take().unwrap();
    let first = desk.examples().lines().next().unwrap().to_owned();
    writeln!(stdin, "{first}").unwrap();
    let mut answer = String::new();
    BufReader::new(holder.stdout.take().unwrap())
        .read_line(&mut answer)
        .unwrap();
    assert!(answer.contains("\"ok\":true"), "{answer}"); // acknowledged while stdin is open
    let second = desk.run(&["list"]).code(4);
    assert!(
        second.err.contains("open in another window"),
        "{}",
        second.err
    );
    drop(stdin);
    assert!(holder.wait().unwrap().success());
    desk.run(&["list"]).code(0);
}

#[test]
fn damage_is_found_and_named() {
    let desk = Desk::new();
    desk.add(desk.examples().lines().next().unwrap()).code(0);
    let report = desk.run(&["verify", "--json"]).code(0).json();
    let seq = report["tip"]["seq"].as_u64().unwrap();
    let hash = report["tip"]["hash"].as_str().unwrap();
    desk.run(&["verify", "--tip", &format!("{seq}:{}", &hash[..16])])
        .code(0);
    desk.run(&["verify", "--tip", &format!("{seq}:{}", "0".repeat(16))])
        .code(5);
    desk.run(&["verify", "--tip", &format!("{}:{hash}", seq + 1)])
        .code(5);
    // As a public summary has it.
    desk.run(&["verify", "--tip", &hash[..16]]).code(0);
    desk.run(&["verify", "--tip", &"0".repeat(16)]).code(5);

    // One damaged copy is healed from the other, and said. Each look at it is an entry more.
    let journal = desk.path("vault").join("journal");
    let spoil = |part: usize| {
        let whole = std::fs::read(&journal).unwrap();
        let mut bytes = whole.clone();
        bytes[whole.len() * part / 4] ^= 1;
        std::fs::write(&journal, &bytes).unwrap();
        whole
    };
    let end = format!("{seq}:{hash}");
    for part in 1..4 {
        spoil(part);
        let ran = desk.run(&["verify", "--json", "--tip", &end]).code(0);
        assert!(ran.json()["entries"].as_u64() > report["entries"].as_u64());
        assert!(ran.err.contains("brought back whole"), "{}", ran.err);
    }

    // With the second copy gone too there is nothing to heal from.
    for part in 1..4 {
        std::fs::remove_dir_all(desk.path("vault").join("sled")).unwrap();
        let whole = spoil(part);
        let ran = desk.run(&["verify", "--json"]).code(5);
        assert!(ran.err.contains("damaged"), "{}", ran.err);
        std::fs::write(&journal, &whole).unwrap();
        desk.run(&["verify"]).code(0);
    }
}

#[test]
fn an_older_copy_is_told_until_somebody_says_that_it_is_right() {
    let desk = Desk::new();
    let example = desk.examples().lines().next().unwrap().to_owned();
    let older = desk.path("older");
    let copy = |from: &std::path::Path, to: &std::path::Path| {
        for file in crate::desk::files(from) {
            let to = to.join(file.strip_prefix(from).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(&file, &to).unwrap();
        }
    };
    copy(&desk.path("vault"), &older);
    desk.add(&example).code(0);
    std::fs::remove_dir_all(desk.path("vault")).unwrap();
    copy(&older, &desk.path("vault"));
    for _ in 0..2 {
        let told = desk.run(&["list"]).code(0).err;
        assert!(
            told.contains("fewer entries") && told.contains("--accept"),
            "{told}"
        );
        let report = desk.run(&["verify", "--json"]).code(5);
        assert_eq!(report.json()["ok"], false);
        desk.run(&["verify", "--no-keys"]).code(5);
    }
    // Whoever goes on writing makes it no truer.
    desk.add(&example).code(0);
    desk.add(&example).code(0);
    let told = desk.run(&["list"]).code(0).err;
    assert!(told.contains("other entries"), "{told}");
    desk.run(&["verify"]).code(5);

    let accepted = desk.run(&["verify", "--accept"]).code(0);
    assert!(accepted.err.contains("From now on"), "{}", accepted.err);
    assert!(desk.run(&["list"]).code(0).err.is_empty());
    desk.run(&["verify"]).code(0);
    desk.run(&["verify", "--accept", "--no-keys"]).code(2);

    // What was remembered is damaged: that is told too, and not written over.
    let state = desk.path("state");
    let memory = crate::desk::files(&state).remove(0);
    std::fs::write(&memory, "{").unwrap();
    for _ in 0..2 {
        let told = desk.run(&["list"]).code(0).err;
        assert!(
            told.contains("cannot be read") && told.contains("--accept"),
            "{told}"
        );
    }
    assert_eq!(std::fs::read(&memory).unwrap(), b"{");
    desk.run(&["verify", "--accept"]).code(0);
    assert!(desk.run(&["list"]).code(0).err.is_empty());

    // Nothing can be remembered: told at each start.
    #[cfg(unix)]
    {
        std::fs::remove_dir_all(state.join("daybook")).unwrap();
        std::os::unix::fs::symlink("/nowhere", state.join("daybook")).unwrap();
        for _ in 0..2 {
            let told = desk.run(&["list"]).code(0).err;
            assert!(told.contains("cannot be remembered"), "{told}");
        }
    }
}

/// A pipe in a file's place would keep whoever opens it waiting for ever.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_in_words() {
    use std::time::{Duration, Instant};
    for name in ["blobs/b-header", "journal", "tip", "reach"] {
        let desk = Desk::new();
        let path = desk.path("vault").join(name);
        std::fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let mut child = desk
            .command("vault", &["list"])
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if began.elapsed() > Duration::from_secs(30) {
                child.kill().unwrap();
                panic!("{name} kept it waiting");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let ended = child.wait_with_output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        if ["blobs/b-header", "journal"].contains(&name) {
            assert_eq!(ended.status.code(), Some(5), "{name}: {told}");
            assert!(told.contains("Do not delete anything"), "{name}: {told}");
        }
    }
}
