//! Columns, by the headings of management systems.

/// A column that is known by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The whole name.
    Name,
    /// Forename.
    Forename,
    /// Surname.
    Surname,
    /// Unique pupil number.
    Upn,
    /// Year group.
    Year,
    /// Class.
    Class,
    /// Date of birth.
    Born,
    /// SEN status.
    Sen,
    /// The SEND document that fits.
    Document,
    /// When the agreement was signed.
    Signed,
    /// By which parent.
    SignedBy,
}

/// Headings, lower case and without anything but letters and digits; of several in one file the
/// first of a list counts: the name that a child goes by is before the one on the certificate.
const HEADINGS: [(Column, &[&str]); 11] = [
    (
        Column::Name,
        &[
            "preferredfullname",
            "preferredname",
            "fullname",
            "name",
            "pupilname",
            "studentname",
            "displayname",
            "pupil",
            "student",
            "surnameforename",
            "namesurnameforename",
            "legalfullname",
            "legalname",
            "childname",
            "child",
        ],
    ),
    (
        Column::Forename,
        &[
            "preferredforename",
            "preferredfirstname",
            "chosenforename",
            "chosenname",
            "knownas",
            "forename",
            "firstname",
            "givenname",
            "legalforename",
            "legalfirstname",
            "forenames",
            "pupilforename",
            "studentforename",
        ],
    ),
    (
        Column::Surname,
        &[
            "preferredsurname",
            "preferredlastname",
            "chosensurname",
            "surname",
            "lastname",
            "familyname",
            "legalsurname",
            "legallastname",
            "pupilsurname",
            "studentsurname",
        ],
    ),
    (
        Column::Upn,
        &["upn", "uniquepupilnumber", "pupilupn", "studentupn"],
    ),
    (
        Column::Year,
        &[
            "yeargrp",
            "ncyeargrp",
            "yrgrp",
            "yrgroup",
            "ncyear",
            "yeargroup",
            "year",
            "nationalcurriculumyear",
            "nationalcurriculumyeargroup",
            "ncyeargroup",
            "ncyearactual",
            "actualncyear",
            "curriculumyear",
            "currentyeargroup",
            "currentncyear",
            "currentyear",
            "yr",
            "yeartaughtin",
            "yeargroupname",
        ],
    ),
    (
        Column::Class,
        &[
            "class",
            "reggroup",
            "registrationgroup",
            "registrationform",
            "form",
            "formgroup",
            "tutorgroup",
            "classname",
            "regform",
            "reg",
            "registration",
            "currentclass",
            "currentregistrationform",
            "registrationgroupname",
            "tutor",
            "formname",
        ],
    ),
    (
        Column::Born,
        &[
            "dob",
            "dateofbirth",
            "birthdate",
            "birthday",
            "born",
            "pupildob",
            "studentdob",
        ],
    ),
    (
        Column::Sen,
        &[
            "senstatus",
            "sen",
            "sendstatus",
            "send",
            "sencode",
            "senprovision",
            "sendprovision",
            "currentsenstatus",
            "senstage",
            "senstatuscode",
            "sensupport",
            "hassen",
            "hassend",
            "specialeducationalneeds",
            "senprovisiontype",
            "senstatusdescription",
        ],
    ),
    (
        Column::Document,
        &[
            "senddocument",
            "senddoc",
            "sendpolicy",
            "sendlevel",
            "sendaup",
            "sendaupdocument",
            "aupdocument",
        ],
    ),
    (
        Column::Signed,
        &[
            "aupsigned",
            "aupsignedon",
            "aupsigneddate",
            "aupdate",
            "agreementsigned",
            "agreementsignedon",
            "aup",
        ],
    ),
    (
        Column::SignedBy,
        &[
            "aupsignedby",
            "agreementsignedby",
            "aupparent",
            "aupsignedbyparent",
            "aupsignedparent",
        ],
    ),
];

/// Where the columns are.
pub struct Columns(Vec<(Column, usize)>);

impl Columns {
    /// The columns of a row of headings, if it is one.
    pub fn find(row: &csv::StringRecord) -> Option<Self> {
        let headings: Vec<String> = row
            .iter()
            .map(|cell| {
                let letters = cell.chars().filter(|c| c.is_alphanumeric());
                letters.flat_map(char::to_lowercase).collect()
            })
            .collect();
        let mut found = Vec::new();
        for (column, names) in HEADINGS {
            let mut places = names
                .iter()
                .filter_map(|name| headings.iter().position(|heading| heading == name));
            // Every column of names: where the first is empty, the next one counts.
            match column {
                Column::Name | Column::Forename | Column::Surname => {
                    found.extend(places.map(|place| (column, place)));
                }
                _ => found.extend(places.next().map(|place| (column, place))),
            }
        }
        let columns = Self(found);
        let named = columns.has(Column::Name)
            || (columns.has(Column::Forename) && columns.has(Column::Surname));
        (named && columns.has(Column::Year)).then_some(columns)
    }

    /// Whether there is such a column.
    pub fn has(&self, column: Column) -> bool {
        self.0.iter().any(|(one, _)| *one == column)
    }

    /// How many columns a row has at least.
    pub fn width(&self) -> usize {
        let last = self.0.iter().map(|(_, place)| place + 1);
        last.max().unwrap_or(0)
    }

    /// What a row says in a column; empty when it says nothing.
    pub fn cell<'a>(&self, row: &'a csv::StringRecord, column: Column) -> &'a str {
        self.0
            .iter()
            .filter(|(one, _)| *one == column)
            .filter_map(|(_, place)| row.get(*place))
            .map(str::trim)
            .find(|cell| !cell.is_empty())
            .unwrap_or_default()
    }
}
