//! `hexapla schema`.

use std::io::{self, Write};

use clap::Args;

use super::Outcome;
use super::failure::Failure;
use crate::{config, output};

/// The arguments of `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What the schema is of.
    #[arg(value_enum, default_value = "config")]
    of: SchemaOf,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SchemaOf {
    /// The configuration, `lint-rules.toml`.
    Config,
    /// A report in the format `json`.
    Report,
}

/// Prints a JSON schema.
pub(crate) fn run(args: &SchemaArgs) -> Result<Outcome, Failure> {
    let text = match args.of {
        SchemaOf::Config => format!("{:#}\n", config::schema()),
        SchemaOf::Report => output::JSON_SCHEMA.to_owned(),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}
