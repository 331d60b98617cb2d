//! Files of a summary, one format a file. Each takes a [`Protected`] and nothing else, and gives the same bytes for
//! the same summary, whenever and wherever: no clock, no chance, no name but those that the summary prints.

mod csv;
mod docx;
mod html;
mod markdown;
mod outline;
pub mod plain;
mod svg;
mod xml;

use super::Protected;

/// Why a file could not be made. It takes a broken machine: everything is written into memory.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Writing a part of it failed.
    #[error("the file could not be put together: {0}")]
    Write(#[from] std::io::Error),
    /// Packing it failed.
    #[error("the file could not be packed: {0}")]
    Pack(#[from] zip::result::ZipError),
    /// Writing its rows failed.
    #[error("the rows could not be written: {0}")]
    Rows(#[from] ::csv::Error),
}

/// The formats of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Word: what heads edit and governors get.
    Docx,
    /// A web page in one file, which prints well.
    Html,
    /// Its tables as tidy rows.
    Csv,
    /// Markdown.
    Markdown,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Docx, Self::Html, Self::Csv, Self::Markdown];

    /// Its id in commands, and the end of its files' names.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Markdown => "md",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Docx => "Word",
            Self::Html => "web page",
            Self::Csv => "CSV",
            Self::Markdown => "Markdown",
        }
    }

    /// The format of that id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// The name of a summary's file: of nothing but its release and profile.
    #[must_use]
    pub fn file_name(self, summary: &Protected) -> String {
        // The id of a confidential one says that it is.
        let (release, profile) = (summary.release(), summary.profile().id());
        let release = release
            .strip_suffix(&format!("-{profile}"))
            .unwrap_or(release);
        format!("online-safety-{release}-{profile}.{}", self.id())
    }

    /// The bytes of a summary's file.
    ///
    /// # Errors
    /// When it could not be put together, which takes a broken machine.
    pub fn render(self, summary: &Protected) -> Result<Vec<u8>, RenderError> {
        match self {
            Self::Docx => docx::render(summary),
            Self::Html => Ok(html::render(summary)?),
            Self::Csv => csv::render(summary),
            Self::Markdown => Ok(markdown::render(summary).into_bytes()),
        }
    }
}
