//! What people type: names, words of a case, and those with a slip; the same in every run.

use daybook::domain::school::School;

/// So many queries, each about some case.
pub fn queries(school: &School, many: usize) -> Vec<String> {
    let cases: Vec<_> = school.cases.keys().collect();
    (0..many)
        .filter_map(|n| {
            let case = cases.get(n * 7_919 % cases.len().max(1))?;
            let case = school.cases.get_in_passing(case)?;
            let words: Vec<&str> = case
                .concern
                .account
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.len() > 4)
                .collect();
            let word = |at: usize| words.get(at % words.len().max(1)).copied().unwrap_or("e");
            let name = case.lead().map_or("", |one| one.who.name());
            Some(match n % 6 {
                0 => name.to_lowercase(),
                1 => format!("{} {}", word(n), word(n + 3)),
                2 => slip(word(n)),
                3 => format!("{} {}", name.split(' ').next().unwrap_or_default(), word(n)),
                4 => case.reference.to_string(),
                _ => format!(
                    "the {} and {} in {}",
                    word(n),
                    slip(word(n + 1)),
                    word(n + 2)
                ),
            })
        })
        .collect()
}

/// A query as it stands after each key.
pub fn presses(query: &str) -> impl Iterator<Item = &str> {
    let ends = query.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.filter_map(|end| query.get(..end))
}

/// The word with two neighbours swapped.
fn slip(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 3 {
        letters.swap(2, 3);
    }
    letters.into_iter().collect()
}
