//! Categories of each dimension, and how they merge.

use super::Lead;

/// Categories that are printed as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id in files: the ids of its categories.
    pub id: String,
    /// Its label.
    pub label: String,
    /// The places of its categories.
    pub members: Vec<usize>,
}

impl Group {
    /// Everything, of so many categories.
    #[must_use]
    pub fn all(categories: usize) -> Self {
        Self {
            id: "all".to_owned(),
            label: "All".to_owned(),
            members: (0..categories).collect(),
        }
    }
}

/// One way of merging categories: labels and the places of what they hold.
pub(super) type Merge = &'static [(&'static str, &'static [usize])];

/// What a concern has one value of: its categories, and how they merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    categories: Vec<(String, String)>,
    merges: Vec<Vec<(String, Vec<usize>)>>,
}

impl Dimension {
    fn new(categories: &[(&str, &str)], merges: &[Merge]) -> Self {
        let text = |(id, label): &(&str, &str)| ((*id).to_owned(), (*label).to_owned());
        let merge = |merge: &Merge| {
            merge
                .iter()
                .map(|(label, members)| ((*label).to_owned(), members.to_vec()))
                .collect()
        };
        Self {
            categories: categories.iter().map(text).collect(),
            merges: merges.iter().map(merge).collect(),
        }
    }

    /// Categories that merge with their neighbours, two by two, until two are left.
    #[must_use]
    pub fn in_pairs(categories: Vec<(String, String)>) -> Self {
        let mut merges: Vec<Vec<(String, Vec<usize>)>> = Vec::new();
        let mut level: Vec<(String, Vec<usize>)> = categories
            .iter()
            .enumerate()
            .map(|(place, (_, label))| (label.clone(), vec![place]))
            .collect();
        while level.len() > 2 {
            level = level
                .chunks(2)
                .map(|pair| {
                    let labels: Vec<_> = pair.iter().map(|(label, _)| label.as_str()).collect();
                    let members = pair.iter().flat_map(|(_, members)| members.clone());
                    (labels.join(", "), members.collect())
                })
                .collect();
            merges.push(level.clone());
        }
        Self { categories, merges }
    }

    /// Ids and labels of its categories, in order.
    #[must_use]
    pub fn categories(&self) -> &[(String, String)] {
        &self.categories
    }

    /// How many categories it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.categories.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
    }

    /// The place of a category.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.categories.iter().position(|(known, _)| known == id)
    }

    /// The level at which everything is one.
    #[must_use]
    pub fn coarsest(&self) -> usize {
        self.merges.len() + 1
    }

    /// Its groups at a level: 0 is every category by itself.
    #[must_use]
    pub fn level(&self, level: usize) -> Vec<Group> {
        let id_of = |place: &usize| self.categories.get(*place).map(|(id, _)| id.as_str());
        let group = |label: &str, members: &[usize]| Group {
            id: members
                .iter()
                .filter_map(id_of)
                .collect::<Vec<_>>()
                .join("+"),
            label: label.to_owned(),
            members: members.to_vec(),
        };
        if level == 0 {
            let each = self.categories.iter().enumerate();
            return each.map(|(at, (_, label))| group(label, &[at])).collect();
        }
        match self.merges.get(level - 1) {
            Some(merge) => merge
                .iter()
                .map(|(label, members)| group(label, members))
                .collect(),
            None => vec![Group::all(self.len())],
        }
    }
}

