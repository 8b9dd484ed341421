//! Documents laid beside each other: which block of the translation answers which block of the
//! reference, what is missing, added or moved.

mod align;
mod changes;
mod counterpart;
mod features;
mod inlines;
mod lists;
mod model;
mod sections;
mod sequence;
mod similarity;
mod target;

pub use align::align;
pub use changes::{Changes, Grade, SectionChange, SectionFate, carried};
pub use features::{Outline, distance, key, shared_words};
pub use inlines::{Difference, cancel_moved, differences};
pub use model::*;
pub use target::target_key;
