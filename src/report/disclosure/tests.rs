use super::certify::{End, fits};
use super::shift::Classes;
use super::solve::find;
use super::*;

/// A table of whole numbers, its margins published.
fn table(rows: &[&[i64]]) -> (Model, Vec<Set>) {
    let width = rows[0].len();
    let mut published = Vec::new();
    for (at, _) in rows.iter().enumerate() {
        published.push(Set::of((0..width).map(|column| at * width + column)));
    }
    for column in 0..width {
        published.push(Set::of((0..rows.len()).map(|at| at * width + column)));
    }
    let counts: Vec<i64> = rows.iter().flat_map(|row| row.iter().copied()).collect();
    let model = Model {
        void: vec![false; counts.len()],
        counts,
        relations: Vec::new(),
        insiders: Vec::new(),
        threshold: THRESHOLD,
    };
    (model, published)
}

/// The least and the most that a cell can be: the last for which a certificate is found.
fn interval(model: &Model, published: &[Set], cell: usize) -> (i64, i64) {
    let set = Set::of([cell]);
    let nothing = vec![0; model.counts.len()];
    let truth = model.counts[cell];
    let classes = Classes::of(model, published);
    let found = |end| find(model, published, &classes, &set, end, &nothing).is_some();
    let low = (0..=truth).find(|one| found(End::Low(*one))).unwrap();
    let top: i64 = model.counts.iter().sum();
    let high = (truth..=top)
        .rev()
        .find(|one| found(End::High(*one)))
        .unwrap();
    (low, high)
}

/// The same by listing every table that fits.
fn listed(model: &Model, published: &[Set], cell: usize) -> (i64, i64) {
    let top: i64 = *model.counts.iter().max().unwrap() + 6;
    let mut table = vec![0; model.counts.len()];
    let mut seen = (i64::MAX, i64::MIN);
    loop {
        if fits(model, published, &table) {
            seen = (seen.0.min(table[cell]), seen.1.max(table[cell]));
        }
        let Some(next) = table.iter().position(|count| *count < top) else {
            return seen;
        };
        table[..next].fill(0);
        table[next] += 1;
    }
}

#[test]
fn intervals_are_those_of_listing_every_table() {
    for rows in [
        [&[1, 2][..], &[3, 0]],
        [&[0, 0], &[2, 1]],
        [&[4, 1], &[0, 3]],
    ] {
        let (model, all) = table(&rows);
        for hidden in 0..all.len() {
            let mut published = all.clone();
            published.remove(hidden);
            for cell in 0..model.counts.len() {
                if published.len() < 3 {
                    continue;
                }
                assert_eq!(
                    interval(&model, &published, cell),
                    listed(&model, &published, cell),
                    "{rows:?} without margin {hidden}, cell {cell}"
                );
            }
        }
    }
}
