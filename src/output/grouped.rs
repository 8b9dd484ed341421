//! Findings under the name of their file: `line:column  severity  rule  message`.

use std::io::{self, Write};

use super::{shown, visible};
use crate::linter::Report;

/// Writes the files in the order of the findings, an empty line after each.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let same_file = report.findings.chunk_by(|one, other| one.spot.path == other.spot.path);
    for findings in same_file {
        writeln!(out, "{}", visible(&shown(&findings[0].spot.path)))?;
        let places = findings.iter().map(|finding| {
            let at = finding.spot.range.start;
            format!("{}:{}", at.line, at.column)
        });
        let places: Vec<_> = places.collect();
        let widest = places.iter().map(String::len).max().unwrap_or(0);
        let longest = findings.iter().map(|finding| finding.rule.len()).max().unwrap_or(0);
        for (finding, place) in findings.iter().zip(&places) {
            let severity = finding.severity.name();
            let (rule, message) = (finding.rule, visible(&finding.message));
            writeln!(out, "  {place:>widest$}  {severity:7}  {rule:longest$}  {message}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
