//! Names for findings that stay when lines move: services that follow findings from run to run
//! need them.

use std::collections::HashMap;

use super::shown;
use crate::identity;
use crate::linter::{Finding, Report};

/// A fingerprint for each finding of the report, in its order: 16 hexadecimal digits over rule,
/// path, locale and token. Findings that are alike in
/// all of these are counted, so that no two of a report share a fingerprint.
pub(super) fn fingerprints(report: &Report) -> Vec<String> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let each = report.findings.iter().map(|finding| {
        let first = hash(finding, 0);
        let count = seen.entry(first).or_default();
        let own = if *count == 0 { first } else { hash(finding, *count) };
        *count += 1;
        format!("{own:016x}")
    });
    each.collect()
}

fn hash(finding: &Finding, occurrence: u32) -> u64 {
    let path = shown(&finding.spot.path);
    let locale = finding.locale.tag().as_bytes();
    let token = finding.token();
    let number = occurrence.to_le_bytes();
    identity::hash(&[finding.rule.as_bytes(), path.as_bytes(), locale, token.as_bytes(), &number])
}
