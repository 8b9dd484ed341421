//! Findings that most of the checked locales share: the cause lies in the source or in the
//! pipeline, so they are reported once, on the source.

use std::collections::BTreeMap;

use crate::diagnostic::Label;
use crate::fix::{Applicability, Fix};
use crate::outline::Basis;
use crate::text::{FileId, Location};

use super::article::{Judged, Version};

/// What findings of different locales must have in common to be one: the rule, the place in the
/// reference, and the token.
pub(super) type Key = (&'static str, Location, String);

/// The key of a finding, if it has a place in the reference.
pub(super) fn key(judged: &Judged, reference: FileId) -> Option<Key> {
    let related = judged.diagnostic.related.first()?.location;
    let diagnostic = &judged.diagnostic;
    (related.file == reference && diagnostic.primary.location.file != reference)
        .then(|| (diagnostic.rule, related, diagnostic.subject.clone()))
}

/// Replaces findings that more than half of at least three checked locales share by one on the
/// source.
pub(super) fn gather_shared(
    all: Vec<Judged>,
    source: FileId,
    translations: &[Version],
) -> Vec<Judged> {
    let checked = translations.len();
    if checked < 3 {
        return all;
    }
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (index, judged) in all.iter().enumerate() {
        if let Some(key) = key(judged, source) {
            groups.entry(key).or_default().push(index);
        }
    }
    let mut gathered = Vec::new();
    let mut dropped = vec![false; all.len()];
    for indices in groups.values() {
        let mut files: Vec<FileId> =
            indices.iter().map(|&index| all[index].diagnostic.primary.location.file).collect();
        files.dedup();
        if files.len() * 2 > checked && files.len() > 1 {
            indices.iter().for_each(|&index| dropped[index] = true);
            let members: Vec<&Judged> = indices.iter().map(|&index| &all[index]).collect();
            gathered.push(gather(&members, files.len(), translations));
        }
    }
    let mut index = 0;
    let mut kept = all;
    kept.retain(|_| {
        index += 1;
        !dropped[index - 1]
    });
    kept.extend(gathered);
    kept
}

fn gather(members: &[&Judged], sharing: usize, translations: &[Version]) -> Judged {
    let first = &members[0].diagnostic;
    let locale = |file: FileId| {
        let version = translations.iter().find(|version| version.document.file == file);
        version.map_or("und", |version| version.document.locale.tag())
    };
    let mut diagnostic = first.clone();
    diagnostic.message =
        format!("{} of {} translations: {}", sharing, translations.len(), first.message);
    diagnostic.primary = first.related[0].clone();
    let worst = members.iter().map(|member| member.diagnostic.severity).max();
    diagnostic.severity = worst.unwrap_or(first.severity);
    diagnostic.related = members
        .iter()
        .map(|member| {
            let primary = &member.diagnostic.primary;
            let mut label = locale(primary.location.file).to_owned();
            if !primary.message.is_empty() {
                label = format!("{label}: {}", primary.message);
            }
            Label { location: primary.location, message: label }
        })
        .collect();
    diagnostic.fix = combined(members);
    Judged { diagnostic, basis: Some(Basis::WorkingTree) }
}

/// One fix that makes the edits of all, when each has one.
fn combined(members: &[&Judged]) -> Option<Fix> {
    let fixes: Option<Vec<&Fix>> =
        members.iter().map(|member| member.diagnostic.fix.as_ref()).collect();
    let fixes = fixes?;
    let applicability =
        fixes.iter().map(|fix| fix.applicability).min().unwrap_or(Applicability::DisplayOnly);
    let edits = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    Some(Fix { title: format!("{} in every locale", fixes[0].title), applicability, edits })
}
