//! Looks for a table that fits what is published and lies at one end of a set's interval.
//!
//! The solver counts in floating point and is not trusted: what it proposes is rounded and checked
//! in whole numbers. A fault of it can only withhold too much.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, Variable};

use super::certify::{End, fits, is_above};
use super::model::{Model, Set};

/// A table with at least `lowest` in every base cell in which `set` is at `end`; the one nearest to
/// the truth, so that it goes on fitting when more is published.
pub(super) fn find(
    model: &Model,
    published: &[Set],
    set: &Set,
    end: End,
    lowest: &[i64],
) -> Option<Vec<i64>> {
    let proposed = match propose(model, published, set, end, lowest, false)? {
        Some(table) => Some(table),
        // Between two whole numbers: ask again, for whole ones.
        None => propose(model, published, set, end, lowest, true)?,
    };
    proposed.filter(|table| {
        fits(model, published, table) && is_above(table, lowest) && end.is_met(set.sum(table))
    })
}

/// How a base cell moves away from the truth: up by one variable, down by another.
struct Moves {
    up: Vec<Option<Variable>>,
    down: Vec<Option<Variable>>,
}

impl Moves {
    fn add(&self, expression: &mut LinearExpr, cell: usize, factor: f64) -> bool {
        let mut moved = false;
        for (side, sign) in [(&self.up, 1.0), (&self.down, -1.0)] {
            if let Some(Some(variable)) = side.get(cell) {
                expression.add(*variable, sign * factor);
                moved = true;
            }
        }
        moved
    }

    fn sum(&self, cells: impl Iterator<Item = usize>) -> Option<LinearExpr> {
        let mut expression = LinearExpr::empty();
        let mut moved = false;
        for cell in cells {
            moved |= self.add(&mut expression, cell, 1.0);
        }
        moved.then_some(expression)
    }
}

/// Nothing where there is no such table; nothing in it where the one there is is not of whole numbers.
#[allow(clippy::option_option)]
fn propose(
    model: &Model,
    published: &[Set],
    set: &Set,
    end: End,
    lowest: &[i64],
    whole: bool,
) -> Option<Option<Vec<i64>>> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let most = model.counts.iter().sum::<i64>() + 2 * model.margin();
    let fixed = settled(model, published);
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
    let mut moves = Moves {
        up: Vec::new(),
        down: Vec::new(),
    };
    for (cell, count) in model.counts.iter().enumerate() {
        let stays = fixed.get(cell).copied().unwrap_or(true);
        let low = lowest.get(cell).copied().unwrap_or(0);
        moves.up.push(variable(if stays { 0 } else { most }));
        moves
            .down
            .push(variable(if stays { 0 } else { count - low }));
    }
    for one in published {
        if let Some(expression) = moves.sum(one.cells()) {
            problem.add_constraint(expression, ComparisonOp::Eq, 0.0);
        }
    }
    for relation in &model.relations {
        let mut expression = LinearExpr::empty();
        let mut moved = false;
        for (cell, factor) in &relation.parts {
            moved |= moves.add(&mut expression, *cell, float(*factor));
        }
        if moved {
            let slack = float(-relation.sum(&model.counts));
            let sign = if relation.exact {
                ComparisonOp::Eq
            } else {
                ComparisonOp::Le
            };
            problem.add_constraint(expression, sign, slack);
        }
    }
    let now = set.sum(&model.counts);
    let goal = moves.sum(set.cells())?;
    match end {
        End::Low(most) => problem.add_constraint(goal, ComparisonOp::Le, float(most - now)),
        End::High(least) => problem.add_constraint(goal, ComparisonOp::Ge, float(least - now)),
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let moved = |side: &[Option<Variable>], cell: usize| {
        let variable = side.get(cell).copied().flatten();
        variable.map_or(Some(0), |one| rounded(solution.var_value(one)))
    };
    let table = model.counts.iter().enumerate().map(|(cell, count)| {
        let (up, down) = (moved(&moves.up, cell)?, moved(&moves.down, cell)?);
        Some(count + up - down)
    });
    Some(table.collect())
}

/// Base cells that cannot move: empty by nature, or published by themselves.
fn settled(model: &Model, published: &[Set]) -> Vec<bool> {
    let mut settled = model.void.clone();
    for set in published {
        let mut cells = set.cells();
        if let (Some(cell), None) = (cells.next(), cells.next())
            && let Some(fixed) = settled.get_mut(cell)
        {
            *fixed = true;
        }
    }
    settled
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
