//! Markdown and MDX as facts: one parse turns a text into a [`Document`], a flat list of blocks
//! and a flat list of inlines with byte spans, the front matter, and the comments that steer
//! hexapla. Nothing here judges.

pub mod front_matter;
mod model;

pub use model::*;
