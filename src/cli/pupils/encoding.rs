//! Bytes as text, whichever system wrote them.

/// Bytes as text: UTF-8 or UTF-16, with or without its mark, or else Windows-1252, which is what
/// older systems write.
pub fn decode(bytes: &[u8]) -> String {
    let utf16 = |pairs: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<_> = pairs
            .chunks_exact(2)
            .filter_map(|pair| pair.try_into().ok().map(unit))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => decode(rest),
        _ if is_utf16(bytes, 1) => utf16(bytes, u16::from_le_bytes),
        _ if is_utf16(bytes, 0) => utf16(bytes, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

/// Whether these bytes are UTF-16 without its mark: in the beginning of an English list, nearly every
/// other byte (`zeros` says which of two) is zero, and none of the rest.
fn is_utf16(bytes: &[u8], zeros: usize) -> bool {
    let start = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let zero = |at: usize| {
        let bytes = start.iter().skip(at).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let half = start.len() / 2;
    half > 0 && zero(1 - zeros) == 0 && 5 * zero(zeros) > 4 * half
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH
            .get(usize::from(byte - 0x80))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn utf16_needs_no_mark() {
        let text = "Name,Year\nZoë Sample,3\n";
        let bytes =
            |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<_>>();
        assert_eq!(decode(&bytes(u16::to_le_bytes)), text);
        assert_eq!(decode(&bytes(u16::to_be_bytes)), text);
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(&[0; 64]), "\0".repeat(64));
    }
}
