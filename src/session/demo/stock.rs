//! What an invented school is made of: names, words and scenarios, as data.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::policy::{SendLevel, YearGroup};
use crate::session::complaint::Complaint;

const NAMES: &str = include_str!("../../../data/demo/names.toml");
const WORDS: &str = include_str!("../../../data/demo/words.toml");
const LEXICON: &str = include_str!("../../../data/demo/lexicon.toml");
const FOLLOW: &str = include_str!("../../../data/demo/follow.toml");
const SCENARIOS: &str = include_str!("../../../data/demo/scenarios.toml");

/// Lists of texts by name.
pub type Lists = BTreeMap<String, Vec<String>>;

/// Everything there is to draw from.
pub struct Stock {
    /// First names, halves of surnames, titles, jobs.
    pub names: Lists,
    /// What sentences are filled with.
    pub words: Lists,
    /// What is written after a concern.
    pub follow: Lists,
    /// What happens.
    pub scenarios: Vec<Scenario>,
}

/// Something that happens at a school.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name.
    pub id: String,
    /// How often, against the others; 0 for one that only happens where it is asked for.
    pub weight: u32,
    /// The youngest and oldest it happens to.
    pub ages: [YearGroup; 2],
    /// The SEND document of the child it happens to.
    #[serde(default)]
    pub send: Option<SendLevel>,
    /// The leading clause and others.
    pub clauses: Vec<String>,
    /// The category, where the clause suggests none or another.
    #[serde(default)]
    pub category: String,
    /// The severity, where it is not the category's.
    #[serde(default)]
    pub severity: String,
    /// The parts of its children.
    pub people: Vec<String>,
    /// An adult from outside, alleged to have caused harm.
    #[serde(default)]
    pub outside: String,
    /// "withheld", where the parents are not to be told.
    #[serde(default)]
    pub parents: String,
    /// How it may come to light.
    pub came: Vec<String>,
    /// Where.
    pub places: Vec<String>,
    /// On what.
    pub devices: Vec<String>,
    /// Where a device with imagery may be kept.
    #[serde(default)]
    pub device_kept: Vec<String>,
    /// The account: one sentence of each group.
    pub account: Vec<Vec<String>>,
    /// The child's own words.
    pub words: Vec<String>,
    /// What may follow for the child who caused harm.
    #[serde(default)]
    pub sanctions: Vec<String>,
    /// Who may be asked.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// How it may end.
    pub outcomes: Vec<String>,
}

#[derive(Deserialize)]
struct Scenarios {
    scenario: Vec<Scenario>,
}

impl Stock {
    /// What Daybook ships.
    ///
    /// # Errors
    /// Never, as the tests show; the data is read when it is first asked for.
    pub fn shipped() -> Result<&'static Self, Complaint> {
        static STOCK: OnceLock<Result<Stock, toml::de::Error>> = OnceLock::new();
        STOCK
            .get_or_init(|| {
                let mut words: Lists = toml::from_str(WORDS)?;
                words.extend(toml::from_str::<Lists>(LEXICON)?);
                Ok(Self {
                    names: toml::from_str(NAMES)?,
                    words,
                    follow: toml::from_str(FOLLOW)?,
                    scenarios: toml::from_str::<Scenarios>(SCENARIOS)?.scenario,
                })
            })
            .as_ref()
            .map_err(|error| {
                Complaint::failed(format!("The demo school's data is at fault: {error}"), "")
            })
    }

    /// The place of a scenario in the list.
    pub fn scenario(&self, id: &str) -> Option<usize> {
        self.scenarios.iter().position(|one| one.id == id)
    }
}