/// The categories that do not depend on the school. They merge from fine to coarse; the last two are ways of cutting
/// them in half, of which one may do where the other does not. One category against all others is no such way: their
/// total is printed, and who has that and one of them has the rest.
pub(super) fn dimension(lead: Lead) -> Dimension {
    match lead {
        Lead::Area => Dimension::new(
            &[
                ("content", "Content"),
                ("contact", "Contact"),
                ("conduct", "Conduct"),
                ("commerce", "Commerce"),
            ],
            &[
                &[
                    ("Content or commerce", &[0, 3]),
                    ("Contact or conduct", &[1, 2]),
                ],
                &[
                    ("Content or contact", &[0, 1]),
                    ("Conduct or commerce", &[2, 3]),
                ],
            ],
        ),
        Lead::Phase => Dimension::new(
            &[
                ("eyfs-ks1", "EYFS and KS1"),
                ("lower-ks2", "Years 3 and 4"),
                ("upper-ks2", "Years 5 and 6"),
                ("none", "No pupil named"),
            ],
            &[&[
                ("EYFS and KS1, or no pupil named", &[0, 3]),
                ("KS2", &[1, 2]),
            ]],
        ),
        // A school's policies give these.
        Lead::Rule => Dimension::in_pairs(Vec::new()),
        Lead::Place => Dimension::new(
            &[
                ("school-device", "School device"),
                ("own-device", "Own device, in school"),
                ("home", "Home or off site"),
                ("remote", "Remote lesson"),
                ("other", "Other or not known"),
            ],
            &[
                &[
                    ("School device or remote lesson", &[0, 3]),
                    ("Own device, home or off site", &[1, 2]),
                    ("Other or not known", &[4]),
                ],
                &[
                    ("School device or remote lesson", &[0, 3]),
                    ("Anywhere else, or not known", &[1, 2, 4]),
                ],
                &[
                    ("School device or own device, in school", &[0, 1]),
                    ("Home, remote lesson, other or not known", &[2, 3, 4]),
                ],
            ],
        ),
        Lead::Source => Dimension::new(
            &[
                ("pupil", "A pupil"),
                ("parent", "A parent or carer"),
                ("staff", "A member of staff"),
                ("filter", "Filter or monitoring"),
                ("other", "Other"),
            ],
            &[
                &[
                    ("A pupil, parent or carer", &[0, 1]),
                    ("Staff, filter or monitoring", &[2, 3]),
                    ("Other", &[4]),
                ],
                &[
                    ("A pupil, parent, carer or other", &[0, 1, 4]),
                    ("Staff, filter or monitoring", &[2, 3]),
                ],
                &[
                    ("A pupil or a member of staff", &[0, 2]),
                    ("A parent, the filter, monitoring or other", &[1, 3, 4]),
                ],
            ],
        ),
        Lead::Action => Dimension::new(
            &[
                ("referral", "Referred to an agency"),
                ("access-removed", "Access or device removed"),
                ("playtime-loss", "Playtime loss"),
                ("re-teaching", "Taught again"),
                ("technical-fix", "Technical fix"),
                ("parents", "Parents contacted"),
                ("other", "Other, or nothing yet"),
            ],
            &[
                &[
                    ("Referral", &[0]),
                    ("Access removed or playtime loss", &[1, 2]),
                    ("Taught again or parents contacted", &[3, 5]),
                    ("Technical fix, other or nothing yet", &[4, 6]),
                ],
                &[
                    ("Referral, access removed or playtime loss", &[0, 1, 2]),
                    ("Anything else, or nothing yet", &[3, 4, 5, 6]),
                ],
                &[
                    (
                        "Taught again, technical fix or parents contacted",
                        &[3, 4, 5],
                    ),
                    ("Anything weightier, other or nothing yet", &[0, 1, 2, 6]),
                ],
            ],
        ),
        Lead::FirstAction | Lead::ParentContact => Dimension::new(
            &[
                ("day-0", "The same day"),
                ("days-1-2", "1 or 2 days"),
                ("days-3-10", "3 to 10 days"),
                ("later", "More than 10 days"),
                ("none", "Not by the end of term, or not needed"),
            ],
            &[
                &[
                    ("Within 2 days", &[0, 1]),
                    ("3 days or more", &[2, 3]),
                    ("Not by the end of term, or not needed", &[4]),
                ],
                &[
                    ("Within 2 days", &[0, 1]),
                    ("Later, not yet or not needed", &[2, 3, 4]),
                ],
            ],
        ),
        Lead::Closure => Dimension::new(
            &[
                ("week", "Within 7 days"),
                ("month", "8 to 28 days"),
                ("later", "More than 28 days"),
                ("open", "Open at the end of term"),
            ],
            &[&[("Closed", &[0, 1, 2]), ("Open at the end of term", &[3])]],
        ),
        Lead::Repeat => Dimension::new(
            &[
                ("repeat", "A pupil in an earlier concern this year"),
                ("first", "No pupil in an earlier concern this year"),
            ],
            &[],
        ),
    }
}
