//! The 240 colours that terminals with 256 show alike, and how well one is read on another.

use ratatui::style::Color;

/// The steps of the cube.
const STEPS: [u8; 6] = [0x00, 0x5f, 0x87, 0xaf, 0xd7, 0xff];
/// The cube begins here: those before it are what each terminal makes of them.
const CUBE: u8 = 16;
/// The greys begin here.
const GREYS: u8 = 232;

type Rgb = [u8; 3];

/// The red, green and blue of a colour of the cube or of the greys (xterm's table; none of the first sixteen, which
/// everybody sets as they like).
#[must_use]
pub fn rgb(colour: Color) -> Option<Rgb> {
    let Color::Indexed(index) = colour else {
        return None;
    };
    if let Some(grey) = index.checked_sub(GREYS) {
        return Some([8 + 10 * grey; 3]);
    }
    let place = index.checked_sub(CUBE)?;
    let step = |at: u8| STEPS.get(usize::from(at)).copied().unwrap_or_default();
    Some([step(place / 36), step(place / 6 % 6), step(place % 6)])
}

fn all() -> impl Iterator<Item = (Color, Rgb)> {
    let indexed = (CUBE..=u8::MAX).map(Color::Indexed);
    indexed.filter_map(|colour| Some((colour, rgb(colour)?)))
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A colour as it is written, `#d7af00`.
///
/// # Errors
/// What is wrong with it, and the nearest that is right, where there is one.
pub fn read(written: &str) -> Result<Color, (String, Option<String>)> {
    let is_hex = |rest: &&str| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_hexdigit());
    let digits = written.strip_prefix('#').filter(is_hex);
    let value = digits.and_then(|rest| u32::from_str_radix(rest, 16).ok());
    let Some([_, red, green, blue]) = value.map(u32::to_be_bytes) else {
        let say = format!("`{written}` is no colour: a colour is written as in `#d7af00`");
        return Err((say, None));
    };
    let asked = [red, green, blue];
    if let Some((colour, _)) = all().find(|(_, rgb)| *rgb == asked) {
        return Ok(colour);
    }
    let away = |rgb: &Rgb| -> u32 {
        let parts = rgb.iter().zip(asked);
        parts
            .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
            .sum()
    };
    let near = all().min_by_key(|(_, rgb)| away(rgb));
    let say = format!("`{written}` is none of the 240 colours that every terminal shows alike");
    Err((say, near.map(|(_, rgb)| hex(rgb))))
}

/// How much lighter the lighter of two colours is, from 1 to 21 (WCAG 2.2, relative luminance and contrast ratio).
#[must_use]
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(rgb: Rgb) -> f64 {
    let linear = rgb.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    let weights = [0.2126, 0.7152, 0.0722];
    linear
        .iter()
        .zip(weights)
        .map(|(part, weight)| part * weight)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_as_the_guidelines_have_it() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([255; 3], [255; 3]) - 1.0).abs() < 1e-9);
        // The grey that the guidelines' readers know as the lightest that will do on white.
        assert!(contrast([0x76; 3], [255; 3]) > 4.5 && contrast([0x77; 3], [255; 3]) < 4.5);
    }

    #[test]
    fn every_colour_is_written_as_it_is_read() {
        assert_eq!(all().count(), 240);
        for (_, rgb) in all() {
            let read = read(&hex(rgb)).unwrap();
            assert_eq!(super::rgb(read), Some(rgb));
        }
        assert_eq!(read("#d7af00"), Ok(Color::Indexed(178)));
    }

    #[test]
    fn a_colour_that_is_none_is_told_the_nearest() {
        assert_eq!(read("#d0b000").unwrap_err().1.as_deref(), Some("#d7af00"));
        for none in ["red", "#12", "#12345g", "#+12345", "#ééé"] {
            assert_eq!(read(none).unwrap_err().1, None, "{none}");
        }
    }
}
