//! Languages: BCP 47 tags with their names and aliases, and what each language's texts are
//! made of.

mod tag;

pub use tag::Locale;
