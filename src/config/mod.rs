//! `lint-rules.toml` as written, and the settings it resolves to.

mod documents;
mod error;
mod glossary;
mod init;
mod load;
mod per_file;
mod read;
mod rules;
pub mod select;
mod settings;
mod staleness;

pub use error::{ConfigError, ConfigErrors, ConfigSource};
pub use init::init_text;
pub use load::{FILE_NAME, Loaded, load, parse};
pub use settings::{OUTPUT_FORMATS, Settings, StaleBy, Staleness};
