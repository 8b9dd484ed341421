//! Fixes with proof. Edits are made in memory; the article is parsed and judged again; a fix is
//! kept only when its finding is gone and none came. What cannot be proven together is proven
//! one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::baseline::Baseline;
use crate::config::Settings;
use crate::fix::{self, Applicability, Edit, Fix};
use crate::project::{Article, Catalog, PageFacts};
use crate::rules::unused_suppression;
use crate::text::FileId;

use super::article::{self, Judged, Outcome};
use super::copies;
use super::habits;
use super::joint::Joint;
use super::report::{Finding, Report};
use super::resolve;
use super::run;
use super::store::{Overlay, Store};
use super::whole;
use super::words::Words;

/// How many rounds of fixes are tried. Each keeps at least one fix or refuses some, and where many
/// are refused those that hold come in small parts; so this only bounds the work on pathological
/// input.
pub(super) const MOST_ROUNDS: usize = 200;

/// A file that a repair changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// Its text as it was read.
    pub before: String,
    /// Its text with the proven fixes made.
    pub after: String,
    /// The bytes as they stand on disk, where they are not UTF-8.
    pub raw: Option<Vec<u8>>,
}

/// What `--fix` did in memory. Nothing is written yet.
#[derive(Debug, Clone, Default)]
pub struct FixOutcome {
    /// What remains, with the number of repaired findings in its summary.
    pub report: Report,
    /// The files that change, sorted by path.
    pub changes: Vec<FileChange>,
}

/// Repairs what is at least `level` sure, in memory.
pub fn fix(
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    level: Applicability,
    progress: &(dyn Fn(usize) + Sync),
) -> FixOutcome {
    let together = whole::wanted(settings);
    let words = Words::new(catalog, store);
    let parts: Vec<Part> = catalog
        .articles
        .par_iter()
        .map(|article| {
            let mut repair =
                Repair { article, catalog, settings, store, words: &words, level, fixed: 0 };
            let (outcome, changes) = repair.run();
            progress(1);
            Part {
                findings: resolve::findings(&outcome, catalog),
                pages: if together {
                    copies::facts(&outcome, article, catalog, settings, store)
                } else {
                    Vec::new()
                },
                failures: outcome.failures,
                seen: outcome.seen,
                changes,
                fixed: repair.fixed,
            }
        })
        .collect();
    let mut whole = FixOutcome::default();
    let mut findings = Vec::with_capacity(parts.len());
    let mut pages = Vec::new();
    for part in parts {
        findings.push(part.findings);
        pages.extend(part.pages);
        whole.report.failures.extend(part.failures);
        whole.report.seen.merge(part.seen);
        whole.report.summary.fixed += part.fixed;
        whole.changes.extend(part.changes);
    }
    let found = if together {
        let mut joint = Joint::new(catalog, settings, store, &words, level, &whole.changes, pages);
        let (found, seen) = joint.run();
        whole.report.seen.merge(seen);
        whole.report.summary.fixed += joint.fixed;
        joint.take_over(&mut whole.changes, &mut findings);
        found
    } else {
        Vec::new()
    };
    whole.report.findings = findings.into_iter().flatten().collect();
    let found = whole::without_repeated(found, &whole.report.findings);
    whole.report.findings.extend(found);
    habits::gather(&mut whole.report.findings, catalog);
    let counted = run::counts(catalog);
    whole.report.summary.articles = counted.articles;
    whole.report.summary.documents = counted.documents;
    whole.report.summary.locales = counted.locales;
    tell_refused(&mut whole.report, level);
    run::tell_troubles(&mut whole.report, settings, store);
    run::finish(&mut whole.report);
    whole.changes.sort_by(|a, b| a.path.cmp(&b.path));
    whole
}

/// Notes how many findings stay because their repair did not hold.
fn tell_refused(report: &mut Report, level: Applicability) {
    let is_left =
        |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.applicability >= level);
    let note = match report.findings.iter().filter(is_left).count() {
        0 => return,
        1 => "1 finding was not repaired, because the page did not get better by it".to_owned(),
        left => {
            format!("{left} findings were not repaired, because their pages did not get better")
        }
    };
    report.notes.push(note);
}

