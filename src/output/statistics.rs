//! Counts by rule and by locale, for `--statistics`: a table, or a JSON document, version 1.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Format, json as lines};
use crate::fix::Applicability;
use crate::linter::Report;

/// How many findings a rule or locale has, and how many of them `--fix` repairs.
type Counts<'a> = BTreeMap<&'a str, (usize, usize)>;

/// Writes how many findings each rule has, most first, with how many of them `--fix` repairs,
/// and below them how many each locale has.
///
/// # Errors
/// What `out` refuses.
pub fn statistics(report: &Report, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let mut rules = Counts::new();
    let mut locales = Counts::new();
    for finding in &report.findings {
        let fix = finding.fix.as_ref();
        let safe = fix.is_some_and(|fix| fix.applicability == Applicability::Safe);
        let rule = rules.entry(finding.rule).or_default();
        let locale = locales.entry(finding.locale.tag()).or_default();
        for (count, fixable) in [rule, locale] {
            *count += 1;
            *fixable += usize::from(safe);
        }
    }
    if matches!(format, Format::Json | Format::JsonLines) {
        let document = json!({ "version": 1, "rules": list("rule", &rules), "locales": list("locale", &locales) });
        return lines::line(&document, out);
    }
    table(out, "rule", &rules)?;
    if !locales.is_empty() {
        writeln!(out)?;
    }
    table(out, "locale", &locales)
}

/// The most frequent first.
fn sorted<'a>(counts: &Counts<'a>) -> Vec<(&'a str, (usize, usize))> {
    let mut rows: Vec<_> = counts.iter().map(|(name, counts)| (*name, *counts)).collect();
    rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    rows
}

fn list(title: &str, counts: &Counts) -> Vec<Value> {
    let entry =
        |(name, (count, fixable))| json!({ title: name, "findings": count, "fixable": fixable });
    sorted(counts).into_iter().map(entry).collect()
}

fn table(out: &mut dyn Write, title: &str, counts: &Counts) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{:>8}  {:>8}  {title}", "findings", "fixable")?;
    for (name, (count, fixable)) in sorted(counts) {
        writeln!(out, "{count:>8}  {fixable:>8}  {name}")?;
    }
    Ok(())
}
