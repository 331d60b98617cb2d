//! The attack itself is tried on protectors that are known to fail.

use daybook::report::facts::Fact;
use daybook::report::menu::{Lead, Menu, TABLES};
use daybook::report::protect::{Known, Printing};

use crate::attack::{Truth, attack, released};
use crate::life::{Year, periods};
use crate::reader::{Figure, Figures};

/// Every figure of a term's tables at their finest, those below five hidden and nothing else.
fn only_small_hidden(menu: &Menu, facts: &[(usize, Fact)]) -> Figures {
    let truth = Truth {
        facts: facts.to_vec(),
    };
    let mut figures = Figures::new();
    for table in &TABLES {
        let all = |lead: Option<Lead>| -> Vec<usize> {
            (0..lead.map_or(1, |lead| menu.len(lead))).collect()
        };
        let choices = |lead: Option<Lead>| -> Vec<Vec<usize>> {
            let each = all(lead).into_iter().map(|one| vec![one]);
            each.chain([all(lead)]).collect()
        };
        for terms in [1, 2, 4] {
            for rows in choices(Some(table.rows)) {
                for columns in choices(table.columns) {
                    let figure = Figure {
                        table: table.id,
                        terms,
                        rows: rows.clone(),
                        columns,
                    };
                    let (count, pupils) = truth.counted(&figure);
                    let large = count >= 5 && pupils.len() >= 5;
                    figures.insert(figure, large.then_some(count));
                }
            }
        }
    }
    figures
}

#[test]
fn a_protector_that_hides_small_cells_only_is_caught() {
    let mut caught = 0;
    for seed in 0..3 {
        let mut year = Year::invent(seed, 90);
        year.release_all();
        let menu = year
            .request(periods(year.year)[3], daybook::report::Profile::Public)
            .menu();
        let facts = released(&year, &menu);
        let figures = only_small_hidden(&menu, &facts);
        caught += usize::from(!attack(&menu, &figures, facts, None).faults.is_empty());
    }
    assert_eq!(caught, 3);
}

#[test]
fn a_protector_of_each_term_alone_is_caught() {
    let mut caught = 0;
    for seed in 0..6 {
        let mut year = Year::invent(seed, 80);
        year.release_all();
        let menu = year
            .request(periods(year.year)[3], daybook::report::Profile::Public)
            .menu();
        let facts = released(&year, &menu);
        let mut figures = Figures::new();
        // Each term, and the whole year, as if it were all there is.
        for terms in [1_u8, 2, 4, 7] {
            let inside = facts.iter().filter(|(term, _)| terms & (1 << term) != 0);
            let known = Known {
                terms: [
                    Some(inside.map(|(_, fact)| fact.clone()).collect()),
                    None,
                    None,
                ],
                ..Known::default()
            };
            let printing = Printing {
                menu: &menu,
                known: &known,
                terms: 1,
                threshold: 5,
            };
            for shown in printing.print(&mut |_, _| {}).shown {
                let table = TABLES.iter().find(|table| table.id == shown.table).unwrap();
                let places = |lead: Option<Lead>, ids: &[String]| -> Vec<usize> {
                    match lead {
                        None => vec![0],
                        Some(lead) if ids.is_empty() => (0..menu.len(lead)).collect(),
                        Some(lead) => ids.iter().map(|id| menu.place(lead, id).unwrap()).collect(),
                    }
                };
                let figure = Figure {
                    table: table.id,
                    terms,
                    rows: places(Some(table.rows), &shown.rows),
                    columns: places(table.columns, &shown.columns),
                };
                let (count, _) = Truth {
                    facts: facts.clone(),
                }
                .counted(&figure);
                figures.insert(figure, Some(count));
            }
        }
        caught += usize::from(!attack(&menu, &figures, facts, None).faults.is_empty());
    }
    assert!(caught >= 1, "caught in {caught} of 6");
}
