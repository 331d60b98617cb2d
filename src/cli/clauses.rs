//! `daybook clauses`: what the policies say, without a vault.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Done, policy_named, print, print_json};
use crate::domain::policy::{Found, Policies, Policy};

/// Which policy, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of one policy only: its id or short code.
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Done {
    let policies: Vec<&Policy> = match &args.policy {
        Some(id) => vec![policy_named(id)?],
        None => Policies::shipped().iter().collect(),
    };
    if args.json {
        let all: Vec<_> = policies
            .iter()
            .flat_map(|policy| policy.clauses())
            .map(as_json)
            .collect();
        print_json(&all)?;
    } else {
        let all: Vec<_> = policies.into_iter().map(as_text).collect();
        print(&all.join("\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(found: Found<'_>) -> Value {
    let clause = found.clause;
    let tell: Vec<_> = found.tell().iter().map(|tell| tell.id()).collect();
    let follows: Vec<_> = found
        .document
        .follows_for(clause)
        .iter()
        .map(|follows| follows.label())
        .collect();
    json!({
        "ref": found.reference().to_string(),
        "policy": found.policy.id,
        "document": found.document.code.to_string(),
        "section": clause.section,
        "topic": clause.topic,
        "text": clause.text,
        "protects": clause.protects,
        "category": clause.category,
        "severity": clause.severity,
        "tell": tell,
        "follows": follows,
    })
}

fn as_text(policy: &Policy) -> String {
    let mut out = format!("{} ({}, {})\n", policy.title, policy.id, policy.short);
    for document in &policy.documents {
        out.push_str(&format!("\n{}: {}\n", document.code, document.title));
        for clause in &document.clauses {
            let protects = if clause.protects { " (protects)" } else { "" };
            out.push_str(&format!(
                "  {}  {}: {}{protects}\n",
                policy.reference(document, clause),
                clause.topic,
                clause.text
            ));
        }
    }
    out
}
