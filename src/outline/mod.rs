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
mod shown;
mod similarity;
mod split;
mod stranded;
mod target;
mod tokens;
mod words;

pub use align::align;
pub use changes::{Changes, Grade, SectionChange, SectionFate, carried};
pub use features::{Outline, distance, key};
pub use inlines::{Difference, cancel_moved, differences, differences_in};
pub use model::*;
pub use shown::{Marker, blocks_with, shown, shown_beyond, shows_beyond};
pub use split::pieces_of;
pub use stranded::{BrokenList, broken_list, follows_stranded, is_marker, stranded_marker};
pub use target::{same_page, target_key};
pub use tokens::{LostInValue, TokenDifference, find_respaced, find_token, lost_in_values};
pub use tokens::{missing_tokens, tokens_of};
pub use words::shared_words;
