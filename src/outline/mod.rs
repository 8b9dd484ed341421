//! Documents laid beside each other: which block of the translation answers which block of the
//! reference, what is missing, added or moved.

mod align;
mod counterpart;
mod features;
mod gaps;
mod model;
mod sections;
mod sequence;
mod similarity;

pub use align::align;
pub use features::{Outline, distance};
pub use model::*;
