//! Looks for a table that fits what is published and lies at one end of a set's interval.
//!
//! The solver counts in floating point and is not trusted: what it proposes is rounded and checked
//! in whole numbers. A fault of it can only withhold too much. Base cells that nothing tells apart
//! are one unknown to it, which makes its problems small.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Solution, Variable};

use super::certify::{End, fits, is_above};
use super::model::{Model, Set};
use super::shift::Classes;

/// A table with at least `lowest` in every base cell in which `set` is at `end`; one near to the
/// truth, so that it goes on fitting when more is published.
pub(super) fn find(
    model: &Model,
    published: &[Set],
    classes: &Classes,
    set: &Set,
    end: End,
    lowest: &[i64],
) -> Option<Vec<i64>> {
    let question = Question {
        model,
        published,
        set,
        end,
        lowest,
        groups: classes.cut_by(set),
    };
    let proposed = match question.ask(false)? {
        Some(table) => Some(table),
        // Between two whole numbers: ask again, for whole ones.
        None => question.ask(true)?,
    };
    proposed.filter(|table| {
        fits(model, published, table) && is_above(table, lowest) && end.is_met(set.sum(table))
    })
}

struct Question<'a> {
    model: &'a Model,
    published: &'a [Set],
    set: &'a Set,
    end: End,
    lowest: &'a [i64],
    /// Base cells that are one unknown.
    groups: Vec<Vec<usize>>,
}

/// How far a group can move away from the truth: up by one variable, down by another.
type Move = (Option<Variable>, Option<Variable>);

impl Question<'_> {
    /// Nothing where there is no such table; nothing in it where the one there is is not of whole
    /// numbers.
    #[allow(clippy::option_option)]
    fn ask(&self, whole: bool) -> Option<Option<Vec<i64>>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let moves = self.moves(&mut problem, whole);
        for one in self.published {
            if let Some(sum) = self.sum(&moves, |cell| i64::from(one.has(cell))) {
                problem.add_constraint(sum, ComparisonOp::Eq, 0.0);
            }
        }
        for relation in &self.model.relations {
            let factor = |cell| {
                let part = relation.parts.iter().find(|(known, _)| *known == cell);
                part.map_or(0, |(_, factor)| *factor)
            };
            if let Some(sum) = self.sum(&moves, factor) {
                let slack = float(-relation.sum(&self.model.counts));
                let sign = if relation.exact {
                    ComparisonOp::Eq
                } else {
                    ComparisonOp::Le
                };
                problem.add_constraint(sum, sign, slack);
            }
        }
        let now = self.set.sum(&self.model.counts);
        let goal = self.sum(&moves, |cell| i64::from(self.set.has(cell)))?;
        match self.end {
            End::Low(most) => problem.add_constraint(goal, ComparisonOp::Le, float(most - now)),
            End::High(least) => problem.add_constraint(goal, ComparisonOp::Ge, float(least - now)),
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        Some(self.table(&moves, &solution))
    }

    fn moves(&self, problem: &mut Problem, whole: bool) -> Vec<Move> {
        let most = self.model.counts.iter().sum::<i64>() + 2 * self.model.margin();
        let mut variable = |room: i64| {
            let room = i32::try_from(room).unwrap_or(i32::MAX);
            (room > 0).then(|| {
                if whole {
                    problem.add_integer_var(1.0, (0, room))
                } else {
                    problem.add_var(1.0, (0.0, f64::from(room)))
                }
            })
        };
        let groups = self.groups.iter();
        groups
            .map(|group| {
                let spare: i64 = group.iter().map(|cell| self.spare(*cell)).sum();
                if self.is_settled(group) {
                    (None, None)
                } else {
                    (variable(most), variable(spare))
                }
            })
            .collect()
    }

    fn spare(&self, cell: usize) -> i64 {
        let of = |table: &[i64]| table.get(cell).copied().unwrap_or(0);
        of(&self.model.counts) - of(self.lowest)
    }

    /// Whether a group is published by itself.
    fn is_settled(&self, group: &[usize]) -> bool {
        let alone = Set::of(group.iter().copied());
        self.published.contains(&alone)
    }

    /// A sum over the groups, each with the factor of its cells; none where nothing in it can move.
    fn sum(&self, moves: &[Move], factor: impl Fn(usize) -> i64) -> Option<LinearExpr> {
        let mut sum = LinearExpr::empty();
        let mut moved = false;
        for (group, (up, down)) in self.groups.iter().zip(moves) {
            let factor = group.first().map_or(0, |cell| factor(*cell));
            for (variable, sign) in [(up, 1), (down, -1)] {
                if let (Some(variable), true) = (variable, factor != 0) {
                    sum.add(*variable, float(sign * factor));
                    moved = true;
                }
            }
        }
        moved.then_some(sum)
    }

    /// The table that the solution stands for: what a group loses or gains goes to its cells in order.
    fn table(&self, moves: &[Move], solution: &Solution) -> Option<Vec<i64>> {
        let mut table = self.model.counts.clone();
        for (group, (up, down)) in self.groups.iter().zip(moves) {
            let value = |one: &Option<Variable>| {
                one.map_or(Some(0), |one| rounded(solution.var_value(one)))
            };
            let moved = value(up)? - value(down)?;
            let mut lost = -moved;
            for cell in group {
                let part = self.spare(*cell).min(lost);
                if part > 0 {
                    *table.get_mut(*cell)? -= part;
                    lost -= part;
                }
            }
            if moved > 0 {
                *table.get_mut(*group.first()?)? += moved;
            }
        }
        Some(table)
    }
}

/// Counts here are far below where a float would blur.
fn float(count: i64) -> f64 {
    f64::from(i32::try_from(count).unwrap_or(i32::MAX))
}

/// The whole number that a value stands for; none where it stands between two.
#[allow(clippy::cast_possible_truncation)] // it is within the bounds that it was given
fn rounded(value: f64) -> Option<i64> {
    let whole = value.round();
    ((whole - value).abs() < 1e-4).then_some(whole as i64)
}
