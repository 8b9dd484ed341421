//! One line for each finding, `path:line:column: severity[rule] message`: what editors, problem
//! matchers and grep understand. Columns are characters.

use std::io::{self, Write};

use super::{shown, visible};
use crate::linter::Report;

/// Writes the findings in their order.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let at = finding.spot.range.start;
        let path = shown(&finding.spot.path);
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            visible(&path),
            at.line,
            at.column,
            finding.severity,
            finding.rule,
            visible(&finding.message)
        )?;
    }
    Ok(())
}
