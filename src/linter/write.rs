//! Writing repaired files: atomically, only when they changed, never over somebody's edit.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::repair::FileChange;

/// Why a repaired file was not written. The file on disk is as it was.
#[derive(Debug)]
pub enum WriteError {
    /// It changed on disk after it was read.
    Changed(PathBuf),
    /// The operating system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(path) => {
                write!(f, "{}: changed while it was checked, left alone", path.display())
            }
            Self::Io(path, error) => write!(f, "{}: cannot be written: {error}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes each change in its turn; one failure does not stop the others. Returns the failures.
pub fn write_changes(changes: &[FileChange]) -> Vec<WriteError> {
    changes.iter().filter_map(|change| write(change).err()).collect()
}

fn write(change: &FileChange) -> Result<(), WriteError> {
    let before = change.raw.as_deref().unwrap_or(change.before.as_bytes());
    if before == change.after.as_bytes() {
        return Ok(());
    }
    let refused = |error| WriteError::Io(change.path.clone(), error);
    // A link is followed, so that the link itself stays.
    let path = fs::canonicalize(&change.path).map_err(refused)?;
    if fs::read(&path).map_err(refused)? != before {
        return Err(WriteError::Changed(change.path.clone()));
    }
    replace(&path, change.after.as_bytes()).map_err(refused)
}

/// Replaces a file by way of a temporary one beside it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let directory = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".hexapla-").tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
