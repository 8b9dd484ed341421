//! `hexapla compare`.

use clap::Args;

use super::failure::Failure;
use super::options::LintOptions;
use super::terminal::Terminal;
use super::{Outcome, plan, run};

/// The arguments of `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The versions of one article. Without --source they are compared with each other.
    #[arg(required = true)]
    files: Vec<String>,

    /// The version that the others were translated from.
    #[arg(long, value_name = "FILE")]
    source: Option<String>,

    #[command(flatten)]
    options: LintOptions,
}

/// Takes the files as versions of one article and checks them.
pub(crate) fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let plan = plan::for_files(args.source.as_deref(), &args.files, &args.options)?;
    run::run(&plan, &args.options, terminal)
}
