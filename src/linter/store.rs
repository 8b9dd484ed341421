//! Where texts come from: the disk, or memory for tests and proofs.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::encoding;
use crate::locale::Locale;
use crate::project::Revisions;
use crate::text::{LegacyEncoding, MOST_BYTES, ReadError, SourceFile};

/// A source of texts.
pub trait Store: Sync {
    /// Reads the file at `path` whole.
    ///
    /// # Errors
    /// When it cannot be read or is no text.
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError>;

    /// The bytes of a file that is not UTF-8.
    ///
    /// # Errors
    /// When it cannot be read.
    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Whether there is a file or directory at `path`.
    fn exists(&self, path: &Path) -> bool;

    /// The names in the folder at `path`, where it can be listed and a name is found only as it is
    /// listed.
    fn names(&self, path: &Path) -> Option<Vec<String>> {
        let _ = path;
        None
    }

    /// Old revisions of the files, where there are any to ask for.
    fn revisions(&self) -> Option<&Revisions> {
        None
    }
}

/// Reads a file; one that is not UTF-8 by the code pages of its locale.
///
/// # Errors
/// When it cannot be read.
pub fn read(store: &dyn Store, path: &Path, locale: &Locale) -> Result<SourceFile, ReadError> {
    let at = match store.read(path) {
        Err(ReadError::NotUtf8(_, at)) => at,
        other => return other,
    };
    let bytes = store.bytes(path).map_err(|error| ReadError::Io(path.to_owned(), error))?;
    Ok(decoded(bytes, at, path, locale))
}

/// The text of `bytes` that came from elsewhere than a file.
///
/// # Errors
/// When there is more of it than a file may have.
pub(super) fn text_of(
    bytes: Vec<u8>,
    path: &Path,
    locale: &Locale,
) -> Result<SourceFile, ReadError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::TooLarge(path.to_owned(), bytes.len() as u64));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) => SourceFile::new(path, text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            decoded(error.into_bytes(), at, path, locale)
        }
    })
}

/// Bytes that are not UTF-8 from offset `at` on.
fn decoded(bytes: Vec<u8>, at: usize, path: &Path, locale: &Locale) -> SourceFile {
    let (text, legacy) = match encoding::legacy::decode(&bytes, locale) {
        Some(decoded) => {
            let (mixed, certain) = (decoded.mixed, decoded.certain);
            (decoded.text, LegacyEncoding { name: Some(decoded.encoding), mixed, certain, at })
        }
        None => (
            String::from_utf8_lossy(&bytes).into_owned(),
            LegacyEncoding { name: None, mixed: true, certain: false, at },
        ),
    };
    SourceFile::decoded(path, text, legacy)
}

/// A file from its bytes.
///
/// # Errors
/// When they are not UTF-8.
pub(super) fn from_bytes(path: &Path, bytes: &[u8]) -> Result<SourceFile, ReadError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(path, text)),
        Err(error) => Err(ReadError::NotUtf8(path.to_owned(), error.valid_up_to())),
    }
}

/// The file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Store for Disk {
    fn read(&self, path: &Path) -> Result<SourceFile, ReadError> {
        SourceFile::read(path)
    }

    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn names(&self, path: &Path) -> Option<Vec<String>> {
        // Elsewhere a file may also be found under names in another case or composition.
        if !cfg!(target_os = "linux") {
            return None;
        }
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let mut names = Vec::new();
        for entry in fs::read_dir(path).ok()? {
            let entry = entry.ok()?;
            // A link that leads nowhere is nothing.
            let there = !entry.file_type().ok()?.is_symlink() || entry.path().exists();
            names.extend(entry.file_name().into_string().ok().filter(|_| there));
        }
        Some(names)
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

    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.as_bytes().to_vec())
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.keys().any(|known| known.starts_with(path))
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

    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.over.bytes(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.texts.contains_key(path) || self.over.exists(path)
    }

    fn names(&self, path: &Path) -> Option<Vec<String>> {
        // The repaired files are there already.
        self.over.names(path)
    }

    fn revisions(&self) -> Option<&Revisions> {
        self.over.revisions()
    }
}
