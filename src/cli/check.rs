//! `hexapla check`.

use clap::Args;

use super::failure::Failure;
use super::options::LintOptions;
use super::run::Run;
use super::terminal::Terminal;
use super::{Outcome, plan};

/// The arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files and folders to check; their counterparts are found. Without any, the whole project.
    paths: Vec<String>,

    #[command(flatten)]
    options: LintOptions,
}

/// Finds the articles and checks them.
pub(crate) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let plan = plan::for_project(&args.paths, &args.options)?;
    Run { plan, options: &args.options, terminal }.run()
}
