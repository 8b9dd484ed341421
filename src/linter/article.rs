//! One article: its versions are read, parsed once, laid beside each other, and judged.

use std::sync::Arc;

use crate::baseline::Baseline;
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::{self, Document};
use crate::outline::{self, Alignment, Basis, Outline, Pair};
use crate::project::wording::{SourceWords, Wording};
use crate::project::{Article, Catalog};
use crate::rule::{Check, Checker, Group, Rule};
use crate::text::FileId;

use super::consensus;
use super::reference::{Old, References};
use super::siblings;
use super::sieve::Sieve;
use super::store::{self, Store};
use super::whole;
use super::words::Words;

/// A finding with what its file was compared with.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) diagnostic: Diagnostic,
    pub(super) basis: Option<Basis>,
}

/// What one article gave.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) judged: Vec<Judged>,
    /// The documents that were read, so that places can be resolved.
    pub(super) documents: Vec<Version>,
    /// Old revisions of the source that findings may point at.
    pub(super) revisions: Vec<Old>,
    pub(super) failures: Vec<String>,
    /// Translations that are too large and too different to be laid beside their source in full.
    pub(super) bounded: Vec<FileId>,
    /// How its translations were worded beside the source, where a rule asks for it.
    pub(super) wordings: Vec<(FileId, Arc<Wording>)>,
    /// How many versions were judged.
    pub(super) checked: usize,
    /// The findings that were met, known ones too, where the settings ask for it.
    pub(super) seen: Baseline,
}

/// A parsed version of an article.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) document: Document,
    pub(super) outline: Outline,
}

/// Reads and judges `article`.
pub(super) fn judge(
    article: &Article,
    catalog: &Catalog,
    settings: &Settings,
    store: &dyn Store,
    words: &Words<'_>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let source_selected = article.source.is_some_and(|id| article.selected.contains(&id));
    let needed = |id: FileId| article.source.is_none() || article.selected.contains(&id);
    let mut read = |id: FileId| {
        let file = catalog.file(id);
        match store::read(store, &file.path, &file.locale) {
            Ok(source) => {
                let mut document = markdown::parse(id, source, file.locale.clone());
                words.consult(&mut document);
                let outline = Outline::new(&document);
                Some(Version { document, outline })
            }
            Err(error) => {
                outcome.failures.push(error.to_string());
                None
            }
        }
    };
    let source = article.source.and_then(&mut read);
    let translations: Vec<Version> =
        article.translations.iter().copied().filter(|&id| needed(id)).filter_map(read).collect();
    let judge = Judge { settings };
    let documents = source.iter().chain(&translations).map(|version| &version.document).collect();
    let mut sieve = Sieve::new(article, catalog, settings, documents);
    let mut judged = match &source {
        Some(source) => {
            let mut references =
                References::new(article, catalog, settings, source, store.revisions());
            let kept = whole::wants_wording(settings).then_some(&mut outcome.wordings);
            let mut kept = Kept { wordings: kept, bounded: &mut outcome.bounded };
            let mut judged =
                with_source(&judge, source, &translations, &mut references, &mut sieve, &mut kept);
            outcome.revisions = references.olds;
            if source_selected {
                judged.extend(sieve.keep(judge.document(&source.document, None)));
            }
            judged
        }
        None => sieve.keep(siblings::judge(&judge, &translations)),
    };
    let (faults, seen) = sieve.finish();
    judged.extend(faults);
    outcome.seen = seen;
    outcome.judged = judged
        .into_iter()
        .filter(|judged| {
            article.selected.contains(&judged.diagnostic.primary.location.file)
                || Some(judged.diagnostic.primary.location.file) == article.source
        })
        .collect();
    let read_ids = source.iter().chain(&translations).map(|version| version.document.file);
    outcome.checked = read_ids.filter(|id| article.selected.contains(id)).count();
    outcome.documents = source.into_iter().chain(translations).collect();
    outcome
}

/// What is kept of pairs besides their findings.
struct Kept<'o> {
    /// How translations were worded, where a rule asks for it.
    wordings: Option<&'o mut Vec<(FileId, Arc<Wording>)>>,
    bounded: &'o mut Vec<FileId>,
}

