//! The line that ends a report for people.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::linter::Report;

/// One line that counts the run: `3 errors, 1 warning in 2 of 7 documents; 2 fixable with --fix`.
/// With `only_shown` repairs were not written, and are said to be possible.
pub fn summary(report: &Report, only_shown: bool) -> String {
    let counts = &report.summary;
    let documents = plural(counts.documents, "document");
    let line = if counts.documents == 0 {
        "nothing was checked".to_owned()
    } else if report.findings.is_empty() && only_shown && counts.fixed > 0 {
        // A run that ends with 1 should not begin with "no findings".
        let fixed = plural(counts.fixed, "finding");
        return format!("{fixed} of {documents} would be fixed; nothing else was found");
    } else if report.findings.is_empty() {
        let articles = plural(counts.articles, "article");
        let locales = plural(counts.locales, "locale");
        format!("no findings in {documents} ({articles}, {locales})")
    } else {
        let found = found(report);
        let paths: BTreeSet<_> = report.findings.iter().map(|finding| &finding.spot.path).collect();
        format!("{found} in {} of {documents}", paths.len())
    };
    let safe = fixable(report, Applicability::Safe);
    let unsafe_only = fixable(report, Applicability::Unsafe);
    let mut parts = vec![line];
    if counts.fixed > 0 {
        let said = if only_shown { "would be fixed" } else { "fixed" };
        parts.push(format!("{} {said}", counts.fixed));
    }
    if safe > 0 {
        parts.push(format!("{safe} fixable with --fix"));
    }
    if unsafe_only > 0 {
        parts.push(format!("{unsafe_only} more with --unsafe-fixes"));
    }
    parts.join("; ")
}

/// `3 errors, 1 warning`: the severities that occur, worst first.
pub(super) fn found(report: &Report) -> String {
    let count =
        |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let parts =
        Severity::ALL.into_iter().filter_map(|severity| match (severity, count(severity)) {
            (_, 0) => None,
            (Severity::Info, number) => Some(format!("{number} info")),
            (_, number) => Some(plural(number, severity.name())),
        });
    parts.collect::<Vec<_>>().join(", ")
}

fn fixable(report: &Report, level: Applicability) -> usize {
    let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
    fixes.filter(|fix| fix.applicability == level).count()
}

/// `1 error`, `2 errors`.
pub(super) fn plural(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
