//! The colours of the screens: which there are, and which were chosen. What they are, only drawing knows.

/// Sets of colours.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Those that are offered, in their order.
    pub offered: Vec<Offered>,
    /// The place of the one that is shown.
    pub chosen: usize,
}

/// A set of colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its name, under which it is remembered.
    pub name: String,
    /// What people call it.
    pub title: String,
}

impl Looks {
    /// Those that are offered, with the one of that name shown; the first where there is none.
    #[must_use]
    pub fn of(offered: Vec<Offered>, name: Option<&str>) -> Self {
        let named = offered
            .iter()
            .position(|one| Some(one.name.as_str()) == name);
        Self {
            offered,
            chosen: named.unwrap_or(0),
        }
    }

    /// Goes on to the next.
    pub fn go_on(&mut self) -> Option<&Offered> {
        self.chosen = (self.chosen + 1) % self.offered.len().max(1);
        self.offered.get(self.chosen)
    }
}
