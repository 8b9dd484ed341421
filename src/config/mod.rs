//! `lint-rules.toml` as written, and the settings it resolves to.

mod documents;
mod error;
mod glossary;
mod init;
mod keys;
mod load;
mod per_file;
mod places;
mod read;
mod rules;
mod schema;
pub mod select;
mod settings;
mod staleness;

pub use error::{ConfigError, ConfigErrors, ConfigSource};
pub use init::{document_entries, init_text};
pub use load::{FILE_NAME, Loaded, find, load, parse};
pub use places::Places;
pub use schema::schema;
pub use settings::{OUTPUT_FORMATS, Settings, StaleBy, Staleness};
