//! Text as bytes with places: spans, source files, and the one converter from byte offsets to
//! lines and columns. Imports nothing of ours.

pub mod lanes;
mod lines;
mod source;
pub mod space;
mod span;

pub use lines::{LineIndex, Position, Range};
pub use source::{
    LegacyEncoding, MOST_BYTES, ReadError, SourceFile, glance, read_bytes, read_text, refusal,
};
pub use span::{FileId, Location, Span};
