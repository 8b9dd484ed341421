//! Languages: BCP 47 tags with their names and aliases, and what each language's texts are
//! made of.

mod exemplars;
pub mod glossary;
pub mod names;
mod plain_words;
mod profile;
mod profiles;
mod small_words;
mod tag;

pub use exemplars::{Class, Repertoire, Traits, is_east_asian, is_invisible};
pub use plain_words::plain_words;
pub use profile::{Doubling, Ending, Profile, SpaceBefore, Words};
pub use small_words::{SmallWords, Tally};
pub use tag::Locale;
