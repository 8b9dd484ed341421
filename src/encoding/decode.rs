//! Turning characters back into the bytes they were read from, and those bytes into the UTF-8
//! they were meant to be.

use super::codec::{Codec, slot};

/// A stretch of text with what its bytes say in UTF-8, sequence by sequence.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// Byte offset in the text at which the run starts.
    pub(super) start: usize,
    /// For each place where a sequence and a character of the text end together: the offset in
    /// the text and the length of what is decoded up to there.
    pub(super) ends: Vec<(usize, usize)>,
    /// What the bytes say.
    pub(super) decoded: String,
}

impl Run {
    pub(super) fn end(&self) -> usize {
        self.ends.last().map_or(self.start, |end| end.0)
    }
}

/// Reads the longest run of valid UTF-8 that `codec` gives from `start` (bytes of `text`) on.
/// ASCII ends it, unless a two-byte character ate it.
pub(super) fn run(codec: Codec, text: &str, start: usize) -> Option<Run> {
    // Most places fail here.
    if !starts_sequence(codec, text, start) {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::new();
    let mut run = Run { start, ..Run::default() };
    let mut read = 0;
    for (at, letter) in text[start..].char_indices() {
        if letter.is_ascii() {
            break;
        }
        let Some(found) = codec.bytes_of(letter) else { break };
        bytes.extend_from_slice(found.as_slice());
        loop {
            match sequence(&bytes[read..]) {
                Sequence::Complete(letter, len) => {
                    read += len;
                    run.decoded.push(letter);
                }
                Sequence::Open => break,
                Sequence::Invalid => return run.finished(),
            }
        }
        if read == bytes.len() {
            run.ends.push((start + at + letter.len_utf8(), run.decoded.len()));
        }
    }
    run.finished()
}

/// Whether the character at `start` of `text` stands for a byte that starts a UTF-8 sequence.
pub(super) fn starts_sequence(codec: Codec, text: &str, start: usize) -> bool {
    let first = text[start..].chars().next().filter(|letter| !letter.is_ascii());
    let bytes = first.and_then(|letter| codec.bytes_of(letter));
    bytes.is_some_and(|bytes| match *bytes.as_slice() {
        [lead] => matches!(lead, 0xc2..=0xf4),
        // Of two bytes the second goes on, unless the first says nothing at all.
        [lead, next] => matches!(lead, 0xc2..=0xf4) && matches!(next, 0x80..=0xbf),
        _ => false,
    })
}

impl Run {
    fn finished(mut self) -> Option<Self> {
        self.cut();
        (!self.ends.is_empty()).then_some(self)
    }

    /// Drops what was decoded beyond the last place where a sequence and a character end
    /// together.
    pub(super) fn cut(&mut self) {
        self.decoded.truncate(self.ends.last().map_or(0, |end| end.1));
    }
}

pub(super) enum Sequence {
    Complete(char, usize),
    Open,
    Invalid,
}

/// The first character of `bytes`. A surrogate pair in the manner of CESU-8 counts as one.
pub(super) fn sequence(bytes: &[u8]) -> Sequence {
    let Some(&first) = bytes.first() else { return Sequence::Open };
    if first < 0x80 {
        return Sequence::Complete(char::from(first), 1);
    }
    if first == 0xed && bytes.get(1).is_some_and(|second| *second >= 0xa0) {
        return surrogates(bytes);
    }
    let want = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Sequence::Invalid,
    };
    let available = &bytes[..want.min(bytes.len())];
    match std::str::from_utf8(available) {
        Ok(text) => match text.chars().next() {
            Some(letter) => Sequence::Complete(letter, want),
            None => Sequence::Open,
        },
        Err(error) if error.error_len().is_none() => Sequence::Open,
        Err(_) => Sequence::Invalid,
    }
}

fn surrogates(bytes: &[u8]) -> Sequence {
    let fits = |index: usize, low: u8, high: u8| {
        bytes.get(index).is_none_or(|byte| (low..=high).contains(byte))
    };
    let shape = fits(1, 0xa0, 0xaf)
        && fits(2, 0x80, 0xbf)
        && fits(3, 0xed, 0xed)
        && fits(4, 0xb0, 0xbf)
        && fits(5, 0x80, 0xbf);
    if !shape {
        return Sequence::Invalid;
    }
    let &[_, b, c, _, e, f, ..] = bytes else { return Sequence::Open };
    let bits = |byte: u8, mask: u8| u32::from(byte & mask);
    let high = bits(b, 0x0f) << 6 | bits(c, 0x3f);
    let low = bits(e, 0x0f) << 6 | bits(f, 0x3f);
    match char::from_u32(0x1_0000 + (high << 10 | low)) {
        Some(letter) => Sequence::Complete(letter, 6),
        None => Sequence::Invalid,
    }
}

/// How far before `start` a run of single-byte `codec` that reaches `start` begins, not before
/// `floor`.
pub(super) fn extend_back(codec: Codec, text: &str, floor: usize, start: usize) -> usize {
    let mut start = start;
    'next: loop {
        let mut letters = text[floor..start].char_indices().rev();
        let mut bytes: Vec<u8> = Vec::new();
        for _ in 0..4 {
            let Some((at, letter)) = letters.next() else { return start };
            if letter.is_ascii() {
                return start;
            }
            let Some(found) = codec.bytes_of(letter) else { return start };
            bytes.splice(0..0, found.as_slice().iter().copied());
            if std::str::from_utf8(&bytes).is_ok() {
                start = floor + at;
                continue 'next;
            }
        }
        return start;
    }
}

/// Decodes every run of `codec` within `text` and leaves the rest as it is. `None` when there is
/// none.
pub(super) fn all(codec: Codec, text: &str) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    while let Some(letter) = text[at..].chars().next() {
        let bit = 1u16 << codec as u16;
        let starts = slot(letter).is_some_and(|slot| slot.lead & bit != 0);
        let found = if starts { run(codec, text, at) } else { None };
        if let Some(found) = found {
            result.push_str(&found.decoded);
            at = found.end();
            changed = true;
        } else {
            result.push(letter);
            at += letter.len_utf8();
        }
    }
    changed.then_some(result)
}
