//! The declared terms of a project, and finding them in texts whose words are inflected.

use std::collections::BTreeMap;

use super::Locale;
use super::profile::{Profile, Words};

/// What `[glossary]` declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// Terms that stay as they are in every language.
    pub keep: Vec<String>,
    /// By language tag: a term of the source and how it may be translated.
    pub translate: BTreeMap<String, Vec<(String, Vec<String>)>>,
    /// By language tag: words that must not be used. The tag `*` stands for all languages.
    pub forbidden: BTreeMap<String, Vec<String>>,
}

impl Glossary {
    /// Whether nothing is declared.
    pub fn is_empty(&self) -> bool {
        self.keep.is_empty() && self.translate.is_empty() && self.forbidden.is_empty()
    }

    /// The translations declared for `locale`: for its tag, else for its language.
    pub fn translations(&self, locale: &Locale) -> &[(String, Vec<String>)] {
        let found =
            self.translate.get(locale.tag()).or_else(|| self.translate.get(locale.language()));
        found.map_or(&[], Vec::as_slice)
    }

    /// The words forbidden in `locale`: for all languages, for its language and for its tag.
    pub fn forbidden_in(&self, locale: &Locale) -> impl Iterator<Item = &str> {
        let mut tags = vec!["*", locale.language(), locale.tag()];
        tags.dedup();
        let lists: Vec<_> = tags.into_iter().filter_map(|tag| self.forbidden.get(tag)).collect();
        lists.into_iter().flatten().map(String::as_str)
    }
}

/// Offsets (bytes) at which `term` stands in `text` as a word of its own, letter case as written.
pub fn occurrences<'t>(text: &'t str, term: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(term).map(|(at, _)| at).filter(move |&at| {
        let edge = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
            (Some(inside), Some(outside)) => {
                !(outside.is_alphanumeric() && inside.is_alphanumeric())
                    || outside.is_ascii() != inside.is_ascii()
            }
            _ => true,
        };
        edge(term.chars().next(), text[..at].chars().next_back())
            && edge(term.chars().next_back(), text[at + term.len()..].chars().next())
    })
}

/// Whether `text` has the term of a glossary, inflected as its language may: letter case aside,
/// each of its words as the beginning of a word. Of words of five and more letters the last one or
/// two may differ, because endings replace letters (`tienda`, `tiendas`; `winkel`, `winkelen`).
/// In languages without spaces the term has to stand as it is.
pub fn has_term(text: &str, term: &str, locale: &Locale) -> bool {
    let (text, term) = (text.to_lowercase(), term.to_lowercase());
    if Profile::of(locale).words == Words::Joined || text.contains(&term) {
        return text.contains(&term);
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let stem = stem(word);
        words.iter().any(|other| other.starts_with(stem))
    })
}

/// The part of a word that its endings leave alone, as far as its length tells.
fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    let cut = match letters {
        0..=4 => 0,
        5 => 1,
        _ => 2,
    };
    let end = word.char_indices().nth(letters - cut).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_whatever_their_ending() {
        let nl = Locale::parse("nl").expect("a tag");
        let ja = Locale::parse("ja").expect("a tag");
        assert!(has_term("In beide winkelwagens ligt iets.", "winkelwagen", &nl));
        assert!(has_term("Die Bestellungen sind da.", "Bestellung", &nl));
        assert!(!has_term("In de mand ligt iets.", "winkelwagen", &nl));
        assert!(has_term("カートに入れる", "カート", &ja));
        assert_eq!(occurrences("Acme and Acmeville, Acmeの", "Acme").collect::<Vec<_>>(), [0, 20]);
    }
}