/// Findings are sifted before those that locales share are gathered: an exception in one locale,
/// or a finding known in one, says nothing about the others.
fn with_source(
    judge: &Judge<'_>,
    source: &Version,
    translations: &[Version],
    references: &mut References<'_>,
    sieve: &mut Sieve<'_>,
    kept: &mut Kept<'_>,
) -> Vec<Judged> {
    let mut words = SourceWords::new();
    let mut all = Vec::new();
    let chosen = references.choose(translations);
    for (translation, chosen) in translations.iter().zip(&chosen) {
        let reference = chosen.old.map_or(source, |old| &references.olds[old].version);
        let alignment = align(reference, translation);
        let pair = pair(reference, translation, &alignment, &chosen.basis);
        let today = chosen.old.map(|_| &source.document);
        let pair = Pair { drift: chosen.drift.as_ref(), today, ..pair };
        if alignment.bounded {
            kept.bounded.push(translation.document.file);
        }
        if let Some(wordings) = &mut kept.wordings {
            let wording = Wording::of(&pair, &mut words);
            wordings.push((translation.document.file, Arc::new(wording)));
        }
        let mut found = judge.pair(&pair);
        found.extend(judge.document(&translation.document, Some(&pair)));
        judge.keep_cause(&pair, &mut found);
        if let Some(old) = chosen.old {
            references.carry(old, &mut found);
        }
        all.extend(found);
    }
    consensus::gather_shared(sieve.keep(all), source.document.file, translations)
}

/// Aligns two versions.
pub(super) fn align(reference: &Version, translation: &Version) -> Alignment {
    outline::align(
        &reference.document,
        &reference.outline,
        &translation.document,
        &translation.outline,
    )
}

/// Lays two versions beside each other.
pub(super) fn pair<'a>(
    reference: &'a Version,
    translation: &'a Version,
    alignment: &'a Alignment,
    basis: &'a Basis,
) -> Pair<'a> {
    let (reference, translation) = (&reference.document, &translation.document);
    Pair { reference, translation, alignment, basis, drift: None, today: None }
}

/// Runs rules.
pub(super) struct Judge<'a> {
    pub(super) settings: &'a Settings,
}

impl Judge<'_> {
    /// The findings of all rules that judge one document.
    pub(super) fn document(&self, document: &Document, pair: Option<&Pair<'_>>) -> Vec<Judged> {
        let mut found = Vec::new();
        self.run(&mut found, |check, checker| {
            if let Check::Document(check) = check {
                check(document, pair, checker);
            }
        });
        let basis = pair.map(|pair| pair.basis.clone());
        found.into_iter().map(|diagnostic| Judged { diagnostic, basis: basis.clone() }).collect()
    }

    /// The findings of all rules that judge a pair.
    pub(super) fn pair(&self, pair: &Pair<'_>) -> Vec<Judged> {
        let mut found = Vec::new();
        self.run(&mut found, |check, checker| {
            if let Check::Pair(check) = check {
                check(pair, checker);
            }
        });
        let basis = Some(pair.basis.clone());
        found.into_iter().map(|diagnostic| Judged { diagnostic, basis: basis.clone() }).collect()
    }

    /// Where a page stands in a code block as a whole, all that it lacks has this one cause: only
    /// that is left of `found`, and damage to characters. A block that a model added is no extra
    /// block besides.
    fn keep_cause(&self, pair: &Pair<'_>, found: &mut Vec<Judged>) {
        const CAUSE: &str = "llm-artifact";
        let is_wrapped = |document: &Document| document.wrapping_fence().is_some();
        let told: Vec<u32> = found
            .iter()
            .filter(|judged| judged.diagnostic.rule == CAUSE)
            .map(|judged| judged.diagnostic.primary.location.span.start)
            .collect();
        if told.is_empty() {
            return;
        }
        found.retain(|Judged { diagnostic, .. }| {
            diagnostic.rule != "extra-block"
                || !told.contains(&diagnostic.primary.location.span.start)
        });
        if !is_wrapped(pair.translation) || is_wrapped(pair.reference) {
            return;
        }
        let stays = |rule: &Rule| {
            rule.name == CAUSE || matches!(rule.group, Group::Encoding | Group::Catalog)
        };
        let named = |name: &str| self.settings.rules.iter().find(|(rule, _)| rule.name == name);
        found.retain(|judged| named(judged.diagnostic.rule).is_some_and(|(rule, _)| stays(rule)));
    }

    /// Calls every rule that is on, and sets the severities that the configuration says.
    pub(super) fn run(&self, found: &mut Vec<Diagnostic>, call: impl Fn(Check, &mut Checker<'_>)) {
        for (rule, severity) in &self.settings.rules {
            self.run_one(rule, *severity, found, &call);
        }
    }

    /// Calls `rule`, which is on with `severity`.
    pub(super) fn run_one(
        &self,
        rule: &'static Rule,
        severity: Severity,
        found: &mut Vec<Diagnostic>,
        call: impl Fn(Check, &mut Checker<'_>),
    ) {
        let settings = self.settings;
        let first = found.len();
        let mut checker = Checker::new(rule, &settings.options, &settings.key_kinds, found)
            .with_glossary(&settings.glossary);
        call(rule.check, &mut checker);
        for diagnostic in &mut found[first..] {
            // A severity that the rule lowered for one finding stays lowered, unless the
            // configuration changed the rule's own.
            if severity != rule.severity {
                diagnostic.severity = severity;
            }
        }
    }
}
