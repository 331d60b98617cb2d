//! A text that leaves no copies of itself behind: a growing `String` would free its old bytes
//! as they are, so growth is done here, and wiped.

use std::ops::Range;

use zeroize::Zeroizing;

/// Replaces a range of the text. One that is not on character boundaries changes nothing.
pub(super) fn replace(text: &mut Zeroizing<String>, range: Range<usize>, with: &str) {
    if text.get(range.clone()).is_none() {
        return;
    }
    let needed = text.len() - range.len() + with.len();
    if needed > text.capacity() {
        let mut grown = Zeroizing::new(String::with_capacity((needed * 2).max(64)));
        grown.push_str(text);
        *text = grown; // the old text is wiped as it drops
    }
    text.replace_range(range, with);
}
