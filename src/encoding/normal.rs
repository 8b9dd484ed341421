//! Letters that are written as a base and combining marks although one character for them
//! exists (Unicode Standard Annex #15).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The letter whose combining mark stands at `at`: where it starts and ends and its composed
/// form, when that differs.
pub(super) fn decomposed(text: &str, at: usize) -> Option<(usize, usize, String)> {
    let before = text[..at].char_indices().rev();
    let (start, base) = before.take(8).find(|(_, letter)| !joins_base(*letter))?;
    if !base.is_alphabetic() {
        return None;
    }
    let marks = text[at..].chars().take_while(|letter| joins_base(*letter));
    let end = at + marks.map(char::len_utf8).sum::<usize>();
    let written = &text[start..end];
    let composed: String = written.nfc().collect();
    (composed != written && composed.chars().count() < written.chars().count())
        .then_some((start, end, composed))
}

/// Whether the character is written onto the one before it: a combining mark, or a vowel or final
/// consonant of a Hangul syllable.
fn joins_base(letter: char) -> bool {
    is_combining_mark(letter) || matches!(letter, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_a_shorter_form_is_decomposed() {
        let found = |text: &str, at| decomposed(text, at).map(|found| found.2);
        assert_eq!(found("cafe\u{301}", 4).as_deref(), Some("é"));
        assert_eq!(found("e\u{302}\u{301}", 1).as_deref(), Some("ế"));
        assert_eq!(found("\u{1112}\u{1161}\u{11ab}", 3).as_deref(), Some("한"));
        assert_eq!(found("か\u{3099}", 3).as_deref(), Some("が"));
        assert_eq!(found("x\u{301}", 1), None, "no such letter");
        assert_eq!(found("\u{95c}", 0), None, "Hindi writes it in one");
    }
}
