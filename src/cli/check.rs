//! `hexapla check`.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::known::KnownFile;
use super::options::LintOptions;
use super::plan::{self, Plan};
use super::run::Run;
use super::terminal::Terminal;
use super::{Outcome, changed, settings};

/// The arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files and folders to check; their counterparts are found. Without any, the whole project.
    paths: Vec<String>,

    #[command(flatten)]
    pub(super) options: LintOptions,

    /// Check what changed since this history parted from REF, and report what the change brings:
    /// findings that were there before are left out.
    #[arg(
        long,
        value_name = "REF",
        help_heading = "Selection",
        conflicts_with_all = ["paths", "staged"]
    )]
    diff_base: Option<String>,

    /// Check what the next commit changes, as it is staged; under pre-commit with a range
    /// (PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF) what the range changes.
    #[arg(long, help_heading = "Selection", conflicts_with = "paths")]
    staged: bool,

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
    let options = &args.options;
    if options.show_settings {
        return settings::run(options, terminal);
    }
    let known = |plan: &Plan| {
        if args.no_baseline {
            return Ok(None);
        }
        let cwd = plan::working_directory()?;
        KnownFile::find(args.baseline.as_deref(), &plan.settings, &cwd, false)
    };
    let plan = if let Some(since) = changed::since(args.diff_base.as_deref(), args.staged) {
        let repairs = options.fix_level().is_some() && !options.diff;
        changed::plan(&since, &options.rules, repairs, known)?
    } else {
        let mut plan = plan::for_project(&args.paths, &options.rules)?;
        let known = known(&plan)?;
        plan.leave_out(known);
        plan
    };
    Run { plan, options, terminal }.run()
}
