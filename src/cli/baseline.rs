//! `hexapla baseline`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::Outcome;
use super::failure::Failure;
use super::known::{self, KnownFile};
use super::options::RuleOptions;
use super::plan;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::baseline::Baseline;
use crate::linter;
use crate::output::{logged, visible};

/// The arguments of `baseline`.
#[derive(Debug, Args)]
pub(crate) struct BaselineArgs {
    /// The file to write; otherwise the one that the configuration names, or
    /// `hexapla-baseline.toml` beside it.
    #[arg(long, value_name = "PATH")]
    baseline: Option<PathBuf>,

    /// Only take out what is gone; add nothing.
    #[arg(long)]
    prune: bool,

    #[command(flatten)]
    rules: RuleOptions,
}

/// Judges the whole project and writes down what is found.
pub(crate) fn run(args: &BaselineArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let cwd = plan::working_directory()?;
    let mut plan = plan::for_project(&[], &args.rules)?;
    let file = KnownFile::find(args.baseline.as_deref(), &plan.settings, &cwd, true)?;
    let Some(file) = file else { return Ok(Outcome::Clean) };
    if args.prune && !file.path.exists() {
        let message = format!("{}: there is no baseline to prune", file.shown);
        return Err(Failure::with_help(message, "`hexapla baseline` writes the file"));
    }
    for note in &plan.notes {
        let _ = writeln!(io::stderr(), "note: {}", logged(note));
    }
    // Nothing is known, so that everything is seen.
    plan.settings.known = Some(Arc::default());
    let progress = Progress::new(plan.catalog.articles.len(), false, terminal);
    let report =
        linter::lint(&plan.catalog, &plan.settings, &plan.store, &|done| progress.add(done));
    progress.finish();
    for failure in &report.failures {
        let _ = writeln!(io::stderr(), "error: {}", logged(failure));
    }
    if !report.failures.is_empty() {
        return Err(Failure::new("nothing was written: not everything could be read"));
    }
    let in_scope = file.in_scope(&plan.catalog, &plan.settings, true);
    let mut findings: Baseline =
        if args.prune { in_scope.shared(&report.seen) } else { report.seen.clone() };
    // What this run could not have met stays: findings of rules that were off.
    findings.merge(file.findings.beyond(&in_scope));
    let (before, after) = (file.findings.len(), findings.len());
    file.write(&findings, &cwd)?;
    let gone = in_scope.beyond(&report.seen).len();
    let shown = visible(&file.shown).to_string();
    let new = report.seen.beyond(&file.findings).len();
    let line = match (before, args.prune) {
        (0, false) => format!("wrote {shown}: {}", known::findings(after)),
        (_, false) => format!("wrote {shown}: {}, {new} new, {gone} gone", known::findings(after)),
        (_, true) => format!("wrote {shown}: {}, {gone} gone", known::findings(after)),
    };
    let _ = writeln!(io::stderr(), "{line}");
    Ok(Outcome::Clean)
}
