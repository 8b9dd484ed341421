//! Languages: BCP 47 tags with their names and aliases, and what each language's texts are
//! made of.

pub mod names;
mod tag;

pub use tag::Locale;
