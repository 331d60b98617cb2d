//! Saved views: a name, and the text of a query.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::domain::data_error::DataError;
use crate::domain::words::{LONGEST_NAME, clean_line, is_seen};

/// A mistake in a file of views.
pub type ViewsError = DataError;

const SHIPPED: &str = include_str!("../../../data/views.toml");

/// A view of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// What it shows, as [`super::parse`] reads it.
    pub query: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    views: Vec<RawView>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawView {
    name: Spanned<String>,
    query: Spanned<String>,
}

/// The views inside the program, read once.
///
/// They are compiled in and a test reads them, so a mistake cannot reach a school.
#[must_use]
pub fn shipped_views() -> &'static [View] {
    static ONCE: OnceLock<Vec<View>> = OnceLock::new();
    ONCE.get_or_init(|| views(SHIPPED).unwrap_or_default())
}

/// Reads a file of views. The keys of a query are checked here; its values are the school's, and are read when the view
/// is opened.
///
/// # Errors
/// The first mistake, with its line and the nearest right word.
pub fn views(text: &str) -> Result<Vec<View>, ViewsError> {
    let raw: RawFile = toml::from_str(text).map_err(|error| ViewsError::from_toml(text, &error))?;
    let mut made: Vec<View> = Vec::new();
    for raw in raw.views {
        let at = raw.name.span().start;
        let name = clean_line(raw.name.get_ref()).trim().to_owned();
        if !is_seen(&name) || name.chars().count() > LONGEST_NAME {
            return Err(ViewsError::at(text, at, "a view needs a short name"));
        }
        if made.iter().any(|view| view.name == name) {
            let say = format!("there are two views called `{name}`");
            return Err(ViewsError::at(text, at, say));
        }
        let query = raw.query.get_ref().trim().to_owned();
        let (_, faults) = super::read(&query, |_, piece, _| Ok(piece.text.clone()));
        if let Some(fault) = faults.into_iter().next() {
            return Err(ViewsError {
                line: ViewsError::at(text, raw.query.span().start, "").line,
                message: format!("the view `{name}`: {}", fault.say.trim_end_matches('.')),
                nearest: fault.instead,
            });
        }
        made.push(View { name, query });
    }
    Ok(made)
}
