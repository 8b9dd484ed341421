//! Anchors made from headings, as the generators of documentation sites make them.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A set of slug rules, as bits.
pub type Flavors = u8;

/// GitHub, Docusaurus, Astro, Starlight, `pymdownx` slugs: letters, marks, digits, `_`, `-`.
pub const GITHUB: Flavors = 1;
/// Hugo (Goldmark): as GitHub, without combining marks.
pub const HUGO: Flavors = 2;
/// Python-Markdown's `toc`: what ASCII can say.
pub const PYTHON: Flavors = 4;
/// Python-Markdown's `toc` with `slugify_unicode`.
pub const PYTHON_UNICODE: Flavors = 8;
/// kramdown: from the first ASCII letter on, ASCII only.
pub const KRAMDOWN: Flavors = 16;
/// `VitePress` and `VuePress`: without accents, runs of punctuation become one hyphen.
pub const VITEPRESS: Flavors = 32;

/// All of them, in the order of their bits.
pub const ALL: [Flavors; 6] = [GITHUB, HUGO, PYTHON, PYTHON_UNICODE, KRAMDOWN, VITEPRESS];

/// Every bit.
pub const ANY: Flavors = 63;

/// The slug of a heading whose rendered text is `text`.
pub fn slug(text: &str, flavor: Flavors) -> String {
    match flavor {
        HUGO => dashed(text.trim(), char::is_alphanumeric),
        PYTHON => collapsed(&or_ascii(text, |text| text.nfkd().filter(char::is_ascii).collect())),
        PYTHON_UNICODE => collapsed(&or_ascii(text, |text| text.nfkc().collect())),
        KRAMDOWN => {
            let start = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
            let kept = text[start..].chars().filter(|c| c.is_ascii() && *c != '_');
            let slug = dashed(&kept.collect::<String>(), |c| c.is_ascii_alphanumeric());
            if slug.is_empty() { "section".to_owned() } else { slug }
        }
        VITEPRESS => vitepress(text),
        _ => dashed(text.trim(), |c| c.is_alphanumeric() || is_combining_mark(c)),
    }
}

/// `text` changed by `normalized`, which leaves ASCII as it is.
fn or_ascii(text: &str, normalized: impl Fn(&str) -> String) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(normalized(text)) }
}

/// Lower case; a space becomes a hyphen, and what is neither kept nor `-` or `_` goes.
fn dashed(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            _ if kept(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// Python-Markdown: what is no word, hyphen or space goes; runs of hyphens and spaces become one
/// hyphen.
fn collapsed(text: &str) -> String {
    let word = |c: &char| c.is_alphanumeric() || *c == '_' || *c == '-' || c.is_whitespace();
    let kept: String = text.chars().filter(word).collect();
    let mut slug = String::with_capacity(kept.len());
    for c in kept.trim().chars() {
        if c == '-' || c.is_whitespace() {
            if !slug.ends_with('-') {
                slug.push('-');
            }
        } else {
            slug.extend(c.to_lowercase());
        }
    }
    slug
}

fn vitepress(text: &str) -> String {
    const SPECIAL: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'“”‘’<>,.?/";
    let mut slug = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        if c.is_whitespace() || c.is_control() || SPECIAL.contains(c) {
            if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        } else {
            slug.extend(c.to_lowercase());
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("_{slug}") } else { slug }
}

/// The slug that every flavor makes of `text`, where it is nothing but ASCII letters and digits
/// between single spaces, as most headings of code and many others are.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut slug = String::with_capacity(text.len());
    let mut gap = true;
    for byte in text.trim().bytes() {
        match byte {
            b' ' if !gap => slug.push('-'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => slug.push(byte.to_ascii_lowercase().into()),
            _ => return None,
        }
        gap = byte == b' ';
    }
    // A digit in front is treated differently.
    slug.starts_with(|first: char| first.is_ascii_alphabetic()).then_some(slug)
}

/// Numbers slugs that come again: `-1` in most flavors, `_1` in Python-Markdown.
#[derive(Debug, Default)]
pub(super) struct Numbering(HashMap<String, [u32; ALL.len()]>);

impl Numbering {
    /// The anchors for the next heading with this slug in `flavors`, with the flavors of each.
    pub(super) fn next(&mut self, flavors: Flavors, slug: String) -> Vec<(String, Flavors)> {
        let mut found: Vec<(String, Flavors)> = Vec::new();
        let counts = self.0.entry(slug.clone()).or_default();
        for (at, flavor) in ALL.into_iter().enumerate().filter(|(_, flavor)| flavor & flavors != 0)
        {
            let is_python = flavor & (PYTHON | PYTHON_UNICODE) != 0;
            // Python-Markdown gives a heading without a slug a number from the start.
            let number = counts[at] + u32::from(is_python && slug.is_empty());
            counts[at] += 1;
            let anchor = match number {
                0 => slug.clone(),
                _ if is_python => format!("{slug}_{number}"),
                _ => format!("{slug}-{number}"),
            };
            match found.iter_mut().find(|(known, _)| *known == anchor) {
                Some((_, flavors)) => *flavors |= flavor,
                None => found.push((anchor, flavor)),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generator_has_its_own() {
        for (text, flavor, expected) in [
            ("Was ist neu?", GITHUB, "was-ist-neu"),
            ("C++ & Rust", GITHUB, "c--rust"),
            ("Über `foo_bar()`", GITHUB, "über-foo_bar"),
            ("安装 指南！", GITHUB, "安装-指南"),
            ("Über uns", PYTHON, "uber-uns"),
            ("C++ & Rust", PYTHON, "c-rust"),
            ("Über uns", PYTHON_UNICODE, "über-uns"),
            ("2. Install it", KRAMDOWN, "install-it"),
            ("安装", KRAMDOWN, "section"),
            ("C++ & Rust", VITEPRESS, "c-rust"),
            ("3 étapes", VITEPRESS, "_3-etapes"),
            ("हिन्दी", GITHUB, "हिन्दी"),
        ] {
            assert_eq!(slug(text, flavor), expected, "{text} {flavor}");
        }
    }

    #[test]
    fn repeated_headings_are_numbered() {
        let mut numbering = Numbering::default();
        let mut next = |flavor, slug: &str| numbering.next(flavor, slug.to_owned());
        let one = |anchor: &str, flavors| (anchor.to_owned(), flavors);
        assert_eq!(next(GITHUB, "a"), [one("a", GITHUB)]);
        assert_eq!(next(GITHUB | PYTHON, "a"), [one("a-1", GITHUB), one("a", PYTHON)]);
        assert_eq!(next(PYTHON, "a"), [one("a_1", PYTHON)]);
        assert_eq!(next(PYTHON, ""), [one("_1", PYTHON)]);
        assert_eq!(next(ANY, "b"), [one("b", ANY)]);
    }

    #[test]
    fn plain_headings_have_one_slug_in_every_flavor() {
        for text in ["Install", "What is new in 3", "A b C"] {
            let all: Vec<String> = ALL.iter().map(|flavor| slug(text, *flavor)).collect();
            assert_eq!(vec![plain(text).unwrap_or_default(); ALL.len()], all, "{text}");
        }
        for text in ["3 steps", "a  b", "über", "C++", "a-b"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
