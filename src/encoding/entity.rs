//! Character references of HTML: `&eacute;`, `&#233;`, `&#xE9;` (HTML Living Standard §13.5,
//! CommonMark §2.5).

/// A character reference in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it stands for.
    pub decoded: Box<str>,
    /// How it is written.
    pub form: EntityForm,
}

/// How a character reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityForm {
    /// `&name;`, `&#233;` or `&#xE9;`.
    Complete,
    /// A numeric reference to U+0080 to U+009F, which HTML reads as windows-1252.
    Windows1252,
    /// `&amp;name;` or `&amp;#233;`: escaped twice, so that readers see the reference.
    Double,
    /// Without the semicolon. Browsers decode it, Markdown does not.
    Unterminated,
}

/// References that browsers accept without a semicolon and that text is likely to hold.
const BARE: &[&str] = &[
    "nbsp", "quot", "amp", "lt", "gt", "copy", "reg", "eacute", "egrave", "ecirc", "euml",
    "aacute", "agrave", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "iacute", "igrave",
    "icirc", "iuml", "oacute", "ograve", "ocirc", "otilde", "ouml", "oslash", "uacute", "ugrave",
    "ucirc", "uuml", "ntilde", "szlig", "yacute", "laquo", "raquo", "middot", "deg", "shy",
];

/// The longest named reference of HTML, without `&` and `;`.
const LONGEST: usize = 31;

/// Reads the reference at the start of `text`, which starts with `&`. The length is in bytes,
/// `&` included.
pub(super) fn read(text: &str) -> Option<(usize, Entity)> {
    let (len, form) = shape(text)?;
    let written = &text[..len];
    if let Some(code) = number(written) {
        let (letter, form) = match windows_1252(code) {
            Some(letter) => (letter, EntityForm::Windows1252),
            None => (char::from_u32(code).filter(|letter| *letter != '\0')?, form),
        };
        return Some((len, Entity { decoded: letter.encode_utf8(&mut [0; 4]).into(), form }));
    }
    if let Some(inner) = written.strip_prefix("&amp;").filter(|inner| !inner.is_empty()) {
        let decoded = decode(&format!("&{inner}"))?.into();
        return Some((len, Entity { decoded, form: EntityForm::Double }));
    }
    let decoded = match form {
        EntityForm::Unterminated => decode(&format!("{written};"))?,
        _ => decode(written)?,
    };
    Some((len, Entity { decoded: decoded.into(), form }))
}

/// How many bytes the reference has, and its form as far as the shape tells.
fn shape(text: &str) -> Option<(usize, EntityForm)> {
    let bytes = text.as_bytes();
    let mut at = 1;
    if text.starts_with("&amp;") {
        let rest = &bytes[5..];
        let body = body(rest)?;
        // `&amp;` alone, unless a whole reference follows.
        return Some(
            if body > 0
                && rest.get(body) == Some(&b';')
                && decode(&format!("&{}", &text[5..=5 + body])).is_some()
            {
                (5 + body + 1, EntityForm::Complete)
            } else {
                (5, EntityForm::Complete)
            },
        );
    }
    let len = body(&bytes[1..])?;
    at += len;
    if len == 0 {
        return None;
    }
    if bytes.get(at) == Some(&b';') {
        return Some((at + 1, EntityForm::Complete));
    }
    let name = &text[1..at];
    let ended = !matches!(bytes.get(at), Some(b'=' | b'&' | b'-' | b'_' | b'.' | b'(' | b'['));
    let numeric = name.starts_with('#') && name.len() > 2;
    (ended && (numeric || BARE.contains(&name))).then_some((at, EntityForm::Unterminated))
}

/// The length of the name or number after `&`.
fn body(bytes: &[u8]) -> Option<usize> {
    let (skip, accept): (usize, fn(&u8) -> bool) = match bytes {
        [b'#', b'x' | b'X', ..] => (2, u8::is_ascii_hexdigit),
        [b'#', ..] => (1, u8::is_ascii_digit),
        _ => (0, u8::is_ascii_alphanumeric),
    };
    let len = bytes[skip..].iter().take(LONGEST + 1).take_while(|byte| accept(byte)).count();
    (len <= LONGEST).then_some(if len == 0 { 0 } else { skip + len })
}

/// The code point of a numeric reference `&#…`.
fn number(written: &str) -> Option<u32> {
    let body = written.strip_prefix("&#")?;
    let body = body.strip_suffix(';').unwrap_or(body);
    match body.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => body.parse().ok(),
    }
}

/// What HTML makes of a numeric reference to a C1 control (HTML Living Standard §13.2.5.80).
fn windows_1252(code: u32) -> Option<char> {
    let byte = u8::try_from(code).ok().filter(|byte| (0x80..=0x9f).contains(byte))?;
    let bytes = [byte];
    let text =
        encoding_rs::WINDOWS_1252.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next()
}

fn decode(written: &str) -> Option<String> {
    if let Some(code) = number(written) {
        return char::from_u32(code).filter(|letter| *letter != '\0').map(String::from);
    }
    let decoded = html_escape::decode_html_entities(written);
    (decoded != written && !decoded.contains('&') || (written == "&amp;"))
        .then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(usize, String, EntityForm)> {
        read(text).map(|(len, entity)| (len, entity.decoded.into(), entity.form))
    }

    #[test]
    fn references_are_read_as_html_reads_them() {
        use EntityForm::{Complete, Double, Unterminated, Windows1252};
        assert_eq!(found("&#39;s"), Some((5, "'".into(), Complete)));
        assert_eq!(found("&#x200B;"), Some((8, "\u{200b}".into(), Complete)));
        assert_eq!(found("&eacute;t"), Some((8, "é".into(), Complete)));
        assert_eq!(found("&amp; co"), Some((5, "&".into(), Complete)));
        assert_eq!(found("&amp;#39;x"), Some((9, "'".into(), Double)));
        assert_eq!(found("&amp;x"), Some((5, "&".into(), Complete)));
        assert_eq!(found("&#146;"), Some((6, "’".into(), Windows1252)));
        assert_eq!(found("&eacute t"), Some((7, "é".into(), Unterminated)));
        assert_eq!(found("&copy=1"), None, "a parameter of a URL");
        assert_eq!(found("&nosuch;"), None);
        assert_eq!(found("& co"), None);
        assert_eq!(found("&#0;"), None);
        assert_eq!(found("&"), None);
    }
}
