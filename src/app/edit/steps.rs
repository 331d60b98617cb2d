//! Where the grapheme or the word beside a place begins and ends.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Kind, TextEdit};

impl TextEdit {
    pub(super) fn head(&self, at: usize) -> &str {
        self.text.get(..at).unwrap_or_default()
    }

    pub(super) fn tail(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    pub(super) fn before(&self, at: usize) -> usize {
        self.head(at)
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(start, _)| start)
    }

    pub(super) fn after(&self, at: usize) -> usize {
        at + self.tail(at).graphemes(true).next().map_or(0, str::len)
    }

    /// The first boundary between graphemes at or after an offset: what was typed or deleted
    /// may have joined what was on either side.
    pub(super) fn boundary_from(&self, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(false) => cursor
                .next_boundary(&self.text, 0)
                .ok()
                .flatten()
                .unwrap_or(self.text.len()),
            _ => at,
        }
    }

    pub(super) fn word_before(&self, at: usize) -> usize {
        if self.kind == Kind::Secret {
            return 0;
        }
        let mut graphemes = self.head(at).grapheme_indices(true).rev().peekable();
        let mut start = at;
        while let Some((i, _)) = graphemes.next_if(|(_, grapheme)| class(grapheme) == Class::Blank)
        {
            start = i;
        }
        let word = graphemes.peek().map(|(_, grapheme)| class(grapheme));
        while let Some((i, _)) = graphemes.next_if(|(_, grapheme)| Some(class(grapheme)) == word) {
            start = i;
        }
        start
    }

    pub(super) fn word_after(&self, at: usize) -> usize {
        if self.kind == Kind::Secret {
            return self.text.len();
        }
        let mut graphemes = self.tail(at).graphemes(true).peekable();
        let mut end = at;
        let word = graphemes.peek().map(|grapheme| class(grapheme));
        while let Some(grapheme) = graphemes.next_if(|grapheme| Some(class(grapheme)) == word) {
            end += grapheme.len();
        }
        while let Some(grapheme) = graphemes.next_if(|grapheme| class(grapheme) == Class::Blank) {
            end += grapheme.len();
        }
        end
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Letter,
    Mark,
}

fn class(grapheme: &str) -> Class {
    match grapheme.chars().next() {
        Some(c) if c.is_whitespace() => Class::Blank,
        Some(c) if c.is_alphanumeric() || matches!(c, '\'' | '’' | '_') => Class::Letter,
        _ => Class::Mark,
    }
}
