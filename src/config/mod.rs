//! `lint-rules.toml` as written, and the settings it resolves to.

mod settings;

pub use settings::Settings;
