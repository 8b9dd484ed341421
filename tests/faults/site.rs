//! The fixture site: every page with its translations.

use std::fs;
use std::path::{Path, PathBuf};

/// The languages that the English pages are translated into.
pub(crate) const LOCALES: [&str; 6] = ["de", "es", "fr", "ja", "nl", "pt-BR"];

/// One translated page beside its source, both clean.
#[derive(Debug, Clone)]
pub(crate) struct CleanPair {
    /// The page: `guide/install.md`.
    pub(crate) page: String,
    /// The language of the translation.
    pub(crate) locale: &'static str,
    /// The English text.
    pub(crate) source: String,
    /// The translated text.
    pub(crate) translation: String,
}

/// Where the site lies in the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/site")
}

/// The pages of the site, relative to a language's folder, sorted.
pub(crate) fn pages() -> Vec<String> {
    let source = root().join("en");
    let mut folders = vec![source.clone()];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the site is there") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let page = path.strip_prefix(&source).expect("below the folder");
                pages.push(page.to_str().expect("plain names").replace('\\', "/"));
            }
        }
    }
    pages.sort();
    pages
}

/// Every page in every language.
pub(crate) fn pairs() -> Vec<CleanPair> {
    let read = |locale: &str, page: &str| {
        let path = root().join(locale).join(page);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let mut pairs = Vec::new();
    for page in pages() {
        for locale in LOCALES {
            let source = read("en", &page);
            let translation = read(locale, &page);
            pairs.push(CleanPair { page: page.clone(), locale, source, translation });
        }
    }
    pairs
}
