//! Counts by rule and by locale, for `--statistics`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::fix::Applicability;
use crate::linter::Report;

/// Writes how many findings each rule has, most first, with how many of them `--fix` repairs,
/// and below them how many each locale has.
///
/// # Errors
/// What `out` refuses.
pub fn statistics(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut locales: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
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
    table(out, "rule", &rules)?;
    if !locales.is_empty() {
        writeln!(out)?;
    }
    table(out, "locale", &locales)
}

fn table(
    out: &mut dyn Write,
    title: &str,
    counts: &BTreeMap<&str, (usize, usize)>,
) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    writeln!(out, "{:>8}  {:>8}  {title}", "findings", "fixable")?;
    for (name, (count, fixable)) in rows {
        writeln!(out, "{count:>8}  {fixable:>8}  {name}")?;
    }
    Ok(())
}
