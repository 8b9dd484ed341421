//! Where texts come from: the disk, or memory for tests and proofs.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::{ReadError, SourceFile};

/// A source of texts.
pub trait Store: Sync {
    /// Reads the file at `path` whole.
    ///
    /// # Errors
    /// When it cannot be read or is no text.
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError>;
}

/// The file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Store for Disk {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        SourceFile::read(path)
    }
}

/// Texts held in memory, by path.
#[derive(Debug, Clone, Default)]
pub struct Memory(pub BTreeMap<PathBuf, String>);

impl Store for Memory {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        match self.0.get(path) {
            Some(text) => Ok(SourceFile::new(path, text.as_str())),
            None => Err(ReadError::Io(path.to_owned(), io::ErrorKind::NotFound.into())),
        }
    }
}

/// Some texts in memory over another store: repaired texts that are not written yet.
pub(super) struct Overlay<'a> {
    pub(super) over: &'a dyn Store,
    pub(super) texts: &'a BTreeMap<PathBuf, String>,
}

impl Store for Overlay<'_> {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        match self.texts.get(path) {
            Some(text) => Ok(SourceFile::new(path, text.as_str())),
            None => self.over.read(path),
        }
    }
}
