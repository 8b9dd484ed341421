//! Markdown and MDX as facts: one parse turns a text into a [`Document`], a flat list of blocks
//! and a flat list of inlines with byte spans, the front matter, and the comments that steer
//! hexapla. Nothing here judges.

mod blocks;
mod build;
pub mod code;
pub mod code_words;
mod context;
mod excerpt;
pub mod front_matter;
mod highlight;
mod html;
mod kinds;
mod links;
mod marks;
mod mask;
mod model;
mod parse;
mod prose;
mod render;
mod scan;
mod suppressions;
mod texts;
mod tokens;
mod yaml_scalar;

pub use context::{Context, block_at, context_at};
pub use kinds::Kinds;
pub use model::*;
pub use parse::{dialect_of, parse};
pub use prose::{OBJECT, Prose};
pub use render::{
    harmless, renders_equal, renders_equal_but_spaces, renders_equal_but_zero_width,
    renders_with_strong,
};
pub use texts::{Signs, Texts, Twice};
pub use tokens::{Token, TokenKind, tokens_in};
pub use yaml_scalar::rewrite_in_scalar;
