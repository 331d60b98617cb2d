//! One key with what is held beside it: read from keymaps, taken from the terminal, shown to people.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A character; never with shift, which is in the character already.
    Char(char),
    /// A function key, F1 to F12.
    F(u8),
    /// A key with a name.
    Named(Name),
}

/// Keys with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names say it
pub enum Name {
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Home,
    End,
    PageUp,
    PageDown,
    Up,
    Down,
    Left,
    Right,
}

/// The names as keymaps write them and as people read them.
const NAMES: [(Name, &str, &str); 14] = [
    (Name::Enter, "enter", "Enter"),
    (Name::Esc, "esc", "Esc"),
    (Name::Tab, "tab", "Tab"),
    (Name::Backspace, "backspace", "Backspace"),
    (Name::Delete, "delete", "Del"),
    (Name::Insert, "insert", "Ins"),
    (Name::Home, "home", "Home"),
    (Name::End, "end", "End"),
    (Name::PageUp, "pageup", "PgUp"),
    (Name::PageDown, "pagedown", "PgDn"),
    (Name::Up, "up", "↑"),
    (Name::Down, "down", "↓"),
    (Name::Left, "left", "←"),
    (Name::Right, "right", "→"),
];

/// A key and what is held beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// Ctrl is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held; never with a character.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

/// What a terminal's key event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A key went down.
    Chord(Chord),
    /// A key is held down and repeats.
    Repeat(Chord),
    /// A character that AltGr made: always text.
    Text(char),
    /// Nothing to act on: a release, a lone modifier.
    Nothing,
}

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChordError {
    /// No such key.
    #[error(
        "there is no key {0:?}; keys are written like n, ctrl-s, alt-w, shift-tab, f1, enter, esc, pageup"
    )]
    Unknown(String),
    /// A key that arrives as another one.
    #[error("a terminal sends {0} and {1} as the same key; write {1}")]
    Same(String, &'static str),
    /// Shift with a character.
    #[error("shift is part of the character: write {0:?} instead")]
    Shifted(String),
}

impl Chord {
    /// A key alone.
    #[must_use]
    pub const fn plain(key: Key) -> Self {
        Self {
            ctrl: false,
            alt: false,
            shift: false,
            key,
        }
    }

    /// The character that this types, if it is one.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// In people's words: `Ctrl-S`, `Enter`, `?`.
    #[must_use]
    pub fn pretty(self) -> String {
        let mut out = String::new();
        for (held, word) in [
            (self.ctrl, "Ctrl-"),
            (self.alt, "Alt-"),
            (self.shift, "Shift-"),
        ] {
            if held {
                out.push_str(word);
            }
        }
        match self.key {
            Key::Char(' ') => out.push_str("Space"),
            Key::Char(c) if self.ctrl || self.alt => out.extend(c.to_uppercase()),
            Key::Char(c) => out.push(c),
            Key::F(n) => out.push_str(&format!("F{n}")),
            Key::Named(name) => {
                let shown = NAMES.iter().find(|(one, ..)| *one == name);
                out.push_str(shown.map_or("", |(_, _, pretty)| pretty));
            }
        }
        out
    }

    /// What a key event of the terminal means. Windows sends releases too; AltGr arrives there as
    /// Ctrl and Alt together with the character it makes.
    #[must_use]
    pub fn from_event(event: KeyEvent) -> Pressed {
        if event.kind == KeyEventKind::Release {
            return Pressed::Nothing;
        }
        let held = event.modifiers;
        let (ctrl, alt) = (
            held.contains(KeyModifiers::CONTROL),
            held.contains(KeyModifiers::ALT),
        );
        let mut shift = held.contains(KeyModifiers::SHIFT);
        let named = |name| Some(Key::Named(name));
        let key = match event.code {
            // AltGr makes signs and foreign letters; Ctrl-Alt with a plain letter is a chord.
            KeyCode::Char(c) if ctrl && alt && !c.is_ascii_alphanumeric() => {
                return Pressed::Text(c);
            }
            KeyCode::Char(c) => {
                let c = if ctrl { c.to_ascii_lowercase() } else { c };
                let c = if alt { c.to_ascii_lowercase() } else { c };
                let c = if shift && !ctrl && !alt && c.is_lowercase() {
                    c.to_uppercase().next().unwrap_or(c)
                } else {
                    c
                };
                shift = false;
                Some(Key::Char(c))
            }
            KeyCode::F(n) => Some(Key::F(n)),
            KeyCode::Enter => named(Name::Enter),
            KeyCode::Esc => named(Name::Esc),
            KeyCode::Tab => named(Name::Tab),
            KeyCode::BackTab => {
                shift = true;
                named(Name::Tab)
            }
            KeyCode::Backspace => named(Name::Backspace),
            KeyCode::Delete => named(Name::Delete),
            KeyCode::Insert => named(Name::Insert),
            KeyCode::Home => named(Name::Home),
            KeyCode::End => named(Name::End),
            KeyCode::PageUp => named(Name::PageUp),
            KeyCode::PageDown => named(Name::PageDown),
            KeyCode::Up => named(Name::Up),
            KeyCode::Down => named(Name::Down),
            KeyCode::Left => named(Name::Left),
            KeyCode::Right => named(Name::Right),
            _ => None,
        };
        let Some(key) = key else {
            return Pressed::Nothing;
        };
        let chord = Self {
            ctrl,
            alt,
            shift,
            key,
        };
        if event.kind == KeyEventKind::Repeat {
            Pressed::Repeat(chord)
        } else {
            Pressed::Chord(chord)
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(word)?;
            }
        }
        match self.key {
            Key::Char(' ') => f.write_str("space"),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "f{n}"),
            Key::Named(name) => {
                let written = NAMES.iter().find(|(one, ..)| *one == name);
                f.write_str(written.map_or("", |(_, written, _)| written))
            }
        }
    }
}

