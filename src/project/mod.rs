//! What is laid beside what: files, their locales, and the articles they are versions of.

mod adhoc;
mod catalog;
mod changes;
mod detect;
mod discover;
pub(crate) mod git;
mod language;
mod layout;
mod near;
pub mod pages;
mod pairs;
pub mod paths;
pub(crate) mod revisions;
mod template;
mod walk;
pub mod wording;

pub use adhoc::{DiscoverError, Discovery, compare, find};
pub use catalog::{Article, Catalog, CatalogFile, LinkStyle, Require, SetTraits};
pub use changes::{Before, ChangedArticles, Changes, ChangesError, EditedSource};
pub use changes::{RemovedSource, Since};
pub use detect::{Detected, detect};
pub use discover::discover;
pub use git::GitError;
pub use language::of_file as language_of_file;
pub use layout::{DocumentSet, LanguageNames, Layout, Member, PairBy, Place};
pub use pages::{PageFacts, Project, Shelf};
pub use pairs::show_pairs;
pub use revisions::{Gone, Past, Revisions, Troubles, is_bare};
pub use template::{Matched, Template, TemplateError};
