//! What things look like. A theme is data: its colours are in `data/themes`, or in a school's own file laid over one of
//! those. Colour never carries a meaning that no word or sign beside it carries.

mod colour;
mod read;

use std::path::Path;

use ratatui::style::{Color, Style};

use crate::domain::data_error::DataError;
pub use colour::{contrast, rgb};

/// What a theme falls short of when it cannot be read, in the order of the file.
pub type ThemeError = DataError;

/// How much lighter the one of two colours must be than the other where letters are read (WCAG 2.2, 1.4.3 AA).
pub const CONTRAST: f64 = 4.5;

macro_rules! styles {
    ($($(#[doc = $doc:literal])* $role:ident),* $(,)?) => {
        /// The styles of everything on the screen.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Theme {
            $($(#[doc = $doc])* pub $role: Style,)*
        }

        impl Theme {
            /// The name of each style, in the order of the themes' files.
            pub const ROLES: &[&str] = &[$(stringify!($role)),*];

            /// The theme in which each style is what is said for its name.
            pub fn made(mut style: impl FnMut(&'static str) -> Style) -> Self {
                Self { $($role: style(stringify!($role)),)* }
            }

            /// Every style with its name.
            pub fn styles(&self) -> impl Iterator<Item = (&'static str, Style)> + use<> {
                [$((stringify!($role), self.$role)),*].into_iter()
            }
        }
    };
}

styles! {
    /// Everything that is no other.
    text,
    /// What may be passed over.
    dim,
    /// What a part begins with.
    heading,
    /// The line under the cursor.
    selected,
    /// What stands before a value.
    label,
    /// What was typed.
    field,
    /// What is being typed.
    field_focused,
    /// A key.
    key,
    /// What is wrong.
    error,
    /// What must not be passed over.
    warning,
    /// What went well.
    good,
    /// A low severity.
    severity_low,
    /// A moderate one.
    severity_moderate,
    /// A high one.
    severity_high,
    /// A critical one.
    severity_critical,
    /// Lines and boxes.
    frame,
    /// The foot of the screen.
    footer,
    /// The head of the screen.
    banner,
}

/// A theme and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its name on the command line.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its styles.
    pub theme: Theme,
}

/// The themes inside the program; the first is the one that is used when nobody chose.
const SHIPPED: [(&str, &str); 4] = [
    ("dark", include_str!("../../data/themes/dark.toml")),
    ("light", include_str!("../../data/themes/light.toml")),
    (
        "high-contrast",
        include_str!("../../data/themes/high-contrast.toml"),
    ),
    (MONO, include_str!("../../data/themes/mono.toml")),
];
/// The one without any colour.
pub const MONO: &str = "mono";

impl Look {
    /// The themes inside the program, in the order in which they are offered.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let read = |(name, text): &(&str, &str)| Self::parse(name, text).ok();
        SHIPPED.iter().filter_map(read).collect()
    }

    /// The theme of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::shipped().into_iter().find(|look| look.name == name)
    }

    /// Reads a school's own theme, which is called as its file is.
    ///
    /// # Errors
    /// The first mistake, with its line; or colours that are too near to each other to be read.
    pub fn of_file(path: &Path, text: &str) -> Result<Self, ThemeError> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Self::parse(&name, text)
    }
}

impl Theme {
    /// Without any colour.
    #[must_use]
    pub fn mono() -> Self {
        Look::named(MONO).map_or_else(|| Self::made(|_| Style::new()), |look| look.theme)
    }

    /// The two colours of a style: its own, or else the text's.
    fn colours(&self, style: Style) -> (Option<Color>, Option<Color>) {
        (style.fg.or(self.text.fg), style.bg.or(self.text.bg))
    }
}
