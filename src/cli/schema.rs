//! `daybook schema`: what `daybook add` reads, with an example of each request.

mod rules;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use serde_json::Value;

use super::{Done, policy_named, print_json};
use crate::domain::command::Command;

/// One request a line, in an order in which a new school's log takes them all.
const EXAMPLES: &str = include_str!("examples.jsonl");

/// The policy that the examples cite.
const CITED: &str = "st-james-2024";

/// What the examples say under another policy: its clauses, and what may follow there.
const OTHERWISE: &[(&str, &[(&str, &str)])] = &[(
    "borough-green-2023",
    &[
        ("SJ24 KS2 Safe 4", "BG23 KS2 Learning 5"),
        ("SJ24 KS2 Safe 2", "BG23 KS2 Safe 3"),
        (
            r#""kind":"playtime-loss","minutes":"15","#,
            r#""kind":"behaviour-step","#,
        ),
        (
            "The policy for Key Stage 2 names it, and Alex agreed it was fair.",
            "Step 2: time out with the class teacher. The policy names the Behaviour Steps.",
        ),
    ],
)];

/// For which school.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy in force, whose clauses the examples are to cite: its id or short code.
    #[arg(long, value_name = "ID", default_value = CITED)]
    policy: String,
}

pub fn run(args: &Args) -> Done {
    let policy = policy_named(&args.policy)?;
    let mut schema = rules::schema();
    if let Some(fields) = schema.as_object_mut() {
        let comment = format!(
            "The examples hold for a school under {} ({}): their clauses are that policy's. `daybook schema --policy ID` gives those of another, `daybook clauses` lists all.",
            policy.title, policy.short
        );
        fields.insert("$comment".to_owned(), comment.into());
        fields.insert("examples".to_owned(), examples(&policy.id).collect());
    }
    print_json(&schema)?;
    Ok(ExitCode::SUCCESS)
}

fn examples(policy: &str) -> impl Iterator<Item = Value> {
    let otherwise = OTHERWISE.iter().find(|(id, _)| *id == policy);
    let changes = otherwise.map_or(&[][..], |(_, changes)| *changes);
    EXAMPLES.lines().filter_map(move |line| {
        let line = changes
            .iter()
            .fold(line.to_owned(), |line, (from, to)| line.replace(from, to));
        serde_json::from_str(&line).ok()
    })
}

/// Every request that there is, by its name.
fn known() -> Value {
    serde_json::to_value(schemars::schema_for!(Command)).unwrap_or_default()
}
