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
use crate::linter::{self, FileChange, Report};
use crate::locale::Locale;
use crate::output::{self, Context, logged, visible};
use crate::project;
use crate::text::refusal;

/// A run and what it was asked for.
pub(crate) struct Run<'a> {
    /// What is looked at.
    pub(crate) plan: Plan,
    /// What is wanted.
    pub(crate) options: &'a LintOptions,
    /// Where it is said.
    pub(crate) terminal: &'a Terminal,
}

/// What a run came to.
struct Done {
    report: Report,
    /// Files that were repaired, or with `--diff` would be.
    changes: Vec<FileChange>,
}

impl Run<'_> {
    /// Does it, and says how it went.
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        self.say_notes(&self.plan.notes);
        if self.options.show_pairs {
            let mut out = io::BufWriter::new(io::stdout().lock());
            for line in project::show_pairs(&self.plan.catalog).lines() {
                writeln!(out, "{}", visible(line))?;
            }
            out.flush()?;
            return Ok(Outcome::Clean);
        }
        let done = self.lint();
        self.say_notes(&done.report.notes);
        if let Plan { catalog, settings, known: Some(known), whole, .. } = &self.plan {
            self.say_notes(&known.notes(&done.report, catalog, settings, *whole));
        }
        for failure in &done.report.failures {
            let _ = writeln!(io::stderr(), "error: {}", logged(failure));
        }
        if let Some(change) = &self.plan.change {
            self.say_notes(&change.notes(&done.report));
        } else if done.report.summary.documents == 0
            && done.report.failures.is_empty()
            && !self.plan.excluded
        {
            return Err(Failure::with_help(
                "nothing was checked: no article was found",
                "--show-pairs lists what belongs together; hexapla init writes down the layout",
            ));
        }
        self.write(&done)?;
        if self.options.says_summary(&self.plan.settings) {
            let line = output::summary(&done.report, self.options.diff);
            let _ = writeln!(io::stderr(), "{line}");
        }
        Ok(self.outcome(&done))
    }

    /// Lints, and with `--fix` writes the repaired files.
    fn lint(&self) -> Done {
        let Plan { catalog, settings, store, change, .. } = &self.plan;
        let progress = Progress::new(catalog.articles.len(), self.options.quiet, self.terminal);
        let count = |articles| progress.add(articles);
        let mut done = match self.options.fix_level() {
            None => {
                let report = linter::lint(catalog, settings, store, &count);
                Done { report, changes: Vec::new() }
            }
            Some(level) => {
                let fixed = linter::fix(catalog, settings, store, level, &count);
                let (mut report, mut changes) = (fixed.report, fixed.changes);
                if !self.options.diff {
                    if let Some(change) = change {
                        let refused;
                        (changes, refused) = change.refuse(changes);
                        report.failures.extend(refused);
                    }
                    let refused = linter::write_changes(&changes);
                    report.failures.extend(refused.iter().map(ToString::to_string));
                }
                Done { report, changes }
            }
        };
        if let Some(change) = change {
            change.judge(&self.plan, &mut done.report);
        }
        progress.finish();
        done
    }

    /// Writes the findings, the counts or the difference to where they are wanted.
    fn write(&self, done: &Done) -> Result<(), Failure> {
        let Some(path) = &self.options.output_file else {
            let mut out = io::BufWriter::new(io::stdout().lock());
            self.write_to(&mut out, done, self.terminal.stdout_color())?;
            return Ok(out.flush()?);
        };
        let refused = |error: io::Error| {
            let message = format!("{}: cannot be written: {}", path.display(), refusal(&error));
            Failure::with_help(message, "--output-file takes a file in a folder that exists")
        };
        let mut out = io::BufWriter::new(File::create(path).map_err(refused)?);
        self.write_to(&mut out, done, self.terminal.file_color()).map_err(refused)?;
        out.flush().map_err(refused)
    }

    fn write_to(&self, out: &mut dyn Write, done: &Done, color: bool) -> io::Result<()> {
        if self.options.diff {
            let person = self.options.output_file.is_none() && self.terminal.is_stdout();
            for change in &done.changes {
                // Of bytes that are no text the difference shows what can be shown.
                let raw = change.raw.as_deref().map(String::from_utf8_lossy);
                let before = raw.as_deref().unwrap_or(&change.before);
                output::diff(&change.path, before, &change.after, out, person)?;
            }
            return Ok(());
        }
        if self.options.statistics {
            let format = self.options.format(&self.plan.settings);
            return output::statistics(&done.report, format, out);
        }
        let repaired: HashMap<&Path, &str> =
            done.changes.iter().map(|change| (&*change.path, &*change.after)).collect();
        // By path and not by place in the list, which is sorted by other keys than paths compare by.
        let files = self.plan.catalog.files.iter();
        let locales: HashMap<&Path, &Locale> =
            files.map(|file| (&*file.path, &file.locale)).collect();
        // The report's places are places in the repaired texts.
        let texts = |path: &Path| {
            if let Some(text) = repaired.get(path) {
                return Some((*text).to_owned());
            }
            let source = linter::read(&self.plan.store, path, locales.get(path)?).ok()?;
            Some(source.text().to_owned())
        };
        let context = Context { texts: &texts, color, width: self.terminal.width() };
        output::write(&done.report, self.options.format(&self.plan.settings), out, &context)
    }

    /// The exit code: a difference that was only shown counts as a finding.
    fn outcome(&self, done: &Done) -> Outcome {
        let threshold = self.options.threshold(&self.plan.settings);
        let pending = self.options.diff && !done.changes.is_empty();
        if !done.report.failures.is_empty() {
            Outcome::Failed
        } else if !self.options.exit_zero && (pending || done.report.has_at_least(threshold)) {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }

    fn say_notes(&self, notes: &[String]) {
        if self.options.quiet {
            return;
        }
        for note in notes {
            let _ = writeln!(io::stderr(), "note: {}", logged(note));
        }
    }
}
