//! What no case can tell: the headteacher writes it.

use serde::{Deserialize, Serialize};

/// The tenth section: typed in, kept with the release, never computed from cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assurance {
    /// Staff training.
    pub staff_training: String,
    /// When filtering and monitoring were tested, and how it went.
    pub filtering_tests: String,
    /// How many agreements are signed.
    pub sign_off: String,
    /// What was taught.
    pub lessons: String,
    /// What was done with parents.
    pub parent_events: String,
    /// What comes next.
    pub next_steps: String,
}

impl Assurance {
    /// The titles of its fields, in order.
    pub const TITLES: [&str; 6] = [
        "Staff training",
        "Filtering and monitoring tests",
        "Acceptable use agreements signed",
        "Lessons taught",
        "Events for parents",
        "Next steps",
    ];

    /// The names of its fields in files, in order.
    pub const KEYS: [&str; 6] = [
        "staff_training",
        "filtering_tests",
        "sign_off",
        "lessons",
        "parent_events",
        "next_steps",
    ];

    /// From texts by the names of their fields; a field that is not named is empty.
    ///
    /// # Errors
    /// With the first name that is no field's.
    pub fn of(fields: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let mut new = Self::default();
        for (key, text) in fields {
            match new.field_mut(&key) {
                Some(field) => *field = text,
                None => return Err(key),
            }
        }
        Ok(new)
    }

    fn field_mut(&mut self, key: &str) -> Option<&mut String> {
        Some(match key {
            "staff_training" => &mut self.staff_training,
            "filtering_tests" => &mut self.filtering_tests,
            "sign_off" => &mut self.sign_off,
            "lessons" => &mut self.lessons,
            "parent_events" => &mut self.parent_events,
            "next_steps" => &mut self.next_steps,
            _ => return None,
        })
    }

    /// All that was written, one field after the other.
    #[must_use]
    pub fn text(&self) -> String {
        self.fields().map(|(_, text)| text).join("\n\n")
    }

    /// Title and text of every field, in order; an empty one was not filled in.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &str); 6] {
        let [training, tests, sign_off, lessons, parents, next] = Self::TITLES;
        [
            (training, &self.staff_training),
            (tests, &self.filtering_tests),
            (sign_off, &self.sign_off),
            (lessons, &self.lessons),
            (parents, &self.parent_events),
            (next, &self.next_steps),
        ]
    }
}
