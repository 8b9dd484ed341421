//! A file that was read: its path as people know it, and its text as it stands on disk.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::LineIndex;

/// One file's text, byte for byte: line endings and byte order mark are kept, so that offsets
/// into it are offsets into the file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    legacy: Option<LegacyEncoding>,
}

/// What a file was written in that is not UTF-8 on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyEncoding {
    /// The encoding's name in the WHATWG Encoding Standard; `None` when no encoding of the
    /// locale accounts for the bytes, and the text holds U+FFFD in their place.
    pub name: Option<&'static str>,
    /// Whether the rest of the file is UTF-8 and only some bytes are in that encoding.
    pub mixed: bool,
    /// Whether every character belongs to the language and no other encoding reads as well.
    pub certain: bool,
    /// Offset in the file of the first byte that is not UTF-8.
    pub at: usize,
}

/// Why a file could not be taken in.
#[derive(Debug)]
pub enum ReadError {
    /// The operating system refused.
    Io(PathBuf, io::Error),
    /// The bytes are not UTF-8; the number is the offset of the first that is not.
    NotUtf8(PathBuf, usize),
    /// Larger than [`MOST_BYTES`]; the number is how many bytes there are, as far as is known.
    TooLarge(PathBuf, u64),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => {
                write!(f, "{}: cannot be read: {}", path.display(), refusal(error))
            }
            Self::NotUtf8(path, at) => {
                write!(f, "{}: not UTF-8: the byte at offset {at} is invalid", path.display())
            }
            Self::TooLarge(path, size) => {
                let (path, most) = (path.display(), MOST_BYTES >> 20);
                write!(f, "{path}: too large for a page: {size} bytes, the limit is {most} MiB")?;
                write!(f, "; `exclude` in the configuration leaves it out")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// Why a file could not be read or written, in the words of this program's messages: what the system
/// says, without its number.
pub fn refusal(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text).trim_end_matches('.');
    let mut characters = text.chars();
    let first = characters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(characters).collect()
}

/// The most bytes a file may have: 16 MiB, more than people write on any page. What is longer is
/// data, and judging it could take minutes.
pub const MOST_BYTES: u64 = 16 << 20;

/// The bytes of the file at `path`. Not more than the limit is read, whatever the file says of
/// its size and however it grows.
///
/// # Errors
/// When it cannot be read or is larger than [`MOST_BYTES`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let refused = |error| ReadError::Io(path.to_owned(), error);
    let file = fs::File::open(path).map_err(refused)?;
    let size = file.metadata().map_err(refused)?.len();
    if size > MOST_BYTES {
        return Err(ReadError::TooLarge(path.to_owned(), size));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(ReadError::TooLarge(path.to_owned(), bytes.len() as u64));
    }
    Ok(bytes)
}

/// The text of the file at `path`, of not more than `most` bytes: what a repository holds beside
/// its pages may have any size, too.
///
/// # Errors
/// When it cannot be read, is not UTF-8 or is larger.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let mut text = String::new();
    let file = fs::File::open(path)?;
    // The size first: the text of what is too large need not be read to know it.
    if file.metadata()?.len() <= most {
        file.take(most + 1).read_to_string(&mut text)?;
        if text.len() as u64 <= most {
            return Ok(text);
        }
    }
    let limit = format!("it is larger than {} MiB", most >> 20);
    Err(io::Error::new(io::ErrorKind::FileTooLarge, limit))
}

/// The text of the file at `path` for a look at what is not judged itself; empty where it cannot be
/// read, is no regular file, not UTF-8 or larger than [`MOST_BYTES`].
pub fn glance(path: &Path) -> String {
    let read = || read_text(path, MOST_BYTES).ok();
    path.is_file().then(read).flatten().unwrap_or_default()
}

impl SourceFile {
    /// A file from text that is already in memory.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), legacy: None }
    }

    /// A file whose bytes are not UTF-8, with its text as far as an encoding could be told.
    pub fn decoded(
        path: impl Into<PathBuf>,
        text: impl Into<String>,
        legacy: LegacyEncoding,
    ) -> Self {
        Self { path: path.into(), text: text.into(), legacy: Some(legacy) }
    }

    /// Reads `path` whole.
    ///
    /// # Errors
    /// When it cannot be opened, is not UTF-8, or is larger than [`MOST_BYTES`].
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let bytes = read_bytes(path)?;
        // A copy costs less than what the quicker validator saves over `String::from_utf8`.
        match simdutf8::compat::from_utf8(&bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => Err(ReadError::NotUtf8(path.to_owned(), error.valid_up_to())),
        }
    }

    /// The path as it is shown.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, taken out of the file, and what it was written in if that is not UTF-8.
    pub fn into_parts(self) -> (String, Option<LegacyEncoding>) {
        (self.text, self.legacy)
    }

    /// Offset of the first byte after a byte order mark: 3 with one, 0 without.
    pub fn body_start(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// The line break the file uses, judged by its first one: `"\r\n"`, `"\r"` or `"\n"`.
    pub fn line_break(&self) -> &'static str {
        match memchr::memchr2(b'\n', b'\r', self.text.as_bytes()) {
            Some(at) if self.text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text.as_bytes()[at] == b'\r' => "\r",
            _ => "\n",
        }
    }

    /// A fresh index of the lines.
    pub fn lines(&self) -> LineIndex {
        LineIndex::new(&self.text)
    }
}