/// What the repair of one article gave.
struct Part {
    findings: Vec<Finding>,
    pages: Vec<Arc<PageFacts>>,
    failures: Vec<String>,
    changes: Vec<FileChange>,
    fixed: usize,
    seen: Baseline,
}

pub(super) type Texts = BTreeMap<PathBuf, String>;
/// What is known of a finding before and after a repair: rule, file and token.
type Trace = (&'static str, FileId, String);

struct Repair<'a> {
    article: &'a Article,
    catalog: &'a Catalog,
    settings: &'a Settings,
    store: &'a dyn Store,
    words: &'a Words<'a>,
    level: Applicability,
    fixed: usize,
}

impl Repair<'_> {
    fn run(&mut self) -> (Outcome, Vec<FileChange>) {
        let mut texts = Texts::new();
        let mut outcome = self.judge(&texts);
        let original: BTreeMap<PathBuf, (String, bool)> = outcome
            .documents
            .iter()
            .map(|version| {
                let document = &version.document;
                let path = self.catalog.file(document.file).path.clone();
                (path, (document.text.clone(), document.legacy.is_some()))
            })
            .collect();
        let mut refused = BTreeSet::new();
        let mut repaired = false;
        for _ in 0..MOST_ROUNDS {
            let batch = self.candidates(&outcome, &refused);
            if batch.is_empty() {
                if !repaired || refused.is_empty() {
                    break;
                }
                // What did not hold beside the damage that is now repaired may hold without it.
                refused.clear();
                repaired = false;
            } else if let Some(next) = self.prove(&texts, &outcome, &batch, &mut refused) {
                (texts, outcome) = next;
                repaired = true;
            }
        }
        let changes = texts
            .into_iter()
            .filter_map(|(path, after)| {
                let (before, legacy) = original.get(&path)?.clone();
                let raw = if legacy { Some(self.store.bytes(&path).ok()?) } else { None };
                let change = FileChange { path, before, after, raw };
                (change.raw.is_some() || change.before != change.after).then_some(change)
            })
            .collect();
        (outcome, changes)
    }

    fn judge(&self, texts: &Texts) -> Outcome {
        let overlay = Overlay { over: self.store, texts };
        article::judge(self.article, self.catalog, self.settings, &overlay, self.words)
    }

    /// The findings whose fixes may be tried together: sure enough, not refused before, not on
    /// the source side, and not touching each other.
    fn candidates(&self, outcome: &Outcome, refused: &BTreeSet<String>) -> Vec<usize> {
        let mut taken: Vec<Edit> = Vec::new();
        let mut batch = Vec::new();
        for (index, judged) in outcome.judged.iter().enumerate() {
            let Some(fix) = &judged.diagnostic.fix else { continue };
            let allowed = fix.applicability >= self.level
                && fix.applicability > Applicability::DisplayOnly
                && self.may_change(judged.diagnostic.primary.location.file, fix, outcome)
                && !refused.contains(&signature(judged, fix));
            let apart = |edit: &Edit| {
                taken.iter().all(|other| {
                    other == edit
                        || other.location.file != edit.location.file
                        || (!other.location.span.overlaps(edit.location.span)
                            && other.location.span.start != edit.location.span.start
                            && other.location.span.end != edit.location.span.end)
                })
            };
            if allowed && fix.edits.iter().all(apart) {
                taken.extend(fix.edits.iter().cloned());
                batch.push(index);
            }
        }
        batch
    }

    /// A fix never touches the source side of a pair, nor a version that was not asked for.
    ///
    /// A file that is not UTF-8 is converted by any change, so the conversion must be sure enough;
    /// one that nobody could read is never written.
    fn may_change(&self, primary: FileId, fix: &Fix, outcome: &Outcome) -> bool {
        let convertible = |file: FileId| {
            let version = outcome.documents.iter().find(|version| version.document.file == file);
            version.and_then(|version| version.document.legacy.as_ref()).is_none_or(|legacy| {
                legacy.name.is_some() && (legacy.certain || self.level <= Applicability::Unsafe)
            })
        };
        let free = |file: FileId| {
            Some(file) != self.article.source
                && self.article.selected.contains(&file)
                && convertible(file)
        };
        match fix.edits.as_slice() {
            // A conversion: the file is written as it was read.
            [] => free(primary),
            edits => edits.iter().all(|edit| free(edit.location.file)),
        }
    }

    /// Tries `batch`; where it does not hold, its halves one after the other.
    fn prove(
        &mut self,
        texts: &Texts,
        before: &Outcome,
        batch: &[usize],
        refused: &mut BTreeSet<String>,
    ) -> Option<(Texts, Outcome)> {
        if let Some((texts, after)) = self.apply(texts, before, batch)
            && after.failures.len() <= before.failures.len()
            && holds(&before.judged, &after.judged, batch)
        {
            self.fixed += batch.len();
            return Some((texts, after));
        }
        if let [only] = batch {
            let judged = &before.judged[*only];
            if let Some(fix) = &judged.diagnostic.fix {
                refused.insert(signature(judged, fix));
            }
            return None;
        }
        let (left, right) = batch.split_at(batch.len() / 2);
        // After the left half is made, places have moved: the right half is found again in the
        // next round.
        self.prove(texts, before, left, refused)
            .or_else(|| self.prove(texts, before, right, refused))
    }

    fn apply(&self, texts: &Texts, before: &Outcome, batch: &[usize]) -> Option<(Texts, Outcome)> {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for &index in batch {
            let diagnostic = &before.judged[index].diagnostic;
            edits.entry(diagnostic.primary.location.file).or_default();
            for edit in &diagnostic.fix.as_ref()?.edits {
                edits.entry(edit.location.file).or_default().push(edit);
            }
        }
        let mut texts = texts.clone();
        for (file, edits) in edits {
            if edits.is_empty() && Some(file) == self.article.source {
                continue;
            }
            let version = before.documents.iter().find(|version| version.document.file == file)?;
            let after = fix::apply(&version.document.text, &edits)?;
            texts.insert(self.catalog.file(file).path.clone(), after);
        }
        let outcome = self.judge(&texts);
        Some((texts, outcome))
    }
}

