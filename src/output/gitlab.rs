//! GitLab's code quality report: a JSON array with the fields that its widget reads, and those that
//! other readers of Code Climate's format expect besides.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::{json, shown};
use crate::diagnostic::Severity;
use crate::linter::Report;
use crate::rule::Group;
use crate::rules::RULES;

#[derive(Serialize)]
struct Issue<'a> {
    // GitLab does without these two; Code Climate's specification asks for them.
    r#type: &'static str,
    categories: [&'static str; 1],
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the array. GitLab knows five severities; errors are `major`, warnings `minor`.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let fingerprints = fingerprints(report);
    let issues = report.findings.iter().zip(fingerprints).map(|(finding, fingerprint)| {
        let range = finding.spot.range;
        let severity = match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        let lines = Lines { begin: range.start.line, end: range.end.line };
        // GitLab takes paths as git writes them, without a leading dot.
        let path = shown(&finding.spot.path);
        let path = path.strip_prefix("./").map(str::to_owned).unwrap_or(path);
        let location = Place { path, lines };
        let description = &finding.message;
        let (check_name, categories) = (finding.rule, [category(finding.rule)]);
        Issue {
            r#type: "issue",
            categories,
            description,
            check_name,
            fingerprint,
            severity,
            location,
        }
    });
    json::line(&issues.collect::<Vec<_>>(), out)
}

/// Which of Code Climate's categories a rule belongs to: what is read badly is style, what is
/// shown or found badly is a bug.
fn category(rule: &str) -> &'static str {
    let known = RULES.binary_search_by_key(&rule, |known| known.name);
    match known.map(|index| RULES[index].group) {
        Ok(Group::Language) => "Style",
        _ => "Bug Risk",
    }
}
