//! Languages: BCP 47 tags with their names and aliases, and what each language's texts are
//! made of.

mod exemplars;
pub mod names;
mod tag;

pub use exemplars::{Class, Repertoire, Traits, is_east_asian, is_invisible};
pub use tag::Locale;
