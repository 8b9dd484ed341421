//! The catalog: every article of the run with one file per locale.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::layout::{DocumentSet, Layout};
use crate::locale::Locale;
use crate::text::FileId;

/// All files and articles of a run. Files are sorted by path, articles by key, so that the order
/// of directory listings never shows.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Every file; [`FileId`] is an index into this list.
    pub files: Vec<CatalogFile>,
    /// Every article.
    pub articles: Vec<Article>,
    /// Per article the number of the set it is of. Empty where files were laid beside each other
    /// without a layout.
    pub set_of: Vec<usize>,
    /// What is declared for a set, by its number.
    pub sets: BTreeMap<usize, SetTraits>,
}

/// What a layout says about the articles of one set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetTraits {
    /// Whether its articles have a source.
    pub has_source: bool,
    /// Which translations must be there.
    pub require: Require,
    /// The locales that are listed for it; empty where all count.
    pub languages: Vec<Locale>,
    /// The locale of its sources.
    pub source_language: Locale,
    /// How pages of the set link to each other.
    pub links: LinkStyle,
}

/// Which translations of a page must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Require {
    /// None: pages are translated as people find the time.
    #[default]
    None,
    /// One in every language that is listed under `languages`.
    Listed,
    /// One in every language that the set has any page in.
    All,
}

/// How a translation writes links to other pages of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkStyle {
    /// As most of the links do that could be written either way.
    #[default]
    Auto,
    /// As the source does; what builds the site finds the page in the right language.
    Unchanged,
    /// With the locale: `/{lang}/guide/`, `guide.es.md`.
    Localized,
}

impl From<&DocumentSet> for SetTraits {
    fn from(set: &DocumentSet) -> Self {
        Self {
            has_source: set.source.is_some(),
            require: set.require,
            languages: set.languages.clone().unwrap_or_default(),
            source_language: set.source_language.clone(),
            links: set.links,
        }
    }
}

/// A file of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogFile {
    /// The path as it is read and shown: relative to the working directory where possible.
    pub path: PathBuf,
    /// Its locale.
    pub locale: Locale,
}

/// One logical page: a source and its translations, or siblings without a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The logical path that its versions share: `guide/install.md`.
    pub key: String,
    /// The source version, if there is one.
    pub source: Option<FileId>,
    /// The other versions, sorted by locale.
    pub translations: Vec<FileId>,
    /// Which versions are judged; a version outside still serves as a counterpart.
    pub selected: Vec<FileId>,
}

impl Catalog {
    /// The file with that id.
    pub fn file(&self, id: FileId) -> &CatalogFile {
        &self.files[id.0 as usize]
    }

    /// Notes what `layout` says about its sets; they are numbered from `first` on.
    pub(crate) fn describe(&mut self, layout: &Layout, first: usize) {
        let sets = layout.sets.iter().enumerate();
        self.sets.extend(sets.map(|(index, set)| (first + index, SetTraits::from(set))));
    }

    /// What is declared for the article with that index, if it is of a layout.
    pub fn traits_of(&self, article: usize) -> Option<&SetTraits> {
        self.sets.get(self.set_of.get(article)?)
    }
}
