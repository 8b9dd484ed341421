//! Text as bytes with places: spans, source files, and the one converter from byte offsets to
//! lines and columns. Imports nothing of ours.

mod lines;
mod source;
mod span;

pub use lines::{LineIndex, Position, Range};
pub use source::{LegacyEncoding, MOST_BYTES, ReadError, SourceFile, read_bytes, refusal};
pub use span::{FileId, Location, Span};
