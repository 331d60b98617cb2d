//! Text on its way in: what a paste may hold, and how to know a paste where the terminal does not say so.

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use zeroize::Zeroizing;

/// From how many waiting characters on a burst is a paste: nobody types four keys within one instant.
pub const BURST: usize = 4;

/// Whether a burst of characters may be a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bursts {
    /// The terminal marks its pastes, so a burst is fast typing, or a slow line catching up.
    AreKeys,
    /// The terminal cannot mark a paste (Windows), so a burst is one.
    ArePastes,
}

/// Text from outside without control characters (line ends and tabs excepted) and without the characters that
/// reorder what is read: a name must not be able to hide what follows it. Line ends become `\n`.
#[must_use]
pub fn clean(text: &str) -> Zeroizing<String> {
    // Room for everything at once: a string that grows leaves copies of a record behind in memory.
    let mut cleaned = Zeroizing::new(String::with_capacity(text.len()));
    let mut after_return = false;
    for character in text.chars() {
        match character {
            '\r' => cleaned.push('\n'),
            '\n' if after_return => {}
            _ if is_welcome(character) => cleaned.push(character),
            _ => {}
        }
        after_return = character == '\r';
    }
    cleaned
}

/// Whether a character may be part of a text: see [`clean`].
#[must_use]
pub fn is_welcome(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => false,
        _ => !character.is_control(),
    }
}

/// The character that a key puts into a text, if it does; AltGr arrives as Ctrl and Alt with the character.
fn text_of(key: &KeyEvent) -> Option<char> {
    let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let others = key.modifiers - KeyModifiers::SHIFT;
    match key.code {
        KeyCode::Char(character) if others.is_empty() || others == alt_gr => Some(character),
        KeyCode::Enter if others.is_empty() => Some('\n'),
        KeyCode::Tab if others.is_empty() => Some('\t'),
        _ => None,
    }
}

/// What was waiting in the terminal when a character arrived.
#[derive(Debug, Default)]
pub(super) struct Burst {
    keys: Vec<Event>,
    text: Zeroizing<String>,
    length: usize,
    alike: bool,
}

/// A burst, judged.
#[derive(Debug)]
pub(super) enum Judged {
    Paste(Zeroizing<String>),
    Keys(Vec<Event>),
}

impl Burst {
    pub(super) fn starting_with(event: Event) -> Result<Self, Event> {
        let mut burst = Self {
            alike: true,
            ..Self::default()
        };
        burst.take(event)?;
        Ok(burst)
    }

    /// Takes an event that belongs to the burst, or gives it back.
    pub(super) fn take(&mut self, event: Event) -> Result<(), Event> {
        let Event::Key(key) = event else {
            return Err(event);
        };
        if key.kind == KeyEventKind::Release {
            return Ok(()); // between two characters of a paste on Windows
        }
        let Some(character) = text_of(&key) else {
            return Err(event);
        };
        self.alike &= self.length == 0 || self.text.ends_with(character);
        self.text.push(character);
        self.length = self.length.saturating_add(1);
        self.keys.push(event);
        Ok(())
    }

    pub(super) const fn is_long(&self) -> bool {
        self.length >= BURST
    }

    /// A key held down while the machine was busy is no paste: all its characters are alike.
    pub(super) fn judge(self) -> Judged {
        if self.is_long() && !self.alike {
            Judged::Paste(self.text)
        } else {
            Judged::Keys(self.keys)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_become_one_and_what_hides_or_controls_is_dropped() {
        assert_eq!(clean("a\rb\r\nc\nd\r\r").as_str(), "a\nb\nc\nd\n\n");
        assert_eq!(
            clean("x\u{1b}[31m\u{202e}y\u{0}\u{9b}\tz").as_str(),
            "x[31my\tz"
        );
        assert_eq!(clean("Zoë – “naïve” 👩🏽‍🏫").as_str(), "Zoë – “naïve” 👩🏽‍🏫");
    }

    proptest! {
        #[test]
        fn cleaning_is_idempotent_and_leaves_nothing_unwelcome(text in ".{0,80}|[\r\n\u{202a}-\u{202f}\u{0}-\u{20}]{0,20}") {
            let once = clean(&text);
            prop_assert!(once.chars().all(is_welcome));
            prop_assert_eq!(clean(&once), once);
        }
    }
}
