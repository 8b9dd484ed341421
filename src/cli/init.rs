//! `hexapla init`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::failure::Failure;
use super::plan::working_directory;
use crate::config;
use crate::output;
use crate::project;

/// The arguments of `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder of the project.
    #[arg(default_value = ".")]
    folder: PathBuf,

    /// Print the file instead of writing it.
    #[arg(long)]
    stdout: bool,
}

/// Detects the layout and writes it down. A configuration that is there is never overwritten.
pub(crate) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let folder = working_directory()?.join(&args.folder);
    let folder = fs::canonicalize(&folder).map_err(|error| {
        Failure::new(format!("{}: cannot be read: {error}", args.folder.display()))
    })?;
    let Some(detected) = project::detect(&folder) else {
        return Err(Failure::with_help(
            format!("{}: no layout was recognised", args.folder.display()),
            "write a lint-rules.toml with a [[documents]] table that says where source and \
             translations lie",
        ));
    };
    let text = config::init_text(&detected, &folder);
    let _ = writeln!(io::stderr(), "note: {}", output::logged(&detected.line));
    if args.stdout {
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(Outcome::Clean);
    }
    write_new(&folder.join(config::FILE_NAME), &text)?;
    let path = args.folder.join(config::FILE_NAME);
    let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let _ = writeln!(io::stderr(), "wrote {}; next: hexapla check", output::logged(&shown));
    Ok(Outcome::Clean)
}

fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::with_help(
            format!("{} is already there", config::FILE_NAME),
            "hexapla init --stdout prints what would be written",
        ),
        _ => Failure::new(format!("{}: cannot be written: {error}", path.display())),
    })
}
