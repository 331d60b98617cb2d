//! Whom of the list each row of an export means. Pure.
//!
//! A wrong answer gives one child another's history, so a row is matched only where no other reading
//! is left: by unique pupil number, by name and date of birth, and else by name and year, all rows of
//! one name together. What stays open is refused in words and left alone.

use std::collections::{BTreeMap, BTreeSet};

use super::record::Record;
use crate::domain::ids::PupilId;
use crate::domain::people::Pupil;
use crate::domain::school::School;
use crate::domain::words::name_key;

/// From Nursery to Year 6.
const YEARS: u8 = 7;

/// Whom a row means.
#[derive(Debug)]
pub enum Meant<'a> {
    /// This pupil of the list.
    Known(&'a Pupil),
    /// Somebody new; with the namesake for whom they could be taken and who would have had to go down
    /// years.
    New(Option<&'a Pupil>),
    /// It cannot be told, and why.
    Unclear(String),
}

/// Whom each row means, in the order of the rows.
pub fn meant<'a>(school: &'a School, rows: &[(u64, Record)]) -> Vec<Meant<'a>> {
    let mut matching = Matching {
        rows,
        names: rows.iter().map(|(_, row)| name_key(&row.name)).collect(),
        meant: rows.iter().map(|_| None).collect(),
        taken: BTreeSet::new(),
        by_name: BTreeMap::new(),
    };
    for pupil in school.pupils.values() {
        let named = matching.by_name.entry(name_key(&pupil.name));
        named.or_default().push(pupil);
    }
    matching.repeats();
    matching.by_number(school);
    matching.by_birthday();
    let year = matching.years_since();
    for group in matching.groups() {
        matching.settle(&group, year);
    }
    let last = matching.meant.into_iter();
    last.map(|meant| meant.unwrap_or(Meant::New(None)))
        .collect()
}

struct Matching<'a, 'r> {
    rows: &'r [(u64, Record)],
    names: Vec<String>,
    meant: Vec<Option<Meant<'a>>>,
    taken: BTreeSet<PupilId>,
    by_name: BTreeMap<String, Vec<&'a Pupil>>,
}

/// Rows of one name, by their place.
type Group = Vec<usize>;
/// A row that may mean a pupil.
type Edge<'a> = (usize, &'a Pupil);

