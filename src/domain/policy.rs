//! The school's acceptable use policies: documents, clauses, whom they tell and what may follow.
//!
//! A policy is data (`data/aup/*.toml`); a school's own is read by the same [`Policy::parse`].

mod clause_ref;
mod parse;
mod people;
mod policies;
mod words;

pub use super::data_error::DataError as PolicyError;
use chrono::NaiveDate;
pub use clause_ref::{ClauseNumber, ClauseRef, ClauseRefError, DocumentCode};
pub use people::{Audience, KeyStage, PersonKind, SendLevel, YearGroup, YearGroupError};
pub use policies::Policies;
pub use words::{Follows, Signer, Tell};

/// How well a document fits a person; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// The SEND document used with this child.
    Individual,
    /// Written for this person's group.
    Own,
    /// Applies as well: an agreement, the Wi-Fi, remote lessons.
    Also,
    /// Somebody else's.
    Other,
}

/// One school's acceptable use policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// `st-james-2024`.
    pub id: String,
    /// `SJ24`, upper case, the first word of a clause's name.
    pub short: String,
    /// The title in full.
    pub title: String,
    /// The first day it held.
    pub in_force_from: NaiveDate,
    /// One for each audience, in the source's order.
    pub documents: Vec<Document>,
}

/// One audience's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// `KS2`.
    pub code: DocumentCode,
    /// The title in full.
    pub title: String,
    /// Whom it was written for.
    pub fits: Vec<Audience>,
    /// Whom it also binds.
    pub also: Vec<Audience>,
    /// Whom a breach concerns, where the clause does not say.
    pub tell: Vec<Tell>,
    /// What may follow a breach.
    pub follows: Vec<Follows>,
    /// Whose signatures it asks for; empty when it is not signed by itself.
    pub signed_by: Vec<Signer>,
    /// Clauses and sub-clauses, in the source's order.
    pub clauses: Vec<Clause>,
}

/// One clause, in our short words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The source's number.
    pub number: ClauseNumber,
    /// The heading it stands under; empty where there is none.
    pub section: String,
    /// One to four words.
    pub topic: String,
    /// At most fourteen words.
    pub text: String,
    /// Whom it says to tell; empty where the document's own `tell` holds (see [`Document::tell_for`]).
    pub tell: Vec<Tell>,
    /// What follows, where it differs from the document (see [`Document::follows_for`]).
    pub follows: Vec<Follows>,
    /// It is about telling, reporting or not being at fault: never a breach for who was harmed or who reported.
    pub protects: bool,
    /// The vocabulary's category that it suggests.
    pub category: Option<String>,
    /// The severity that it suggests, where it differs from the category's.
    pub severity: Option<String>,
    /// The role that whoever did this probably has.
    pub role_hint: Option<String>,
    /// The clause it stands under.
    pub parent: Option<ClauseNumber>,
}

/// A clause and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub struct Found<'a> {
    pub policy: &'a Policy,
    pub document: &'a Document,
    pub clause: &'a Clause,
}

/// A document and how well it fits somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub struct Fitted<'a> {
    pub policy: &'a Policy,
    pub document: &'a Document,
    pub fit: Fit,
}

impl Document {
    /// How well it fits this person.
    #[must_use]
    pub fn fit(&self, person: PersonKind) -> Fit {
        let named = |audience: &&Audience| audience.includes(person);
        match self.fits.iter().find(named) {
            Some(Audience::Send(_)) => Fit::Individual,
            Some(_) => Fit::Own,
            None if self.also.iter().any(|audience| audience.includes(person)) => Fit::Also,
            None => Fit::Other,
        }
    }

    /// The clause with this number.
    #[must_use]
    pub fn clause(&self, number: &ClauseNumber) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.number == *number)
    }

    /// Whom to tell when this clause is touched: the clause's own, or else the document's.
    #[must_use]
    pub fn tell_for<'a>(&'a self, clause: &'a Clause) -> &'a [Tell] {
        if clause.tell.is_empty() {
            &self.tell
        } else {
            &clause.tell
        }
    }

    /// What may follow when this clause is broken: the clause's own, or else the document's.
    #[must_use]
    pub fn follows_for<'a>(&'a self, clause: &'a Clause) -> &'a [Follows] {
        if clause.follows.is_empty() {
            &self.follows
        } else {
            &clause.follows
        }
    }
}

impl Policy {
    /// Every document with its fit, the most fitting first and otherwise in the source's order.
    #[must_use]
    pub fn fitted(&self, person: PersonKind) -> Vec<Fitted<'_>> {
        let mut all: Vec<_> = self
            .documents
            .iter()
            .map(|document| Fitted {
                policy: self,
                document,
                fit: document.fit(person),
            })
            .collect();
        all.sort_by_key(|each| each.fit);
        all
    }

    /// Every document, the most fitting first.
    #[must_use]
    pub fn documents_for(&self, person: PersonKind) -> Vec<&Document> {
        self.fitted(person)
            .into_iter()
            .map(|each| each.document)
            .collect()
    }

    /// The document written for this person: the one whose consequences a sanction is held against.
    #[must_use]
    pub fn own_document(&self, person: PersonKind) -> Option<&Document> {
        let first = self.fitted(person).into_iter().next()?;
        (first.fit <= Fit::Own).then_some(first.document)
    }

    /// What this person's own document says may follow.
    #[must_use]
    pub fn own_follows(&self, person: PersonKind) -> &[Follows] {
        self.own_document(person)
            .map_or(&[], |document| &document.follows)
    }

    /// The document with this code.
    #[must_use]
    pub fn document(&self, code: &DocumentCode) -> Option<&Document> {
        self.documents
            .iter()
            .find(|document| document.code == *code)
    }

    /// A clause's full name.
    #[must_use]
    pub fn reference(&self, document: &Document, clause: &Clause) -> ClauseRef {
        ClauseRef {
            policy: self.short.clone(),
            document: document.code.clone(),
            number: clause.number.clone(),
        }
    }

    /// Every clause of every document.
    pub fn clauses(&self) -> impl Iterator<Item = Found<'_>> {
        self.documents.iter().flat_map(move |document| {
            document.clauses.iter().map(move |clause| Found {
                policy: self,
                document,
                clause,
            })
        })
    }
}

impl Found<'_> {
    /// The clause's full name.
    #[must_use]
    pub fn reference(&self) -> ClauseRef {
        self.policy.reference(self.document, self.clause)
    }

    /// Whom to tell.
    #[must_use]
    pub fn tell(&self) -> &[Tell] {
        self.document.tell_for(self.clause)
    }

    /// What may follow for this person, with [`Follows::OwnDocument`] put into what it stands for.
    #[must_use]
    pub fn follows(&self, person: PersonKind) -> Vec<Follows> {
        let mut all = Vec::new();
        for each in self.document.follows_for(self.clause) {
            match each {
                Follows::OwnDocument => all.extend(self.policy.own_follows(person)),
                other => all.push(*other),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
