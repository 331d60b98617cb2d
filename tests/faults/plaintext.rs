//! Nothing of a record is ever on the disk in the clear: not in the vault, not in a backup, not beside
//! it, not after a crash.

use std::io::{BufRead as _, BufReader, Write as _};

use serde_json::{Value, json};

use crate::search::{canary, found};
use crate::support::{PASSPHRASE, World, ended, note, ran};

/// Puts a canary into every text of a request that is free: what is chosen from a list or read as
/// a date stays.
fn salted(request: &mut Value, count: &mut usize) {
    const CHOSEN: [&str; 31] = [
        "command",
        "case",
        "happened",
        "reported",
        "came_through",
        "place",
        "devices",
        "clauses",
        "category",
        "severity",
        "part",
        "year",
        "about",
        "method",
        "result",
        "kind",
        "minutes",
        "from",
        "until",
        "state",
        "due",
        "on",
        "owner",
        "status",
        "to",
        "field",
        "outcome",
        "parents",
        "parents_due",
        "review",
        "agency",
    ];
    let Value::Object(fields) = request else {
        return;
    };
    let amending = fields["command"] == "amend";
    for (name, value) in fields {
        match value {
            Value::String(text)
                if !CHOSEN.contains(&name.as_str()) || (amending && name == "to") =>
            {
                *count += 1;
                text.push_str(&format!(" {}", canary(*count)));
            }
            Value::Array(people) if name == "participants" => {
                for one in people {
                    *count += 2;
                    one["name"] = json!(format!("{} {}", canary(*count - 1), canary(*count)));
                    *count += 1;
                    one["relevant"] = json!(canary(*count));
                }
            }
            _ => {}
        }
    }
}

/// The examples of the schema, which use every request, with a canary in every free text.
fn requests(world: &World, count: &mut usize) -> Vec<Value> {
    let schema = world.run(&["schema"]).code(0).json();
    let mut requests: Vec<Value> = schema["examples"].as_array().unwrap().clone();
    // The second concern has two people; what follows it names them, by letter here.
    for request in &mut requests {
        if request["about"].is_string() {
            let first = request["about"].as_str().unwrap().starts_with("Sam");
            request["about"] = json!(if first { "A" } else { "B" });
        }
        if request["command"] == "concern" {
            for field in [
                "reporter",
                "reporter_job",
                "place_detail",
                "account",
                "question",
                "words",
                "seen",
                "opinion",
                "immediate_action",
                "protection_file",
            ] {
                if !request[field].is_string() {
                    request[field] = json!("And");
                }
            }
        }
        salted(request, count);
    }
    requests
}

#[test]
fn no_record_lies_in_the_clear() {
    let world = World::bare();
    let mut count = 0;
    let mut args = world.init_args("recovery");
    let school = args.iter().position(|arg| arg == "Invented").unwrap();
    count += 1;
    args[school] = format!("{} Primary", canary(count));
    world.run(&args).code(0);

    let requests = requests(&world, &mut count);
    let first = world.add(requests[0].to_string()).code(0).answers();
    let first = first[0]["ref"].as_str().unwrap().to_owned();
    let rest: Vec<_> = requests[1..]
        .iter()
        .map(|request| match request["command"] == "link" {
            true => json!({"command": "link", "case": "last", "to": first, "why": request["why"]}),
            false => request.clone(),
        })
        .collect();
    let lines: String = rest.iter().map(|line| format!("{line}\n")).collect();
    let ran = world.add(lines);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let case = ran.answers()[0]["ref"].as_str().unwrap().to_owned();

    count += 2;
    let sheet = format!(
        "Name,Year,Class\n{} {},4,4S\n",
        canary(count - 1),
        canary(count)
    );
    let sheet = world.aside_file("pupils.csv", sheet);
    world.run(&["pupils", "import", &sheet]).code(0);

    // Everything that reads. That it all arrived is shown by what it says.
    let mut said = String::new();
    for args in [
        vec!["list"],
        vec!["list", "--json"],
        vec!["show", &case],
        vec!["show", &first],
        vec!["pupils", "list"],
        vec!["verify"],
        vec!["keys"],
    ] {
        said += &world.run(&args).code(0).out;
    }
    said += &world.show(&case).to_string();
    said += &world.show(&first).to_string();
    let unseen: Vec<_> = (2..=count)
        .map(canary)
        .filter(|one| !said.contains(one))
        .collect();
    assert!(unseen.is_empty(), "not in the log at all: {unseen:?}");
    assert!(count > 50, "{count}");

    let backup = world.home("kept.age").display().to_string();
    world.run(&["backup", "--out", &backup]).code(0);
    let recovery = world.aside("recovery").display().to_string();
    let mut restore = world.command(&["restore", &backup, "--recovery", &recovery]);
    restore.env("DAYBOOK_VAULT", world.home("again"));
    self::ran(restore, b"").code(0);
    world
        .run(&["verify", "--backup", &backup, "--recovery", &recovery])
        .code(0);

    // A crash in the middle of a line, and of a refused one.
    let mut child = world.adding();
    let mut to = child.stdin.take().unwrap();
    count += 3;
    writeln!(to, "{}", note(&case, &canary(count - 2))).unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap());
    from.read_line(&mut String::new()).unwrap();
    writeln!(
        to,
        "{}",
        json!({"command": "note", "case": canary(count - 1)})
    )
    .unwrap();
    write!(to, "{{\"command\":\"note\",\"text\":\"{}", canary(count)).unwrap();
    to.flush().unwrap();
    from.read_line(&mut String::new()).unwrap();
    child.kill().unwrap();
    ended(&mut child);

    let key = std::fs::read_to_string(&recovery).unwrap();
    let key = key
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .unwrap();
    let mut secrets: Vec<_> = (1..=count).map(canary).collect();
    secrets.extend([
        key.to_owned(),
        PASSPHRASE.to_owned(),
        "Sam Invented".to_owned(),
    ]);
    let nowhere = || {
        let found = found(&world.home(""), &secrets);
        assert!(found.is_empty(), "{found:#?}");
    };
    nowhere();
    world.verified();
    nowhere();
}