impl FromStr for Chord {
    type Err = ChordError;

    fn from_str(text: &str) -> Result<Self, ChordError> {
        let unknown = || ChordError::Unknown(text.to_owned());
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        loop {
            let lower = rest.to_lowercase();
            let held = if lower.starts_with("ctrl-") {
                (&mut ctrl, 5)
            } else if lower.starts_with("alt-") {
                (&mut alt, 4)
            } else if lower.starts_with("shift-") {
                (&mut shift, 6)
            } else {
                break;
            };
            if *held.0 {
                return Err(unknown());
            }
            *held.0 = true;
            rest = rest.get(held.1..).unwrap_or("");
        }
        let mut chars = rest.chars();
        let key = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() && c != ' ' => {
                if shift {
                    return Err(ChordError::Shifted(c.to_uppercase().to_string()));
                }
                let lower = ctrl || alt;
                Key::Char(if lower { c.to_ascii_lowercase() } else { c })
            }
            _ => named(&rest.to_lowercase()).ok_or_else(unknown)?,
        };
        if ctrl
            && !alt
            && let Key::Char(c) = key
        {
            let same = match c {
                'i' => Some("tab"),
                'm' | 'j' => Some("enter"),
                '[' => Some("esc"),
                'h' => Some("backspace"),
                _ => None,
            };
            if let Some(same) = same {
                return Err(ChordError::Same(format!("ctrl-{c}"), same));
            }
        }
        Ok(Self {
            ctrl,
            alt,
            shift,
            key,
        })
    }
}

fn named(text: &str) -> Option<Key> {
    if text == "space" {
        return Some(Key::Char(' '));
    }
    if let Some(number) = text.strip_prefix('f')
        && let Ok(n @ 1..=12) = number.parse::<u8>()
    {
        return Some(Key::F(n));
    }
    NAMES
        .iter()
        .find(|(_, written, _)| *written == text)
        .map(|(name, ..)| Key::Named(*name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pressed(code: KeyCode, held: KeyModifiers) -> Pressed {
        Chord::from_event(KeyEvent::new(code, held))
    }

    #[test]
    fn keys_of_the_terminal_are_the_keys_of_the_keymap() {
        for (code, held, written) in [
            (KeyCode::Char('s'), KeyModifiers::CONTROL, "ctrl-s"),
            (
                KeyCode::Char('S'),
                KeyModifiers::CONTROL | KeyModifiers::SHIFT,
                "ctrl-s",
            ),
            (KeyCode::Char('w'), KeyModifiers::ALT, "alt-w"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('g'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('?'), KeyModifiers::SHIFT, "?"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::Left, KeyModifiers::CONTROL, "ctrl-left"),
            (KeyCode::F(12), KeyModifiers::NONE, "f12"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "space"),
        ] {
            assert_eq!(
                pressed(code, held),
                Pressed::Chord(written.parse().unwrap()),
                "{written}"
            );
        }
    }

    #[test]
    fn altgr_makes_text_and_releases_nothing() {
        let both = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(pressed(KeyCode::Char('€'), both), Pressed::Text('€'));
        assert_eq!(pressed(KeyCode::Char('@'), both), Pressed::Text('@'));
        let mut up = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
        up.kind = KeyEventKind::Release;
        assert_eq!(Chord::from_event(up), Pressed::Nothing);
    }

    #[test]
    fn what_a_terminal_cannot_tell_apart_is_refused() {
        let error = |text: &str| text.parse::<Chord>().unwrap_err().to_string();
        assert_eq!(
            error("ctrl-i"),
            "a terminal sends ctrl-i and tab as the same key; write tab"
        );
        assert!(error("ctrl-m").contains("enter"));
        assert!(error("ctrl-[").contains("esc"));
        assert!(error("ctrl-h").contains("backspace"));
        assert!(error("shift-a").contains("\"A\""));
        assert!(error("hyper-x").starts_with("there is no key \"hyper-x\""));
        assert!("".parse::<Chord>().is_err());
        assert!("ctrl-ctrl-x".parse::<Chord>().is_err());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(ctrl: bool, alt: bool, shift: bool, which in 0_usize..40) {
            let key = match which {
                n @ 0..14 => Key::Named(NAMES[n].0),
                n @ 14..26 => Key::F(u8::try_from(n - 13).unwrap()),
                n => Key::Char(['a', 'z', '?', '/', '-', ' ', 'é', '0', '.', ',', ';', '[', ']', '='][n - 26]),
            };
            let shift = shift && !matches!(key, Key::Char(_));
            let chord = Chord { ctrl, alt, shift, key };
            let same = matches!(key, Key::Char('[')) && ctrl && !alt;
            prop_assume!(!same);
            prop_assert_eq!(chord.to_string().parse::<Chord>(), Ok(chord));
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC*") {
            let _ = text.parse::<Chord>();
        }
    }
}
