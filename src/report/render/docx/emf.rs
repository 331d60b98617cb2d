//! A chart as an Enhanced Metafile: bars and letters that stay sharp at any size, in what Word and LibreOffice have
//! always drawn. Nothing is in it but what the chart shows.

use crate::report::document::Chart;
use crate::report::render::svg::{LETTERS, THICK, WIDTH, height, left, length, top};

/// Units of the picture to one of the chart.
const FINE: u32 = 10;
/// Hundredths of a millimetre that one unit of the chart is wide: the picture is as wide as a page's text.
const HUNDREDTHS: u32 = 26;
/// Dark blue, as 0x00BBGGRR.
const BLUE: u32 = 0x008a_5a1f;
const BLACK: u32 = 0x001a_1a1a;

/// How wide letters from the space on are in the common sans-serif faces, in thousandths of their size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Draws it.
pub(super) fn draw(chart: &Chart) -> Vec<u8> {
    let mut emf = Emf::default();
    emf.record(17, &[8]); // map mode: anisotropic
    let (wide, high) = (WIDTH * FINE, height(chart) * FINE);
    emf.record(10, &[0, 0]); // window's origin
    emf.record(9, &[wide, high]); // window's extent
    emf.record(12, &[0, 0]); // viewport's origin
    emf.record(11, &[wide, high]); // viewport's extent
    emf.record(18, &[1]); // transparent behind letters
    emf.record(24, &[BLACK]); // letters' colour
    emf.record(39, &[1, 0, BLUE, 0]); // brush 1: solid
    emf.record(38, &[2, 5, 0, 0, 0]); // pen 2: none
    emf.font(3);
    for object in [1, 2, 3] {
        emf.record(37, &[object]);
    }
    let left = left(chart);
    for (place, bar) in chart.bars().iter().enumerate() {
        let y = top(place) * FINE;
        let letters = y + (THICK - LETTERS) * FINE / 2 - FINE;
        emf.text(bar.label(), (left - 10) * FINE, letters, true);
        let length = length(chart, bar) * FINE;
        if length > 0 {
            emf.record(
                43,
                &[left * FINE, y, left * FINE + length, y + THICK * FINE],
            );
        }
        emf.text(
            &bar.cell().text(),
            (left + 8) * FINE + length,
            letters,
            false,
        );
    }
    emf.finish(WIDTH, height(chart))
}

#[derive(Default)]
struct Emf {
    records: Vec<u8>,
    count: u32,
}

impl Emf {
    fn record(&mut self, kind: u32, values: &[u32]) {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        self.bytes(kind, &bytes);
    }

    fn bytes(&mut self, kind: u32, bytes: &[u8]) {
        let padded = bytes.len().next_multiple_of(4);
        self.records.extend(kind.to_le_bytes());
        self.records.extend(size(padded + 8).to_le_bytes());
        self.records.extend(bytes);
        self.records
            .resize(self.records.len() + padded - bytes.len(), 0);
        self.count += 1;
    }

    fn font(&mut self, number: u32) {
        let mut bytes = Vec::new();
        bytes.extend(number.to_le_bytes());
        // A negative height is that of the letters themselves.
        let height = i32::try_from(LETTERS * FINE).unwrap_or(140);
        bytes.extend((-height).to_le_bytes());
        for value in [0u32, 0, 0, 400] {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend([0u8; 8]); // upright, western, default precision
        let mut face: Vec<u16> = "Arial".encode_utf16().collect();
        face.resize(32, 0);
        bytes.extend(face.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.resize(4 + 320, 0); // the names and details that a program may fill in
        self.bytes(82, &bytes);
    }

    fn text(&mut self, text: &str, x: u32, y: u32, ends: bool) {
        let steps: Vec<u32> = text.encode_utf16().map(advance).collect();
        let across: u32 = steps.iter().sum();
        let x = if ends { x.saturating_sub(across) } else { x };
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let padded = units.len().next_multiple_of(4);
        // The string follows the 76 bytes of the record's fixed part, the steps follow the string.
        let (at, steps_at) = (76, 76 + size(padded));
        let mut bytes = Vec::new();
        for value in [
            0,
            0,
            u32::MAX,
            u32::MAX,
            1,
            1f32.to_bits(),
            1f32.to_bits(),
            x,
            y,
            size(steps.len()),
            at,
            0,
        ] {
            bytes.extend(value.to_le_bytes());
        }
        for value in [0, 0, u32::MAX, u32::MAX, steps_at] {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(&units);
        bytes.resize(bytes.len() + padded - units.len(), 0);
        bytes.extend(steps.iter().flat_map(|step| step.to_le_bytes()));
        self.bytes(84, &bytes);
    }

    fn finish(mut self, wide: u32, high: u32) -> Vec<u8> {
        self.record(14, &[0, 16, 20]); // the end
        let header = 88;
        let mut bytes = Vec::new();
        let (device, frame) = (
            (wide * FINE, high * FINE),
            (wide * HUNDREDTHS, high * HUNDREDTHS),
        );
        for value in [
            1,
            header,
            0,
            0,
            device.0,
            device.1,
            0,
            0,
            frame.0,
            frame.1,
            0x464d_4520, // " EMF"
            0x0001_0000,
            size(self.records.len()) + header,
            self.count + 1,
            4, // handles: three and the picture itself
            0,
            0,
            0,
            device.0,
            device.1,
            frame.0 / 100,
            frame.1 / 100,
        ] {
            bytes.extend(u32::to_le_bytes(value));
        }
        bytes.extend(&self.records);
        bytes
    }
}

/// How far a letter takes the next one.
fn advance(unit: u16) -> u32 {
    let width = usize::from(unit)
        .checked_sub(32)
        .and_then(|place| WIDTHS.get(place))
        .copied();
    u32::from(width.unwrap_or(556)) * LETTERS * FINE / 1000
}

fn size(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
