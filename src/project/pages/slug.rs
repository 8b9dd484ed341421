//! Anchors made from headings, as the generators of documentation sites make them.

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
        PYTHON => {
            let ascii: String = text.nfkd().filter(char::is_ascii).collect();
            collapsed(&ascii)
        }
        PYTHON_UNICODE => collapsed(&text.nfkc().collect::<String>()),
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

/// Numbers slugs that come again: `-1` in most flavors, `_1` in Python-Markdown.
#[derive(Debug, Default)]
pub(super) struct Numbering(HashMap<(Flavors, String), u32>);

impl Numbering {
    /// The anchor for the next heading with this slug.
    pub(super) fn next(&mut self, flavor: Flavors, slug: String) -> String {
        let is_python = flavor == PYTHON || flavor == PYTHON_UNICODE;
        // Python-Markdown gives a heading without a slug a number from the start.
        let empty = is_python && slug.is_empty();
        let count = self.0.entry((flavor, slug.clone())).or_insert(u32::from(empty));
        *count += 1;
        match (*count - 1, is_python) {
            (0, _) => slug,
            (number, true) => format!("{slug}_{number}"),
            (number, false) => format!("{slug}-{number}"),
        }
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
        assert_eq!(next(GITHUB, "a"), "a");
        assert_eq!(next(GITHUB, "a"), "a-1");
        assert_eq!(next(PYTHON, "a"), "a");
        assert_eq!(next(PYTHON, "a"), "a_1");
        assert_eq!(next(PYTHON, ""), "_1");
    }
}
