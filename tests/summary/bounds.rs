//! The reader's arithmetic: the least and the most that a sum of unknown whole numbers can be.

use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// Unknowns and their factors, whether the sum is exact, and what it comes to.
type Sum = (Vec<(usize, i64)>, bool, i64);

/// Sums that are known: factors of unknowns, and what they come to; exactly, or at most.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    pub unknowns: usize,
    pub sums: Vec<Sum>,
    /// At least so much.
    pub least: Vec<i64>,
    /// Assignments that fit, found so far.
    found: Vec<Vec<i64>>,
}

impl Knowledge {
    pub fn new(unknowns: usize) -> Self {
        Self {
            unknowns,
            least: vec![0; unknowns],
            ..Self::default()
        }
    }

    pub fn equal(&mut self, cells: &[usize], value: i64) {
        self.sums
            .push((cells.iter().map(|cell| (*cell, 1)).collect(), true, value));
    }

    /// The one is at most the other.
    pub fn at_most(&mut self, one: &[usize], other: &[usize]) {
        let parts = one.iter().map(|cell| (*cell, 1));
        let parts = parts.chain(other.iter().map(|cell| (*cell, -1))).collect();
        self.sums.push((parts, false, 0));
    }

    pub fn same(&mut self, one: &[usize], other: &[usize]) {
        let parts = one.iter().map(|cell| (*cell, 1));
        let parts = parts.chain(other.iter().map(|cell| (*cell, -1))).collect();
        self.sums.push((parts, true, 0));
    }

    fn fits(&self, values: &[i64]) -> bool {
        values
            .iter()
            .zip(&self.least)
            .all(|(value, least)| value >= least)
            && self.sums.iter().all(|(parts, exact, known)| {
                let sum: i64 = parts
                    .iter()
                    .map(|(cell, factor)| values[*cell] * factor)
                    .sum();
                if *exact { sum == *known } else { sum <= *known }
            })
    }

    /// The end of the interval of a sum, no further out than `enough`; nothing where nothing fits.
    fn end(&mut self, cells: &[usize], low: bool, enough: i64) -> Option<i64> {
        let sum = |values: &Vec<i64>| cells.iter().map(|cell| values[*cell]).sum::<i64>();
        let far = |end: i64| if low { end <= enough } else { end >= enough };
        if let Some(end) = self.found.iter().map(sum).find(|end| far(*end)) {
            return Some(end);
        }
        let direction = if low {
            OptimizationDirection::Minimize
        } else {
            OptimizationDirection::Maximize
        };
        let mut problem = Problem::new(direction);
        // What is not bounded by anything that is published is unbounded; this is as good.
        let most = 1000;
        let variables: Vec<_> = (0..self.unknowns)
            .map(|cell| {
                let weight = if cells.contains(&cell) { 1.0 } else { 0.0 };
                let least = i32::try_from(self.least[cell]).unwrap();
                problem.add_integer_var(weight, (least, most))
            })
            .collect();
        for (parts, exact, known) in &self.sums {
            let parts: Vec<_> = parts
                .iter()
                .map(|(cell, factor)| {
                    (variables[*cell], f64::from(i32::try_from(*factor).unwrap()))
                })
                .collect();
            let sign = if *exact {
                ComparisonOp::Eq
            } else {
                ComparisonOp::Le
            };
            problem.add_constraint(&parts[..], sign, f64::from(i32::try_from(*known).unwrap()));
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        #[allow(clippy::cast_possible_truncation)]
        let values: Vec<i64> = variables
            .iter()
            .map(|one| solution.var_value(*one).round() as i64)
            .collect();
        assert!(self.fits(&values), "the reader's own arithmetic is wrong");
        let end = sum(&values);
        self.found.push(values);
        Some(end)
    }

    /// The interval of a sum; as soon as it reaches `enough` at an end, it need not be the whole of it.
    pub fn interval(&mut self, cells: &[usize], enough: (i64, i64)) -> Option<(i64, i64)> {
        Some((
            self.end(cells, true, enough.0)?,
            self.end(cells, false, enough.1)?,
        ))
    }
}

#[test]
fn the_handbooks_example_has_its_published_intervals() {
    // Geurts 1992: two rows and two columns are withheld whose sums follow from what is published.
    let mut known = Knowledge::new(4);
    known.equal(&[0, 1], 7);
    known.equal(&[2, 3], 3);
    known.equal(&[0, 2], 6);
    known.equal(&[1, 3], 4);
    let far = (i64::MIN, i64::MAX);
    let intervals: Vec<_> = (0..4)
        .map(|cell| known.interval(&[cell], far).unwrap())
        .collect();
    assert_eq!(intervals, [(3, 6), (1, 4), (0, 3), (0, 3)]);
}
