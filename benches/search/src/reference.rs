//! nucleo over the same texts: each case's as one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use daybook::domain::school::School;
use daybook::domain::search::each_text;
use daybook::domain::vocabulary::Vocabulary;
use nucleo::pattern::{CaseMatching, Normalization};
use nucleo::{Config, Nucleo};

use crate::keys;

/// nucleo, with every case in it.
pub struct Reference(Nucleo<u32>);

impl Reference {
    /// Takes in the whole school.
    pub fn of(school: &School, words: &Vocabulary, cores: usize) -> Self {
        let nucleo = Nucleo::new(Config::DEFAULT, Arc::new(|| ()), Some(cores), 1);
        let injector = nucleo.injector();
        for (number, case) in (0..).zip(school.cases.in_passing()) {
            let mut all = String::new();
            each_text(&case, words, &mut |_, text| {
                all.push_str(text);
                all.push('\n');
            });
            injector.push(number, |_, columns| {
                if let Some(column) = columns.first_mut() {
                    *column = all.as_str().into();
                }
            });
        }
        let mut reference = Self(nucleo);
        reference.finish();
        reference
    }

    /// The time from each key press of a query to its results.
    pub fn typed(&mut self, query: &str) -> Vec<Duration> {
        self.ask("", false);
        let mut before = "";
        keys::presses(query)
            .map(|so_far| {
                let pressed = Instant::now();
                self.ask(so_far, so_far.starts_with(before));
                before = so_far;
                pressed.elapsed()
            })
            .collect()
    }

    fn ask(&mut self, typed: &str, append: bool) {
        let (case, accents) = (CaseMatching::Ignore, Normalization::Smart);
        self.0.pattern.reparse(0, typed, case, accents, append);
        self.finish();
    }

    fn finish(&mut self) {
        while self.0.tick(1_000).running {}
    }
}
