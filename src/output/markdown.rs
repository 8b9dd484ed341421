//! A Markdown table for the summary of a job.

use std::io::{self, Write};

use super::{shown, summary, visible};
use crate::diagnostic::Severity;
use crate::linter::Report;

/// Rows of the table; a summary is read by people, and GitHub refuses one above 1 MiB.
const MOST_ROWS: usize = 500;

/// Writes the counts as a heading and the findings as a table, errors first.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## hexapla: {}", summary(report, false))?;
    if report.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| severity | place | rule | finding |\n|---|---|---|---|")?;
    let by_severity = Severity::ALL.into_iter().flat_map(|severity| {
        report.findings.iter().filter(move |finding| finding.severity == severity)
    });
    for finding in by_severity.take(MOST_ROWS) {
        let at = finding.spot.range.start;
        writeln!(
            out,
            "| {} | {}:{}:{} | `{}` | {} |",
            finding.severity,
            escaped(&shown(&finding.spot.path)),
            at.line,
            at.column,
            finding.rule,
            escaped(&finding.message)
        )?;
    }
    if report.findings.len() > MOST_ROWS {
        writeln!(out, "\nand {} more", report.findings.len() - MOST_ROWS)?;
    }
    Ok(())
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 8);
    for character in visible(text).chars() {
        if "\\`*_{}[]<>|#!&~@$".contains(character) {
            result.push('\\');
        }
        result.push(character);
    }
    result
}
