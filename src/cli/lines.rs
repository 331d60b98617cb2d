//! Lines from outside: none so long that it could fill the memory, and a bad one stops no other.

use std::io::{self, BufRead};

use zeroize::Zeroizing;

/// The longest line that is read.
pub const LONGEST: usize = 4 << 20;

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A text.
    Text(Zeroizing<String>),
    /// Longer than [`LONGEST`]; passed over to its end.
    TooLong,
    /// Not UTF-8.
    NotText,
}

/// The next line, if there is one.
pub fn next(from: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let (mut any, mut too_long) = (false, false);
    loop {
        let there = match from.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            there => there?,
        };
        if there.is_empty() {
            break;
        }
        any = true;
        let end = there.iter().position(|byte| *byte == b'\n');
        let part = there.get(..end.unwrap_or(there.len())).unwrap_or_default();
        let used = part.len() + usize::from(end.is_some());
        if bytes.len() + part.len() > LONGEST {
            too_long = true;
            bytes.clear();
        }
        if !too_long {
            bytes.extend_from_slice(part);
        }
        from.consume(used);
        if end.is_some() {
            break;
        }
    }
    if !any {
        return Ok(None);
    }
    if too_long {
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(match std::str::from_utf8(&bytes) {
        Ok(text) => Line::Text(Zeroizing::new(
            text.strip_suffix('\r').unwrap_or(text).to_owned(),
        )),
        Err(_) => Line::NotText,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all(bytes: &[u8], buffer: usize) -> Vec<Line> {
        let mut from = BufReader::with_capacity(buffer, bytes);
        std::iter::from_fn(|| next(&mut from).unwrap()).collect()
    }

    fn text(text: &str) -> Line {
        Line::Text(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn lines_end_with_either_ending_or_the_file() {
        for buffer in [1, 3, 64] {
            assert_eq!(
                all(b"one\r\n\ntwo\nlast", buffer),
                [text("one"), text(""), text("two"), text("last")]
            );
            assert_eq!(all(b"", buffer), []);
        }
    }

    #[test]
    fn a_bad_line_is_passed_over_to_its_end() {
        let mut bytes = vec![b'x'; LONGEST + 1];
        bytes.extend_from_slice(b"\n\xff\xfe\nnext\n");
        assert_eq!(
            all(&bytes, 8192),
            [Line::TooLong, Line::NotText, text("next")]
        );
        let longest = vec![b'x'; LONGEST];
        assert!(matches!(all(&longest, 8192).as_slice(), [Line::Text(_)]));
    }
}
