//! Damage with losses: bytes that became U+FFFD because the code page does not define them, and
//! no-break spaces, the byte 0xA0 of `à`, that some program took for spaces.

use super::codec::Codec;
use super::decode::{Run, Sequence, sequence, starts_sequence};

/// The bytes inside UTF-8 sequences that a Windows code page leaves undefined. Where a converter
/// is strict, U+FFFD stands in their place.
fn undefined(codec: Codec) -> Vec<u8> {
    if matches!(codec, Codec::Latin1 | Codec::Latin2) {
        return Vec::new();
    }
    let control = |byte: &u8| {
        codec.bytes_of(char::from(*byte)).is_some_and(|bytes| bytes.as_slice() == [*byte])
    };
    (0x80..=0x9f).filter(control).collect()
}

/// How many ways to fill the gaps are followed at most.
const MOST: usize = 32;

/// Portuguese words in which `à` and what follows are one: where a lost byte left `Ã s`, the space
/// was never there.
const JOINED: [&str; 6] = ["àquela", "àquelas", "àquele", "àqueles", "àquilo", "às"];

/// Whether `word` starts with a letter that losses tear off, and is one word all the same.
pub(super) fn is_joined(language: &str, word: &str) -> bool {
    language == "pt" && JOINED.contains(&&*word.to_lowercase())
}

/// A way to fill the gaps of a stretch.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    pub(super) run: Run,
    /// Whether the last character ended with a byte that stands as a space in the text.
    pub(super) ends_with_space: bool,
    bytes: Vec<u8>,
    read: usize,
    losses: usize,
    losses_at_end: usize,
}

/// The codecs in which the byte 0xA0 is the no-break space.
pub(super) fn has_no_break_space(codec: Codec) -> bool {
    codec as usize <= Codec::Latin2 as usize
}

/// All ways to read a run from `start` on in which at least one gap was filled and every
/// character satisfies `belongs`.
pub(super) fn fill(
    codec: Codec,
    text: &str,
    start: usize,
    belongs: &dyn Fn(char) -> bool,
) -> Vec<Filled> {
    if !starts_sequence(codec, text, start) {
        return Vec::new();
    }
    let mut done = Vec::new();
    let mut open = vec![Filled { run: Run { start, ..Run::default() }, ..Filled::default() }];
    for (at, letter) in text[start..].char_indices() {
        let choices: Vec<u8> = match letter {
            ' ' => vec![0xa0],
            '\u{fffd}' => undefined(codec),
            _ if letter.is_ascii() => Vec::new(),
            _ => codec.bytes_of(letter).map_or_else(Vec::new, |bytes| bytes.as_slice().to_vec()),
        };
        let lost = matches!(letter, ' ' | '\u{fffd}');
        let end = start + at + letter.len_utf8();
        let mut next: Vec<Filled> = Vec::new();
        for filled in open {
            // A space is a lost byte only inside a sequence.
            let inside = filled.read < filled.bytes.len();
            let fits = choices.len() == 1 || lost;
            if fits && (inside || letter != ' ') {
                next.extend(choices.iter().filter_map(|&byte| {
                    let mut longer = filled.clone();
                    longer.push(byte, lost, end, belongs).then_some(longer)
                }));
            }
            if filled.losses_at_end > 0 {
                done.push(filled);
            }
        }
        next.truncate(MOST);
        open = next;
        if open.is_empty() {
            break;
        }
    }
    done.extend(open.into_iter().filter(|filled| filled.losses_at_end > 0));
    for filled in &mut done {
        filled.run.cut();
    }
    // A run that goes on contains the shorter one.
    let longest = done.iter().map(|filled| filled.run.end()).max();
    done.retain(|filled| Some(filled.run.end()) == longest);
    done.dedup_by(|a, b| a.run.decoded == b.run.decoded);
    done.truncate(MOST);
    done
}

impl Filled {
    /// Takes one more byte in; false when the bytes are no UTF-8 or say what does not belong.
    fn push(&mut self, byte: u8, lost: bool, end: usize, belongs: &dyn Fn(char) -> bool) -> bool {
        self.bytes.push(byte);
        self.losses += usize::from(lost);
        match sequence(&self.bytes[self.read..]) {
            Sequence::Invalid => false,
            Sequence::Open => true,
            Sequence::Complete(letter, len) => {
                self.read += len;
                self.run.decoded.push(letter);
                self.run.ends.push((end, self.run.decoded.len()));
                self.losses_at_end = self.losses;
                self.ends_with_space = lost && byte == 0xa0;
                belongs(letter)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, usize)> {
        let belongs = |letter: char| letter.is_alphabetic() || letter == '\u{a0}';
        let filled = fill(Codec::Windows1252, text, 0, &belongs);
        filled.into_iter().map(|filled| (filled.run.decoded.clone(), filled.run.end())).collect()
    }

    #[test]
    fn gaps_are_filled_with_what_was_lost() {
        assert_eq!(read("Ã  la"), [("à".to_owned(), 3)]);
        assert_eq!(read("ä½ å\u{8f}¯"), [("你可".to_owned(), 11)]);
        assert_eq!(read("Ã© la"), [], "nothing is lost");
        let all: Vec<String> = read("Ã\u{fffd}").into_iter().map(|found| found.0).collect();
        assert_eq!(all, ["Á", "Í", "Ï", "Ð", "Ý"]);
    }
}
