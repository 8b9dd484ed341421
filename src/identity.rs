//! What a finding is known by from run to run: rule, file and a token. No line numbers, so that
//! it stays the same finding when the text above it grows.

use std::borrow::Cow;

/// The longest token that is kept as it is (characters).
const LONGEST: usize = 100;

/// The token of a finding: its subject, or its message where it has none; on one line, and of a
/// long one the beginning with a hash of the whole.
pub fn token<'a>(subject: &'a str, message: &'a str) -> Cow<'a, str> {
    let text = if subject.is_empty() { message } else { subject };
    let plain = !text.contains(|c: char| c.is_whitespace() && c != ' ') && !text.contains("  ");
    let text = if plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    if text.chars().nth(LONGEST).is_none() {
        return text;
    }
    let start: String = text.chars().take(LONGEST - 20).collect();
    Cow::Owned(format!("{start}… {:016x}", hash(&[text.as_bytes()])))
}

/// FNV-1a with 64 bits over all parts, each ended by a byte that no text holds. The result must
/// not change between versions of Rust, and nobody gains by forging one.
pub fn hash(parts: &[&[u8]]) -> u64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_short_line() {
        assert_eq!(token("weight", "a message"), "weight");
        assert_eq!(token("", "a  message\nof two lines"), "a message of two lines");
        let (one, other) = (format!("{}a", "é".repeat(200)), format!("{}b", "é".repeat(200)));
        assert!(token(&one, "").chars().count() <= LONGEST);
        assert_ne!(token(&one, ""), token(&other, ""));
    }
}
