//! The pages of a run taken together: what is kept of each, where their links lead, and what the
//! project's own conventions are. Texts are gone by now; nothing here reads a file but through a
//! [`Shelf`], and only for what lies outside of the run.

mod address;
mod anchors;
mod answers;
mod conventions;
mod facts;
mod places;
mod prose;
mod quick;
mod redirects;
mod resolve;
pub mod slug;
mod whole;

use std::sync::Arc;

pub use anchors::HeadingFacts;
pub use conventions::Conventions;
pub use facts::{PageFacts, PageLink};
pub use prose::Older;
pub use resolve::{Lost, Resolution, Spelling, Target};
pub use whole::{Page, Project};

use super::revisions::Past;

/// What lies beside the pages of a run. Paths are written with `/`.
pub trait Shelf: Sync {
    /// Whether a file or directory is there.
    fn exists(&self, path: &str) -> bool;

    /// The names in a folder, where it can be listed and names are found only as they are listed.
    fn names(&self, folder: &str) -> Option<Vec<String>>;

    /// The facts of the page at `path`, if it is there and can be read.
    fn page(&self, path: &str) -> Option<Arc<PageFacts>>;

    /// The text of the file at `path`.
    fn text(&self, path: &str) -> Option<String>;

    /// What a history says of `path`, where no file lies.
    fn past(&self, path: &str) -> Past;
}
