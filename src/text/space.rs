//! White space as [`str::trim`] knows it. Nearly always the byte at the edge of a piece of text is
//! ASCII and tells; only for others is a character read.

/// Whether an ASCII byte is white space to [`char::is_whitespace`].
#[inline]
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// `text` without the white space at its start.
#[inline]
pub fn trim_start(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() && is_space(bytes[start]) {
        start += 1;
    }
    match bytes.get(start) {
        Some(0x80..) => text[start..].trim_start(),
        _ => &text[start..],
    }
}

/// `text` without the white space at its end.
#[inline]
pub fn trim_end(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while end > 0 && is_space(bytes[end - 1]) {
        end -= 1;
    }
    match bytes[..end].last() {
        Some(0x80..) => text[..end].trim_end(),
        _ => &text[..end],
    }
}

/// `text` without the white space around it.
#[inline]
pub fn trim(text: &str) -> &str {
    trim_end(trim_start(text))
}

/// Whether `text` is nothing but white space.
#[inline]
pub fn is_blank(text: &str) -> bool {
    trim_start(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_what_the_standard_library_takes_for_it() {
        let edges = [
            "",
            " ",
            "\t",
            "\n",
            "\u{b}",
            "\u{c}",
            "\r",
            "\u{85}",
            "\u{a0}",
            "\u{1680}",
            "\u{2003}",
            "\u{2028}",
            "\u{3000}",
            "\u{200b}",
            "\u{1f}",
            "é",
            "。",
            "a",
            "!",
            " \u{3000} ",
        ];
        for left in edges {
            for middle in edges {
                for right in edges {
                    let text = format!("{left}{middle}{right}");
                    assert_eq!(trim(&text), text.trim(), "{text:?}");
                    assert_eq!(trim_start(&text), text.trim_start(), "{text:?}");
                    assert_eq!(trim_end(&text), text.trim_end(), "{text:?}");
                    assert_eq!(is_blank(&text), text.trim().is_empty(), "{text:?}");
                }
            }
        }
    }
}
