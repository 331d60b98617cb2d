//! What things look like. Colour never carries a meaning that no word or sign beside it carries.

use ratatui::style::{Color, Modifier, Style};

/// The styles of everything on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub struct Theme {
    pub text: Style,
    pub dim: Style,
    pub heading: Style,
    pub selected: Style,
    pub label: Style,
    pub field: Style,
    pub field_focused: Style,
    pub key: Style,
    pub error: Style,
    pub warning: Style,
    pub good: Style,
    pub severity_low: Style,
    pub severity_moderate: Style,
    pub severity_high: Style,
    pub severity_critical: Style,
    pub frame: Style,
    pub footer: Style,
    pub banner: Style,
}

impl Theme {
    /// The sixteen colours that every terminal has, on the terminal's own background.
    #[must_use]
    pub fn colour() -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            heading: plain.add_modifier(Modifier::BOLD),
            selected: plain.add_modifier(Modifier::REVERSED),
            label: plain.fg(Color::Cyan),
            field: plain,
            field_focused: plain.add_modifier(Modifier::UNDERLINED),
            key: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            error: plain.fg(Color::LightRed).add_modifier(Modifier::BOLD),
            warning: plain.fg(Color::Yellow),
            good: plain.fg(Color::Green),
            severity_low: plain,
            severity_moderate: plain.fg(Color::Yellow),
            severity_high: plain.fg(Color::LightRed),
            severity_critical: plain
                .fg(Color::LightRed)
                .add_modifier(Modifier::BOLD | Modifier::REVERSED),
            frame: plain.fg(Color::Cyan),
            footer: plain,
            banner: plain.fg(Color::Black).bg(Color::Cyan),
        }
    }

    /// No colour at all: bold, dim, underline and reverse do everything.
    #[must_use]
    pub fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            heading: bold,
            selected: plain.add_modifier(Modifier::REVERSED),
            label: plain,
            field: plain,
            field_focused: plain.add_modifier(Modifier::UNDERLINED),
            key: bold,
            error: bold,
            warning: bold,
            good: plain,
            severity_low: plain,
            severity_moderate: plain,
            severity_high: bold,
            severity_critical: plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            frame: plain,
            footer: plain,
            banner: plain.add_modifier(Modifier::REVERSED),
        }
    }

    /// The theme for this terminal: without colour where the person asked for none (`NO_COLOR`).
    #[must_use]
    pub fn for_terminal() -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if no_colour {
            Self::mono()
        } else {
            Self::colour()
        }
    }
}
