//! What `check` and `compare` do once they know the catalog and the settings: lint or fix, then
//! write findings to stdout and everything about the run to stderr.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::Outcome;
use super::failure::Failure;
use super::options::LintOptions;
use super::plan::Plan;
use super::progress::Progress;
use super::terminal::Terminal;
use crate::linter::{self, Disk, FileChange, Report, Store};
use crate::output::{self, Context, visible};
use crate::project;

/// Runs the plan.
pub(crate) fn run(
    plan: &Plan,
    options: &LintOptions,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    say_notes(&plan.notes, options);
    if options.show_pairs {
        let mut out = io::BufWriter::new(io::stdout().lock());
        for line in project::show_pairs(&plan.catalog).lines() {
            writeln!(out, "{}", visible(line))?;
        }
        out.flush()?;
        return Ok(Outcome::Clean);
    }
    let done = lint(plan, options, terminal);
    say_notes(&done.report.notes, options);
    for failure in &done.report.failures {
        let _ = writeln!(io::stderr(), "error: {}", visible(failure));
    }
    if done.report.summary.documents == 0 && done.report.failures.is_empty() {
        return Err(Failure::with_help(
            "nothing was checked: no article was found",
            "--show-pairs lists what belongs together; hexapla init writes down the layout",
        ));
    }
    write_report(&done, options, terminal)?;
    if options.says_summary() {
        let _ = writeln!(io::stderr(), "{}", output::summary(&done.report, options.diff));
    }
    Ok(outcome(&done, options))
}

/// What a run came to.
struct Done {
    report: Report,
    changes: Vec<FileChange>,
}

/// Lints, and with `--fix` writes the repaired files.
fn lint(plan: &Plan, options: &LintOptions, terminal: &Terminal) -> Done {
    let progress = Progress::new(plan.catalog.articles.len(), options.quiet, terminal);
    let count = |articles| progress.add(articles);
    let done = match options.fix_level() {
        None => {
            let report = linter::lint(&plan.catalog, &plan.settings, &Disk, &count);
            Done { report, changes: Vec::new() }
        }
        Some(level) => {
            let fixed = linter::fix(&plan.catalog, &plan.settings, &Disk, level, &count);
            let mut report = fixed.report;
            if !options.diff {
                let refused = linter::write_changes(&fixed.changes);
                report.failures.extend(refused.iter().map(ToString::to_string));
            }
            Done { report, changes: fixed.changes }
        }
    };
    progress.finish();
    done
}

/// Writes the findings, the counts or the difference to where they are wanted.
fn write_report(done: &Done, options: &LintOptions, terminal: &Terminal) -> Result<(), Failure> {
    let Some(path) = &options.output_file else {
        let color = terminal.stdout_color();
        let mut out = io::BufWriter::new(io::stdout().lock());
        write_to(&mut out, done, options, color, terminal)?;
        return Ok(out.flush()?);
    };
    let refused = |error: io::Error| {
        let message = format!("{}: cannot be written: {error}", path.display());
        Failure::with_help(message, "--output-file takes a file in a folder that exists")
    };
    let mut out = io::BufWriter::new(File::create(path).map_err(refused)?);
    write_to(&mut out, done, options, terminal.file_color(), terminal).map_err(refused)?;
    out.flush().map_err(refused)
}

fn write_to(
    out: &mut dyn Write,
    done: &Done,
    options: &LintOptions,
    color: bool,
    terminal: &Terminal,
) -> io::Result<()> {
    if options.diff {
        let person = options.output_file.is_none() && terminal.is_stdout();
        for change in &done.changes {
            output::diff(&change.path, &change.before, &change.after, out, person)?;
        }
        return Ok(());
    }
    if options.statistics {
        return output::statistics(&done.report, out);
    }
    let repaired: HashMap<&Path, &str> =
        done.changes.iter().map(|change| (&*change.path, &*change.after)).collect();
    // The report's places are places in the repaired texts.
    let texts = |path: &Path| match repaired.get(path) {
        Some(text) => Some((*text).to_owned()),
        None => Disk.read(path).ok().map(|file| file.text().to_owned()),
    };
    let context = Context { texts: &texts, color, width: terminal.width() };
    output::write(&done.report, options.format(), out, &context)
}

/// The exit code: a difference that was only shown counts as a finding.
fn outcome(done: &Done, options: &LintOptions) -> Outcome {
    let pending = options.diff && !done.changes.is_empty();
    if !done.report.failures.is_empty() {
        Outcome::Failed
    } else if !options.exit_zero && (pending || done.report.has_at_least(options.fail_on)) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

fn say_notes(notes: &[String], options: &LintOptions) {
    if options.quiet {
        return;
    }
    for note in notes {
        let _ = writeln!(io::stderr(), "note: {}", visible(note));
    }
}
