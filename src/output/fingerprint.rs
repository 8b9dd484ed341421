//! Names for findings that stay when lines move: services that follow findings from run to run
//! need them.

use std::collections::HashMap;

use super::shown;
use crate::linter::{Finding, Report};

/// A fingerprint for each finding of the report, in its order: 16 hexadecimal digits over rule,
/// path, locale and subject (the message where there is no subject). Findings that are alike in
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

/// FNV-1a with 64 bits: the result must not change between versions of Rust, and nobody gains
/// by forging one.
fn hash(finding: &Finding, occurrence: u32) -> u64 {
    let path = shown(&finding.spot.path);
    let token = if finding.subject.is_empty() { &finding.message } else { &finding.subject };
    let number = occurrence.to_le_bytes();
    let parts: [&[u8]; 5] = [
        finding.rule.as_bytes(),
        path.as_bytes(),
        finding.locale.tag().as_bytes(),
        token.as_bytes(),
        &number,
    ];
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    state
}
