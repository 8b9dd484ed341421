//! The legacy encodings that UTF-8 is commonly mistaken for, and what each of their characters
//! says about the bytes behind it.

use std::sync::LazyLock;

use encoding_rs::Encoding;

use super::dos::{CP437, CP850};
use super::multibyte;

/// An encoding that UTF-8 was read as. Bytes that a code page leaves undefined stand for the
/// control character of the same number, as browsers and most converters have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names are the encodings' own")]
pub enum Codec {
    Windows1252,
    Latin1,
    Windows1254,
    Windows1250,
    Windows1257,
    Windows1253,
    Windows1251,
    Latin2,
    MacRoman,
    Cp437,
    Cp850,
    Koi8R,
    Gbk,
    EucKr,
    ShiftJis,
}

/// How many of the codecs have one byte for each character; they come first.
pub(super) const SINGLE: usize = 12;

impl Codec {
    /// All codecs, the more common first.
    pub const ALL: [Self; 15] = [
        Self::Windows1252,
        Self::Latin1,
        Self::Windows1254,
        Self::Windows1250,
        Self::Windows1257,
        Self::Windows1253,
        Self::Windows1251,
        Self::Latin2,
        Self::MacRoman,
        Self::Cp437,
        Self::Cp850,
        Self::Koi8R,
        Self::Gbk,
        Self::EucKr,
        Self::ShiftJis,
    ];

    /// The name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Windows1252 => "windows-1252",
            Self::Latin1 => "latin-1",
            Self::Windows1254 => "windows-1254",
            Self::Windows1250 => "windows-1250",
            Self::Windows1257 => "windows-1257",
            Self::Windows1253 => "windows-1253",
            Self::Windows1251 => "windows-1251",
            Self::Latin2 => "latin-2",
            Self::MacRoman => "Mac Roman",
            Self::Cp437 => "code page 437",
            Self::Cp850 => "code page 850",
            Self::Koi8R => "KOI8-R",
            Self::Gbk => "GBK",
            Self::EucKr => "EUC-KR",
            Self::ShiftJis => "Shift_JIS",
        }
    }

    /// Whether each byte is one character.
    pub fn is_single_byte(self) -> bool {
        (self as usize) < SINGLE
    }

    fn encoding(self) -> Option<&'static Encoding> {
        Some(match self {
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
            Self::Windows1254 => encoding_rs::WINDOWS_1254,
            Self::Windows1250 => encoding_rs::WINDOWS_1250,
            Self::Windows1257 => encoding_rs::WINDOWS_1257,
            Self::Windows1253 => encoding_rs::WINDOWS_1253,
            Self::Windows1251 => encoding_rs::WINDOWS_1251,
            Self::Latin2 => encoding_rs::ISO_8859_2,
            Self::MacRoman => encoding_rs::MACINTOSH,
            Self::Koi8R => encoding_rs::KOI8_R,
            Self::Gbk => encoding_rs::GBK,
            Self::EucKr => encoding_rs::EUC_KR,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::Latin1 | Self::Cp437 | Self::Cp850 => return None,
        })
    }

    /// The bytes that `letter` was read from: one or two, ASCII as itself. `None` when the
    /// encoding has no such character.
    pub(super) fn bytes_of(self, letter: char) -> Option<Bytes> {
        if letter.is_ascii() {
            return Some(Bytes { bytes: [letter as u8, 0], len: 1 });
        }
        if self.is_single_byte() {
            let byte = slot(letter)?.bytes[self as usize];
            (byte != 0).then_some(Bytes { bytes: [byte, 0], len: 1 })
        } else {
            let [high, low] = multibyte::bytes_of(self, letter)?;
            Some(match high {
                0 => Bytes { bytes: [low, 0], len: 1 },
                _ => Bytes { bytes: [high, low], len: 2 },
            })
        }
    }

    /// The characters of the bytes 0x80 to 0xFF of a single-byte codec.
    fn high_half(self) -> [char; 128] {
        let mut high = std::array::from_fn(|index| char::from(index as u8 | 0x80));
        let page = match self {
            Self::Cp437 => Some(CP437),
            Self::Cp850 => Some(CP850),
            _ => None,
        };
        if let Some(page) = page {
            for (slot, letter) in high.iter_mut().zip(page.chars()) {
                *slot = letter;
            }
        }
        if let Some(encoding) = self.encoding() {
            for (index, slot) in high.iter_mut().enumerate() {
                let byte = [index as u8 | 0x80];
                let text = encoding.decode_without_bom_handling_and_without_replacement(&byte);
                *slot = text.and_then(|text| text.chars().next()).unwrap_or(*slot);
            }
        }
        high
    }
}

