//! Tags put on a case and taken off it.

use super::{Decided, Desk, Problems, Refused, decided};
use crate::domain::case::Case;
use crate::domain::command::NewTags;
use crate::domain::entry::{CaseFact, Tagging};
use crate::domain::tag;

/// More tags than these find nothing again.
const MOST: usize = 12;

impl Desk<'_> {
    pub(super) fn tag(&self, case: &Case, new: &NewTags) -> Result<Decided, Refused> {
        let mut wrong = Problems::default();
        let mut added = tags(&mut wrong, "add", &new.add);
        let mut removed = tags(&mut wrong, "remove", &new.remove);
        if wrong.0.is_empty() {
            if added.is_empty() && removed.is_empty() {
                wrong.add("add", "Give a tag to put on or to take off.");
            } else if let Some(both) = added.iter().find(|tag| removed.contains(tag)) {
                wrong.add("remove", format!("{both} is to be put on and taken off."));
            } else {
                // What is so already needs no entry: several cases are tagged in one act.
                added.retain(|tag| !case.tags.contains(tag));
                removed.retain(|tag| case.tags.contains(tag));
                if added.is_empty() && removed.is_empty() {
                    wrong.add("add", "Its tags are so already.");
                }
                if case.tags.len() + added.len() > MOST + removed.len() {
                    wrong.add("add", format!("A case has at most {MOST} tags."));
                }
            }
        }
        let fact = CaseFact::Tagged(Tagging { added, removed });
        wrong.settle(Some(decided(case, vec![fact])))
    }
}

/// Tags as they are kept, each once.
fn tags(wrong: &mut Problems, field: &'static str, typed: &[String]) -> Vec<String> {
    let mut read = Vec::new();
    let words = typed.iter().flat_map(|text| text.split(','));
    for word in words.filter(|word| !word.trim().is_empty()) {
        if let Some(tag) = wrong.take(field, tag::read(word))
            && !read.contains(&tag)
        {
            read.push(tag);
        }
    }
    read
}
