//! The catalog: every article of the run with one file per locale.

use std::path::PathBuf;

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
}
