//! SARIF 2.1.0 (OASIS, 2020). Columns are declared as Unicode code points. Of the limits that
//! GitHub sets, 25,000 results in a run and 100 places beside one are kept to; what is left out
//! is said in the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::fingerprint::fingerprints;
use super::{json as lines, shown};
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::linter::{Finding, FindingFix, PlacedEdit, Report, Spot};
use crate::rule::Rule;
use crate::rules::RULES;
use crate::text::{Position, Range};

/// The most results that GitHub takes from one run.
const MOST_RESULTS: usize = 25_000;
/// The most places that GitHub takes beside one result.
const MOST_RELATED: usize = 100;

/// Writes one document, errors first, so that what a limit cuts off is what weighs least.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let fingerprints = fingerprints(report);
    let mut ordered: Vec<_> = report.findings.iter().zip(&fingerprints).collect();
    ordered.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
    let left_out = ordered.len().saturating_sub(MOST_RESULTS);
    ordered.truncate(MOST_RESULTS);
    let results: Vec<_> =
        ordered.iter().map(|(finding, fingerprint)| result(finding, fingerprint)).collect();
    let mut failures: Vec<_> = report.failures.iter().map(|text| notification(text)).collect();
    if left_out > 0 {
        failures.push(notification(&format!("{left_out} more findings are left out")));
    }
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hexapla",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.failures.is_empty(),
                "toolExecutionNotifications": failures,
            }],
            "results": results,
        }],
    });
    lines::line(&document, out)
}

fn notification(text: &str) -> Value {
    json!({ "level": "warning", "message": { "text": unlinked(text) } })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.docs.trim(), "markdown": rule.docs.trim() },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group.name()] },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Finding, fingerprint: &str) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": unlinked(&text) },
        "locations": [{ "physicalLocation": place(&finding.spot) }],
        "partialFingerprints": { "hexapla/v1": fingerprint },
    });
    if let Ok(index) = RULES.binary_search_by_key(&finding.rule, |rule| rule.name) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().take(MOST_RELATED).enumerate().map(|(id, spot)| {
            let words = if spot.message.is_empty() { "beside" } else { &spot.message };
            let words = unlinked(words);
            json!({ "id": id, "message": { "text": words }, "physicalLocation": place(spot) })
        });
        result["relatedLocations"] = related.collect();
    }
    // A fix of bytes that are no text has no edits of the text; the schema wants at least one.
    let applied = |fix: &&FindingFix| {
        fix.applicability > Applicability::DisplayOnly
            && !fix.edits.is_empty()
            && fix.edits.iter().all(has_columns)
    };
    if let Some(fix) = finding.fix.as_ref().filter(applied) {
        result["fixes"] = json!([repair(fix)]);
    }
    result
}

/// Whether an edit can be said in lines and columns: a byte order mark is in none.
fn has_columns(edit: &PlacedEdit) -> bool {
    let place = |position: Position| (position.line, position.column);
    let (start, end) = (edit.range.start, edit.range.end);
    start.offset == end.offset || place(start) != place(end)
}

/// A message in which nothing is a link: `[text](target)` would be one (SARIF §3.11.6), and what is
/// quoted from a page is not to be pressed.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

/// A fix as one change for each file.
fn repair(fix: &FindingFix) -> Value {
    let mut files: BTreeMap<&Path, Vec<&PlacedEdit>> = BTreeMap::new();
    for edit in &fix.edits {
        files.entry(&edit.path).or_default().push(edit);
    }
    let changes = files.into_iter().map(|(path, edits)| {
        let replacements = edits.into_iter().map(|edit| {
            json!({
                "deletedRegion": region(edit.range),
                "insertedContent": { "text": edit.replacement },
            })
        });
        json!({
            "artifactLocation": artifact(path),
            "replacements": replacements.collect::<Vec<_>>(),
        })
    });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

fn place(spot: &Spot) -> Value {
    json!({ "artifactLocation": artifact(&spot.path), "region": region(spot.range) })
}

fn region(range: Range) -> Value {
    json!({
        "startLine": range.start.line,
        "startColumn": range.start.column,
        "endLine": range.end.line,
        "endColumn": range.end.column,
    })
}

fn artifact(path: &Path) -> Value {
    json!({ "uri": uri(&shown(path)) })
}

/// A path as a relative reference of RFC 3986: all but unreserved characters and `/` encoded.
fn uri(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                result.push(char::from(byte));
            }
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(result, "%{byte:02X}");
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(super::uri("docs/ja/日 a:b#c.md"), "docs/ja/%E6%97%A5%20a%3Ab%23c.md");
    }
}
