//! From a policy's TOML to its types, with every mistake named by line.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::{Spanned, value::Datetime};

use super::{
    Audience, Clause, ClauseNumber, Document, DocumentCode, Follows, Policy, PolicyError, Signer,
    Tell,
};

/// Longest text of a clause: one line of a terminal.
const TEXT_WORDS: usize = 14;
/// Longest topic.
const TOPIC_WORDS: usize = 4;

const SEVERITIES: [&str; 4] = ["low", "moderate", "high", "critical"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    id: Spanned<String>,
    short: Spanned<String>,
    title: String,
    in_force_from: Spanned<Datetime>,
    #[serde(rename = "document")]
    documents: Vec<RawDocument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDocument {
    code: Spanned<String>,
    title: String,
    #[serde(default)]
    fits: Vec<Audience>,
    #[serde(default)]
    also: Vec<Audience>,
    #[serde(default)]
    tell: Vec<Tell>,
    follows: Vec<Follows>,
    #[serde(default)]
    signed_by: Vec<Signer>,
    #[serde(rename = "section")]
    sections: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    #[serde(default)]
    title: String,
    clauses: Vec<RawClause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClause {
    number: Spanned<String>,
    topic: Spanned<String>,
    text: Spanned<String>,
    #[serde(default)]
    tell: Vec<Tell>,
    #[serde(default)]
    follows: Vec<Follows>,
    #[serde(default)]
    protects: bool,
    category: Option<Spanned<String>>,
    severity: Option<Spanned<String>>,
    role_hint: Option<String>,
}

/// The file's text, so that a fault can be given its line.
struct Source<'a>(&'a str);

impl Source<'_> {
    fn fault<T>(&self, at: &Spanned<T>, message: impl Into<String>) -> PolicyError {
        PolicyError::at(self.0, at.span().start, message)
    }

    fn words(&self, text: &Spanned<String>, most: usize) -> Result<(), PolicyError> {
        match text.get_ref().split_whitespace().count() {
            0 => Err(self.fault(text, "this must not be empty")),
            count if count > most => {
                Err(self.fault(text, format!("this has {count} words and may have {most}")))
            }
            _ => Ok(()),
        }
    }
}

impl Policy {
    /// Reads a policy file: those inside the program and a school's own alike.
    ///
    /// # Errors
    /// The first mistake, with its line and the nearest right word.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let raw: RawPolicy =
            toml::from_str(text).map_err(|error| PolicyError::from_toml(text, &error))?;
        let source = Source(text);

        let short = raw.short.get_ref();
        if short.is_empty() || !short.chars().all(|each| each.is_ascii_alphanumeric()) {
            return Err(source.fault(
                &raw.short,
                "the short code is letters and digits, such as `SJ24`",
            ));
        }
        if raw.id.get_ref().trim().is_empty() {
            return Err(source.fault(&raw.id, "a policy needs an id"));
        }
        let in_force_from = date(raw.in_force_from.get_ref()).ok_or_else(|| {
            source.fault(&raw.in_force_from, "this is not a date, such as 2024-09-01")
        })?;
        if raw.documents.is_empty() {
            return Err(PolicyError::whole("a policy needs at least one document"));
        }

        let short = short.to_ascii_uppercase();
        let mut codes = BTreeSet::new();
        let mut documents = Vec::with_capacity(raw.documents.len());
        for document in raw.documents {
            let document = document.check(&source, &mut codes)?;
            documents.push(document);
        }
        Ok(Self {
            id: raw.id.into_inner(),
            short,
            title: raw.title,
            in_force_from,
            documents,
        })
    }
}

impl RawDocument {
    fn check(
        self,
        source: &Source<'_>,
        codes: &mut BTreeSet<DocumentCode>,
    ) -> Result<Document, PolicyError> {
        let code: DocumentCode = self
            .code
            .get_ref()
            .parse()
            .map_err(|error| source.fault(&self.code, format!("{error}")))?;
        if !codes.insert(code.clone()) {
            return Err(source.fault(&self.code, format!("document `{code}` is here twice")));
        }
        if self.follows.is_empty() {
            return Err(source.fault(
                &self.code,
                format!("document `{code}` does not say what follows a breach"),
            ));
        }
        let mut clauses: Vec<Clause> = Vec::new();
        for section in self.sections {
            for raw in section.clauses {
                let number = raw.number.clone();
                let clause = raw.check(source, &section.title)?;
                if clauses.iter().any(|each| each.number == clause.number) {
                    return Err(source.fault(
                        &number,
                        format!(
                            "number `{0}` is here twice; if the policy itself repeats it, write the second as `{0} (2)`",
                            clause.number
                        ),
                    ));
                }
                let above = clauses.iter().rev().find(|each| each.parent.is_none());
                if let Some(parent) = &clause.parent
                    && above.is_none_or(|above| above.number != *parent)
                {
                    return Err(source.fault(
                        &number,
                        format!("`{}` does not stand under its `{parent}`", clause.number),
                    ));
                }
                clauses.push(clause);
            }
        }
        Ok(Document {
            code,
            title: self.title,
            fits: self.fits,
            also: self.also,
            tell: self.tell,
            follows: self.follows,
            signed_by: self.signed_by,
            clauses,
        })
    }
}

impl RawClause {
    fn check(self, source: &Source<'_>, section: &str) -> Result<Clause, PolicyError> {
        let number: ClauseNumber = self
            .number
            .get_ref()
            .parse()
            .map_err(|error| source.fault(&self.number, format!("{error}")))?;
        source.words(&self.topic, TOPIC_WORDS)?;
        source.words(&self.text, TEXT_WORDS)?;
        if let Some(severity) = &self.severity
            && !SEVERITIES.contains(&severity.get_ref().as_str())
        {
            return Err(PolicyError::unknown(
                source.0,
                severity.span().start,
                "severity",
                severity.get_ref(),
                SEVERITIES,
            ));
        }
        if let Some(category) = &self.category
            && !category.get_ref().contains('.')
        {
            return Err(source.fault(
                category,
                "a category is an area and a word, such as `conduct.device-rule`",
            ));
        }
        Ok(Clause {
            parent: number.parent(),
            number,
            section: section.to_owned(),
            topic: self.topic.into_inner(),
            text: self.text.into_inner(),
            tell: self.tell,
            follows: self.follows,
            protects: self.protects,
            category: self.category.map(Spanned::into_inner),
            severity: self.severity.map(Spanned::into_inner),
            role_hint: self.role_hint,
        })
    }
}

fn date(value: &Datetime) -> Option<NaiveDate> {
    let date = value.date.filter(|_| value.time.is_none())?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}
