//! One JSON document, version 1, on one line; or its findings, one on each line. Lines and columns count from 1, columns in
//! characters, offsets in bytes from 0. Fields are added within a version, never changed.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::ser::Formatter;

use super::shown;
use super::visible::substitute;
use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::linter::{Finding, PlacedEdit, Report, Spot};
use crate::text::{Position, Range};

/// The version of the schema below.
const VERSION: u32 = 1;

/// The JSON schema of a report (draft 7), as it lies in the documentation.
pub const SCHEMA: &str = include_str!("../../docs/report.schema.json");

/// Writes the report and a final line feed. Findings are converted one at a time, so that a
/// large report is never held twice.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    let findings =
        JsonCounts { error: summary.error, warning: summary.warning, info: summary.info };
    let document = JsonReport {
        version: VERSION,
        findings: Findings(&report.findings),
        summary: JsonSummary {
            articles: summary.articles,
            documents: summary.documents,
            locales: summary.locales,
            findings,
            fixed: summary.fixed,
        },
    };
    line(&document, out)
}

/// Writes each finding as a document of its own on its own line; there is no summary.
pub(super) fn write_lines(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        line(&JsonFinding::from(finding), out)?;
    }
    Ok(())
}

/// Writes `value` as JSON on one line.
pub(super) fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Compact JSON in which characters that a terminal would obey, or that could not be seen, are
/// written as escapes (RFC 8259 §7). The text that a reader decodes is the same.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|character| substitute(character).is_some()) {
            let (before, from) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            if let Some(character) = characters.next() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    findings: Findings<'a>,
    summary: JsonSummary,
}

#[derive(Serialize)]
struct JsonSummary {
    articles: usize,
    documents: usize,
    locales: usize,
    findings: JsonCounts,
    fixed: usize,
}

#[derive(Serialize)]
struct JsonCounts {
    error: usize,
    warning: usize,
    info: usize,
}

struct Findings<'a>(&'a [Finding]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.0.len()))?;
        for finding in self.0 {
            sequence.serialize_element(&JsonFinding::from(finding))?;
        }
        sequence.end()
    }
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    path: String,
    locale: &'a str,
    range: JsonRange,
    related: Vec<JsonRelated<'a>>,
    basis: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
}

impl<'a> From<&'a Finding> for JsonFinding<'a> {
    fn from(finding: &'a Finding) -> Self {
        let fix = finding.fix.as_ref().map(|fix| JsonFix {
            title: &fix.title,
            applicability: fix.applicability,
            edits: fix.edits.iter().map(JsonEdit::from).collect(),
        });
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            path: shown(&finding.spot.path),
            locale: finding.locale.tag(),
            range: finding.spot.range.into(),
            related: finding.related.iter().map(JsonRelated::from).collect(),
            basis: finding.basis.as_deref(),
            fix,
        }
    }
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    path: String,
    range: JsonRange,
    message: &'a str,
}

impl<'a> From<&'a Spot> for JsonRelated<'a> {
    fn from(spot: &'a Spot) -> Self {
        Self { path: shown(&spot.path), range: spot.range.into(), message: &spot.message }
    }
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    path: String,
    range: JsonRange,
    replacement: &'a str,
}

impl<'a> From<&'a PlacedEdit> for JsonEdit<'a> {
    fn from(edit: &'a PlacedEdit) -> Self {
        let replacement = &edit.replacement;
        Self { path: shown(&edit.path), range: edit.range.into(), replacement }
    }
}

#[derive(Serialize)]
struct JsonRange {
    start: JsonPosition,
    end: JsonPosition,
}

impl From<Range> for JsonRange {
    fn from(range: Range) -> Self {
        Self { start: range.start.into(), end: range.end.into() }
    }
}

#[derive(Serialize)]
struct JsonPosition {
    line: u32,
    column: u32,
    offset: u32,
}

impl From<Position> for JsonPosition {
    fn from(position: Position) -> Self {
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}
