//! A locale as a normalised BCP 47 tag.

use std::fmt;

/// A locale: a BCP 47 language tag in canonical form (`pt_BR` and `PT-br` are `pt-BR`), or
/// `und` where the language is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(Box<str>);

impl Locale {
    /// The locale of a text whose language is not known.
    pub fn unknown() -> Self {
        Self("und".into())
    }

    /// Reads a tag in any case, with `-` or `_`. `None` when it is not well-formed.
    pub fn parse(tag: &str) -> Option<Self> {
        let identifier = icu_locale_core::LanguageIdentifier::try_from_str(&tag.replace('_', "-"));
        identifier.ok().map(|id| Self(id.to_string().into_boxed_str()))
    }

    /// The canonical tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The primary language subtag: `pt` of `pt-BR`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the language is written from right to left in its usual script.
    pub fn is_right_to_left(&self) -> bool {
        const LANGUAGES: [&str; 9] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur"];
        LANGUAGES.contains(&self.language())
    }

    /// Whether the language is known.
    pub fn is_known(&self) -> bool {
        &*self.0 != "und"
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::unknown()
    }
}
