//! What was measured, line by line.

use std::time::Duration;

/// Times of one thing.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Takes one.
    pub fn take(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that a share of them, in hundredths, does not exceed.
    fn at(&self, hundredths: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort();
        let place = (sorted.len().saturating_sub(1) * hundredths + 50) / 100;
        sorted.get(place).copied().unwrap_or_default()
    }

    /// The median.
    pub fn median(&self) -> Duration {
        self.at(50)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| {
            let ms = time.as_secs_f64() * 1000.0;
            let places = if ms < 10.0 {
                3
            } else {
                usize::from(ms < 1000.0)
            };
            format!("{ms:.places$}")
        };
        let text = format!(
            "{} ms ({}–{})",
            ms(self.median()),
            ms(self.at(25)),
            ms(self.at(75))
        );
        f.pad(&text)
    }
}

/// Says what the columns are.
pub fn head() {
    println!(
        "{:<52} {:>5}  {:<26} {:<26} {:>6} {:>6}",
        "what (medians, quartiles in brackets)", "n", "Daybook", "reference", "ratio", "target"
    );
}

/// One line: Daybook, the reference, their ratio and what it may be at most.
pub fn line(what: &str, ours: &Times, reference: &Times, most: Option<f64>) {
    let ratio = ours.median().as_secs_f64() / reference.median().as_secs_f64();
    row(
        what,
        ours.len(),
        &ours.to_string(),
        &reference.to_string(),
        ratio,
        most,
    );
}

/// As [`line`], of sizes.
pub fn sizes(what: &str, n: usize, ours: u64, reference: u64, most: Option<f64>) {
    let mb = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
    let ratio = ours as f64 / reference as f64;
    row(what, n, &mb(ours), &mb(reference), ratio, most);
}

fn row(what: &str, n: usize, ours: &str, reference: &str, ratio: f64, most: Option<f64>) {
    let (target, verdict) = match most {
        Some(most) if ratio <= most => (format!("{most:.1}"), "ok"),
        Some(most) => (format!("{most:.1}"), "OVER"),
        None => ("-".to_owned(), ""),
    };
    println!("{what:<52} {n:>5}  {ours:<26} {reference:<26} {ratio:>6.2} {target:>6} {verdict}");
}
