//! Reviewdog's diagnostic format (rdjson). Its columns are UTF-8 bytes, so they are computed
//! from the texts; a file that is gone or changed keeps its lines and loses its columns.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::texts::Texts;
use super::{Context, json, shown};
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::linter::{Finding, Report, Spot};
use crate::text::{Position, Range};

/// Writes one document.
pub(super) fn write(report: &Report, out: &mut dyn Write, context: &Context<'_>) -> io::Result<()> {
    let mut texts = Texts::new(context.texts);
    let all = report.findings.iter().map(|finding| diagnostic(finding, &mut texts));
    let document = Document { source: Source { name: "hexapla" }, diagnostics: all.collect() };
    json::line(&document, out)
}

fn diagnostic<'a>(finding: &'a Finding, texts: &mut Texts<'_>) -> Diagnostic<'a> {
    let related = finding.related.iter();
    let related_locations =
        related.map(|spot| Related { message: &spot.message, location: location(spot, texts) });
    let related_locations = related_locations.collect();
    Diagnostic {
        message: match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        },
        location: location(&finding.spot, texts),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: finding.rule },
        suggestions: suggestions(finding, texts),
        related_locations,
    }
}

/// The edits of a fix that stays in the finding's own file; reviewdog knows no others.
fn suggestions<'a>(finding: &'a Finding, texts: &mut Texts<'_>) -> Vec<Suggestion<'a>> {
    let Some(fix) = &finding.fix else { return Vec::new() };
    let elsewhere = fix.edits.iter().any(|edit| edit.path != finding.spot.path);
    if elsewhere || fix.applicability == Applicability::DisplayOnly {
        return Vec::new();
    }
    let edits = fix.edits.iter().filter_map(|edit| {
        let range = range(&edit.path, edit.range, texts);
        // Without columns whole lines would be replaced.
        range.start.column.is_some().then_some(Suggestion { range, text: &edit.replacement })
    });
    edits.collect()
}

fn location(spot: &Spot, texts: &mut Texts<'_>) -> Location {
    Location { path: shown(&spot.path), range: range(&spot.path, spot.range, texts) }
}

fn range(path: &Path, range: Range, texts: &mut Texts<'_>) -> ByteRange {
    let mut place = |position: Position| {
        let column = texts.byte_column(path, position);
        BytePosition { line: position.line, column }
    };
    ByteRange { start: place(range.start), end: place(range.end) }
}

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: ByteRange,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: ByteRange,
}

#[derive(Serialize)]
struct ByteRange {
    start: BytePosition,
    end: BytePosition,
}

#[derive(Serialize)]
struct BytePosition {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}
