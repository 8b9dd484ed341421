//! What a run found, with every place resolved to lines and columns, so that no text has to be
//! kept.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use crate::baseline::Baseline;
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::identity;
use crate::locale::Locale;
use crate::text::Range;

/// Everything a run has to say.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// All findings, sorted by path, place, rule and message.
    pub findings: Vec<Finding>,
    /// Remarks about the run for stderr: what was detected, what could not be compared.
    pub notes: Vec<String>,
    /// What could not be read, as complete messages; any of them makes the run exit with 2.
    pub failures: Vec<String>,
    /// The findings that were met, known ones too; empty unless the settings name known ones.
    pub seen: Baseline,
    /// Counts.
    pub summary: Summary,
}

/// The counts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Articles that were judged.
    pub articles: usize,
    /// Files that were judged.
    pub documents: usize,
    /// Distinct locales among them.
    pub locales: usize,
    /// Findings of severity error that remain.
    pub error: usize,
    /// Findings of severity warning that remain.
    pub warning: usize,
    /// Findings of severity info that remain.
    pub info: usize,
    /// Findings that `--fix` repaired; they are not among the remaining ones.
    pub fixed: usize,
}

/// One finding, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Name of the rule.
    pub rule: &'static str,
    /// How bad it is, after the configuration.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where.
    pub spot: Spot,
    /// The locale of the file it is in.
    pub locale: Locale,
    /// Beside what.
    pub related: Vec<Spot>,
    /// What the file was compared with, in words ("working tree", "siblings: 4 of 5 agree");
    /// `None` when the rule needed no counterpart.
    pub basis: Option<String>,
    /// The token the finding is about, stable when lines move.
    pub subject: String,
    /// A repair.
    pub fix: Option<FindingFix>,
}

/// A place in a file, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file as it is shown.
    pub path: Arc<Path>,
    /// Lines, columns and offsets.
    pub range: Range,
    /// A few words about it; may be empty.
    pub message: String,
}

/// A repair, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingFix {
    /// What it does.
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// What changes.
    pub edits: Vec<PlacedEdit>,
}

/// One replacement, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedEdit {
    /// The file as it is shown.
    pub path: Arc<Path>,
    /// What is replaced.
    pub range: Range,
    /// The new text.
    pub replacement: String,
}

impl Finding {
    /// What it is known by in its file from run to run.
    pub fn token(&self) -> Cow<'_, str> {
        identity::token(&self.subject, &self.message)
    }
}

impl Report {
    /// Whether any remaining finding is at least as bad as `threshold`.
    pub fn has_at_least(&self, threshold: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= threshold)
    }
}
