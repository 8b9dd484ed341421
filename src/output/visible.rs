//! Text made safe to show. Documents may hold control characters, terminal escape sequences and
//! marks that reorder text; none of them reaches a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// How `character` is shown where it must not be passed on as it is; `None` when it may.
///
/// C0 controls and DEL become their Unicode control pictures (`␛`); C1 controls, separators,
/// bidirectional controls (UAX #9 §2) and invisible characters are named: `<U+202E>`. Joiners
/// (U+200C, U+200D) stay, because scripts and emoji need them. Tabs and line feeds count as
/// controls here: who wants them kept takes them out first.
pub(super) fn substitute(character: char) -> Option<Cow<'static, str>> {
    let code = character as u32;
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + code).map(|picture| picture.to_string().into()),
        '\x7f' => Some("␡".into()),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => {
            let mut name = String::with_capacity(9);
            // Writing to a String cannot fail.
            let _ = write!(name, "<U+{code:04X}>");
            Some(name.into())
        }
        _ => None,
    }
}

/// `text` on one line, with every character that a terminal would obey replaced by a visible one.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| substitute(character).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match substitute(character) {
            Some(shown) => result.push_str(&shown),
            None => result.push(character),
        }
    }
    Cow::Owned(result)
}

/// `text` as [`visible`] for a line that may end up in GitHub's log, which takes `##[name]` for a
/// command wherever in a line it stands. A space takes that meaning from it.
pub fn logged(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if shown.contains("##[") { shown.replace("##[", "## [").into() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_that_a_terminal_obeys_passes() {
        assert_eq!(visible("a\u{1b}[31mb\r\n\tc"), "a␛[31mb␍␊␉c");
        assert_eq!(visible("x\u{202e}y\u{9b}z\u{7f}"), "x<U+202E>y<U+009B>z␡");
        assert_eq!(visible("zero\u{200b}width"), "zero<U+200B>width");
    }

    #[test]
    fn ordinary_text_is_not_touched() {
        for text in ["見出し", "👩\u{200d}💻", "میخواهم", "naïve — “ok”"] {
            assert!(matches!(visible(text), std::borrow::Cow::Borrowed(_)), "{text}");
        }
    }
}