/// Names a fix so that it is not tried twice: places move between rounds, words do not.
pub(super) fn signature(judged: &Judged, fix: &Fix) -> String {
    let diagnostic = &judged.diagnostic;
    let edits: Vec<&str> = fix.edits.iter().map(|edit| edit.replacement.as_str()).collect();
    let file = diagnostic.primary.location.file.0;
    format!("{}|{file}|{}|{}|{edits:?}", diagnostic.rule, diagnostic.subject, diagnostic.message)
}

/// Whether every finding of `batch` is gone and no finding came.
pub(super) fn holds(before: &[Judged], after: &[Judged], batch: &[usize]) -> bool {
    let trace = |judged: &Judged| -> Trace {
        let diagnostic = &judged.diagnostic;
        (diagnostic.rule, diagnostic.primary.location.file, diagnostic.subject.clone())
    };
    let count = |judged: &[Judged]| {
        let mut counts: BTreeMap<Trace, usize> = BTreeMap::new();
        judged.iter().for_each(|judged| *counts.entry(trace(judged)).or_default() += 1);
        counts
    };
    let (old, new) = (count(before), count(after));
    // A repair may well leave an exception without anything to excuse.
    let excused = |trace: &Trace| trace.0 == unused_suppression::RULE.name;
    let no_more = |(trace, count)| old.get(trace).is_some_and(|old| count <= old);
    let none_came = new.iter().filter(|(trace, _)| !excused(trace)).all(no_more);
    // A finding that gathers many places may stay for those without a fix; its words change.
    let message = |judged: &Judged| (trace(judged), judged.diagnostic.message.clone());
    let mut words: BTreeMap<(Trace, String), usize> = BTreeMap::new();
    before.iter().for_each(|judged| *words.entry(message(judged)).or_default() += 1);
    batch.iter().for_each(|&index| {
        if let Some(count) = words.get_mut(&message(&before[index])) {
            *count -= 1;
        }
    });
    let mut left: BTreeMap<(Trace, String), usize> = BTreeMap::new();
    after.iter().for_each(|judged| *left.entry(message(judged)).or_default() += 1);
    let all_gone = batch.iter().all(|&index| {
        let message = message(&before[index]);
        left.get(&message).copied().unwrap_or(0) <= words.get(&message).copied().unwrap_or(0)
    });
    none_came && all_gone
}
