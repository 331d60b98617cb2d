//! From a vocabulary's TOML to its lists, with every mistake named by line.

use std::collections::BTreeMap;

use super::{Flag, List, RawTerm, Term, Vocabulary, VocabularyError, area_of};

impl Vocabulary {
    /// Reads a vocabulary file: the one inside the program and a school's own alike.
    ///
    /// # Errors
    /// The first mistake, with its line and the nearest right word, or the id that is missing.
    pub fn parse(text: &str) -> Result<Self, VocabularyError> {
        let raw: BTreeMap<List, Vec<RawTerm>> =
            toml::from_str(text).map_err(|error| VocabularyError::from_toml(text, &error))?;
        let mut made = Self::default();
        // In the order of the enum: areas and severities stand before the categories that name them.
        for (list, terms) in raw {
            for raw in terms {
                let term = made.check(text, list, raw)?;
                made.lists.entry(list).or_default().push(term);
            }
        }
        made.complete()?;
        Ok(made)
    }

    fn check(&self, text: &str, list: List, raw: RawTerm) -> Result<Term, VocabularyError> {
        let at = raw.id.span().start;
        let fault = |message: String| VocabularyError::at(text, at, message);
        let id = raw.id.into_inner();
        let dots = usize::from(list == List::Category);
        let kebab = id.split('.').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|each| matches!(each, 'a'..='z' | '0'..='9' | '-'))
        });
        if !kebab || id.matches('.').count() != dots {
            return Err(fault(if dots == 1 {
                format!("`{id}` must be an area and a word, such as `conduct.device-rule`")
            } else {
                format!("`{id}` must be small letters, digits and hyphens")
            }));
        }
        if self.term(list, &id).is_some() {
            return Err(fault(format!("`{id}` is in {list} twice")));
        }
        if raw.label.get_ref().trim().is_empty() {
            return Err(VocabularyError::at(
                text,
                raw.label.span().start,
                "a label must not be empty",
            ));
        }
        if list == List::Category
            && let Some(area) = area_of(&id)
            && self.term(List::Area, area).is_none()
        {
            let known = self.list(List::Area).iter().map(|term| term.id.as_str());
            return Err(VocabularyError::unknown(text, at, "area", area, known));
        }
        if let Some(severity) = &raw.severity {
            if list != List::Category {
                return Err(fault(format!(
                    "only a category suggests a severity; {list} does not"
                )));
            }
            if self.term(List::Severity, severity.get_ref()).is_none() {
                let known = self
                    .list(List::Severity)
                    .iter()
                    .map(|term| term.id.as_str());
                let at = severity.span().start;
                return Err(VocabularyError::unknown(
                    text,
                    at,
                    "severity",
                    severity.get_ref(),
                    known,
                ));
            }
        }
        if list != List::Sanction && !raw.follows.is_empty() {
            return Err(fault(format!(
                "only a sanction has `follows`; {list} does not"
            )));
        }
        if let Some(flag) = raw
            .flags
            .iter()
            .find(|flag| !list.flags().contains(flag.get_ref()))
        {
            return Err(VocabularyError::at(
                text,
                flag.span().start,
                format!("this flag means nothing in {list}"),
            ));
        }
        Ok(Term {
            id,
            label: raw.label.into_inner(),
            hint: raw.hint,
            retired: raw.retired,
            flags: raw
                .flags
                .into_iter()
                .map(toml::Spanned::into_inner)
                .collect(),
            severity: raw.severity.map(toml::Spanned::into_inner),
            follows: raw.follows,
        })
    }

    fn complete(&self) -> Result<(), VocabularyError> {
        for list in List::ALL {
            if self.offered(list).next().is_none() {
                return Err(VocabularyError::whole(format!(
                    "the list `{list}` offers nothing"
                )));
            }
            for id in list.required() {
                if self.term(list, id).is_none() {
                    return Err(VocabularyError::whole(format!(
                        "`{id}` is missing from {list}, and the rules rely on it; keep it, and set `retired = true` if it is not wanted"
                    )));
                }
            }
        }
        // The form's warning about images must not be switched off by a file.
        for (list, id, flag) in [
            (List::Category, "conduct.nude-image", Flag::Imagery),
            (List::ContactResult, "informed", Flag::Tells),
            (List::ContactResult, "withheld-risk", Flag::Withholds),
            (List::ContactResult, "withheld-risk", Flag::NeedsReason),
            (List::ContactResult, "withheld-agency", Flag::Withholds),
        ] {
            if !self.is(list, id, flag) {
                return Err(VocabularyError::whole(format!(
                    "`{id}` in {list} has lost a flag that the rules rely on; copy its `flags` from the shipped file"
                )));
            }
        }
        Ok(())
    }
}
