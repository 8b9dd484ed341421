//! Versions without a source. The one in the middle (the medoid) serves as the reference; a
//! finding stands only where most versions agree with it. Of two versions neither is blamed.

use std::collections::BTreeMap;

use crate::outline::{self, Basis};
use crate::text::FileId;

use super::article::{Judge, Judged, Version, align, pair};
use super::consensus::{self, Key};

/// Judges versions of which none is known to be the source.
pub(super) fn judge(judge: &Judge<'_>, versions: &[Version]) -> Vec<Judged> {
    match versions {
        [] => Vec::new(),
        [only] => judge.document(&only.document, None),
        [left, right] => two(judge, left, right),
        _ => vote(judge, versions),
    }
}

/// Two versions: what differs is shown on both, with no fix and no blame.
fn two(judge: &Judge<'_>, left: &Version, right: &Version) -> Vec<Judged> {
    let alignment = align(left, right);
    let basis = Basis::Siblings { agreeing: 1, of: 2 };
    let pair = pair(left, right, &alignment, &basis);
    let mut found = judge.pair(&pair);
    for judged in &mut found {
        let diagnostic = &mut judged.diagnostic;
        diagnostic.message = format!("the versions differ: {}", diagnostic.message);
        diagnostic.help = Some("no source tells which of the two is right".to_owned());
        diagnostic.fix = None;
    }
    found.extend(judge.document(&right.document, Some(&pair)));
    let alignment = align(right, left);
    let reverse = super::article::pair(right, left, &alignment, &basis);
    found.extend(judge.document(&left.document, Some(&reverse)));
    found
}

/// Three and more: each is compared with the one in the middle, and all vote.
fn vote(judge: &Judge<'_>, versions: &[Version]) -> Vec<Judged> {
    let order = by_centrality(versions);
    let reference = order[0];
    let (mut found, outvoted) = against(judge, versions, reference, true);
    if outvoted {
        // The version in the middle is itself the odd one somewhere: the next one judges it.
        let odd = versions[reference].document.file;
        let (second, _) = against(judge, versions, order[1], false);
        let on_odd = |judged: &Judged| judged.diagnostic.primary.location.file == odd;
        found.extend(second.into_iter().filter(on_odd));
    }
    found
}

/// All versions beside `reference`. The flag says whether most of them agreed against it.
fn against(
    judge: &Judge<'_>,
    versions: &[Version],
    reference: usize,
    documents: bool,
) -> (Vec<Judged>, bool) {
    let count = versions.len();
    let middle = &versions[reference];
    let basis = Basis::Siblings { agreeing: count as u8, of: count as u8 };
    let mut all = Vec::new();
    let mut found = Vec::new();
    for (index, version) in versions.iter().enumerate() {
        if index == reference {
            continue;
        }
        let alignment = align(middle, version);
        let pair = pair(middle, version, &alignment, &basis);
        all.extend(judge.pair(&pair));
        if documents {
            found.extend(judge.document(&version.document, Some(&pair)));
        }
    }
    if documents {
        found.extend(judge.document(&middle.document, None));
    }
    let mut deviating: BTreeMap<Key, Vec<FileId>> = BTreeMap::new();
    for judged in &all {
        if let Some(key) = consensus::key(judged, middle.document.file) {
            let files = deviating.entry(key).or_default();
            files.push(judged.diagnostic.primary.location.file);
            files.dedup();
        }
    }
    let mut outvoted = false;
    for mut judged in all {
        let key = consensus::key(&judged, middle.document.file);
        let against = key.and_then(|key| deviating.get(&key)).map_or(1, Vec::len);
        let agreeing = count - against;
        if agreeing * 2 > count {
            judged.basis = Some(Basis::Siblings { agreeing: agreeing as u8, of: count as u8 });
            found.push(judged);
        } else {
            outvoted |= against * 2 >= count;
        }
    }
    (found, outvoted)
}

/// The versions' indices, the one with the least total distance to the others first.
fn by_centrality(versions: &[Version]) -> Vec<usize> {
    let signatures: Vec<Vec<u64>> =
        versions.iter().map(|version| version.outline.signature()).collect();
    let total = |index: usize| -> usize {
        signatures.iter().map(|other| outline::distance(&signatures[index], other)).sum()
    };
    let mut order: Vec<usize> = (0..versions.len()).collect();
    let totals: Vec<usize> = order.iter().map(|&index| total(index)).collect();
    order.sort_by_key(|&index| (totals[index], index));
    order
}
