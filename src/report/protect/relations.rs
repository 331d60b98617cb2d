//! What every reader knows to hold between tables, given how lead values are chosen.

use super::frame::Frame;
use super::year::Known;
use crate::report::disclosure::{Relation, Set};
use crate::report::menu::{Lead, YOUNGEST_RULE};

impl Frame<'_> {
    /// Its tables add up to the same total in every term.
    pub(super) fn ties(&self) -> impl Iterator<Item = Relation> {
        let first = self.tables.first().copied();
        let others = self.tables.iter().skip(1);
        others.flat_map(move |other| {
            (0..3).filter_map(move |term| {
                let one = self.total(first?, 1 << term);
                let parts = one.cells().map(|cell| (cell, 1));
                let against = self.total(other, 1 << term);
                let parts = parts.chain(against.cells().map(|cell| (cell, -1)));
                Some(Relation {
                    parts: parts.collect(),
                    exact: true,
                })
            })
        })
    }

    /// What must hold between tables, given how lead values are chosen.
    pub(super) fn relations(&self, known: &Known) -> Vec<Relation> {
        let mut relations = Vec::new();
        for term in 0..3 {
            relations.extend(self.within(known, term));
        }
        relations
    }

    fn within(&self, known: &Known, term: usize) -> Vec<Relation> {
        let mut relations = Vec::new();
        let mut implies = |one: Option<Set>, other: Option<Set>| {
            if let (Some(one), Some(other)) = (one, other) {
                let parts = one.cells().map(|cell| (cell, 1));
                let parts = parts.chain(other.cells().map(|cell| (cell, -1)));
                relations.push(Relation {
                    parts: parts.collect(),
                    exact: false,
                });
            }
        };
        let of = |id: &str, ids: &[&str]| -> Option<Set> {
            let table = self.tables.iter().find(|table| table.id == id)?;
            let rows: Vec<_> = ids
                .iter()
                .filter_map(|id| self.menu.place(table.rows, id))
                .collect();
            Some(self.set(table, 1 << term, &rows, &[0]))
        };
        // Parents were contacted: then they knew some day. Nothing else was done: then nothing
        // weightier was. Parents knew: then something was done.
        let some_day = ["day-0", "days-1-2", "days-3-10", "later"];
        implies(of("action", &["parents"]), of("parent-contact", &some_day));
        implies(
            of("first-action", &["none"]),
            of("action", &["parents", "other"]),
        );
        implies(of("action", &["other"]), of("parent-contact", &["none"]));
        // The youngest pupils have rules of their own. Whoever knows the school knows that, and may
        // take it to hold whenever it does.
        let youngest = self.menu.place(Lead::Rule, YOUNGEST_RULE);
        let phase = self
            .tables
            .iter()
            .find(|table| table.id == "what")
            .map(|table| {
                let rows: Vec<_> = (0..self.menu.len(table.rows)).collect();
                self.set(table, 1 << term, &rows, &[0])
            });
        let rule = of("rules", &[YOUNGEST_RULE]);
        let all = |holds: fn(bool, bool) -> bool| {
            known
                .facts()
                .filter(|(of, _)| *of == term)
                .all(|(_, fact)| {
                    let rule = Some(fact.value(Lead::Rule)) == youngest;
                    holds(rule, fact.value(Lead::Phase) == 0)
                })
        };
        if all(|rule, phase| !rule || phase) {
            implies(rule.clone(), phase.clone());
        }
        if all(|rule, phase| !phase || rule) {
            implies(phase, rule);
        }
        relations
    }
}
