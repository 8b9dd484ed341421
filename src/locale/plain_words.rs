//! The words of a text that are plainly words, told from names, numbers and code.

/// The words of `text` that are plain: letters only, apostrophes aside, and no capital but the
/// first letter, so that names of things and acronyms do not count. None is empty.
pub fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    PlainWords { text, at: 0 }
}

struct PlainWords<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for PlainWords<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let start = self.at;
            if let Some((end, next)) = simple(bytes, start) {
                self.at = next;
                if end > start {
                    return Some(&self.text[start..end]);
                }
                continue;
            }
            let (end, others) = self.word_end(start);
            self.at = end + bytes.get(end).map_or(0, |&byte| character_length(byte));
            if end == start {
                continue;
            }
            let word = &self.text[start..end];
            let plain = match others {
                0 => Some(word),
                // One capital, and it comes first.
                FIRST => Some(word),
                _ if others & (MAY_PART | BEYOND) == 0 => trimmed(word),
                _ => full(word),
            };
            if plain.is_some() {
                return plain;
            }
        }
        None
    }
}

impl PlainWords<'_> {
    /// Where the word that starts at `start` ends, and the classes of its bytes, those of small
    /// letters aside.
    fn word_end(&self, start: usize) -> (usize, u8) {
        let bytes = self.text.as_bytes();
        let mut at = start;
        let mut others = 0;
        while let Some(&byte) = bytes.get(at) {
            match CLASSES[byte as usize] {
                0 => at += 1,
                PARTS => break,
                // Small letters of Western Europe, which are most letters beyond ASCII, are
                // taken here too.
                LATIN => {
                    others |= if is_small_latin(bytes.get(at + 1)) { 0 } else { BEYOND };
                    at += 2;
                }
                MAY_PART if parts(&self.text[at..]) => break,
                CAPITAL => {
                    others |= if at == start { FIRST } else { OTHER };
                    at += 1;
                }
                class => {
                    others |= class;
                    at += character_length(byte);
                }
            }
        }
        (at, others)
    }
}

/// Where the word that starts at `start` ends and where the next may start, if it is what most words
/// are: small letters of Western Europe, perhaps with a capital before and a mark behind them.
#[inline]
fn simple(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let class = |at: usize| bytes.get(at).map_or(PARTS, |&byte| CLASSES[byte as usize]);
    let mut end = start + usize::from(class(start) == CAPITAL);
    loop {
        match class(end) {
            0 => end += 1,
            LATIN if is_small_latin(bytes.get(end + 1)) => end += 2,
            _ => break,
        }
    }
    if class(end) == PARTS {
        return Some((end, end + 1));
    }
    let mark = matches!(bytes[end], b'.' | b',' | b':' | b';' | b')' | b'?' | b'!');
    (mark && end > start && class(end + 1) == PARTS).then_some((end, end + 2))
}

/// The class of ASCII in a word that is no small letter.
const OTHER: u8 = 1;
/// The class of ASCII that parts words.
const PARTS: u8 = 2;
/// The class of the first byte of `À` to `ÿ`.
const LATIN: u8 = 4;
/// The class of the first bytes of the characters beyond ASCII that may part words: spaces and the
/// dash.
const MAY_PART: u8 = 8;
/// The class of all other first bytes beyond ASCII.
const BEYOND: u8 = 16;
/// The class of the capitals of ASCII.
const CAPITAL: u8 = 32;
/// What a word has whose first letter is one.
const FIRST: u8 = 64;

/// The class of each byte; 0 for the small letters of ASCII.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => CAPITAL,
            // As `char::is_whitespace`.
            b'\t'..=b'\r' | b' ' | b'/' => PARTS,
            0xc3 => LATIN,
            0xc2 | 0xe1 | 0xe2 | 0xe3 => MAY_PART,
            0x80.. => BEYOND,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// Whether a character of [`LATIN`] whose second byte is `second` is a small letter.
fn is_small_latin(second: Option<&u8>) -> bool {
    matches!(second, Some(0xa0..=0xb6 | 0xb8..=0xbf))
}

/// Whether `rest` starts with a character beyond ASCII that parts words.
fn parts(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_whitespace() || c == '—')
}

/// The bytes of the character that `first` starts.
fn character_length(first: u8) -> usize {
    match first {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// A word of ASCII and small letters without the punctuation around it, if it is plain.
fn trimmed(word: &str) -> Option<&str> {
    let bytes = word.as_bytes();
    let stays = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\\' | 0x80..);
    let start = bytes.iter().position(stays)?;
    let end = bytes.iter().rposition(stays)? + 1;
    let plain = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'\'' | 0x80..);
    let first = bytes[start].is_ascii_uppercase() || plain(&bytes[start]);
    (first && bytes[start + 1..end].iter().all(plain)).then(|| &word[start..end])
}

/// Any word without the punctuation around it, if it is plain.
fn full(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '\\');
    let plain = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’');
    let mut letters = word.chars();
    (letters.next().is_some_and(plain) && letters.all(|c| plain(c) && !c.is_uppercase()))
        .then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What plain words are, said plainly.
    fn by_definition(text: &str) -> Vec<&str> {
        text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '—'))
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '\\'))
            .filter(|word| {
                let plain = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’');
                !word.is_empty()
                    && word.chars().all(plain)
                    && !word.chars().skip(1).any(char::is_uppercase)
            })
            .collect()
    }

    proptest::proptest! {
        #[test]
        fn plain_words_are_what_they_are_defined_as(
            text in "([a-cA-C'’_.,/—×éÉŐßжЖ語 \u{a0}\u{3000}\u{2028}1\\\\\n]|\\PC){0,40}",
        ) {
            proptest::prop_assert_eq!(plain_words(&text).collect::<Vec<_>>(), by_definition(&text));
        }
    }
}
