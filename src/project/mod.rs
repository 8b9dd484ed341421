//! What is laid beside what: files, their locales, and the articles they are versions of.

mod catalog;

pub use catalog::{Article, Catalog, CatalogFile};
