//! GitHub workflow commands, which become annotations on the changed lines. GitHub keeps ten of
//! each level for a step; the findings beyond them are written as plain lines of the log.

use std::io::{self, Write};

use super::{logged, shown, visible};
use crate::diagnostic::Severity;
use crate::linter::{Finding, Report};

/// Annotations of one level that GitHub keeps for one step.
const BUDGET: usize = 10;

/// Writes annotations, errors first, and then the findings for which there was no room.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut beyond = Vec::new();
    for severity in Severity::ALL {
        let findings = report.findings.iter().filter(|finding| finding.severity == severity);
        for (count, finding) in findings.enumerate() {
            if count < BUDGET {
                annotation(finding, out)?;
            } else {
                beyond.push(finding);
            }
        }
    }
    if !beyond.is_empty() {
        writeln!(out, "{} more findings than GitHub shows as annotations:", beyond.len())?;
    }
    for finding in beyond {
        let at = finding.spot.range.start;
        let path = shown(&finding.spot.path);
        // GitHub passes over spaces when it looks for a command, but not over a dash.
        let line = format!(
            "- {path}:{}:{}: {}[{}] {}",
            at.line, at.column, finding.severity, finding.rule, finding.message
        );
        writeln!(out, "{}", logged(&line))?;
    }
    Ok(())
}

fn annotation(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (finding.spot.range.start, finding.spot.range.end);
    write!(out, "::{level} file={},line={}", property(&shown(&finding.spot.path)), start.line)?;
    write!(out, ",endLine={}", end.line)?;
    // Columns belong to one line only.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text = format!("{text}\n{help}");
    }
    writeln!(out, ",title={}::{}", property(finding.rule), data(&text))
}

/// A command's text: the characters that would end it are encoded.
fn data(text: &str) -> String {
    let lines = text.split('\n').map(visible).collect::<Vec<_>>();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property: as its text, and the separators of properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100% of\n::error::x"), "100%25 of%0A::error::x");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