impl<'a> Matching<'a, '_> {
    fn row(&self, place: usize) -> Option<&(u64, Record)> {
        self.rows.get(place)
    }

    fn answer(&mut self, place: usize, meant: Meant<'a>) {
        if let Meant::Known(pupil) = meant {
            self.taken.insert(pupil.id);
        }
        if let Some(slot) = self.meant.get_mut(place) {
            *slot = Some(meant);
        }
    }

    fn is_open(&self, place: usize) -> bool {
        self.meant.get(place).is_some_and(Option::is_none)
    }

    /// The open rows of each name.
    fn groups(&self) -> Vec<Group> {
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for (place, name) in self.names.iter().enumerate() {
            if self.is_open(place) {
                groups.entry(name).or_default().push(place);
            }
        }
        groups.into_values().collect()
    }

    /// The pupils of that name whom no row has taken.
    fn free(&self, place: usize) -> Vec<&'a Pupil> {
        let named = self
            .names
            .get(place)
            .and_then(|name| self.by_name.get(name));
        let free = named.into_iter().flatten().copied();
        free.filter(|pupil| !self.taken.contains(&pupil.id))
            .collect()
    }

    /// Refuses a row that is there twice.
    fn repeats(&mut self) {
        let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
        let mut names: BTreeMap<&str, Vec<&(u64, Record)>> = BTreeMap::new();
        let mut twice = Vec::new();
        for (place, (row, name)) in self.rows.iter().zip(&self.names).enumerate() {
            let upn = row.1.upn.as_str();
            let first = match numbers.get(upn) {
                Some(line) if !upn.is_empty() => Some(*line),
                _ => {
                    let named = names.entry(name).or_default();
                    let same = named.iter().find(|other| one_child(&other.1, &row.1));
                    same.map(|other| other.0)
                }
            };
            match first {
                Some(line) => twice.push((place, line)),
                None => {
                    numbers.insert(upn, row.0);
                    names.entry(name).or_default().push(row);
                }
            }
        }
        for (place, first) in twice {
            if let Some((_, row)) = self.row(place) {
                let why = format!(
                    "{} ({}) is in line {first} already; if they are two children, give both dates of birth, or unique pupil numbers",
                    row.name, row.year
                );
                self.answer(place, Meant::Unclear(why));
            }
        }
    }

    /// Unique pupil numbers stay when names and dates are put right.
    fn by_number(&mut self, school: &'a School) {
        let numbered = school.pupils.values().filter(|pupil| !pupil.upn.is_empty());
        let by_upn: BTreeMap<&str, &Pupil> = numbered.map(|p| (p.upn.as_str(), p)).collect();
        for (place, (_, row)) in self.rows.iter().enumerate() {
            let Some(pupil) = by_upn.get(row.upn.as_str()).copied() else {
                continue;
            };
            if !self.is_open(place) {
                continue;
            }
            let first = |name: &str| name_key(name).split(' ').next().map(str::to_owned);
            let alike = name_key(&pupil.name) == name_key(&row.name)
                || first(&pupil.name) == first(&row.name)
                || pupil.born.is_some() && pupil.born == row.born;
            let meant = match alike {
                true => Meant::Known(pupil),
                false => Meant::Unclear(format!(
                    "its unique pupil number is that of {} in the list, with another name and date of birth: one of them is wrong",
                    pupil.name
                )),
            };
            self.answer(place, meant);
        }
    }

    /// One name and one date of birth are one child.
    fn by_birthday(&mut self) {
        for (place, (_, row)) in self.rows.iter().enumerate() {
            if row.born.is_none() || !self.is_open(place) {
                continue;
            }
            let mut same = self.free(place);
            same.retain(|pupil| pupil.born == row.born);
            match same.as_slice() {
                [] => {}
                [one] => self.answer(place, Meant::Known(one)),
                several => {
                    let why = several_could_be(row, several.len());
                    self.answer(place, Meant::Unclear(why));
                }
            }
        }
    }

    /// How many school years lie between the list and the file: what most children have moved up of
    /// whom there is only one. None when nothing says so.
    fn years_since(&self) -> Option<u8> {
        let mut votes: BTreeMap<u8, usize> = BTreeMap::new();
        let mut vote = |row: &Record, pupil: &Pupil| {
            if let Some(years) = row.year.years_after(pupil.year) {
                *votes.entry(years).or_default() += 1;
            }
        };
        for (meant, (_, row)) in self.meant.iter().zip(self.rows) {
            if let Some(Meant::Known(pupil)) = meant {
                vote(row, pupil);
            }
        }
        for group in self.groups() {
            if let [place] = group.as_slice()
                && let [pupil] = self.free(*place).as_slice()
                && let Some((_, row)) = self.row(*place)
                && may_be(pupil, row)
            {
                vote(row, pupil);
            }
        }
        let all: usize = votes.values().sum();
        let (years, most) = votes.into_iter().max_by_key(|(_, count)| *count)?;
        (2 * most > all).then_some(years)
    }

    /// All rows of one name, against all pupils of that name.
    fn settle(&mut self, group: &Group, since: Option<u8>) {
        let Some(first) = group.first() else {
            return;
        };
        let pupils = self.free(*first);
        let open = group
            .iter()
            .filter_map(|place| Some((*place, &self.rows.get(*place)?.1)));
        let edges: Vec<Edge<'a>> = open
            .flat_map(|(place, row)| {
                let fitting = pupils.iter().filter(move |pupil| may_be(pupil, row));
                fitting.map(move |pupil| (place, *pupil))
            })
            .collect();
        let rows: BTreeSet<usize> = edges.iter().map(|(place, _)| *place).collect();
        let people: BTreeSet<PupilId> = edges.iter().map(|(_, pupil)| pupil.id).collect();
        for place in group.iter().filter(|place| !rows.contains(place)) {
            let older = self.older_namesake(*place, &pupils);
            self.answer(*place, Meant::New(older));
        }
        if let [(place, pupil)] = edges.as_slice() {
            self.answer(*place, Meant::Known(pupil));
            return;
        }
        let whole = rows.len().min(people.len());
        let readings: Vec<Vec<Edge<'a>>> = match since {
            Some(years) => vec![self.reading(&edges, years)],
            None => (0..=YEARS)
                .map(|years| self.reading(&edges, years))
                .filter(|reading| reading.len() == whole)
                .collect(),
        };
        let [reading] = readings.as_slice() else {
            return self.leave_alone(&rows, people.len());
        };
        for (place, pupil) in reading {
            self.answer(*place, Meant::Known(pupil));
        }
        // Whoever could still be somebody whom no row means is not called new.
        let left: BTreeSet<usize> = rows
            .into_iter()
            .filter(|place| self.is_open(*place))
            .collect();
        let somebody = |place: &usize| {
            edges
                .iter()
                .any(|(at, pupil)| at == place && !self.taken.contains(&pupil.id))
        };
        let (unclear, new): (BTreeSet<_>, BTreeSet<_>) = left.into_iter().partition(somebody);
        for place in new {
            self.answer(place, Meant::New(None));
        }
        self.leave_alone(&unclear, people.len());
    }

    /// The pairs that lie so many years apart and are the only ones of both sides; where two rows
    /// could be one pupil of this year, or the other way round, the class decides.
    fn reading(&self, edges: &[Edge<'a>], years: u8) -> Vec<Edge<'a>> {
        let apart: Vec<&Edge<'a>> = edges
            .iter()
            .filter(|(place, pupil)| {
                self.row(*place)
                    .is_some_and(|(_, row)| row.year.years_after(pupil.year) == Some(years))
            })
            .collect();
        let same_class = |edge: &Edge<'a>| {
            years == 0
                && self.row(edge.0).is_some_and(|(_, row)| {
                    !row.class.is_empty() && name_key(&row.class) == name_key(&edge.1.class)
                })
        };
        let rivals = |one: &Edge<'a>| {
            let rivals = apart
                .iter()
                .filter(|other| (other.0 == one.0) != (other.1.id == one.1.id));
            rivals.copied().collect::<Vec<_>>()
        };
        apart
            .iter()
            .filter(|edge| {
                let rivals = rivals(edge);
                rivals.is_empty() || same_class(edge) && !rivals.into_iter().any(same_class)
            })
            .map(|edge| **edge)
            .collect()
    }

    /// The oldest pupil of that name who would have had to go down years to be meant.
    fn older_namesake(&self, place: usize, pupils: &[&'a Pupil]) -> Option<&'a Pupil> {
        let (_, row) = self.row(place)?;
        pupils
            .iter()
            .copied()
            .filter(|pupil| pupil.year > row.year && not_another(pupil, row))
            .max_by_key(|pupil| pupil.year)
    }

    fn leave_alone(&mut self, rows: &BTreeSet<usize>, pupils: usize) {
        let lines: Vec<u64> = rows
            .iter()
            .filter_map(|place| self.row(*place).map(|(line, _)| *line))
            .collect();
        for place in rows {
            let Some((_, row)) = self.row(*place) else {
                continue;
            };
            let why = match pupils {
                1 => format!(
                    "which of lines {} is the {} of the list cannot be told; import that one alone first, with the unique pupil number or the date of birth",
                    lines
                        .iter()
                        .map(u64::to_string)
                        .collect::<Vec<_>>()
                        .join(" and "),
                    row.name
                ),
                several => several_could_be(row, several),
            };
            self.answer(*place, Meant::Unclear(why));
        }
    }
}

/// Whether two rows of one name speak of one child.
fn one_child(one: &Record, other: &Record) -> bool {
    let numbers_differ = !one.upn.is_empty() && !other.upn.is_empty() && one.upn != other.upn;
    let born = one.born.is_some() && one.born == other.born;
    let may = one.born.is_none() || other.born.is_none() || born;
    !numbers_differ && may && (one.year == other.year || born)
}

/// Whether neither the dates of birth nor the unique pupil numbers speak against it.
fn not_another(pupil: &Pupil, row: &Record) -> bool {
    let born = pupil.born.is_none() || row.born.is_none() || pupil.born == row.born;
    let upn = pupil.upn.is_empty() || row.upn.is_empty() || pupil.upn == row.upn;
    born && upn
}

/// Whether nothing speaks against it: nobody goes down years.
fn may_be(pupil: &Pupil, row: &Record) -> bool {
    not_another(pupil, row) && row.year >= pupil.year
}

fn several_could_be(row: &Record, n: usize) -> String {
    format!(
        "{n} pupils in the list could be {} ({}); give the unique pupil number or the date of birth",
        row.name, row.year
    )
}
