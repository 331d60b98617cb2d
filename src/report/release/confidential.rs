//! The second audience: true counts, in one-way tables without year groups. It is no release, and the
//! ledger knows nothing of it.

use super::Request;
use super::compose::{row, single, table};
use super::words::HEADINGS;
use crate::report::document::{Cell, Protected, Section, Table};
use crate::report::facts::Fact;
use crate::report::menu::{Lead, Menu, TABLES, TableSpec, YOUNGEST_RULE};
use crate::report::period::Period;

impl Request<'_> {
    /// The confidential document, of the facts as they are now.
    pub(super) fn confidential(&self, menu: &Menu) -> Protected {
        let this_year = self.facts(menu, self.period.year);
        let facts = Self::of(self.period, &this_year);
        let covers = self.period.words();
        let mut sections = vec![self.true_glance(menu, &this_year, &facts)];
        for (number, heading) in (2_u8..).zip(HEADINGS.into_iter().skip(1)) {
            let tables = match number {
                7 => vec![single(
                    "agencies",
                    "Concerns referred to an agency",
                    &covers,
                    ("referred", "Referred to an agency"),
                    count(&facts, Lead::Action, &[0]),
                )],
                _ => TABLES
                    .iter()
                    .filter(|one| one.section == number)
                    .map(|one| one_way(menu, one, &facts, &covers))
                    .collect(),
            };
            sections.push(self.section(number, heading, Vec::new(), tables));
        }
        let preview = !self.period.is_over(self.terms, self.today);
        self.document(sections, &[], preview)
    }

    /// A period's facts, of what its year's terms hold.
    fn of(period: Period, terms: &[Vec<Fact>; 3]) -> Vec<Fact> {
        let is_in = |place: usize| period.part() & (1 << place) != 0;
        let each = terms.iter().enumerate();
        let within = each.filter(|(place, _)| is_in(*place));
        within.flat_map(|(_, facts)| facts).cloned().collect()
    }

    fn true_glance(&self, menu: &Menu, this_year: &[Vec<Fact>; 3], facts: &[Fact]) -> Section {
        let all = |facts: &[Fact]| vec![shown(facts.len())];
        let mut rows = vec![row("this", &self.period.words(), false, all(facts))];
        let last_year = self.facts(menu, self.period.year.previous());
        let mut earlier = vec![("last-year", self.period.last_year())];
        if self.period.term.is_some() {
            earlier.insert(0, ("last-term", self.period.previous()));
        }
        // Of what was before the first concern nobody counted anything.
        earlier.retain(|(_, period)| self.has_concern_by(*period));
        for (id, period) in earlier {
            let terms = match period.year == self.period.year {
                true => this_year,
                false => &last_year,
            };
            let then = Self::of(period, terms);
            rows.push(row(id, &period.words(), false, all(&then)));
        }
        let standing = vec![
            row(
                "closed",
                "Closed",
                false,
                vec![count(facts, Lead::Closure, &[0, 1, 2])],
            ),
            row(
                "open",
                "Open",
                false,
                vec![count(facts, Lead::Closure, &[3])],
            ),
            row("all", "All", true, all(facts)),
        ];
        let tables = vec![
            table("concerns", "Concerns recorded", "Term", rows),
            table(
                "standing",
                "How they stood at the end of the term",
                "Standing",
                standing,
            ),
        ];
        let sentence = format!(
            "{}: {} concerns were recorded.",
            self.period.words(),
            facts.len()
        );
        self.section(1, HEADINGS[0], vec![sentence], tables)
    }
}

fn one_way(menu: &Menu, spec: &TableSpec, facts: &[Fact], covers: &str) -> Table {
    let mut groups = menu.rows(spec, (0, 0));
    // The youngest pupils' rules are those of two key stages, and this profile names none.
    if let Some(place) = groups.iter().position(|group| group.id == YOUNGEST_RULE) {
        let youngest = groups.remove(place);
        if let Some(other) = groups.last_mut() {
            other.members.extend(youngest.members);
        }
    }
    let mut rows: Vec<_> = groups
        .iter()
        .map(|group| {
            let cells = vec![count(facts, spec.rows, &group.members)];
            row(&group.id, &group.label, false, cells)
        })
        .collect();
    rows.push(row("all", "All", true, vec![shown(facts.len())]));
    Table {
        covers: covers.to_owned(),
        ..table(spec.id, spec.title, spec.stub, rows)
    }
}

fn count(facts: &[Fact], lead: Lead, members: &[usize]) -> Cell {
    let of = facts
        .iter()
        .filter(|fact| members.contains(&fact.value(lead)));
    shown(of.count())
}

fn shown(count: usize) -> Cell {
    Cell::Shown(u32::try_from(count).unwrap_or(u32::MAX))
}
