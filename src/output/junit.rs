//! JUnit XML as Jenkins' schema has it (junit-10.xsd): a suite for each file with findings and a
//! failed case for each finding. A clean run is one case that passed, because some readers refuse
//! an empty report.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{shown, visible};
use crate::linter::{Finding, Report};

/// Writes the document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let count = report.findings.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"hexapla\" tests=\"{}\" failures=\"{count}\">", count.max(1))?;
    if count == 0 {
        writeln!(out, "  <testsuite name=\"hexapla\" tests=\"1\" failures=\"0\" errors=\"0\">")?;
        writeln!(out, "    <testcase classname=\"hexapla\" name=\"no findings\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    let same_file = report.findings.chunk_by(|one, other| one.spot.path == other.spot.path);
    for findings in same_file {
        let path = escaped(&shown(&findings[0].spot.path));
        let count = findings.len();
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\" \
             file=\"{path}\">"
        )?;
        for finding in findings {
            case(finding, &path, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(finding: &Finding, path: &str, out: &mut dyn Write) -> io::Result<()> {
    let at = finding.spot.range.start;
    let (line, column) = (at.line, at.column);
    let (rule, severity) = (finding.rule, finding.severity);
    let message = escaped(&finding.message);
    // The schema has no place for a file and a line in a case; both are in its names.
    writeln!(out, "    <testcase classname=\"{path}\" name=\"{rule} at {line}:{column}\">")?;
    let mut text = format!("{path}:{line}:{column}: {severity}[{rule}] {message}");
    if let Some(help) = &finding.help {
        // Writing to a String cannot fail.
        let _ = write!(text, "\nhelp: {}", escaped(help));
    }
    writeln!(out, "      <failure type=\"{severity}\" message=\"{message}\">{text}</failure>")?;
    writeln!(out, "    </testcase>")
}

/// Text for element content and attributes. XML 1.0 has no way to write most control characters
/// at all, so they are made visible first.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => result.push('\u{fffd}'),
            other => result.push(other),
        }
    }
    result
}
