//! Placeholder, replaced by the linter itself: the signatures that the command line calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Report;
use crate::config::Settings;
use crate::fix::Applicability;
use crate::project::Catalog;
use crate::text::{ReadError, SourceFile};

/// Where texts come from.
pub trait Store: Sync {
    /// Reads the file at `path`.
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError>;
}

/// The file system.
pub struct Disk;

impl Store for Disk {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        SourceFile::read(path)
    }
}

/// Texts in memory.
pub struct Memory(pub BTreeMap<PathBuf, String>);

impl Store for Memory {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        match self.0.get(path) {
            Some(text) => Ok(SourceFile::new(path, text.clone())),
            None => Err(ReadError::Io(path.to_owned(), std::io::ErrorKind::NotFound.into())),
        }
    }
}

/// A file that a fix changes.
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// Its text as it was read.
    pub before: String,
    /// Its text after the fixes.
    pub after: String,
}

/// What fixing came to.
pub struct FixOutcome {
    /// What remains.
    pub report: Report,
    /// What changes.
    pub changes: Vec<FileChange>,
}

/// Lints.
pub fn lint(
    _catalog: &Catalog,
    _settings: &Settings,
    _store: &dyn Store,
    _progress: &(dyn Fn(usize) + Sync),
) -> Report {
    Report::default()
}

/// Lints and fixes.
pub fn fix(
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    _level: Applicability,
    progress: &(dyn Fn(usize) + Sync),
) -> FixOutcome {
    FixOutcome { report: lint(catalog, settings, store, progress), changes: Vec::new() }
}

/// Writes.
pub fn write_changes(changes: &[FileChange]) -> Vec<Result<(), ReadError>> {
    changes.iter().map(|_| Ok(())).collect()
}