/// One or two bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes {
    bytes: [u8; 2],
    len: u8,
}

impl Bytes {
    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// What one character is in the single-byte codecs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot {
    /// Bit `n`: in codec `n` it is a byte that starts a UTF-8 sequence (0xC2 to 0xF4).
    pub(super) lead: u16,
    /// Bit `n`: in codec `n` it is a byte inside a UTF-8 sequence (0x80 to 0xBF).
    pub(super) inner: u16,
    /// Its byte in each codec; 0 where it has none.
    bytes: [u8; SINGLE],
}

/// The single-byte codecs have no characters between this and the three at the end.
const LIMIT: usize = 0x25cb;
/// Mac Roman's apple and its two ligatures.
const BEYOND: [char; 3] = ['\u{f8ff}', 'ﬁ', 'ﬂ'];

static SLOTS: LazyLock<Vec<Slot>> = LazyLock::new(|| {
    let mut slots = vec![Slot::default(); LIMIT + BEYOND.len()];
    for codec in &Codec::ALL[..SINGLE] {
        for (index, letter) in codec.high_half().into_iter().enumerate() {
            let byte = index as u8 | 0x80;
            let Some(slot) = place(letter).and_then(|place| slots.get_mut(place)) else { continue };
            let bit = 1 << *codec as u16;
            slot.bytes[*codec as usize] = byte;
            if matches!(byte, 0xc2..=0xf4) {
                slot.lead |= bit;
            } else if byte < 0xc0 {
                slot.inner |= bit;
            }
        }
    }
    slots
});

fn place(letter: char) -> Option<usize> {
    let code = letter as usize;
    if code < LIMIT {
        return Some(code);
    }
    BEYOND.iter().position(|&beyond| beyond == letter).map(|index| LIMIT + index)
}

/// What `letter` is in the single-byte codecs; `None` when it is in none of them.
pub(super) fn slot(letter: char) -> Option<&'static Slot> {
    SLOTS.get(place(letter)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_of_a_code_page_lies_beyond_the_table() {
        for codec in &Codec::ALL[..SINGLE] {
            for (index, letter) in codec.high_half().into_iter().enumerate() {
                let bytes = codec.bytes_of(letter).expect("each byte has a character");
                assert_eq!(bytes.as_slice(), [index as u8 | 0x80], "{codec:?} {letter:?}");
            }
        }
    }

    #[test]
    fn two_byte_codecs_give_their_bytes() {
        let bytes = |codec: Codec, letter| codec.bytes_of(letter).map(|b| b.as_slice().to_vec());
        assert_eq!(bytes(Codec::Gbk, '茅'), Some(vec![0xc3, 0xa9]));
        assert_eq!(bytes(Codec::EucKr, '챕'), Some(vec![0xc3, 0xa9]));
        assert_eq!(bytes(Codec::ShiftJis, 'ﾃ'), Some(vec![0xc3]));
        assert_eq!(bytes(Codec::Gbk, 'é'), Some(vec![0xa8, 0xa6]), "it has a few letters, too");
        assert_eq!(bytes(Codec::ShiftJis, 'é'), None);
    }
}
