//! Writing repaired files: atomically, only when they changed, never over somebody's edit.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

use super::repair::FileChange;
use crate::identity::hash;
use crate::text::refusal;

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
            Self::Io(path, error) => {
                write!(f, "{}: cannot be written: {}", path.display(), refusal(error))
            }
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

/// Replaces a file by way of a temporary one beside it, which has its permissions, owner and extended
/// attributes. A file that has other names, or what cannot be given to another file, is written in
/// its place once its whole new text lies on the disk.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let mut file = beside(path)?;
    file.write_all(bytes)?;
    let keeps = attributes::keep(file.as_file(), path, &metadata)?;
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    if keeps {
        file.persist(path).map_err(|error| error.error)?;
        return Ok(());
    }
    let mut place = fs::OpenOptions::new().write(true).open(path)?;
    place.write_all(bytes)?;
    place.set_len(bytes.len() as u64)?;
    place.sync_all()
}

/// How long a temporary file belongs to whoever made it. Writing one page takes a hundredth of it.
const FRESH: Duration = Duration::from_secs(1);

/// A new temporary file beside `path`. Its name depends on `path` alone: a run that was killed left
/// its file old, so the next one comes to that file again, finds the temporary one, and takes it
/// away. One that is fresh may be another run's, which is waited for.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let name = path.file_name().unwrap_or_default();
    let name = format!(".hexapla-{:016x}.tmp", hash(&[name.as_encoded_bytes()]));
    let left = path.with_file_name(&name);
    let directory = path.parent().unwrap_or(Path::new("."));
    let started = Instant::now();
    loop {
        match tempfile::Builder::new().prefix(&name).rand_bytes(0).tempfile_in(directory) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other,
        }
        let modified = fs::metadata(&left).and_then(|left| left.modified());
        let is_old = modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > FRESH));
        if is_old || started.elapsed() > FRESH {
            fs::remove_file(&left)?;
        } else {
            thread::sleep(FRESH / 50);
        }
    }
}

#[cfg(unix)]
mod attributes {
    use std::ffi::OsString;
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::unix::fs::{MetadataExt, fchown};
    use std::path::Path;

    use xattr::FileExt as _;

    /// The access control list of a file on Linux, kept as an extended attribute.
    const ACCESS: &str = "system.posix_acl_access";

    /// Gives `file` the owner, group and extended attributes of the one at `path`, which it is to
    /// replace and whose metadata are `other`. Returns whether it may replace it: not when they
    /// cannot be given, nor when the other has names that would be left behind.
    pub(super) fn keep(file: &File, path: &Path, other: &Metadata) -> io::Result<bool> {
        if other.nlink() > 1 {
            return Ok(false);
        }
        let own = file.metadata()?;
        let same = (own.uid(), own.gid()) == (other.uid(), other.gid());
        if !same && fchown(file, Some(other.uid()), Some(other.gid())).is_err() {
            return Ok(false);
        }
        Ok(extended(file, path))
    }

    /// Copies the extended attributes, access control lists among them. Returns whether all are
    /// there that people set.
    fn extended(file: &File, path: &Path) -> bool {
        // A file system that has none says so.
        let Ok(names) = xattr::list(path) else { return true };
        let names: Vec<OsString> = names.filter(is_of_file).collect();
        // A folder may give lists to its new files that the other did not have.
        let inherited = !names.iter().any(|name| name == ACCESS);
        if inherited && matches!(file.get_xattr(ACCESS), Ok(Some(_))) {
            let _ = file.remove_xattr(ACCESS);
        }
        names.iter().all(|name| {
            let value = xattr::get(path, name).ok().flatten();
            let has = || file.get_xattr(name).ok().flatten() == value;
            let given = value.as_ref().is_none_or(|value| file.set_xattr(name, value).is_ok());
            given || has() || !is_of_people(name)
        })
    }

    /// Whether an attribute says something of the file rather than of the bytes in it, as the
    /// signatures do that the kernel keeps.
    fn is_of_file(name: &OsString) -> bool {
        let bytes = name.as_encoded_bytes();
        !bytes.starts_with(b"security.") || bytes == b"security.selinux"
    }

    /// Whether an attribute is one that people set. The system gives its own to new files.
    fn is_of_people(name: &OsString) -> bool {
        let bytes = name.as_encoded_bytes();
        bytes.starts_with(b"user.") || bytes.starts_with(b"system.")
    }
}

#[cfg(not(unix))]
mod attributes {
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::Path;

    /// Whether `file` may replace the other: what it inherits from its folder is what that has.
    #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
    pub(super) fn keep(_file: &File, _path: &Path, _other: &Metadata) -> io::Result<bool> {
        Ok(true)
    }
}
