//! Quotation marks that open and are never closed: a reader of CSV would take in all that follows.

/// The text with every line emptied in which a quotation mark opens that is never closed, and the
/// numbers of these lines. All others stay as and where they are.
pub fn blanked(text: &str, delimiter: u8) -> (String, Vec<u64>) {
    let mut out = String::with_capacity(text.len());
    let mut lines = Vec::new();
    let mut rest = text;
    let mut before = 0;
    while let Some(open) = unclosed(rest, delimiter) {
        let (head, tail) = rest.split_at(open);
        let start = head.rfind('\n').map_or(0, |at| at + 1);
        let (kept, _) = rest.split_at(start);
        out.push_str(kept);
        let breaks = |text: &str| text.matches('\n').count() as u64;
        lines.push(before + breaks(kept) + 1);
        // The line goes, its break stays.
        let end = tail.find('\n').unwrap_or(tail.len());
        before += breaks(kept);
        rest = tail.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    (out, lines)
}

/// Where the last quotation mark opens, if it is never closed.
fn unclosed(text: &str, delimiter: u8) -> Option<usize> {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted(usize),
        /// A quotation mark within quotes: it closes them, or is the first of a pair.
        Closing(usize),
    }
    let mut at = At::Start;
    for (place, byte) in text.bytes().enumerate() {
        at = match (at, byte) {
            (At::Start, b'"') => At::Quoted(place),
            (At::Quoted(open), b'"') => At::Closing(open),
            (At::Quoted(open), _) | (At::Closing(open), b'"') => At::Quoted(open),
            (_, b'\n' | b'\r') => At::Start,
            (_, byte) if byte == delimiter => At::Start,
            _ => At::Plain,
        };
    }
    match at {
        At::Quoted(open) => Some(open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn only_what_is_never_closed_is_taken_out() {
        for whole in [
            "",
            "a,b\n",
            "\"a, b\",c\n\"d\"\n",
            "\"a \"\"b\"\"\",c\n",
            "a\"b,c\n",
            "\"a\nb\",c",
        ] {
            assert_eq!(blanked(whole, b','), (whole.to_owned(), vec![]));
        }
        let text = "a,b\n\"c, d\",e\nf,\"g\nh,i\n";
        let (left, lines) = blanked(text, b',');
        assert_eq!(lines, [3]);
        assert_eq!(left, "a,b\n\"c, d\",e\n\nh,i\n");
        assert_eq!(
            blanked("a\n\"b\nc\n", b','),
            ("a\n\nc\n".to_owned(), vec![2])
        );
    }
}
