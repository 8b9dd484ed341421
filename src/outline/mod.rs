//! Documents laid beside each other: which block of the translation answers which block of the
//! reference, what is missing, added or moved.

mod model;

pub use model::*;
