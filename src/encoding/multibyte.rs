//! From characters back to bytes for the East Asian encodings. The tables are made from
//! `encoding_rs` when the first suspicious character asks for them.

use std::sync::LazyLock;

use encoding_rs::{EUC_KR, Encoding, GBK, SHIFT_JIS};

use super::codec::Codec;

type Table = Vec<[u8; 2]>;

static TABLES: [LazyLock<Table>; 3] = [
    LazyLock::new(|| table(GBK, &[])),
    LazyLock::new(|| table(EUC_KR, &[])),
    // Windows reads the bytes that Shift_JIS leaves open as these characters.
    LazyLock::new(|| {
        let open = [('\u{80}', 0x80), ('\u{f8f0}', 0xa0), ('\u{f8f1}', 0xfd), ('\u{f8f2}', 0xfe)];
        table(SHIFT_JIS, &open)
    }),
];

/// The bytes of `letter`; a single byte has a first of zero.
pub(super) fn bytes_of(codec: Codec, letter: char) -> Option<[u8; 2]> {
    let table = match codec {
        Codec::Gbk => &TABLES[0],
        Codec::EucKr => &TABLES[1],
        Codec::ShiftJis => &TABLES[2],
        _ => return None,
    };
    let bytes = *table.get(letter as usize)?;
    (bytes != [0, 0]).then_some(bytes)
}

fn table(encoding: &'static Encoding, open: &[(char, u8)]) -> Table {
    // All characters in one text, one to a line, so that one call decodes them.
    let singles = (0x80..=0xff).map(|byte| [0, byte]);
    let pairs = (0x81..=0xfe).flat_map(|lead| (0x40..=0xfe).map(move |trail| [lead, trail]));
    let entries: Vec<[u8; 2]> = singles.chain(pairs).collect();
    let mut bytes = Vec::with_capacity(entries.len() * 3);
    for [lead, trail] in &entries {
        if *lead != 0 {
            bytes.push(*lead);
        }
        bytes.extend([*trail, b'\n']);
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let mut table = vec![[0, 0]; 0x1_0000];
    for (line, entry) in text.split('\n').zip(entries) {
        let mut letters = line.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && !letter.is_ascii()
            && letter != '\u{fffd}'
            && let Some(slot) = table.get_mut(letter as usize)
            && *slot == [0, 0]
        {
            *slot = entry;
        }
    }
    for &(letter, byte) in open {
        table[letter as usize] = [0, byte];
    }
    table
}
