//! `hexapla check`.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::known::KnownFile;
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

    /// The file of findings that are known and not reported; otherwise the one that the
    /// configuration names, or `hexapla-baseline.toml` beside it.
    #[arg(long, value_name = "PATH", help_heading = "Selection", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,

    /// Report known findings too.
    #[arg(long, help_heading = "Selection")]
    no_baseline: bool,
}

/// Finds the articles and checks them.
pub(crate) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let mut plan = plan::for_project(&args.paths, &args.options.rules)?;
    if !args.no_baseline {
        let cwd = plan::working_directory()?;
        let known = KnownFile::find(args.baseline.as_deref(), &plan.settings, &cwd, false)?;
        plan.leave_out(known);
    }
    Run { plan, options: &args.options, terminal }.run()
}
